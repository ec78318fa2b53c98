"""Services: the people of a desk to try things out at. They exist only where DEBUG is on."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.records.acts import Actor, Role
from claims.services import people


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody one can sign in as with one click, and what they may do."""

    username: str
    first_name: str
    last_name: str
    role: Role
    may: str | Promise

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


PEOPLE = (
    DemoPerson("rosa", "Rosa", "Lindqvist", Role.REPORTER, _("imports stories, marks and reviews claims, submits")),
    DemoPerson("edith", "Edith", "Marlow", Role.EDITOR, _("also agrees with the work of others, exports lists")),
    DemoPerson("emil", "Emil", "Okafor", Role.EDITOR, _("the other editor, for the second check")),
    DemoPerson("clara", "Clara", "Benedek", Role.CHIEF, _("also withdraws, recalls, settles and manages people")),
)


def make_people(*, by: Actor) -> int:
    """Make those demo people that are not there yet. They have no password: only the sign-in page lets them in."""
    known = set(User.objects.values_list("username", flat=True))
    missing = [person for person in PEOPLE if person.username not in known]
    for person in missing:
        people.make(
            by=by,
            username=person.username,
            role=person.role,
            first_name=person.first_name,
            last_name=person.last_name,
        )
    return len(missing)


def find(username: str) -> User | None:
    """The demo person of this name; nobody unless DEBUG is on."""
    if not settings.DEBUG or username not in {person.username for person in PEOPLE}:
        return None
    return User.objects.filter(username=username, is_active=True).first()
