"""Errors: what can go wrong, in the trade's words. They carry a code and facts; sentences are made above."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why an act was refused. Each has its sentence in ``choices.refusals``."""

    NOT_ALLOWED = "not_allowed"
    SOURCE_PROTECTED = "source_protected"
    OWN_WORK = "own_work"
    NOT_ACCEPTED_LAST = "not_accepted_last"
    NOT_AGREED_LAST = "not_agreed_last"
    CHIEF_SETTLES = "chief_settles"
    NOT_YET_FOR_CHIEF = "not_yet_for_chief"
    WRONG_STATUS = "wrong_status"
    CHANGED_MEANWHILE = "changed_meanwhile"
    REOPEN_FIRST = "reopen_first"
    NOTHING_TO_TAKE_BACK = "nothing_to_take_back"
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
    KEY_MISSING = "key_missing"
    KEY_UNREADABLE = "key_unreadable"
    LEDGER_NOT_PREPARED = "ledger_not_prepared"
    SAME_TEXT = "same_text"
    SAME_AS_CURRENT = "same_as_current"
    DOCUMENT_WITHDRAWN = "document_withdrawn"
    NOT_WITHDRAWN = "not_withdrawn"
    WITHDRAW_FIRST = "withdraw_first"
    ERASING_ASKED = "erasing_asked"
    ERASING_NOT_ASKED = "erasing_not_asked"
    OWN_ERASING = "own_erasing"
    DOCUMENT_ERASED = "document_erased"
    TEXT_ERASED = "text_erased"
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
    NAME_LOOKS_LIKE = "name_looks_like"
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
    SEALED_ALREADY = "sealed_already"
    NOT_SEALED = "not_sealed"
    REDACTED = "redacted"
    LABEL_TELLS = "label_tells"
    MOTIVE_TELLS = "motive_tells"
    ASKED_ALREADY = "asked_already"
    OWN_REQUEST = "own_request"
    REQUEST_OF_SOMEBODY_ELSE = "request_of_somebody_else"
    DECIDED_ALREADY = "decided_already"
    NOT_GRANTED = "not_granted"
    CHAIN_OF_NO_WORDS = "chain_of_no_words"
    NO_CHAIN_TO_GIVE_BACK = "no_chain_to_give_back"
    CHAIN_EMPTY = "chain_empty"
    CHAIN_TOO_LONG = "chain_too_long"
    STEP_NEEDS_NAME = "step_needs_name"
    STEP_NEEDS_ROLE = "step_needs_role"
    INFERRED_FROM_NOTHING = "inferred_from_nothing"
    COPY_NOT_READ = "copy_not_read"
    EVIDENCE_DECIDED_ON = "evidence_decided_on"
    EVIDENCE_TAKEN_OVER = "evidence_taken_over"
    EVIDENCE_IS_OFF = "evidence_is_off"
    EVIDENCE_IS_ON = "evidence_is_on"
    NO_EVIDENCE_TO_TAKE_BACK = "no_evidence_to_take_back"
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
    JOB_OVER = "job_over"
    JOB_OF_SOMEBODY_ELSE = "job_of_somebody_else"
    JOBS_TOO_MANY = "jobs_too_many"
    JOB_LOST = "job_lost"
    JOB_UNFORESEEN = "job_unforeseen"
    JOB_RESTORED = "job_restored"

    NEEDED_HAS_NO_TIME = "needed_has_no_time"
    NOTHING_CHOSEN = "nothing_chosen"
    LIST_CHANGED_MEANWHILE = "list_changed_meanwhile"
    NOTHING_TO_UNDO = "nothing_to_undo"
    PERSON_MISSING = "person_missing"

    RECEIVER_UNREADABLE = "receiver_unreadable"
    RECEIVER_NOT_HTTPS = "receiver_not_https"
    RECEIVER_PORT = "receiver_port"
    RECEIVER_IN_THE_HOUSE = "receiver_in_the_house"
    RECEIVER_TAKEN = "receiver_taken"
    NO_NEWS_CHOSEN = "no_news_chosen"
    WEBHOOK_IS_ON = "webhook_is_on"
    WEBHOOK_IS_OFF = "webhook_is_off"
    DELIVERY_WAITS = "delivery_waits"

    BACKUP_UNREADABLE = "backup_unreadable"
    BACKUP_MANIFEST_CHANGED = "backup_manifest_changed"
    BACKUP_PART_MISSING = "backup_part_missing"
    BACKUP_PART_CHANGED = "backup_part_changed"
    BACKUP_PART_UNKNOWN = "backup_part_unknown"
    BACKUP_OF_OTHER_DATABASE = "backup_of_other_database"
    BACKUP_NEWER = "backup_newer"
    BACKUP_LACKS_FILE = "backup_lacks_file"
    BACKUP_THERE_ALREADY = "backup_there_already"
    PROGRAM_MISSING = "program_missing"
    PROGRAM_FAILED = "program_failed"
    PLACE_NOT_EMPTY = "place_not_empty"
    DATABASE_IN_USE = "database_in_use"
    RESTORED_OTHERWISE = "restored_otherwise"
    KEYS_MISSING = "keys_missing"
    KEYS_UNREADABLE = "keys_unreadable"
    KEY_THERE_ALREADY = "key_there_already"

    USERNAME_TAKEN = "username_taken"
    OWN_CHAIR = "own_chair"
    OWNERS_ONLY = "owners_only"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    OWN_SECOND_FACTOR = "own_second_factor"
    NOT_KNOWN_HERE = "not_known_here"
    TOKEN_FOR_NOTHING = "token_for_nothing"  # noqa: S105 - no password
    TOKEN_HAS_ENDED = "token_has_ended"  # noqa: S105 - no password


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


class JobStopped(Exception):
    """A job has to end where it is, and nothing more of it may be written."""


class JobCancelled(JobStopped):
    """Somebody cancelled it."""


class JobOvertaken(JobStopped):
    """Its lease was over, and another worker has it."""


class WorkerEnds(JobStopped):
    """The worker was told to end; the job goes back to the queue."""
