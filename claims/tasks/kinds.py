"""Tasks: the work of each kind of job.

A kind reads for as long as it takes and tells its progress; it writes nothing. What it gives back is its ending: the
act, and the address of what came of it. The ending is called in the one transaction in which the job is over, so it is
done once although the work before it may have been begun several times. What refuses, refuses; its sentence is shown.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from claims.models import Job
from claims.records.acts import Actor
from claims.records.jobs import JobKind
from claims.services.job_runs import Ending
from claims.services.jobs import Progress
from claims.tasks import check_ledger, issue_list

Work: TypeAlias = Callable[[Job, Actor, Progress], Ending]

KINDS: Final[Mapping[JobKind, Work]] = {
    JobKind.CHECK_LEDGER: check_ledger.work,
    JobKind.ISSUE_LIST: issue_list.work,
    JobKind.CORRECT_LIST: issue_list.correct,
}
