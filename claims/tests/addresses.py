"""Tests: every address of the desk, and what each method asks of whoever comes, written out to be checked by hand.

An address that is added needs a row here, by its name: `python -m pytest claims/tests/test_addresses.py` says which.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from django.urls import URLPattern, URLResolver, get_resolver

from claims.permissions import Act
from claims.workflow import Status


class Who(Enum):
    """Who may come, where the table of permissions is not asked."""

    EVERYBODY = "everybody, signed in or not"
    SIGNED_IN = "whoever is signed in, also without a role"
    NOBODY = "nobody"


Asked = Act | Who | None


@dataclass(frozen=True, slots=True)
class Row:
    """What GET and POST ask; None is a method that there is not. ``gives`` is the answer to whoever may, if it is one.

    ``also`` is asked besides; ``others`` besides where it is somebody else's: of nobody means that to them it is not
    there. What is somebody's own of claims and notes, the table of permissions says.
    """

    get: Asked = None
    post: Asked = None
    also: Asked = None
    others: Asked = None
    gives: int | None = None
    status: Status = Status.PROPOSED
    is_api: bool = False


def read(act: Asked = Act.READ, *, gives: int | None = None) -> Row:
    """A page that is only read."""
    return Row(get=act, gives=gives)


def do(act: Asked, status: Status = Status.PROPOSED, *, gives: int | None = None, others: Asked = None) -> Row:
    """An act; of one on a claim also the status at which it begins."""
    return Row(post=act, status=status, gives=gives, others=others)


def both(act: Asked, *, gives: int | None = None, others: Asked = None) -> Row:
    """A page with a form, for whoever may send it."""
    return Row(get=act, post=act, gives=gives, others=others)


_CLAIM_ACTS: Mapping[str, Row] = {
    "accept": do(Act.ACCEPT),
    "agree": do(Act.AGREE, Status.SECOND_CHECK),
    "assign": do(Act.ASSIGN, Status.UNVERIFIED),
    "credibility": do(Act.CHANGE, Status.UNVERIFIED),
    "cut-out": do(Act.CHANGE_WORDS),
    "evidence": do(Act.ADD_EVIDENCE, Status.UNVERIFIED),
    "evidence-back": do(Act.ADD_EVIDENCE, Status.UNVERIFIED),
    "hold": do(Act.HOLD, Status.IN_REVIEW),
    "join": do(Act.CHANGE_WORDS),
    "join-before": do(Act.CHANGE_WORDS),
    "kind": do(Act.CHANGE_WORDS),
    "mend-spelling": do(Act.MEND_SPELLING, Status.SECOND_CHECK),
    "needed": do(Act.NEED, Status.UNVERIFIED),
    "note": do(Act.NOTE),
    "put-back": do(Act.NEED, Status.UNVERIFIED),
    "read": do(Act.FINISH_CLAIM),
    "recall": do(Act.RECALL, Status.VERIFIED),
    "release": do(Act.RELEASE, Status.IN_REVIEW),
    "reopen": do(Act.REOPEN, Status.VERIFIED),
    "restore": do(Act.RESTORE, Status.SET_ASIDE),
    "resume": do(Act.HOLD, Status.WAITING),
    "send-back": do(Act.SEND_BACK, Status.SECOND_CHECK),
    "set-aside": do(Act.SET_ASIDE),
    "settle": do(Act.SETTLE, Status.SECOND_CHECK),
    "single-read": do(Act.SINGLE_READ, Status.SECOND_CHECK),
    "source": do(Act.CHANGE, Status.UNVERIFIED),
    "speaker": do(Act.CHANGE, Status.UNVERIFIED),
    "split": do(Act.CHANGE_WORDS),
    "statement": do(Act.CHANGE, Status.UNVERIFIED),
    "still-holds": do(Act.STILL_HOLDS, Status.VERIFIED),
    "submit": do(Act.SUBMIT, Status.IN_REVIEW),
    "take": do(Act.TAKE, Status.UNVERIFIED),
    "take-back": do(Act.TAKE_BACK, Status.SECOND_CHECK),
    "take-back-acceptance": do(Act.TAKE_BACK_ACCEPTANCE, Status.UNVERIFIED),
    "take-back-agreement": do(Act.TAKE_BACK_AGREEMENT, Status.VERIFIED),
    "take-over": do(Act.ADD_EVIDENCE, Status.UNVERIFIED),
    "unread": do(Act.FINISH_CLAIM),
    "words": do(Act.CHANGE_WORDS),
    "words-back": do(Act.CHANGE_WORDS),
}
_SECOND_READERS = ("agree", "settle", "send-back", "mend-spelling", "single-read")

# The acts that stand in an address, by the address's name.
ACTS: Mapping[str, Mapping[str, Row]] = {
    "claim-act": _CLAIM_ACTS,
    "review-act": _CLAIM_ACTS,
    "second-check-act": {act: _CLAIM_ACTS[act] for act in _SECOND_READERS},
    "document-act": {
        "credit": do(Act.EDIT_DOCUMENT),
        "evidence": do(Act.ADD_EVIDENCE),
        "finish": do(Act.FINISH_DOCUMENT),
        "gone": do(Act.CHANGE),
        "note": do(Act.NOTE),
        "place": do(Act.CHANGE),
        "read-again": do(Act.READ_AGAIN),
        "reinstate": do(Act.WITHDRAW_DOCUMENT),
        "unfinish": do(Act.FINISH_DOCUMENT),
        "withdraw": do(Act.WITHDRAW_DOCUMENT),
    },
    "document-erase-act": {
        "ask": do(Act.ASK_TO_ERASE),
        "carry-out": do(Act.ERASE),
        "decline": do(Act.DECLINE_TO_ERASE),
    },
    "note-act": {
        "edit": do(Act.EDIT_NOTE),
        "reopen": do(Act.RESOLVE_NOTE),
        "reply": do(Act.NOTE),
        "resolve": do(Act.RESOLVE_NOTE),
    },
}

DESK: Mapping[str, Row] = {
    "health": read(Who.EVERYBODY),
    "sign-in": both(Who.EVERYBODY),
    "account_login": both(Who.EVERYBODY),
    "mfa_authenticate": both(Who.EVERYBODY),
    "openid_connect_login": both(Who.EVERYBODY),
    "openid_connect_callback": read(Who.EVERYBODY),
    "demo-sign-in": do(Who.EVERYBODY, gives=404),
    "sign-out": do(Who.EVERYBODY),
    "account": read(Who.SIGNED_IN),
    "account-password": both(Who.SIGNED_IN),
    "account-sessions-end": do(Who.SIGNED_IN),
    "account-tokens": read(),
    "account-token-new": both(Act.READ),
    "account-token-end": do(Act.READ, others=Who.NOBODY),
    "account_reauthenticate": both(Who.SIGNED_IN),
    "mfa_reauthenticate": both(Who.SIGNED_IN),
    "mfa_activate_totp": both(Who.SIGNED_IN),
    "mfa_deactivate_totp": both(Who.SIGNED_IN),
    "mfa_view_recovery_codes": read(Who.SIGNED_IN),
    "mfa_generate_recovery_codes": both(Who.SIGNED_IN),
    "jobs": read(Act.SEE_JOB),
    "job": read(Act.SEE_JOB),
    "job-cancel": do(Act.CANCEL_JOB),
    "home": read(),
    "desk": read(),
    "figures": read(),
    "news": read(),
    "feed-news": read(Who.EVERYBODY, gives=401),
    "webhooks": read(Act.MANAGE_WEBHOOKS),
    "webhook": read(Act.MANAGE_WEBHOOKS),
    "webhook-new": both(Act.MANAGE_WEBHOOKS),
    "webhook-change": both(Act.MANAGE_WEBHOOKS),
    "webhook-secret": both(Act.MANAGE_WEBHOOKS),
    "webhook-on": do(Act.MANAGE_WEBHOOKS),
    "webhook-off": do(Act.MANAGE_WEBHOOKS),
    "webhook-test": do(Act.MANAGE_WEBHOOKS),
    "webhook-again": do(Act.MANAGE_WEBHOOKS),
    "ledger": read(Act.READ_LEDGER),
    "ledger-check": do(Act.READ_LEDGER),
    "ledger-checkpoint": do(Act.MAKE_CHECKPOINT),
    "export": both(Act.EXPORT),
    "lists": read(),
    "list": read(),
    "list-issue": both(Act.ISSUE),
    "document-issue": both(Act.ISSUE),
    "list-check": both(Act.READ),
    "list-file": read(Act.EXPORT),
    "list-manifest": read(Act.EXPORT),
    "list-print": read(),
    "list-correct": do(Act.ISSUE),
    "list-settle": do(Act.ISSUE),
    "claims": read(),
    "claims-bulk": Row(get=Act.READ, post=Act.SET_ASIDE),
    "claims-bulk-undo": do(Act.SET_ASIDE, others=Act.WHOLE_FILTER),
    "claim-enter": both(Act.MARK),
    "claim": read(),
    "claim-chain": both(Act.CHANGE),
    "claim-chain-back": do(Act.CHANGE),
    "views": read(),
    "view-counts": read(),
    "view-keep": both(Act.KEEP_VIEW),
    "view-change": both(Act.KEEP_VIEW, others=Who.NOBODY),
    "view-remove": do(Act.KEEP_VIEW, others=Who.NOBODY),
    "view-restore": do(Act.KEEP_VIEW, others=Who.NOBODY),
    "documents": read(),
    "document": read(),
    "document-facts": both(Act.EDIT_DOCUMENT),
    "document-version": both(Act.IMPORT),
    "document-mark": do(Act.MARK),
    "document-erase": read(Act.DECLINE_TO_ERASE),
    "snapshot-raw": read(),
    "review": read(),
    "review-next": read(),
    "import": both(Act.IMPORT),
    "sources": read(),
    "source": read(),
    "source-new": both(Act.EDIT_SOURCE),
    "source-edit": both(Act.EDIT_SOURCE),
    "source-rate": do(Act.RATE),
    "source-vouch": do(Act.VOUCH),
    "source-merge": both(Act.MERGE_SOURCES),
    "source-unmerge": do(Act.MERGE_SOURCES),
    "source-names": read(),
    "source-seal": both(Act.SEAL_SOURCE),
    "source-unseal": do(Act.UNSEAL_SOURCE),
    "source-redact": do(Act.REDACT_SOURCE),
    "source-ask": do(Act.ASK_IDENTITY),
    "source-identity": both(Act.SEE_IDENTITY),
    "identity-requests": read(Act.ASK_IDENTITY),
    "identity-grant": do(Act.DECIDE_IDENTITY),
    "identity-refuse": do(Act.DECIDE_IDENTITY),
    "identity-end": do(Act.END_IDENTITY),
    "second-check": read(),
    "second-check-next": read(),
    "second-check-claim": read(),
    "evidence-open": read(),
    "evidence-file": read(),
    "evidence-remove": do(Act.ADD_EVIDENCE),
    "evidence-restore": do(Act.ADD_EVIDENCE),
    "notes": read(),
    "note": read(),
    "api-docs": read(),
}


_API: Mapping[str, Row] = {
    "api-schema": read(),
    "api-schema-yaml": read(),
    "api-problems": read(),
    "api-claims": read(),
    "api-claim": read(),
    "api-claim-notes": both(Act.READ),
    "api-documents": Row(get=Act.READ, post=Act.IMPORT),
    "api-document": read(),
    "api-lists": Row(get=Act.READ, post=Act.ISSUE),
    "api-list": read(),
    "api-list-claims": read(),
    "api-list-correct": do(Act.ISSUE),
    "api-list-file": read(Act.EXPORT),
    "api-list-manifest": read(Act.EXPORT),
    "api-list-settle": do(Act.ISSUE),
    "api-sources": read(),
    "api-source": read(),
    "api-notes": read(),
    "api-note": read(),
    "api-note-edit": do(Act.EDIT_NOTE),
    "api-note-reply": do(Act.NOTE),
    "api-note-resolve": do(Act.RESOLVE_NOTE),
    "api-note-reopen": do(Act.RESOLVE_NOTE),
    "api-claim-findings": _CLAIM_ACTS["submit"],
    **{
        f"api-claim-{act}": _CLAIM_ACTS[act]
        for act in (
            "accept",
            "agree",
            "evidence",
            "release",
            "reopen",
            "restore",
            "send-back",
            "set-aside",
            "statement",
            "still-holds",
            "take",
            "take-back",
        )
    },
}


def _back_office() -> Iterator[tuple[str, Row]]:
    """The addresses of the back office. Whoever may read the ledger comes in; each page asks for its own act besides.

    Columns: list, add, change (GET and POST), history; then the pages of single acts. Nothing is deleted.
    """
    entry, nobody = Act.READ_LEDGER, Who.NOBODY
    for kind, listed, added, changed, told, acts in (
        ("claims_claim", Act.READ, nobody, Act.CHANGE, entry, {}),
        (
            "claims_document",
            Act.READ,
            nobody,
            Act.EDIT_DOCUMENT,
            entry,
            {
                "withdraw": Act.WITHDRAW_DOCUMENT,
                "reinstate": Act.WITHDRAW_DOCUMENT,
                "finish": Act.FINISH_DOCUMENT,
                "unfinish": Act.FINISH_DOCUMENT,
            },
        ),
        (
            "claims_source",
            Act.READ,
            Act.EDIT_SOURCE,
            Act.EDIT_SOURCE,
            entry,
            {"rate": Act.RATE, "vouch": Act.VOUCH, "unmerge": Act.MERGE_SOURCES},
        ),
        ("claims_event", entry, nobody, nobody, nobody, {}),
        ("claims_export", Act.EXPORT, nobody, nobody, entry, {}),
        ("claims_note", Act.READ, nobody, nobody, entry, {"resolve": Act.RESOLVE_NOTE, "reopen": Act.RESOLVE_NOTE}),
        ("claims_phrase", Act.EDIT_PHRASES, Act.EDIT_PHRASES, Act.EDIT_PHRASES, entry, {}),
        (
            "auth_user",
            Act.MANAGE_PEOPLE,
            Act.MANAGE_PEOPLE,
            Act.MANAGE_PEOPLE,
            Act.MANAGE_PEOPLE,
            {"password": Act.MANAGE_PEOPLE, "second_factor": Act.MANAGE_PEOPLE, "tokens": Act.MANAGE_PEOPLE},
        ),
    ):
        yield f"{kind}_changelist", both(listed)
        yield f"{kind}_add", both(added)
        yield f"{kind}_change", Row(get=listed, post=changed)
        yield f"{kind}_history", both(told)
        yield f"{kind}_delete", both(nobody)
        yield f"{kind}_<path:object_id>/", both(entry)
        for act, asked in acts.items():
            yield f"{kind}_{act}", both(asked)
    for page in ("index", "login", "app_list", "password_change"):
        yield page, both(entry)
    for page in ("jsi18n", "password_change_done"):
        yield page, read(entry)
    yield "logout", do(entry)
    yield "autocomplete", read(nobody)
    yield "view_on_site", both(entry, gives=404)
    yield "(?P<url>.*)$", both(entry, gives=404)


BACK_OFFICE: Mapping[str, Row] = {f"admin:{name}": replace(row, also=Act.READ_LEDGER) for name, row in _back_office()}

ROWS: Mapping[str, Row] = {
    **DESK,
    **{name: replace(row, is_api=True) for name, row in _API.items()},
    **{f"{name} {act}": row for name, acts in ACTS.items() for act, row in acts.items()},
    **BACK_OFFICE,
}


def every_pattern() -> Iterator[tuple[str, URLPattern]]:
    """Every address that the resolver knows, by its name; one that has none, by its form.

    A form within the back office is preceded by the kind of row that it is about.
    """
    yield from _patterns(get_resolver("project.urls"))


def _patterns(resolver: URLResolver, space: str = "", kind: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name or kind + str(entry.pattern)}", entry
        elif entry.namespace:
            yield from _patterns(entry, f"{space}{entry.namespace}:")
        else:
            yield from _patterns(entry, space, str(entry.pattern).replace("/", "_") if space else "")
