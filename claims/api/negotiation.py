"""API: in which form things are sent and answered."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request


class JsonAlways(BaseContentNegotiation):  # type: ignore[misc]  # comes without types
    """What is sent is read by its type; what is answered is JSON, whatever was asked for."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The parser for what was sent."""
        sent = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The one there is."""
        return renderers[0], renderers[0].media_type
