"""Tests: the chain of a claim, built by an editor step by step."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.errors import Refusal, Refused
from claims.models import Claim, Event, Relay, Source
from claims.records.chains import StepGiven
from claims.records.checking import Attribution, Verdict
from claims.records.documents import DocumentFacts, Fact
from claims.records.provenance import Basis, ChainEnd, Knowledge, RelayRole, SourceKind, Transform
from claims.records.quotations import Identification
from claims.services import chain_editing, documents, wording
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting, seen
from claims.tests.factories import make_claim, make_document, make_quotation, make_source
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

SPEAKER = StepGiven(roles=(RelayRole.SPEAKER,), identification=Identification.NAMED, words="said", basis=Basis.PRINTED)
AGENCY = StepGiven(
    name="Nordwire",
    roles=(RelayRole.AGENCY,),
    identification=Identification.ORGANISATION_ONLY,
    words="told",
    basis=Basis.PRINTED,
)
COPY = StepGiven(knowledge=Knowledge.UNKNOWN, roles=(RelayRole.REPUBLISHER,), is_read_by_us=True)


@pytest.fixture
def nordwire() -> Source:
    """An agency."""
    return make_source("Nordwire", kind=SourceKind.AGENCY)


@pytest.fixture
def claim() -> Claim:
    """A pilot's claim, in a copy of nobody knows whom."""
    return claim_of(Status.UNVERIFIED)


def claim_of(status: Status, **values: Any) -> Claim:
    """A claim at some status, with a chain of two steps as extraction makes it."""
    speaker = make_source()
    claim = make_claim(speaker=speaker, speaker_printed="Ole Brandt", status=status, **values)
    quotation = claim.quotations.get()
    common = {"quotation": quotation, "basis": Basis.PRINTED}
    Relay.objects.create(
        **common,
        position=0,
        source=speaker,
        knowledge=Knowledge.KNOWN,
        name="Ole Brandt",
        roles=["speaker"],
        identification=Identification.NAMED,
        words="said",
    )
    Relay.objects.create(**common, position=1, knowledge=Knowledge.UNKNOWN, roles=["republisher"], is_read_by_us=True)
    return claim


def built(claim: Claim, by: User, *steps: StepGiven, ends: ChainEnd = ChainEnd.NOT_LOOKED, **how: Any) -> Claim:
    """The claim with these steps, as it is kept."""
    chain_editing.rebuild(claim.pk, steps, ends=ends, by=acting(by), **how)
    return Claim.objects.get(pk=claim.pk)


def refusal(claim: Claim, by: User, *steps: StepGiven, **how: Any) -> tuple[Refusal, str]:
    """Why a chain is refused, and beside which field; nothing may have changed."""
    with nothing_changes(), pytest.raises(Refused) as refused:
        built(claim, by, *steps, **how)
    return refused.value.code, refused.value.field


def names(claim: Claim) -> list[str]:
    """The steps by what they are called."""
    return [step.name for step in claim.quotations.get().relays.all()]


def test_a_step_is_added_with_everything_that_is_told_of_it(claim: Claim, rosa: User, nordwire: Source) -> None:
    given = replace(AGENCY, transform=Transform.CUT, basis=Basis.INFERRED, inferred_from="told Nordwire")
    with one_event_for_each_change():
        built(claim, rosa, SPEAKER, given, COPY, ends=ChainEnd.PRIMARY_RECORD)
    quotation = claim.quotations.get()
    step = quotation.relays.get(position=1)

    assert (step.source, step.name, step.roles, step.words) == (nordwire, "Nordwire", ["agency"], "told")
    assert (step.transform, step.basis, step.inferred_from) == ("cut", "inferred", "told Nordwire")
    assert (quotation.chain_end, quotation.chain_is_by_hand) == (ChainEnd.PRIMARY_RECORD, True)
    assert names(claim) == ["Ole Brandt", "Nordwire", ""]


def test_the_source_follows_the_chain_unless_an_editor_chose_it(claim: Claim, rosa: User, nordwire: Source) -> None:
    assert built(claim, rosa, SPEAKER, AGENCY, COPY).source == nordwire
    assert built(claim, rosa, SPEAKER, COPY).source is None
    other = make_source("Tolvik Radio")
    wording.choose_source(claim.pk, "Tolvik Radio", by=acting(rosa))
    assert built(claim, rosa, SPEAKER, AGENCY, COPY).source == other


