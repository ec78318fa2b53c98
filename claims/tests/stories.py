"""Tests: stories of our own invention, as they come in. Nobody in them exists."""

from django.db.models import F

from claims import workflow
from claims.importers import pasted
from claims.models import Claim, Quotation
from claims.records.acts import Actor
from claims.records.checking import Attribution, Verdict
from claims.records.documents import DocumentFacts
from claims.services import importing
from claims.services.importing import Imported
from claims.workflow import Status

CLOSED = "“The harbour stays closed until Friday,”"
ASKED = "“Nobody asked the fishermen,”"
EMPTY = "that the ferries had sailed empty for a week"

HARBOUR = f"""Harbour talks break off in Tolvik

TOLVIK: {CLOSED} said Marta Solheim, the port director.

{ASKED} Jonas Brekke told AFP on Tuesday.

The council said on Monday {EMPTY}.
"""

CORRECTED = f"CORRECTION: adds a line.\n\n{HARBOUR}"

# With everything a browser and a database may count in another way: emoji of one and of several characters, a letter
# with a combining accent, right-to-left text with its marks.
MIXED = f"""🚢 Harbour talks 👩‍🚒 break off in Tolvi\u0301k

نفى مدير الميناء ذلك \u200fيوم الاثنين\u200e.

TOLVIK: {CLOSED} said Marta Solheim 🙂, the port director.

{ASKED} Jonas Brekke told AFP on Tuesday.
"""

LIMIT = 5_000_000


def bring_in(text: str = HARBOUR, *, by: Actor, facts: DocumentFacts = importing.NO_FACTS) -> Imported:
    """A story that somebody pasted."""
    return importing.import_text(pasted(text, limit=LIMIT), facts=facts, by=by)


def quotation_of(words: str, **where: object) -> Quotation:
    """The one quotation of these words, narrowed down where there are several."""
    return Quotation.objects.get(words=words, **where)


def claim_of(words: str, **where: object) -> Claim:
    """The one claim whose primary quotation has these words."""
    return Claim.objects.get(quotations__words=words, quotations__is_primary=True, **where)


def put(claim: Claim, status: Status, **values: object) -> Claim:
    """A claim brought to a status, past the services; a decided one as if it were true and relayed."""
    if status in workflow.DECIDED:
        values |= {"attribution": Attribution.RELAYED, "verdict": Verdict.TRUE}
    attribution = Attribution.RELAYED if status in workflow.DECIDED else Attribution.UNCHECKED
    Claim.objects.filter(pk=claim.pk).update(
        status=status,
        how_to_use=workflow.how_to_use(status, attribution, stale=False),
        version=F("version") + 1,
        **values,
    )
    claim.refresh_from_db()
    return claim
