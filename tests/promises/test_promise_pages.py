"""The page of promises: whose, which, done in place, as a file; what it refuses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dealerships.models import ExportRecord
from promises.models import Promise
from tests.factories import make_customer
from tests.promises.promised import promised

HOUR = timedelta(hours=1)


def url(name: str, *args: int) -> str:
    return reverse(f"promises:{name}", args=["north", *args])


@pytest.fixture
def given(dealership, customer):
    """given(owner, hours, **fields): due so many hours from the real now."""

    def give(owner, hours, **fields):
        values = {"customer": customer} | fields
        return promised(dealership, owner, due_at=timezone.now() + hours * HOUR, **values)

    return give


def listed(client, query: str = "") -> list[str]:
    page = client.get(f"{url('promise_list')}?{query}")
    assert page.status_code == 200
    return [promise.text for promise in page.context["records"]]


def test_one_sees_ones_own_and_what_is_the_teams(client_as, given, operator, salesperson):
    given(operator, 2, text="second")
    given(operator, 1, text="first")
    given(salesperson, 1, text="another's")
    given(None, -5, text="ours", made_by=operator, department="relations")
    given(None, -5, text="theirs", made_by=operator, department="sales")
    desk = client_as(operator)

    assert listed(desk) == ["first", "second"]
    assert listed(desk, "whose=team") == ["ours"]
    assert desk.get(f"{url('promise_list')}?whose=all").status_code == 400


def test_a_head_sees_everybodys_and_counts_open_their_lists(
    client_as, given, operator, salesperson, dealer_head
):
    now = timezone.now()
    given(operator, -9, text="kept", closed_at=now, is_kept=True)
    given(operator, -8, text="let lie", late_of=operator, late_at=now)
    given(salesperson, 3, text="open")
    head = client_as(dealer_head)

    assert listed(head, "whose=all") == ["let lie", "open"]
    assert listed(head, f"state=broken&person={operator.pk}") == ["let lie"]
    assert listed(head, f"state=kept&person={operator.pk}") == ["kept"]
    assert listed(head, "whose=all&state=every&find=orlov")[0] == "open"


def test_days_and_words_narrow_the_list(client_as, given, dealership, operator):
    at = timezone.now()
    given(operator, 1, text="Send the price", customer=make_customer(dealership, "Vera"))
    given(operator, 24 * 9, text="Ask the workshop")
    desk = client_as(operator)
    today = dealership.local_date(at)

    assert listed(desk, "find=vera") == ["Send the price"]
    assert listed(desk, "find=workshop") == ["Ask the workshop"]
    assert listed(desk, f"start={today + timedelta(days=5)}") == ["Ask the workshop"]
    assert listed(desk, "sort=-day") == ["Ask the workshop", "Send the price"]


def test_a_promise_is_taken_kept_and_the_undo_gives_it_back(client_as, given, operator):
    ours = given(None, -5, made_by=operator, department="relations")
    desk = client_as(operator)

    desk.post(url("promise_take", ours.pk))
    desk.post(url("promise_keep", ours.pk))
    ours.refresh_from_db()
    assert (ours.owner, ours.is_kept) == (operator, True)

    desk.post(url("promise_undo", ours.pk))
    ours.refresh_from_db()
    assert (ours.owner, ours.is_open) == (operator, True)


def test_another_departments_promise_cannot_be_taken(client_as, given, operator, salesperson):
    theirs = given(None, -5, made_by=salesperson, department="sales")

    assert client_as(operator).post(url("promise_take", theirs.pk)).status_code == 403


def test_not_kept_asks_why_and_a_move_for_a_time_to_come(client_as, given, operator):
    own, desk = given(operator, 1), client_as(operator)

    assert desk.post(url("promise_break", own.pk)).status_code == 422
    past = {"due_at": "2020-01-01T10:00", "why": "x"}
    assert desk.post(url("promise_move", own.pk), past).status_code == 422
    moved = {"due_at": "2099-01-01T10:00", "why": "asked for it", "is_agreed": "on"}
    desk.post(url("promise_move", own.pk), moved)

    own.refresh_from_db()
    assert (own.due_at.year, own.is_open) == (2099, True)
    assert "asked for it" in desk.get(url("promise_page", own.pk)).text


def test_what_colleagues_promise_each_other_is_theirs(
    client_as, given, operator, salesperson, service_advisor
):
    inner = given(operator, 1, text="between us", customer=None, colleague=salesperson)

    assert client_as(salesperson).get(url("promise_page", inner.pk)).status_code == 200
    assert listed(client_as(salesperson), "whose=to_me") == ["between us"]
    assert client_as(service_advisor).get(url("promise_page", inner.pk)).status_code == 404


def test_a_promise_is_given_to_a_colleague_and_for_one(
    client_as, dealership, customer, operator, salesperson
):
    desk, due = client_as(operator), {"due_at": "2099-01-01T10:00"}

    desk.post(url("promise_to_colleague"), {"text": "inner", "colleague": salesperson.pk, **due})
    own = {"text": "for him", "owner": salesperson.pk, "is_call": "on", **due}
    desk.post(url("promise_make", customer.pk), own)
    nobody = desk.post(url("promise_to_colleague"), {"text": "to nobody", **due})

    inner, outer = Promise.objects.order_by("pk")
    assert (inner.colleague, inner.customer, inner.owner) == (salesperson, None, operator)
    assert (outer.owner, outer.is_call, outer.made_by) == (salesperson, True, operator)
    assert nobody.status_code == 422


def test_the_list_goes_out_with_who_took_it(client_as, given, operator, dealer_head):
    given(operator, -9, late_of=operator, late_at=timezone.now())
    head = client_as(dealer_head)

    file = b"".join(head.get("/d/north/promises/export.csv?whose=all").streaming_content)

    assert "Send the price" in file.decode("utf-8-sig")
    assert ExportRecord.objects.get().user == dealer_head
    assert client_as(operator).get("/d/north/promises/export.csv").status_code == 403


def test_the_list_costs_the_same_for_one_and_three(
    client_as, given, operator, django_assert_num_queries
):
    desk = client_as(operator)
    given(operator, 1)
    desk.get(url("promise_list"))
    with django_assert_num_queries(7) as one:
        desk.get(url("promise_list"))
    for hours in (2, 3):
        given(operator, hours)
    with django_assert_num_queries(len(one)):
        desk.get(url("promise_list"))


def test_the_bar_and_my_list_remind_of_what_is_soon_due(client_as, given, operator):
    given(operator, 1, text="soon")
    given(operator, 48, text="later")
    desk = client_as(operator)

    page = desk.get(reverse("followups:my_list", args=["north"]))

    assert [each.text for each in page.context["promises_now"]] == ["soon"]
    assert [each.text for each in page.context["promises_later"]] == ["later"]
    assert page.text.index("soon") < page.text.index("later")


def test_the_customers_page_shows_open_promises_by_their_time_then_the_closed_ones(
    client_as, given, customer, operator
):
    at = timezone.now()
    for text, hours, closed in (("b", 5, None), ("a", 1, None), ("d", -9, 8), ("c", -9, 2)):
        closed_at = None if closed is None else at - closed * HOUR
        given(operator, hours, text=text, closed_at=closed_at, is_kept=closed and True)

    page = client_as(operator).get(url("customer_promises", customer.pk))

    assert [promise.text for promise in page.context["promises"]] == ["a", "b", "c", "d"]


def test_a_broken_promise_and_the_one_given_instead_lead_to_each_other(client_as, given, operator):
    own, desk = given(operator, 1), client_as(operator)
    desk.post(url("promise_move", own.pk), {"due_at": "2099-01-01T10:00", "why": "busy"})
    new = Promise.objects.get(instead_of=own)

    for one, other in ((own, new), (new, own)):
        assert url("promise_page", other.pk) in desk.get(url("promise_page", one.pk)).text