def test_the_first_step_is_the_speaker_whatever_is_given_for_it(claim: Claim, rosa: User) -> None:
    built(claim, rosa, replace(SPEAKER, name="Somebody else", roles=(RelayRole.EYEWITNESS,)), COPY)
    first = claim.quotations.get().relays.get(position=0)
    assert (first.source, first.name, first.roles) == (claim.speaker, "Ole Brandt", ["eyewitness"])


def test_a_claim_without_a_chain_gets_one_that_begins_with_its_speaker(rosa: User) -> None:
    claim = make_claim(speaker=make_source("Ole Brandt"), speaker_printed="Brandt", status=Status.UNVERIFIED)
    built(claim, rosa, SPEAKER, COPY)
    assert claim.quotations.get().relays.get(position=0).source == claim.speaker


def test_a_name_that_nobody_has_stays_as_printed_or_becomes_a_source(claim: Claim, rosa: User) -> None:
    unknown = replace(AGENCY, name="Havnepost")
    built(claim, rosa, SPEAKER, unknown, COPY)
    assert claim.quotations.get().relays.get(position=1).source is None
    built(claim, rosa, SPEAKER, replace(unknown, new_kind=SourceKind.OUTLET, new_role="daily of Tolvik"), COPY)
    made = Source.objects.get(name="Havnepost")
    assert (made.kind, made.role) == (SourceKind.OUTLET, "daily of Tolvik")
    assert claim.quotations.get().relays.get(position=1).source == made


def test_one_of_several_of_a_name_is_chosen_by_number(claim: Claim, rosa: User) -> None:
    make_source("Tolvik Radio")
    meant = make_source("Tolvik Radio")
    step = replace(AGENCY, name="Tolvik Radio")
    assert refusal(claim, rosa, SPEAKER, step, COPY) == (Refusal.SEVERAL_HAVE_THE_NAME, "step-1-name")
    built(claim, rosa, SPEAKER, replace(step, name=f"#{meant.pk}"), COPY)
    kept = claim.quotations.get().relays.get(position=1)
    assert (kept.source, kept.name) == (meant, "Tolvik Radio")


def test_a_name_as_printed_stays_when_its_source_is_only_chosen_again(claim: Claim, rosa: User) -> None:
    radio = make_source("Tolvik Radio", aliases=["TR"], kind=SourceKind.OUTLET)
    built(claim, rosa, SPEAKER, replace(AGENCY, name="TR"), COPY)
    for typed in ("Tolvik Radio", f"#{radio.pk}"):
        step = replace(AGENCY, name=typed)
        assert refusal(claim, rosa, SPEAKER, step, COPY)[0] is Refusal.NOTHING_CHANGED


@pytest.mark.parametrize(
    ("steps", "why", "field"),
    [
        ((), Refusal.CHAIN_EMPTY, ""),
        ((SPEAKER, *(COPY,) * 20), Refusal.CHAIN_TOO_LONG, ""),
        ((SPEAKER, replace(AGENCY, name=" "), COPY), Refusal.STEP_NEEDS_NAME, "step-1-name"),
        ((SPEAKER, replace(COPY, roles=())), Refusal.STEP_NEEDS_ROLE, "step-1-roles"),
        ((replace(SPEAKER, basis=Basis.INFERRED), COPY), Refusal.INFERRED_FROM_NOTHING, "step-0-inferred_from"),
        ((SPEAKER, replace(COPY, is_read_by_us=False)), Refusal.COPY_NOT_READ, "step-1-is_read_by_us"),
        ((SPEAKER, replace(AGENCY, name="#999999"), COPY), Refusal.SOURCE_UNKNOWN, "step-1-name"),
        ((SPEAKER, replace(AGENCY, words="w" * 301), COPY), Refusal.TOO_LONG, "step-1-words"),
    ],
)
def test_a_chain_that_lacks_something_is_refused_beside_what_is_missing(
    claim: Claim, rosa: User, steps: tuple[StepGiven, ...], why: Refusal, field: str
) -> None:
    assert refusal(claim, rosa, *steps) == (why, field)


