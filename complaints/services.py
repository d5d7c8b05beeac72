"""Verbs that change complaints. Every change leaves a ComplaintEvent in the same transaction."""

from datetime import datetime

from django.db import transaction

from communications.models import ContactHold
from communications.services import holds
from complaints import rules
from complaints.models import Complaint, ComplaintEvent
from customers.models import Customer, Vehicle
from dealerships.models import Dealership, Membership, User
from dealerships.periods import NeverOpen, working_time


class TransitionNotAllowed(Exception):
    """This state may not follow the present one, or somebody else was faster."""


class WordsMissing(Exception):
    """A solution or a rejection must say what was done, or why not."""


class OwnerNotHere(Exception):
    """The person does not work in this dealership."""


@transaction.atomic
def open_complaint(
    *,
    dealership: Dealership,
    customer: Customer,
    category: str,
    severity: int,
    text: str,
    by: User | None,
    at: datetime,
    vehicle: Vehicle | None = None,
    owner: User | None = None,
) -> Complaint:
    """Take down a complaint; the customer gets no follow-up calls until it is closed.

    The answer is due in working time, by severity (rules.ANSWER_WITHIN). Raises OwnerNotHere.
    """
    _require_member(dealership, owner)
    complaint = Complaint.objects.create(
        dealership=dealership,
        customer=customer,
        vehicle=vehicle,
        category=category,
        severity=severity,
        text=text,
        owner=owner,
        opened_at=at,
        opened_by=by,
        answer_due_at=_answer_due_at(dealership, severity, at),
    )
    _hold(complaint)
    _record(complaint, by=by, at=at, to_status=complaint.status, owner=owner)
    return complaint


@transaction.atomic
def change_status(
    *, complaint: Complaint, to: str, by: User | None, at: datetime, note: str = ""
) -> Complaint:
    """Move a complaint on; the note of a solution becomes its solution text.

    Who takes on what nobody handles becomes its owner.
    Raises TransitionNotAllowed (also when the row has moved since it was read), WordsMissing.
    """
    before = complaint.status
    if not rules.may_follow(before, to):
        raise TransitionNotAllowed
    if to in rules.NEEDS_WORDS and not note.strip():
        raise WordsMissing
    _lock(complaint)
    if complaint.status != before:
        raise TransitionNotAllowed
    changes: dict[str, object] = {
        "status": to,
        "closed_at": at if to in rules.FINAL else None,
    }
    if to == rules.SOLVED:
        changes |= {"solved_at": at, "solution": note}
    if to == rules.IN_WORK:
        changes |= {"solved_at": None}
    taken_by = by if to == rules.IN_WORK and complaint.owner_id is None else None
    if taken_by:
        changes |= {"owner": taken_by}
    Complaint.objects.filter(pk=complaint.pk).update(**changes)
    complaint.refresh_from_db()
    _hold(complaint)
    _record(complaint, by=by, at=at, from_status=before, to_status=to, note=note, owner=taken_by)
    return complaint


@transaction.atomic
def correct(
    *,
    complaint: Complaint,
    category: str,
    severity: int,
    text: str,
    vehicle: Vehicle | None,
    by: User | None,
    at: datetime,
    note: str,
) -> Complaint:
    """Put right what was taken down wrongly; `note` says so in the history.

    Another severity moves the time of the answer, counted from the opening, while nobody has
    taken the complaint on.
    """
    _lock(complaint)
    if severity != complaint.severity and complaint.status == rules.OPEN:
        complaint.answer_due_at = _answer_due_at(
            complaint.dealership, severity, complaint.opened_at
        )
    complaint.category, complaint.severity = category, severity
    complaint.text, complaint.vehicle = text, vehicle
    complaint.save(update_fields=["category", "severity", "text", "vehicle", "answer_due_at"])
    _record(complaint, by=by, at=at, note=note)
    return complaint


@transaction.atomic
def assign(*, complaint: Complaint, owner: User | None, by: User | None, at: datetime) -> Complaint:
    """Give the complaint to a person, or to nobody; the same person again changes nothing.

    Raises OwnerNotHere.
    """
    _lock(complaint)
    if complaint.owner == owner:
        return complaint
    _require_member(complaint.dealership, owner)
    complaint.owner = owner
    complaint.save(update_fields=["owner"])
    _record(complaint, by=by, at=at, owner=owner)
    return complaint


@transaction.atomic
def add_note(*, complaint: Complaint, text: str, by: User | None, at: datetime) -> ComplaintEvent:
    """Write down what happened meanwhile."""
    return _record(complaint, by=by, at=at, note=text)


def _lock(complaint: Complaint) -> None:
    """The row as it stands now, and ours to the end: what is decided by it stays true."""
    complaint.refresh_from_db(from_queryset=Complaint.objects.select_for_update(no_key=True))


def _answer_due_at(dealership: Dealership, severity: int, at: datetime) -> datetime:
    within = rules.ANSWER_WITHIN[severity]
    try:
        return working_time(dealership).after(at, within)
    except NeverOpen:
        return at + within


def _require_member(dealership: Dealership, user: User | None) -> None:
    here = Membership.objects.active().for_dealership(dealership)
    if user is not None and not here.filter(user=user).exists():
        raise OwnerNotHere


def _hold(complaint: Complaint) -> None:
    """The customer is not called from the opening until the complaint is closed."""
    holds.hold(
        dealership=complaint.dealership,
        customer=complaint.customer,
        reason=ContactHold.Reason.COMPLAINT,
        subject_id=complaint.pk,
        at=complaint.opened_at,
        until=complaint.closed_at,
    )


def _record(
    complaint: Complaint, *, by: User | None, at: datetime, **facts: object
) -> ComplaintEvent:
    return ComplaintEvent.objects.create(
        dealership=complaint.dealership, complaint=complaint, by=by, at=at, **facts
    )
