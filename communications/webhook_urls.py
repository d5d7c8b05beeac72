"""/webhooks/: what providers call; let in by their secrets, of no dealership."""

from django.urls import URLPattern, path

from communications.views import webhooks

app_name = "webhooks"

urlpatterns: list[URLPattern] = [
    path("sms/", webhooks.sms_webhook, name="sms"),
    path("messenger/", webhooks.messenger_webhook, name="messenger"),
    path("email/<path:provider>", webhooks.email_webhook, name="email"),
]
