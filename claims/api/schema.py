"""API: the schema, OpenAPI 3.1, made of the operations of every door."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, OpenApiResponse
from rest_framework import serializers

from claims.api.fields import Body
from claims.api.operations import Operation, Parameter, example_of
from claims.api.problems import KINDS, PROBLEM_JSON

_JSON: Final = "application/json"
_MULTIPART: Final = "multipart/form-data"


class Problem(serializers.Serializer):  # type: ignore[misc]  # comes without types
    """A problem, as RFC 9457 has it. Beside these fields it may say more about its case."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence for people.")
    code = serializers.CharField(help_text="For programs. All of them are listed at /api/v1/problems.")
    field = serializers.CharField(required=False, help_text="The field that it is about.")
    errors = serializers.DictField(
        required=False, child=serializers.ListField(child=serializers.CharField()), help_text="What is wrong, by field."
    )
    now = serializers.IntegerField(required=False, help_text="With 412: the version that there is now.")
    changed_by = serializers.CharField(required=False, help_text="With 412: who changed it last.")
    changed_at = serializers.CharField(required=False, help_text="With 412: when.")
    scope = serializers.CharField(required=False, help_text="With 403: what the token would have to be for.")


_EXAMPLE_OF: Final[Mapping[int, str]] = {
    400: "problem_unreadable",
    401: "problem_not_signed_in",
    403: "problem_own_work",
    404: "problem_not_found",
    405: "problem_method_not_allowed",
    409: "problem_wrong_status",
    412: "problem_changed_meanwhile",
    413: "problem_too_large",
    415: "problem_unsupported_media_type",
    422: "problem_attribution_needs_evidence",
    428: "problem_version_missing",
    429: "problem_too_many_requests",
}
_SAYS: Final[Mapping[int, str]] = {
    403: "The role, the person or the token may not.",
    409: "Not as things stand now.",
    412: "Somebody changed it since it was read.",
    422: "Understood, and not done as it is: the code and the sentence say what is missing.",
}


class DeskSchema(AutoSchema):  # type: ignore[misc]  # comes without types
    """Reads what a door says of each of its methods."""

    @property
    def _operation(self) -> Operation:
        operation: Operation = self.view.operations[self.method]
        return operation

    def get_operation_id(self) -> str:
        """Its name."""
        return self._operation.name

    def get_tags(self) -> list[str]:
        """What it is about."""
        return [self._operation.tag]

    def get_summary(self) -> str:
        """What it does, in a line."""
        return self._operation.summary

    def get_description(self) -> str:
        """What else is to be known, and what a token must be for."""
        scope = f"Needs a token for `{self._operation.scope}`."
        return " ".join(filter(None, (self._operation.text, scope)))

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """What can be asked for, and the headers of the answers."""
        return [*map(_parameter, self._operation.parameters), *self._headers()]

    def get_request_serializer(self) -> Any:
        """What is sent, by its type."""
        operation, bodies = self._operation, {}
        examples = [OpenApiExample(name, value=dict(sent)) for name, sent in operation.sends.items()]
        if operation.takes:
            bodies[_JSON] = OpenApiRequest(operation.takes, examples=examples)
        if operation.takes_file:
            bodies[_MULTIPART] = OpenApiRequest(operation.takes_file)
        return bodies or None

    def get_response_serializers(self) -> Any:
        """Every answer that there is, each with an example."""
        operation = self._operation
        answers: dict[tuple[str, str], Any] = {}
        if operation.media:
            file = OpenApiResponse({"description": "The file."}, "Done.")
            answers = {(str(operation.status), media): file for media in operation.media}
        else:
            example = OpenApiExample(operation.example, value=example_of(operation.example))
            answers[str(operation.status), _JSON] = OpenApiResponse(operation.shape, "Done.", examples=[example])
        for status in operation.answers:
            answers[str(status), PROBLEM_JSON] = _problem(status)
        return answers

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def _get_response_bodies(self, direction: str = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        if self._operation.has_tag and self.method == "GET":
            bodies["304"] = {"description": "You have it already."}
        return bodies

    def _map_serializer(self, serializer: Any, direction: str, bypass_extensions: bool = False) -> Any:
        shape = super()._map_serializer(serializer, direction, bypass_extensions)
        if isinstance(serializer, Body):
            shape["additionalProperties"] = False
        return shape

    def _headers(self) -> Iterator[OpenApiParameter]:
        operation, done = self._operation, [str(self._operation.status)]
        if operation.has_tag:
            yield _header("ETag", "The version, as If-Match takes it.", done)
        if any(parameter.name == "cursor" for parameter in operation.parameters):
            yield _header("Link", 'The next page, as `rel="next"`; not there on the last one.', done)
        yield _header("RateLimit", "How many more requests this minute may have, and when it ends.", done)
        yield _header("Retry-After", "In how many seconds to ask again.", ["429"])
        yield _header("WWW-Authenticate", "What to send.", ["401"])


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[misc]  # comes without types
    """How a token is sent."""

    target_class = "claims.api.authentication.ByToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """As OpenAPI writes it."""
        text = "A token from the page of your account: `Authorization: Bearer ct_…`."
        return {"type": "http", "scheme": "bearer", "description": text}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[misc]  # comes without types
    """Somebody signed in, on the page of this schema."""

    target_class = "claims.api.authentication.BySession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """As OpenAPI writes it."""
        text = "Somebody signed in with a browser; what changes something needs X-CSRFToken besides."
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": text}


def _problem(status: int) -> OpenApiResponse:
    said = _SAYS.get(status) or next(str(kind.sentence) for kind in KINDS.values() if kind.status == status)
    example = _EXAMPLE_OF[status]
    return OpenApiResponse(Problem, said, examples=[OpenApiExample(example, value=example_of(example))])


def _header(name: str, text: str, statuses: list[str]) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=text, response=statuses)


def _parameter(parameter: Parameter) -> OpenApiParameter:
    example = [OpenApiExample(str(parameter.example), value=parameter.example)] if parameter.example else []
    return OpenApiParameter(
        parameter.name,
        _type_of(parameter),
        parameter.where,
        required=parameter.is_needed,
        description=parameter.text,
        examples=example,
        **({"explode": True, "style": "form"} if parameter.is_many else {}),
    )


def _type_of(parameter: Parameter) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "integer", "minimum": 1} if parameter.is_number else {"type": "string"}
    if parameter.codes:
        one["enum"] = list(parameter.codes)
    return {"type": "array", "items": one} if parameter.is_many else one
