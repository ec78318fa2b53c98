"""Ledger: the lines that events stand in, how they hang together, and how anybody can check it."""

from claims.ledger.canonical import canonical

__all__ = ["canonical"]
