"""Tasks: the whole ledger is checked."""

from django.urls import reverse

from claims.models import Job
from claims.records.acts import Actor
from claims.services import ledger_checking
from claims.services.job_runs import Ending
from claims.services.jobs import Progress
from claims.services.ledger_checking import Tally


def work(_job: Job, _by: Actor, progress: Progress) -> Ending:
    """Look at everything; at the end it is kept that this was done, and what was found."""
    tally, amount = Tally(), ledger_checking.amount()
    for _broken in ledger_checking.look(tally, tell=lambda more: progress.tell(progress.done + more, amount)):
        pass

    def ending() -> str:
        ledger_checking.keep(tally)
        return reverse("ledger")

    return ending
