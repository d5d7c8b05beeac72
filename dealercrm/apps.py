"""Loads with Django what every process of the project needs: the Celery app, the checks."""

from django.apps import AppConfig


class DealercrmConfig(AppConfig):
    """The project as an app of its own: commands, checks, template tags."""

    name = "dealercrm"

    def ready(self) -> None:
        """Makes @shared_task find our Celery app, in every thread, and registers the checks."""
        from dealercrm import celery, checks

        celery.app.set_default()
        checks.register()
