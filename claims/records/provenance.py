"""Records: sources, and the way words took to us."""

from enum import StrEnum


class Knowledge(StrEnum):
    """What we know of a fact. Unknown, absent and unreadable are three different things."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


class SourceKind(StrEnum):
    """What a source is."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
    STATE = "state"
    AGENCY = "agency"
    OUTLET = "outlet"
    DOCUMENT = "document"


class Translation(StrEnum):
    """Whether a copy is in the language it was written in."""

    UNKNOWN = "unknown"
    ORIGINAL = "original"
    HUMAN = "human"
    MACHINE = "machine"
    MACHINE_SUSPECTED = "machine_suspected"


class DatePrecision(StrEnum):
    """How exactly a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"


class RelayRole(StrEnum):
    """What a source did at one step of the chain."""

    SPEAKER = "speaker"
    EYEWITNESS = "eyewitness"
    SPOKESPERSON = "spokesperson"
    MONITOR = "monitor"
    AGENCY = "agency"
    OUTLET = "outlet"
    RELAYER = "relayer"
    REPUBLISHER = "republisher"
    TRANSLATOR = "translator"


class Transform(StrEnum):
    """What a step did to the words."""

    VERBATIM = "verbatim"
    CUT = "cut"
    PARAPHRASE = "paraphrase"
    HUMAN_TRANSLATION = "human_translation"
    MACHINE_TRANSLATION = "machine_translation"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """Where a reading comes from."""

    PRINTED = "printed"
    INFERRED = "inferred"
    EDITOR = "editor"


class ChainEnd(StrEnum):
    """Why a chain ends where it ends."""

    PRIMARY_RECORD = "primary_record"
    SOURCE_GIVES_NONE = "source_gives_none"
    SOURCE_ANONYMOUS = "source_anonymous"
    NOT_FOUND = "not_found"
    NOT_LOOKED = "not_looked"


class SpeakerBasis(StrEnum):
    """How the claim came to its speaker. OPEN: nobody is linked yet; COPY: stated by the copy itself."""

    OPEN = "open"
    PRINTED = "printed"
    EDITOR = "editor"
    COPY = "copy"


class Place(StrEnum):
    """What became of a quotation in the newest version of its document."""

    CURRENT = "current"
    FOLLOWED = "followed"
    WAITING = "waiting"
    GONE = "gone"
