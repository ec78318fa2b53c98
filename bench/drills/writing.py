"""Drill: somebody who brings stories in and accepts claims until stopped, saying after each act that it is done."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import IO

from django.conf import settings
from django.db.models import Max

from bench import database
from claims.importers import pasted
from claims.models import Claim, Event
from claims.records.acts import command
from claims.services import importing, review

STORY = """The harbour, report {number} of writer {writer}

TOLVIK: “The harbour stays closed until Friday for the {number}th time,” said Marta Solheim, the port director.

“Nobody asked the fishermen of boat {number},” Jonas Brekke told AFP on Tuesday.
"""
_BEGIN = "import django; django.setup(); from bench.drills import writing; writing.go_on()"


def go_on() -> None:
    """Write for ever. After each act the number of the last event is printed: all up to it is acknowledged."""
    by = command("drill")
    for number in count(1):
        text = STORY.format(number=number, writer=os.getpid())
        story = importing.import_text(pasted(text, limit=len(text) * 4), by=by)
        _acknowledge()
        for claim in Claim.objects.filter(quotations__snapshot=story.snapshot).order_by("pk"):
            review.accept(claim.pk, by=by, version=claim.version)
            _acknowledge()


@contextmanager
def meanwhile(writers: int) -> Iterator[list[IO[str]]]:
    """Writers at work on our database, each a process of its own; what they acknowledge can be read line by line."""
    where = {
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "DATABASE_URL": database.url(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "KEYS_DIR": str(settings.KEYS_DIR),
        "CHECKPOINTS_DIR": str(settings.CHECKPOINTS_DIR),
        "LOG_LEVEL": "ERROR",
        "DEBUG": "1",
    }
    processes = [
        subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", _BEGIN],
            cwd=settings.BASE_DIR,
            env={**os.environ, **where},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(writers)
    ]
    try:
        yield [process.stdout for process in processes if process.stdout]
    finally:
        for process in processes:
            process.terminate()
            process.communicate()


def _acknowledge() -> None:
    sys.stdout.write(f"{Event.objects.aggregate(last=Max('sequence'))['last']}\n")
    sys.stdout.flush()