def test_a_chain_that_is_the_same_changes_nothing(claim: Claim, rosa: User) -> None:
    copy = replace(COPY, basis=Basis.PRINTED)
    assert refusal(claim, rosa, SPEAKER, copy)[0] is Refusal.NOTHING_CHANGED


def test_a_decided_claim_goes_stale_when_its_chain_changed(rosa: User, nordwire: Source) -> None:
    decided = claim_of(Status.VERIFIED, attribution=Attribution.RELAYED, verdict=Verdict.TRUE)
    changed = built(decided, rosa, SPEAKER, AGENCY, COPY)
    assert changed.is_stale
    assert "way its words took" in changed.stale_because


def test_why_it_goes_back_no_further_makes_nothing_stale(rosa: User) -> None:
    decided = claim_of(Status.VERIFIED, attribution=Attribution.RELAYED, verdict=Verdict.TRUE)
    copy = replace(COPY, basis=Basis.PRINTED)
    assert not built(decided, rosa, SPEAKER, copy, ends=ChainEnd.NOT_FOUND).is_stale


def test_a_second_check_begins_anew_when_the_chain_changed(rosa: User, edith: User, nordwire: Source) -> None:
    checked = claim_of(Status.SECOND_CHECK, submitted_by=edith, changed_by=edith, assigned_to=edith)
    changed = built(checked, rosa, SPEAKER, AGENCY, COPY)
    assert (changed.status, changed.changed_by) == (Status.IN_REVIEW, rosa)


def test_what_is_set_aside_has_to_be_restored_first(rosa: User) -> None:
    assert refusal(claim_of(Status.SET_ASIDE), rosa, SPEAKER, COPY)[0] is Refusal.REOPEN_FIRST


def test_a_claim_entered_by_hand_has_no_chain(rosa: User) -> None:
    claim = make_claim(status=Status.UNVERIFIED)
    claim.quotations.all().delete()
    assert refusal(claim, rosa, SPEAKER, COPY)[0] is Refusal.CHAIN_OF_NO_WORDS


def test_a_viewer_builds_no_chain_and_nobody_over_a_change_of_somebody_else(
    claim: Claim, vera: User, rosa: User
) -> None:
    assert refusal(claim, vera, SPEAKER, COPY)[0] is Refusal.NOT_ALLOWED
    assert refusal(claim, rosa, SPEAKER, COPY, version=7)[0] is Refusal.CHANGED_MEANWHILE


def test_facts_of_the_document_leave_a_chain_alone_that_an_editor_built(
    claim: Claim, rosa: User, nordwire: Source
) -> None:
    built(claim, rosa, SPEAKER, replace(AGENCY, name="Havnepost"), COPY)
    document = claim.quotations.get().snapshot.document
    facts = DocumentFacts(our_title=document.our_title, agency=Fact("Nordwire", Knowledge.KNOWN))
    documents.edit_facts(document.pk, facts, by=acting(rosa))
    assert names(claim) == ["Ole Brandt", "Havnepost", ""]


def test_the_ledger_keeps_both_chains_and_no_name(claim: Claim, rosa: User, nordwire: Source) -> None:
    built(claim, rosa, SPEAKER, AGENCY, COPY)
    body = Event.objects.latest("sequence").body
    assert f'"source":{nordwire.pk}' in body
    assert "Nordwire" not in body
    assert "Brandt" not in body


# --- The page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def as_rosa(rosa: User) -> Client:
    """The reporter at a browser."""
    browser = Client()
    browser.force_login(rosa)
    return browser


def address(claim: Claim) -> str:
    """The page on which a chain is built."""
    return reverse("claim-chain", args=[claim.pk])


def sent(claim: Claim, **changed: object) -> dict[str, object]:
    """The form of a chain of two steps as the page shows it, with some fields changed."""
    step = {"identification": "named", "transform": "unknown", "basis": "printed", "words": "", "inferred_from": ""}
    first: dict[str, object] = {f"step-0-{name}": value for name, value in step.items()}
    first |= {"step-0-roles": ["speaker"]}
    last: dict[str, object] = {f"step-1-{name}": value for name, value in step.items()}
    last |= {"step-1-roles": ["republisher"], "step-1-knowledge": "unknown", "step-1-is_read_by_us": "on"}
    fields = {name.replace("__", "-"): value for name, value in changed.items()}
    common = {"version": claim.version, "steps": 2, "ends": "not_looked", "because": ""}
    return {**common, **first, **last, **fields}


