"""The next call: one statement takes one card for one person, by lease and fence token."""

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from communications.contact_hours import own_hours
from dealerships.members import Member
from dealerships.models import User
from followups.models import CallReason, CallTask
from followups.rules.contact import in_calling_order
from followups.rules.lateness import LEASE
from followups.services import contact, leases

MOST_REFUSALS = 200
"""So many cards that may not be called are put away for one request; the next goes on."""

# Promised callbacks first, own and the team's late ones; then each priority (and role) is
# probed by its own index range, so that future cards are never visited: probe 0 is the first
# role of priority 1; cards for no particular role before those for one's own. Lease on the
# database's clock; statement_timestamp() because clock_timestamp() is volatile and would switch
# the index condition off. The roles come as one text, as arrays cost the client dear.
CLAIM = """
WITH may AS MATERIALIZED (
    SELECT array_prepend('', string_to_array(%(roles)s, ',')) AS roles
), promised AS MATERIALIZED (
    SELECT id FROM followups_calltask
    WHERE dealership_id = %(dealership)s AND status = 'waiting' AND callback_at <= %(at)s
      AND not_before <= %(at)s AND only_role = ANY((SELECT roles FROM may)::text[])
      AND (assigned_to_id IS NULL OR assigned_to_id = %(user)s)
    ORDER BY callback_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
), queued AS MATERIALIZED (
    SELECT q.id
    FROM may
    CROSS JOIN LATERAL generate_series(0, 9 * cardinality(roles) - 1) AS probe
    CROSS JOIN LATERAL (
        SELECT id FROM followups_calltask
        WHERE status = 'waiting' AND assigned_to_id IS NULL
          AND dealership_id = %(dealership)s AND priority = 1 + probe / cardinality(roles)
          AND only_role = roles[1 + probe %% cardinality(roles)] AND not_before <= %(at)s
        ORDER BY not_before, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) q
    WHERE NOT EXISTS (SELECT FROM promised)
    LIMIT 1
), chosen AS MATERIALIZED (
    SELECT id FROM promised UNION ALL SELECT id FROM queued
), taken AS (
    UPDATE followups_calltask task
    SET status = 'held', held_by_id = %(user)s, fence = task.fence + 1,
        lease_until = statement_timestamp() + make_interval(secs => %(lease)s)
    FROM chosen
    WHERE task.id = chosen.id AND NOT EXISTS (
        SELECT FROM followups_calltask mine
        WHERE mine.held_by_id = %(user)s AND mine.status = 'held'
    )
    RETURNING task.id, task.dealership_id
), logged AS (
    INSERT INTO followups_taskevent
        (dealership_id, task_id, at, by_id, kind, from_status, to_status, before)
    SELECT dealership_id, id, %(at)s, %(user)s, 'claimed', 'waiting', 'held', '{}' FROM taken
)
SELECT id FROM taken
"""


class HoldsElsewhere(Exception):
    """The person has a card in hand in another dealership; one call at a time."""

    def __init__(self, task: CallTask) -> None:
        super().__init__(task.pk)
        self.task = task


class NotForYou(Exception):
    """The card is assigned to somebody else, for another role, or in somebody's hands."""


def claim_next(*, member: Member, at: datetime) -> CallTask | None:
    """Take the next card this person may call at `at`, or return the one already in hand.

    Promised callbacks go first, then the team's queue by priority and time. Cards that may
    not be called now (do not call, consent, hold, hours of the customer) are dropped or put
    off on the way, with their history. None: nothing to call now, or outside calling hours.
    Raises HoldsElsewhere.
    """
    dealership = member.dealership
    if not own_hours(dealership).allow(at):
        return leases.held_by(member=member)
    task = _claim_one(member=member, at=at)
    if task is None and leases.free_expired(at=at, dealership=dealership):
        task = _claim_one(member=member, at=at)  # the sweep may be late; the queue is not empty
    return task


