"""Planning: who is called about what, once, in the window."""

from datetime import date, datetime, time, timedelta

import pytest

from communications.models import ContactHold
from customers.models import Consent, ContactPoint, Ownership
from dealerships.models import StaffMember
from followups.models import CallReason, CallTask, PlanningRun, Rule, TaskEvent
from followups.services import planning
from tests.factories import (
    NOW,
    TODAY,
    make_customer,
    make_sale,
    make_user,
    make_vehicle,
    make_visit,
)
from tests.followups.occasions import (
    DAY,
    agreement,
    consent,
    only_rule,
    plan,
    planned,
    somebody,
    somebody_with_car,
)


@pytest.fixture
def customer(dealership):
    return somebody(dealership)


@pytest.fixture
def car(dealership, customer):
    return make_vehicle(dealership, owner=customer)


@pytest.fixture
def delivered(dealership, customer, car):
    """Delivered five days ago: the rule of the third day is open."""
    return make_sale(dealership, customer, car, delivered_on=TODAY - 5 * DAY)


def test_a_delivery_gives_a_card_with_its_reason_and_event(dealership, delivered):
    assert planned(dealership) == {"car_delivered+3": 1}

    task = CallTask.objects.get()
    reason = task.reasons.get()
    assert (task.customer, task.status, task.priority) == (delivered.customer, "waiting", 2)
    assert task.not_before == datetime.combine(TODAY, time(9), dealership.tz)
    assert (reason.due_from, reason.due_until) == (TODAY - 2 * DAY, TODAY + 4 * DAY)
    assert (reason.vehicle, reason.subject_id) == (delivered.vehicle, delivered.pk)
    assert TaskEvent.objects.get().kind == "planned"


def test_a_second_run_adds_nothing(dealership, delivered):
    first, second = plan(dealership), plan(dealership)

    assert (first.cards, first.reasons) == (1, 1)
    assert (second.cards, second.reasons, second.postponed) == (0, 0, 0)
    assert set(second.by_rule.values()) == {0}
    assert TaskEvent.objects.count() == 1


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_a_card_that_was_closed_is_not_planned_again(dealership, delivered, status):
    plan(dealership)
    reason = "expired" if status == "dropped" else ""
    CallTask.objects.update(status=status, closed_at=NOW, drop_reason=reason)

    assert plan(dealership, TODAY + DAY).reasons == 0


def test_every_trigger_finds_its_occasion(dealership):
    def owner():
        return somebody_with_car(dealership)

    make_sale(dealership, *owner(), delivered_on=TODAY - 3 * DAY)
    make_sale(dealership, *owner(), delivered_on=TODAY - 30 * DAY)
    make_visit(dealership, *owner(), closed_at=NOW - 3 * DAY, kind="repair")
    make_sale(dealership, *owner(), delivered_on=date(2025, 11, 25))
    make_visit(dealership, *owner(), closed_at=NOW - 396 * DAY, kind="repair")
    somebody(dealership, birth_date=TODAY.replace(year=1980))
    for kind, days in (("warranty", 60), ("own_damage_insurance", 30), ("loan", 90)):
        agreement(dealership, *owner(), kind, TODAY + days * DAY)

    assert planned(dealership) == {
        "car_delivered+3": 1,
        "car_delivered+30": 1,
        "visit_closed+3": 1,
        "maintenance_due-21": 1,
        "warranty_ending-60": 1,
        "insurance_ending-30": 1,
        "loan_ending-90": 1,
        "birthday+0": 1,
        "long_absence+0": 1,
    }


def test_a_day_before_its_window_nothing_is_planned_and_a_day_after_nothing_more(
    dealership, delivered
):
    only_rule(dealership, "car_delivered", 3)
    first, last = delivered.delivered_on + 3 * DAY, delivered.delivered_on + 9 * DAY

    assert plan(dealership, first - DAY).reasons == 0
    assert plan(dealership, last + DAY).reasons == 0
    assert plan(dealership, last).reasons == 1


