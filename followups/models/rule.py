"""A rule: which event, how long after, who calls, with which words; its plan is in step.py."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.models import Consent
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, Role, User
from followups.models.script import Script
from followups.querysets import RuleQuerySet
from followups.rules.arms import HIGHEST_SHARE
from followups.rules.plans import Plan, Step

# the triggers whose rules say a number of months
NEEDS_MONTHS = ("car_age", "holiday_greeting", "long_absence")


class Holiday(models.TextChoices):
    """What a customer is greeted on; its days: followups.triggers.holiday_greeting."""

    NEW_YEAR = "new_year", _("New Year")
    SPRING_FESTIVAL = "spring_festival", _("Chinese New Year")
    MID_AUTUMN = "mid_autumn", _("Mid-Autumn Festival")
    DEFENDERS_DAY = "defenders_day", _("23 February (men)")
    WOMENS_DAY = "womens_day", _("8 March (women)")
    CHRISTMAS = "christmas", _("Christmas, 25 December")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Rule(models.Model):
    class Trigger(models.TextChoices):
        CAR_DELIVERED = "car_delivered", _("Car delivered")
        VISIT_CLOSED = "visit_closed", _("Service visit closed")
        MAINTENANCE_DUE = "maintenance_due", _("Maintenance due")
        WARRANTY_ENDING = "warranty_ending", _("Warranty ending")
        INSURANCE_ENDING = "insurance_ending", _("Insurance ending")
        LOAN_ENDING = "loan_ending", _("Loan ending")
        BIRTHDAY = "birthday", _("Birthday")
        LONG_ABSENCE = "long_absence", _("Long absence")
        REPLY_RECEIVED = "reply_received", _("Reply received")
        HOLIDAY_GREETING = "holiday_greeting", _("Holiday greeting")
        CAR_AGE = "car_age", _("Car age")
        REFERRAL_THANKS = "referral_thanks", _("Referral: a car delivered")
        COMPLAINT_CLOSED = "complaint_closed", _("Complaint closed")
        LOW_ANSWER = "low_answer", _("Bad survey answer")

    class Assignee(models.TextChoices):
        TEAM = "team", _("The call team (queue)")
        SALESPERSON = "salesperson", _("Salesperson of the deal")
        ADVISOR = "advisor", _("Service advisor of the last visit")
        PERSON = "person", _("One named person")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="rules")
    name = models.CharField(_("name"), max_length=100)
    trigger = models.CharField(_("trigger"), max_length=20, choices=Trigger)
    is_active = models.BooleanField(_("active"), default=True)
    # days from the event to the first day of the window; negative: before an end date
    offset_days = models.SmallIntegerField(_("days after the event"))
    # length of the window: due from event + offset, for so many days
    window_days = models.PositiveSmallIntegerField(_("window, days"))
    # of the triggers that count months (NEEDS_MONTHS): absent for so long, owned for so long, here
    # within so long
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    # of the greeting only: which holiday
    holiday = models.CharField(
        pgettext_lazy("greeted", "holiday"), max_length=15, choices=Holiday, blank=True
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Consent.Purpose)
    assignee = models.CharField(
        _("who calls"), max_length=12, choices=Assignee, default=Assignee.TEAM
    )
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # when the assignee cannot be found: this person, else the team
    fallback_person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # set: only this role may handle the reason, so it gets a card of its own
    only_role = models.CharField(_("only by"), max_length=20, choices=Role, blank=True)
    script = models.ForeignKey(
        Script,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        db_constraint=False,
    )
    priority = models.PositiveSmallIntegerField(_("priority"), default=5)  # 1 is first
    # per cent of its customers whom the rule leaves alone, to prove what it brings (N4)
    control_share = models.PositiveSmallIntegerField(_("control group, %"), default=0, db_default=0)
    # empty: as its trigger says (followups.triggers)
    outcome_days = models.PositiveSmallIntegerField(
        _("results count for, days"), null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # first day this rule was planned for; what fell due more than its window before is left (N6)
    first_planned_on = models.DateField(null=True, blank=True, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "name"], name="rule_name_once"),
            models.UniqueConstraint(fields=["dealership", "id"], name="rule_tenant"),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=9),
                name="rule_priority_1_to_9",
            ),
            models.CheckConstraint(
                condition=Q(window_days__gte=1),
                name="rule_window_positive",
            ),
            models.CheckConstraint(
                condition=Q(control_share__lte=HIGHEST_SHARE), name="rule_control_share_0_to_20"
            ),
            models.CheckConstraint(
                condition=Q(outcome_days__isnull=True) | Q(outcome_days__range=(1, 730)),
                name="rule_outcome_days_1_to_730",
            ),
            models.CheckConstraint(
                condition=Q(trigger__in=NEEDS_MONTHS, months__gte=1)
                | (~Q(trigger__in=NEEDS_MONTHS) & Q(months__isnull=True)),
                name="rule_months",
            ),
            models.CheckConstraint(
                condition=(Q(trigger="holiday_greeting") & ~Q(holiday=""))
                | (~Q(trigger="holiday_greeting") & Q(holiday="")),
                name="rule_holiday",
            ),
            models.CheckConstraint(
                condition=(Q(assignee="person") & Q(person__isnull=False))
                | (~Q(assignee="person") & Q(person__isnull=True)),
                name="rule_person_named",
            ),
            SameTenant(name="rule_script_tenant", field="script", references="followups.Script"),
        ]

    def __str__(self) -> str:
        return self.name

    def plan(self) -> Plan:
        """Its steps in order (one query, none where they were prefetched)."""
        steps = sorted(self.steps.all(), key=lambda step: step.position)
        return Plan(tuple(Step(step.channel, step.day, step.attempts) for step in steps))
