"""Importers: a date as somebody writes it, with its precision and zone."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from claims.errors import Refusal, Refused
from claims.records.documents import PrintedDate
from claims.records.provenance import DatePrecision

_DATE: Final = re.compile(
    r"""(?P<year>[0-9]{4}) (?: -(?P<month>[0-9]{2}) (?: -(?P<day>[0-9]{2})
        (?: [T\ ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}) (?: :(?P<second>[0-9]{2}) (?:[.,][0-9]{1,9})? )? )? )? )?
        (?: \ ?(?P<zone> Z | [+-][0-9]{2}:?[0-9]{2} | (?<=\ )[A-Za-z][A-Za-z0-9_+/-]{1,38} ) )?""",
    re.VERBOSE,
)
_OFFSET: Final = re.compile(r"(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})")
_WIDEST_OFFSET: Final = timedelta(hours=14)


def parse_date(text: str, zone: str) -> PrintedDate:
    """A date: 2026, 2026-11, 2026-11-23 or 2026-11-23 14:30, each with a zone after it if need be.

    A zone is an offset ("+02:00", "Z") or a name ("Europe/Vienna"); where none is given it is ``zone``, the desk's.
    The moment is the first of the time named. Refuses: DATE_UNREADABLE.
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise _unreadable(text)
    name = _zone_name(found["zone"] or zone)
    try:
        moment = datetime(
            int(found["year"]),
            int(found["month"] or 1),
            int(found["day"] or 1),
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            int(found["second"] or 0),
            tzinfo=_zone(name),
        )
        moment.astimezone(UTC)  # a moment that UTC cannot tell, no database keeps
    except (ValueError, OverflowError, KeyError, OSError):  # the last two: no such zone
        raise _unreadable(text) from None
    return PrintedDate(moment=moment, precision=_precision(found), zone=name)


def _precision(found: re.Match[str]) -> DatePrecision:
    if found["minute"]:
        return DatePrecision.MINUTE
    if found["day"]:
        return DatePrecision.DAY
    return DatePrecision.MONTH if found["month"] else DatePrecision.YEAR


def _zone_name(name: str) -> str:
    """A zone as it is kept: an offset always as "+02:00", "Z" as "UTC"."""
    offset = _OFFSET.fullmatch(name)
    if offset:
        return f"{offset['sign']}{offset['hours']}:{offset['minutes']}"
    return "UTC" if name == "Z" else name


def _zone(name: str) -> tzinfo:
    offset = _OFFSET.fullmatch(name)
    if offset is None:
        return ZoneInfo(name)
    size = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
    if size > _WIDEST_OFFSET or int(offset["minutes"]) > 59:
        raise ValueError(name)
    return timezone(-size if offset["sign"] == "-" else size)


def _unreadable(text: str) -> Refused:
    return Refused(Refusal.DATE_UNREADABLE, field="published", value=text.strip())
