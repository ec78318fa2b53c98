"""Templatetags: the frame of every page, and the marks and words that pages share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.forms import BoundField
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims import permissions
from claims.choices import browsers, confidence, disguises, faults, labels
from claims.ledger.stand_alone import Broken
from claims.models import Claim, Finding
from claims.permissions import Act
from claims.records.checking import Credibility
from claims.selectors import claim_list
from claims.selectors.claim_list import Need
from claims.selectors.history import full_name
from claims.workflow import STATUSES, USES, Status, Use

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the main navigation. ``current`` is "page" on it, "true" within it, "" elsewhere."""

    label: str | Promise
    address: str
    key: str
    current: str

    @property
    def keys(self) -> list[str]:
        """The keys to press, one after the other."""
        return self.key.split()


# The name of the list, its word and keys, and the pages that stand within it.
_WITHIN_DESK = (
    "figures",
    "ledger",
    "jobs",
    "job",
    "news",
    "webhooks",
    "webhook",
    "webhook-new",
    "webhook-change",
    "webhook-secret",
)
_WITHIN_SOURCES = (
    "source",
    "source-edit",
    "source-new",
    "source-merge",
    "source-seal",
    "source-identity",
    "identity-requests",
)
_PLACES: Mapping[str, tuple[str | Promise, str, frozenset[str]]] = {
    "desk": (_("Desk"), "g h", frozenset(_WITHIN_DESK)),
    "review-next": (_("Review"), "g r", frozenset({"review", "review-act"})),
    "claims": (_("Claims"), "g c", frozenset({"claim", "claim-act", "claim-enter", "claim-chain"})),
    "second-check": (_("Second check"), "g 2", frozenset({"second-check-claim", "second-check-act"})),
    "documents": (
        _("Documents"),
        "g d",
        frozenset({"document", "document-facts", "document-version"}),
    ),
    "sources": (_("Sources"), "g s", frozenset(_WITHIN_SOURCES)),
    "lists": (_("Lists"), "g l", frozenset({"list", "list-issue", "list-check", "list-print", "document-issue"})),
    "notes": (_("Notes"), "g n", frozenset({"note", "note-act"})),
    "import": (_("Import"), "g i", frozenset()),
}


@register.simple_tag
def desk_name() -> str:
    """What pages call this desk."""
    name: str = settings.DESK_NAME
    return name


@register.simple_tag(takes_context=True)
def main_nav(context: template.Context) -> list[Place]:
    """The places of the bar, and which of them this page is or belongs to."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name if match else ""
    return [
        Place(word, reverse(name), key, "page" if here == name else "true" if here in within else "")
        for name, (word, key, within) in _PLACES.items()
    ]


@register.simple_tag
def role_of(person: User | AnonymousUser) -> str | Promise:
    """The word for somebody's role."""
    held = permissions.role_of(person)
    return labels.label(held) if held else _("no role yet")


@register.filter
def may_read_ledger(person: User | AnonymousUser) -> bool:
    """Whether the page of the ledger is open to somebody."""
    return isinstance(person, User) and permissions.may(permissions.actor(person), Act.READ_LEDGER)


@dataclass(frozen=True, slots=True)
class WayBack:
    """Where an undo is posted to, and the version of its subject that it takes back; "" where the address says it."""

    address: str
    version: str


@register.simple_tag
def way_back(tags: str) -> WayBack:
    """The way back of what was done, as it travels with the sentence about it."""
    version, _space, address = tags.rpartition(" ")
    return WayBack(address, version)


@register.filter
def label(value: StrEnum) -> str | Promise:
    """The word that people see for a value of one of our enums."""
    return labels.label(value)


@dataclass(frozen=True, slots=True)
class StatusMark:
    """The one mark of a status, alike in lists, cards, texts and on the claim's own page."""

    label: str | Promise
    meaning: str | Promise
    shape: str
    tone: str
    is_stale: bool
    is_single_read: bool
    is_large: bool


