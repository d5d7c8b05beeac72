"""Taking an outcome back while the next card is just being taken."""

import threading

import pytest
from django.db import connection, transaction

from followups.rules.outcomes import Outcome
from followups.services import queue
from followups.services.outcomes import Report, record_outcome
from followups.services.undo import undo_outcome
from tests.factories import NOW
from tests.followups.cards import make_card, member

WAITING_FOR_US = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING_FOR_US)
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_the_card_that_was_being_taken_goes_back_to_the_queue(dealership, operator):
    caller = member(operator, dealership)
    first, second = make_card(dealership, priority=1), make_card(dealership, priority=2)
    task = queue.claim_next(member=caller, at=NOW)
    report = Report(outcome=Outcome.REACHED)
    event = record_outcome(task=task, fence=task.fence, report=report, by=operator, at=NOW)
    taken = threading.Event()

    def take_the_next() -> None:
        with transaction.atomic():
            queue.claim_next(member=caller, at=NOW)
            taken.set()
            while not somebody_waits_for_us():
                threading.Event().wait(0.01)
        connection.close()

    taking = threading.Thread(target=take_the_next)
    taking.start()
    taken.wait()
    undo_outcome(event=event, by=operator, at=NOW)
    taking.join()

    for card in (first, second):
        card.refresh_from_db()
    assert (first.status, first.held_by) == ("held", operator)
    assert (second.status, second.held_by) == ("waiting", None)
