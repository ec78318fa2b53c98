"""Tests: sealed sources. What a seal takes out of the rows, who may break it, and what redaction leaves."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from claims.errors import Refusal, Refused
from claims.models import Claim, Event, IdentityRequest, Relay, SavedView, Seal, Source
from claims.records.acts import Role
from claims.records.checking import Reliability
from claims.records.provenance import Basis, Knowledge, RelayRole, SourceKind
from claims.records.quotations import Identification
from claims.records.sealing import GrantedFor
from claims.selectors import names
from claims.services import (
    documents,
    envelopes,
    erasing,
    identity_requests,
    indexing,
    keys,
    merging,
    saved_views,
    sealing,
    sources,
    wording,
)
from claims.services.speaking import SpeakerChoice
from claims.tests.books import nothing_changes, one_event_for_each_change
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_document, make_person, make_source
from claims.tests.stories import bring_in
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]

NAME, ALIAS, ROLE = "Ottoline Querfurth", "O. Querfurth-Zabel", "night clerk of the harbour court"
WHY = "She would be in danger if she were named."


@pytest.fixture
def ottoline(clara: User) -> Source:
    """A named source with everything by which one knows her, before she is sealed."""
    source = make_source(NAME, aliases=[ALIAS])
    sources.edit(
        source.pk,
        by=acting(clara),
        version=1,
        name=NAME,
        kind=SourceKind.PERSON,
        role=ROLE,
        aliases=[ALIAS],
        is_monitor=False,
    )
    sources.rate(source.pk, by=acting(clara), version=2, reliability=Reliability.B, rationale=f"{NAME} was right.")
    source.refresh_from_db()
    return source


def claim_with_chain(source: Source, statement: str = f"{NAME} saw the files.") -> Claim:
    """A claim of hers, entered with a chain whose first step calls her by name."""
    claim = make_claim(statement, speaker=source, speaker_printed=ALIAS, document=make_document("A story."))
    quotation = claim.quotations.get()
    quotation.speaker_resolved, quotation.role_printed = NAME, ROLE
    quotation.save()
    Relay.objects.create(
        quotation=quotation,
        position=0,
        source=source,
        knowledge=Knowledge.KNOWN,
        name=NAME,
        roles=[RelayRole.SPEAKER],
        basis=Basis.EDITOR,
    )
    indexing.remember([claim])
    return claim


def sealed(source: Source, by: User, **given: Any) -> Source:
    """The source under a seal."""
    return sealing.seal(source.pk, **{"by": acting(by), "version": source.version, "because": WHY, **given})


def granted(source: Source, to: User, by: User, lasts: GrantedFor = GrantedFor.HOUR) -> None:
    """Let somebody see who it is."""
    asked = identity_requests.ask(source.pk, by=acting(to), motive="The court asks us.")
    identity_requests.grant(asked.pk, by=acting(by), version=asked.version, lasts=lasts)


@pytest.fixture
def other_chief(db: None) -> User:
    """Another chief."""
    return make_person(Role.CHIEF, "carl", name="Carl Iversen")


def test_a_seal_leaves_a_label_and_nothing_that_tells_who_it_is(ottoline: Source, clara: User) -> None:
    claim = claim_with_chain(ottoline)
    sealed(ottoline, clara, label="Source K-7", contact="by the lighthouse", notes="met twice")
    source = Source.objects.get(pk=ottoline.pk)
    assert (source.name, source.role, source.reliability_rationale, source.is_sealed) == ("Source K-7", "", "", True)
    assert source.reliability == "B"
    assert not source.aliases.exists()
    assert [rating.rationale for rating in source.ratings.all()] == [""]
    claim.refresh_from_db()
    quotation = claim.quotations.get()
    assert claim.statement == "[Source K-7] saw the files."
    assert (quotation.speaker_printed, quotation.speaker_resolved, quotation.role_printed) == ("[Source K-7]", "", "")
    assert quotation.relays.get().name == "Source K-7"
    assert claim.search_words.speaker == "source k 7"
    assert claim.search_words.words.startswith("source k 7 saw the files")


def test_sealing_leaves_one_event_for_each_changed_subject_and_none_tells_a_name(ottoline: Source, clara: User) -> None:
    claim_with_chain(ottoline)
    with one_event_for_each_change():
        sealed(ottoline, clara)
    told = "".join(f"{event.reason} {event.body}" for event in Event.objects.all())
    assert "querfurth" not in told.casefold()
    assert "clerk" not in told


def test_what_is_under_a_seal_is_read_with_its_key_only(ottoline: Source, clara: User) -> None:
    sealed(ottoline, clara, contact="by the lighthouse")
    seal = Seal.objects.get(source=ottoline)
    identity = envelopes.opened(seal.ciphertext, key=seal.key)
    assert (identity.names.name, identity.names.aliases, identity.names.role) == (NAME, (ALIAS,), ROLE)
    assert identity.contact == "by the lighthouse"
    assert b"Querfurth" not in bytes(seal.ciphertext)
    other = envelopes.new_key(ottoline.pk)
    with pytest.raises(Refused) as refused:
        envelopes.opened(seal.ciphertext, key=other)
    assert refused.value.code is Refusal.KEY_UNREADABLE


@pytest.mark.parametrize("typed", [NAME, ALIAS, "Querfurth", "ottoline", "o querfurth"])
def test_typing_the_name_finds_nobody_and_gives_no_hint(ottoline: Source, clara: User, typed: str) -> None:
    claim_with_chain(ottoline)
    nobody = names.offers("Nobody Atall"), names.sources_called("Nobody Atall"), sources.bearers("Nobody Atall")
    sealed(ottoline, clara, label="Source K-7")
    assert (names.offers(typed), names.sources_called(typed), sources.bearers(typed)) == nobody
    made = sources.create(by=acting(clara), name=NAME, kind=SourceKind.PERSON)
    assert made.name == NAME
    assert made.pk != ottoline.pk


def test_a_sealed_source_is_chosen_by_its_label(ottoline: Source, clara: User, edith: User) -> None:
    sealed(ottoline, clara, label="Source K-7")
    assert [offer.source.pk for offer in names.offers("source k")] == [ottoline.pk]
    claim = make_claim(status=Status.UNVERIFIED)
    chosen = SpeakerChoice(source=sources.called("Source K-7", field="name").pk)
    with_her = wording.change_speaker(claim.pk, chosen, by=acting(edith), because="She said it.")
    assert with_her.speaker_id == ottoline.pk


STORY = f"""Court papers leak

