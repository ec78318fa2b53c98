"""Tests: the ledger is checked, here and far away. Whatever was tampered with is named, and so is what is missing."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import F

from bench import drills, ledgers
from claims.choices import faults
from claims.errors import Refusal, Refused
from claims.ledger import signing, stand_alone
from claims.ledger.stand_alone import Broken, Fault, Tree
from claims.models import (
    ApiUse,
    Checkpoint,
    Claim,
    ClaimWords,
    Delivery,
    DraftClaim,
    Event,
    EvidenceOpened,
    ImportKey,
    IssuedClaim,
    Job,
    LedgerCheck,
    ListDraft,
    NoteWords,
    Snapshot,
    StateSalt,
)
from claims.records.acts import SubjectKind, command
from claims.selectors import states
from claims.services import checkpoints, keys, ledger_adopting, people, review
from claims.tests.conftest import acting
from claims.tests.factories import make_claim
from claims.tests.stories import bring_in
from claims.workflow import Status

pytestmark = pytest.mark.django_db

STAND_ALONE = Path(stand_alone.__file__)


@pytest.fixture(autouse=True)
def sink(tmp_path: Path, settings: LazySettings) -> Path:
    """A file for checkpoints that nobody has written to."""
    settings.CHECKPOINTS_DIR = tmp_path / "sink"
    return tmp_path / "sink" / "checkpoints.txt"


@pytest.fixture
def desk() -> Claim:
    """A desk where everything came by the desk: two people, a story, its claims."""
    by = command("tests")
    for name in ("olga", "piet"):
        people.make(by=by, username=name, role=None)
    imported = bring_in(by=by)
    return Claim.objects.filter(quotations__snapshot__document=imported.document).order_by("pk")[0]


def verified(*words: str) -> tuple[int, str]:
    """How ``verify_ledger`` ends, and what it says."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_ledger", *words, stdout=out, stderr=err)
    except CommandError as error:
        return 1, f"{err.getvalue()}{error}"
    return 0, out.getvalue()


def by_itself(*words: object) -> tuple[int, str]:
    """How the stand-alone verifier ends, and what it says; with nothing but Python, and from elsewhere."""
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-I", "-S", str(STAND_ALONE), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    return done.returncode, done.stdout + done.stderr


# --- Checking it here -------------------------------------------------------------------------------------------------


def test_a_desk_that_nobody_tampered_with_is_unbroken(desk: Claim) -> None:
    review.accept(desk.pk, by=command("tests"))
    checkpoints.make(by=command("tests"))
    ended, said = verified()
    assert ended == 0
    assert said.startswith("Unbroken: ")
    assert LedgerCheck.objects.get().size == Event.objects.count()


def test_the_claim_that_was_tampered_with_is_named(desk: Claim) -> None:
    Claim.objects.filter(pk=desk.pk).update(statement="It is open.", version=F("version") + 1)
    ended, said = verified()
    assert ended == 1
    assert f"Claim {desk.pk} is not as its last line" in said
    assert LedgerCheck.objects.get().faults == 1


def test_a_claim_that_nobody_at_the_desk_made_is_named(desk: Claim) -> None:
    made = make_claim()
    ended, said = verified()
    assert ended == 1
    assert f"Claim {made.pk} has no line in the ledger" in said


def test_a_claim_that_is_gone_is_named(desk: Claim) -> None:
    Claim.objects.filter(pk=desk.pk).delete()
    ended, said = verified()
    assert ended == 1
    assert f"Claim {desk.pk} is gone, and no line says why" in said


def test_a_text_that_is_not_the_one_received_is_seen(desk: Claim) -> None:
    snapshot = Snapshot.objects.get()
    with ledgers.without_triggers():
        Snapshot.objects.update(text=f"{snapshot.text} More.")
    ended, said = verified()
    assert ended == 1
    assert f"Document {snapshot.document_id} has a text that is not the one received" in said


def test_an_account_made_on_the_server_is_told_and_is_no_fault(desk: Claim) -> None:
    owner = User.objects.create_superuser("owner")
    ended, said = verified()
    assert ended == 0
    assert f"Accounts made on the server, past the desk, which no line holds: {owner.pk}." in said


def test_every_table_of_ours_is_held_or_left_out_for_a_reason() -> None:
    held = {part.model for parts in states.PARTS.values() for part in parts}
    found_again = {ClaimWords, NoteWords}
    no_act = {EvidenceOpened, Delivery}
    of_the_ledger = {Event, Checkpoint, LedgerCheck, StateSalt}
    ours = set(apps.get_app_config("claims").get_models())
    in_the_background = {Job, ListDraft, DraftClaim}  # what a job does writes its own lines
    in_a_manifest = {IssuedClaim}  # whose hash the list holds
    of_the_api = {ApiUse, ImportKey}
    assert ours - held == found_again | no_act | of_the_ledger | in_the_background | in_a_manifest | of_the_api
    assert set(states.PARTS) == set(SubjectKind)


