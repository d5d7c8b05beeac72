"""Who a person is inside a dealership."""

from dealerships import services
from dealerships.members import member_of
from dealerships.models import Role


def test_a_member_holds_the_roles_given(staff, dealership):
    for role, user in staff.items():
        member = member_of(user, dealership.slug)

        assert member is not None
        assert member.roles == {role}


def test_a_dismissed_person_and_an_outsider_are_no_members(dealership, dismissed, outsider):
    assert member_of(dismissed, dealership.slug) is None
    assert member_of(outsider, dealership.slug) is None


def test_a_member_of_the_sister_is_no_member_here(dealership, sister_administrator):
    assert member_of(sister_administrator, dealership.slug) is None


def test_a_user_who_was_switched_off_is_no_member(dealership, operator):
    operator.is_active = False
    operator.save()

    assert member_of(operator, dealership.slug) is None


def test_a_person_may_hold_several_roles(dealership, operator):
    services.add_role(user=operator, dealership=dealership, role=Role.DEALER_HEAD)

    assert member_of(operator, dealership.slug).roles == {Role.OPERATOR, Role.DEALER_HEAD}