def test_the_page_shows_the_steps_as_they_are_kept(as_rosa: Client, claim: Claim, nordwire: Source, rosa: User) -> None:
    claim = built(claim, rosa, SPEAKER, AGENCY, COPY)
    page = as_rosa.get(address(claim)).content.decode()

    assert page.count('<fieldset class="panel"') == 3
    assert 'name="step-1-name" value="Nordwire"' in page
    assert "Step 3: the copy we hold" in page
    assert 'name="step-0-name"' not in page


def test_steps_are_added_moved_and_taken_out_and_nothing_typed_is_lost(
    as_rosa: Client, claim: Claim, ledger: Ledger
) -> None:
    typed = sent(claim, **{"step-1-name": "Havnepost", "because": "as the agency says"})
    page = as_rosa.post(address(claim), {**typed, "do": "add:0"}).content.decode()
    assert 'name="step-2-name" value="Havnepost"' in page
    assert 'value="as the agency says"' in page
    assert "Step 2 is new." in page
    assert 'name="steps" value="3"' in page

    three = {**typed, "steps": 3, "step-2-name": "Last", "step-2-roles": ["translator"]}
    page = as_rosa.post(address(claim), {**three, "do": "up:2"}).content.decode()
    assert 'name="step-1-name" value="Last"' in page
    assert 'name="step-2-name" value="Havnepost"' in page
    page = as_rosa.post(address(claim), {**three, "do": "remove:1"}).content.decode()
    assert 'name="step-1-name" value="Last"' in page
    assert ledger.acts() == []