def test_three_missed_days_lose_nothing(dealership):
    customers = [somebody(dealership) for _ in range(12)]
    for number, customer in enumerate(customers):
        car = make_vehicle(dealership, owner=customer)
        make_sale(dealership, customer, car, delivered_on=TODAY - 14 * DAY + number * DAY)
    only_rule(dealership, "car_delivered", 3)
    plan(dealership, TODAY - 8 * DAY)

    for day in (TODAY - 7 * DAY, TODAY - 3 * DAY, TODAY):
        plan(dealership, day)

    assert CallReason.objects.count() == 12


def test_the_first_run_on_years_of_history_floods_nobody(dealership):
    for number in range(60):
        customer = somebody(dealership)
        car = make_vehicle(dealership, owner=customer)
        make_sale(dealership, customer, car, delivered_on=TODAY - 40 * number * DAY)
    Rule.objects.exclude(trigger="car_delivered").update(is_active=False)

    assert planned(dealership) == {"car_delivered+30": 1}
    assert set(Rule.objects.active().values_list("first_planned_on", flat=True)) == {TODAY}


def test_several_reasons_are_one_card_led_by_the_most_urgent(dealership, customer, car, delivered):
    """The delivery comes before the policy; the card stays open for the longest of them."""
    agreement(dealership, customer, car, "own_damage_insurance", TODAY + 20 * DAY)

    result = plan(dealership)

    task = CallTask.objects.get()
    assert (result.cards, result.reasons) == (1, 2)
    assert (task.priority, task.due_until) == (2, TODAY + 20 * DAY)


def test_a_new_reason_joins_the_waiting_card(dealership, customer, car, delivered):
    plan(dealership)
    make_visit(dealership, customer, car, closed_at=NOW - 3 * DAY)

    result = plan(dealership, TODAY + DAY)

    assert (result.cards, result.reasons) == (0, 1)
    assert CallTask.objects.get().due_until == TODAY + 12 * DAY
    assert TaskEvent.objects.filter(from_status="waiting").count() == 1


def test_a_card_in_somebodys_hands_is_left_alone_and_the_reason_comes_later(
    dealership, operator, customer, car, delivered
):
    plan(dealership)
    make_visit(dealership, customer, car, closed_at=NOW - 3 * DAY)
    CallTask.objects.update(status="held", held_by=operator, lease_until=NOW + timedelta(hours=1))

    meanwhile = plan(dealership)
    waiting = PlanningRun.objects.get().postponed
    CallTask.objects.update(status="done", held_by=None, lease_until=None, closed_at=NOW)
    later = plan(dealership)

    assert (meanwhile.cards, meanwhile.reasons, waiting) == (0, 0, 1)
    assert (later.cards, later.reasons) == (1, 1)
    assert PlanningRun.objects.get().postponed == 0


def test_a_reason_for_one_role_only_gets_a_card_of_its_own(dealership, customer, car, delivered):
    make_visit(dealership, customer, car, closed_at=NOW - 3 * DAY)
    Rule.objects.filter(trigger="visit_closed").update(only_role="relations_manager")

    assert plan(dealership).cards == 2


def test_the_call_is_not_before_the_hour_the_customer_prefers(dealership):
    customer = somebody(dealership, preferred_from=time(17), preferred_until=time(19))
    make_sale(dealership, customer, make_vehicle(dealership, owner=customer),
              delivered_on=TODAY - 5 * DAY)  # fmt: skip

    plan(dealership)

    assert CallTask.objects.get().not_before == datetime.combine(TODAY, time(17), dealership.tz)


@pytest.mark.parametrize(
    ("zone", "moscow"),
    [("Asia/Yekaterinburg", time(15)), ("Asia/Vladivostok", time(10)), ("America/New_York", None)],
)
def test_the_hour_that_the_customer_prefers_is_one_of_their_own_clock(dealership, zone, moscow):
    """17 o'clock; where that is outside of the callers' day, they begin when they begin."""
    customer = somebody(dealership, preferred_from=time(17), time_zone=zone)
    make_sale(dealership, customer, make_vehicle(dealership, owner=customer),
              delivered_on=TODAY - 5 * DAY)  # fmt: skip

    plan(dealership)

    begins = moscow or dealership.calls_from
    assert CallTask.objects.get().not_before == datetime.combine(TODAY, begins, dealership.tz)


