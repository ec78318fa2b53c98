"""Choices: what can be wrong with the ledger, in sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.ledger.stand_alone import Broken, Fault

SENTENCES: Mapping[Fault, str | Promise] = {
    Fault.UNREADABLE: gettext_lazy("Line %(at)s%(about)s cannot be read."),
    Fault.MISSING: gettext_lazy("Before line %(at)s%(about)s, lines are missing or were moved."),
    Fault.CHAIN: gettext_lazy("Line %(at)s%(about)s does not follow the line before it: one of the two was changed."),
    Fault.EARLIER: gettext_lazy(
        "Line %(at)s%(about)s names another earlier line about it than is here: one was taken out or put in."
    ),
    Fault.MAC: gettext_lazy("Line %(at)s%(about)s was not written by this desk, or was changed since."),
    Fault.KEY: gettext_lazy("Line %(at)s%(about)s was authenticated with a key that is not in the folder of keys."),
    Fault.COLUMNS: gettext_lazy("Line %(at)s%(about)s says something else than its row in the table of events."),
    Fault.STATE: gettext_lazy("%(subject)s is not as its last line, %(at)s, left it: a row of it was changed."),
    Fault.SALT: gettext_lazy(
        "Whether %(subject)s is as its last line, %(at)s, left it cannot be told: what its hash was made with is gone, "
        "or a line was taken out."
    ),
    Fault.GONE: gettext_lazy("%(subject)s is gone, and no line says why; its last line is %(at)s."),
    Fault.UNTOLD: gettext_lazy("%(subject)s has no line in the ledger: nobody at the desk made it."),
    Fault.TEXT: gettext_lazy("%(subject)s has a text that is not the one received."),
    Fault.UNSIGNED: gettext_lazy("The checkpoint at line %(at)s is not signed with the key of this desk."),
    Fault.OTHER_ROOT: gettext_lazy(
        "The checkpoint at line %(at)s says otherwise: a line up to there was changed, taken out or put in."
    ),
    Fault.CUT_OFF: gettext_lazy("A checkpoint knows of %(at)s lines, more than there are: the end was cut off."),
}


def sentence(broken: Broken) -> str:
    """What is wrong, with the line and the subject named."""
    subject = f"{broken.kind.capitalize()} {broken.subject}"
    about = _(" (%(kind)s %(number)s)") % {"kind": broken.kind, "number": broken.subject} if broken.kind else ""
    return str(SENTENCES[broken.fault]) % {"at": broken.at, "about": about, "subject": subject}
