"""Ledger: the text of an Event's body."""

from claims.ledger.canonical import canonical

__all__ = ["canonical"]
