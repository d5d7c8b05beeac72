"""The form of a rule: plain words, choices of one dealership, errors at their field."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dealerships.forms.inputs import bound
from dealerships.models import Dealership, Membership, User
from followups.models import Rule, Script
from followups.models.rule import NEEDS_MONTHS
from followups.rules.arms import HIGHEST_SHARE
from followups.triggers import TRIGGERS

# a window outlives three days in which nothing could be planned (N6)
SHORTEST_WINDOW = 4
# these look back at what happened; the others look ahead to a day that comes
LOOKS_BACK = {
    Rule.Trigger.CAR_DELIVERED,
    Rule.Trigger.VISIT_CLOSED,
    Rule.Trigger.LONG_ABSENCE,
    Rule.Trigger.REPLY_RECEIVED,
    Rule.Trigger.REFERRAL_THANKS,
    Rule.Trigger.COMPLAINT_CLOSED,
    Rule.Trigger.LOW_ANSWER,
}

PARTS = (
    (gettext_lazy("What and when"), (
        "name", "trigger", "holiday", "months", "offset_days", "window_days", "purpose",
    )),
    (gettext_lazy("Who calls, and what is said"), (
        "assignee", "person", "fallback_person", "only_role", "script",
    )),
    (gettext_lazy("How urgent"), ("priority",)),
    (gettext_lazy("Proof that it works"), ("control_share", "outcome_days")),
)  # fmt: skip


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Rule
        fields = [
            "name",
            "trigger",
            "holiday",
            "months",
            "offset_days",
            "window_days",
            "purpose",
            "assignee",
            "person",
            "fallback_person",
            "only_role",
            "script",
            "priority",
            "control_share",
            "outcome_days",
        ]
        help_texts = {
            "trigger": gettext_lazy("“Service visit closed” covers every visit but the car wash."),
            "months": gettext_lazy(
                "Long absence: not here for so long. Car age: delivered so long ago. "
                "Greeting: only who was here within so many months."
            ),
            "offset_days": gettext_lazy(
                "When the call may begin: 3 is the third day after, −30 is thirty days before."
            ),
            "window_days": gettext_lazy(
                "How many days the call stays useful. Afterwards the card disappears by itself."
            ),
            "purpose": gettext_lazy("Only customers who agreed to this are called."),
            "person": gettext_lazy("Only for “One named person”."),
            "fallback_person": gettext_lazy(
                "Calls when the person above is not known or no longer works here. "
                "Empty: the call team."
            ),
            "only_role": gettext_lazy("Then the reason gets a card of its own. Usually empty."),
            "priority": gettext_lazy("1 is called first, 9 last."),
            "control_share": gettext_lazy(
                "So many of a hundred customers this rule does not call, chosen by lot; the others "
                "are compared with them. 5 to 10 is usual, 20 the most, 0 no comparison. "
                "Customers whose lot is drawn keep it: a higher share only adds new ones."
            ),
            "outcome_days": gettext_lazy(
                "Visits and purchases count for so many days from the day of the lot. "
                "Empty: as usual for the event."
            ),
        }
        labels = {
            "person": gettext_lazy("Person"),
            "fallback_person": gettext_lazy("Who calls otherwise"),
            "script": gettext_lazy("Script"),
        }

    def __init__(self, *args: Any, dealership: Dealership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = _people_of(dealership)
        for name in ("person", "fallback_person"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["script"].queryset = (  # type: ignore[attr-defined]
            Script.objects.for_dealership(dealership).order_by("name")
        )
        self._say_what_empty_means()
        self._set_bounds()

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of the page."""
        return [(str(legend), [self[name] for name in names]) for legend, names in PARTS]

    def _say_what_empty_means(self) -> None:
        empty = {
            "trigger": _("Choose the event"),
            "holiday": _("Choose the holiday"),
            "purpose": _("Choose the consent"),
            "person": _("Choose the person"),
            "fallback_person": _("The call team"),
            "only_role": _("Anybody who calls"),
            "script": _("Without a script"),
        }
        for name, words in empty.items():
            field: Any = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = words
            else:
                field.choices = [("", words), *(choice for choice in field.choices if choice[0])]

    def _set_bounds(self) -> None:
        of_priority = _("Priorities go from 1 to 9.")
        shortest = _("At least %(days)s days, so that three lost days lose nobody.") % {
            "days": SHORTEST_WINDOW
        }
        fields = self.fields
        bound(fields["priority"], lowest=1, highest=9, too_low=of_priority, too_high=of_priority)
        bound(fields["window_days"], lowest=SHORTEST_WINDOW, highest=366, too_low=shortest)
        bound(fields["offset_days"], lowest=-366, highest=366)
        bound(fields["months"], lowest=1, highest=240)
        bound(fields["control_share"], lowest=0, highest=HIGHEST_SHARE)
        bound(fields["outcome_days"], lowest=7, highest=730)

    def clean(self) -> dict[str, Any]:
        """What belongs to another choice is emptied; what is missing for this one is asked for."""
        values: dict[str, Any] = super().clean() or {}
        self._clean_what_the_trigger_asks(values)
        if values.get("assignee") != Rule.Assignee.PERSON:
            values["person"] = None
        elif not values.get("person") and "person" not in self.errors:
            self.add_error("person", _("Who is it?"))
        if values.get("trigger") in LOOKS_BACK and (values.get("offset_days") or 0) < 0:
            self.add_error("offset_days", _("This has to be after the event: 0 or more."))
        trigger = TRIGGERS.get(values.get("trigger", ""))
        if trigger and trigger.owes_contact and values.get("control_share"):
            self.add_error(
                "control_share",
                _("These customers are owed the call: nobody is left out. Enter 0."),
            )
        return values

    def _clean_what_the_trigger_asks(self, values: dict[str, Any]) -> None:
        """Months and the holiday belong to their triggers, which ask for them."""
        trigger = values.get("trigger")
        if trigger not in NEEDS_MONTHS:
            values["months"] = None
        elif not values.get("months") and "months" not in self.errors:
            self.add_error("months", _("How many months?"))
        if trigger != Rule.Trigger.HOLIDAY_GREETING:
            values["holiday"] = ""
        elif not values.get("holiday") and "holiday" not in self.errors:
            self.add_error("holiday", _("Which holiday?"))


def _people_of(dealership: Dealership) -> Any:
    working = Membership.objects.active().filter(user=OuterRef("pk"), dealership=dealership)
    return User.objects.filter(Exists(working)).order_by("first_name", "last_name", "username")
