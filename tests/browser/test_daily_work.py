"""The pages of daily work with something on them: both themes, a desk and a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.services import open_complaint
from followups.services import queue
from surveys.services import record_answers
from tests.factories import call_at_any_hour, make_vehicle, make_visit
from tests.followups.cards import make_card, make_rule, member
from tests.promises.promised import promised

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def pages(transactional_db, dealership, relations_manager, operator):
    """A day of work, and the addresses of the pages that show it."""
    at = timezone.now()
    call_at_any_hour(dealership)
    rule = make_rule(dealership, name="Maintenance", priority=1)
    script = dealership.scripts.create(name="Hello", texts={"en": "Hello, {address}"})
    card = make_card(dealership, rules=[rule])
    make_card(dealership, assigned_to=relations_manager)
    make_card(dealership, assigned_to=relations_manager, not_before=at + timedelta(days=4))
    queue.claim_next(member=member(operator, dealership), at=at)
    complaint = open_complaint(
        dealership=dealership, customer=card.customer, category="price", severity=3,
        text="Too dear", by=operator, at=at - timedelta(days=5),
    )  # fmt: skip
    visits = [
        make_visit(dealership, card.customer, make_vehicle(dealership), closed_at=at - ago)
        for ago in (timedelta(days=2), timedelta(days=3))
    ]
    record_answers(
        repair_order=visits[0], answers={"paid": "more", "on_time": "yes"}, by=operator, at=at
    )
    promised(
        dealership=dealership, customer=card.customer, text="Send the price", made_at=at,
        made_by=relations_manager, owner=relations_manager, due_at=at - timedelta(hours=1),
    )  # fmt: skip
    paths = (
        "calls/team/",
        "calls/mine/",
        "promises/",
        f"promises/customers/{card.customer_id}/make/",
        "complaints/",
        f"complaints/{complaint.pk}/",
        f"complaints/{complaint.pk}/edit/",
        f"complaints/open/?customer={card.customer_id}",
        "surveys/",
        f"surveys/ask/?visit={visits[1].pk}",
        "rules/",
        f"rules/{rule.pk}/",
        "rules/scripts/",
        f"rules/scripts/{script.pk}/",
        "maintenance-plans/",
    )
    return [f"/d/north/{path}" for path in paths]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_with_something_on_them_are_accessible_and_fit(
    visit, relations_manager, pages, page, violations, theme, size
):
    relations_manager.theme = theme
    relations_manager.save()
    page.set_viewport_size(size)

    found = {}
    for path in pages:
        visit(relations_manager, path)
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[path] = [*violations(page), *(["overflows"] if overflow > 0 else [])]

    assert {path: what for path, what in found.items() if what} == {}
