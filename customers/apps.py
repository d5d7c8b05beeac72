from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = "Customers"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from customers import agreement_marks, list_filters, own_timeline
        from customers.permissions import may_see_customers
        from dealerships import navigation

        own_timeline.register()
        agreement_marks.register()
        list_filters.register_own()
        navigation.register(
            navigation.Entry(
                label=_("Customers"),
                icon="users",
                url_name="customers:customer_list",
                allowed=may_see_customers,
                order=40,
            )
        )
