"""API: what one method of one address is: what it asks for, takes and answers. The door and the schema both read it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from rest_framework import serializers

from claims.api.fields import Body
from claims.permissions import Act
from claims.records.tokens import TokenScope
from claims.services.api_limits import Asking

_EXAMPLES: Final = Path(__file__).parent / "examples"
_ALWAYS: Final = (401, 403, 404, 405, 429)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that is asked for in the address, or said in a header."""

    name: str
    text: str
    codes: Sequence[str] = ()
    is_many: bool = False
    is_number: bool = False
    is_needed: bool = False
    example: str | int | None = None
    where: str = "query"


IF_MATCH: Final = Parameter(
    "If-Match",
    "The ETag of what you read. 428 without it, 412 when somebody has changed it since.",
    is_needed=True,
    example='"3"',
    where="header",
)
IDEMPOTENCY_KEY: Final = Parameter(
    "Idempotency-Key",
    "A key of your own for this import: sent again with the same story it answers as the first time.",
    example="wire-2026-11-23-0815",
    where="header",
)
CURSOR: Final = Parameter("cursor", "Where the page begins: as `next` of the page before says it.")


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address.

    ``example`` names the file of what is answered. ``problems`` are answers beside those that every address has.
    ``media`` are the types of what is answered, where that is a file and no JSON of ours.
    """

    name: str
    tag: str
    summary: str
    act: Act
    shape: type[serializers.Serializer]
    example: str
    scope: TokenScope = TokenScope.READ
    text: str = ""
    takes: type[Body] | None = None
    takes_file: type[Body] | None = None
    sends: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    parameters: Sequence[Parameter] = ()
    status: int = 200
    problems: Sequence[int] = ()
    has_tag: bool = False
    media: Sequence[str] = ()

    @property
    def asking(self) -> Asking:
        """As what it is counted."""
        return Asking.READ if self.scope is TokenScope.READ else Asking.ACT

    @property
    def answers(self) -> Sequence[int]:
        """Every problem that it may answer with."""
        found = {*_ALWAYS, *self.problems}
        if self.parameters:
            found.add(400)
        if self.takes or self.takes_file:
            found |= {400, 413, 415}
        if IF_MATCH in self.parameters:
            found |= {412, 428}
        return sorted(found)


@cache
def example_of(name: str) -> Any:
    """What an example file holds."""
    return json.loads((_EXAMPLES / f"{name}.json").read_text())
