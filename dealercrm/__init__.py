"""The project: settings, urls, Celery and the embedded servers. Imported by nobody."""

from dealercrm.celery import app as celery_app

__all__ = ["celery_app"]
