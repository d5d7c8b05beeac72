"""The project's settings with the bare pages beside its own, served by the same process."""

from dealercrm.embedded.paths import PROJECT
from dealercrm.settings import *
from dealercrm.settings import STORAGES, TEMPLATES

ROOT_URLCONF = "bench.urls"
_FOLDERS = [PROJECT / "templates", PROJECT / "bench" / "templates"]
TEMPLATES = [{**TEMPLATES[0], "DIRS": _FOLDERS}]
# nothing is collected for the bench
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
