"""Tests: walks through the pages in a real browser."""
