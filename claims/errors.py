"""Errors: what can go wrong, in the trade's words. They carry a code and facts; sentences are made above."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why an act was refused. Each has its sentence in ``choices.refusals``."""

    NOT_ALLOWED = "not_allowed"
    SOURCE_PROTECTED = "source_protected"
    OWN_WORK = "own_work"
    NOT_AGREED_LAST = "not_agreed_last"
    CHIEF_SETTLES = "chief_settles"
    NOT_YET_FOR_CHIEF = "not_yet_for_chief"
    WRONG_STATUS = "wrong_status"
    CHANGED_MEANWHILE = "changed_meanwhile"
    REOPEN_FIRST = "reopen_first"
    NOTHING_CHANGED = "nothing_changed"
    TAKEN_BY_SOMEBODY_ELSE = "taken_by_somebody_else"

    REASON_MISSING = "reason_missing"
    ATTRIBUTION_UNANSWERED = "attribution_unanswered"
    ATTRIBUTION_NEEDS_EVIDENCE = "attribution_needs_evidence"
    VERDICT_NEEDS_EVIDENCE = "verdict_needs_evidence"
    VERDICT_RESTS_ON_SAME_STORY = "verdict_rests_on_same_story"
    DAMAGED_NEEDS_STATEMENT = "damaged_needs_statement"
    SPEAKER_OPEN = "speaker_open"
    ANONYMOUS_AT_MOST_RELAYED = "anonymous_at_most_relayed"
    BARE_NEEDS_INDEPENDENT_EVIDENCE = "bare_needs_independent_evidence"
    STATEMENT_MISSING = "statement_missing"
    MORE_THAN_SPELLING = "more_than_spelling"
    NOT_STALE = "not_stale"
    NOTHING_TO_FINISH = "nothing_to_finish"
    NOT_FINISHED = "not_finished"
    HOLD_NEEDS_WHAT = "hold_needs_what"
    DATE_IN_THE_PAST = "date_in_the_past"

    TEXT_EMPTY = "text_empty"
    TEXT_NOT_TEXT = "text_not_text"
    FILE_IS_PDF = "file_is_pdf"
    FILE_IS_OFFICE = "file_is_office"
    FILE_IS_WEB_PAGE = "file_is_web_page"
    FILE_IS_PACKED = "file_is_packed"
    FILE_IS_PICTURE = "file_is_picture"
    TEXT_HAS_NUL = "text_has_nul"
    TEXT_HAS_HALF_CHARACTER = "text_has_half_character"
    TEXT_TOO_LARGE = "text_too_large"
    ENCODING_UNKNOWN = "encoding_unknown"
    FILE_UNREADABLE = "file_unreadable"
    SAME_TEXT = "same_text"
    SAME_AS_CURRENT = "same_as_current"
    DOCUMENT_WITHDRAWN = "document_withdrawn"
    NOT_WITHDRAWN = "not_withdrawn"
    READ_ALREADY = "read_already"
    DATE_UNREADABLE = "date_unreadable"
    FACT_HAS_NO_VALUE = "fact_has_no_value"
    FACT_SAYS_TWO_THINGS = "fact_says_two_things"

    WORDS_NOT_FOUND = "words_not_found"
    WORDS_IN_SEVERAL_PLACES = "words_in_several_places"
    WORDS_DIFFER = "words_differ"
    SPAN_OUTSIDE = "span_outside"
    NOT_IN_THE_TEXT = "not_in_the_text"
    NO_NEIGHBOUR = "no_neighbour"
    SPLIT_WHERE = "split_where"
    CUT_OUTSIDE = "cut_outside"
    NOTHING_LEFT = "nothing_left"
    NO_WORDS_TO_GIVE_BACK = "no_words_to_give_back"

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    SEVERAL_HAVE_THE_NAME = "several_have_the_name"
    SOURCE_UNKNOWN = "source_unknown"
    NOT_ANONYMOUS = "not_anonymous"
    MERGED_ALREADY = "merged_already"
    NOT_MERGED = "not_merged"
    MERGED_FURTHER = "merged_further"
    MERGE_WITH_ITSELF = "merge_with_itself"
    MERGE_OF_KINDS = "merge_of_kinds"
    MERGE_OF_DESCRIBED = "merge_of_described"
    MERGE_OF_KNOWN = "merge_of_known"
    CHAIN_OF_NO_WORDS = "chain_of_no_words"
    CHAIN_EMPTY = "chain_empty"
    CHAIN_TOO_LONG = "chain_too_long"
    STEP_NEEDS_NAME = "step_needs_name"
    STEP_NEEDS_ROLE = "step_needs_role"
    INFERRED_FROM_NOTHING = "inferred_from_nothing"
    COPY_NOT_READ = "copy_not_read"
    EVIDENCE_EMPTY = "evidence_empty"
    FILE_TOO_LARGE = "file_too_large"
    TOO_MANY_FILES = "too_many_files"
    REPLY_MISSING = "reply_missing"
    NOTHING_TO_TAKE_OVER = "nothing_to_take_over"
    ADDRESS_UNREADABLE = "address_unreadable"
    NOTE_EMPTY = "note_empty"
    NOTE_OF_SOMEBODY_ELSE = "note_of_somebody_else"
    TOO_LONG = "too_long"
    PHRASE_EMPTY = "phrase_empty"
    PHRASE_TAKEN = "phrase_taken"

    VIEW_NAME_TAKEN = "view_name_taken"
    NEEDED_HAS_NO_TIME = "needed_has_no_time"
    NOTHING_CHOSEN = "nothing_chosen"
    LIST_CHANGED_MEANWHILE = "list_changed_meanwhile"
    NOTHING_TO_UNDO = "nothing_to_undo"
    PERSON_MISSING = "person_missing"

    USERNAME_TAKEN = "username_taken"
    OWN_CHAIR = "own_chair"
    OWNERS_ONLY = "owners_only"


class Refused(Exception):
    """An act that was not done, with the reason as a code and its facts. Nothing was changed.

    ``field`` names the form field the sentence belongs beside, "" for the whole form.
    """

    def __init__(self, code: Refusal, *, field: str = "", **facts: object) -> None:
        """Keep the code and the facts that its sentence needs."""
        super().__init__(code.value)
        self.code = code
        self.field = field
        self.facts = facts
