"""Tests: the back office. Whatever is written there is an act with its Event.

Who may open which page, and whose forms are taken, is walked in `test_addresses.py`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import workflow
from claims.admin.acts import seen_as
from claims.choices import refusals
from claims.errors import Refusal, Refused
from claims.models import Claim, Document, Event, Export, Note, Phrase, Snapshot, Source
from claims.records.acts import Role
from claims.records.checking import Attribution, PhraseUse
from claims.records.extractions import LanguageBasis
from claims.records.provenance import Knowledge, SourceKind
from claims.records.quotations import DamageKind, Identification
from claims.records.tokens import TokenScope
from claims.services import documents, merging, people, review, second_factor, sources, tokens, wording
from claims.tests.conftest import Ledger, acting
from claims.tests.factories import make_claim, make_document, make_person, make_source
from claims.workflow import Status

pytestmark = pytest.mark.django_db

SECRET = "a-word-nobody-guesses-7"
HOSTILE = "<script>alert('x')</script>"


def signed_in(user: User) -> Client:
    """Somebody at a browser of their own."""
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def as_edith(edith: User, noise: None) -> Client:
    """The editor."""
    return signed_in(edith)


@pytest.fixture
def as_clara(clara: User, noise: None) -> Client:
    """The chief."""
    return signed_in(clara)


@pytest.fixture
def olga(db: None) -> User:
    """Somebody who owns the installation."""
    return User.objects.create_superuser("olga", password="olgas-first-word-3")


def at(page: str, *args: object) -> str:
    """The address of a page of the back office."""
    return reverse(f"admin:{page}", args=args)


def text(answer: Any) -> str:
    """A page as text."""
    shown: str = answer.content.decode()
    return shown


def sentence(code: Refusal, **facts: Any) -> str:
    """What a page says of a refusal, as HTML has it."""
    return refusals.sentence(Refused(code, **facts))


def form_of(answer: Any) -> Any:
    """The form on a page."""
    return answer.context["adminform"].form


def filled(answer: Any, **typed: Any) -> dict[str, Any]:
    """What a browser sends: all that stands in the form of a page, but for what was typed."""
    form = form_of(answer)
    there = {name: form[name].value() for name in form.fields} | typed
    return {
        name: "on" if value is True else value
        for name, value in there.items()
        if value is not None and value is not False
    }


def send(browser: Client, address: str, **typed: Any) -> Any:
    """Open a page, type, and send its form."""
    return browser.post(address, filled(browser.get(address), **typed))


def choose(browser: Client, page: str, act: str, *rows: Any, **more: Any) -> Any:
    """Choose rows in a list, and what to do with them."""
    chosen = {"action": act, "index": "0", "_selected_action": [row.pk for row in rows]}
    shown = {seen_as(row.pk): type(row).objects.get(pk=row.pk).version for row in rows}
    return browser.post(at(page), chosen | shown | more)


# --- What there is ---------------------------------------------------------------------------------------------------


@pytest.fixture
def rows(clara: User, noise: None) -> dict[str, int]:
    """A row of each kind, by the name of its model."""
    claim = make_claim()
    review.set_aside(claim.pk, by=acting(clara))
    export = Export.objects.create(format="csv", filter="status=verified", rows=1, sha256="0" * 64, made_by=clara)
    source = make_source("the source", identification=Identification.BARE)
    return {
        "claim": claim.pk,
        "document": make_document().pk,
        "source": source.pk,
        "event": Event.objects.latest("sequence").pk,
        "export": export.pk,
        "note": Note.objects.create(claim=claim, body="Ask the port.", written_by=clara).pk,
        "phrase": Phrase.objects.create(use=PhraseUse.FINDING, words="Heard.").pk,
        "user": clara.pk,
    }


def test_a_page_of_a_row_that_is_not_there_leads_back_with_a_sentence(as_clara: Client) -> None:
    for page in ("claims_claim_change", "claims_document_withdraw", "claims_source_rate", "auth_user_password"):
        answer: Any = as_clara.get(at(page, 999_999), follow=True)
        assert answer.status_code == 200
        assert "doesn’t exist" in text(answer)


def test_nobody_meets_djangos_own_pages_for_groups() -> None:
    assert {model._meta.label for model in admin.site._registry} == {
        "auth.User",
        "claims.Claim",
        "claims.Document",
        "claims.Event",
        "claims.Export",
        "claims.Note",
        "claims.Phrase",
        "claims.Source",
    }


# --- Everything that can be written --------------------------------------------------------------------------------


def add_a_source(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    answer = send(browser, at("claims_source_add"), name="Ayman Safadi", kind="person", aliases="Safadi\r\n\r\n")
    made = Source.objects.get(name="Ayman Safadi")
    assert list(made.aliases.values_list("name", flat=True)) == ["Safadi"]
    return answer, [("source.make", made.pk)]


def rename_a_source(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    source = make_source("AFP", kind=SourceKind.AGENCY)
    make_claim(speaker=source)
    answer = send(browser, at("claims_source_change", source.pk), name="Agence France-Presse")
    source.refresh_from_db()
    assert source.name == "Agence France-Presse"
    return answer, [("source.edit", source.pk)]


def give_a_source_other_names(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    source = make_source("Agence France-Presse", aliases=["AFP", "the agency"])
    answer = send(browser, at("claims_source_change", source.pk), aliases="AFP\r\nFrance Presse")
    assert set(source.aliases.values_list("name", flat=True)) == {"AFP", "France Presse"}
    return answer, [("source.edit", source.pk)]


def rate_a_source(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    source = make_source()
    answer = send(browser, at("claims_source_rate", source.pk), reliability="B", rationale="Right for years.")
    source.refresh_from_db()
    assert (source.reliability, source.reliability_rationale) == ("B", "Right for years.")
    return answer, [("source.rate", source.pk)]


def undo_a_merge(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    keep, drop = make_source("Ilse Marten"), make_source("I. Marten")
    merging.merge(keep.pk, drop.pk, by=acting(make_person(Role.EDITOR)))
    answer = send(browser, at("claims_source_unmerge", drop.pk), because="Sisters.")
    drop.refresh_from_db()
    assert drop.merged_into is None
    return answer, [("source.give_back", keep.pk), ("source.unmerge", drop.pk)]


def vouch_for_a_source(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    source = make_source("a source close to the talks", identification=Identification.DESCRIBED)
    answer = send(browser, at("claims_source_vouch", source.pk), is_known="on", because="Met twice.")
    source.refresh_from_db()
    assert source.known_to_the_house
    return answer, [("source.vouch", source.pk)]


def add_a_phrase(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    answer = send(browser, at("claims_phrase_add"), use="hold", words="The recording", position="3")
    made = Phrase.objects.get(use="hold", words="The recording", position=3, in_use=True)
    return answer, [("phrase.make", made.pk)]


def take_a_phrase_out_of_use(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    phrase = Phrase.objects.create(use=PhraseUse.FINDING, words="Heard.")
    answer = send(browser, at("claims_phrase_change", phrase.pk), in_use=False, words="Heard it.")
    phrase.refresh_from_db()
    assert (phrase.in_use, phrase.words, phrase.version) == (False, "Heard it.", 2)
    return answer, [("phrase.edit", phrase.pk)]


def change_the_facts_of_a_document(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    document = make_document()
    answer = send(
        browser,
        at("claims_document_change", document.pk),
        headline="Talks",
        published="2016-02-10 14:30 +02:00",
        language_is="absent",
    )
    document.refresh_from_db()
    assert (document.headline, document.published_zone) == ("Talks", "+02:00")
    assert document.language_knowledge == Knowledge.ABSENT
    return answer, [("document.edit", document.pk)]


def name_the_new_publisher_of_a_document(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    document = make_document()
    answer = send(browser, at("claims_document_change", document.pk), publisher="The Daily Wire of Nowhere")
    made = Source.objects.get(name="The Daily Wire of Nowhere")
    return answer, [("source.make", made.pk), ("document.edit", document.pk)]


def withdraw_a_document(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    document = make_document("“One,” he said. “Two,” he said.")
    first, second = make_claim(words="One", document=document), make_claim(words="Two", document=document)
    answer = send(browser, at("claims_document_withdraw", document.pk), because="A hoax.")
    document.refresh_from_db()
    assert document.withdrawn_because == "A hoax."
    set_aside = [("claim.set_aside", first.pk), ("claim.set_aside", second.pk)]
    return answer, [("document.withdraw", document.pk), *set_aside]


def bring_a_document_back(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    document = make_document("“One,” he said.")
    claim = make_claim(words="One", document=document)
    documents.withdraw(document.pk, because="A hoax.", by=acting(make_person(Role.CHIEF)))
    answer = send(browser, at("claims_document_reinstate", document.pk), because="It was none.")
    return answer, [("document.reinstate", document.pk), ("claim.restore", claim.pk)]


def finish_a_story(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    document = make_document("“One,” he said.")
    claim = make_claim(words="One", document=document)
    answer = send(browser, at("claims_document_finish", document.pk))
    return answer, [("document.finish", document.pk), ("claim.set_aside", claim.pk)]


def open_a_story_again(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    document = make_document("“One,” he said.")
    claim = make_claim(words="One", document=document)
    documents.finish(document.pk, by=acting(make_person(Role.EDITOR)))
    answer = send(browser, at("claims_document_unfinish", document.pk))
    return answer, [("document.unfinish", document.pk), ("claim.restore", claim.pk)]


def withdraw_several_documents(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    first, second, out = make_document(), make_document(), make_document()
    documents.withdraw(out.pk, because="Twice.", by=acting(make_person(Role.CHIEF)))
    page = "claims_document_changelist"
    assert "because" in text(choose(browser, page, "withdraw_chosen", first, second, out))
    answer = choose(browser, page, "withdraw_chosen", first, second, out, apply="1", because="A hoax.")
    return answer, [("document.withdraw", first.pk), ("document.withdraw", second.pk)]


def write_a_statement(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    claim = make_claim(status=Status.UNVERIFIED)
    answer = send(browser, at("claims_claim_change", claim.pk), statement="Nothing has been [finally] agreed.")
    assert Claim.objects.get(pk=claim.pk).statement == "Nothing has been [finally] agreed."
    return answer, [("claim.statement", claim.pk)]


def accept_claims(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    first, second, done = make_claim(), make_claim(), make_claim(status=Status.UNVERIFIED)
    answer = choose(browser, "claims_claim_changelist", "accept", first, second, done)
    assert Claim.objects.get(pk=second.pk).status == Status.UNVERIFIED
    return answer, [("claim.accept", first.pk), ("claim.accept", second.pk)]


def set_claims_aside(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    first, second = make_claim(), make_claim(status=Status.UNVERIFIED)
    page = "claims_claim_changelist"
    assert "because" in text(choose(browser, page, "set_aside", first, second))
    answer = choose(browser, page, "set_aside", first, second, apply="1", because="Duplicates.")
    assert Claim.objects.get(pk=first.pk).status == Status.SET_ASIDE
    return answer, [("claim.set_aside", first.pk), ("claim.set_aside", second.pk)]


def restore_claims(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    first, second = make_claim(status=Status.SET_ASIDE), make_claim(status=Status.SET_ASIDE)
    answer = choose(browser, "claims_claim_changelist", "restore", first, second, apply="1", because="")
    assert Claim.objects.get(pk=first.pk).status == Status.PROPOSED
    return answer, [("claim.restore", first.pk), ("claim.restore", second.pk)]


def assign_claims(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    ines = make_person(Role.REPORTER, "ines", name="Ines Vidal")
    first, hers = make_claim(status=Status.UNVERIFIED), make_claim(status=Status.UNVERIFIED, assigned_to=ines)
    answer = choose(browser, "claims_claim_changelist", "assign", first, hers, apply="1", to=ines.pk, because="")
    assert Claim.objects.get(pk=first.pk).assigned_to == ines
    return answer, [("claim.assign", first.pk)]


def add_a_person(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    typed = {"username": "nora", "first_name": "Nora", "role": "reporter", "password1": SECRET, "password2": SECRET}
    answer = send(browser, at("auth_user_add"), **typed)
    made = User.objects.get(username="nora")
    assert made.check_password(SECRET)
    assert people.role_given(made) is Role.REPORTER
    return answer, [("person.make", made.pk)]


def change_a_person(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    ines = make_person(Role.REPORTER, "ines", name="Ines Vidal")
    answer = send(browser, at("auth_user_change", ines.pk), role="editor", email="ines@example.org")
    assert people.role_given(User.objects.get(pk=ines.pk)) is Role.EDITOR
    return answer, [("person.change", ines.pk)]


def make_a_person_inactive(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    ines = make_person(Role.REPORTER, "ines")
    answer = send(browser, at("auth_user_change", ines.pk), is_active=False)
    assert not User.objects.get(pk=ines.pk).is_active
    return answer, [("person.change", ines.pk)]


def give_a_password(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    ines = make_person(Role.REPORTER, "ines")
    answer = send(browser, at("auth_user_password", ines.pk), password1=SECRET, password2=SECRET)
    assert User.objects.get(pk=ines.pk).check_password(SECRET)
    return answer, [("person.password", ines.pk)]


def end_tokens(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    ines = make_person(Role.REPORTER, "ines")
    made = tokens.make("Planning board", [TokenScope.READ], by=acting(ines))
    answer = send(browser, at("auth_user_tokens", ines.pk), because="It stood in a screenshot.")
    assert tokens.come_in(made.secret) is None
    return answer, [("person.tokens_ended", ines.pk)]


def take_off_a_second_factor(browser: Client) -> tuple[Any, list[tuple[str, int]]]:
    ines = make_person(Role.REPORTER, "ines")
    second_factor.turn_on("JBSWY3DPEHPK3PXP", by=acting(ines), here=None)
    answer = send(browser, at("auth_user_second_factor", ines.pk), because="Her phone fell into the harbour.")
    assert not second_factor.is_on(ines.pk)
    return answer, [("person.second_factor_reset", ines.pk)]


@pytest.mark.parametrize(
    "write",
    [
        add_a_phrase,
        take_a_phrase_out_of_use,
        add_a_source,
        rename_a_source,
        give_a_source_other_names,
        rate_a_source,
        vouch_for_a_source,
        undo_a_merge,
        change_the_facts_of_a_document,
        name_the_new_publisher_of_a_document,
        withdraw_a_document,
        bring_a_document_back,
        finish_a_story,
        open_a_story_again,
        withdraw_several_documents,
        write_a_statement,
        accept_claims,
        set_claims_aside,
        restore_claims,
        assign_claims,
        add_a_person,
        change_a_person,
        make_a_person_inactive,
        give_a_password,
        take_off_a_second_factor,
        end_tokens,
    ],
)
def test_whatever_is_written_leaves_one_event_for_each_subject_and_no_other_log(
    write: Callable[[Client], tuple[Any, list[tuple[str, int]]]], as_clara: Client
) -> None:
    before = set(Event.objects.values_list("pk", flat=True))
    answer, expected = write(as_clara)
    events = Event.objects.exclude(pk__in=before).order_by("sequence")

    assert answer.status_code == 302
    assert [(e.act, e.subject_id) for e in events if e.actor_name == "clara"] == expected
    assert not LogEntry.objects.exists()


# --- Nothing different, nothing written ----------------------------------------------------------------------------


def a_source(clara: User) -> str:
    source = make_source("Agence France-Presse", aliases=["AFP", "the agency"], kind=SourceKind.AGENCY)
    return at("claims_source_change", source.pk)


def a_rated_source(clara: User) -> str:
    source = make_source()
    by = acting(clara)
    rated = sources.rate(source.pk, by=by, version=1, reliability=None, rationale="Not seen enough of them.")
    return at("claims_source_rate", rated.pk)


def a_document_with_every_fact(clara: User) -> str:
    document = make_document(
        headline="Talks",
        headline_knowledge=Knowledge.KNOWN,
        publisher=make_source("The Daily"),
        publisher_knowledge=Knowledge.KNOWN,
        agency_knowledge=Knowledge.ABSENT,
        address="https://example.org/a?b=1&c=2",
        address_knowledge=Knowledge.KNOWN,
        published=make_claim().created.replace(second=0, microsecond=0),
        published_knowledge=Knowledge.KNOWN,
        published_precision="minute",
        published_zone="+02:00",
        language_knowledge=Knowledge.UNREADABLE,
    )
    return at("claims_document_change", document.pk)


def a_document_without_facts(clara: User) -> str:
    return at("claims_document_change", make_document().pk)


def an_approved_statement(clara: User) -> str:
    return at("claims_claim_change", make_claim(status=Status.UNVERIFIED, statement_by=clara).pk)


def a_person(clara: User) -> str:
    return at("auth_user_change", make_person(Role.REPORTER, "ines", name="Ines Vidal").pk)


def oneself(clara: User) -> str:
    return at("auth_user_change", clara.pk)


@pytest.mark.parametrize(
    "row",
    [
        a_source,
        a_rated_source,
        a_document_with_every_fact,
        a_document_without_facts,
        an_approved_statement,
        a_person,
        oneself,
    ],
)
def test_saving_what_stands_there_already_writes_nothing_and_says_so(
    row: Callable[[User], str], clara: User, as_clara: Client
) -> None:
    address = row(clara)
    ledger = Ledger()
    answer = send(as_clara, address)

    assert answer.status_code == 200
    assert sentence(Refusal.NOTHING_CHANGED) in text(answer)
    assert ledger.new() == []


def test_saving_a_statement_as_the_machine_left_it_does_not_approve_it(as_clara: Client) -> None:
    claim = make_claim("Talks go on.")
    ledger = Ledger()
    answer = send(as_clara, at("claims_claim_change", claim.pk))

    assert sentence(Refusal.NOTHING_CHANGED) in text(answer)
    assert ledger.new() == []
    assert Claim.objects.get(pk=claim.pk).statement_by is None


def test_a_version_shows_how_it_was_read_and_whom_it_credits(as_clara: Client) -> None:
    document = make_document("LONDON (Fjordpress) - “No,” he said.")
    unread = text(as_clara.get(at("claims_document_change", document.pk)))
    assert "direct quotations only" not in unread
    Snapshot.objects.filter(document=document).update(
        extractor="earlier 1",
        language="fo",
        language_basis=LanguageBasis.RECOGNISED,
        read_whole=False,
        damage_score=0.4,
        damage_reasons=[DamageKind.ENCODING],
        credits=[[8, 18, 0, 21]],
    )
    shown = text(as_clara.get(at("claims_document_change", document.pk)))
    for words in (
        "earlier 1",
        "fo, recognised in the text, direct quotations only",
        "0.4; Letters were broken by a wrong encoding",
        "<td>Fjordpress</td>",
    ):
        assert words in shown


def test_vouching_for_whom_the_house_knows_already_writes_nothing(clara: User, as_clara: Client) -> None:
    source = make_source("the source", identification=Identification.BARE)
    ledger = Ledger()
    answer = send(as_clara, at("claims_source_vouch", source.pk), because="Still nobody.")

    assert sentence(Refusal.NOTHING_CHANGED) in text(answer)
    assert ledger.new() == []


@pytest.mark.parametrize("act", ["accept", "set_aside", "restore", "assign"])
def test_an_act_that_fits_none_of_the_chosen_claims_writes_nothing_and_says_how_many_stay(
    act: str, clara: User, as_clara: Client, ledger: Ledger
) -> None:
    verified = make_claim(status=Status.VERIFIED, attribution=Attribution.CONFIRMED)
    more = {"apply": "1", "because": "x", "to": str(clara.pk)} if act != "accept" else {}
    answer = choose(as_clara, "claims_claim_changelist", act, verified, **more)

    assert "1 was left as it is." in text(as_clara.get(answer.url))
    assert ledger.new() == []


def test_an_act_on_no_row_or_on_the_whole_filter_does_nothing(as_clara: Client, ledger: Ledger) -> None:
    address = at("claims_claim_changelist")
    for chosen in ({}, {"select_across": "1"}, {"_selected_action": ["x", "9" * 30], "select_across": "1"}):
        as_clara.post(address, {"action": "accept", "index": "0", **chosen})

    assert ledger.new() == []


def test_choosing_one_row_with_the_whole_filter_acts_on_that_row_alone(as_clara: Client, ledger: Ledger) -> None:
    claim, _other = make_claim(), make_claim()
    choose(as_clara, "claims_claim_changelist", "accept", claim, select_across="1")

    assert ledger.acts() == [("claim.accept", claim.pk)]


def test_a_reporter_can_be_given_claims_and_a_viewer_cannot(
    clara: User, as_clara: Client, rosa: User, vera: User, stranger: User
) -> None:
    form = form_of(choose(as_clara, "claims_claim_changelist", "assign", make_claim(status=Status.UNVERIFIED)))

    assert set(form.fields["to"].queryset) == {clara, rosa}


def test_an_editor_is_offered_only_what_an_editor_may_do(as_edith: Client) -> None:
    bare = make_source("the source", identification=Identification.BARE)
    shown = text(as_edith.get(at("claims_source_change", bare.pk)))
    assert at("claims_source_rate", bare.pk) not in shown
    assert at("claims_source_vouch", bare.pk) not in shown
    assert "withdraw" not in text(as_edith.get(at("claims_document_change", make_document().pk))).lower().replace(
        "withdrawn", ""
    )
    assert at("auth_user_changelist") not in text(as_edith.get(at("index")))


# --- Two at once ---------------------------------------------------------------------------------------------------


def a_source_changed_meanwhile(by: User) -> tuple[str, dict[str, str], list[str]]:
    source = make_source("AFP", kind=SourceKind.AGENCY)
    address, typed = at("claims_source_change", source.pk), {"role": "the agency of France"}
    sources.edit(
        source.pk,
        by=acting(by),
        version=1,
        name="AFP",
        kind=SourceKind.AGENCY,
        role="wire",
        aliases=[],
        is_monitor=False,
    )
    return address, typed, ["wire"]


def a_claim_changed_meanwhile(by: User) -> tuple[str, dict[str, str], list[str]]:
    claim = make_claim(status=Status.UNVERIFIED)
    wording.change_statement(claim.pk, "He stayed, says he.", by=acting(by))
    return at("claims_claim_change", claim.pk), {"statement": "He left & came back."}, ["He stayed, says he."]


def a_document_changed_meanwhile(by: User) -> tuple[str, dict[str, str], list[str]]:
    document = make_document()
    documents.finish(document.pk, by=acting(by))
    return at("claims_document_change", document.pk), {"headline": "Talks go on"}, []


def a_rating_changed_meanwhile(by: User) -> tuple[str, dict[str, str], list[str]]:
    source = make_source()
    sources.rate(source.pk, by=acting(by), version=1, reliability=None, rationale="Too early.")
    return at("claims_source_rate", source.pk), {"rationale": "Right for years."}, ["Too early."]


def a_withdrawal_after_a_change(by: User) -> tuple[str, dict[str, str], list[str]]:
    document = make_document()
    documents.finish(document.pk, by=acting(by))
    return at("claims_document_withdraw", document.pk), {"because": "A hoax."}, []


def a_person_changed_meanwhile(by: User) -> tuple[str, dict[str, str], list[str]]:
    ines = make_person(Role.REPORTER, "ines")
    people.set_password(ines.pk, SECRET, by=acting(by))
    return at("auth_user_change", ines.pk), {"first_name": "Inés Typed"}, []


@pytest.mark.parametrize(
    "row",
    [
        a_source_changed_meanwhile,
        a_claim_changed_meanwhile,
        a_document_changed_meanwhile,
        a_rating_changed_meanwhile,
        a_withdrawal_after_a_change,
        a_person_changed_meanwhile,
    ],
)
@pytest.mark.parametrize("seen", ["0", ""], ids=["an older version", "no version"])
def test_who_looked_before_somebody_else_changed_it_is_told_so_and_keeps_what_they_typed(
    row: Callable[[User], tuple[str, dict[str, str], list[str]]], seen: str, clara: User, as_clara: Client
) -> None:
    address, typed, there = row(make_person(Role.CHIEF, "cora"))
    ledger = Ledger()
    answer = as_clara.post(address, filled(as_clara.get(address), **typed) | {"seen_version": seen})

    assert answer.status_code == 200
    assert sentence(Refusal.CHANGED_MEANWHILE) in text(answer)
    assert {name: form_of(answer)[name].value() for name in typed} == typed
    assert all(f"Now it says: {words}" in text(answer) for words in there)
    assert ledger.new() == []

    assert as_clara.post(address, filled(answer)).status_code == 302
    assert len(ledger.new()) == 1


# --- What is refused -----------------------------------------------------------------------------------------------


def test_what_a_service_refuses_stands_beside_its_field_and_what_was_typed_is_kept(
    as_clara: Client, ledger: Ledger
) -> None:
    make_source("Agence France-Presse", aliases=["AFP"])
    answer = send(as_clara, at("claims_source_add"), name="afp", kind="agency", role=HOSTILE)

    assert form_of(answer).errors["name"] == [sentence(Refusal.NAME_TAKEN, name="afp")]
    assert form_of(answer)["role"].value() == HOSTILE
    assert HOSTILE not in text(answer)
    assert ledger.new() == []


def test_a_decided_claim_is_reopened_before_its_statement_changes(as_clara: Client, ledger: Ledger) -> None:
    claim = make_claim(status=Status.VERIFIED, attribution=Attribution.CONFIRMED)
    answer = send(as_clara, at("claims_claim_change", claim.pk), statement="Other words.")

    status = workflow.STATUSES[Status.VERIFIED].label
    assert sentence(Refusal.REOPEN_FIRST, status=status) in text(answer)
    assert ledger.new() == []


def test_a_withdrawal_needs_a_reason(as_clara: Client, ledger: Ledger) -> None:
    document = make_document()
    answer = send(as_clara, at("claims_document_withdraw", document.pk), because="  ")

    assert "because" in form_of(answer).errors
    assert not Document.objects.get(pk=document.pk).is_withdrawn
    assert ledger.new() == []


def test_a_chief_cannot_give_up_the_chair_on_the_page_of_people_either(
    clara: User, as_clara: Client, ledger: Ledger
) -> None:
    for typed, field in (({"role": "editor"}, "role"), ({"is_active": False}, "is_active")):
        answer = send(as_clara, at("auth_user_change", clara.pk), **typed)
        assert form_of(answer).errors[field] == [sentence(Refusal.OWN_CHAIR)]

    assert ledger.new() == []


def test_a_chief_finds_the_account_of_an_owner_read_only(olga: User, as_clara: Client, ledger: Ledger) -> None:
    address = at("auth_user_change", olga.pk)

    assert 'name="username"' not in text(as_clara.get(address))
    assert as_clara.post(address, {"username": "gone", "role": "viewer", "seen_version": "0"}).status_code == 403
    assert as_clara.get(at("auth_user_password", olga.pk)).status_code == 403
    typed = {"password1": SECRET, "password2": SECRET}
    assert as_clara.post(at("auth_user_password", olga.pk), typed).status_code == 403
    assert ledger.new() == []


def test_nobody_is_made_an_owner_by_a_form(as_clara: Client) -> None:
    ines = make_person(Role.REPORTER, "ines")
    send(as_clara, at("auth_user_change", ines.pk), first_name="Ines", is_superuser="on", is_staff="on")

    changed = User.objects.get(pk=ines.pk)
    assert (changed.first_name, changed.is_superuser, changed.is_staff) == ("Ines", False, False)


def test_two_passwords_that_differ_or_are_too_plain_are_refused(as_clara: Client, ledger: Ledger) -> None:
    address = at("auth_user_password", make_person(Role.REPORTER, "ines").pk)
    for first, second in ((SECRET, SECRET + "x"), ("ines", "ines"), ("12345678", "12345678")):
        answer = send(as_clara, address, password1=first, password2=second)
        assert form_of(answer).errors
        assert SECRET not in text(answer)

    assert ledger.new() == []


# --- What is only read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["claims_event", "claims_export"])
def test_events_and_exports_are_only_read(page: str, rows: dict[str, int], as_clara: Client, ledger: Ledger) -> None:
    kind = page.removeprefix("claims_")
    address = at(f"{page}_change", rows[kind])
    shown = text(as_clara.get(address))
    listed = as_clara.get(at(f"{page}_changelist"))

    assert 'name="_save"' not in shown
    assert 'name="action"' not in text(listed)
    assert as_clara.post(address, {"reason": "x", "rows": "5"}).status_code == 403
    as_clara.post(
        at(f"{page}_changelist"), {"action": "delete_selected", "_selected_action": [rows[kind]], "post": "y"}
    )
    assert Event.objects.filter(pk=rows["event"]).exists()
    assert Export.objects.get(pk=rows["export"]).rows == 1
    assert ledger.new() == []


def test_the_history_of_a_row_is_what_the_ledger_says_of_it(as_clara: Client, clara: User) -> None:
    claim, other = make_claim(), make_claim()
    review.accept(claim.pk, by=acting(clara))
    review.set_aside(other.pk, by=acting(clara), because="Another one.")
    shown = text(as_clara.get(at("claims_claim_history", claim.pk), follow=True))

    assert "claim.accept" in shown
    assert "Another one." not in shown


def test_words_of_others_never_become_markup(as_clara: Client) -> None:
    source = make_source(HOSTILE)
    document = make_document(our_title=HOSTILE, publisher=source, publisher_knowledge=Knowledge.KNOWN)
    claim = make_claim(HOSTILE, words=HOSTILE, speaker=source, source=source, document=document)
    for page, row in (("claim", claim), ("document", document), ("source", source)):
        assert HOSTILE not in text(as_clara.get(at(f"claims_{page}_changelist")))
        assert HOSTILE not in text(as_clara.get(at(f"claims_{page}_change", row.pk)))


# --- What a list costs ---------------------------------------------------------------------------------------------

# Of them two are the session and the person who is signed in.
QUERIES: Final[Mapping[str, int]] = {
    "claims_claim_changelist": 5,
    "claims_document_changelist": 5,
    "claims_source_changelist": 5,
    "claims_event_changelist": 7,
    "claims_export_changelist": 6,
    "claims_note_changelist": 5,
    "claims_phrase_changelist": 5,
    "auth_user_changelist": 6,
}


@pytest.mark.parametrize("page", QUERIES)
def test_a_list_costs_the_same_queries_for_any_number_of_rows(page: str, clara: User, as_clara: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_clara.get(at(page)).status_code == 200
        return len(queries)

    def more() -> None:
        source = make_source()
        document = make_document(publisher=source, publisher_knowledge=Knowledge.KNOWN)
        claim = make_claim(speaker=source, source=source, document=document, assigned_to=make_person())
        make_source(identification=Identification.BARE, document=document)
        review.accept(claim.pk, by=acting(clara))
        Export.objects.create(format="csv", filter="", rows=1, sha256="0" * 64, made_by=clara)
        snapshot = document.snapshots.get()
        for place in ({"claim": claim}, {"document": document}, {"snapshot": snapshot, "start": 0, "end": 5}):
            Note.objects.create(body="Ask the port.", written_by=make_person(), **place)

    more()
    few = cost()
    for _number in range(8):
        more()
    assert (few, cost()) == (QUERIES[page], QUERIES[page])
