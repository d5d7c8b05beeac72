from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Surveys"

    def ready(self) -> None:
        from surveys import timeline

        timeline.register()
        from dealerships.navigation import Entry, register
        from dealerships.newcomers import on_new_dealership
        from surveys.permissions import may_see_answers
        from surveys.services import create_standard_questionnaire

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
