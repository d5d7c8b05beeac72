from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = "Follow-ups"

    def ready(self) -> None:
        from customers import merge_steps
        from dealerships import newcomers
        from followups.deliveries import DELIVERIES
        from followups.merging import STEP
        from followups.services.defaults import add_standard_rules
        from service import anchors

        anchors.register(DELIVERIES)
        merge_steps.register(STEP)
        newcomers.on_new_dealership(add_standard_rules)
