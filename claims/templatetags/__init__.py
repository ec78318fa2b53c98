"""Templatetags: words and shapes for templates. They show what they are given and decide nothing."""
