"""Settings of the tests: the real ones, on throw-away servers, with cheap passwords.

Outside of ./test (`pytest tests/customers`) the kept test servers are started from here, the
earliest place that pytest-django offers; the processes of xdist inherit them.
"""

import atexit
import os
from contextlib import ExitStack

from dealercrm.embedded.paths import PROJECT
from dealercrm.translations import catalogues
from tests.servers import kept_servers

if not os.environ.get("DATABASE_URL"):
    _servers = ExitStack()
    os.environ.update(_servers.enter_context(kept_servers()))
    atexit.register(_servers.close)
os.environ.setdefault("SECRET_KEY", "only-for-tests")
if "PYTEST_XDIST_WORKER" not in os.environ:
    catalogues.compile_all(PROJECT)

from dealercrm.settings import *  # noqa: F403
from dealercrm.settings import DATABASES, STORAGES

if template := os.environ.get("DEALERCRM_TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# nothing is collected for the tests; the live server finds the files itself
WHITENOISE_AUTOREFRESH = True