@pytest.mark.parametrize(("field", "values"), [("cue_start", (None, 0)), ("damage", ([], [["cut_end", 0, 1]]))])
def test_nothing_and_nought_are_two_states(desk: Claim, field: str, values: tuple[object, object]) -> None:
    seen = set()
    for value in values:
        desk.quotations.update(**{field: value})
        seen |= {state for _pk, state in states.states(SubjectKind.CLAIM, [desk.pk])}
    assert len(seen) == 2


def test_no_and_nobody_knows_are_two_states() -> None:
    ids = [make_claim("The same.", accuses=value).pk for value in (None, False, True)]
    told = [json.loads(state)["claims.claim"][0].get("accuses") for _pk, state in states.states(SubjectKind.CLAIM, ids)]
    assert told == [None, False, True]


def test_the_state_of_one_is_read_as_the_states_of_many_are(desk: Claim) -> None:
    other = make_claim()
    many = dict(states.states(SubjectKind.CLAIM, [desk.pk, other.pk]))
    assert dict(states.states(SubjectKind.CLAIM, [desk.pk])) == {desk.pk: many[desk.pk]}


def test_every_fault_has_a_sentence() -> None:
    assert set(faults.SENTENCES) == set(Fault)
    for fault in Fault:
        assert "%" not in faults.sentence(Broken(fault, 7, "claim", 3))


# --- Checkpoints ------------------------------------------------------------------------------------------------------


def test_a_checkpoint_is_a_signed_note_that_is_appended_to_the_file(desk: Claim, sink: Path) -> None:
    first = checkpoints.make(by=command("tests"))
    review.accept(desk.pk, by=command("tests"))
    second = checkpoints.make(by=command("tests"))
    assert first is not None
    assert second is not None
    assert sink.read_text(encoding="utf-8") == f"{first.note}\n{second.note}\n"
    origin, size, _root, empty, signature, _end = second.note.split("\n")
    assert (origin, int(size), empty) == ("claimtrail.ledger", Event.objects.count(), "")
    assert signature.startswith("— claimtrail.ledger ")
    assert verified()[0] == 0


def test_nothing_new_makes_no_checkpoint(desk: Claim) -> None:
    assert checkpoints.make(by=command("tests")) is not None
    assert checkpoints.make(by=command("tests")) is None


def test_a_reporter_makes_no_checkpoint(desk: Claim, rosa: User) -> None:
    with pytest.raises(Refused) as refused:
        checkpoints.make(by=acting(rosa))
    assert refused.value.code is Refusal.NOT_ALLOWED


@pytest.mark.django_db(transaction=True)
def test_after_so_many_lines_there_is_a_checkpoint(settings: LazySettings, sink: Path) -> None:
    settings.CHECKPOINT_EVERY = 3
    claim = make_claim(status=Status.PROPOSED)
    by = command("tests")
    review.accept(claim.pk, by=by)
    review.set_aside(claim.pk, by=by)
    assert not sink.exists()
    review.restore(claim.pk, by=by)
    assert Checkpoint.objects.get().size == 3
    assert stand_alone.read_notes(sink.read_text(encoding="utf-8"))[0].size == 3


@pytest.mark.django_db(transaction=True)
def test_an_act_stays_done_when_no_checkpoint_can_be_written(settings: LazySettings, tmp_path: Path) -> None:
    settings.CHECKPOINT_EVERY = 1
    settings.CHECKPOINTS_DIR = tmp_path / "file"
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    claim = make_claim(status=Status.PROPOSED)
    review.accept(claim.pk, by=command("tests"))
    assert not Checkpoint.objects.exists()
    claim.refresh_from_db()
    assert claim.status == Status.UNVERIFIED


def test_a_checkpoint_that_somebody_else_signed_is_told(desk: Claim, sink: Path) -> None:
    checkpoints.make(by=command("tests"))
    keys.make("other")
    path = keys._path("other")
    (path.parent / "checkpoint.key").rename(path.parent / "mine.key")
    try:
        path.rename(path.parent / "checkpoint.key")
        ended, said = verified()
    finally:
        (path.parent / "mine.key").replace(path.parent / "checkpoint.key")
    assert ended == 1
    assert "is not signed with the key of this desk" in said


