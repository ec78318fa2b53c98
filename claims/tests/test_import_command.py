"""Tests: files and folders come in by one command, and one bad file never stops the rest."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Document, Event, Snapshot, Source
from claims.records.provenance import Knowledge, Translation
from claims.tests.books import nothing_changes
from claims.tests.factories import make_document
from claims.tests.stories import CORRECTED, HARBOUR, MIXED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


def run(*arguments: object, **options: object) -> tuple[int, str, str]:
    """The command's exit status, what it says, and how it went on."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("import_documents", *map(str, arguments), stdout=out, stderr=err, **options)
    except SystemExit as exit_status:
        status = int(exit_status.code or 0)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a desk may have it: two stories, one of them twice, and much else."""
    (tmp_path / "wire").mkdir()
    (tmp_path / "a.txt").write_text(HARBOUR)
    (tmp_path / "wire" / "b.TXT").write_bytes(MIXED.replace("\n", "\r\n").encode("utf-16"))
    (tmp_path / "wire" / "again.txt").write_text(HARBOUR)
    (tmp_path / "README.txt").write_text("What lies here.")
    (tmp_path / "wire" / "readme.md").write_text("What lies there.")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / ".hidden.txt").write_text("Not a story.")
    return tmp_path


def test_a_folder_is_imported_with_a_summary(folder: Path) -> None:
    status, said, went = run(folder)
    assert status == 0
    assert said.splitlines() == [
        "Imported: 2, with 5 quotations proposed.",
        "Here already: 1.",
        "Skipped: 2 README, 2 of kinds that are not imported.",
        "Refused: 0.",
    ]
    assert [line.split("/")[0] for line in went.splitlines()] == ["1", "2", "3"]
    assert Event.objects.filter(act="document.import").first().actor_name == "import_documents"  # type: ignore[union-attr]


def test_importing_a_folder_again_changes_nothing(folder: Path) -> None:
    run(folder)
    with nothing_changes():
        status, said, _went = run(folder)
    assert (status, said.splitlines()[:2]) == (0, ["Imported: 0, with 0 quotations proposed.", "Here already: 3."])


def test_one_bad_file_never_stops_the_rest(folder: Path) -> None:
    (folder / "0.txt").write_bytes(b"%PDF-1.7")
    (folder / "1.txt").write_bytes(b"  \n")
    missing = folder / "nowhere.txt"
    status, said, _went = run(missing, folder, "/dev/null")
    assert status == 1
    lines = said.splitlines()
    assert lines[0] == "Imported: 2, with 5 quotations proposed."
    assert lines[3] == "Refused: 4:"
    assert [line.strip().split(": ")[0] for line in lines[4:]] == [
        str(missing),
        str(folder / "0.txt"),
        str(folder / "1.txt"),
        "/dev/null",
    ]
    assert "“0.txt” is a PDF" in said


def test_a_file_named_outright_is_tried_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "story.wire").write_text(HARBOUR)
    assert run(tmp_path)[1].splitlines()[0] == "Imported: 0, with 0 quotations proposed."
    assert run(tmp_path / "story.wire")[1].splitlines()[0] == "Imported: 1, with 3 quotations proposed."


def test_a_file_whose_name_is_no_utf_8_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.txt"
    path.write_text(HARBOUR)
    assert run(tmp_path)[0] == 0
    assert Snapshot.objects.filter(name="caf\ufffd.txt").exists()


def test_a_file_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(10**12)
    status, said, _went = run(tmp_path)
    assert (status, "It has 1000000000000 bytes" in said) == (1, True)


def test_facts_are_given_as_options_with_three_words_for_no_value(folder: Path) -> None:
    run(
        folder / "a.txt",
        headline="ABSENT",
        publisher="The Tolvik Courier",
        agency="unknown",
        published="2026-11-23",
        language="unreadable",
        translation="human",
        our_title="Harbour",
        because="Sent by the stringer.",
    )
    document = Document.objects.get(our_title="Harbour")
    assert document.headline_knowledge == Knowledge.ABSENT
    assert document.agency_knowledge == Knowledge.UNKNOWN
    assert document.language_knowledge == Knowledge.UNREADABLE
    assert document.publisher == Source.objects.get(name="The Tolvik Courier")
    assert (document.published, document.published_precision) == (datetime(2026, 11, 23, tzinfo=UTC), "day")
    assert document.translation == Translation.HUMAN
    assert Event.objects.get(act="document.import").reason == "Sent by the stringer."


def test_the_encoding_of_files_can_be_declared(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Le port est fermé.".encode("cp437"))
    assert run(tmp_path, encoding="cp437")[0] == 0
    assert Snapshot.objects.filter(text="Le port est fermé.", encoding_basis="declared").exists()


def test_one_file_can_be_the_next_version_of_a_document(folder: Path, tmp_path: Path) -> None:
    run(folder / "a.txt")
    document = Document.objects.get(our_title__startswith="Harbour")
    (tmp_path / "c.txt").write_text(CORRECTED)
    assert run(tmp_path / "c.txt", version_of=document.pk)[0] == 0
    assert document.snapshots.count() == 2
    assert run(tmp_path / "c.txt", version_of=document.pk)[1].splitlines()[1] == "Here already: 1."


def test_an_order_that_makes_no_sense_is_refused_before_anything_is_imported(folder: Path) -> None:
    here = make_document().pk
    orders: list[tuple[Path, dict[str, object]]] = [
        (folder / "a.txt", {"version_of": 10**6}),
        (folder / "a.txt", {"version_of": here, "headline": "Harbour"}),
        (folder, {"version_of": here}),
        (folder, {"published": "Wednesday"}),
    ]
    for path, options in orders:
        with nothing_changes(), pytest.raises(CommandError):
            run(path, **options)


def test_facts_no_document_can_have_are_told_for_each_file(folder: Path) -> None:
    status, said, _went = run(folder / "a.txt", headline="x" * 501)
    assert (status, "at most 500 characters" in said) == (1, True)


def test_a_link_that_leads_out_of_its_folder_is_not_imported(tmp_path: Path) -> None:
    secret, folder = tmp_path / "secret.txt", tmp_path / "stories"
    secret.write_text("“The key is under the mat,” said Ada Okafor.")
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret)
    (folder / "story.txt").write_text(HARBOUR)
    (folder / "within.txt").symlink_to(folder / "story.txt")
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    status, said, _went = run(folder)
    assert status == 1
    assert "link.txt: “" in said
    assert "it is a link that leads out of the folder" in said
    assert said.splitlines()[1] == "Here already: 1."
    assert Snapshot.objects.filter(text__contains="under the mat").count() == 0
