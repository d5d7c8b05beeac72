"""What the sweep walks through: one row of everything per dealership, each carrying a canary.

BUILDERS says which row an argument of a URL names. A URL with an argument that is not here fails
the sweep: add a line for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from communications.models import InboundMessage, PhoneCall
from complaints import services as complaints
from customers.models import DuplicateCandidate, MergeRecord
from customers.services.wordings import publish
from dealerships.models import Dealership, StaffMember, User
from dealerships.services import keys
from exchange.models import ImportFile, ImportRun, RejectedRow
from exchange.services import runs
from followups.models import TaskEvent
from promises.services.promises import make_promise
from surveys import services as surveys
from tests.factories import (
    NOW,
    make_agreement,
    make_customer,
    make_sale,
    make_user,
    make_vehicle,
    make_visit,
)
from tests.followups.cards import make_card
from tests.security.post import make_letters, make_message
from tests.security.reviews import make_review

ABSENT = 9_000_000_000
"""An id that no row has."""


@dataclass
class World:
    """The rows of one dealership; every text in them contains the canary."""

    dealership: Dealership
    canary: str
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.rows[name]
        except KeyError:
            raise AttributeError(name) from None


# (beginning of the route below /d/<slug>/, argument) → the value in a world
BUILDERS: dict[tuple[str, str], Callable[[World], Any]] = {
    ("staff/", "user_id"): lambda world: world.user.pk,
    ("staff/names/", "name_id"): lambda world: world.staff_member.pk,
    ("keys/", "key_id"): lambda world: world.key.pk,
    ("complaints/", "complaint_id"): lambda world: world.complaint.pk,
    ("complaints/", "customer_id"): lambda world: world.customer.pk,
    ("surveys/", "customer_id"): lambda world: world.customer.pk,
    ("complaints/", "form"): lambda world: "csv",
    ("surveys/", "form"): lambda world: "csv",
    ("calls/", "form"): lambda world: "csv",
    ("customers/", "form"): lambda world: "csv",
    ("visits/", "form"): lambda world: "csv",
    ("sales/", "form"): lambda world: "csv",
    ("imports/", "run"): lambda world: world.import_run.pk,
    ("imports/", "file"): lambda world: world.import_file.pk,
    ("imports/", "form"): lambda world: "csv",
    ("kpis/", "year"): lambda world: NOW.year,
    ("kpis/", "code"): lambda world: "churn",
    ("calls/", "task_id"): lambda world: world.card.pk,
    ("calls/", "event_id"): lambda world: world.event.pk,
    ("calls/", "customer_id"): lambda world: world.customer.pk,
    ("calls/day/", "user_id"): lambda world: world.user.pk,
    ("promises/", "promise_id"): lambda world: world.promise.pk,
    ("promises/", "customer_id"): lambda world: world.customer.pk,
    ("promises/", "form"): lambda world: "csv",
    ("messages/", "customer_id"): lambda world: world.customer.pk,
    ("messages/", "message_id"): lambda world: world.message.pk,
    ("replies/", "reply_id"): lambda world: world.reply.pk,
    ("replies/", "form"): lambda world: "csv",
    ("messages/", "form"): lambda world: "csv",
    ("messages/letters/", "batch_id"): lambda world: world.letter_batch.pk,
    ("messages/templates/", "template_id"): lambda world: (
        world.dealership.message_templates.order_by("pk").first().pk
    ),
    ("phone/", "call_id"): lambda world: world.phone_call.pk,
    ("phone/", "form"): lambda world: "csv",
    ("phone/", "touch_id"): lambda world: world.sampled_call.touch_id,
    ("reviews/", "form"): lambda world: "csv",
    ("reviews/", "kind"): lambda world: "phone",
    ("reviews/choose/", "pk"): lambda world: world.phone_call.pk,
    ("reviews/people/", "user_id"): lambda world: world.user.pk,
    ("reviews/calls/", "call_id"): lambda world: world.sampled_call.pk,
    ("reviews/meeting/", "item_id"): lambda world: world.meeting_item.pk,
    ("reviews/cards/", "pk"): lambda world: world.dealership.scorecards.order_by("pk").first().pk,
    ("reviews/cards/", "active"): lambda world: 1,
    ("contact/", "customer_id"): lambda world: world.customer.pk,
    ("contact/", "purpose"): lambda world: "advertising",
    ("contact/", "language"): lambda world: "ru",
    ("contact/outcomes/", "pk"): lambda world: (
        world.dealership.call_outcomes.order_by("pk").first().pk
    ),
    ("contact/outcomes/", "active"): lambda world: 1,
    ("rules/", "form"): lambda world: "csv",
    ("rules/", "active"): lambda world: 1,
    ("rules/", "answer"): lambda world: "planned",
    ("rules/scripts/", "pk"): lambda world: world.script.pk,
    ("rules/scripts/", "branch_id"): lambda world: world.script.branches.order_by("pk").first().pk,
    ("rules/", "pk"): lambda world: world.dealership.rules.order_by("pk").first().pk,
    ("maintenance-plans/", "pk"): lambda world: (
        world.dealership.maintenance_plans.order_by("pk").first().pk
    ),
    ("customers/", "pk"): lambda world: world.customer.pk,
    ("customers/", "point"): lambda world: world.customer.contact_points.get().pk,
    ("customers/", "ownership"): lambda world: world.customer.ownerships.get().pk,
    ("customers/", "agreement"): lambda world: world.agreement.pk,
    ("customers/", "pair"): lambda world: world.pair.pk,
    ("customers/", "other"): lambda world: world.other_customer.pk,
    ("customers/", "record"): lambda world: world.merge.pk,
}

# pages that take a row from the query: name of the URL → parameters
QUERIES: dict[str, dict[str, Callable[[World], Any]]] = {
    "complaints:complaint_open": {"customer": lambda world: world.customer.pk},
    "surveys:survey_ask": {
        "customer": lambda world: world.customer.pk,
        "visit": lambda world: world.visit.pk,
    },
}


def builder(route: str, argument: str) -> Callable[[World], Any] | None:
    """The builder whose beginning fits the route best."""
    fitting = [
        (len(begin), build)
        for (begin, name), build in BUILDERS.items()
        if name == argument and route.startswith(begin)
    ]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def make_world(dealership: Dealership) -> World:
    """One row of everything, each with the dealership's canary in its texts."""
    canary = f"Canary{dealership.slug}Bird"
    Dealership.objects.filter(pk=dealership.pk).update(name=canary)
    dealership.refresh_from_db()
    world = World(dealership, canary)
    user = make_user(f"{canary}-user", dealership=dealership, roles=["operator"], last_name=canary)
    digits = f"{dealership.pk:07d}"[-7:]
    customer = make_customer(dealership, f"{canary} One", phone=f"+7916{digits}")
    other = make_customer(dealership, f"{canary} Two")
    vehicle = make_vehicle(dealership, owner=customer, model=canary)
    visit = make_visit(dealership, customer, vehicle, recommendations=canary)
    asked = make_visit(dealership, other, vehicle, closed_at=NOW - timedelta(days=1))
    publish(
        dealership=dealership,
        purpose="advertising",
        language="ru",
        text=canary,
        by=user,
        at=NOW,
    )
    world.rows = {
        "user": user,
        "customer": customer,
        "other_customer": other,
        "vehicle": vehicle,
        "visit": visit,
        "sale": make_sale(dealership, customer, vehicle),
        "staff_member": StaffMember.objects.create(dealership=dealership, name=canary),
        "agreement": make_agreement(dealership, customer, vehicle, provider=canary),
        "key": _key(dealership, user, canary),
        "complaint": _complaint(dealership, customer, canary),
        "response": surveys.record_answers(
            repair_order=asked, answers={"paid": "more"}, by=user, at=NOW, comment=canary
        ).response,
        "message": make_message(dealership, customer, canary),
        "reply": InboundMessage.objects.create(
            dealership=dealership, channel="sms", address=canary, text=canary, received_at=NOW
        ),
        "letter_batch": make_letters(dealership, customer, user, canary),
        "phone_call": PhoneCall.objects.create(
            dealership=dealership,
            direction="in",
            state="missed",
            customer=customer,
            number=canary[:20],
            started_at=NOW,
            error=canary,
        ),
        **_import(dealership, user, canary),
        **_call(dealership, customer, user, canary),
        **make_review(dealership, customer, user, canary),
        "pair": DuplicateCandidate.objects.create(
            holding=dealership.holding, first=customer, second=other, score=0.9
        ),
        "merge": MergeRecord.objects.create(
            holding=dealership.holding, kept=customer, merged=other, at=NOW, moved={}, before={}
        ),
    }
    return world