def test_a_chain_is_kept_by_a_plain_form_and_leads_back(as_rosa: Client, claim: Claim, ledger: Ledger) -> None:
    answer = as_rosa.post(address(claim), {**sent(claim), "step-1-name": "Havnepost", "do": "save", "next": "/claims/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/claims/")
    assert names(claim) == ["Ole Brandt", "Havnepost"]
    assert ledger.acts() == [("claim.chain", claim.pk)]


def test_a_refused_chain_says_why_beside_the_field_and_keeps_what_was_typed(
    as_rosa: Client, claim: Claim, ledger: Ledger
) -> None:
    make_source("Tolvik Radio")
    make_source("Tolvik Radio")
    answer = as_rosa.post(address(claim), {**sent(claim), "step-1-name": "Tolvik Radio"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert 'href="#id_step-1-name">Several are called “Tolvik Radio”' in page
    assert "Write its number" in page
    assert 'value="Tolvik Radio"' in page
    assert ledger.acts() == []


@pytest.mark.parametrize("do", ["up:0", "up:9", "down:1", "down:0", "remove:0", "remove:7", "add:99", "dance:1", ""])
@pytest.mark.parametrize("steps", ["", "x", "-1", "0", "1", "2", "999"])
def test_a_form_that_makes_no_sense_is_answered(as_rosa: Client, claim: Claim, do: str, steps: str) -> None:
    answer = as_rosa.post(address(claim), {"do": do, "steps": steps})
    assert answer.status_code in (200, 422)


def test_where_there_is_no_chain_to_build_there_is_no_page(as_rosa: Client, claim: Claim, vera: User) -> None:
    by_hand = make_claim()
    by_hand.quotations.all().delete()
    assert as_rosa.get(address(by_hand)).status_code == 404
    assert as_rosa.get("/claims/999999/chain/").status_code == 404
    as_rosa.force_login(vera)
    assert as_rosa.get(address(claim)).status_code == 403
    assert address(claim) not in as_rosa.get(reverse("claim", args=[claim.pk])).content.decode()


def test_the_page_costs_the_same_queries_for_any_number_of_steps(
    as_rosa: Client, claim: Claim, rosa: User, nordwire: Source, django_assert_num_queries: Any
) -> None:
    claim = built(claim, rosa, SPEAKER, AGENCY, COPY)
    with django_assert_num_queries(8):
        as_rosa.get(address(claim))
    claim = built(claim, rosa, SPEAKER, *(AGENCY,) * 12, COPY)
    with django_assert_num_queries(8):
        as_rosa.get(address(claim))


def state_of(claim: Claim) -> tuple[list[Any], list[Any]]:
    """A claim and its chain, but for what any act changes."""
    steps = Relay.objects.filter(quotation__claim=claim).order_by("quotation", "position")
    others = [field.attname for field in Relay._meta.concrete_fields if field.name != "id"]
    kept = ("source_id", "stale_since", "stale_because", "changed_by_id", "status", "how_to_use")
    return list(steps.values(*others)), list(Claim.objects.filter(pk=claim.pk).values(*kept))


def test_a_chain_that_was_built_is_given_back_as_it_was(
    rosa: User, edith: User, nordwire: Source, claim: Claim
) -> None:
    first = state_of(claim)
    built(claim, rosa, SPEAKER, AGENCY, COPY)
    second = state_of(claim)
    built(claim, edith, SPEAKER, replace(AGENCY, name="Harbour Watch", new_kind=SourceKind.OUTLET), COPY)
    with one_event_for_each_change():
        chain_editing.give_back(claim.pk, by=acting(edith))
    assert state_of(claim) == second
    with nothing_changes(), pytest.raises(Refused) as refused:
        chain_editing.give_back(claim.pk, by=acting(edith))
    assert refused.value.code is Refusal.NO_CHAIN_TO_GIVE_BACK
    other = claim_of(Status.UNVERIFIED)
    first = state_of(other)
    built(other, rosa, SPEAKER, AGENCY, COPY)
    chain_editing.give_back(other.pk, by=acting(rosa))
    assert state_of(other) == first
    assert not other.quotations.get().chain_is_by_hand


def test_giving_a_chain_back_takes_the_mark_of_stale_off_again(rosa: User, nordwire: Source) -> None:
    claim = claim_of(Status.ATTRIBUTED, attribution=Attribution.RELAYED)
    before = state_of(claim)
    assert built(claim, rosa, SPEAKER, AGENCY, COPY).is_stale
    chain_editing.give_back(claim.pk, by=acting(rosa))
    assert state_of(claim) == before


def test_a_chain_is_given_back_only_while_nothing_has_happened_since(
    rosa: User, nordwire: Source, claim: Claim
) -> None:
    built(claim, rosa, SPEAKER, AGENCY, COPY)
    wording.change_statement(claim.pk, "The pilot was warned.", by=acting(rosa))
    with nothing_changes(), pytest.raises(Refused) as refused:
        chain_editing.give_back(claim.pk, by=acting(rosa))
    assert refused.value.code is Refusal.NO_CHAIN_TO_GIVE_BACK


def test_the_chain_of_another_copy_is_built_and_the_source_stays_with_the_first(
    client: Client, rosa: User, nordwire: Source, claim: Claim
) -> None:
    copy = make_quotation(claim, make_document("“what was said,” he said"), "what was said")
    client.force_login(rosa)
    address = reverse("claim-chain", args=[claim.pk]) + f"?quotation={copy.pk}"
    assert address in client.get(reverse("claim", args=[claim.pk])).text
    assert client.get(address).status_code == 200
    built(claim, rosa, SPEAKER, AGENCY, COPY, quotation_id=copy.pk)
    assert [step.source for step in copy.relays.all()][1] == nordwire
    claim.refresh_from_db()
    assert claim.source is None
    elsewhere = make_claim().quotations.get()
    assert client.get(reverse("claim-chain", args=[claim.pk]) + f"?quotation={elsewhere.pk}").status_code == 404


def test_the_page_offers_the_way_back_to_the_old_chain(client: Client, rosa: User, claim: Claim) -> None:
    client.force_login(rosa)
    built(claim, rosa, SPEAKER, COPY, ends=ChainEnd.NOT_FOUND)
    shown = client.post(reverse("claim-chain-back", args=[claim.pk]), seen(claim), follow=True).text
    assert "The chain is as it was." in shown
    assert "nothing to undo" in client.post(reverse("claim-chain-back", args=[claim.pk]), seen(claim), follow=True).text
