from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = "Customers"

    def ready(self) -> None:
        from customers import agreement_marks, own_timeline

        own_timeline.register()
        agreement_marks.register()
