"""The demo's staff: a login for every role; sellers and advisors by the names the DMS knows."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from dealerships import services as dealerships
from dealerships.models import Dealership, Role, StaffMember, User

PASSWORD = "demo"  # noqa: S105 - printed on the first page of the README


@dataclass(frozen=True)
class Person:
    username: str
    first_name: str
    last_name: str
    roles: tuple[Role, ...]
    # the name the dealer's system knows; empty: not in its lists
    dms_name: str = ""


RUSSIA = (
    Person("operator", "Анна", "Климова", (Role.OPERATOR,)),
    Person("operator2", "Илья", "Соболев", (Role.OPERATOR,)),
    Person("reception", "Мария", "Лебедева", (Role.RECEPTIONIST,)),
    Person("sales", "Артём", "Орлов", (Role.SALESPERSON,), "Орлов А.В."),
    Person("sales2", "Дарья", "Веснина", (Role.SALESPERSON,), "Веснина Д.И."),
    Person("salesmanager", "Константин", "Рудаков", (Role.SALES_MANAGER,)),
    Person("advisor", "Роман", "Попов", (Role.SERVICE_ADVISOR,), "Попов Р.В."),
    Person("advisor2", "Егор", "Титов", (Role.SERVICE_ADVISOR,), "Титов Е.С."),
    Person("servicemanager", "Сергей", "Малышев", (Role.SERVICE_MANAGER,)),
    Person("relations", "Ольга", "Сафонова", (Role.RELATIONS_MANAGER,)),
    Person("head", "Виктор", "Громов", (Role.DEALER_HEAD,)),
    Person("admin", "Наталья", "Белова", (Role.ADMINISTRATOR,)),
)
CHINA = (
    Person("operator-cn", "静", "陈", (Role.OPERATOR,)),
    Person("reception-cn", "敏", "周", (Role.RECEPTIONIST,)),
    Person("sales-cn", "伟", "王", (Role.SALESPERSON,), "王伟"),
    Person("salesmanager-cn", "强", "刘", (Role.SALES_MANAGER,)),
    Person("advisor-cn", "娜", "李", (Role.SERVICE_ADVISOR,), "李娜"),
    Person("servicemanager-cn", "军", "赵", (Role.SERVICE_MANAGER,)),
    Person("relations-cn", "雪", "林", (Role.RELATIONS_MANAGER,)),
    Person("head-cn", "建国", "张", (Role.DEALER_HEAD,)),
    Person("admin-cn", "涛", "孙", (Role.ADMINISTRATOR,)),
)
# sellers and advisors the DMS knows besides those with a login
RUSSIA_OTHERS = {"sales": ("Карпова Е.А.", "Зимин Н.П."), "service": ("Яшина О.В.",)}
CHINA_OTHERS = {"sales": ("何超颖",), "service": ("周敏",)}


def hire(people: tuple[Person, ...], dealership: Dealership) -> dict[str, User]:
    """Create the logins with their roles; gives them by user name. Existing ones are kept."""
    users = {}
    password = make_password(PASSWORD)  # once: hashing is slow on purpose
    for person in people:
        user, _is_new = User.objects.get_or_create(
            username=person.username,
            defaults={
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": f"{person.username}@demo.example",
                "language": dealership.language,
                "password": password,
            },
        )
        for role in person.roles:
            dealerships.add_role(user=user, dealership=dealership, role=role)
        users[person.username] = user
    return users


def link_names(people: tuple[Person, ...], dealership: Dealership) -> None:
    """Tell which login stands behind a name of the DMS (after the import brought the names)."""
    for person in people:
        if person.dms_name:
            StaffMember.objects.for_dealership(dealership).filter(name=person.dms_name).update(
                user=User.objects.get(username=person.username)
            )
