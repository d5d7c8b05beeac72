"""The project's settings with the bare pages beside its own, served by the same process."""

from pathlib import Path

from dealercrm.settings import *
from dealercrm.settings import STORAGES, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}]
# nothing is collected for the bench
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
