"""Tests: the schema of the API: every operation is told whole, with examples, and answers as it is told."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from bench.drills import api
from claims.api import problems
from claims.errors import Refusal
from claims.services import tokens
from claims.tests.conftest import acting

_METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema as it is sent."""
    generated = SchemaGenerator().get_schema(request=None, public=True)
    told: dict[str, Any] = json.loads(json.dumps(generated, default=str))
    return told


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation, by its name."""
    for path in schema["paths"].values():
        for method in _METHODS:
            if method in path:
                yield path[method]["operationId"], path[method]


def test_it_is_openapi_3_1_and_whole(schema: dict[str, Any]) -> None:
    assert schema["openapi"] == "3.1.0"
    validate_schema(schema)
    assert len(dict(operations(schema))) == len(list(operations(schema)))


def test_every_operation_has_an_example_of_what_is_sent_and_of_each_answer_and_they_fit(schema: dict[str, Any]) -> None:
    for name, operation in operations(schema):
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for body in (*bodies, *operation["responses"].values()):
            for kind, content in body.get("content", {}).items():
                if kind == "multipart/form-data" or content["schema"] == {"description": "The file."}:
                    continue
                examples = content["examples"].values()
                assert examples, name
                shape = {**content["schema"], "components": schema["components"]}
                for example in examples:
                    wrong = [error.message for error in Draft202012Validator(shape).iter_errors(example["value"])]
                    assert not wrong, (name, example["summary"], wrong[:3])


def test_every_act_asks_for_the_version_that_was_seen(schema: dict[str, Any]) -> None:
    adds = {"importDocument", "addNote", "issueList"}
    for name, operation in operations(schema):
        asks = [one["name"] for one in operation.get("parameters", ()) if one.get("required")]
        is_act = "requestBody" in operation and name not in adds
        assert ("If-Match" in asks) is is_act, name
        assert {"412", "428"} <= set(operation["responses"]) or not is_act, name


def test_every_status_that_a_refusal_can_have_is_told_of_every_act(schema: dict[str, Any]) -> None:
    of_refusals = {str(problems.status_of(code).value) for code in Refusal}
    for name, operation in operations(schema):
        if "If-Match" in [one["name"] for one in operation.get("parameters", ())]:
            assert of_refusals <= set(operation["responses"]), name


@pytest.mark.django_db
def test_the_schema_is_sent_as_json_and_as_yaml(rosa: User) -> None:
    headers = {"Authorization": f"Bearer {tokens.make('x', tokens.scopes_for(acting(rosa)), by=acting(rosa)).secret}"}
    assert json.loads(Client().get("/api/v1/schema", headers=headers).content)["openapi"] == "3.1.0"
    assert Client().get("/api/v1/schema.yaml", headers=headers).content.startswith(b"openapi: 3.1.0")
    assert Client().get("/api/v1/schema").status_code == 401


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_requests_made_up_from_the_schema_meet_no_fault_and_no_answer_that_it_does_not_tell() -> None:
    missed = [f"{figure.name}: {figure.measured}" for figure in api.drill(full=False) if not figure.reached]
    assert not missed
