"""Tests: who may do what, written out to be checked by hand."""

import pytest

from claims import permissions
from claims.errors import Refusal, Refused
from claims.permissions import Act, Scope
from claims.records.acts import Actor, ActorKind, Role
from claims.services import findings, review
from claims.tests.factories import make_claim, make_person
from claims.workflow import Status

TABLE = """
                    viewer  reporter  editor  chief
read                any     any       any     any
note                any     any       any     any
edit_note           own     own       own     own
resolve_note        any     any       any     any
import              none    any       any     any
mark                none    any       any     any
accept              none    any       any     any
take_back_acceptance none   own       own     own
change              none    any       any     any
change_words        none    any       any     any
take                none    any       any     any
release             none    own       any     any
hold                none    own       any     any
assign              none    none      any     any
add_evidence        none    any       any     any
submit              none    own       own     own
take_back           none    own       own     any
agree               none    none      others  others
take_back_agreement none    none      own     own
send_back           none    none      others  others
mend_spelling       none    none      others  others
single_read         none    none      none    any
settle              none    none      none    others
set_aside           none    any       any     any
restore             none    any       any     any
reopen              none    none      any     any
still_holds         none    none      any     any
recall              none    none      none    any
edit_source         none    none      any     any
merge_sources       none    none      any     any
vouch               none    none      none    any
rate                none    none      none    any
edit_document       none    any       any     any
read_again          none    any       any     any
finish_claim        none    any       any     any
finish_document     none    any       any     any
withdraw_document   none    none      none    any
ask_to_erase        none    none      none    any
decline_to_erase    none    none      any     any
erase               none    none      others  others
whole_filter        none    none      any     any
need                none    any       any     any
keep_view           any     any       any     any
share_view          none    any       any     any
tidy_views          none    none      none    any
export              none    none      any     any
issue               none    none      any     any
read_ledger         none    none      any     any
make_checkpoint     none    none      any     any
edit_phrases        none    none      any     any
manage_people       none    none      none    any
manage_webhooks     none    none      none    any
seal_source         none    none      none    any
unseal_source       none    none      none    any
redact_source       none    none      none    any
ask_identity        none    any       any     any
decide_identity     none    none      none    others
end_identity        none    own       own     any
see_identity        none    own       own     own
see_job             own     own       any     any
cancel_job          own     own       own     any
"""

# What is otherwise with a sealed source; every other row holds as above.
PROTECTED = """
                    viewer  reporter  editor  chief
edit_source         none    none      none    none
merge_sources       none    none      none    none
"""


def rows(table: str = TABLE) -> list[tuple[str, str, str]]:
    """Role, act and scope, one by one."""
    roles, *lines = [line.split() for line in table.strip().splitlines()]
    return [(role, line[0], scope) for line in lines for role, scope in zip(roles, line[1:], strict=True)]


@pytest.mark.parametrize(("role", "act", "scope"), rows())
def test_a_role_may_do_an_act_on_this_much(role: str, act: str, scope: str) -> None:
    assert permissions.TABLE[Role(role), Act(act)] is Scope(scope)


def test_with_a_sealed_source_just_these_rows_are_otherwise() -> None:
    otherwise = {(role, act, scope) for role, act, scope in rows(PROTECTED)}

    assert {
        (role.value, act.value, scope.value)
        for (role, act), scope in permissions.PROTECTED.items()
        if any(permissions.PROTECTED[other, act] is not permissions.TABLE[other, act] for other in Role)
    } == otherwise


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_a_sealed_source_never_opens_what_is_closed(role: Role, act: Act) -> None:
    by = Actor(ActorKind.PERSON, "somebody", person=1, role=role)

    assert permissions.may(by, act) or not permissions.may(by, act, is_protected=True)


def test_a_refusal_says_whether_the_role_or_the_seal_is_in_the_way() -> None:
    for role, code in ((Role.REPORTER, Refusal.NOT_ALLOWED), (Role.EDITOR, Refusal.SOURCE_PROTECTED)):
        with pytest.raises(Refused) as refused:
            permissions.require(Actor(ActorKind.PERSON, "x", person=1, role=role), Act.EDIT_SOURCE, is_protected=True)
        assert refused.value.code is code


def test_the_table_leaves_no_role_and_no_act_out() -> None:
    assert {(role, act) for role, act, _scope in rows()} == {(r.value, a.value) for r in Role for a in Act}


@pytest.mark.parametrize("act", Act)
def test_a_stranger_may_do_nothing(act: Act) -> None:
    assert not permissions.may(Actor(ActorKind.PERSON, "stranger", person=1), act)


@pytest.mark.django_db
def test_a_reporter_may_not_agree() -> None:
    claim = make_claim(status=Status.SECOND_CHECK)
    with pytest.raises(Refused) as refused:
        findings.agree(claim.pk, by=permissions.actor(make_person(Role.REPORTER)))
    assert refused.value.code is Refusal.NOT_ALLOWED


@pytest.mark.django_db
def test_only_whoever_has_a_claim_in_hand_may_release_it_or_an_editor() -> None:
    rosa, ravi, edith = make_person(Role.REPORTER), make_person(Role.REPORTER), make_person(Role.EDITOR)
    claim = make_claim(status=Status.IN_REVIEW, assigned_to=rosa)
    with pytest.raises(Refused) as refused:
        review.release(claim.pk, by=permissions.actor(ravi))
    assert refused.value.code is Refusal.TAKEN_BY_SOMEBODY_ELSE
    assert review.release(claim.pk, by=permissions.actor(edith)).status == Status.UNVERIFIED


@pytest.mark.django_db
def test_somebody_who_left_has_no_role() -> None:
    person = make_person(Role.CHIEF)
    person.is_active = False
    assert permissions.role_of(person) is None


@pytest.mark.django_db
def test_the_highest_of_several_roles_counts() -> None:
    person = make_person(Role.VIEWER)
    person.groups.add(*make_person(Role.EDITOR).groups.all())
    assert permissions.role_of(person) is Role.EDITOR