class TestWhoIsNotCalled:
    @pytest.fixture(autouse=True)
    def _delivered(self, delivered):
        """One delivery stands in the window; each test takes one condition away."""

    def test_who_never_agreed(self, dealership):
        Consent.objects.all().delete()

        assert plan(dealership).reasons == 0

    def test_who_agreed_to_another_purpose_only(self, dealership):
        Consent.objects.filter(purpose="satisfaction").delete()

        assert plan(dealership).reasons == 0

    def test_who_withdrew_for_every_channel_later(self, dealership, customer):
        consent(
            customer, dealership, "satisfaction", granted=False, channel="any", given_at=NOW - DAY
        )

        assert plan(dealership).reasons == 0

    def test_an_older_refusal_on_every_channel_is_overruled_by_a_newer_consent_to_calls(
        self, dealership, customer
    ):
        consent(
            customer, dealership, "satisfaction", granted=False, channel="any",
            given_at=NOW - 900 * DAY,
        )  # fmt: skip

        assert plan(dealership).reasons == 1

    def test_who_asked_not_to_be_called(self, dealership, customer):
        customer.do_not_call_since = NOW
        customer.save()

        assert plan(dealership).reasons == 0

    def test_a_card_that_was_merged_away(self, dealership, customer):
        customer.merged_into = make_customer(dealership)
        customer.save()

        assert plan(dealership).reasons == 0

    def test_who_has_an_open_complaint_until_it_is_closed(self, dealership, customer):
        hold = ContactHold.objects.create(
            dealership=dealership, customer=customer, reason="complaint", since=NOW - DAY
        )

        assert plan(dealership).reasons == 0

        hold.until = NOW
        hold.save()
        assert plan(dealership).reasons == 1

    @pytest.mark.parametrize("fields", [{"wrong_since": NOW}, {"is_valid": False}])
    def test_whose_only_number_cannot_be_called(self, dealership, fields):
        ContactPoint.objects.update(**fields)

        assert plan(dealership).reasons == 0

    def test_who_has_no_number(self, dealership):
        ContactPoint.objects.update(kind="email", value="a@example.com")

        assert plan(dealership).reasons == 0

    def test_who_no_longer_owns_the_car(self, dealership, car):
        Ownership.objects.filter(vehicle=car).update(until=TODAY, end_reason="told")

        assert plan(dealership).reasons == 0

    def test_whose_sale_was_cancelled(self, dealership, delivered):
        delivered.cancelled_at = NOW
        delivered.save()

        assert plan(dealership).reasons == 0

    def test_a_rule_that_is_switched_off(self, dealership):
        Rule.objects.update(is_active=False)

        assert plan(dealership).by_rule == {}

    def test_the_customer_of_another_dealership(self, sister):
        assert plan(sister).reasons == 0


def test_a_car_wash_is_not_asked_about(dealership, customer, car):
    make_visit(dealership, customer, car, closed_at=NOW - 3 * DAY, kind="wash")

    assert plan(dealership).reasons == 0


def test_a_policy_that_was_renewed_is_not_called_about(dealership, customer, car):
    for ends_on in (TODAY + 20 * DAY, TODAY + 385 * DAY):
        agreement(dealership, customer, car, "compulsory_insurance", ends_on)

    assert plan(dealership).reasons == 0


@pytest.mark.parametrize(
    ("born", "day", "count"),
    [
        (date(1988, 2, 29), date(2027, 2, 28), 1),
        (date(1988, 2, 29), date(2028, 2, 28), 0),
        (date(1988, 2, 29), date(2028, 2, 29), 1),
        (date(1990, 12, 31), date(2027, 1, 3), 1),  # the window reaches over the new year
        (date(1990, 12, 31), date(2027, 1, 4), 0),
    ],
)
def test_birthdays_at_the_edges_of_the_calendar(dealership, born, day, count):
    somebody(dealership, birth_date=born)

    assert plan(dealership, day).reasons == count


