from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallReviewConfig(AppConfig):
    name = "callreview"
    verbose_name = "Call review"

    def ready(self) -> None:
        from callreview import permissions
        from callreview.services.scorecards import add_standard
        from communications import call_actions
        from dealerships.navigation import Entry, register
        from dealerships.newcomers import on_new_dealership

        on_new_dealership(add_standard)
        call_actions.register(
            call_actions.Action(
                label=_("Review this call"),
                icon="clipboard-check",
                url_name="callreview:choose",
                allowed=permissions.may_review,
            )
        )
        register(
            Entry(
                label=_("Call review"),
                icon="clipboard-check",
                url_name="callreview:call_list",
                allowed=permissions.has_reviews_in_the_bar,
                order=16,
                beside="followups:team_page",
                beside_for=permissions.may_review,
            )
        )
        register(
            Entry(
                label=_("My reviewed calls"),
                icon="clipboard-check",
                url_name="callreview:my_calls",
                allowed=permissions.has_own_in_the_bar,
                order=30,
            )
        )
