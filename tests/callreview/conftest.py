"""A call in the sample and a short card, at the time of the factories."""

import pytest

from callreview.models import SampledCall, ScorecardVersion
from tests.callreview.sampled import make_card, sampled
from tests.factories import NOW, make_customer


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def card(dealership) -> ScorecardVersion:
    return make_card(dealership, {"weight": 1}, {"weight": 3})


@pytest.fixture
def call(dealership, operator) -> SampledCall:
    return sampled(dealership, operator, customer=make_customer(dealership, "Vera Talker"))
