"""Tests: the command that extracts quotations from a file to a file."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

LINE = json.dumps({"id": "a", "text": "“We sail,” said Ada Okafor."})


def extract(source: Path, target: Path) -> list[dict[str, object]]:
    call_command("extract_quotations", str(source), str(target))
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_a_line_of_quotations_is_written_for_every_text(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(f'{LINE}\n\n{{"id": 2, "text": ""}}\n', encoding="utf-8")
    first, second = extract(source, tmp_path / "out.jsonl")
    assert first["id"] == "a"
    assert [row["speaker_text"] for row in first["quotes"]] == ["Ada Okafor"]  # type: ignore[attr-defined] # JSON
    assert second == {"id": 2, "quotes": []}


def test_a_text_with_half_a_surrogate_is_written_too(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": 1, "text": "“We \ud800 sail,” said Okafor."}), encoding="utf-8")
    assert extract(source, tmp_path / "out.jsonl")


def test_a_dash_reads_standard_input_and_writes_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(LINE))
    call_command("extract_quotations", "-", "-")
    assert json.loads(capsys.readouterr().out)["id"] == "a"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no file .*gone\.jsonl"):
        extract(tmp_path / "gone.jsonl", tmp_path / "out.jsonl")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [("{", "is not JSON"), ("[]", "has no id"), ('{"id": 1}', "has no text"), ('{"id": 1, "text": 2}', "has no text")],
)
def test_a_line_that_cannot_be_used_is_named_and_nothing_is_written(tmp_path: Path, line: str, complaint: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(f"{LINE}\n{line}\n", encoding="utf-8")
    with pytest.raises(CommandError, match=rf"Line 2 of .* {complaint}"):
        extract(source, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_target_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(LINE, encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be written"):
        extract(source, tmp_path / "nowhere" / "out.jsonl")
