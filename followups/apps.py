from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = "Follow-ups"

    def ready(self) -> None:
        from customers import merge_steps
        from dealerships import navigation, newcomers
        from followups.deliveries import DELIVERIES
        from followups.merging import STEP
        from followups.permissions import may_edit_rules
        from followups.services.defaults import add_standard_rules
        from service import anchors

        anchors.register(DELIVERIES)
        merge_steps.register(STEP)
        navigation.register(
            navigation.Entry(
                label=gettext_lazy("Rules"),
                icon="adjustments",
                url_name="rule_list",
                allowed=may_edit_rules,
                order=80,
            )
        )
        newcomers.on_new_dealership(add_standard_rules)
