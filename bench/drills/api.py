"""Drill: requests made up from the schema of the API: no fault of ours, and no answer that the schema does not tell."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from threading import current_thread, main_thread
from typing import Any, Final

import schemathesis
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import override_settings
from schemathesis.config import CacheConfig, SchemathesisConfig
from schemathesis.engine import events, from_schema

from bench.drills import Figure, say
from bench.hostility import SEED, desk
from claims import permissions
from claims.models import Claim, Document, IssuedList, Note, Source
from claims.records.acts import Role
from claims.services import exporting, issuing, tokens
from claims.services.list_files import Order

# Requests made up for each operation; the short form leaves out what chains them.
_EXAMPLES: Final = (60, 2)
_CLAIMS: Final = (60, 12)
_PHASES: Final = {"examples", "coverage", "fuzzing", "stateful"}
_SHORT_PHASES: Final = {"examples", "coverage"}
# What no schema tells of a desk: rules of the newsroom refuse what is well formed, and somebody changes things first.
_REFUSED: Final = ("2xx", "304", "400", "401", "403", "404", "409", "412", "413", "422", "428", "429")
_REJECTED: Final = ("400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428")
_ROWS: Final[Any] = {"claims": Claim, "documents": Document, "sources": Source, "notes": Note, "lists": IssuedList}
_LONGEST: Final = 300
_DESK: Final = get_wsgi_application()


@dataclass(slots=True)
class Seen:
    """What came of it."""

    operations: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def drill(*, full: bool) -> Iterator[Figure]:
    """Furnish a desk, and ask everything of the API that its schema lets one think of, as an editor."""
    logging.disable(logging.WARNING)
    try:
        desk.furnished(_CLAIMS[0 if full else 1])
        schemathesis.hook("before_call")(_Rows())
        with override_settings(API_READS_PER_MINUTE=0, API_ACTS_PER_MINUTE=0, STATIC_ROOT=None):
            seen = _asked(_schema(full=full))
    finally:
        schemathesis.hooks.unregister_all()
        logging.disable(logging.NOTSET)
    for told in (*seen.errors, *seen.failures.values()):
        say(told[:_LONGEST])
    yield from _figures(seen, full=full)


def _figures(seen: Seen, *, full: bool) -> Iterator[Figure]:
    sent, faults = seen.statuses.total(), sum(seen.statuses[status] for status in seen.statuses if status >= 500)
    told = ", ".join(f"{status} {number:,}" for status, number in sorted(seen.statuses.items()))
    yield Figure("operations asked", "every one", str(len(seen.operations)), reached=bool(seen.operations))
    if full:
        done = f"{len(seen.reached)} of {len(seen.operations)}"
        yield Figure("operations that did something at least once", "three in four", done, reached=_is_most(seen))
    yield Figure("requests", "some", f"{sent:,}: {told}", reached=sent > 0)
    yield Figure("faults of ours (5xx)", "0", str(faults), reached=not faults)
    undocumented = f"{len(seen.failures)} kinds"
    yield Figure("answers that the schema does not tell", "0", undocumented, reached=not seen.failures)
    yield Figure("could not be asked", "0", str(len(seen.errors)), reached=not seen.errors)


def _is_most(seen: Seen) -> bool:
    return 4 * len(seen.reached) >= 3 * len(seen.operations)


def _schema(*, full: bool) -> Any:
    editor = User.objects.get(username="drill-chief")
    editor.groups.set(editor.groups.model.objects.filter(name=Role.EDITOR.value))
    by = permissions.actor(User.objects.get(pk=editor.pk))
    shown = exporting.everything({}, show=lambda _asked: Claim.objects.decided())
    issuing.issue(Order("What was said", "The drill", "jsonl"), issuing.prepare(shown, format="jsonl"), by=by)
    secret = tokens.make("Drill", tokens.scopes_for(by), by=by).secret
    headers = {"Authorization": f"Bearer {secret}"}
    config = SchemathesisConfig(seed=SEED, cache=CacheConfig(enabled=False))  # or a run would hang on those before it
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema", _served, config=config, headers=headers)
    ours = schema.config
    ours.update(headers=headers, workers=1)
    ours.generation.update(max_examples=_EXAMPLES[0 if full else 1])
    ours.checks.positive_data_acceptance.expected_statuses = list(_REFUSED)
    ours.checks.negative_data_rejection.expected_statuses = list(_REJECTED)
    ours.checks.missing_required_header.expected_statuses = list(_REJECTED)
    # It asks by a way that goes to servers only; who comes in without a token, tests of ours ask of every address.
    ours.checks.ignored_auth.enabled = False
    for name in _PHASES:
        getattr(ours.phases, name).enabled = full or name in _SHORT_PHASES
    return schema


def _served(environ: Any, start_response: Any) -> Any:
    """The desk, whatever thread asks; none leaves a connection behind."""
    try:
        return _DESK(environ, start_response)
    finally:
        if current_thread() is not main_thread():
            connections.close_all()


class _Rows:
    """Two times in three a request is about a row that there is, at the version that it has."""

    def __init__(self) -> None:
        self._numbers = count()

    def __call__(self, context: Any, case: Any, kwargs: Any) -> None:
        number, rows = next(self._numbers), _ROWS.get(case.operation.path.split("/")[3])
        if number % 3 == 2 or rows is None or "id" not in case.path_parameters:
            return
        ids = list(rows.objects.order_by("pk").values_list("pk", flat=True)[:_LONGEST])
        if not ids:
            return
        pk = ids[number % len(ids)]
        case.path_parameters["id"] = pk
        if case.headers is not None and "If-Match" in case.headers:
            case.headers["If-Match"] = f'"{rows.objects.values_list("version", flat=True).get(pk=pk)}"'


def _asked(schema: Any) -> Seen:
    seen = Seen()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _look(event, seen)
        elif isinstance(event, (events.NonFatalError, events.FatalError)):
            seen.errors.append(str(getattr(event, "value", None) or getattr(event, "exception", event)))
    return seen


def _look(event: events.ScenarioFinished, seen: Seen) -> None:
    for case_id, interaction in event.recorder.interactions.items():
        status = interaction.response.status_code if interaction.response else 0
        operation = event.recorder.cases[case_id].value.operation.label
        seen.operations.add(operation)
        seen.statuses[status] += 1
        if 200 <= status < 300:
            seen.reached.add(operation)
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                sent = event.recorder.interactions[case_id].request
                failure = check.failure_info.failure
                told = f"{sent.method} {sent.uri}: {failure.title}: {failure.message}"
                seen.failures.setdefault(f"{event.recorder.cases[case_id].value.operation.label} {check.name}", told)
