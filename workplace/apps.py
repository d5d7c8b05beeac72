from django.apps import AppConfig


class WorkplaceConfig(AppConfig):
    name = "workplace"
    verbose_name = "Workplace"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from customers import fragments

        fragments.register(
            fragments.Fragment(url_name="customer_value", label=_("Value"), place="side", order=30)
        )
