from django.apps import AppConfig


class DealershipsConfig(AppConfig):
    name = "dealerships"
    verbose_name = "Dealerships"
