"""Tests: people and sources."""

import json

import pytest
from django.contrib.auth.models import User

from claims.errors import Refusal, Refused
from claims.models import Event, Source
from claims.records.acts import command
from claims.records.checking import Reliability
from claims.records.provenance import SourceKind
from claims.records.quotations import Identification
from claims.selectors import source_pages
from claims.services import installing, sources
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


@pytest.mark.parametrize("name", ["Halina Żuk", "halina żuk", "HALINA ZUK", "  Halina   Zuk ", "H. Zuk", "Żuk-Halina"])
def test_a_full_name_links_whatever_its_case_accents_and_spaces(name: str) -> None:
    source = make_source("Halina Żuk", aliases=["H. Zuk", "Żuk Halina"])
    assert sources.named(name) == source


@pytest.mark.parametrize("name", ["Zuk", "Halina", "Halina Zuka", ""])
def test_less_than_a_full_name_links_to_nobody(name: str) -> None:
    make_source("Halina Żuk")
    assert sources.named(name) is None


def test_somebody_described_in_a_document_never_links_by_name() -> None:
    make_source("a source close to the port", identification=Identification.DESCRIBED)
    assert sources.named("a source close to the port") is None


def test_a_name_in_other_letters_is_compared_as_it_is() -> None:
    first, second = make_source("علي الصالحي"), make_source("李明")
    assert sources.named("علي الصالحي") == first
    assert sources.named("李明") == second


def test_adding_a_name_that_is_here_already_is_refused_unless_another_is_meant(edith: User) -> None:
    make_source("Jan Novak", aliases=["J. Novak"])
    with pytest.raises(Refused) as refused:
        sources.create(by=acting(edith), name="J Novák", kind=SourceKind.PERSON)
    assert refused.value.code is Refusal.NAME_TAKEN
    other = sources.create(by=acting(edith), name="Jan Novák", kind=SourceKind.PERSON, may_share_a_name=True)
    assert other.name == "Jan Novák"


def test_a_reporter_may_not_edit_sources(rosa: User) -> None:
    with pytest.raises(Refused) as refused:
        sources.create(by=acting(rosa), name="Somebody", kind=SourceKind.PERSON)
    assert refused.value.code is Refusal.NOT_ALLOWED


def edited(source: Source, by: User, **values: object) -> Source:
    """The source with some of its facts changed."""
    facts: dict[str, object] = {
        "name": source.name,
        "kind": SourceKind(source.kind),
        "role": source.role,
        "aliases": [alias.name for alias in source.aliases.all()],
        "is_monitor": source.is_monitor,
    }
    return sources.edit(source.pk, by=acting(by), version=source.version, **{**facts, **values})  # type: ignore[arg-type]  # a row of facts


def test_editing_a_name_leaves_one_event_that_does_not_tell_it(edith: User, ledger: Ledger) -> None:
    source = make_source("Old Name", aliases=["Older Name"])
    assert edited(source, edith, name="New Name", aliases=["Old Name"]).version == 2
    (event,) = ledger.new()
    assert event.act == "source.edit"
    assert "Name" not in event.body
    assert {sources.named(name) for name in ("New Name", "Old Name")} == {source}
    assert sources.named("Older Name") is None


def test_a_claim_is_found_by_the_new_name_of_its_speaker(edith: User) -> None:
    source = make_source("Old Name")
    claim = make_claim(speaker=source)
    edited(source, edith, name="Renamed Somebody")
    claim.search_words.refresh_from_db()
    assert "renamed somebody" in claim.search_words.speaker


def test_editing_nothing_is_said_and_leaves_no_event(edith: User, ledger: Ledger) -> None:
    with pytest.raises(Refused) as refused:
        edited(make_source("Same"), edith)
    assert refused.value.code is Refusal.NOTHING_CHANGED
    assert ledger.new() == []


def test_a_rating_keeps_its_rationale_in_the_history(clara: User, ledger: Ledger) -> None:
    source = make_source()
    rated = sources.rate(
        source.pk, by=acting(clara), version=1, reliability=Reliability.B, rationale="Right nine times in ten."
    )
    assert rated.reliability == "B"
    (event,) = ledger.new()
    assert "nine" not in event.reason + event.body
    (rating,) = source_pages.whole(source.pk, by=acting(clara)).ratings
    assert rating.line.reason == "Right nine times in ten."


def test_the_ledger_keeps_that_a_role_changed_and_not_which_it_was(edith: User, ledger: Ledger) -> None:
    source = edited(make_source("Somebody"), edith, role="clerk of the harbour court")
    edited(source, edith, role="")
    assert all(json.loads(event.body)["after"]["role_changed"] for event in ledger.new())
    assert "clerk" not in "".join(Event.objects.values_list("body", flat=True))


def test_only_an_anonymous_source_can_be_vouched_for(clara: User) -> None:
    with pytest.raises(Refused) as refused:
        sources.vouch(make_source().pk, by=acting(clara), version=1, is_known=True, because="I know her.")
    assert refused.value.code is Refusal.NOT_ANONYMOUS


def test_the_well_known_sources_come_with_the_installation_once(ledger: Ledger) -> None:
    by = command("prepare")
    added = installing.well_known_sources(installing.WELL_KNOWN, by=by)
    assert added == len(ledger.new()) > 50
    assert installing.well_known_sources(installing.WELL_KNOWN, by=by) == 0
    afp, observatory = sources.named("AFP"), sources.named("The Syrian Observatory for Human Rights")
    assert afp is not None
    assert (afp.name, afp.kind) == ("Agence France-Presse", SourceKind.AGENCY)
    assert observatory is not None
    assert observatory.is_monitor
