"""Tests: the page that tells of the API tells the truth: its examples run as they stand, against a served desk."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver
from pytest_django.live_server_helper import LiveServer

from claims.api import claim_acts, notes, problems
from claims.errors import Refusal
from claims.models import Claim, Document, Note
from claims.records.acts import Role
from claims.records.tokens import TokenScope
from claims.services import tokens
from claims.tests.conftest import acting
from claims.tests.factories import make_person
from claims.workflow import Status

PAGE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()


@pytest.mark.django_db(transaction=True)
def test_every_example_of_the_page_runs_as_it_stands(live_server: LiveServer, tmp_path: Path) -> None:
    if shutil.which("curl") is None and os.environ.get("CI") != "true":
        pytest.skip("no curl")
    by = acting(make_person(Role.REPORTER, "rosa"))
    secret = tokens.make("Examples", tokens.scopes_for(by), by=by).secret
    examples = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    assert len(examples) > 3

    ran = subprocess.run(  # noqa: S603 - the page's own words
        ["/bin/bash", "-eu", "-o", "pipefail", "-c", "\necho\n".join(examples)],
        env={**os.environ, "DESK": live_server.url, "TOKEN": secret, "no_proxy": "*"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    assert Document.objects.count() == 2
    assert Claim.objects.get(status=Status.UNVERIFIED).speaker is not None
    assert Note.objects.get().body == "Ask the port for the recording."


def test_what_it_names_is_there() -> None:
    assert {f"`{scope}`" for scope in TokenScope} <= set(re.findall(r"`[a-z]+`", PAGE))
    for act in (*claim_acts.DEEDS, *notes.ACTS):
        assert f"`{act}`" in PAGE, act
    known = {*problems.KINDS, *Refusal}
    named = re.findall(r"`([a-z]+(?:_[a-z]+)+)`", PAGE)
    assert set(named) <= {*known, "changed_by", "changed_at", "for_whom", "document_id"}, set(named) - known
    for name in re.findall(r"`(API_[A-Z_]+|IMPORT_MAX_BYTES)`", PAGE):
        assert hasattr(settings, name)
    assert get_resolver().resolve("/api/v1/schema.yaml").url_name == "api-schema-yaml"
