"""Forms: what two editors wrote at the same time, field by field: as it was, theirs, hers, and what is to stay.

Only what somebody else changed, and she did not leave as it is now, asks for a decision. Nothing typed is lost: what
she wrote travels along until one of the three is chosen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from claims.forms.claim.acts import ActForm
from claims.selectors import meanwhile
from claims.selectors.claim_page import WholeClaim
from claims.selectors.history import Line

THEIRS, MINE, HAND = "theirs", "mine", "hand"
_DECIDED, _TYPED, _BASE = "decide-", "mine-", "base"


@dataclass(frozen=True, slots=True)
class Contested:
    """One field: how it was when she opened the page, how it is now, and what she typed; ``chosen`` is her decision.

    ``typed`` is what she typed as it is sent; ``decided_in`` and ``typed_in`` name the fields that carry both along.
    """

    field: forms.BoundField
    base: str
    theirs: str
    mine: str
    typed: str
    chosen: str

    @property
    def decided_in(self) -> str:
        """The name under which her decision is sent."""
        return f"{_DECIDED}{self.field.name}"

    @property
    def typed_in(self) -> str:
        """The name under which what she typed travels along."""
        return f"{_TYPED}{self.field.name}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What happened since a version of the claim, and the fields that two people wrote in."""

    base: int
    since: Sequence[Line]
    contested: Sequence[Contested]

    @property
    def names(self) -> frozenset[str]:
        """The fields that ask for a decision."""
        return frozenset(one.field.name for one in self.contested)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is sent once she has decided.

    ``undecided`` names the fields where she has not; ``gives_way``: what she sent is not to be done at all.
    """

    data: MultiValueDict[str, str]
    base: int | None = None
    undecided: Sequence[str] = ()
    gives_way: bool = False


def between(form: ActForm, now: WholeClaim, base: int) -> Conflict:
    """The conflict of a form that was sent with the claim as it is now; ``base`` is the version its page showed."""
    seen, new = _empty(form, meanwhile.as_seen(now, base)), _empty(form, now)
    fields = (_contested(form, form[name], seen, new) for name in form.fields if not form[name].is_hidden)
    return Conflict(base, meanwhile.since(now, base), [field for field in fields if field])


def settled(sent: MultiValueDict[str, str], form: ActForm) -> Settled:
    """Put what was decided into what was sent; ``form`` is the empty form of the claim as it is now."""
    names = [key.removeprefix(_DECIDED) for key in sent if key.startswith(_DECIDED)]
    typed = [key.removeprefix(_TYPED) for key in sent if key.startswith(_TYPED)]
    if not typed:
        return Settled(sent)
    data = MultiValueDict({name: sent.getlist(name) for name in sent})
    undecided = [name for name in typed if name not in names or _is_unsaid(sent, name)]
    for name in set(names) & set(form.fields) - set(undecided):
        chosen = sent.get(f"{_DECIDED}{name}")
        if chosen == THEIRS:
            data[name] = _plain(form[name], form[name].value())
        elif chosen == MINE:
            data[name] = sent.get(f"{_TYPED}{name}", "")
    theirs = {name for name in names if sent.get(f"{_DECIDED}{name}") == THEIRS}
    base = sent.get(_BASE, "")
    return Settled(
        data,
        base=int(base) if base.isascii() and base.isdecimal() else None,
        undecided=undecided,
        gives_way=not undecided and bool(theirs & set(form.standing())),
    )


def leave_open(form: ActForm, names: Iterable[str]) -> None:
    """Say beside the fields that were not decided what is missing."""
    form.is_valid()
    for name in names:
        if name in form.fields:
            form.add_error(name, _("Decide which one stays: theirs, yours, or what you write anew."))


def _is_unsaid(sent: MultiValueDict[str, str], name: str) -> bool:
    """Whether she wrote something anew and chose another: the words are not thrown away without her saying so."""
    written = _lines(sent.get(name, ""))
    return sent.get(f"{_DECIDED}{name}") != HAND and name in sent and written != _lines(sent.get(f"{_TYPED}{name}", ""))


def _empty(form: ActForm, whole: WholeClaim) -> ActForm:
    return type(form)(whole=whole, auto_id=False)


def _contested(form: ActForm, field: forms.BoundField, seen: ActForm, new: ActForm) -> Contested | None:
    name, data = field.name, form.data
    if name not in seen.fields or name not in new.fields or isinstance(field.field, forms.FileField):
        return None
    typed = _lines(data.get(f"{_TYPED}{name}", _plain(field, field.value())))
    base, theirs = _plain(seen[name], seen[name].value()), _plain(new[name], new[name].value())
    chosen = data.get(f"{_DECIDED}{name}", THEIRS if typed == base else "")
    one = Contested(field, _shown(field, base), _shown(field, theirs), _shown(field, typed), typed, chosen)
    was, stands = seen.standing().get(name), new.standing().get(name)
    if was is not None and stands is not None:
        return replace(one, base=was, theirs=stands, mine=form.said(name) or one.mine) if was != stands else None
    return one if base != theirs and typed != theirs else None


def _plain(field: forms.BoundField, value: Any) -> str:
    """A value as a browser would send it."""
    if isinstance(field.field.widget, forms.widgets.ChoiceWidget):
        return "" if value is None or isinstance(value, list) else str(value)
    return _lines(str(field.field.widget.format_value(value) or ""))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _shown(field: forms.BoundField, value: str) -> str:
    """A value as people read it; of a choice, its word."""
    choices: Mapping[str, object] = {str(key): word for key, word in getattr(field.field, "choices", ())}
    return str(choices.get(value, value)).partition(":")[0] if choices else value