def claim_own(*, member: Member, task: CallTask, at: datetime) -> CallTask:
    """Take one particular card: assigned to this person, or unassigned and fit for their role.

    Returns it held; a card of theirs already in hand is returned as it is.
    Raises NotForYou, HoldsElsewhere (in this dealership too: finish the other one first).
    """
    if task.status == CallTask.Status.HELD and task.held_by_id == member.user.pk:
        return task
    held = _in_hand(member.user)
    if held:
        raise HoldsElsewhere(held)
    try:
        with transaction.atomic():
            locked = leases.lock(task)
            if not _is_for(locked, member):
                raise NotForYou
            leases.take(task=locked, by=member.user, at=at)
            if _put_away_if_refused(locked, member, at):
                locked.refresh_from_db()
    except IntegrityError as error:  # a double click: the other request was quicker
        raise NotForYou from error
    return locked


def claim_next_own(*, member: Member, at: datetime) -> CallTask | None:
    """The next card of this person's own list: promised calls first, then by urgency.

    For those who do not call from the team's queue. Raises HoldsElsewhere.
    """
    held = _in_hand_here(member)
    if held:
        return held
    mine = CallTask.objects.for_dealership(member.dealership).assigned(member.user)
    order = (F("callback_at").asc(nulls_last=True), "priority", "not_before", "pk")
    for task in mine.waiting(at=at).order_by(*order)[:MOST_REFUSALS]:
        try:
            taken = claim_own(member=member, task=task, at=at)
        except NotForYou:
            continue
        if taken.status == CallTask.Status.HELD:
            return taken
    return None


def numbers_of(task: CallTask) -> list[str]:
    """Phones that may be called, the one tried last at the end (one query)."""
    numbers = task.customer.contact_points.phones().not_wrong().values_list("value", flat=True)
    return in_calling_order(list(numbers), task.last_address)


def _claim_one(*, member: Member, at: datetime) -> CallTask | None:
    """The card in hand, else one from the queue that may be called."""
    for _attempt in range(MOST_REFUSALS):
        # a transaction of its own: it also locks, for its length, what others took meanwhile
        try:
            with transaction.atomic():
                task = _take_next(member=member, at=at)
        except IntegrityError:  # two requests of one person at once: the other one has it
            task = None
        task = task or _in_hand_here(member)
        if task is None or not _put_away_if_refused(task, member, at):
            return task
    return None


def _take_next(*, member: Member, at: datetime) -> CallTask | None:
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            {
                "dealership": member.dealership.pk,
                "user": member.user.pk,
                "at": at,
                "lease": LEASE.total_seconds(),
                "roles": ",".join(sorted(role.value for role in member.roles)),
            },
        )
        row = cursor.fetchone()
    return leases.rows_of(row[0])[0] if row else None


@transaction.atomic
def _put_away_if_refused(task: CallTask, member: Member, at: datetime) -> bool:
    """Drop or put off the card just taken when it may not be called; True when it is gone."""
    found = contact.refusal(task=task, dealership=member.dealership, at=at)
    if found is None:
        return False
    CallReason.objects.filter(pk__in=found.reasons).update(status=CallReason.Status.DROPPED)
    if found.drop_reason:
        leases.drop(task=task, reason=found.drop_reason, by=None, at=at)
        return True
    if found.until:
        leases.put_off(task=task, until=found.until, why=found.why, at=at)
        return True
    return False


def _is_for(task: CallTask, member: Member) -> bool:
    if task.status != CallTask.Status.WAITING:
        return False
    if task.only_role and task.only_role not in member.roles:
        return False
    return task.assigned_to_id in (None, member.user.pk)


def _in_hand(user: User) -> CallTask | None:
    return leases.with_customer().filter(held_by=user, status=CallTask.Status.HELD).first()


def _in_hand_here(member: Member) -> CallTask | None:
    """The card in hand with a fresh lease; raises HoldsElsewhere."""
    held = _in_hand(member.user)
    if held is None:
        return None
    if held.dealership_id != member.dealership.pk:
        raise HoldsElsewhere(held)
    leases.heartbeat(task=held, fence=held.fence, by=member.user)
    return held
