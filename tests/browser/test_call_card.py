"""The call card in the browser: its keys on either layout, what opens in it, what is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communications.models import Touch
from complaints.models import Complaint
from followups.models import CallTask
from surveys.models import Answer
from tests.factories import call_at_any_hour, make_customer, make_vehicle, make_visit
from tests.followups.cards import make_card, make_rule

CALLS = "/d/north/calls/"


@pytest.fixture
def cards(transactional_db, dealership):
    call_at_any_hour(dealership)
    rule = make_rule(dealership, name="Maintenance 30,000 km")
    return [make_card(dealership, rules=[rule]) for _number in range(11)]


def take_first(visit, operator):
    """The calls with the first card in hand."""
    page = visit(operator, CALLS)
    page.keyboard.press("n")
    page.locator("#call-form").wait_for()
    return page


def name_on(page) -> str:
    return page.locator("#call h2[data-focus]").inner_text()


def follow(page, before: str) -> None:
    """The next card is there."""
    expect(page.locator("#call h2[data-focus]")).not_to_have_text(before)


def log(page, outcome: str) -> str:
    """Save the card in hand with the outcome of this key; who was called, once another is there."""
    name = name_on(page)
    page.keyboard.press(outcome)
    page.keyboard.press("Enter")
    follow(page, name)
    return name


def test_a_sign_of_life_that_comes_late_takes_no_card_away(visit, operator, cards, page):
    """The outcome overtakes the heartbeat of its card: the next card stays on the screen."""
    held, arrived = [], []

    def hold_till_the_next_card(route):
        if arrived:
            route.continue_()
        else:
            held.append(route)

    page.route("**/heartbeat/", hold_till_the_next_card)
    take_first(visit, operator)
    log(page, "Digit1")
    second = name_on(page)

    arrived.append(second)
    for late in held:
        late.continue_()
    page.wait_for_load_state("networkidle")

    assert name_on(page) == second


def test_the_whole_card_is_in_view_without_scrolling(visit, operator, cards, page):
    page.set_viewport_size({"width": 1366, "height": 768})
    take_first(visit, operator)

    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    save = page.locator(".call-save").bounding_box()
    assert save["y"] + save["height"] <= 768


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (900, 768), (390, 844)])
def test_a_message_never_lies_on_save(visit, operator, cards, page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    take_first(visit, operator)
    log(page, "Digit2")
    page.locator(".note").wait_for()

    page.locator(".call-save").scroll_into_view_if_needed()
    note, save = page.locator(".note").bounding_box(), page.locator(".call-save").bounding_box()

    assert note["y"] + note["height"] <= save["y"]


def test_the_next_card_is_seen_from_its_beginning_on_a_phone(visit, operator, cards, page):
    page.set_viewport_size({"width": 390, "height": 600})
    take_first(visit, operator)
    name = name_on(page)

    page.locator(".call-outcome").nth(1).click()
    page.locator(".call-save").click()
    follow(page, name)

    expect(page.locator("#call h2[data-focus]")).to_be_in_viewport()


def test_undo_brings_the_card_back_by_one_key(visit, operator, cards):
    page = take_first(visit, operator)
    name = log(page, "Digit7")

    page.locator("[data-undo]").wait_for()
    page.keyboard.press("z")

    expect(page.locator("#call h2[data-focus]")).to_have_text(name)
    assert Touch.objects.get().undone_at is not None


def test_call_back_asks_for_a_time_and_enter_saves_it(visit, operator, cards):
    page = take_first(visit, operator)
    name = name_on(page)

    page.keyboard.press("l")
    expect(page.locator("[name='callback_at']")).to_be_focused()
    page.keyboard.press("Enter")
    follow(page, name)

    assert CallTask.objects.get(callback_at__isnull=False).assigned_to == operator


def test_notes_survive_a_lost_connection(visit, operator, cards, page, trouble):
    take_first(visit, operator)
    page.keyboard.press("t")
    page.keyboard.type("wants winter tyres")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Digit1")
    page.keyboard.press("Enter")
    expect(page.locator(".note-error").first).to_be_visible()
    expect(page.locator("#call-note")).to_have_value("wants winter tyres")
    page.context.set_offline(False)
    trouble.clear()  # the lost connection is what was meant

    name = name_on(page)
    page.locator("#call h2[data-focus]").focus()
    page.keyboard.press("Enter")
    follow(page, name)

    assert Touch.objects.get().note == "wants winter tyres"


def test_a_promise_opens_inside_the_card(visit, operator, cards):
    page = take_first(visit, operator)

    page.keyboard.press("p")
    page.locator("#promise-form [name='text']").fill("send the price")
    page.keyboard.press("Enter")

    expect(page.locator("#promise-made")).to_be_visible()


@pytest.fixture
def card_after_visit(transactional_db, dealership):
    """A card whose reason is a service visit of three days ago, for 14,200 in all."""
    call_at_any_hour(dealership)
    customer = make_customer(dealership, "Смирнова Елена Сергеевна", phone="+79161234567")
    visit = make_visit(
        dealership,
        customer,
        make_vehicle(dealership, owner=customer),
        closed_at=timezone.now() - timedelta(days=3),
        labour=10_000,
        parts=4_200,
    )
    rule = make_rule(dealership, name="After the visit", trigger="visit_closed")
    card = make_card(dealership, customer=customer, rules=[rule])
    card.reasons.update(subject_id=visit.pk)
    return card


@pytest.fixture
def open_card(visit, operator, page):
    """open_card(): the operator has the next card in hand."""

    def take():
        take_first(visit, operator)
        return page

    return take


@pytest.fixture(params=["english", "russian"])
def press(request, page, press_russian):
    """press("KeyQ", "q", "й"): a key of either layout, held with shift or alt where asked."""

    def send(code: str, english: str, russian: str, *, shift=False, alt=False) -> None:
        if request.param == "russian":
            press_russian(code, russian, shift=shift, alt=alt)
        else:
            held = [name for name, is_held in (("Alt", alt), ("Shift", shift)) if is_held]
            page.keyboard.press("+".join([*held, code]))

    return send


def test_visits_on_the_card_say_what_they_cost(open_card, card_after_visit):
    page = open_card()

    expect(page.locator(".call-before")).to_contain_text("14,200")


def test_the_survey_is_answered_inside_the_card_by_keyboard(open_card, card_after_visit, press):
    page = open_card()

    press("KeyQ", "q", "й")
    page.locator("#survey-form form").wait_for()
    press("Digit2", "@", '"', shift=True)
    press("Digit1", "1", "1", alt=True)
    press("Digit1", "!", "!", alt=True, shift=True)
    page.keyboard.press("Control+Enter")

    expect(page.locator("#survey-form.notice-kept")).to_be_visible()
    answers = Answer.objects.values_list("question__code", "choice")
    assert dict(answers) == {"paid": "as_expected", "on_time": "yes", "repeat_repair": "no"}
    assert not Touch.objects.exists()
    expect(page.locator("#call-form")).to_be_visible()


def test_enter_on_an_answer_saves_the_survey_and_not_the_call(open_card, card_after_visit, press):
    page = open_card()
    page.keyboard.press("Digit1")

    press("KeyQ", "q", "й")
    page.locator("#survey-form form").wait_for()
    expect(page.locator("#survey-form [type='radio']").first).to_be_focused()
    press("Digit1", "!", "!", shift=True)
    page.keyboard.press("Enter")

    expect(page.locator("#survey-form.notice-kept")).to_be_visible()
    assert Answer.objects.get().choice == "less"
    assert not Touch.objects.exists()


def test_a_bad_answer_leads_to_the_complaint_by_one_key(open_card, card_after_visit, press):
    page = open_card()
    press("KeyQ", "q", "й")
    page.locator("#survey-form form").wait_for()
    press("Digit2", "2", "2", alt=True)
    page.keyboard.press("Control+Enter")
    page.locator("#survey-form.notice-soon").wait_for()

    press("KeyX", "x", "ч")
    page.locator("#complaint-form [name='category']").select_option("service_time")
    page.locator("#complaint-form [name='text']").fill("Three hours late")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#complaint-form.notice-kept")).to_be_visible()
    complaint = Complaint.objects.get()
    assert (complaint.text, complaint.customer) == ("Three hours late", card_after_visit.customer)
    assert not Touch.objects.exists()


def test_escape_closes_what_opened_inside_and_the_card_stays(open_card, card_after_visit, press):
    page = open_card()
    press("KeyX", "x", "ч")
    expect(page.locator("#complaint-form [name='category']")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator("#call-inside")).to_be_empty()
    expect(page.locator("#call h2[data-focus]")).to_be_focused()
    assert CallTask.objects.get().status == "held"


def test_what_opened_inside_is_closed_by_a_finger_too(open_card, card_after_visit):
    page = open_card()
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#tool-promise").click()
    page.locator("#promise-form").wait_for()

    page.locator("[data-close-inside]").click()

    expect(page.locator("#call-inside")).to_be_empty()
    expect(page.locator("[data-close-inside]")).to_be_hidden()


def test_the_help_lists_every_key_of_the_card(open_card, card_after_visit):
    page = open_card()
    keys = page.locator("#call [data-key]").evaluate_all(
        "found => found.filter(each => each.checkVisibility())"
        ".map(each => each.dataset.keyLabel || '')"
    )

    page.keyboard.press("Shift+Slash")
    words = page.locator("#keyboard-help").inner_text()

    assert len(keys) >= 14
    assert [key for key in keys if not key or key not in words] == []


@pytest.mark.parametrize("key", ["q", "x", "p"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_inside_the_card_is_accessible(
    open_card, card_after_visit, operator, violations, theme, key
):
    operator.theme = theme
    operator.save()
    page = open_card()

    page.keyboard.press(key)
    page.locator("#call-inside form").wait_for()

    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_card_is_accessible(visit, operator, cards, violations, theme):
    operator.theme = theme
    operator.save()
    page = take_first(visit, operator)

    assert violations(page) == []


def test_the_team_page_is_accessible(visit, relations_manager, cards, violations):
    page = visit(relations_manager, "/d/north/calls/team/")

    assert violations(page) == []
