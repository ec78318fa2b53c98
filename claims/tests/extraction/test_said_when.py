"""Tests: the day, or the span of days, that printed words mean. The document is of Thursday 5 July 2018."""

from datetime import date

import pytest

from claims.extraction.said_when import resolve
from claims.records.times import SaidOn, TimeBasis

THURSDAY = date(2018, 7, 5)


def july(day: int) -> date:
    return date(2018, 7, day)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("on Wednesday", july(4)),
        ("Thursday", july(5)),
        ("last Thursday", date(2018, 6, 28)),
        ("last Wednesday", july(4)),
        ("this past Monday", july(2)),
        ("on Friday evening", date(2018, 6, 29)),
        ("Wednesday night", july(4)),
        ("late Monday", july(2)),
        ("early on Tuesday", july(3)),
        ("on Tuesday of last week", date(2018, 6, 26)),
        ("today, in Geneva", july(5)),
        ("tonight", july(5)),
        ("this morning", july(5)),
        ("earlier in the day", july(5)),
        ("yesterday", july(4)),
        ("last night", july(4)),
        ("the day before", july(4)),
        ("the day before yesterday", july(3)),
        ("a day earlier", july(4)),
        ("two days ago", july(3)),
        ("10 days ago", date(2018, 6, 25)),
        ("a week ago", date(2018, 6, 28)),
    ],
)
def test_a_day_is_counted_from_the_document_s_date(printed: str, day: date) -> None:
    assert resolve(printed, THURSDAY) == SaidOn(day, day, TimeBasis.COUNTED)


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("earlier this week", july(2), july(5)),
        ("last week", date(2018, 6, 25), july(1)),
        ("late last week", date(2018, 6, 25), july(1)),
        ("two weeks ago", date(2018, 6, 18), date(2018, 6, 24)),
        ("over the weekend", date(2018, 6, 30), july(1)),
        ("last weekend", date(2018, 6, 30), july(1)),
        ("overnight", july(4), july(5)),
        ("in the past week", date(2018, 6, 28), july(5)),
        ("this month", july(1), july(5)),
        ("last month", date(2018, 6, 1), date(2018, 6, 30)),
        ("earlier this year", date(2018, 1, 1), july(5)),
        ("last year", date(2017, 1, 1), date(2017, 12, 31)),
    ],
)
def test_some_days_stay_a_span(printed: str, first: date, last: date) -> None:
    said = resolve(printed, THURSDAY)
    assert said == SaidOn(first, last, TimeBasis.COUNTED)
    assert said.is_span


@pytest.mark.parametrize(
    ("printed", "first", "last", "basis"),
    [
        ("on July 4", july(4), july(4), TimeBasis.NEAREST_YEAR),
        ("on Wednesday, July 4", july(4), july(4), TimeBasis.NEAREST_YEAR),
        ("July 5th", july(5), july(5), TimeBasis.NEAREST_YEAR),
        ("on Oct. 23", date(2017, 10, 23), date(2017, 10, 23), TimeBasis.NEAREST_YEAR),
        ("Feb. 29", date(2016, 2, 29), date(2016, 2, 29), TimeBasis.NEAREST_YEAR),
        ("4 July 2018", july(4), july(4), TimeBasis.PRINTED),
        ("on the 4th of July, 2017", date(2017, 7, 4), date(2017, 7, 4), TimeBasis.PRINTED),
        ("on March 3, 2016", date(2016, 3, 3), date(2016, 3, 3), TimeBasis.PRINTED),
        ("2018-07-04", july(4), july(4), TimeBasis.PRINTED),
        ("in June", date(2018, 6, 1), date(2018, 6, 30), TimeBasis.NEAREST_YEAR),
        ("in early July", july(1), july(5), TimeBasis.NEAREST_YEAR),
        ("last July", date(2017, 7, 1), date(2017, 7, 31), TimeBasis.NEAREST_YEAR),
        ("in November", date(2017, 11, 1), date(2017, 11, 30), TimeBasis.NEAREST_YEAR),
        ("in May 2015", date(2015, 5, 1), date(2015, 5, 31), TimeBasis.PRINTED),
        ("back in 2014", date(2014, 1, 1), date(2014, 12, 31), TimeBasis.PRINTED),
    ],
)
def test_a_printed_date_says_whether_its_year_was_supplied(
    printed: str, first: date, last: date, basis: TimeBasis
) -> None:
    assert resolve(printed, THURSDAY) == SaidOn(first, last, basis)


@pytest.mark.parametrize(
    "printed",
    ["", "in spring", "next Monday", "next week", "tomorrow", "on the eve of the vote", "before Wednesday's meeting",
     "before Wednesday", "after Tuesday", "by Friday", "Monday and Tuesday", "since last week", "hours earlier",
     "that day", "on February 31", "on 4 July 2019", "in 2019", "two months ago", "the ferry may sail", "99 days",
     "two days after", "until today", "the day before the vote", "the day before Monday's vote"],
)  # fmt: skip
def test_what_names_no_day_near_the_document_resolves_to_none(printed: str) -> None:
    assert resolve(printed, THURSDAY) is None


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "printed", ["last week", "99 days ago", "last year", "Feb. 29", "yesterday", "last month", "Monday " * 999]
)
def test_the_first_and_the_last_of_all_days_make_nothing_fail(printed: str, published: date) -> None:
    said = resolve(printed, published)
    assert said is None or said.first <= published
