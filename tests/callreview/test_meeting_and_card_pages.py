"""The list for the meeting, the scorecards and the numbers of the draw, through their pages."""

import pytest

from callreview.models import MeetingItem, ScorecardVersion
from tests.callreview.sampled import submitted, url

pytestmark = pytest.mark.django_db


def test_a_call_is_put_on_the_list_discussed_and_taken_back(client_as, relations_manager, call):
    client = client_as(relations_manager)

    client.post(url("meeting_add", call.pk), {"topic": "How to offer two times"})
    item = MeetingItem.objects.get()
    assert "How to offer two times" in client.get(url("meeting_list")).text
    client.post(url("meeting_discuss", item.pk))

    assert "How to offer two times" not in client.get(url("meeting_list")).text
    assert "How to offer two times" in client.get(url("meeting_list"), {"state": "discussed"}).text
    client.post(url("meeting_restore", item.pk))
    assert "How to offer two times" in client.get(url("meeting_list")).text


def test_a_call_stands_once_on_the_list(client_as, relations_manager, call):
    client = client_as(relations_manager)
    for _ in range(2):
        client.post(url("meeting_add", call.pk), {"topic": "Greeting"})
    item = MeetingItem.objects.get()

    client.post(url("meeting_remove", item.pk))
    client.post(url("meeting_add", call.pk), {"topic": "Greeting again"})
    response = client.post(url("meeting_restore", item.pk), follow=True)

    assert "on the list already" in response.text
    assert "Greeting again" in response.text


def rows(*items: dict[str, str]) -> dict[str, str]:
    data = {"items-TOTAL_FORMS": str(len(items)), "items-INITIAL_FORMS": "0"}
    for number, item in enumerate(items):
        data |= {f"items-{number}-{name}": value for name, value in item.items()}
    return data


def test_a_scorecard_is_made_and_offered(client_as, dealer_head, dealership):
    client = client_as(dealer_head)
    item = {"text_en": "Smiled", "weight": "2", "help_en": "One hears it."}

    more = client.post(url("scorecard_add"), {"name_en": "New card", **rows(item), "more": "1"})
    client.post(
        url("scorecard_add"),
        {"name_en": "New card", "call_type": "service", **rows(item, {"text_ru": "Имя",
         "weight": "1", "fails_all": "on"})},
    )  # fmt: skip

    assert "Smiled" in more.text
    assert "items-1-weight" in more.text
    version = ScorecardVersion.objects.get(names={"en": "New card"})
    assert [(str(each), each.weight) for each in version.items.order_by("position")] == [
        ("Smiled", 2),
        ("Имя", 1),
    ]
    assert "New card" in client.get(url("scorecard_list")).text


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"text_en": "Nothing", "weight": "0"}, "must at least fail the call"),
        ({"text_en": "", "weight": "1"}, "Write what is asked"),
        ({"text_en": "All", "weight": "0", "fails_all": "on"}, "At least one item must weigh"),
    ],
)
def test_a_card_that_measures_nothing_is_refused(client_as, dealer_head, item, said):
    response = client_as(dealer_head).post(url("scorecard_add"), {"name_en": "X", **rows(item)})

    assert response.status_code == 422
    assert said in response.text


def test_a_new_dealership_has_cards_in_three_languages(dealership):
    versions = ScorecardVersion.objects.for_dealership(dealership)

    assert versions.count() == 2
    for version in versions:
        for item in version.items.all():
            assert set(item.texts) == set(item.helps) == {"en", "ru", "zh-hans"}


def test_the_numbers_of_the_draw_are_set(client_as, dealer_head, dealership):
    numbers = {"calls_a_week": "7", "flagged_a_week": "1", "long_minutes": "20"}

    client_as(dealer_head).post(url("settings_save"), numbers)
    refused = client_as(dealer_head).post(url("settings_save"), numbers | {"calls_a_week": "99"})

    dealership.refresh_from_db()
    assert dealership.review_settings.calls_a_week == 7
    assert refused.status_code == 422
    assert "calls_a_week" in refused.context["settings_form"].errors


def test_items_stand_by_the_number_of_their_place(client_as, dealer_head, card):
    edit = url("scorecard_edit", card.scorecard_id)
    client = client_as(dealer_head)
    assert [row["ORDER"].value() for row in client.get(edit).context["rows"]] == [1, 2]
    first, second, nowhere = (
        {"text_en": text, "weight": "1", "ORDER": place}
        for text, place in (("Was first", "2"), ("Was second", "1"), ("Came later", ""))
    )

    client.post(edit, {"name_en": "Card", **rows(nowhere, first, second)})

    items = ScorecardVersion.objects.get(names={"en": "Card"}).items.order_by("position")
    assert [str(item) for item in items] == ["Was second", "Was first", "Came later"]


def test_the_numbers_of_a_person_open_their_lists(
    client_as, dealership, operator, relations_manager, card, call
):
    submitted(call, relations_manager, card, "yes", "no")
    client = client_as(relations_manager)
    page = client.get(url("people"))
    standing = page.context["standings"][0]
    counts = {"": standing.sampled, "done": standing.reviewed}

    for state, count in counts.items():
        query = {"person": operator.pk, "start": page.context["since"], "state": state}
        assert len(client.get(url("call_list"), query).context["page"].rows) == count == 1
