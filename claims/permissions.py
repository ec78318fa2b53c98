"""Permissions: one table of role x act, asked by pages, admin, API and services."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Event, IdentityRequest, Job, Note
from claims.records.acts import Actor, ActorKind, Role, SubjectKind

Subject: TypeAlias = Claim | Document | Note | IdentityRequest | Job


class Act(StrEnum):
    """Everything somebody can do here."""

    READ = "read"
    NOTE = "note"
    EDIT_NOTE = "edit_note"
    RESOLVE_NOTE = "resolve_note"
    IMPORT = "import"
    MARK = "mark"
    ACCEPT = "accept"
    TAKE_BACK_ACCEPTANCE = "take_back_acceptance"
    CHANGE = "change"
    CHANGE_WORDS = "change_words"
    TAKE = "take"
    RELEASE = "release"
    HOLD = "hold"
    ASSIGN = "assign"
    ADD_EVIDENCE = "add_evidence"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    AGREE = "agree"
    TAKE_BACK_AGREEMENT = "take_back_agreement"
    SEND_BACK = "send_back"
    MEND_SPELLING = "mend_spelling"
    SINGLE_READ = "single_read"
    SETTLE = "settle"
    SET_ASIDE = "set_aside"
    RESTORE = "restore"
    REOPEN = "reopen"
    STILL_HOLDS = "still_holds"
    RECALL = "recall"
    EDIT_SOURCE = "edit_source"
    MERGE_SOURCES = "merge_sources"
    VOUCH = "vouch"
    RATE = "rate"
    EDIT_DOCUMENT = "edit_document"
    READ_AGAIN = "read_again"
    FINISH_CLAIM = "finish_claim"
    FINISH_DOCUMENT = "finish_document"
    WITHDRAW_DOCUMENT = "withdraw_document"
    ASK_TO_ERASE = "ask_to_erase"
    DECLINE_TO_ERASE = "decline_to_erase"
    ERASE = "erase"
    WHOLE_FILTER = "whole_filter"
    NEED = "need"
    KEEP_VIEW = "keep_view"
    SHARE_VIEW = "share_view"
    TIDY_VIEWS = "tidy_views"
    EXPORT = "export"
    ISSUE = "issue"
    READ_LEDGER = "read_ledger"
    MAKE_CHECKPOINT = "make_checkpoint"
    EDIT_PHRASES = "edit_phrases"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_WEBHOOKS = "manage_webhooks"
    SEAL_SOURCE = "seal_source"
    UNSEAL_SOURCE = "unseal_source"
    REDACT_SOURCE = "redact_source"
    ASK_IDENTITY = "ask_identity"
    DECIDE_IDENTITY = "decide_identity"
    END_IDENTITY = "end_identity"
    SEE_IDENTITY = "see_identity"
    SEE_JOB = "see_job"
    CANCEL_JOB = "cancel_job"


class Scope(StrEnum):
    """On whose work an act may be done."""

    NONE = "none"
    OWN = "own"
    OTHERS = "others"
    ANY = "any"


NONE, OWN, OTHERS, ANY = Scope.NONE, Scope.OWN, Scope.OTHERS, Scope.ANY

_COLUMNS = (Role.VIEWER, Role.REPORTER, Role.EDITOR, Role.CHIEF)

_ROWS: Mapping[Act, tuple[Scope, Scope, Scope, Scope]] = {
    Act.READ: (ANY, ANY, ANY, ANY),
    Act.NOTE: (ANY, ANY, ANY, ANY),
    Act.EDIT_NOTE: (OWN, OWN, OWN, OWN),
    Act.RESOLVE_NOTE: (ANY, ANY, ANY, ANY),
    Act.IMPORT: (NONE, ANY, ANY, ANY),
    Act.MARK: (NONE, ANY, ANY, ANY),
    Act.ACCEPT: (NONE, ANY, ANY, ANY),
    Act.TAKE_BACK_ACCEPTANCE: (NONE, OWN, OWN, OWN),
    Act.CHANGE: (NONE, ANY, ANY, ANY),
    Act.CHANGE_WORDS: (NONE, ANY, ANY, ANY),
    Act.TAKE: (NONE, ANY, ANY, ANY),
    Act.RELEASE: (NONE, OWN, ANY, ANY),
    Act.HOLD: (NONE, OWN, ANY, ANY),
    Act.ASSIGN: (NONE, NONE, ANY, ANY),
    Act.ADD_EVIDENCE: (NONE, ANY, ANY, ANY),
    Act.SUBMIT: (NONE, OWN, OWN, OWN),
    Act.TAKE_BACK: (NONE, OWN, OWN, ANY),
    Act.AGREE: (NONE, NONE, OTHERS, OTHERS),
    Act.TAKE_BACK_AGREEMENT: (NONE, NONE, OWN, OWN),
    Act.SEND_BACK: (NONE, NONE, OTHERS, OTHERS),
    Act.MEND_SPELLING: (NONE, NONE, OTHERS, OTHERS),
    Act.SINGLE_READ: (NONE, NONE, NONE, ANY),
    Act.SETTLE: (NONE, NONE, NONE, OTHERS),
    Act.SET_ASIDE: (NONE, ANY, ANY, ANY),
    Act.RESTORE: (NONE, ANY, ANY, ANY),
    Act.REOPEN: (NONE, NONE, ANY, ANY),
    Act.STILL_HOLDS: (NONE, NONE, ANY, ANY),
    Act.RECALL: (NONE, NONE, NONE, ANY),
    Act.EDIT_SOURCE: (NONE, NONE, ANY, ANY),
    Act.MERGE_SOURCES: (NONE, NONE, ANY, ANY),
    Act.VOUCH: (NONE, NONE, NONE, ANY),
    Act.RATE: (NONE, NONE, NONE, ANY),
    Act.EDIT_DOCUMENT: (NONE, ANY, ANY, ANY),
    Act.READ_AGAIN: (NONE, ANY, ANY, ANY),
    Act.FINISH_CLAIM: (NONE, ANY, ANY, ANY),
    Act.FINISH_DOCUMENT: (NONE, ANY, ANY, ANY),
    Act.WITHDRAW_DOCUMENT: (NONE, NONE, NONE, ANY),
    Act.ASK_TO_ERASE: (NONE, NONE, NONE, ANY),
    Act.DECLINE_TO_ERASE: (NONE, NONE, ANY, ANY),
    Act.ERASE: (NONE, NONE, OTHERS, OTHERS),
    Act.WHOLE_FILTER: (NONE, NONE, ANY, ANY),
    Act.NEED: (NONE, ANY, ANY, ANY),
    Act.KEEP_VIEW: (ANY, ANY, ANY, ANY),
    Act.SHARE_VIEW: (NONE, ANY, ANY, ANY),
    Act.TIDY_VIEWS: (NONE, NONE, NONE, ANY),
    Act.EXPORT: (NONE, NONE, ANY, ANY),
    Act.ISSUE: (NONE, NONE, ANY, ANY),
    Act.READ_LEDGER: (NONE, NONE, ANY, ANY),
    Act.MAKE_CHECKPOINT: (NONE, NONE, ANY, ANY),
    Act.EDIT_PHRASES: (NONE, NONE, ANY, ANY),
    Act.MANAGE_PEOPLE: (NONE, NONE, NONE, ANY),
    Act.MANAGE_WEBHOOKS: (NONE, NONE, NONE, ANY),
    Act.SEAL_SOURCE: (NONE, NONE, NONE, ANY),
    Act.UNSEAL_SOURCE: (NONE, NONE, NONE, ANY),
    Act.REDACT_SOURCE: (NONE, NONE, NONE, ANY),
    Act.ASK_IDENTITY: (NONE, ANY, ANY, ANY),
    Act.DECIDE_IDENTITY: (NONE, NONE, NONE, OTHERS),
    Act.END_IDENTITY: (NONE, OWN, OWN, ANY),
    Act.SEE_IDENTITY: (NONE, OWN, OWN, OWN),
    Act.SEE_JOB: (OWN, OWN, ANY, ANY),
    Act.CANCEL_JOB: (OWN, OWN, OWN, ANY),
}

# What somebody may undo while nothing has happened since, and why else not.
_WHILE_NOTHING_HAPPENED: Mapping[Act, Refusal] = {
    Act.TAKE_BACK_ACCEPTANCE: Refusal.NOT_ACCEPTED_LAST,
    Act.TAKE_BACK_AGREEMENT: Refusal.NOT_AGREED_LAST,
}

# What touches a sealed source is protected: these acts on it are for fewer, every other row holds as it stands above.
_PROTECTED_ROWS: Mapping[Act, tuple[Scope, Scope, Scope, Scope]] = {
    Act.EDIT_SOURCE: (NONE, NONE, NONE, NONE),
    Act.MERGE_SOURCES: (NONE, NONE, NONE, NONE),
}


def _table(rows: Mapping[Act, tuple[Scope, Scope, Scope, Scope]]) -> Mapping[tuple[Role, Act], Scope]:
    return {(role, act): scope for act, scopes in rows.items() for role, scope in zip(_COLUMNS, scopes, strict=True)}


TABLE = _table(_ROWS)
PROTECTED = _table({**_ROWS, **_PROTECTED_ROWS})


def scope(by: Actor, act: Act, *, is_protected: bool = False) -> Scope:
    """On whose work somebody may do an act, by their role."""
    return NONE if by.role is None else (PROTECTED if is_protected else TABLE)[by.role, act]


def role_of(user: AbstractBaseUser | AnonymousUser) -> Role | None:
    """The highest role among somebody's groups; None for a stranger. Whoever owns the installation is a chief.

    Queries the groups once for each user object.
    """
    if not isinstance(user, User) or not user.is_active:
        return None
    if user.is_superuser:
        return Role.CHIEF
    cached: set[str] | None = getattr(user, "_role_names", None)
    if cached is None:
        cached = set(user.groups.values_list("name", flat=True))
        user._role_names = cached  # type: ignore[attr-defined]  # remembered for this request only
    return next((role for role in reversed(_COLUMNS) if role.value in cached), None)


def actor(user: AbstractBaseUser | AnonymousUser) -> Actor:
    """Somebody signed in, as the one who acts."""
    return Actor(ActorKind.PERSON, user.get_username(), person=user.pk, role=role_of(user))


def person(by: Actor) -> int:
    """The id of the person who acts. Refuses a machine or a command where somebody has to stand for what is said."""
    if by.person is None:
        raise Refused(Refusal.NOT_ALLOWED)
    return by.person


def is_own(by: Actor, act: Act, subject: Subject) -> bool:
    """Whether the claim, document, note or request counts as this person's own work for this act."""
    if by.person is None:
        return False
    if isinstance(subject, IdentityRequest | Job):
        return subject.asked_by_id == by.person
    if isinstance(subject, Document):
        return subject.erase_asked_by_id == by.person
    if isinstance(subject, Note):
        return subject.written_by_id == by.person
    match act:
        case Act.RELEASE | Act.HOLD | Act.SUBMIT:
            return subject.assigned_to_id == by.person
        case Act.TAKE_BACK:
            return subject.submitted_by_id == by.person
        case Act.TAKE_BACK_ACCEPTANCE:
            return _did_last(by, subject, "claim.accept") is not None
        case Act.TAKE_BACK_AGREEMENT:
            return _agreed_last(by, subject)
        case _:
            return by.person in (subject.submitted_by_id, subject.changed_by_id)


