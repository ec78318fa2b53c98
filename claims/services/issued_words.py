"""Services: the words in issued lists, where they have to go: a story was erased, or a source is protected from now on.

File and rows of such a list are destroyed; its manifest, which holds nobody's words, stays, and so does every hash. So
whoever was given the list can still be asked whether theirs is the one that was issued.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from claims.ledger import canonical
from claims.models import Claim, IssuedClaim, IssuedList
from claims.services import veiling
from claims.services.recording import Recorder
from claims.services.veiling import Veil

_AT_ONCE: Final = 200
_TYPED: Final = ("title", "for_whom", "rights", "left_out")


def forget(recorder: Recorder, claims: Iterable[Claim]) -> None:
    """Destroy file and rows of every list that carried one of these claims; one Event for each list."""
    ids = [claim.pk for claim in claims]
    lists: set[int] = set()
    for first in range(0, len(ids), _AT_ONCE):
        carried = IssuedClaim.objects.filter(claim__in=ids[first : first + _AT_ONCE], issued_list__erased_at=None)
        lists.update(carried.values_list("issued_list", flat=True))
    for one in IssuedList.objects.select_for_update().filter(pk__in=lists).order_by("pk"):
        recorder.change(one, "list.erase", erased={"changes": ""}, erased_at=recorder.at)


def veil(recorder: Recorder, veil: Veil) -> None:
    """Take a name out of what was typed when a list was issued; a manifest that repeats it goes as well."""
    for one in IssuedList.objects.select_for_update().order_by("pk"):
        typed = {name: getattr(one, name) for name in _TYPED}
        struck = {name: veil.drawn(text) for name, text in typed.items() if veil.hides(text)}
        asked = canonical(veiling.each_text(json.loads(one.filter), veil.drawn))
        gone: dict[str, Any] = {**struck, "manifest_sha256": ""} if struck else {}
        if asked != one.filter:
            gone["filter"] = asked
        if gone:
            recorder.change(one, "list.seal_source", also={"protected": veil.source}, erased=gone)
