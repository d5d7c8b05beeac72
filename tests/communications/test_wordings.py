"""Wordings of consent: published by version, never changed, named by the evidence."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from customers.models import Consent, ConsentWording
from customers.services.consents import record_consent
from customers.services.wordings import publish
from tests.factories import NOW, make_customer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, dealership):
    client.force_login(make_user(dealership=dealership, roles=["administrator"]))
    return client


def at(dealership, name, *rest):
    return reverse(name, args=[dealership.slug, *rest])


def texts(dealership, purpose="advertising", language="ru"):
    rows = ConsentWording.objects.for_dealership(dealership)
    return rows.filter(purpose=purpose, language=language).order_by("version")


def test_a_new_dealership_has_the_wordings_of_its_law(dealership):
    newest = ConsentWording.objects.for_dealership(dealership).newest()

    assert newest.count() == 9  # three purposes in three languages
    assert {wording.version for wording in newest} == {1}


def test_a_changed_text_is_a_new_version_and_the_same_text_is_none(dealership):
    said = {"dealership": dealership, "purpose": "advertising", "language": "ru", "by": None}
    for text in ("Согласен.", "Согласен.", "Согласна или согласен."):
        publish(text=text, at=NOW, **said)

    assert [wording.version for wording in texts(dealership)] == [1, 2, 3]
    newest = texts(dealership).newest().get()
    assert newest.text == "Согласна или согласен."


@pytest.mark.parametrize("change", [{"text": "Other"}, {"version": 7}])
def test_the_database_lets_nobody_change_a_published_text(dealership, change):
    wording = texts(dealership).get()

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        ConsentWording.objects.filter(pk=wording.pk).update(**change)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        ConsentWording.objects.filter(pk=wording.pk).delete()


def test_an_administrator_publishes_a_version_in_the_page(desk, dealership):
    page = at(dealership, "communications:wording_edit", "advertising", "en")

    answer = desk.post(page, {"text": "I agree to letters of {dealership}."}, follow=True)

    assert "Version 2 is in force." in answer.text
    assert f"I agree to letters of {dealership.name}." in answer.text
    assert desk.post(page, {"text": " "}).status_code == 422
    assert texts(dealership, language="en").count() == 2


def test_the_standard_wordings_can_be_taken_again(desk, dealership):
    publish(dealership=dealership, purpose="service", language="ru", text="Своё", by=None, at=NOW)

    desk.post(at(dealership, "communications:wording_standard"))

    newest = texts(dealership, "service").newest().get()
    assert newest.version == 3
    assert newest.text == texts(dealership, "service").first().text


def test_a_dealer_head_reads_the_wordings_and_changes_none(client, dealership):
    client.force_login(make_user(dealership=dealership, roles=["dealer_head"]))
    page = at(dealership, "communications:wording_edit", "advertising", "en")

    assert client.get(page).status_code == 200
    assert client.post(page, {"text": "x"}).status_code == 403
    assert client.get(page.replace("advertising", "nothing")).status_code == 404


def test_a_statement_names_the_version_that_was_on_the_page(client, dealership):
    """Also when a newer one was published while the page stood open."""
    client.force_login(make_user(dealership=dealership, roles=["salesperson"]))
    customer = make_customer(dealership, language="en")
    shown = client.get(at(dealership, "customers:consent_list", customer.pk)).context["form"]
    publish(
        dealership=dealership, purpose="advertising", language="en", text="Newer", by=None, at=NOW
    )

    client.post(
        at(dealership, "customers:consent_record", customer.pk),
        {
            "purpose": "advertising",
            "channel": "any",
            "is_granted": "1",
            "read_out": "on",
            "shown": shown["shown"].value(),
        },
    )

    consent = Consent.objects.get(customer=customer)
    assert (consent.agreed_to.version, consent.agreed_to.language) == (1, "en")


def test_a_refusal_and_a_foreign_wording_name_no_version(client, dealership, stranger):
    client.force_login(make_user(dealership=dealership, roles=["salesperson"]))
    customer = make_customer(dealership)
    own = texts(dealership).get().pk
    foreign = texts(stranger).get().pk
    said = {"purpose": "advertising", "channel": "any", "read_out": "on"}
    page = at(dealership, "customers:consent_record", customer.pk)

    client.post(page, said | {"is_granted": "0", "shown": own})
    client.post(page, said | {"is_granted": "1", "shown": foreign})

    assert [each.agreed_to for each in Consent.objects.filter(customer=customer)] == [None, None]


def test_the_evidence_page_shows_every_statement_newest_first(client, dealership, operator):
    client.force_login(make_user(dealership=dealership, roles=["salesperson"]))
    customer = make_customer(dealership)
    for number, is_granted in enumerate((True, False, True)):
        record_consent(
            customer=customer,
            dealership=dealership,
            purpose="advertising",
            channel="call",
            is_granted=is_granted,
            evidence=Consent.Evidence.CALL,
            evidence_id=700 + number,
            by=operator,
            at=NOW + timedelta(days=number),
            wording=f"Words {number}",
        )

    page = client.get(at(dealership, "customers:consent_list", customer.pk))

    assert [row.wording for row in page.context["page"].rows] == ["Words 2", "Words 1", "Words 0"]
    assert "no. 701" in page.text
    assert page.text.count("state-kept") >= 2
