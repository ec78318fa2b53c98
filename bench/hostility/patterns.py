"""Bench: every regular expression of ours, found where it is compiled, on texts that are made to slow it down.

``python -m bench.hostility.patterns`` prints them as JSON. It runs in a process of its own, as it has to be there
before the first of our modules is imported.
"""

import ast
import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from re import _constants as op  # type: ignore[attr-defined]  # not told to type checkers
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

from bench.hostility import SEED
from bench.hostility.texts import ARABIC, CHINESE, HEBREW, RUSSIAN, STORY, one_thing

_ROOT: Final = Path(__file__).parents[2]
_CALLS: Final = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
_ANCHORED: Final = {"match", "fullmatch"}
_CATEGORIES: Final = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "x"}
_SAMPLES: Final = 6
_LONGEST_REPEAT: Final = 3
_SLOW: Final = 0.05
_TIMES: Final = 3.0
_ENDS: Final = ("", "\0")  # what repeats stands alone, or between signs that hardly a pattern takes


@dataclass(frozen=True, slots=True)
class Ours:
    """A regular expression of ours, where it stands, and whether anybody searches with it or only matches with it."""

    pattern: str
    flags: int
    site: str
    is_searched_with: bool


@dataclass(frozen=True, slots=True)
class Slow:
    """One that takes more than its share on a text of so many of ``unit``."""

    ours: Ours
    unit: str
    seconds: float
    times: float


