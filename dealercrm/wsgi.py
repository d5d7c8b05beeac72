"""WSGI entry point (granian serves it)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dealercrm.settings")

application = get_wsgi_application()

# what is loaded stays: without this the collector walks through all of it, some 0.2 s, in the
# middle of every hundredth page
gc.collect()
gc.freeze()
