from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = "Follow-ups"

    def ready(self) -> None:
        from communications import callers, replies, template_uses, wanted
        from customers import fragments, merge_steps, withdrawals
        from dealerships import newcomers
        from dealerships.navigation import Entry, register
        from followups import permissions, ringing, timeline
        from followups.deliveries import DELIVERIES
        from followups.merging import STEP
        from followups.services import plan_steps
        from followups.services import withdrawals as stopping
        from followups.services.defaults import add_standard_rules
        from followups.services.replies import PART
        from service import anchors

        anchors.register(DELIVERIES)
        timeline.register()
        callers.register("cards", ringing.open_cards, order=40)
        merge_steps.register(STEP)
        withdrawals.register("followups", stopping.stop)
        template_uses.register(
            "plans", template_uses.Use(_("Steps of plans"), plan_steps.uses_of_templates)
        )
        wanted.register(plan_steps.ASKED_BY, plan_steps.is_wanted)
        replies.register("followups", PART)
        newcomers.on_new_dealership(add_standard_rules)
        fragments.register(
            fragments.Fragment(
                url_name="followups:customer_reasons",
                label=_("Planned calls"),
                place="main",
                order=10,
            )
        )
        fragments.register(
            fragments.Fragment(
                url_name="followups:customer_touches",
                label=_("Contacts"),
                place="side",
                order=30,
            )
        )
        pages = (
            (_("Next call"), "phone-call", "followups:call_page", permissions.is_on_call_team, 10),
            (_("My list"), "checklist", "followups:my_list", permissions.has_own_list, 12),
            (_("Call team"), "users-group", "followups:team_page", permissions.may_supervise, 14),
            (_("Rules"), "adjustments", "rule_list", permissions.keeps_rules, 80),
        )
        for label, icon, url_name, allowed, order in pages:
            register(Entry(label=label, icon=icon, url_name=url_name, allowed=allowed, order=order))
