"""Management: the worker. It does what people asked to be done in the background, until it is told to end."""

import logging
import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from claims.tasks import teller, worker

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Work off the queue, and put back what other workers have lost. Several may run beside each other."""

    help = (
        "Does what people asked to be done in the background: lists that take long, a check of the whole ledger; and "
        "tells webhooks what happens. Runs beside the pages until it is told to end (Ctrl-C, SIGTERM); what it is at "
        "then is put back for the next one. Several may run at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to stay."""
        parser.add_argument(
            "--until-empty", action="store_true", help="end when nothing waits any more, as a line of cron does"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        """Work, and say in the log when it begins and ends."""
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, self._end)
        logger.info("worker %s begins", worker.name())
        with teller.beside():
            worker.work(until_empty=options["until_empty"])
        logger.info("worker %s ends", worker.name())

    def _end(self, told: int, _frame: FrameType | None) -> None:
        """End as soon as the job at hand says how far it is; a second Ctrl-C ends at once, and its lease runs out."""
        if told == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        worker.end()