def _key(dealership: Dealership, user: User, canary: str) -> Any:
    key, _secret = keys.issue_key(
        dealership=dealership, user=user, name=canary, scopes=["tasks:read"], expires_at=None
    )
    return key


def _call(dealership: Dealership, customer: Any, user: User, canary: str) -> dict[str, Any]:
    rule = dealership.rules.filter(purpose="service").order_by("pk").first()
    card = make_card(dealership, customer=customer, rules=[rule], draft_note=canary)
    event = TaskEvent.objects.create(
        dealership=dealership, task=card, at=NOW, by=user, kind="outcome", to_status="waiting"
    )
    promise = make_promise(
        dealership=dealership,
        customer=customer,
        text=canary,
        due_at=NOW + timedelta(days=1),
        by=user,
        at=NOW,
    )
    return {"card": card, "event": event, "promise": promise, "script": rule.script}


def _import(dealership: Dealership, user: User, canary: str) -> dict[str, Any]:
    run = runs.create_run(
        dealership=dealership, source="dms", exported_on=NOW.date(), by=user, is_dry_run=True
    )
    file = ImportFile.objects.create(
        dealership=dealership, run=run, name=canary, path=f"/nowhere/{canary}", table="customers"
    )
    RejectedRow.objects.create(
        dealership=dealership,
        file=file,
        row_number=2,
        value=canary,
        problem="required",
        raw=[canary],
    )
    ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.DONE)
    return {"import_run": run, "import_file": file}


def _complaint(dealership: Dealership, customer: Any, canary: str) -> Any:
    complaint = complaints.open_complaint(
        dealership=dealership,
        customer=customer,
        category="price",
        severity=2,
        text=canary,
        by=None,
        at=NOW,
    )
    complaints.add_note(complaint=complaint, text=canary, by=None, at=NOW)
    return complaint
