"""Bench: how long the desk takes, measured. One file a bench; ``python -m bench`` lists them."""
