"""The same sample drawn twice at once is the sample drawn once."""

import pytest

from callreview.models import SampledCall, SampleReason
from callreview.services import drawing
from tests.callreview.sampled import entered_talk, phone_talk
from tests.factories import NOW
from tests.followups.racing import in_processes


def _draw(dealership) -> int:
    return drawing.draw(dealership=dealership, by=None, at=NOW).added


@pytest.mark.django_db(transaction=True)
def test_two_draws_at_once_write_each_call_once(dealership, operator, salesperson):
    for person in (operator, salesperson):
        for _ in range(6):
            phone_talk(dealership, person)
            entered_talk(dealership, person, outcome="refused")

    added = in_processes(_draw, [(dealership,), (dealership,), (dealership,)])

    calls = SampledCall.objects.count()
    assert sorted(added) == [0, 0, calls]
    by_lot = SampleReason.objects.filter(why="random").values_list("call__person", flat=True)
    assert sorted(by_lot) == sorted([operator.pk] * 3 + [salesperson.pk] * 3)
