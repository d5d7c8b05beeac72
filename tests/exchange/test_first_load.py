"""A first large load leaves the database with every index and key that it had."""

import pytest
from django.db import connection

from customers.models import ContactPoint, Customer
from exchange.services import first_load

CUSTOMERS = "Code,Name,Phones,E-mail\nA1,Ivan Petrov,+7 916 123 45 67,\nA2,Anna Orlova,,a@x.ru\n"
SHAPE = """
    SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'customers\\_%%'
    UNION ALL
    SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid::regclass::text LIKE 'customers\\_%%'
    ORDER BY 1
"""


def shape():
    with connection.cursor() as cursor:
        cursor.execute(SHAPE, {})
        return cursor.fetchall()


@pytest.mark.django_db
def test_indexes_and_keys_taken_away_for_a_first_load_come_back(importer, monkeypatch):
    before = shape()
    monkeypatch.setattr(first_load, "FEWEST", 1)

    run = importer.texts(customers=CUSTOMERS)

    assert run.counts["customers"]["created"] == Customer.objects.count() == 2
    assert ContactPoint.objects.count() == 2
    assert shape() == before
