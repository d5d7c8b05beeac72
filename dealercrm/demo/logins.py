"""The demo's logins, as ./run prints them at each start."""

from django.conf import settings

from dealercrm.demo.staff import PASSWORD
from dealerships.models import Role

FILE = "demo-logins.txt"
# as the sign-in page offers them
SHOWN = (
    Role.DEALER_HEAD,
    Role.OPERATOR,
    Role.SALESPERSON,
    Role.SERVICE_ADVISOR,
    Role.RELATIONS_MANAGER,
    Role.ADMINISTRATOR,
)

TEXT = f"""\
  dealer head          head      / head-cn
  call-centre operator operator  / operator-cn
  salesperson          sales     / sales-cn
  service advisor      advisor   / advisor-cn
  customer relations   relations / relations-cn
  administrator        admin     / admin-cn
  password of all      {PASSWORD}
"""


def write() -> None:
    """Leave them where ./run looks for them."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    (settings.DATA_DIR / FILE).write_text(TEXT, encoding="utf-8")