def test_one_absence_is_one_reason_and_a_visit_begins_the_next(dealership, customer, car):
    only_rule(dealership, "long_absence")
    make_visit(dealership, customer, car, closed_at=NOW - 400 * DAY)

    first = plan(dealership).reasons
    again = plan(dealership, TODAY + 30 * DAY).reasons
    make_visit(dealership, customer, car, closed_at=NOW + 40 * DAY)
    next_one = plan(dealership, TODAY + 440 * DAY).reasons

    assert (first, again, next_one) == (1, 0, 1)


def test_who_came_with_another_car_is_not_absent(dealership, customer, car):
    make_visit(dealership, customer, car, closed_at=NOW - 400 * DAY)
    other = make_vehicle(dealership, owner=customer)
    make_visit(dealership, customer, other, closed_at=NOW - 100 * DAY, kind="wash")
    only_rule(dealership, "long_absence")

    assert plan(dealership).reasons == 0


class TestWhoCalls:
    @pytest.fixture
    def seller(self, dealership, salesperson, delivered):
        """The deal's salesperson, linked to a login."""
        delivered.salesperson = StaffMember.objects.create(
            dealership=dealership, name="Громов А.П.", user=salesperson
        )
        delivered.save()
        return delivered.salesperson

    def test_the_salesperson_of_the_deal(self, dealership, seller, salesperson):
        plan(dealership)

        assert CallTask.objects.get().assigned_to == salesperson

    def test_the_fallback_when_the_name_is_not_linked(self, dealership, seller, sales_manager):
        StaffMember.objects.update(user=None)
        Rule.objects.update(fallback_person=sales_manager)

        plan(dealership)

        assert CallTask.objects.get().assigned_to == sales_manager

    def test_the_team_when_the_salesperson_left_and_there_is_no_fallback(
        self, dealership, seller, salesperson
    ):
        salesperson.memberships.update(ended_at=NOW - DAY)

        plan(dealership)

        assert CallTask.objects.get().assigned_to is None

    def test_a_fallback_who_left_does_not_count(self, dealership, seller, salesperson):
        gone = make_user("gone", dealership=dealership, roles=["sales_manager"], is_active=False)
        salesperson.memberships.update(ended_at=NOW - DAY)
        Rule.objects.update(fallback_person=gone)

        plan(dealership)

        assert CallTask.objects.get().assigned_to is None

    def test_the_advisor_of_the_last_visit(self, dealership, customer, car, service_advisor):
        rule = only_rule(dealership, "maintenance_due")
        rule.assignee = "advisor"
        rule.save()
        staff = StaffMember.objects.create(
            dealership=dealership, name="Титов Р.С.", user=service_advisor
        )
        make_visit(dealership, customer, car, closed_at=NOW - 360 * DAY, advisor=staff)

        plan(dealership)

        assert CallTask.objects.get().assigned_to == service_advisor

    def test_a_named_person(self, dealership, delivered, operator):
        Rule.objects.update(assignee="person", person=operator)

        plan(dealership)

        assert CallTask.objects.get().assigned_to == operator

    def test_the_most_urgent_reason_decides_who_makes_the_call(
        self, dealership, customer, car, seller, salesperson, service_advisor
    ):
        staff = StaffMember.objects.create(
            dealership=dealership, name="Титов Р.С.", user=service_advisor
        )
        make_visit(dealership, customer, car, closed_at=NOW - 3 * DAY, advisor=staff)
        plan(dealership)
        assert CallTask.objects.get().assigned_to == salesperson

        Rule.objects.filter(trigger="visit_closed").update(priority=1)
        make_visit(dealership, customer, car, closed_at=NOW - 2 * DAY, advisor=staff)
        plan(dealership, TODAY + DAY)

        assert CallTask.objects.get().assigned_to == service_advisor


def test_a_preview_counts_the_same_and_keeps_nothing(dealership, delivered):
    shown = planning.preview(dealership=dealership, day=TODAY, at=NOW)

    assert (shown.cards, shown.reasons) == (1, 1)
    assert not CallTask.objects.exists()
    assert not PlanningRun.objects.exists()
    assert not Rule.objects.exclude(first_planned_on=None).exists()
    assert plan(dealership).reasons == 1
