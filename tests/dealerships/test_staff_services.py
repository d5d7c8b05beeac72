"""Hiring, roles, dismissal, and whose name is whose."""

import pytest

from dealerships.members import member_of
from dealerships.models import Membership, Role, StaffMember, User
from dealerships.rules import suggest_owner
from dealerships.services import keys
from dealerships.services import staff as services
from tests.factories import NOW, make_dealership, make_user


def hire(dealership, username="anna", roles=(Role.OPERATOR,), **fields) -> User:
    return services.hire(
        dealership=dealership, username=username, roles=roles, by=None, at=NOW, **fields
    )


def change(user, dealership, *roles):
    services.change_roles(user=user, dealership=dealership, roles=roles, by=None, at=NOW)


def dismiss(user, dealership):
    services.dismiss(user=user, dealership=dealership, by=None, at=NOW)


def test_a_new_person_has_roles_and_no_password_yet(dealership):
    user = hire(dealership, roles=[Role.OPERATOR, Role.RECEPTIONIST], last_name="Ким")

    assert member_of(user, dealership.slug).roles == {Role.OPERATOR, Role.RECEPTIONIST}
    assert not user.has_usable_password()


def test_a_colleague_of_the_holding_comes_to_work_here_too(dealership, sister):
    user = hire(sister, last_name="Ким")

    again = hire(dealership, last_name="Other")

    assert again == user
    assert again.last_name == "Ким"
    assert member_of(user, sister.slug) is not None


def test_the_name_of_a_stranger_is_taken(dealership, stranger):
    hire(stranger)

    with pytest.raises(services.UsernameTaken):
        hire(dealership)


def test_changed_roles_hold_at_once_and_leave_their_history(dealership, administrator):
    user = hire(dealership, roles=[Role.OPERATOR, Role.RECEPTIONIST])

    change(user, dealership, Role.RECEPTIONIST, Role.SALESPERSON)

    assert member_of(user, dealership.slug).roles == {Role.RECEPTIONIST, Role.SALESPERSON}
    ended = Membership.objects.get(user=user, ended_at=NOW)
    assert ended.role == Role.OPERATOR


def test_nobody_works_without_a_role(dealership, operator):
    with pytest.raises(services.RolesMissing):
        change(operator, dealership)


def test_the_last_administrator_cannot_go(dealership, administrator):
    with pytest.raises(services.LastAdministrator):
        change(administrator, dealership, Role.OPERATOR)
    with pytest.raises(services.LastAdministrator):
        dismiss(administrator, dealership)

    other = make_user("second", dealership=dealership, roles=[Role.ADMINISTRATOR])
    dismiss(administrator, dealership)
    assert member_of(other, dealership.slug) is not None


def test_an_administrator_who_cannot_sign_in_does_not_count(dealership, administrator):
    other = make_user("second", dealership=dealership, roles=[Role.ADMINISTRATOR])
    User.objects.filter(pk=other.pk).update(is_active=False)

    with pytest.raises(services.LastAdministrator):
        dismiss(administrator, dealership)


def test_who_works_nowhere_any_more_loses_the_login(dealership, sister, operator):
    change(operator, sister, Role.OPERATOR)

    dismiss(operator, dealership)
    operator.refresh_from_db()
    assert operator.is_active

    dismiss(operator, sister)
    operator.refresh_from_db()
    assert not operator.is_active


def test_who_is_hired_again_has_the_login_back(dealership, operator):
    dismiss(operator, dealership)

    again = hire(dealership, username=operator.username)

    assert member_of(User.objects.get(pk=again.pk), dealership.slug) is not None


def test_a_stranger_cannot_be_dismissed(dealership, stranger_administrator):
    with pytest.raises(services.NotOnStaff):
        dismiss(stranger_administrator, dealership)


def test_the_keys_of_a_dismissed_person_are_revoked(dealership, operator):
    key, _secret = keys.issue_key(
        dealership=dealership, user=operator, name="x", scopes=[], expires_at=None
    )

    dismiss(operator, dealership)

    key.refresh_from_db()
    assert key.revoked_at == NOW


def test_a_name_is_linked_only_to_a_colleague(dealership, operator, stranger_administrator):
    name = StaffMember.objects.create(dealership=dealership, name="Ким А.")

    services.link_name(staff_member=name, user=operator)
    assert name.user == operator
    with pytest.raises(services.NotOnStaff):
        services.link_name(staff_member=name, user=stranger_administrator)


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("Семёнов Пётр Ильич", 1),
        ("П. И. СЕМЕНОВ", 1),
        ("Ким А.", None),
        ("Кимова", None),
        ("王小明", 4),
        ("Nobody", None),
        ("", None),
    ],
)
def test_suggestions_by_surname(name, suggested):
    surnames = {1: "Семёнов", 2: "Ким", 3: "Ким", 4: "王", 5: ""}

    assert suggest_owner(name, surnames) == suggested


def test_history_of_roles_is_kept_by_the_database(dealership):
    user = hire(dealership, roles=[Role.OPERATOR, Role.RECEPTIONIST])

    change(user, dealership, Role.RECEPTIONIST)

    ended = Membership.objects.get(user=user, role=Role.OPERATOR)
    assert ended.events.count() == 1


def test_two_dealerships_have_administrators_of_their_own(administrator, dealership):
    other = make_dealership("west")
    boss = make_user("boss", dealership=other, roles=[Role.ADMINISTRATOR])

    with pytest.raises(services.LastAdministrator):
        dismiss(boss, other)
