"""The pages of call review: who sees what, and what a reviewer does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from callreview.models import Review, ScorecardVersion
from communications.services import recordings
from communications.telephony.simulated_calls import sound_of
from surveys import services as surveys
from tests.callreview.sampled import (
    answers_of,
    draft,
    entered_talk,
    make_card,
    phone_talk,
    sampled,
    submitted,
    url,
)
from tests.factories import NOW, make_customer, make_vehicle, make_visit

pytestmark = pytest.mark.django_db


def posted(version, *said, do="submit", comment="") -> dict[str, str]:
    answers = {f"item_{pk}": each for pk, each in answers_of(version, *said).items()}
    return {"card": str(version.pk), "do": do, "comment": comment, **answers}


def test_the_sample_is_drawn_from_the_page(client_as, dealership, relations_manager, operator):
    entered_talk(dealership, operator, customer=make_customer(dealership, "Vera Talker"))
    client = client_as(relations_manager)
    assert "No calls to review yet" in client.get(url("call_list")).text

    client.post(url("draw"))

    page = client.get(url("call_list")).text
    assert "Vera Talker" in page
    assert "by lot" in page
    assert "1 call waits for a review" in page


def test_a_reviewer_hears_answers_and_submits(client_as, relations_manager, call, card):
    client = client_as(relations_manager)
    assert "Item 1" in client.get(url("call_page", call.pk)).text

    client.post(url("review_save", call.pk), posted(card, "yes", "no", comment="Too fast"))

    call.refresh_from_db()
    assert (call.reviews_done, call.score) == (1, 25)
    page = client.get(url("call_page", call.pk)).text
    assert "Too fast" in page
    assert "25%" in page


def test_what_lacks_an_answer_is_not_submitted(client_as, relations_manager, call, card):
    data = posted(card, "yes", "no")
    data.popitem()

    response = client_as(relations_manager).post(url("review_save", call.pk), data)

    assert response.status_code == 422
    assert "1 item has no answer yet." in response.text
    assert Review.objects.get().submitted_at is None
    assert Review.objects.get().answers.count() == 1  # nothing typed is lost


def test_a_draft_is_nobody_elses(client_as, relations_manager, dealer_head, operator, call, card):
    draft(call, relations_manager, card, "yes", "no", comment="Secret so far")

    for person in (dealer_head, relations_manager):
        shown = "Secret so far" in client_as(person).get(url("call_page", call.pk)).text
        assert shown == (person == relations_manager)
    assert client_as(operator).get(url("call_page", call.pk)).status_code == 403


def test_the_second_reviewer_sees_nothing_of_the_first(
    client_as, relations_manager, dealer_head, call, card
):
    review = submitted(call, relations_manager, card, "yes", "no")
    Review.objects.filter(pk=review.pk).update(comment="Quite good")
    client = client_as(dealer_head)

    before = client.get(url("call_page", call.pk)).text
    listed = client.get(url("call_list")).text
    file = client.get(url("call_export", "csv")).getvalue().decode()
    assert ["Quite good" in before, "25%" in before, "25%" in listed] == [False] * 3
    assert "25" not in file.splitlines()[1].split(",")[5]

    client.post(url("review_save", call.pk), posted(card, "yes", "yes"))
    after = client.get(url("call_page", call.pk)).text
    assert "Quite good" in after
    assert "62.5" in client.get(url("call_export", "csv")).getvalue().decode()


def test_who_reads_the_review_is_no_second_reviewer(
    client_as, relations_manager, dealer_head, call, card
):
    submitted(call, relations_manager, card, "yes", "no")
    client = client_as(dealer_head)

    client.post(url("answers_open", call.pk))

    assert "25%" in client.get(url("call_page", call.pk)).text
    client.post(url("review_save", call.pk), posted(card, "yes", "yes"))
    assert Review.objects.count() == 1


def test_nobody_reviews_their_own_call(client_as, dealership, relations_manager, card):
    own = sampled(dealership, relations_manager)
    client = client_as(relations_manager)

    assert "Item 1" not in client.get(url("call_page", own.pk)).text
    client.post(url("review_save", own.pk), posted(card, "yes", "yes"))

    assert not Review.objects.exists()


def test_who_made_the_call_sees_the_submitted_review(
    client_as, operator, salesperson, relations_manager, call, card
):
    assert "None of your calls" in client_as(operator).get(url("my_calls")).text
    submitted(call, relations_manager, card, "yes", "no")

    mine = client_as(operator).get(url("my_calls")).text
    page = client_as(operator).get(url("call_page", call.pk)).text

    assert "Vera Talker" in mine
    assert "25%" in page
    assert "Put on the list" not in page
    assert client_as(salesperson).get(url("call_page", call.pk)).status_code == 403


def test_a_submitted_review_is_taken_back_and_corrected(client_as, relations_manager, call, card):
    client = client_as(relations_manager)
    response = client.post(url("review_save", call.pk), posted(card, "yes", "no"), follow=True)
    assert url("review_correct", call.pk) in response.text  # the undo of the message

    client.post(url("review_correct", call.pk))
    call.refresh_from_db()
    assert (call.reviews_done, call.score) == (0, None)
    client.post(url("review_save", call.pk), posted(card, "yes", "yes"))

    call.refresh_from_db()
    assert call.score == 100


def test_a_draft_is_thrown_away(client_as, relations_manager, call, card):
    draft(call, relations_manager, card, "yes", "no")

    client_as(relations_manager).post(url("review_discard", call.pk))

    assert not Review.objects.exists()


def test_the_card_is_chosen_while_nobody_has_begun(client_as, dealership, relations_manager, call):
    make_card(dealership, {"weight": 1, "texts": {"en": "Of the first"}})
    other = make_card(dealership, {"weight": 1, "texts": {"en": "Of the other"}})
    ScorecardVersion.objects.get(pk=other.pk).scorecard.__class__.objects.update(is_active=True)
    client = client_as(relations_manager)

    page = client.get(url("call_page", call.pk), {"card": other.pk}).text

    assert "Of the other" in page


def test_the_later_answer_of_the_customer_stands_beside_the_score(
    client_as, dealership, relations_manager, call, card
):
    customer = call.customer
    visit = make_visit(dealership, customer, make_vehicle(dealership, owner=customer))
    surveys.record_answers(
        repair_order=visit, answers={"paid": "more"}, by=None, at=call.talked_at + timedelta(days=2)
    )
    submitted(call, relations_manager, card, "yes", "no")
    client = client_as(relations_manager)

    assert "1 bad answer" in client.get(url("call_list")).text
    beside = client.get(url("agreement")).context["beside"]
    assert (beside.bad_calls, beside.bad_score) == (1, 25)
    assert (beside.good_calls, beside.good_score) == (0, None)


def test_the_recording_is_in_the_page_for_who_may_hear_it(
    client_as, dealership, operator, relations_manager, settings, tmp_path
):
    settings.RECORDINGS_ROOT = tmp_path
    talk = phone_talk(dealership, operator)
    recordings.upload(call=talk, content=sound_of(1))
    client = client_as(relations_manager)
    response = client.post(url("choose", "phone", talk.pk), follow=True)

    address = reverse("communications:recording", args=["north", talk.pk])
    assert f'src="{address}"' in response.text
    assert client.get(address).headers["Content-Type"] == "audio/wav"


def test_the_list_is_filtered_by_person_cause_and_words(
    client_as, dealership, operator, salesperson, relations_manager
):
    vera = make_customer(dealership, "Vera Talker")
    boris = make_customer(dealership, "Boris Silent")
    sampled(dealership, operator, customer=vera)
    entered_talk(dealership, salesperson, customer=boris, outcome="refused")
    client = client_as(relations_manager)
    client.post(url("draw"))

    def names(**query):
        text = client.get(url("call_list"), query).text
        return {name for name in ("Vera", "Boris") if name in text}

    assert names() == {"Vera", "Boris"}
    assert names(person=operator.pk) == {"Vera"}
    assert names(why="refused") == {"Boris"}
    assert names(find="silent") == {"Boris"}
    assert names(state="waiting", sort="score") == {"Vera", "Boris"}
    assert names(state="second") == set()
    assert names(type="incoming") == set()
    assert names(start=(NOW - timedelta(days=2)).date().isoformat()) == set()
    assert client.get(url("call_list"), {"why": "whim"}).status_code == 400


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_many_rows(
    client_as, dealership, operator, relations_manager, card, count, django_assert_max_num_queries
):
    for _ in range(count):
        submitted(sampled(dealership, operator), relations_manager, card, "yes", "no")
    client = client_as(relations_manager)
    client.get(url("call_list"))

    for name in ("call_list", "people", "agreement", "meeting_list", "scorecard_list"):
        with django_assert_max_num_queries(14):
            assert client.get(url(name)).status_code == 200


def test_the_next_call_is_one_without_a_review_then_one_that_wants_a_second(
    client_as, dealership, operator, relations_manager, dealer_head, card
):
    call, own = sampled(dealership, operator), sampled(dealership, dealer_head)
    client = client_as(dealer_head)

    assert client.get(url("next_call")).url == url("call_page", call.pk)
    submitted(call, relations_manager, card, "yes", "no")
    assert client.get(url("next_call")).url == url("call_page", call.pk)
    submitted(call, dealer_head, card, "yes", "no")
    assert client.get(url("next_call")).url == url("call_list")
    assert client_as(relations_manager).get(url("next_call")).url == url("call_page", own.pk)