def test_a_ledger_cut_off_is_seen_by_a_checkpoint_kept_elsewhere(desk: Claim, sink: Path, tmp_path: Path) -> None:
    made = checkpoints.make(by=command("tests"))
    assert made is not None
    (tmp_path / "mail.txt").write_text(made.note, encoding="utf-8")
    sink.unlink()
    Checkpoint.objects.all().delete()
    with ledgers.without_triggers():
        Event.objects.filter(sequence__gt=made.size - 2).delete()
    ended, said = verified("--anchors", str(tmp_path / "mail.txt"))
    assert ended == 1
    assert f"A checkpoint knows of {made.size} lines" in said


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 100])
def test_the_tree_goes_on_from_where_it_was(size: int) -> None:
    lines = [str(number).encode() for number in range(size + 5)]
    whole, begun = Tree(), Tree()
    for line in lines:
        whole.add(line)
    for line in lines[:size]:
        begun.add(line)
    resumed = Tree(begun.size, begun.full)
    for line in lines[size:]:
        resumed.add(line)
    assert resumed.root() == whole.root()


def test_the_roots_are_those_of_rfc_6962() -> None:
    """The test vectors of Certificate Transparency."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = {
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    tree = Tree()
    for number, leaf in enumerate(leaves, start=1):
        tree.add(bytes.fromhex(leaf))
        assert tree.root().hex() == roots.get(number, tree.root().hex())


# --- Far away ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def exported(desk: Claim, tmp_path: Path) -> Path:
    """A ledger that was taken out, with a checkpoint."""
    checkpoints.make(by=command("tests"))
    call_command("export_ledger", str(tmp_path / "ledger.txt"), stdout=StringIO())
    return tmp_path / "ledger.txt"


def given() -> list[object]:
    """What the stand-alone verifier needs to look at everything."""
    return ["--key", signing.published(checkpoints.public_key()), "--mac-key", keys._path("ledger-mac")]


def test_an_exported_ledger_is_checked_with_nothing_but_python(exported: Path) -> None:
    ended, said = by_itself(exported, *given())
    assert (ended, said.splitlines()[-1]) == (0, "Unbroken.")
    assert f"{Event.objects.count()} lines" in said


def test_it_says_what_it_could_not_look_at(exported: Path) -> None:
    ended, said = by_itself(exported)
    assert ended == 0
    assert "Signatures were not looked at" in said
    assert "Who wrote the lines was not looked at" in said


@pytest.mark.parametrize("number", [1, 3])
def test_a_line_that_was_changed_is_named_far_away(exported: Path, number: int) -> None:
    lines = exported.read_bytes().split(b"\n")
    changed = json.loads(lines[number].partition(b" ")[2])
    changed["reason"] = "Another."
    lines[number] = lines[number][:65] + json.dumps(changed, sort_keys=True, separators=(",", ":")).encode()
    exported.write_bytes(b"\n".join(lines))
    ended, said = by_itself(exported, *given())
    assert ended == 1
    assert f"{number} ({changed['subject']['kind']} {changed['subject']['id']}): is not authenticated" in said
    assert "the checkpoint says otherwise" in said


def test_a_ledger_cut_off_is_seen_far_away(exported: Path) -> None:
    lines = exported.read_bytes().split(b"\n")
    exported.write_bytes(b"\n".join(lines[:3] + lines[lines.index(b"") :]))
    ended, said = by_itself(exported, *given())
    assert ended == 1
    assert "the end was cut off" in said


def test_a_signature_is_checked_as_the_library_checks_it(exported: Path) -> None:
    key = checkpoints.public_key()
    note = Checkpoint.objects.get().note
    (right,) = stand_alone.read_notes(note)
    (wrong,) = stand_alone.read_notes(note.replace("claimtrail.ledger\n", "claimtrail.ledger.\n", 1))
    for verify in (signing.verify, stand_alone.verify):
        assert stand_alone.is_signed(right, key, verify)
        assert not stand_alone.is_signed(wrong, key, verify)


def test_no_file_is_overwritten_by_an_export(exported: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_ledger", str(exported))


# --- A desk from before -----------------------------------------------------------------------------------------------


def test_a_desk_from_before_is_taken_into_the_chain(desk: Claim) -> None:
    before = Event.objects.count()
    with ledgers.without_triggers():
        Event.objects.update(line="", mac="")
    StateSalt.objects.all().delete()
    with pytest.raises(Refused) as refused:
        review.accept(desk.pk, by=command("tests"))
    assert refused.value.code is Refusal.LEDGER_NOT_PREPARED
    assert ledger_adopting.adopt(by=command("prepare")) == before
    assert ledger_adopting.adopt(by=command("prepare")) == 0
    assert verified()[0] == 0
    review.accept(desk.pk, by=command("tests"))
    assert verified()[0] == 0


# --- The drill --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_drill_reaches_what_it_has_to_see() -> None:
    figures = list(drills.named("ledger")(full=False))
    assert [figure for figure in figures if not figure.reached and "status" not in figure.name] == []
    assert len(figures) >= 22
