"""Bench: what the drill of losses is made of: a desk to kill, people at browsers, work, and what is checked."""
