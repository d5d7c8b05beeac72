from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "sales"
    verbose_name = "Sales"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from dealerships import navigation
        from dealerships.newcomers import on_new_dealership
        from sales import timeline
        from sales.permissions import may_see_sales, works_in_the_showroom
        from sales.services import add_standard_sources

        on_new_dealership(add_standard_sources)
        timeline.register()
        navigation.register(
            navigation.Entry(
                label=_("Sales"),
                icon="key",
                url_name="sales:sale_list",
                allowed=works_in_the_showroom,
                order=55,
                beside="customers:customer_list",
                beside_for=may_see_sales,
            )
        )
