"""Who may still be the second reviewer learns nothing of the first one's score by any page."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from callreview.later_answers import scores_beside_answers
from callreview.models import Opening, SampledCall
from callreview.services import reviews
from callreview.trends import standings, weeks_of
from surveys import services as surveys
from tests.callreview.sampled import LAST_WEEK, draft, make_card, sampled, submitted, url
from tests.factories import NOW, TODAY, make_customer, make_vehicle, make_visit
from tests.followups.racing import in_processes

pytestmark = pytest.mark.django_db

# the tokens against forged forms differ from page to page
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


@pytest.fixture
def answered(dealership, call, card):
    """The call by lot, and its customer has answered a survey after it."""
    call.reasons.update(why="random")
    visit = make_visit(dealership, call.customer, make_vehicle(dealership, owner=call.customer))
    at = call.talked_at + timedelta(days=2)
    surveys.record_answers(repair_order=visit, answers={"paid": "more"}, by=None, at=at)
    return call


def everything_shown(client, call: SampledCall) -> list[str]:
    """Each page and file of call review that tells of scores, sorted and filtered by them too."""
    asked = [
        (url("call_page", call.pk), {}),
        (url("call_list"), {}),
        (url("call_list"), {"sort": "score"}),
        (url("call_list"), {"state": "failed"}),
        (url("people"), {}),
        (url("person_page", call.person_id), {}),
        (url("agreement"), {}),
        (url("meeting_list"), {}),
    ]
    pages = [TOKEN.sub("", client.get(address, query).text) for address, query in asked]
    file = client.get(url("call_export", "csv")).getvalue().decode()
    return [*pages, file]


def test_no_page_and_no_file_differs_by_a_score_that_is_hidden(
    client_as, dealership, operator, answered, card, relations_manager, dealer_head
):
    other = sampled(dealership, operator, customer=make_customer(dealership, "Boris Silent"))
    other.reasons.update(why="random")
    submitted(other, dealer_head, card, "yes", "yes")
    first = submitted(answered, relations_manager, card, "no", "no")
    client = client_as(dealer_head)
    before = everything_shown(client, answered)

    reviews.correct(review=first)
    submitted(answered, relations_manager, card, "yes", "yes")

    assert everything_shown(client, answered) == before
    assert "Vera Talker" in before[1]
    reviews.open_answers(call=answered, user=dealer_head, at=NOW)
    assert everything_shown(client, answered) != before


def means_of(person, dealership, viewer) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The score of a person as the three pages tell the viewer."""
    standing = standings(dealership, today=TODAY, viewer=viewer)[0]
    assert standing.person == person
    weeks = weeks_of(person, dealership, today=TODAY, viewer=viewer)
    beside = scores_beside_answers(dealership, since=LAST_WEEK, viewer=viewer)
    return standing.score, weeks[0].score if weeks else None, beside.bad_score


def test_a_mean_is_of_the_scores_its_reader_may_see(
    dealership, operator, answered, card, relations_manager, dealer_head, sales_manager
):
    submitted(answered, relations_manager, card, "yes", "no")

    nothing, quarter = (None,) * 3, (Decimal(25),) * 3
    assert means_of(operator, dealership, relations_manager) == quarter
    assert means_of(operator, dealership, operator) == quarter
    assert means_of(operator, dealership, dealer_head) == nothing
    submitted(answered, dealer_head, card, "yes", "yes")
    both = (Decimal("62.5"),) * 3
    for viewer in (relations_manager, operator, dealer_head, sales_manager):
        assert means_of(operator, dealership, viewer) == both


def test_a_failed_call_is_counted_when_it_may_be_known(
    dealership, call, relations_manager, dealer_head
):
    card = make_card(dealership, {"weight": 1}, {"weight": 1, "fails_all": True})
    submitted(call, relations_manager, card, "yes", "no")

    def counted(viewer):
        standing = standings(dealership, today=TODAY, viewer=viewer)[0]
        return standing.reviewed, standing.hidden, standing.failed

    assert counted(relations_manager) == (1, 0, 1)
    assert counted(dealer_head) == (1, 1, 0)


def test_who_will_not_review_sees_all_scores_and_is_no_second_reviewer(
    client_as, dealership, operator, salesperson, card, relations_manager, dealer_head
):
    calls = [sampled(dealership, person) for person in (operator, operator, salesperson)]
    for call in calls:
        submitted(call, relations_manager, card, "yes", "no")
    drafted = sampled(dealership, operator)
    submitted(drafted, relations_manager, card, "yes", "no")
    draft(drafted, dealer_head, card, "yes", "")
    client = client_as(dealer_head)
    assert "3 reviewed calls are counted in no score" in client.get(url("people")).text

    client.post(url("person_open", operator.pk))
    assert set(Opening.objects.values_list("call", flat=True)) == {call.pk for call in calls[:2]}
    assert "1 reviewed call is counted in no score" in client.get(url("people")).text
    client.post(url("scores_open"))

    assert "hidden-scores" not in client.get(url("people")).text
    assert Opening.objects.count() == 3  # not of the call they are reviewing
    with pytest.raises(reviews.NoLongerBlind):
        draft(calls[0], dealer_head, card, "yes", "no")
    submitted(drafted, dealer_head, card, "yes", "yes")


def test_opened_again_nothing_is_opened(client_as, call, card, relations_manager, dealer_head):
    submitted(call, relations_manager, card, "yes", "no")
    rows = SampledCall.objects.all()

    opened = [reviews.open_all(calls=rows, user=dealer_head, at=NOW) for _ in range(2)]

    assert opened == [1, 0]


def test_the_topic_for_the_meeting_waits_for_the_own_review(
    client_as, call, card, relations_manager, dealer_head
):
    submitted(call, relations_manager, card, "yes", "no")
    client_as(relations_manager).post(url("meeting_add", call.pk), {"topic": "Never greeted"})
    client = client_as(dealer_head)

    assert "Never greeted" not in client.get(url("call_page", call.pk)).text
    submitted(call, dealer_head, card, "yes", "yes")
    assert "Never greeted" in client.get(url("call_page", call.pk)).text


def _begin(call, reviewer, version) -> str:
    try:
        draft(call, reviewer, version, "yes", "no")
    except reviews.NoLongerBlind:
        return "refused"
    return "begun"


def _open(call, user, _version) -> str:
    reviews.open_all(calls=SampledCall.objects.filter(pk=call.pk), user=user, at=NOW)
    return "opened"


def _act(work, call, user, version) -> str:
    return work(call, user, version)


@pytest.mark.django_db(transaction=True)
def test_who_opens_and_begins_at_once_does_only_one_of_them(
    dealership, operator, card, relations_manager, dealer_head
):
    for _ in range(6):
        call = sampled(dealership, operator)
        submitted(call, relations_manager, card, "yes", "no")

        in_processes(_act, [(work, call, dealer_head, card) for work in (_begin, _open)])

        begun = call.reviews.filter(reviewer=dealer_head).exists()
        assert begun != call.openings.filter(user=dealer_head).exists()
