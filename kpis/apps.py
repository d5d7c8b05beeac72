from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KpisConfig(AppConfig):
    name = "kpis"
    verbose_name = "KPIs"

    def ready(self) -> None:
        from dealerships import navigation
        from kpis.permissions import may_see_figures

        navigation.register(
            navigation.Entry(
                label=_("Dashboard"),
                icon="layout-dashboard",
                url_name="kpis:dashboard",
                allowed=may_see_figures,
                order=5,
            )
        )
