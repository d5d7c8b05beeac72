"""Who may be written to and not called is told in writing alone: a reason without a card."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications.models import Message
from communications.models.template import Paper
from communications.services import sending
from customers.models import Consent, ContactPoint
from followups import why
from followups.models import CallReason, CallTask
from followups.services import in_writing, plan_steps, planning, queue, sweeping
from followups.touch_calendar import calendar_of
from tests.communications.letters import make_template
from tests.factories import NOW, TODAY, make_customer, make_user, make_vehicle, make_visit, say
from tests.followups.cards import make_rule, member
from tests.followups.occasions import somebody_with_car

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def rule(dealership):
    """A call, an SMS on the third day, an e-mail on the sixth, a call on the tenth."""
    dealership.rules.update(is_active=False)
    sms, mail = (
        make_template(dealership, purpose="satisfaction", channel=channel, **subjects)
        for channel, subjects in [("sms", {}), ("email", {"subjects": {"en": "Your visit"}})]
    )
    return make_rule(
        dealership,
        trigger="visit_closed",
        window_days=20,
        purpose="satisfaction",
        steps=[("call", 0, 2), ("sms", 2, 1, sms), ("email", 5, 1, mail), ("call", 9, 1)],
    )


def make_visitor(dealership, *channels, email="visitor@example.com", **fields):
    """Was here today and agreed to these channels."""
    customer = make_customer(dealership, **({"phone": "+79161234567"} | fields))
    if email:
        ContactPoint.objects.create(customer=customer, kind="email", value=email)
    car = make_vehicle(dealership, owner=customer)
    make_visit(dealership, customer, car, closed_at=NOW)
    for channel in channels:
        say(customer, dealership, purpose="satisfaction", channel=channel, at=NOW - 90 * DAY)
    return customer


def plan(dealership, days=0):
    return planning.plan(dealership=dealership, day=TODAY + days * DAY, at=NOW + days * DAY)


@pytest.fixture
def reason(dealership, rule):
    make_visitor(dealership, "sms", "email")
    plan(dealership)
    return CallReason.objects.get()


def send(dealership, days):
    return plan_steps.send_due(dealership=dealership, at=NOW + days * DAY)


def close(dealership, days=0):
    return in_writing.close_finished(dealership=dealership, at=NOW + days * DAY)


def place(reason):
    reason.refresh_from_db()
    return reason.step, reason.message_on and (reason.message_on - TODAY).days


def fate(reason):
    reason.refresh_from_db()
    return reason.status


def test_the_plan_begins_with_its_first_message_and_there_is_no_card(dealership, reason, operator):
    assert (place(reason), reason.task) == ((2, 2), None)
    assert not CallTask.objects.exists()
    assert queue.claim_next(member=member(operator, dealership), at=NOW) is None
    assert plan(dealership).reasons == 0


@pytest.mark.parametrize(
    ("channels", "fields", "first"),
    [
        (("call", "sms"), {}, "called"),
        (("any",), {}, "called"),
        (("sms",), {}, "written to"),
        (("email",), {}, "written to"),
        (("messenger",), {}, None),  # the plan has no such step
        (("sms",), {"phone": ""}, None),
        (("email",), {"email": ""}, None),
        (("any",), {"phone": ""}, "written to"),
        (("any",), {"do_not_call_since": NOW}, "written to"),
        (("any",), {"do_not_call_since": NOW, "email": ""}, None),  # an SMS disturbs too
    ],
)
def test_who_is_called_who_written_to_and_who_left_alone(dealership, rule, channels, fields, first):
    customer = make_visitor(dealership, *channels, **fields)
    answer = next(
        each.answer
        for each in why.about_customer(customer=customer, dealership=dealership, day=TODAY, at=NOW)
    )

    plan(dealership)

    reason = CallReason.objects.first()
    assert (reason and ("called" if reason.task else "written to")) == first
    told = {"called": why.Answer.PLANNED, "written to": why.Answer.IN_WRITING}
    if first is None:
        assert answer in (why.Answer.NO_CONSENT, why.Answer.NO_NUMBER, why.Answer.SILENT)
    else:
        assert answer == told[first]


def test_a_letter_needs_a_postal_address(dealership, rule):
    rule.steps.exclude(channel="call").delete()
    letter = make_template(dealership, purpose="satisfaction", channel="letter", paper=Paper.LETTER)
    rule.steps.create(dealership=dealership, position=2, channel="letter", day=0, template=letter)
    make_visitor(dealership, "letter")
    at_home = make_visitor(dealership, "letter", street="Lenina 1", city="Kazan", phone="+79161")

    plan(dealership)

    assert CallReason.objects.get().customer == at_home


def test_its_messages_go_out_in_their_turn_and_then_it_is_handled(dealership, reason, sms, mail):
    queued = [send(dealership, days) for days in (0, 2, 2, 5)]
    closed_early = close(dealership, 5)
    sending.send_due(at=NOW + 5 * DAY)

    assert queued == [0, 1, 0, 1]
    assert (closed_early, place(reason)) == (0, (3, None))
    assert (sms.taken.total(), mail.taken.total()) == (1, 1)
    assert (close(dealership, 5), fate(reason), close(dealership, 5)) == (1, "handled", 0)


def test_a_channel_that_was_refused_is_passed_over(dealership, reason):
    say(reason.customer, dealership, False, purpose="satisfaction", channel="sms")

    assert send(dealership, 2) == 0
    assert place(reason) == (3, 5)


def test_where_nothing_could_be_sent_it_is_dropped(dealership, reason):
    reason.customer.contact_points.update(wrong_since=NOW)

    assert (send(dealership, 2), send(dealership, 5)) == (0, 0)
    assert (close(dealership, 5), fate(reason)) == (1, "dropped")


def test_on_the_last_day_of_the_window_it_is_written_at_once(dealership, rule):
    make_visitor(dealership, "sms")

    plan(dealership, days=19)

    assert place(CallReason.objects.get()) == (2, 19)
    assert send(dealership, 19) == 1
    assert Message.objects.get().expires_at == dealership.start_of_day(TODAY + 20 * DAY)


def test_past_its_window_nothing_is_written(dealership, reason):
    assert send(dealership, 20) == 0
    assert (close(dealership, 20), fate(reason)) == (1, "dropped")


def test_a_withdrawal_of_everything_stops_it_at_once(dealership, reason):
    send(dealership, 2)

    say(reason.customer, dealership, False, purpose="satisfaction", channel="any")

    assert fate(reason) == "dropped"
    assert Message.objects.get().state == "cancelled"


def test_another_withdrawal_leaves_it(dealership, reason):
    say(reason.customer, dealership, False, purpose="advertising", channel="any")
    say(reason.customer, dealership, False, purpose="satisfaction", channel="sms")

    assert fate(reason) == "open"


def test_the_sweep_of_the_cards_leaves_it(dealership, reason):
    sweeping.drop_what_no_longer_holds(dealership=dealership, at=NOW)

    assert fate(reason) == "open"


def test_advertising_in_writing_needs_room_though_a_call_is_planned(dealership):
    """What is written is a contact of its own: it does not ride along with a call."""
    dealership.rules.update(is_active=False)
    dealership.marketing_contacts = 0
    dealership.save()
    letter = make_template(dealership, purpose="advertising")
    make_rule(dealership, trigger="visit_closed", purpose="satisfaction")
    advertising = make_rule(
        dealership,
        trigger="visit_closed",
        purpose="advertising",
        steps=[("sms", 0, 1, letter), ("call", 3, 1)],
    )
    customer, car = somebody_with_car(dealership)
    make_visit(dealership, customer, car, closed_at=NOW)
    called = [reason.rule for reason in CallReason.objects.filter(task__isnull=False)]
    Consent.objects.filter(customer=customer, purpose="advertising").update(channel="sms")

    plan(dealership)

    assert advertising not in called
    assert not CallReason.objects.filter(rule=advertising).exists()
    assert CallReason.objects.filter(customer=customer).count() == 1


def test_what_the_customer_wrote_is_never_answered_by_a_plan(dealership, rule):
    rule.trigger = "reply_received"
    rule.save()
    customer = make_visitor(dealership, "sms", "email")
    customer.inbound_messages.create(
        dealership=dealership, channel="sms", address="+7916", text="Hello", received_at=NOW
    )

    added = planning.add_reasons(dealership=dealership, rules=[rule], at=NOW)

    assert added == 0


def test_the_calendar_and_the_customers_page_show_it(client, dealership, reason, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(make_user(dealership=dealership, roles=["sales_manager"]))

    calendar = calendar_of(customer=reason.customer, dealership=dealership, at=NOW)
    page = client.get(
        reverse("followups:customer_reasons", args=[dealership.slug, reason.customer_id])
    ).content.decode()

    assert [(line.label, (line.day - TODAY).days) for line in calendar.coming] == [
        ("Planned: SMS", 2),
        ("Planned: E-mail", 5),
    ]
    assert "in writing only" in page
