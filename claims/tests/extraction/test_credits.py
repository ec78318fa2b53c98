"""Tests: credit lines at the head and the foot of a copy."""

import pytest

from claims.extraction.credits import find_credits

HEADLINE = "Harbour opens again\n\n"
BODY = "The ferry sails again.\n" * 6


def credited(text: str) -> list[tuple[str, str]]:
    found = find_credits(text)
    assert all(text[one.start : one.end] == one.text for credit in found for one in (credit.name, credit.line))
    return [(credit.name.text, credit.line.text) for credit in found]


@pytest.mark.parametrize(
    ("line", "name", "said"),
    [
        ("LONDON (Reuters) - The ferry sails again.", "Reuters", "LONDON (Reuters) -"),
        ("OSLO, March 3 (Xinhua) -- The ferry sails.", "Xinhua", "OSLO, March 3 (Xinhua) --"),
        ("Oslo (dpa) – The ferry sails.", "dpa", "Oslo (dpa) –"),
        ("(AFP) - The ferry sails.", "AFP", "(AFP) -"),
        ("DAMASCUS, SANA - The ferry sails.", "SANA", "DAMASCUS, SANA -"),
        ("By Tove Lind, Associated Press", "Associated Press", "By Tove Lind, Associated Press"),
        ("By Tove Lind / AP", "AP", "By Tove Lind / AP"),
        ("By Tove Lind and Ada Okafor of the Canadian Press", "Canadian Press",
         "By Tove Lind and Ada Okafor of the Canadian Press"),
        ("Tove Lind, The Canadian Press", "Canadian Press", "Tove Lind, The Canadian Press"),
        ("Fjordland News Agency", "Fjordland News Agency", "Fjordland News Agency"),
    ],
)  # fmt: skip
def test_a_head_that_credits_an_agency(line: str, name: str, said: str) -> None:
    assert credited(HEADLINE + line + "\n\n" + BODY) == [(name, said)]


@pytest.mark.parametrize(
    ("line", "name", "said"),
    [
        ("The ferry sails again. (AFP)", "AFP", "(AFP)"),
        ("(PTI)", "PTI", "(PTI)"),
        ("— Reuters", "Reuters", "— Reuters"),
        ("The ferry sails again. — Reuters", "Reuters", "— Reuters"),
        ("© 2018 AFP", "AFP", "© 2018 AFP"),
        ("Copyright 2018 The Associated Press. All rights reserved.", "Associated Press",
         "Copyright 2018 The Associated Press"),
        ("With files from The Canadian Press", "Canadian Press", "With files from The Canadian Press"),
        ("— With files from Tove Lind and The Canadian Press", "Canadian Press",
         "— With files from Tove Lind and The Canadian Press"),
        ("Source: Reuters", "Reuters", "Source: Reuters"),
        ("(Reporting by Tove Lind; Editing by Ada Okafor for Reuters)", "Reuters",
         "(Reporting by Tove Lind; Editing by Ada Okafor for Reuters)"),
        ("Le ferry repart. (avec AFP)", "AFP", "(avec AFP)"),
        ("Associated Press writer Tove Lind contributed to this report.", "Associated Press",
         "Associated Press writer Tove Lind contributed to this"),
        ("Anadolu Agency", "Anadolu Agency", "Anadolu Agency"),
    ],
)  # fmt: skip
def test_a_foot_that_credits_an_agency(line: str, name: str, said: str) -> None:
    assert credited(HEADLINE + BODY + line + "\n") == [(name, said)]


def test_two_agencies_on_one_line_are_two_credits() -> None:
    assert credited(HEADLINE + BODY + "AFP/Reuters") == [("AFP", "AFP/Reuters"), ("Reuters", "AFP/Reuters")]


@pytest.mark.parametrize(
    "line",
    [
        "Okafor told AFP the ferry sails again.",
        "The ferry sails again, Okafor told AFP.",
        "By Monday the crew had told Reuters",
        "AFP reported that the ferry sails again.",
        "According to Reuters, the ferry sails.",
        "(Reporting by Tove Lind; Editing by Ada Okafor)",
        "The captain (AP reporters call her Ada) was calm.",
        "Tove Lind sails (Jonas Brekke/AFP/Getty Images)",
        "Photo: Reuters",
        "A ferry home, Erie, PA",
        "SPA",
    ],
)
def test_a_mention_credits_nobody(line: str) -> None:
    assert credited(HEADLINE + line + "\n" + BODY) == []
    assert credited(HEADLINE + BODY + line) == []


def test_what_stands_in_the_middle_of_a_story_credits_nobody() -> None:
    assert credited(HEADLINE + BODY + "— Reuters\n" + BODY) == []


def test_a_copy_of_one_line_is_read_once() -> None:
    assert credited("LONDON (Reuters) - The ferry sails.") == [("Reuters", "LONDON (Reuters) -")]
