"""Tests: what comes from outside and means no good."""
