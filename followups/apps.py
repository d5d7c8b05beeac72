from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = "Follow-ups"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from dealerships import newcomers
        from dealerships.navigation import Entry, register
        from followups.deliveries import DELIVERIES
        from followups.permissions import may_call, may_supervise, may_work_list
        from followups.services.defaults import add_standard_rules
        from service import anchors

        anchors.register(DELIVERIES)
        newcomers.on_new_dealership(add_standard_rules)
        pages = (
            (_("Next call"), "phone-call", "followups:call_page", may_call, 10),
            (_("My list"), "checklist", "followups:my_list", may_work_list, 12),
            (_("Call team"), "users", "followups:team_page", may_supervise, 14),
        )
        for label, icon, url_name, allowed, order in pages:
            register(Entry(label=label, icon=icon, url_name=url_name, allowed=allowed, order=order))
