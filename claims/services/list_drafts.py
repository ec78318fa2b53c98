"""Services: long lists, that are issued or corrected in the background.

The claims are chosen when somebody asks, as the page showed them; what has left the statuses asked for by the time the
worker reads them stays out, and the list says how many did.
"""

import json
from dataclasses import asdict, replace
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from claims import permissions
from claims.errors import Refusal, Refused
from claims.exports import FORMATS
from claims.models import Claim, DraftClaim, IssuedList, Job, ListDraft
from claims.permissions import Act
from claims.records.acts import Actor
from claims.records.jobs import JobKind
from claims.selectors import claim_list
from claims.services import correcting, issuing, jobs
from claims.services.exporting import Selection
from claims.services.list_files import Made, Order, Prepared, Tell

LONG: Final = 1_000  # claims; more of them are issued in the background


def is_long(prepared: Prepared) -> bool:
    """Whether a list is too long for somebody to wait for it."""
    return sum(claim_list.count(part).number for part in prepared.parts) > LONG


def issue_later(order: Order, prepared: Prepared, *, by: Actor) -> Job:
    """Ask that a list be issued in the background. Refuses what ``issuing.checked`` and ``jobs.ask`` refuse."""
    permissions.require(by, Act.ISSUE)
    order = issuing.checked(order)
    asked = {"order": asdict(order), "filter": dict(prepared.filter), "left_out": prepared.left_out}
    with transaction.atomic():
        job = jobs.ask(JobKind.ISSUE_LIST, {**asked, "parts": len(prepared.parts)}, by=by)
        if not ListDraft.objects.filter(job=job).exists():
            draft = ListDraft.objects.create(job=job, number=issuing.free_number())
            for part, claims in enumerate(prepared.parts):
                _choose(claims.order_by().values_list(Value(draft.pk), "pk", Value(part)))
    return job


def _choose(rows: Any) -> None:
    """Put claims into a draft by one statement, however many they are."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {DraftClaim._meta.db_table} (draft_id, claim_id, part) {sql}", params)


def make(job: Job, *, by: Actor, tell: Tell) -> Made:
    """Make the files of a list that was asked for."""
    asked: dict[str, Any] = json.loads(job.order)
    draft = ListDraft.objects.get(job=job)
    order, prepared = Order(**asked["order"]), _prepared(asked, draft)
    made = issuing.make(order, prepared, by=by, number=draft.number, tell=tell)
    if dropped := draft.claims.count() - made.claims:
        # Said in the row; the files were made while nobody could know it yet.
        told = _("%(number)s left out, because they changed while the list was made.") % {"number": dropped}
        made.prepared = replace(prepared, left_out=f"{prepared.left_out} {told}")
    return made


def _prepared(asked: dict[str, Any], draft: ListDraft) -> Prepared:
    known = FORMATS[asked["order"]["format"]]
    parts = [
        Selection(asked["filter"], Claim.objects.filter(pk__in=_chosen(draft, part))).as_format(known).claims
        for part in range(asked["parts"])
    ]
    return Prepared(parts, asked["filter"], asked["left_out"])


def _chosen(draft: ListDraft, part: int) -> Any:
    return draft.claims.filter(part=part).values("claim")


def end(job: Job, made: Made) -> IssuedList:
    """Issue the list whose files were made, and forget what it was made from. Refuses NUMBER_TAKEN."""
    because: str = json.loads(job.order).get("because", "")
    issued = issuing.record(made, because=because)
    if issued is None:
        raise Refused(Refusal.NUMBER_TAKEN)
    ListDraft.objects.filter(job=job).delete()
    return issued


def correct_later(list_id: int, *, by: Actor, because: str, version: int | None = None) -> Job:
    """Ask that a list be corrected in the background. Refuses: REASON_MISSING, LIST_REPLACED, CHANGED_MEANWHILE."""
    permissions.require(by, Act.ISSUE)
    issued = correcting.to_correct(list_id, because=because, version=version)
    return jobs.ask(JobKind.CORRECT_LIST, {"list": issued.pk, "because": because, "version": version}, by=by)


def list_of(job: Job) -> int:
    """The list that a job corrects."""
    number: int = json.loads(job.order)["list"]
    return number


def make_correction(job: Job, *, by: Actor, tell: Tell) -> Made:
    """Make the files of a correction that was asked for. Refuses what correcting refuses."""
    asked: dict[str, Any] = json.loads(job.order)
    return correcting.make(asked["list"], by=by, because=asked["because"], version=asked["version"], tell=tell)
