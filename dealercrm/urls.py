"""The site map: everything of a dealership lives under /d/<slug>/."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from communications.views import telephony
from dealerships.converters import ExportFormat
from dealerships.views import home

register_converter(ExportFormat, "export")

dealership_urls: list[URLPattern | URLResolver] = [
    path("", home.dealership_home, name="dealership_home"),
    path("", include("workplace.urls")),
    path("customers/", include("customers.urls")),
    path("", include("dealerships.staff_urls")),
    path("promises/", include("promises.urls")),
    path("complaints/", include("complaints.urls")),
    path("surveys/", include("surveys.urls")),
    path("rules/", include("followups.rule_urls")),
    path("", include("service.urls")),
    path("", include("sales.urls")),
    path("reviews/", include("callreview.urls")),
    path("kpis/", include("kpis.urls")),
    path("imports/", include("exchange.urls")),
    path("", include("followups.urls")),
    path("", include("communications.urls")),
]

handler400 = "dealerships.views.errors.not_understood"

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", include("allauth.account.urls")),
    path("me/", include("dealerships.preference_urls")),
    path("api/v1/", include("dealercrm.api_urls")),
    path("webhooks/", include("communications.webhook_urls")),
    path("hooks/telephony/<slug:dealership>/", telephony.call_event, name="telephony_hook"),
    path("d/<slug:dealership>/", include(dealership_urls)),
    path("", include("communications.public_urls")),
]
