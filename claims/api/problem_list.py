"""API: every problem that there is, with its status and its sentence."""

from typing import Final

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import problems
from claims.api.doors import Door
from claims.api.operations import Operation
from claims.choices import refusals
from claims.permissions import Act

# What commands alone refuse: no program meets it here.
_OF_COMMANDS: Final = ("backup_", "keys_", "program_", "place_not", "database_in", "restored_", "key_there")


class ProblemKind(serializers.Serializer):  # type: ignore[misc]  # comes without types
    """One problem: its code, its status, and its sentence; what stands there as %(name)s differs from case to case."""

    code = serializers.CharField()
    status = serializers.IntegerField()
    sentence = serializers.CharField()


class ProblemKinds(serializers.Serializer):  # type: ignore[misc]  # comes without types
    """All of them."""

    items = ProblemKind(many=True)


class Problems(Door):
    """The one table of problems."""

    operations = {
        "GET": Operation(
            name="listProblems",
            tag="About",
            summary="List every problem that there is",
            act=Act.READ,
            shape=ProblemKinds,
            example="problems",
        )
    }

    def get(self, request: Request) -> Response:
        """Those of the API first, then those of the desk."""
        own = [(code, kind.status, kind.sentence) for code, kind in problems.KINDS.items()]
        of_desk = [
            (code.value, problems.status_of(code), sentence)
            for code, sentence in refusals.SENTENCES.items()
            if not code.startswith(_OF_COMMANDS)
        ]
        rows = [
            {"code": code, "status": status.value, "sentence": str(sentence)}
            for code, status, sentence in own + of_desk
        ]
        return Response({"items": rows})
