"""Filters: what a list can be asked."""

from claims.filters.claims import ALL, ME, NOBODY, Chip, ClaimFilter

__all__ = ["ALL", "ME", "NOBODY", "Chip", "ClaimFilter"]
