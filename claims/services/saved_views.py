"""Services: views of the claims list that people keep, for themselves or for everybody."""

from urllib.parse import parse_qsl

from claims import permissions
from claims.errors import Refusal, Refused
from claims.models import SavedView
from claims.permissions import Act
from claims.records.acts import Actor
from claims.services import limits, recording
from claims.services.recording import Change


def keep(name: str, query: str, *, by: Actor, is_shared: bool = False) -> SavedView:
    """Keep a query of the list under a name. Refuses: NAME_MISSING, VIEW_NAME_TAKEN, TOO_LONG."""
    permissions.require(by, Act.KEEP_VIEW)
    if is_shared:
        permissions.require(by, Act.SHARE_VIEW)
    query = limits.within(query, limits.limit(SavedView, "query"), field="query")
    with recording.act(by) as recorder:
        owner = permissions.person(by)
        view = SavedView.objects.create(owner_id=owner, name=_free(name, owner), query=query, is_shared=is_shared)
        # A query may hold a name that somebody typed; it stands in the row, the ledger keeps what was asked about.
        asked = sorted({name for name, _value in parse_qsl(query)})
        recorder.record(Change("view.keep", view, after={"asked": asked, "is_shared": is_shared}))
        return view


def change(view_id: int, *, by: Actor, name: str, is_shared: bool, version: int | None = None) -> SavedView:
    """Give a view another name, or share it or no longer. Refuses what ``keep`` refuses, and NOTHING_CHANGED."""
    with recording.act(by) as recorder:
        view = _locked(view_id, by, version=version)
        if is_shared and not view.is_shared:
            permissions.require(by, Act.SHARE_VIEW)
        name = _free(name, view.owner_id, besides=view.pk)
        if (name, is_shared) == (view.name, view.is_shared):
            raise Refused(Refusal.NOTHING_CHANGED)
        recorder.change(view, "view.change", also={"name_changed": name != view.name}, name=name, is_shared=is_shared)
        return view


def remove(view_id: int, *, by: Actor, version: int | None = None) -> SavedView:
    """Take a view away. The claims stay as they are, and ``restore`` brings it back."""
    with recording.act(by) as recorder:
        view = _locked(view_id, by, version=version)
        recorder.change(view, "view.remove", removed_at=recorder.at)
        return view


def restore(view_id: int, *, by: Actor, version: int | None = None) -> SavedView:
    """Bring a view back that was removed. Refuses: VIEW_NAME_TAKEN, when another has its name by now."""
    with recording.act(by) as recorder:
        view = _locked(view_id, by, version=version, is_removed=True)
        _free(view.name, view.owner_id)
        recorder.change(view, "view.restore", removed_at=None)
        return view


def _locked(view_id: int, by: Actor, *, version: int | None = None, is_removed: bool = False) -> SavedView:
    """A view that this person may change: their own, or as a chief one that is shared. To others it is not there."""
    permissions.require(by, Act.KEEP_VIEW)
    view = recording.lock(SavedView, view_id)
    if (view.owner_id != by.person and not view.is_shared) or (view.removed_at is not None) is not is_removed:
        raise SavedView.DoesNotExist
    if view.owner_id != by.person:
        permissions.require(by, Act.TIDY_VIEWS)
    recording.check_seen(view, version)
    return view


def _free(name: str, owner: int, *, besides: int | None = None) -> str:
    name = " ".join(limits.within(name, limits.limit(SavedView, "name"), field="name").split())
    if not name:
        raise Refused(Refusal.NAME_MISSING, field="name")
    others = SavedView.objects.filter(owner=owner, name=name, removed_at=None)
    if any(pk != besides for pk in others.values_list("pk", flat=True)):
        raise Refused(Refusal.VIEW_NAME_TAKEN, field="name", name=name)
    return name
