"""Verbs about people: hire, change roles, dismiss, link to the names the DMS knows."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from dealerships.models import (
    ApiKey,
    Dealership,
    Extension,
    Membership,
    Role,
    StaffMember,
    User,
)


class UsernameTaken(Exception):
    """Somebody else signs in by this name."""


class OnStaffAlready(Exception):
    """The person holds roles here: hiring them anew would take those away in silence."""

    def __init__(self, user: User) -> None:
        self.user = user
        super().__init__(user.username)


class LastAdministrator(Exception):
    """Nobody would be left to manage the dealership."""


class RolesMissing(Exception):
    """Who works here holds at least one role."""


class ExtensionTaken(Exception):
    """A colleague has this telephone."""

    def __init__(self, user: User) -> None:
        self.user = user
        super().__init__(user.username)


class NotOnStaff(Exception):
    """The person does not work in this dealership."""


@transaction.atomic
def hire(
    *,
    dealership: Dealership,
    username: str,
    roles: Collection[Role],
    by: User | None,
    at: datetime,
    first_name: str = "",
    last_name: str = "",
    email: str = "",
    language: str = "",
    time_zone: str = "",
    extension: str = "",
) -> User:
    """Give a person a login (without a password yet) and roles.

    Somebody who works, or worked, in the same holding under this name gets the roles and keeps
    their own data; that is how one person comes to work in several dealerships. Raises
    UsernameTaken for anybody else's name, OnStaffAlready, RolesMissing, ExtensionTaken.
    """
    if not roles:
        raise RolesMissing
    _lock(dealership)
    user = User.objects.filter(
        username=username, memberships__dealership__holding=dealership.holding_id
    ).first()
    if user is None:
        user = _create_login(
            username=username,
            first_name=first_name,
            last_name=last_name,
            email=email,
            language=language,
            time_zone=time_zone,
        )
    elif _works_in(dealership, user):
        raise OnStaffAlready(user)
    elif not user.is_active:
        User.objects.filter(pk=user.pk).update(is_active=True)
    change_roles(user=user, dealership=dealership, roles=roles, by=by, at=at)
    set_extension(user=user, dealership=dealership, number=extension)
    return user


@transaction.atomic
def set_extension(*, user: User, dealership: Dealership, number: str) -> None:
    """The person's telephone here; empty: they have none. Raises ExtensionTaken."""
    telephones = Extension.objects.for_dealership(dealership)
    if not number:
        telephones.filter(user=user).delete()
        return
    _lock(dealership)
    other = telephones.filter(number=number).exclude(user=user).select_related("user").first()
    if other:
        raise ExtensionTaken(other.user)
    Extension.objects.update_or_create(
        dealership=dealership, user=user, defaults={"number": number}
    )


@transaction.atomic
def change_roles(
    *,
    user: User,
    dealership: Dealership,
    roles: Collection[Role],
    by: User | None,
    at: datetime,
) -> None:
    """Make these the person's roles from `at` on; ended roles stay in the history.

    Raises RolesMissing (dismiss() ends the work), LastAdministrator.
    """
    if not roles:
        raise RolesMissing
    _lock(dealership)
    held = Membership.objects.for_dealership(dealership).filter(user=user, ended_at=None)
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(dealership, leaving=user)
    held.exclude(role__in=roles).update(ended_at=at)
    kept = set(held.values_list("role", flat=True))
    Membership.objects.bulk_create(
        Membership(user=user, dealership=dealership, role=role)
        for role in roles
        if role not in kept
    )


@transaction.atomic
def dismiss(*, user: User, dealership: Dealership, by: User | None, at: datetime) -> None:
    """End all the person's roles here, at once, with their telephone and the keys in their name.

    Membership is read at each request, so the next click is refused. Who works nowhere any more
    loses the login too: all their sessions end. Raises NotOnStaff, LastAdministrator.
    """
    _lock(dealership)
    _keep_an_administrator(dealership, leaving=user)
    held = Membership.objects.for_dealership(dealership).filter(user=user, ended_at=None)
    if not held.update(ended_at=at):
        raise NotOnStaff
    ApiKey.objects.for_dealership(dealership).filter(user=user, revoked_at=None).update(
        revoked_at=at
    )
    Extension.objects.for_dealership(dealership).filter(user=user).delete()
    if not Membership.objects.filter(user=user, ended_at=None).exists():
        User.objects.filter(pk=user.pk).update(is_active=False)


@transaction.atomic
def link_name(*, staff_member: StaffMember, user: User | None) -> None:
    """Say which user a name of the DMS belongs to; None takes it back. Raises NotOnStaff."""
    if user is not None and not _works_in(staff_member.dealership, user):
        raise NotOnStaff
    staff_member.user = user
    staff_member.save(update_fields=["user"])


def _create_login(**fields: str) -> User:
    user = User(**fields)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise UsernameTaken from error
    return user


def _works_in(dealership: Dealership, user: User) -> bool:
    return Membership.objects.active().for_dealership(dealership).filter(user=user).exists()


def _lock(dealership: Dealership) -> None:
    """Two administrators who remove each other at the same moment do it one after the other."""
    Dealership.objects.select_for_update(no_key=True).get(pk=dealership.pk)


def _keep_an_administrator(dealership: Dealership, *, leaving: User) -> None:
    administrators = (
        Membership.objects.active().for_dealership(dealership).filter(role=Role.ADMINISTRATOR)
    )
    is_one = administrators.filter(user=leaving).exists()
    if is_one and not administrators.exclude(user=leaving).exists():
        raise LastAdministrator
