"""Who may bring data into a dealership; asked by views and the left bar."""

from dealerships.members import Member
from dealerships.models import Role

IMPORTERS = (
    Role.ADMINISTRATOR,
    Role.DEALER_HEAD,
    Role.SALES_MANAGER,
    Role.SERVICE_MANAGER,
)


def may_import(member: Member) -> bool:
    """Upload, check, run and read imports: those who answer for a department's own records.

    An import changes every list of the dealership, and its report shows rows of all five tables.
    """
    return member.holds(*IMPORTERS)
