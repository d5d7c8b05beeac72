"""The cast of the tests: three dealerships, a person per role, and those with no business here."""

from collections.abc import Callable

import pytest
from django.test import Client

from dealerships import services as dealerships
from dealerships.models import Dealership, Role, User
from tests.factories import NOW, make_dealership, make_user

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

__all__ = [
    "administrator",
    "client_as",
    "dealer_head",
    "dealership",
    "dismissed",
    "operator",
    "outsider",
    "receptionist",
    "relations_manager",
    "sales_manager",
    "salesperson",
    "service_advisor",
    "service_manager",
    "sister",
    "sister_administrator",
    "staff",
    "stranger",
    "stranger_administrator",
]


@pytest.fixture
def dealership(db) -> Dealership:
    """Where the tests happen: Moscow time, 9 to 21 every day."""
    return make_dealership("north", name="North Cars")


@pytest.fixture
def sister(dealership) -> Dealership:
    """Another dealership of the same holding: one customer base, other relations."""
    return make_dealership("east", name="East Cars", holding=dealership.holding)


@pytest.fixture
def stranger(db) -> Dealership:
    """A dealership of another holding, in China."""
    return make_dealership("south", name="South Cars", country="CN", time_zone="Asia/Shanghai")


def _member(role: Role, dealership: Dealership) -> User:
    name = f"{dealership.slug}-{role.value}"
    return make_user(name, dealership=dealership, roles=[role], email=f"{name}@example.com")


@pytest.fixture
def operator(dealership) -> User:
    return _member(Role.OPERATOR, dealership)


@pytest.fixture
def receptionist(dealership) -> User:
    return _member(Role.RECEPTIONIST, dealership)


@pytest.fixture
def salesperson(dealership) -> User:
    return _member(Role.SALESPERSON, dealership)


@pytest.fixture
def sales_manager(dealership) -> User:
    return _member(Role.SALES_MANAGER, dealership)


@pytest.fixture
def service_advisor(dealership) -> User:
    return _member(Role.SERVICE_ADVISOR, dealership)


@pytest.fixture
def service_manager(dealership) -> User:
    return _member(Role.SERVICE_MANAGER, dealership)


@pytest.fixture
def relations_manager(dealership) -> User:
    return _member(Role.RELATIONS_MANAGER, dealership)


@pytest.fixture
def dealer_head(dealership) -> User:
    return _member(Role.DEALER_HEAD, dealership)


@pytest.fixture
def administrator(dealership) -> User:
    return _member(Role.ADMINISTRATOR, dealership)


@pytest.fixture
def staff(request) -> dict[Role, User]:
    """One member per role of `dealership`."""
    return {role: request.getfixturevalue(role.value) for role in Role}


@pytest.fixture
def sister_administrator(sister) -> User:
    return _member(Role.ADMINISTRATOR, sister)


@pytest.fixture
def stranger_administrator(stranger) -> User:
    return _member(Role.ADMINISTRATOR, stranger)


@pytest.fixture
def outsider(db) -> User:
    """Has a login and works nowhere."""
    return make_user("outsider")


@pytest.fixture
def dismissed(dealership) -> User:
    """Was the administrator until now; the login is left."""
    user = make_user("dismissed", dealership=dealership, roles=[Role.ADMINISTRATOR])
    dealerships.end_membership(user=user, dealership=dealership, role=Role.ADMINISTRATOR, at=NOW)
    return user


@pytest.fixture
def client_as() -> Callable[..., Client]:
    """client_as(user): a browser in which this person has signed in; None: nobody has."""

    def sign_in(user: User | None, **defaults) -> Client:
        client = Client(**defaults)
        if user is not None:
            client.force_login(user, backend=BACKEND)
        return client

    return sign_in
