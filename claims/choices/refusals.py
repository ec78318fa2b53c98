"""Choices: the sentence for each refusal. What happened, what to do, no blame."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.errors import Refusal, Refused

SENTENCES: Mapping[Refusal, str | Promise] = {
    Refusal.NOT_ALLOWED: _("Your role does not include this. Ask an editor or a chief."),
    Refusal.SOURCE_PROTECTED: _("The source is sealed. What your role may do with others is not done with it."),
    Refusal.OWN_WORK: _("You submitted or last changed this claim. Another editor has to do the second check."),
    Refusal.CHIEF_SETTLES: _("This claim went back twice. A chief has to settle it now."),
    Refusal.NOT_YET_FOR_CHIEF: _("A chief settles a claim after it went back twice. Agree or send it back instead."),
    Refusal.WRONG_STATUS: _("“%(move)s” is not possible while the claim is “%(status)s”."),
    Refusal.CHANGED_MEANWHILE: _(
        "Somebody changed this while you were working. Nothing was overwritten and your words are kept below: "
        "look at what is there now, then send again."
    ),
    Refusal.REOPEN_FIRST: _("This claim is “%(status)s”. Reopen or restore it first."),
    Refusal.NOTHING_TO_TAKE_BACK: _("There is nothing to undo: something else has happened to this claim since."),
    Refusal.NOTHING_CHANGED: _("Nothing was changed, because nothing is different."),
    Refusal.TAKEN_BY_SOMEBODY_ELSE: _("Somebody else has this claim in hand. Take it first, or ask an editor."),
    Refusal.NOT_ACCEPTED_LAST: _(
        "Only what you accepted yourself can be taken back, and only while nothing has happened since. "
        "Set the claim aside instead, or change what is wrong with it."
    ),
    Refusal.NOT_AGREED_LAST: _(
        "Only your own agreement can be taken back, and only while nothing has happened since. "
        "Reopen the claim instead."
    ),
    Refusal.REASON_MISSING: _("Give a reason: others will read it in the history."),
    Refusal.ATTRIBUTION_UNANSWERED: _("Answer “Did they say it?” first."),
    Refusal.ATTRIBUTION_NEEDS_EVIDENCE: _(
        "“%(answer)s” needs evidence: a link, a file, or somebody asked. A note alone is not enough."
    ),
    Refusal.VERDICT_NEEDS_EVIDENCE: _(
        "“%(answer)s” needs evidence: a link, a file, or somebody asked. A note alone is not enough."
    ),
    Refusal.VERDICT_RESTS_ON_SAME_STORY: _(
        "“%(answer)s” cannot rest on a copy of this story or on the speaker's own words. Add other evidence."
    ),
    Refusal.DAMAGED_NEEDS_STATEMENT: _(
        "The quotation is cut or holds foreign matter. Write the statement yourself before you submit."
    ),
    Refusal.SPEAKER_OPEN: _("Say who the speaker is first, or answer “Not established”."),
    Refusal.ANONYMOUS_AT_MOST_RELAYED: _(
        "The speaker is anonymous: answer at most “Relayed”, or let a chief record that the house knows who it is."
    ),
    Refusal.BARE_NEEDS_INDEPENDENT_EVIDENCE: _(
        "Nothing is known of this speaker: “True” needs evidence stated to be independent of them."
    ),
    Refusal.STATEMENT_MISSING: _("Write the statement: one sentence that says what is claimed."),
    Refusal.MORE_THAN_SPELLING: _(
        "That changes more than spelling. Change the statement instead; the claim then goes back to review."
    ),
    Refusal.NOTHING_TO_FINISH: _("This claim stands in no queue that “read, nothing to do” would take it out of."),
    Refusal.NOT_FINISHED: _("Nobody has said “read, nothing to do” of this claim."),
    Refusal.NOT_STALE: _("This claim is not stale."),
    Refusal.HOLD_NEEDS_WHAT: _("Say what the claim waits for."),
    Refusal.DATE_IN_THE_PAST: _("That day has passed. Give a day to come."),
    Refusal.TEXT_EMPTY: _("There are no words in it. Paste the story, or choose another file."),
    Refusal.TEXT_UNSEEN: _(
        "Much of it is signs that nobody can see, the first at character %(place)s. Paste the words alone, or save it "
        "as plain text once more."
    ),
    Refusal.TEXT_NOT_TEXT: _("“%(name)s” is not a text file. Save it as plain text first, or paste the words."),
    Refusal.FILE_IS_PDF: _("“%(name)s” is a PDF, which cannot be read here. Open it, copy its words and paste them."),
    Refusal.FILE_IS_OFFICE: _(
        "“%(name)s” was made by a word processor. Open it, copy its words and paste them, or save it as plain text."
    ),
    Refusal.FILE_IS_WEB_PAGE: _(
        "“%(name)s” is the source of a web page. Open it in a browser, copy the words of the story and paste them."
    ),
    Refusal.FILE_IS_PACKED: _("“%(name)s” is a packed file. Unpack it, and choose the text files that are in it."),
    Refusal.FILE_IS_PICTURE: _(
        "“%(name)s” is a picture: there is no text in it to copy. Type the words, or paste them."
    ),
    Refusal.TEXT_HAS_NUL: _(
        "There are NUL characters in it, the first at character %(place)s. Save it as plain text in UTF-8."
    ),
    Refusal.TEXT_HAS_HALF_CHARACTER: _(
        "Character %(place)s is broken: only half of it came. Delete it, or copy the words again."
    ),
    Refusal.TEXT_TOO_LARGE: _("It has %(size)s bytes; at most %(limit)s are taken. Cut it into several documents."),
    Refusal.ENCODING_UNKNOWN: _(
        "Its encoding could not be told. Save it as UTF-8, or say which encoding it has (for example windows-1252)."
    ),
    Refusal.FILE_UNREADABLE: _("“%(name)s” could not be read: %(why)s."),
    Refusal.KEY_MISSING: _(
        "The key “%(name)s” is not in the folder of keys, and nothing was done. Whoever keeps the server brings it "
        "back from the backup; on a new desk, “manage.py prepare” makes it."
    ),
    Refusal.KEY_UNREADABLE: _(
        "The key “%(name)s” cannot be read, and nothing was done. Whoever keeps the server sees to its file, or brings "
        "it back from the backup."
    ),
    Refusal.LEDGER_NOT_PREPARED: _(
        "The ledger of this desk comes from an earlier version, and nothing was done. Whoever keeps the server runs "
        "“manage.py prepare” first."
    ),
    Refusal.SAME_TEXT: _("This text is here already: “%(title)s”."),
    Refusal.SAME_AS_CURRENT: _("This is the text that document has already. Nothing was changed."),
    Refusal.DOCUMENT_WITHDRAWN: _("This document was withdrawn. Bring it back first."),
    Refusal.NOT_WITHDRAWN: _("This document is not withdrawn."),
    Refusal.WITHDRAW_FIRST: _(
        "Withdraw the document first: that can be undone, and shows what rests on it. Then ask to erase it."
    ),
    Refusal.ERASING_ASKED: _("It has been asked to erase this document. Decline that first."),
    Refusal.ERASING_NOT_ASKED: _("Nobody asks to erase this document, or somebody has declined it meanwhile."),
    Refusal.OWN_ERASING: _("You asked to erase this document. Another editor or chief has to agree."),
    Refusal.DOCUMENT_ERASED: _("The words of this document were erased. That cannot be undone."),
    Refusal.TEXT_ERASED: _(
        "This very text was here and was erased on %(date)s, because: %(because)s. It is not taken in again."
    ),
    Refusal.READ_ALREADY: _(
        "This text was read already by the extractor as it is now, in the same language. It would find the same again."
    ),
    Refusal.DATE_UNREADABLE: _(
        "“%(value)s” is not a date that can be read. Write 2026-11-23, 2026-11-23 14:30, 2026-11 or 2026."
    ),
    Refusal.FACT_HAS_NO_VALUE: _("Give the %(fact)s, or say that it is unknown, absent or unreadable."),
    Refusal.FACT_SAYS_TWO_THINGS: _("The %(fact)s is given and is said to be %(knowledge)s. Take one of the two away."),
    Refusal.WORDS_NOT_FOUND: _("These words do not stand in this text. Copy them exactly as they stand there."),
    Refusal.WORDS_IN_SEVERAL_PLACES: _("These words stand in %(count)s places. Choose one, or copy more of the text."),
    Refusal.WORDS_DIFFER: _("The words you marked are not the words at that place. Reload the page and mark again."),
    Refusal.SPAN_OUTSIDE: _("That place lies outside the text."),
    Refusal.NOT_IN_THE_TEXT: _(
        "This claim has no words in the newest version of a text. Say on the page of the document where they stand."
    ),
    Refusal.NO_NEIGHBOUR: _("No open quotation of the same speaker stands next to this one."),
    Refusal.SPLIT_WHERE: _(
        "Say with which words the second claim begins: words of this quotation, but not its first ones."
    ),
    Refusal.CUT_OUTSIDE: _("These words are not in the quotation. Mark words that it holds."),
    Refusal.NOTHING_LEFT: _("That would leave no words. Set the claim aside instead."),
    Refusal.NO_WORDS_TO_GIVE_BACK: _(
        "There is nothing to undo: the words of this claim were not changed, or something else has changed since."
    ),
    Refusal.NAME_MISSING: _("Give a name."),
    Refusal.NAME_TAKEN: _("“%(name)s” is here already, as a name or as another name of somebody."),
    Refusal.NAME_LOOKS_LIKE: _(
        "“%(name)s” looks like “%(other)s”, who is here already, but is written with other letters. Type it anew, "
        "letter by letter, or say that somebody else is meant."
    ),
    Refusal.SEVERAL_HAVE_THE_NAME: _("Several are called “%(name)s”. Choose which one is meant."),
    Refusal.SOURCE_UNKNOWN: _("Nobody here is called “%(name)s”. Choose from the list, or add the name first."),
    Refusal.NOT_ANONYMOUS: _("This source is named: there is nothing to vouch for."),
    Refusal.MERGED_ALREADY: _(
        "“%(name)s” was merged into another source. Go on with that one, or undo the merge first."
    ),
    Refusal.NOT_MERGED: _("“%(name)s” is not merged into another source: there is nothing to undo."),
    Refusal.MERGED_FURTHER: _("“%(name)s”, which took it in, was itself merged since. Undo that merge first."),
    Refusal.MERGE_WITH_ITSELF: _("That is the same source. Choose the other one that means the same."),
    Refusal.MERGE_OF_KINDS: _(
        "“%(keep)s” is of the kind “%(keep_kind)s”, “%(drop)s” of the kind “%(drop_kind)s”. "
        "If both are the same, correct the kind of one of them first."
    ),
    Refusal.MERGE_OF_DESCRIBED: _(
        "“%(name)s” is described in one story and named nowhere. Merged with a source from elsewhere it would get a "
        "name that the story does not print: change the speaker of its claims instead, and say why."
    ),
    Refusal.MERGE_OF_KNOWN: _(
        "The house knows who one of the two is and not the other. A chief has to say the same of both first."
    ),
    Refusal.SEALED_ALREADY: _("This source is sealed already."),
    Refusal.NOT_SEALED: _("This source is not sealed: its page shows who it is."),
    Refusal.REDACTED: _("Who this source is was redacted: the key is destroyed, and nobody can read it any more."),
    Refusal.LABEL_TELLS: _("The label has a word of the name in it. Choose one that tells nothing, or leave it empty."),
    Refusal.MOTIVE_TELLS: _("The reason names the source. It stands in the ledger for good: say it without the name."),
    Refusal.ASKED_ALREADY: _("You have asked already, and that request is open or granted."),
    Refusal.OWN_REQUEST: _("This is your own request. Another chief has to decide on it."),
    Refusal.REQUEST_OF_SOMEBODY_ELSE: _(
        "Somebody else asked this. Only they can take it back, and only they or a chief can end a grant."
    ),
    Refusal.DECIDED_ALREADY: _("This request is decided, ended or over already."),
    Refusal.NOT_GRANTED: _(
        "Nobody has granted you to see who this source is, or the time is over. Ask on the page of the source."
    ),
    Refusal.CHAIN_OF_NO_WORDS: _(
        "This claim was entered by hand: no story of ours holds its words, so there is no way they took to us."
    ),
    Refusal.NO_CHAIN_TO_GIVE_BACK: _(
        "There is nothing to undo: the chain was not changed, or something else has happened to the claim since."
    ),
    Refusal.CHAIN_EMPTY: _("A chain has at least one step: whoever uttered the words."),
    Refusal.CHAIN_TOO_LONG: _("A chain has at most %(limit)s steps."),
    Refusal.STEP_NEEDS_NAME: _("Say who it was, or that it is unknown, absent or unreadable."),
    Refusal.STEP_NEEDS_ROLE: _("Say what this step did: at least one role."),
    Refusal.INFERRED_FROM_NOTHING: _("Say what this was inferred from."),
    Refusal.COPY_NOT_READ: _(
        "The last step is the copy we hold: say that we read it, or put the one that we read in the last place."
    ),
    Refusal.EVIDENCE_DECIDED_ON: _(
        "This claim was decided on that evidence, so it stays. Say in a note what is wrong with it, or add what speaks "
        "against it."
    ),
    Refusal.EVIDENCE_TAKEN_OVER: _("Claims have taken this evidence over. Take it off those claims first."),
    Refusal.EVIDENCE_IS_OFF: _("This evidence is taken off already."),
    Refusal.EVIDENCE_IS_ON: _("This evidence is there: nothing has to be brought back."),
    Refusal.NO_EVIDENCE_TO_TAKE_BACK: _(
        "There is nothing to undo: something else has happened to this claim since. Take single evidence off instead."
    ),
    Refusal.EVIDENCE_EMPTY: _("Give an address, a file, a note, or say whom you asked."),
    Refusal.FILE_TOO_LARGE: _(
        "The file is larger than %(limit)s megabytes, more than is kept here. Give the part that matters, or a link."
    ),
    Refusal.TOO_MANY_FILES: _("There are %(limit)s files here already, and no more are kept. Give a link instead."),
    Refusal.REPLY_MISSING: _("Write down what they answered, or say that there was no reply."),
    Refusal.NOTHING_TO_TAKE_OVER: _(
        "There is nothing to take over: choose evidence on the document that this claim does not rest on already."
    ),
    Refusal.ADDRESS_UNREADABLE: _("“%(value)s” is not an address that begins with http:// or https://."),
    Refusal.NOTE_EMPTY: _("Write the note first."),
    Refusal.NOTE_OF_SOMEBODY_ELSE: _("Somebody else wrote this note. Answer it instead."),
    Refusal.TOO_LONG: _("That is too long: at most %(limit)s characters."),
    Refusal.PHRASE_EMPTY: _("Write the phrase first."),
    Refusal.PHRASE_TAKEN: _("“%(words)s” is among these phrases already."),
    Refusal.VIEW_NAME_TAKEN: _("You have a view called “%(name)s” already. Choose another name."),
    Refusal.NEEDED_HAS_NO_TIME: _("Say by when it is needed; or leave both fields empty if it no longer is."),
    Refusal.NOTHING_CHOSEN: _("Nothing of what you chose can take this act. Tick other claims, or change the filter."),
    Refusal.FOR_WHOM_MISSING: _("Say for whom the list is: they have to be told when something in it changes."),
    Refusal.TITLE_MISSING: _("Give the list a title."),
    Refusal.FORMAT_UNKNOWN: _("There is no format “%(format)s”. Choose another one."),
    Refusal.NOTHING_TO_ISSUE: _("No claim is in this list, so there is nothing to issue. Change what it asks for."),
    Refusal.NUMBER_TAKEN: _("Others are issuing lists at this moment. Try again."),
    Refusal.NOTHING_TO_SETTLE: _(
        "Nothing in this list waits to be seen to for this claim; somebody may have been first."
    ),
    Refusal.LIST_REPLACED: _("List %(list)s was replaced by list %(by)s. Go on there."),
    Refusal.LIST_AS_IT_WAS: _("Every claim is still as list %(list)s says it, so there is nothing to correct."),
    Refusal.LIST_ERASED: _("Words in this list were erased, or a name in it was protected: its file is gone."),
    Refusal.LIST_UNREADABLE: _("This file cannot be read as %(format)s, which is what the list was issued as."),
    Refusal.LIST_UNKNOWN: _(
        "No list that was issued here is this file, nor is it named like one. Name the list in question, such as 12.1."
    ),
    Refusal.LIST_CHANGED_MEANWHILE: _(
        "The claims changed since you saw the number, and nothing was done: look at what it would be now, then confirm."
    ),
    Refusal.NOTHING_TO_UNDO: _("Nothing is left to undo: every one of these claims was changed again since."),
    Refusal.PERSON_MISSING: _("Choose in whose hand the claims go."),
    Refusal.RECEIVER_UNREADABLE: _(
        "That cannot be read as an address. Give a whole one, as in https://news.example/hooks/desk, without a name "
        "and a password in it."
    ),
    Refusal.RECEIVER_NOT_HTTPS: _(
        "Give an address that begins with https://. On the way to any other, whoever listens in can read along."
    ),
    Refusal.RECEIVER_PORT: _("News goes to the usual port of https alone. Leave :%(port)s out of the address."),
    Refusal.RECEIVER_IN_THE_HOUSE: _(
        "This address leads into the house. Whoever keeps the server can allow it, by WEBHOOKS_IN_THE_HOUSE."
    ),
    Refusal.RECEIVER_TAKEN: _("This address is told already, by “%(name)s”. Change that webhook instead."),
    Refusal.NO_NEWS_CHOSEN: _("Choose at least one kind of news."),
    Refusal.WEBHOOK_IS_ON: _("The webhook is on already."),
    Refusal.WEBHOOK_IS_OFF: _("The webhook is off. Turn it on first."),
    Refusal.DELIVERY_WAITS: _("This is waiting to be sent already."),
    Refusal.BACKUP_UNREADABLE: _(
        "“%(name)s” is not a whole backup of Claimtrail (%(why)s). Nothing was restored. Take another copy of it."
    ),
    Refusal.BACKUP_MANIFEST_CHANGED: _(
        "The part “manifest.json” of this backup is not what was written (%(why)s). Nothing was restored. "
        "Take another copy of the backup."
    ),
    Refusal.BACKUP_PART_MISSING: _(
        "The part “%(part)s” is missing from this backup. Nothing was restored. Take another copy of the backup."
    ),
    Refusal.BACKUP_PART_CHANGED: _(
        "The part “%(part)s” of this backup is not what was written: its SHA-256 is another one. Nothing was "
        "restored. Take another copy of the backup."
    ),
    Refusal.BACKUP_PART_UNKNOWN: _(
        "The part “%(part)s” stands in this backup and not in its manifest. Nothing was restored. "
        "Take another copy of the backup."
    ),
    Refusal.BACKUP_OF_OTHER_DATABASE: _(
        "This backup was made of a %(made)s database, and DATABASE_URL names a %(here)s one. Nothing was restored. "
        "Name a %(made)s database."
    ),
    Refusal.BACKUP_NEWER: _(
        "This backup was made by a newer release: “%(migration)s” is not known here. Nothing was restored. "
        "Install that release first."
    ),
    Refusal.BACKUP_LACKS_FILE: _(
        "The file %(name)s, which the database names, cannot be taken along: %(why)s. No backup was written. "
        "Bring the file back from an older backup, or say --with-gaps to go on without it."
    ),
    Refusal.BACKUP_THERE_ALREADY: _("“%(name)s” is there already, and no backup is overwritten. Name another file."),
    Refusal.PROGRAM_MISSING: _(
        "The program %(program)s is not here. It comes with PostgreSQL's client (Debian, Ubuntu: "
        "apt install postgresql-client)."
    ),
    Refusal.PROGRAM_FAILED: _("%(program)s stopped: %(said)s"),
    Refusal.PLACE_NOT_EMPTY: _(
        "This place is not empty: %(what)s. Nothing was restored. Name an empty database and an empty MEDIA_ROOT, or "
        "say --replace; what is in the database now is then kept beside it."
    ),
    Refusal.DATABASE_IN_USE: _(
        "Somebody else is using this database. Nothing was restored. Stop the server and every command, then try again."
    ),
    Refusal.RESTORED_OTHERWISE: _("What was restored is not what the backup says: %(what)s. Do not work with it."),
    Refusal.JOB_OVER: _("This is over already: there is nothing left to cancel."),
    Refusal.JOB_OF_SOMEBODY_ELSE: _("Somebody else asked for this. They can cancel it, or a chief can."),
    Refusal.JOBS_TOO_MANY: _(
        "You have asked for %(limit)s pieces of work that are not done yet. Wait for one of them, or cancel one."
    ),
    Refusal.JOB_LOST: _(
        "The worker stopped %(times)s times in the middle of this, and nothing was done. Ask again; if it happens "
        "again, whoever keeps the server finds in the log of the worker why."
    ),
    Refusal.JOB_UNFORESEEN: _(
        "Something went wrong that nobody foresaw, and nothing was done. Whoever keeps the server finds it in the log "
        "of the worker, under “job %(number)s”."
    ),
    Refusal.JOB_RESTORED: _(
        "This was not done yet when the backup was made that the desk was restored from. Nothing was done. Ask again."
    ),
    Refusal.KEYS_MISSING: _("There are no keys in %(folder)s."),
    Refusal.KEYS_UNREADABLE: _("“%(name)s” is not a file of keys as “manage.py backup --keys” writes it."),
    Refusal.KEY_THERE_ALREADY: _(
        "There is another key “%(name)s” in the folder of keys already, and none was put back. Move that one away "
        "first, if the desk that it belongs to is gone."
    ),
    Refusal.USERNAME_TAKEN: _("Somebody here has the user name “%(name)s” already. Choose another."),
    Refusal.OWN_CHAIR: _("You cannot take the role of chief, or the way in, from yourself. Another chief can."),
    Refusal.OWNERS_ONLY: _("This account owns the installation. Only somebody who owns it too can change it."),
    Refusal.SECOND_FACTOR_ON: _("The second factor is on already."),
    Refusal.SECOND_FACTOR_OFF: _("There is no second factor to take off."),
    Refusal.OWN_SECOND_FACTOR: _("Your own second factor is turned off on the page of your account."),
    Refusal.NOT_KNOWN_HERE: _("You have no account at this desk. Ask a chief to make you one, then sign in again."),
    Refusal.KEY_USED_OTHERWISE: _("This key was sent with another story before. Choose a new one for each import."),
    Refusal.TOKEN_FOR_NOTHING: _("Choose what the token may be used for."),
    Refusal.TOKEN_HAS_ENDED: _("This token has ended already."),
}


def sentence(refused: Refused) -> str:
    """The sentence for somebody to read, with the facts of this case in it."""
    return str(SENTENCES[refused.code]) % refused.facts
