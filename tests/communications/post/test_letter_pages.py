"""The pages of letters, from the list to the post."""

import pytest
from django.urls import reverse

from communications.models import LetterBatch
from communications.services import letter_making, letters
from dealerships.models import ExportRecord
from tests.communications.letters import fate, say
from tests.communications.post.paper import make_addressee, print_all, write
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def at(dealership, name, *rest):
    return reverse(f"communications:{name}", args=[dealership.slug, *rest])


def test_from_the_list_to_the_post(client, dealership, head):
    letter = write(dealership)
    write(dealership, paper="a6")
    listed = client.get(at(dealership, "letter_list"))
    assert list(listed.context["page"].rows) == [letter]

    client.post(at(dealership, "letters_make"), {"paper": "a4", "letter": letter.pk})
    batch = LetterBatch.objects.get()
    making = client.get(
        at(dealership, "letter_batch", batch.pk), headers={"HX-Request": "true"}
    ).content.decode()
    assert "0 of 1" in making
    letter_making.make_waiting(at=NOW)
    assert "Open the file" in client.get(at(dealership, "letter_batch", batch.pk)).content.decode()

    file = client.get(at(dealership, "letters_export", batch.pk))
    assert b"".join(file).startswith(b"%PDF")
    taken = ExportRecord.objects.get()
    assert (taken.user, taken.what, taken.rows) == (head, "letters", 1)

    said = client.post(at(dealership, "letters_post", batch.pk), follow=True).content.decode()
    assert "1 letter is marked as posted." in said
    assert at(dealership, "letters_take_back", batch.pk) in said
    assert fate(letter)[0] == "sent"


def test_a_second_click_says_that_it_was_decided(client, dealership, head):
    write(dealership)
    batch = print_all(dealership, head)
    client.post(at(dealership, "letters_post", batch.pk))

    said = client.post(at(dealership, "letters_post", batch.pk), follow=True).content.decode()

    assert "Its state has changed meanwhile" in said


@pytest.mark.parametrize("sent", [{"paper": "a3"}, {"paper": "a4"}, {"paper": "a4", "letter": "²"}])
def test_a_form_that_asks_for_nothing_makes_nothing(client, dealership, sent):
    client.post(at(dealership, "letters_make"), sent)

    assert not LetterBatch.objects.exists()


def test_the_file_is_for_heads_only(client_as, operator, dealership, head):
    write(dealership)
    batch = print_all(dealership, head)

    answer = client_as(operator).get(at(dealership, "letters_export", batch.pk))

    assert answer.status_code == 403
    assert not ExportRecord.objects.exists()


def test_the_list_costs_the_same_for_few_and_many(
    client, dealership, django_assert_max_num_queries
):
    write(dealership)
    client.get(at(dealership, "letter_list"))
    with django_assert_max_num_queries(30) as few:
        client.get(at(dealership, "letter_list"))
    for _number in range(5):
        write(dealership)

    with django_assert_max_num_queries(len(few)):
        client.get(at(dealership, "letter_list"))


def test_a_withdrawal_after_printing_is_named_on_the_page_and_not_sent(client, dealership, head):
    reader = make_addressee(dealership, full_name="Anna Bell")
    write(dealership)
    stopped = write(dealership, reader, purpose="advertising")
    batch = print_all(dealership, head)
    say(reader, dealership, purpose="advertising", is_granted=False)

    shown = client.get(at(dealership, "letter_batch", batch.pk)).content.decode()

    assert "№ 2 — Anna Bell" in shown
    assert letters.post(batch=batch, by=head, at=NOW) == 1
    assert fate(stopped) == ("cancelled", "withdrawn")
