from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Surveys"

    def ready(self) -> None:
        from customers.fragments import Fragment
        from customers.fragments import register as register_fragment
        from dealerships.navigation import Entry, register
        from dealerships.newcomers import on_new_dealership
        from surveys import timeline
        from surveys.permissions import may_see_answers
        from surveys.services import create_standard_questionnaire

        timeline.register()
        register_fragment(
            Fragment(
                url_name="surveys:customer_surveys",
                label=_("Surveys"),
                place="side",
                order=55,
            )
        )
        on_new_dealership(create_standard_questionnaire)
        register(
            Entry(
                label=_("Surveys"),
                icon="mood-happy",
                url_name="surveys:survey_list",
                allowed=may_see_answers,
                order=65,
            )
        )
