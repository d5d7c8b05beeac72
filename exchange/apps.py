from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = "Data exchange"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from dealerships import navigation
        from exchange.permissions import may_import

        navigation.register(
            navigation.Entry(
                label=_("Import"),
                icon="database-import",
                url_name="exchange:import_list",
                allowed=may_import,
                order=85,
            )
        )
