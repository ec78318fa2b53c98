"""API: what every door does alike: who comes in, for what, how often, and what a body must be."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import QueryDict
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from claims import permissions
from claims.api.fields import Body
from claims.api.operations import Operation, Parameter
from claims.api.problems import Problem
from claims.records.acts import Actor
from claims.services import api_limits
from claims.services.api_limits import Count

_DIGITS = 15  # of a number that an address asks with; more no database knows
_LARGEST = 2**63 - 1  # of a number in an address


class Door(APIView):  # type: ignore[misc]  # comes without types
    """One address. ``operations`` say what each method is; a method that is not among them is not there."""

    operations: ClassVar[Mapping[str, Operation]] = {}
    permission_classes = (IsAuthenticated,)

    @property
    def allowed_methods(self) -> list[str]:
        """The methods that there are, for the header that tells them."""
        return [*self.operations, *(["HEAD"] if "GET" in self.operations else [])]

    @property
    def operation(self) -> Operation | None:
        """What the method of this request is."""
        method = "GET" if self.request.method == "HEAD" else self.request.method
        return self.operations.get(method or "")

    def check_permissions(self, request: Request) -> None:
        """Ask who comes, whether the token is for this, and the table of permissions."""
        if not request.user.is_authenticated:
            self.permission_denied(request)
        operation = self.operation
        if operation is None:
            raise MethodNotAllowed(request.method)
        if request.auth is not None and operation.scope not in request.auth.is_for:
            raise Problem("scope_missing", scope=operation.scope.value)
        permissions.require(self.by, operation.act)

    def check_throttles(self, request: Request) -> None:
        """Count the request, and refuse one too many."""
        if self.operation is None:
            return
        who = f"token {request.auth.pk}" if request.auth is not None else f"person {request.user.pk}"
        found = api_limits.count(who, self.operation.asking)
        self.counted: Count | None = found
        if found is not None and found.is_over:
            raise Problem("too_many_requests", headers={"Retry-After": str(found.seconds_left)})

    def handle_exception(self, error: Exception) -> Any:
        """A problem is JSON also where the answer would have been something else."""
        self.request.accepted_renderer = JSONRenderer()
        return super().handle_exception(error)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Tell how many more requests there may be."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        found: Count | None = getattr(self, "counted", None)
        if found is not None:
            answer.headers["RateLimit"] = f'"minute";r={found.left};t={found.seconds_left}'
        return answer

    @property
    def by(self) -> Actor:
        """Whoever came in, as the one who acts."""
        return permissions.actor(self.request.user)

    def sent(self, body: type[Body]) -> dict[str, Any]:
        """What was sent, checked. An act that needs nothing may come without a body."""
        try:
            data = self.request.data
        except RequestDataTooBig:
            raise Problem("too_large", limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE) from None
        given = body(data={} if isinstance(data, QueryDict) and not data else data)
        given.is_valid(raise_exception=True)
        values: dict[str, Any] = given.validated_data
        return values

    def number(self, name: str) -> int | None:
        """A number that the address asks with; None where it does not."""
        said = self.request.query_params.get(name)
        if not said:
            return None
        if not _is_number(said):
            raise Problem("unreadable", errors={name: ["Not a number."]})
        return int(said)

    def page(self, items: list[dict[str, Any]], after: object | None) -> Response:
        """One page, with the address of the next one in its body and in a Link header."""
        link = self._address(cursor=str(after)) if after is not None else None
        return Response({"items": items, "next": link}, headers={"Link": f'<{link}>; rel="next"'} if link else {})

    def check_parameters(self) -> None:
        """Refuse what this address cannot be asked: what is misspelt shall not widen a list."""
        operation = self.operation
        known = {one.name: one for one in operation.parameters if one.where == "query"} if operation else {}
        asked = self.request.query_params.lists()
        wrong = {name: told for name, values in asked if (told := _what_is_wrong(known.get(name), values))}
        if wrong:
            raise Problem("unreadable", errors={name: [told] for name, told in wrong.items()})

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Everything that is asked before the act itself."""
        super().initial(request, *args, **kwargs)
        if any(number > _LARGEST for number in kwargs.values()):
            raise Problem("not_found")
        self.check_parameters()

    def _address(self, **instead: str) -> str:
        asked = self.request.query_params.copy()
        for name, value in instead.items():
            asked[name] = value
        address: str = self.request.build_absolute_uri(f"{self.request.path}?{asked.urlencode(safe=':~')}")
        return address


def _what_is_wrong(parameter: Parameter | None, values: Sequence[str]) -> str:
    """What is wrong with what an address asks; "" where nothing is."""
    if parameter is None:
        return "There is no such parameter."
    if len(values) > 1 and not parameter.is_many:
        return "Said more than once."
    if parameter.codes and not set(values) <= set(parameter.codes):
        return f"One of: {', '.join(parameter.codes)}."
    return "Not a number." if parameter.is_number and not _is_number(values[0]) else ""


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdecimal() and len(said) <= _DIGITS
