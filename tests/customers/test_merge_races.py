"""Two merges at once, and a writer who does not know of the merge: nothing is lost (R13, R15)."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from customers.merge_steps import MergeRefusedError
from customers.models import Customer, MergeRecord
from customers.services.merging import merge
from sales.models import Sale
from tests.factories import NOW, make_customer, make_dealership, make_sale, make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_merges_of_one_pair_one_is_done():
    dealership = make_dealership()
    first, second = make_customer(dealership), make_customer(dealership)
    ready, results = threading.Barrier(2), []

    def join(kept, merged):
        try:
            ready.wait()
            merge(kept=kept, merged=merged, by=None, at=NOW)
            results.append("done")
        except MergeRefusedError:
            results.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=join, args=pair) for pair in ((first, second), (second, first))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["done", "refused"]
    assert MergeRecord.objects.count() == 1
    assert Customer.objects.current().count() == 1


def test_a_row_written_for_the_merged_card_afterwards_is_refused_by_the_database():
    dealership = make_dealership()
    kept, merged = make_customer(dealership), make_customer(dealership)
    vehicle = make_vehicle(dealership)
    make_sale(dealership, merged, vehicle)
    merge(kept=kept, merged=merged, by=None, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Sale.objects.create(
            dealership=dealership,
            customer=merged,
            vehicle=vehicle,
            contract_number="late",
            delivered_on=NOW.date(),
            condition="new",
            price=1,
        )
    assert Sale.objects.get().customer == kept
