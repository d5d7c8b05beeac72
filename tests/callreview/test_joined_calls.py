"""Two rows of one call are joined when the exchange's number is known; what was sampled stays."""

import pytest
from django.db import transaction

from callreview.models import SampledCall
from communications.models import PhoneCall
from communications.services import phone_calls
from tests.callreview.sampled import sampled
from tests.communications.calls import make_call
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_a_sampled_call_goes_over_to_the_row_that_stays(dealership, operator):
    call = sampled(dealership, operator, provider_id="P-late")
    dialled = make_call(dealership, direction="out", provider_id="", user=operator, started_at=NOW)

    with transaction.atomic():
        phone_calls.lock(dealership, "P-late")
        phone_calls.take_over(dialled, provider_id="P-late")
        dialled.save()

    assert SampledCall.objects.get(pk=call.pk).phone_call == dialled
    assert list(PhoneCall.objects.filter(provider_id="P-late")) == [dialled]
