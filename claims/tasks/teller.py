"""Tasks: the teller. Beside the worker, so that no job that takes long keeps news waiting, nor a receiver a job."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from django.db import close_old_connections, connection

from claims.services import telling

LOOKS_EVERY: Final = 1.0  # seconds between two looks for news
_LOG: Final = logging.getLogger(__name__)


@contextmanager
def beside() -> Iterator[None]:
    """Tell news for as long as something else goes on; a message that is under way is finished."""
    is_over = Event()
    thread = Thread(target=_tell, args=[is_over], name="teller")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _tell(is_over: Event) -> None:
    try:
        while True:
            _turn(is_over)
            if is_over.wait(LOOKS_EVERY):
                return
    finally:
        connection.close()


def _turn(is_over: Event) -> None:
    """One turn; when something goes wrong with it, the next one may go well."""
    try:
        if sent := telling.turn(stops=is_over.is_set):
            _LOG.info("telling: %s messages sent", sent)
    except Exception:
        _LOG.exception("A turn of telling failed; the teller tries again.")
    close_old_connections()
