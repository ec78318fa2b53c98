"""Extraction: the day, or the span of days, that printed words such as "late Wednesday" or "last week" mean.

Counted from the day the document was published; English. Words that point away from the moment somebody spoke ("next
Monday", "before Wednesday's meeting", "on the eve of the vote") mean no day, nor do those that are too vague.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from claims.extraction.lexicon_en import words_in
from claims.records.times import SaidOn, TimeBasis

LONGEST: Final = 200
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS: Final = {
    word: number
    for number, words in enumerate(("a an one", "two", "three", "four", "five", "six", "seven"), start=1)
    for word in words.split()
}
POINTS_AWAY: Final = words_in(
    "next tomorrow eve before after until till since ahead following coming by not that and or between hour hours "
    "minute minutes"
)
LEAP_REACH: Final = 8
LEADS_TO_MAY: Final = ("in ", "last ", "early ", "late ", "during ")
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR: Final = r"(?:,? ?(?P<year>(?:1[89]|20)\d\d)\b)"
DATES: Final = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}{_YEAR}?"),
    re.compile(rf"\b{_MONTH} {_DAY}(?!:){_YEAR}?"),
)
MONTH: Final = re.compile(rf"\b{_MONTH}{_YEAR}?(?! ?\d)")
YEAR: Final = re.compile(r"\b(?:in|during|back in) (?P<year>(?:19|20)\d\d)\b")
AGO: Final = re.compile(
    r"\b(?P<number>an?|one|two|three|four|five|six|seven|\d{1,2}) (?P<unit>day|week)s? (?:ago|earlier)\b"
)
Days = tuple[date, date]


def resolve(printed: str, published: date) -> SaidOn | None:
    """The day or days that printed words mean in a document of this date; None when they mean none near it.

    A weekday is the last one up to the document's date, with "last" before it not that date itself; a day of a month
    without a year is the last one up to it. Nothing is said after it was published.
    """
    words = " ".join(printed[:LONGEST].lower().replace("’", "'").replace(",", " ").split())
    try:
        for read in (_dated, _counted, _month_or_year):
            found = read(words, published)
            if found is not None:
                return found if found.first <= published else None
    except (ValueError, OverflowError):  # the 31st of February; a day before the first of all
        return None
    return None


def _dated(words: str, published: date) -> SaidOn | None:
    """A day of a month, with or without its year."""
    for form in DATES:
        match = form.search(words)
        if match is None:
            continue
        if _points_away(words[: match.start()]):
            return None
        month, day = _month(match["month"]), int(match["day"])
        if match["year"]:
            printed = date(int(match["year"]), month, day)
            return SaidOn(printed, printed, TimeBasis.PRINTED)
        nearest = _nearest(published, month, day)
        return SaidOn(nearest, nearest, TimeBasis.NEAREST_YEAR) if nearest else None
    return None


def _nearest(published: date, month: int, day: int) -> date | None:
    """The last such day up to a date; the 29th of February may lie some years back."""
    for year in range(published.year, published.year - LEAP_REACH - 1, -1):
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day) <= published:
            return date(year, month, day)
    return None


def _counted(words: str, published: date) -> SaidOn | None:
    """Days counted back; a weekday in "last week" is more exact than the week, so weekdays come first."""
    if _weekdays(words):
        return None if _points_away(words) else _weekday(words, published)
    for phrase, count in PHRASES:
        if re.search(rf"\b(?:{phrase})\b", words):
            first, last = count(published)
            is_away = _points_away(re.sub(rf"\b(?:{phrase})\b", "", words))
            return None if is_away else SaidOn(first, last, TimeBasis.COUNTED)
    if _points_away(words):
        return None
    ago = AGO.search(words)
    if ago is None:
        return None
    number = int(ago["number"]) if ago["number"].isdigit() else NUMBERS[ago["number"]]
    return _ago(published, number, ago["unit"])


def _ago(published: date, number: int, unit: str) -> SaidOn:
    """Days are exact, and so is a week; two weeks ago is some day of that week."""
    days = timedelta(days=number) if unit == "day" else timedelta(weeks=number)
    there = published - days
    first, last = (there, there) if unit == "day" or number == 1 else _week(there)
    return SaidOn(first, last, TimeBasis.COUNTED)


def _weekdays(words: str) -> list[str]:
    return [word for word in re.findall(r"[a-z']+", words) if word in WEEKDAYS]


def _weekday(words: str, published: date) -> SaidOn | None:
    """The last day of that name; two names mean no day."""
    named = _weekdays(words)
    if len(named) != 1:
        return None
    number = WEEKDAYS.index(named[0])
    if re.search(r"\b(?:last|previous) week\b", words):
        day = _week(published - timedelta(weeks=1))[0] + timedelta(days=number)
    else:
        back = (published.weekday() - number) % 7
        day = published - timedelta(days=back or (7 if re.search(r"\b(?:last|past)\b", words) else 0))
    return SaidOn(day, day, TimeBasis.COUNTED)


def _month_or_year(words: str, published: date) -> SaidOn | None:
    if _points_away(words):
        return None
    match = MONTH.search(words)
    if match is not None and (
        match["month"] != "may" or words.startswith(("in ", "last ", "early ", "late ", "during "))
    ):
        month = _month(match["month"])
        if match["year"]:
            return SaidOn(*_month_of(int(match["year"]), month, published), TimeBasis.PRINTED)
        is_earlier = month < published.month or (month == published.month and not words.startswith("last "))
        year = published.year if is_earlier else published.year - 1
        return SaidOn(*_month_of(year, month, published), TimeBasis.NEAREST_YEAR)
    year_match = YEAR.search(words)
    if year_match is None:
        return None
    year = int(year_match["year"])
    return SaidOn(date(year, 1, 1), _no_later(date(year, 12, 31), published), TimeBasis.PRINTED)


def _month_of(year: int, month: int, published: date) -> Days:
    first = date(year, month, 1)
    return first, max(first, _no_later(date(year, month, calendar.monthrange(year, month)[1]), published))


def _no_later(day: date, published: date) -> date:
    return min(day, published) if day.year == published.year else day


def _month(printed: str) -> int:
    return int(printed) if printed.isdigit() else MONTHS.index(printed[:3]) + 1


def _points_away(words: str) -> bool:
    return any(word in POINTS_AWAY or word.endswith("'s") for word in words.split())


def _back(days: int) -> Callable[[date], Days]:
    return lambda published: (published - timedelta(days=days), published - timedelta(days=days))


def _week(day: date) -> Days:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _this_week(published: date) -> Days:
    return _week(published)[0], published


def _last_week(published: date) -> Days:
    return _week(published - timedelta(weeks=1))


def _weekend(published: date) -> Days:
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    return saturday, min(saturday + timedelta(days=1), published)


def _last_weekend(published: date) -> Days:
    return _weekend(_week(published)[0] - timedelta(days=1))


def _this_month(published: date) -> Days:
    return published.replace(day=1), published


def _last_month(published: date) -> Days:
    end = published.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


def _this_year(published: date) -> Days:
    return published.replace(month=1, day=1), published


def _last_year(published: date) -> Days:
    return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31)


# The first that fits counts.
PHRASES: Final[tuple[tuple[str, Callable[[date], Days]], ...]] = (
    ("(?:the )?day before yesterday", _back(2)),
    ("today|tonight|this (?:morning|afternoon|evening)|earlier in the day", _back(0)),
    (r"yesterday|last (?:night|evening)|the day before\Z|(?:a|one) day (?:ago|earlier)", _back(1)),
    ("overnight", lambda published: (published - timedelta(days=1), published)),
    ("last weekend", _last_weekend),
    ("(?:over|on|at|during|this|the) (?:the )?(?:past )?weekend", _weekend),
    ("this week", _this_week),
    ("(?:last|the previous) week", _last_week),
    ("(?:the|this) past week|(?:the )?last seven days", lambda published: (published - timedelta(days=7), published)),
    ("this month", _this_month),
    ("last month", _last_month),
    ("this year", _this_year),
    ("last year", _last_year),
)
