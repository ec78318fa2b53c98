"""Bench: words that want to be scripts. Made, put where people type, and looked for on every page."""
