"""Records: what a token may be used for, and how long it lasts."""

from enum import StrEnum
from typing import Final

BEGINS: Final = "ct_"  # every secret does, so that whoever looks for leaked ones finds it


class TokenScope(StrEnum):
    """What a token may be used for, within what the role of its person allows."""

    READ = "read"
    ACT = "act"
    IMPORT = "import"
    ISSUE = "issue"
    FEED = "feed"


class LastsFor(StrEnum):
    """How long a token lasts, in days; never longer than a year."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    HALF_YEAR = "180"
    YEAR = "365"

    @property
    def days(self) -> int:
        """The number."""
        return int(self.value)
