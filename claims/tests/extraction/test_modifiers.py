"""Tests: whom words were told, when, and through which medium."""

import pytest

from claims.records.quotations import ToldToKind
from claims.tests.extraction.steps import only


@pytest.mark.parametrize(
    ("text", "told_to", "kind"),
    [
        ("“We sail,” Okafor told Reuters on Monday.", "Reuters", ToldToKind.OUTLET),
        ("Okafor told the Morning Gull News that the crew would sail.", "the Morning Gull News", ToldToKind.OUTLET),
        ("Okafor told the crew that they would sail.", "the crew", ToldToKind.AUDIENCE),
        ("Okafor told reporters they would sail.", "reporters", ToldToKind.AUDIENCE),
        ("Okafor told him they would sail.", "him", ToldToKind.AUDIENCE),
    ],
)
def test_an_outlet_is_told_apart_from_an_audience(text: str, told_to: str, kind: ToldToKind) -> None:
    proposal = only(text)
    assert proposal.told_to is not None
    assert (proposal.told_to.text, proposal.told_to_kind) == (told_to, kind)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Okafor said on Wednesday that they would sail.", "on Wednesday"),
        ("They would sail, Okafor said Wednesday.", "Wednesday"),
        ("Okafor said before Friday's meeting that they would sail.", "before Friday's meeting"),
        ("Okafor said earlier this week that they would sail.", "earlier this week"),
        ("“We sail,” Okafor said on Oct. 23.", "on Oct. 23"),
    ],
)
def test_when_something_was_said_stays_as_printed(text: str, when: str) -> None:
    proposal = only(text)
    assert proposal.said_when is not None
    assert proposal.said_when.text == when


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("“We sail,” said Okafor in an online release.", "in an online release"),
        ("Okafor said in a statement that they would sail.", "in a statement"),
        ("“We sail,” Okafor wrote on Twitter.", "on Twitter"),
    ],
)
def test_the_medium_stays_as_printed(text: str, medium: str) -> None:
    proposal = only(text)
    assert proposal.medium is not None
    assert proposal.medium.text == medium