{NAME} told AFP on Tuesday: “The files were moved at night.”

“Nobody asked me,” said {NAME}, {ROLE}.
"""


def test_a_story_that_prints_the_name_links_nobody_and_suggests_nobody(
    ottoline: Source, clara: User, edith: User
) -> None:
    sealed(ottoline, clara, label="Source K-7")
    brought = bring_in(STORY, by=acting(edith))
    found = Claim.objects.filter(quotations__snapshot__document=brought.document)
    assert found.count() >= 1
    assert {claim.speaker_id for claim in found} == {None}
    assert not Relay.objects.filter(source=ottoline).exists()


def test_a_story_that_prints_the_label_links_nobody(ottoline: Source, clara: User, edith: User) -> None:
    sealed(ottoline, clara, label="Robin Kestrel")
    brought = bring_in(STORY.replace(NAME, "Robin Kestrel"), by=acting(edith))
    found = Claim.objects.filter(quotations__snapshot__document=brought.document)
    assert {claim.speaker_id for claim in found} == {None}


@pytest.mark.parametrize("label", ["Ottoline", "the Querfurth papers", "Zabel 7", "K OTTOLINE"])
def test_a_label_with_a_word_of_the_name_is_refused(ottoline: Source, clara: User, label: str) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        sealed(ottoline, clara, label=label)
    assert refused.value.code is Refusal.LABEL_TELLS


def test_a_motive_that_names_the_source_is_refused_as_it_stands_in_the_ledger(ottoline: Source, clara: User) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        sealed(ottoline, clara, because=f"{NAME.upper()} is in danger")
    assert refused.value.code is Refusal.MOTIVE_TELLS


def test_a_made_label_tells_nothing_and_belongs_to_one_source(clara: User) -> None:
    labels = {sealed(make_source(), clara).name for _ in range(20)}
    assert len(labels) == 20
    assert all(label.startswith("Source ") for label in labels)


def test_a_source_that_was_merged_into_it_is_sealed_with_it(ottoline: Source, clara: User) -> None:
    other = make_source("Otti of the Night Desk", aliases=["Frau Q"])
    merging.merge(ottoline.pk, other.pk, by=acting(clara))
    ottoline.refresh_from_db()
    with one_event_for_each_change():
        sealed(ottoline, clara, label="Source K-7")
    other.refresh_from_db()
    assert (other.name, other.is_sealed, other.aliases.count()) == ("Source K-7 (2)", True, 0)
    with pytest.raises(Refused) as refused:
        merging.unmerge(other.pk, by=acting(clara))
    assert refused.value.code is Refusal.SOURCE_PROTECTED


def test_a_sealed_source_is_neither_edited_nor_merged(ottoline: Source, clara: User) -> None:
    source = sealed(ottoline, clara)
    facts: dict[str, Any] = {"name": "X", "kind": SourceKind.PERSON, "role": "", "aliases": [], "is_monitor": False}
    every: tuple[Callable[[], object], ...] = (
        lambda: sources.edit(source.pk, by=acting(clara), version=source.version, **facts),
        lambda: merging.merge(source.pk, make_source().pk, by=acting(clara)),
        lambda: merging.merge(make_source().pk, source.pk, by=acting(clara)),
    )
    for act in every:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code is Refusal.SOURCE_PROTECTED


def test_a_sealed_source_is_rated_as_any_other(ottoline: Source, clara: User) -> None:
    source = sealed(ottoline, clara)
    rated = sources.rate(
        source.pk, by=acting(clara), version=source.version, reliability=Reliability.A, rationale="Right again."
    )
    assert (rated.reliability, rated.reliability_rationale) == ("A", "Right again.")


def test_a_kept_view_asks_for_the_source_by_its_number_from_then_on(
    ottoline: Source, clara: User, edith: User, ledger: Ledger
) -> None:
    view = saved_views.keep("Hers", "speaker=Ottoline+Querfurth&status=verified", by=acting(edith))
    kept = Event.objects.filter(act="view.keep").latest("sequence")
    assert json.loads(kept.body)["after"]["asked"] == ["speaker", "status"]
    ledger.new()
    sealed(ottoline, clara)
    assert ledger.acts() == [("source.seal", ottoline.pk), ("view.seal_source", view.pk)]
    view = SavedView.objects.get(pk=view.pk)
    assert view.query == f"speaker=%23{ottoline.pk}&status=verified"


def test_somebody_described_keeps_the_printed_description_under_the_label(clara: User) -> None:
    document = make_document("A source close to the talks said: “It is over.”")
    source = make_source("a source close to the talks", identification=Identification.DESCRIBED, document=document)
    claim = make_claim(speaker=source, speaker_printed="A source close to the talks", document=document)
    sealed(source, clara, label="Source K-7", true_name=NAME, contact="by the lighthouse")
    claim.refresh_from_db()
    assert claim.quotations.get().speaker_printed == "A source close to the talks"
    seal = Seal.objects.get(source=source)
    assert envelopes.opened(seal.ciphertext, key=seal.key).true_name == NAME


# --- Asking, granting, seeing ----------------------------------------------------------------------------------------


def test_a_reporter_sees_it_after_a_chief_granted_it_and_each_look_is_in_the_ledger(
    ottoline: Source, clara: User, rosa: User, ledger: Ledger
) -> None:
    sealed(ottoline, clara)
    ledger.new()
    granted(ottoline, rosa, clara)
    for _ in range(2):
        with one_event_for_each_change():
            identity, _granted = identity_requests.see(ottoline.pk, by=acting(rosa))
        assert identity.names.name == NAME
    assert ledger.acts() == [
        ("source.ask_identity", ottoline.pk),
        ("source.grant_identity", ottoline.pk),
        ("source.see_identity", ottoline.pk),
        ("source.see_identity", ottoline.pk),
    ]


def test_nobody_sees_it_without_a_grant_of_their_own(
    ottoline: Source, clara: User, rosa: User, edith: User, vera: User
) -> None:
    sealed(ottoline, clara)
    granted(ottoline, rosa, clara)
    for user, code in ((edith, Refusal.NOT_GRANTED), (clara, Refusal.NOT_GRANTED), (vera, Refusal.NOT_ALLOWED)):
        with nothing_changes(), pytest.raises(Refused) as refused:
            identity_requests.see(ottoline.pk, by=acting(user))
        assert refused.value.code is code


def test_a_chief_never_decides_on_their_own_request(ottoline: Source, clara: User) -> None:
    sealed(ottoline, clara)
    asked = identity_requests.ask(ottoline.pk, by=acting(clara), motive="I want to know.")
    every: tuple[Callable[[], object], ...] = (
        lambda: identity_requests.grant(asked.pk, by=acting(clara), version=1, lasts=GrantedFor.HOUR),
        lambda: identity_requests.refuse(asked.pk, by=acting(clara), version=1, because="No."),
    )
    for decide in every:
        with nothing_changes(), pytest.raises(Refused) as refused:
            decide()
        assert refused.value.code is Refusal.OWN_REQUEST


def test_an_editor_grants_nothing(ottoline: Source, clara: User, rosa: User, edith: User) -> None:
    sealed(ottoline, clara)
    asked = identity_requests.ask(ottoline.pk, by=acting(rosa), motive="The court asks us.")
    with pytest.raises(Refused) as refused:
        identity_requests.grant(asked.pk, by=acting(edith), version=1, lasts=GrantedFor.HOUR)
    assert refused.value.code is Refusal.NOT_ALLOWED


def test_a_grant_is_over_when_its_time_is(ottoline: Source, clara: User, rosa: User) -> None:
    sealed(ottoline, clara)
    granted(ottoline, rosa, clara, GrantedFor.QUARTER)
    asked = IdentityRequest.objects.get()
    assert asked.ends_at is not None
    assert asked.decided_at is not None
    assert (asked.ends_at - asked.decided_at).total_seconds() == 15 * 60
    asked.ends_at = asked.decided_at
    asked.save()
    with pytest.raises(Refused) as refused:
        identity_requests.see(ottoline.pk, by=acting(rosa))
    assert refused.value.code is Refusal.NOT_GRANTED


@pytest.mark.parametrize("who", ["rosa", "clara"])
def test_a_grant_is_ended_before_its_time_by_either_side(
    ottoline: Source, clara: User, rosa: User, edith: User, who: str
) -> None:
    sealed(ottoline, clara)
    granted(ottoline, rosa, clara)
    asked = IdentityRequest.objects.get()
    with pytest.raises(Refused) as refused:
        identity_requests.end(asked.pk, by=acting(edith), version=asked.version)
    assert refused.value.code is Refusal.REQUEST_OF_SOMEBODY_ELSE
    with one_event_for_each_change():
        identity_requests.end(asked.pk, by=acting({"rosa": rosa, "clara": clara}[who]), version=asked.version)
    with pytest.raises(Refused):
        identity_requests.see(ottoline.pk, by=acting(rosa))


def test_an_open_request_is_taken_back_by_whoever_asked_and_refused_by_a_chief(
    ottoline: Source, clara: User, rosa: User
) -> None:
    sealed(ottoline, clara)
    asked = identity_requests.ask(ottoline.pk, by=acting(rosa), motive="I wonder.")
    with nothing_changes(), pytest.raises(Refused) as refused:
        identity_requests.end(asked.pk, by=acting(clara), version=1)
    assert refused.value.code is Refusal.REQUEST_OF_SOMEBODY_ELSE
    with one_event_for_each_change():
        identity_requests.end(asked.pk, by=acting(rosa), version=1)
    assert not IdentityRequest.objects.open().exists()


def test_a_refusal_says_why_and_another_request_may_follow(ottoline: Source, clara: User, rosa: User) -> None:
    sealed(ottoline, clara)
    asked = identity_requests.ask(ottoline.pk, by=acting(rosa), motive="I wonder.")
    with pytest.raises(Refused) as refused:
        identity_requests.ask(ottoline.pk, by=acting(rosa), motive="I still wonder.")
    assert refused.value.code is Refusal.ASKED_ALREADY
    with one_event_for_each_change():
        identity_requests.refuse(asked.pk, by=acting(clara), version=1, because="Wondering is not enough.")
    with one_event_for_each_change():
        identity_requests.ask(ottoline.pk, by=acting(rosa), motive="The court asks us.")


# --- Breaking the seal, and redacting --------------------------------------------------------------------------------


def test_unsealing_puts_everything_back(ottoline: Source, clara: User, other_chief: User) -> None:
    other = make_source("Otti of the Night Desk", aliases=["Frau Q"])
    merging.merge(ottoline.pk, other.pk, by=acting(clara))
    claim = claim_with_chain(ottoline)
    ottoline.refresh_from_db()
    before = whole(ottoline, other, claim)
    sealed(ottoline, clara)
    key = Seal.objects.get().key
    granted(ottoline, clara, other_chief)
    ottoline.refresh_from_db()
    with one_event_for_each_change():
        sealing.unseal(ottoline.pk, by=acting(clara), version=ottoline.version, because="She speaks in the open now.")
    assert whole(ottoline, other, claim) == before
    assert not Seal.objects.exists()
    assert not IdentityRequest.objects.running(claim.created).exists()
    assert keys.is_here(key)  # until the transaction is done, which a test never does


def whole(*rows: Any) -> list[dict[str, Any]]:
    """Everything that rows say of a source, but for versions and times."""
    said = []
    for row in rows:
        row.refresh_from_db()
        facts = {key: value for key, value in vars(row).items() if key not in ("_state", "version", "updated")}
        said.append({key: value for key, value in facts.items() if not key.startswith("_")})
        if isinstance(row, Source):
            said.append({"aliases": sorted(row.aliases.values_list("name", flat=True))})
            said.append(dict(row.ratings.values_list("version", "rationale")))
        else:
            said += [*row.quotations.values()]
            said += [dict(step) for step in Relay.objects.filter(quotation__claim=row).values()]
            row.search_words.refresh_from_db()
            said.append({"words": row.search_words.words, "speaker": sorted(row.search_words.speaker.split())})
    return said


def test_what_somebody_changed_since_stays_when_a_seal_is_broken(
    ottoline: Source, clara: User, other_chief: User, edith: User
) -> None:
    claim = claim_with_chain(ottoline)
    sealed(ottoline, clara)
    claim.refresh_from_db()
    wording.change_statement(claim.pk, "The files were seen.", by=acting(edith))
    granted(ottoline, clara, other_chief)
    ottoline.refresh_from_db()
    sealing.unseal(ottoline.pk, by=acting(clara), version=ottoline.version, because="She agreed.")
    claim.refresh_from_db()
    assert claim.statement == "The files were seen."


def test_nothing_is_put_back_into_a_document_that_was_erased(ottoline: Source, clara: User, other_chief: User) -> None:
    claim = claim_with_chain(ottoline)
    document = claim.quotations.get().snapshot.document
    sealed(ottoline, clara)
    documents.withdraw(document.pk, by=acting(clara), because="It should not be here.")
    erasing.ask(document.pk, by=acting(clara), because="The court orders it.")
    erasing.erase(document.pk, by=acting(other_chief))
    granted(ottoline, clara, other_chief)
    sealing.unseal(ottoline.pk, by=acting(clara), version=None, because="She agreed.")
    quotation = claim.quotations.get()
    left = f"{quotation.speaker_printed} {quotation.speaker_resolved} {quotation.role_printed}"
    assert "Querfurth" not in left + "".join(quotation.relays.values_list("name", flat=True))
    assert "clerk" not in left


def test_a_chief_alone_does_not_break_a_seal(ottoline: Source, clara: User) -> None:
    source = sealed(ottoline, clara)
    with nothing_changes(), pytest.raises(Refused) as refused:
        sealing.unseal(source.pk, by=acting(clara), version=source.version, because="I want to know.")
    assert refused.value.code is Refusal.NOT_GRANTED


@pytest.mark.django_db(transaction=True)
def test_after_redaction_nobody_reads_it_not_even_from_the_old_rows(
    ottoline: Source, clara: User, other_chief: User, rosa: User
) -> None:
    claim = claim_with_chain(ottoline)
    sealed(ottoline, clara)
    granted(ottoline, rosa, clara)
    old = Seal.objects.get(source=ottoline)
    ottoline.refresh_from_db()
    with one_event_for_each_change():
        sealing.redact(ottoline.pk, by=acting(clara), version=ottoline.version, because="The police are at the door.")
    assert not keys.is_here(old.key)
    with pytest.raises(Refused) as refused:
        envelopes.opened(old.ciphertext, key=old.key)
    assert refused.value.code is Refusal.KEY_MISSING
    kept = Seal.objects.get(source=ottoline)
    assert (bytes(kept.ciphertext), kept.redacted_by, kept.is_redacted) == (b"", clara, True)
    every: tuple[Callable[[], object], ...] = (
        lambda: identity_requests.see(ottoline.pk, by=acting(rosa)),
        lambda: identity_requests.ask(ottoline.pk, by=acting(rosa), motive="Please."),
        lambda: sealing.unseal(ottoline.pk, by=acting(clara), version=None, because="Please."),
        lambda: sealing.redact(ottoline.pk, by=acting(clara), version=None, because="Again."),
    )
    for act in every:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code is Refusal.REDACTED
    claim.refresh_from_db()
    assert claim.speaker_id == ottoline.pk


def test_a_redaction_that_a_power_cut_left_half_done_is_finished_by_the_next_start(
    ottoline: Source, clara: User
) -> None:
    source = sealed(ottoline, clara)
    sealing.redact(source.pk, by=acting(clara), version=source.version, because="Now.")
    key = Seal.objects.get().key
    assert keys.is_here(key)  # a test never commits: as if the power had gone between the commit and the key
    assert sealing.finish_redactions() == 1
    assert not keys.is_here(key)
    assert sealing.finish_redactions() == 0


@pytest.mark.parametrize("because", ["", "  "])
def test_every_act_on_a_seal_has_a_motive(ottoline: Source, clara: User, because: str) -> None:
    for act in (sealing.seal, sealing.unseal, sealing.redact):
        with nothing_changes(), pytest.raises(Refused) as refused:
            act(ottoline.pk, by=acting(clara), version=ottoline.version, because=because)
        assert refused.value.code is Refusal.REASON_MISSING


@pytest.mark.django_db(transaction=True)
def test_wiping_leaves_nothing_of_a_name_in_the_files_of_the_database(ottoline: Source, clara: User) -> None:
    claim_with_chain(ottoline)
    sealed(ottoline, clara)
    call_command("wipe_erased", full=True)
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        files = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        assert files
        assert b"querfurth" not in files.lower()
