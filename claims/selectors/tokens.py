"""Selectors: somebody's tokens, as the page of their account lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from claims.choices import labels
from claims.models import Token

_MOST = 200  # of which the page tells


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token. ``is_live``: it has neither ended nor expired."""

    token: Token
    scopes: Sequence[str]
    is_live: bool

    @property
    def stopped_at(self) -> datetime:
        """When it ended, or expired."""
        return self.token.ended_at or self.token.expires_at


def of(person: int) -> list[TokenRow]:
    """Somebody's tokens, those that let in first, the newest before the older."""
    now = timezone.now()
    rows = [
        TokenRow(token, [labels.short_label(scope) for scope in token.is_for], token.is_live(now))
        for token in Token.objects.filter(person_id=person).order_by("-id")[:_MOST]
    ]
    return sorted(rows, key=lambda row: not row.is_live)
