from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = "Follow-ups"

    def ready(self) -> None:
        from followups.deliveries import DELIVERIES
        from service import anchors

        anchors.register(DELIVERIES)
