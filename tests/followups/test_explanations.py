"""Why we call, in words."""

from datetime import date

import pytest
from django.utils import translation

from followups.explanations import explain, explain_facts
from followups.models import CallReason
from tests.factories import NOW, TODAY, make_sale, make_visit
from tests.followups.occasions import DAY, agreement, plan, somebody, somebody_with_car

MAINTENANCE = {
    "due_on": "2026-05-14",
    "tolerance_days": 20,
    "months": 12,
    "km": 15_000,
    "km_per_day": 41.02,
    "readings": 3,
}
LOW = {
    "on": "2026-11-17",
    "question": {"en": "Was it ready?", "ru": "Было готово?"},
    "answer": {"en": "No", "ru": "Нет"},
    "comment": "",
}


def said(trigger, facts, language="en"):
    with translation.override(language):
        return explain_facts(trigger=trigger, facts=facts, today=TODAY).replace("\xa0", " ")


def test_a_due_date_explains_itself():
    assert said("maintenance_due", MAINTENANCE) == (
        "Due 14 May ± 20 days: 12 months or 15,000 km; 41 km a day from 3 visits"
    )


def test_what_is_unknown_is_said_to_be_unknown():
    facts = MAINTENANCE | {"km_per_day": None, "readings": 1, "tolerance_days": 30}

    assert said("maintenance_due", facts) == (
        "Due 14 May ± 30 days: 12 months or 15,000 km; how much it is driven is unknown"
    )


@pytest.mark.parametrize(
    ("trigger", "facts", "expected"),
    [
        ("car_delivered", {"on": "2026-11-17"}, "Car delivered 17 Nov"),
        (
            "visit_closed",
            {"on": "2026-11-17", "kind": "warranty", "number": "R-1"},
            "Service visit of 17 Nov: warranty repair, order R-1",
        ),
        (
            "insurance_ending",
            {"on": "2027-06-01", "kind": "own_damage_insurance", "provider": "Ингосстрах"},
            "Own-damage insurance ends 1 Jun 2027 (Ингосстрах)",
        ),
        ("loan_ending", {"on": "2026-12-01", "kind": "loan", "provider": ""}, "Loan ends 1 Dec"),
        ("birthday", {"on": "2026-11-20", "age": 46}, "Birthday 20 Nov: turns 46"),
        (
            "long_absence",
            {"on": "2025-10-20", "what": "visit", "months": 13},
            "Not here since the visit of 20 Oct 2025: over 13 months",
        ),
        (
            "long_absence",
            {"on": "2025-10-20", "what": "delivery", "months": 13},
            "Not here since the delivery of 20 Oct 2025: over 13 months",
        ),
        (
            "holiday_greeting",
            {"on": "2027-02-06", "holiday": "spring_festival"},
            "Chinese New Year: 6 Feb 2027",
        ),
        (
            "car_age",
            {"on": "2023-11-25", "months": 36},
            "Car age: 36 months, delivered 25 Nov 2023",
        ),
        (
            "referral_thanks",
            {"on": "2026-11-17", "buyer": "Anna Berg"},
            "Recommended us to Anna Berg: car delivered 17 Nov",
        ),
        (
            "complaint_closed",
            {"on": "2026-11-17", "category": "price", "solution": "Money given back"},
            "Complaint closed on 17 Nov: price (Money given back)",
        ),
        ("low_answer", LOW, "Answered badly on 17 Nov: Was it ready? “No”"),
        (
            "low_answer",
            LOW | {"comment": "Waited two hours"},
            "Answered badly on 17 Nov: Was it ready? “No” (Waited two hours)",
        ),
    ],
)
def test_each_trigger_has_its_sentence(trigger, facts, expected):
    assert said(trigger, facts) == expected


def test_a_bad_answer_is_told_in_the_language_of_who_reads_it():
    assert said("low_answer", LOW, "ru") == "Плохая оценка 17 нояб.: Было готово? «Нет»"


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_facts_of_the_planner_are_those_of_the_sentences(dealership, language):
    owner = somebody_with_car(dealership)
    make_sale(dealership, *owner, delivered_on=TODAY - 3 * DAY)
    make_visit(dealership, *owner, closed_at=NOW - 3 * DAY)
    make_visit(dealership, *somebody_with_car(dealership), closed_at=NOW - 360 * DAY)
    make_sale(dealership, *somebody_with_car(dealership), delivered_on=date(2025, 10, 10))
    somebody(dealership, birth_date=TODAY.replace(year=1980))
    for kind in ("warranty", "compulsory_insurance", "loan"):
        agreement(dealership, *owner, kind, TODAY + 20 * DAY)
    plan(dealership)

    with translation.override(language):
        sentences = [
            explain(reason, today=TODAY) for reason in CallReason.objects.select_related("rule")
        ]

    assert len(sentences) == 8
    assert not [text for text in sentences if "None" in text or "%(" in text]