def _agreed_last(by: Actor, claim: Claim) -> bool:
    """Whether the last that happened to a claim is this person's agreement. Queries.

    An agreement that ended a release on one reader stays: the claim was in use before it.
    """
    last = _did_last(by, claim, "claim.agree")
    return last is not None and "single_read_at" not in json.loads(last.body)["before"]


def _did_last(by: Actor, claim: Claim, act: str) -> Event | None:
    """The last that happened to a claim, where it is this act of this person. Queries."""
    last = Event.objects.about(SubjectKind.CLAIM, claim.pk).last()
    return last if last is not None and last.act == act and last.actor_id == by.person else None


def may(by: Actor, act: Act, subject: Subject | None = None, *, is_protected: bool = False) -> bool:
    """Whether somebody may do this; with a claim or note, whether they may do it to this one.

    ``is_protected``: it would be done to a sealed source, or to what touches one.
    """
    on = scope(by, act, is_protected=is_protected)
    if subject is None or on in (NONE, ANY):
        return on is not NONE
    return is_own(by, act, subject) is (on is OWN)


def require(by: Actor, act: Act, subject: Subject | None = None, *, is_protected: bool = False) -> None:
    """Refuse what somebody may not do, saying whether the role, the person or the sealed source is in the way."""
    if not may(by, act, subject, is_protected=is_protected):
        raise Refused(_why(by, act, subject), act=act.value)


def _why(by: Actor, act: Act, subject: Subject | None) -> Refusal:
    if not may(by, act):
        return Refusal.NOT_ALLOWED
    if may(by, act, subject):
        return Refusal.SOURCE_PROTECTED
    if isinstance(subject, Note):
        return Refusal.NOTE_OF_SOMEBODY_ELSE
    if isinstance(subject, Document):
        return Refusal.OWN_ERASING
    if isinstance(subject, Job):
        return Refusal.JOB_OF_SOMEBODY_ELSE
    if isinstance(subject, IdentityRequest):
        return Refusal.OWN_REQUEST if scope(by, act) is OTHERS else Refusal.REQUEST_OF_SOMEBODY_ELSE
    if act in _WHILE_NOTHING_HAPPENED:
        return _WHILE_NOTHING_HAPPENED[act]
    return Refusal.OWN_WORK if scope(by, act) is OTHERS else Refusal.TAKEN_BY_SOMEBODY_ELSE
