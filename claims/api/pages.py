"""API: the schema itself, and the page on which it is read and tried out. Everything on it comes from this server."""

from typing import Any, Final

from django.views.decorators.cache import never_cache
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView, SpectacularYAMLAPIView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.doors import Door
from claims.api.operations import Operation
from claims.permissions import Act

_READS: Final = Operation(
    name="readSchema",
    tag="About",
    summary="Read this schema",
    act=Act.READ,
    shape=serializers.Serializer,
    example="",
)


class Schema(SpectacularJSONAPIView, Door):  # type: ignore[misc]  # comes without types
    """OpenAPI 3.1, as JSON."""

    operations = {"GET": _READS}
    schema = None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The schema."""
        return super().get(request, *args, **kwargs)


class SchemaYaml(SpectacularYAMLAPIView, Door):  # type: ignore[misc]  # comes without types
    """The same as YAML."""

    operations = {"GET": _READS}
    schema = None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The schema."""
        return super().get(request, *args, **kwargs)


class Docs(SpectacularSwaggerSplitView):  # type: ignore[misc]  # comes without types
    """The page; its script comes from the same address, apart, as our pages run nothing that stands in them."""

    title = "API"
    template_name = "claims/api_docs.html"
    url_name = "api-schema"
    schema = None
    http_method_names = ["get", "head"]
    permission_classes = ()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The page, or its script."""
        answer = super().get(request, *args, **kwargs)
        answer.headers.pop("Cross-Origin-Opener-Policy", None)
        return answer


docs = never_cache(Docs.as_view())
# Whoever comes by a browser is led to the sign-in, as to every other page.
docs.login_required = True  # the middleware looks for it
