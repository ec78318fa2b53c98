"""Selectors: the notice that a recalled claim is to be used no more, for everybody who was given it in a list."""

from collections.abc import Sequence

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from claims.models import Claim, Event
from claims.records.acts import SubjectKind
from claims.selectors.issued_lists import Use
from claims.workflow import Status


def notice(claim: Claim, uses: Sequence[Use], *, desk: str) -> str:
    """The words to send; "" for a claim that was not recalled, or that no list carried."""
    if claim.status != Status.WITHDRAWN or not uses:
        return ""
    recalled = Event.objects.about(SubjectKind.CLAIM, claim.pk).filter(act="claim.recall").last()
    if recalled is None:
        return ""
    when = formats.date_format(timezone.localtime(recalled.at), "j F Y, H:i T")
    lists = [
        _("- list %(list)s, “%(title)s”, for %(whom)s, issued %(when)s")
        % {
            "list": use.issued,
            "title": use.issued.title,
            "whom": use.issued.for_whom,
            "when": formats.date_format(timezone.localtime(use.issued.issued_at), "j F Y"),
        }
        for use in uses
    ]
    return "\n".join(
        [
            _("RECALL: please do not use this claim any more."),
            "",
            claim.statement,
            "",
            _("%(desk)s recalled it on %(when)s: %(why)s") % {"desk": desk, "when": when, "why": recalled.reason},
            _("You were given it in:"),
            *lists,
            _("Where it was published, please correct it and tell us."),
        ]
    )
