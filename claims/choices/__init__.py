"""Choices: labels, tones and shapes for people."""
