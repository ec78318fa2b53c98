"""Bench: extraction of hostile texts, a megabyte of one thing each, beside a megabyte of prose."""

import time

from claims.extraction import extract

MEGABYTE = 1_000_000
PROSE = "The harbour was closed on Monday. “We wait,” said Ada Okafor, who runs the ferry, and the crew went home. "
PIECES = (
    '"',
    "“",
    "'",
    "(",
    "[",
    "a",
    " ",
    "\n",
    ".",
    '" ',
    '"\n',
    "()",
    "A ",
    "said ",
    "he said, ",
    "and ",
    "[1] ",
    "a. ",
    "Ada, ",
    'x"y',
    '" said Bo. ',
)


def measure() -> None:
    """Print CPU seconds for a megabyte of each, and the ratio to prose of the same length."""
    floor = seconds(PROSE)
    print(f"\nCPU seconds for 1 MB; prose takes {floor:.2f} s.\n\n{'a megabyte of':16} {'s':>6} {'x prose':>8}")
    for piece in PIECES:
        taken = seconds(piece)
        print(f"{piece!r:16} {taken:6.2f} {taken / floor:8.2f}")


def seconds(piece: str) -> float:
    """CPU seconds for a megabyte of this piece."""
    text = piece * (MEGABYTE // len(piece))
    started = time.process_time()
    extract(text, language="en")
    return time.process_time() - started