@register.inclusion_tag("claims/parts/status.html")
def status_mark(of: Claim | str, *, large: bool = False) -> dict[str, StatusMark]:
    """The mark of a claim's status; or of a status by itself, as filters show it."""
    row = STATUSES[Status(of.status if isinstance(of, Claim) else of)]
    is_stale = isinstance(of, Claim) and of.is_stale
    is_single_read = isinstance(of, Claim) and of.is_single_read
    return {"mark": StatusMark(row.label, row.meaning, row.shape, row.tone, is_stale, is_single_read, large)}


# How the style sheets call the ways of use.
_USES: Mapping[Use, str] = {
    Use.QUOTE: "quote",
    Use.REPORT: "report",
    Use.WITH_ATTRIBUTION: "attribute",
    Use.HOLD: "hold",
    Use.DO_NOT_USE: "no",
}


@register.inclusion_tag("claims/parts/use.html")
def use_mark(of: Claim | str) -> dict[str, str | Promise]:
    """How a claim may be used; or a way of use by itself, as filters show it."""
    use = Use(of.how_to_use if isinstance(of, Claim) else of)
    return {"label": USES[use].label, "style": _USES[use]}


@register.simple_tag
def when(moment: datetime | None) -> SafeString | str:
    """A moment in the desk's own time: the day as one says it, and the hour; in full for the mouse."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{} {}</time>',
        local.isoformat(timespec="minutes"),
        formats.date_format(local, "l j F Y, H:i"),
        _day(local),
        formats.date_format(local, "H:i"),
    )


def _day(local: datetime) -> str:
    today = timezone.localtime()
    match (today.date() - local.date()).days:
        case 0:
            return gettext("today")
        case 1:
            return gettext("yesterday")
        case _:
            return formats.date_format(local, "j M" if today.year == local.year else "j M Y")


@register.filter
def fault(broken: Broken) -> str:
    """What is wrong with the ledger, in a sentence."""
    return faults.sentence(broken)


@register.filter
def word(label: object) -> str:
    """The word of a label that explains itself after a colon."""
    return str(label).partition(":")[0]


@register.filter
def explanation(label: object) -> str:
    """What a label says of itself after its colon; "" when it needs no explanation."""
    return capfirst(str(label).partition(":")[2].strip())


register.filter("full_name", full_name)


@register.filter
def need(claim: Claim) -> Need | None:
    """By when a desk needs a claim; None when none does."""
    return claim_list.need(claim.status, claim.needed_by, claim.needed_for)


@register.filter
def meaning(status: str) -> str | Promise:
    """What a status means, in a sentence."""
    return STATUSES[Status(status)].meaning


@register.filter
def credibility(number: str) -> str | Promise:
    """The words for a number of the Admiralty scale."""
    return labels.label(Credibility(number))


@register.filter
def percent(share: float) -> str:
    """A share from 0 to 1, in whole percent."""
    return f"{share:.0%}"


@register.filter
def evidence_opened(finding: Finding) -> str:
    """How much of the evidence the second reader had opened, where there was something to open."""
    opened, openable = finding.second_opened or 0, finding.second_openable or 0
    if not opened:
        return gettext("without having opened the evidence")
    if opened == openable:
        return gettext("having opened the evidence")
    return gettext("having opened %(opened)s of %(all)s pieces of evidence") % {"opened": opened, "all": openable}


@register.filter
def disguise(name: str) -> str:
    """What nobody can see in a name; "" for one that is what it seems."""
    return disguises.of_name(name)


@register.filter
def disguise_in(field: BoundField) -> str:
    """The same of the names that stand in a field; "" for a field that holds no names."""
    return disguises.of_name(str(field.value() or "")) if getattr(field.field, "are_names", False) else ""


register.filter("confidence_meaning", confidence.sentence)
register.filter("browser", browsers.in_words)
