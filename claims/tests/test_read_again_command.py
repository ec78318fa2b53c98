"""Tests: documents are read again from the command line."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from claims.models import Event, Snapshot
from claims.services import documents, reading
from claims.tests.conftest import acting
from claims.tests.stories import ASKED, HARBOUR, bring_in, claim_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


@pytest.fixture
def stories(rosa: User) -> list[int]:
    """Two stories that an earlier extractor has read, and one that was read now. Nothing else is here to be read."""
    Snapshot.objects.update(extractor=reading.FOUND_BY)
    texts = (HARBOUR, "“No,” said Tove Lind of Tolvik.\n", "“Yes,” said Tove Lind of Tolvik.\n")
    found = [bring_in(text, by=acting(rosa)).document.pk for text in texts]
    Snapshot.objects.filter(document__in=found[:2]).update(extractor="earlier 1")
    return found


def run(*options: object) -> str:
    """What the command says to whoever called it."""
    out = StringIO()
    call_command("read_again", *map(str, options), stdout=out, stderr=StringIO())
    return out.getvalue()


def test_all_that_an_earlier_extractor_has_read_is_read_again(stories: list[int]) -> None:
    claim_of(ASKED).delete()
    said = run("--all-older", "--because", "A new release.")
    assert "Read again: 2." in said
    assert "Proposals: 0 replaced, 1 new; 3 claims kept." in said
    assert set(Snapshot.objects.values_list("extractor", flat=True)) == {reading.FOUND_BY}
    events = Event.objects.filter(act="document.read_again").order_by("sequence")
    assert [(event.subject_id, event.actor_name, event.reason) for event in events] == [
        (pk, "read_again", "A new release.") for pk in stories[:2]
    ]
    assert events[0].batch != events[1].batch


def test_only_the_documents_that_are_named_are_read(stories: list[int]) -> None:
    said = run("--document", stories[0], stories[2], "--document", stories[0])
    assert ("Read again: 1." in said, "Read so already: 1." in said) == (True, True)
    assert Snapshot.objects.get(extractor="earlier 1").document_id == stories[1]


def test_one_document_that_is_refused_does_not_stop_the_others(stories: list[int], clara: User) -> None:
    documents.withdraw(stories[0], because="Not ours.", by=acting(clara))
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("read_again", "--document", *map(str, stories[:2]), stdout=out, stderr=StringIO())
    assert "Read again: 1." in out.getvalue()
    assert f"document {stories[0]}: This document was withdrawn." in out.getvalue()


@pytest.mark.parametrize("options", [(), ("--document", 7, "--all-older"), ("--document", 999_999)])
def test_somebody_has_to_say_which_documents(options: tuple[object, ...], stories: list[int]) -> None:
    with pytest.raises(CommandError):
        run(*options)
