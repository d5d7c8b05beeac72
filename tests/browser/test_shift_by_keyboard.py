"""The operator's journey: a hundred calls in a row by the keyboard alone, on every layout."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communications.models import Touch
from complaints.models import Complaint
from followups.models import CallTask
from promises.models import Promise
from surveys.models import Answer
from tests.browser.shift import QUESTION_MARKS, ROUND, Shift
from tests.factories import call_at_any_hour, make_customer, make_vehicle, make_visit
from tests.followups.cards import make_card, make_rule

CALLS = "/d/north/calls/"
LANGUAGES = {"english": "en", "russian": "ru", "chinese": "zh-hans"}


@pytest.fixture
def waiting(transactional_db, dealership):
    """waiting(10): so many cards, each with a script and a visit to ask about."""
    call_at_any_hour(dealership)
    script = dealership.rules.get(trigger="visit_closed").script
    rule = make_rule(dealership, script=script)
    last_day = timezone.localdate() + timedelta(days=10)

    def make(count: int) -> None:
        for number in range(count):
            customer = make_customer(dealership, phone=f"+7916200{number:04d}")
            car = make_vehicle(dealership, owner=customer)
            make_visit(dealership, customer, car, closed_at=timezone.now())
            make_card(dealership, customer=customer, rules=[rule], due_until=last_day)

    return make


@pytest.mark.parametrize(("layout", "rounds"), [("english", 10), ("russian", 1), ("chinese", 1)])
def test_a_shift_without_touching_the_mouse(visit, operator, waiting, layout, rounds):
    operator.language = LANGUAGES[layout]
    operator.save()
    waiting(len(ROUND) * rounds + 1)
    shift = Shift(visit(operator, CALLS), layout)
    shift.begin()

    for call in ROUND * rounds:
        call(shift)

    standing = Touch.objects.filter(by=operator, undone_at__isnull=True)
    outcomes = Counter(standing.values_list("outcome", flat=True))
    once_a_round = {
        "reached": 5, "no_answer": 2, "call_back": 2, "refused": 1,
    }  # fmt: skip
    assert outcomes == {outcome: many * rounds for outcome, many in once_a_round.items()}
    assert standing.exclude(note="").count() == rounds
    assert Touch.objects.filter(undone_at__isnull=False).count() == rounds
    assert Promise.objects.count() == Complaint.objects.count() == rounds
    assert Answer.objects.values("response").distinct().count() == rounds
    assert CallTask.objects.filter(callback_at__isnull=False).count() == 2 * rounds
    assert CallTask.objects.get(status="held").held_by == operator


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("english", ["Save and take the next", "The customer says: No time now"]),
        ("russian", ["Сохранить и взять следующий", "Клиент говорит: Сейчас некогда"]),
        ("chinese", ["保存", "客户说：现在没空"]),
    ],
)
def test_the_list_of_keys_speaks_the_language_of_the_reader(
    visit, operator, dealership, waiting, layout, words
):
    operator.language = dealership.language = LANGUAGES[layout]
    operator.save()
    dealership.save()
    waiting(1)
    page = visit(operator, CALLS)
    shift = Shift(page, layout)
    shift.begin()

    shift.send("Slash", QUESTION_MARKS[layout], shift=True)

    keys = page.locator("#keyboard-help [data-keys]")
    for line in words:
        expect(keys).to_contain_text(line)
    page.keyboard.press("Escape")
    expect(page.locator("#keyboard-help")).to_be_hidden()
