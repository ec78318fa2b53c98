"""Lists are taken out by one command: the file's bytes go where they are asked to, and words to standard error."""

import io
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.exports import FORMATS
from claims.exports.csv_file import CSV
from claims.exports.jsonl_file import JSONL
from claims.exports.rows import ExportRow
from claims.models import Event, Export
from claims.records.acts import ActorKind
from claims.tests.factories import make_claim, make_source
from claims.tests.test_exporting import YESTERDAY, make_verified
from claims.workflow import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noise")]


def run(*arguments: object) -> tuple[bytes, str]:
    """The bytes on standard output, and what was said on standard error."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    call_command("export_claims", *map(str, arguments), stdout=out, stderr=err)
    out.flush()
    return out.buffer.getvalue(), err.getvalue()


def rows(*arguments: object) -> list[ExportRow]:
    """The rows that the command writes as JSON Lines."""
    written, _said = run("--format", "jsonl", *arguments)
    return [row for row in JSONL.read(io.BytesIO(written)) if isinstance(row, ExportRow)]


def test_standard_output_gets_the_bytes_and_nothing_else() -> None:
    make_verified(stale_since=YESTERDAY)
    make_verified()
    written, said = run("--format", "csv")
    kept = Export.objects.get()
    assert sha256(written).hexdigest() == kept.sha256
    assert len(list(CSV.read(io.BytesIO(written)))) == 1
    assert said == (
        f"Exported: 1 row. Left out: 1 proposed, 1 unverified, 1 set aside, 1 stale. SHA-256: {kept.sha256}\n"
    )


def test_the_command_acts_under_its_own_name_and_leaves_one_event() -> None:
    run()
    event = Event.objects.get(act="export.make")
    assert (event.actor_kind, event.actor_name) == (ActorKind.COMMAND, "export_claims")


def test_a_status_is_named_once_or_several_times_and_all_means_every_one() -> None:
    make_verified(stale_since=YESTERDAY)
    assert {row.status for row in rows("--status", "proposed")} == {"proposed"}
    assert {row.status for row in rows("--status", "proposed", "--status", "set_aside")} == {"proposed", "set_aside"}
    assert {row.status for row in rows("--status", "all")} == {"proposed", "unverified", "set_aside", "verified"}


def test_the_other_filters_of_the_list_are_options() -> None:
    solheim = make_source("Marta Solheim")
    one = make_verified("The ferries sail again.", speaker=solheim)
    make_verified("The harbour is closed.")
    for option, value in (("--q", "ferries"), ("--speaker", "Solheim")):
        assert [row.claim_id for row in rows(option, value)] == [one.pk]
    assert rows("--created-from", "2199-01-01") == []
    assert rows("--stale", "yes") == []


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_text("an older list")
    written, _said = run("--output", target)
    assert written == b""
    assert sha256(target.read_bytes()).hexdigest() == Export.objects.get().sha256
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_is_followed_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real.csv").touch()
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    run("--output", tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").stat().st_size


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--format", "docx"], f"There is no format “docx”. Choose one of: {', '.join(FORMATS)}."),
        (["--status", "tru"], f"There is no status “tru”. Choose one of: {', '.join(Status)}, or all."),
        (["--output", "/nowhere/list.csv"], "There is no folder /nowhere. Make it first, or name another file."),
        (["--output", "/"], "/ is a folder. Name a file in it."),
        (["--verdict", "perhaps"], "Nothing was exported, because without this filter there would be more in the list"),
        (["--assigned-to", "nobody-here"], "Nobody here has the user name “nobody-here”"),
        (["--created-from", "yesterday"], "--created-from: This is not a day"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_exported(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert sentence in str(refused.value)
    assert not Export.objects.exists()


def test_a_source_that_nobody_knows_is_said_and_the_list_is_empty() -> None:
    make_claim(status=Status.PROPOSED)
    written, said = run("--source", "Nobody's Wire", "--status", "all")
    assert len(list(CSV.read(io.BytesIO(written)))) == 0
    assert said.startswith("No source has a name that begins with “Nobody's Wire”.")