def ours() -> tuple[list[Ours], list[str]]:
    """All that we compile, and the places in our sources where one is that nothing came by."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.hostility.patterns"],
        capture_output=True,
        check=True,
        cwd=_ROOT,
        env={**os.environ},
    )
    found = json.loads(told.stdout)
    return [Ours(*one) for one in found["patterns"]], found["missed"]


def slow_ones(found: Iterable[Ours], *, size: int, generic: Iterable[str]) -> Iterator[Slow]:
    """Those that need more than three times as long for twice the text, on any text of so many characters."""
    for one in found:
        compiled = re.compile(one.pattern, one.flags)
        for unit in dict.fromkeys((*units(one), *generic)):
            slow = next((slow for end in _ENDS if (slow := _slow(one, compiled, unit, end, size))), None)
            if slow:
                yield slow
                break


def _slow(one: Ours, compiled: re.Pattern[str], unit: str, end: str, size: int) -> Slow | None:
    whole_text, half_text = (f"{end}{one_thing(unit, of)}{end}" for of in (size, size // 2))
    whole = _seconds(one, compiled, whole_text)
    if whole < _SLOW:
        return None
    times = 5 if whole < 1 else 1  # what is soon done is measured again: other work on the machine shows in it
    whole = min(whole, *(_seconds(one, compiled, whole_text) for _ in range(times)))
    half = min(_seconds(one, compiled, half_text) for _ in range(max(times, 3)))
    return Slow(one, unit, whole, whole / half) if whole > _TIMES * half else None


def units(one: Ours) -> list[str]:
    """Bits of text that the pattern likes the beginning of: what it matches, cut anywhere, and what it repeats."""
    tree, random = parser.parse(one.pattern, one.flags), Random(SEED)
    found: dict[str, None] = {}
    for _ in range(_SAMPLES):
        repeated: list[str] = []
        sample = _written(tree, random, repeated)
        for end in {len(sample), len(sample) - 1, len(sample) // 2, len(sample) // 3, 1}:
            found[sample[: max(end, 0)]] = None
        found |= dict.fromkeys(repeated)
        found |= dict.fromkeys(f"{bit}{sample[:1]}" for bit in repeated)
    return [unit for unit in found if 0 < len(unit) <= 400]


def _seconds(one: Ours, compiled: re.Pattern[str], text: str) -> float:
    began = time.process_time()
    if one.is_searched_with:
        for _ in compiled.finditer(text):
            pass
    else:
        compiled.match(text)
        compiled.fullmatch(text)
    return time.process_time() - began


def _written(tree: Any, random: Random, repeated: list[str]) -> str:
    return "".join(_piece(code, value, random, repeated) for code, value in tree)


def _piece(code: Any, value: Any, random: Random, repeated: list[str]) -> str:
    """A text that one step of a pattern matches, roughly; what looks around matches nothing."""
    if code is op.LITERAL:
        return chr(value)
    if code is op.NOT_LITERAL:
        return "x" if value != ord("x") else "y"
    if code is op.ANY:
        return "x"
    if code is op.IN:
        return _member(value, random)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        bit = _written(inner, random, repeated)
        repeated.append(bit)
        return bit * random.randint(least, max(least, min(int(most), _LONGEST_REPEAT)))
    if code is op.BRANCH:
        return _written(random.choice(value[1]), random, repeated)
    if code is op.SUBPATTERN:
        return _written(value[-1], random, repeated)
    if code is op.ATOMIC_GROUP:
        return _written(value, random, repeated)
    return ""


def _member(members: Any, random: Random) -> str:
    if members[0][0] is op.NEGATE:
        taken = {chr(value) for code, value in members[1:] if code is op.LITERAL}
        return next(letter for letter in "x y7,\n" if letter not in taken)
    code, value = random.choice(members)
    if code is op.RANGE:
        return chr(random.choice(value))
    return chr(value) if code is op.LITERAL else _CATEGORIES.get(str(value), "x")


# --- in the process that looks for them ---


class _Sources:
    """Our sources: where a pattern is compiled, what it is called, and what is done with what is called so."""

    def __init__(self) -> None:
        self.sites: dict[str, ast.Call] = {}
        self.names: dict[str, str] = {}
        self.done: dict[str, set[str]] = defaultdict(set)
        for path in sorted((_ROOT / "claims").rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                self._read(path.relative_to(_ROOT), ast.parse(path.read_text(encoding="utf-8")))

    def is_searched_with(self, site: str) -> bool:
        """Whether what is compiled there is searched with. Where it has no name: whether its file searches at all."""
        path, _, line = site.rpartition(":")
        name = self.names.get(f"{path}:{line}", "")
        deeds = self.done[name.lower()] or self.done[path] or {"search"}
        return not deeds <= _ANCHORED

    def _read(self, path: Path, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AnnAssign):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    self.names.setdefault(f"{path}:{line}", getattr(target, "id", ""))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS:
                self._called(path, node, node.func)

    def _called(self, path: Path, node: ast.Call, func: ast.Attribute) -> None:
        receiver = getattr(func.value, "id", getattr(func.value, "attr", ""))
        if receiver == "re":
            self.sites[f"{path}:{node.lineno}-{node.end_lineno}"] = node
        else:
            self.done[receiver.lower()].add(func.attr)
            if receiver.islower():
                self.done[str(path)].add(func.attr)


def _watch() -> dict[tuple[str, int], str]:
    """From now on, what one of our own lines compiles, with that line."""
    found: dict[tuple[str, int], str] = {}
    compile_before = re._compile  # type: ignore[attr-defined]

    def compiling(pattern: Any, flags: Any) -> Any:
        frame = sys._getframe(2)  # whoever called re.something
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_ROOT / "claims") and isinstance(pattern, str):
            site = f"{path.relative_to(_ROOT)}:{frame.f_lineno}"
            found.setdefault((pattern, int(flags)), site)
            _seen.add(site)
        return compile_before(pattern, flags)

    re._compile = compiling  # type: ignore[attr-defined]
    return found


_seen: set[str] = set()


def _came_by(site: str) -> bool:
    path, _, lines = site.rpartition(":")
    first, last = map(int, lines.split("-"))
    return any(f"{path}:{line}" in _seen for line in range(first, last + 1))


def _exercise() -> None:
    """Come by the lines that compile something only when they are needed."""
    extraction, said_when = import_module("claims.extraction"), import_module("claims.extraction.said_when")
    blamed = "“Bo Amundsen is to blame for the fire,” said Ada Okafor, the mayor."
    odd = "He died 5'10” \"she said. http://x ]"
    for language in ("", "en", "fr"):
        for text in (STORY, HEBREW, ARABIC, RUSSIAN, CHINESE, blamed, odd):
            extraction.extract(text * 3, language=language)
    for phrase in ("last week", "on Monday last week", "yesterday", "two days ago", "on 3 May"):
        said_when.resolve(phrase, date(2026, 11, 23))
    import_module("claims.services.veiling").Veil.over(1, ["Marta Solheim", "M. Solheim"], "a clerk")


def _look() -> None:
    found, sources = _watch(), _Sources()
    import_module("django").setup()
    for module in walk_packages(import_module("claims").__path__, "claims."):
        if not module.name.startswith(("claims.tests", "claims.migrations")):
            import_module(module.name)
    _exercise()
    missed = []
    for site, call in sources.sites.items():
        first = call.args[0] if call.args else None
        if _came_by(site):
            continue
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.setdefault((first.value, 0), site.rpartition("-")[0])
        else:
            missed.append(site)
    patterns = [(pattern, flags, site, sources.is_searched_with(site)) for (pattern, flags), site in found.items()]
    json.dump({"patterns": patterns, "missed": missed}, sys.stdout)


if __name__ == "__main__":
    _look()
