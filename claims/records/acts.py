"""Records: who acts, in which role, and what an act can be done to."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is at the desk. Each is also the name of a group of people."""

    VIEWER = "viewer"
    REPORTER = "reporter"
    EDITOR = "editor"
    CHIEF = "chief"


class ActorKind(StrEnum):
    """Who did it: somebody, the extractor, or a command typed on the server."""

    PERSON = "person"
    MACHINE = "machine"
    COMMAND = "command"


class SubjectKind(StrEnum):
    """What an Event is about."""

    CLAIM = "claim"
    DOCUMENT = "document"
    SOURCE = "source"
    NOTE = "note"
    EXPORT = "export"
    PERSON = "person"
    VIEW = "view"
    PHRASE = "phrase"
    WEBHOOK = "webhook"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts. ``person`` is the id of a person, None for a machine or a command; ``name`` is for the record."""

    kind: ActorKind
    name: str
    person: int | None = None
    role: Role | None = None


def command(name: str) -> Actor:
    """A command typed on the server by whoever keeps it: it may what a chief may."""
    return Actor(ActorKind.COMMAND, name, role=Role.CHIEF)


def machine(name: str) -> Actor:
    """A program of ours acting by itself, such as the extractor with its version."""
    return Actor(ActorKind.MACHINE, name)
