"""The rules and scripts a new dealership starts with; all of them can be changed in pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from communications.models import CallOutcome
from customers.models import Consent
from dealerships.models import Dealership
from followups.models import PlanStep, Rule, Script, ScriptBranch
from followups.models.rule import Holiday
from followups.services.standard_answers import STANDARD_ANSWERS, StandardAnswer
from followups.services.standard_scripts import STANDARD_SCRIPTS

Trigger = Rule.Trigger
Assignee = Rule.Assignee
Purpose = Consent.Purpose
MOST_CALLS = 4


@dataclass(frozen=True)
class StandardRule:
    """A rule as it is given to a new dealership, named in the language of its customers."""

    names: dict[str, str]
    trigger: Rule.Trigger
    offset_days: int
    window_days: int
    purpose: Consent.Purpose
    script: str
    assignee: Rule.Assignee = Assignee.TEAM
    priority: int = 5
    months: int | None = None
    holiday: str = ""
    # off until the dealership wants it
    is_active: bool = True
    # empty: everywhere
    country: str = ""


STANDARD_RULES = (
    StandardRule(
        {"en": "Delivery: third day", "ru": "Выдача: третий день", "zh-hans": "交车：第三天"},
        Trigger.CAR_DELIVERED, 3, 7, Purpose.SATISFACTION, "delivery",
        Assignee.SALESPERSON, priority=2,
    ),
    StandardRule(
        {"en": "Delivery: first month", "ru": "Выдача: первый месяц", "zh-hans": "交车：满一个月"},
        Trigger.CAR_DELIVERED, 30, 14, Purpose.SATISFACTION, "first_month",
        Assignee.SALESPERSON, priority=4,
    ),
    # from the third day until the fifteenth
    StandardRule(
        {"en": "After the service visit", "ru": "После визита в сервис", "zh-hans": "进站后回访"},
        Trigger.VISIT_CLOSED, 3, 13, Purpose.SATISFACTION, "visit",
        Assignee.ADVISOR, priority=3,
    ),
    StandardRule(
        {"en": "Maintenance due", "ru": "Пора на ТО", "zh-hans": "保养到期"},
        Trigger.MAINTENANCE_DUE, -21, 45, Purpose.SERVICE, "maintenance", priority=4,
    ),
    StandardRule(
        {"en": "Warranty ends", "ru": "Заканчивается гарантия", "zh-hans": "质保即将到期"},
        Trigger.WARRANTY_ENDING, -60, 61, Purpose.SERVICE, "warranty",
    ),
    StandardRule(
        {"en": "Insurance ends", "ru": "Заканчивается полис", "zh-hans": "保险即将到期"},
        Trigger.INSURANCE_ENDING, -30, 31, Purpose.ADVERTISING, "insurance", priority=4,
    ),
    StandardRule(
        {"en": "Loan ends", "ru": "Заканчивается кредит", "zh-hans": "贷款即将结清"},
        Trigger.LOAN_ENDING, -90, 91, Purpose.ADVERTISING, "loan",
        Assignee.SALESPERSON, priority=6,
    ),
    StandardRule(
        {"en": "Birthday", "ru": "День рождения", "zh-hans": "生日祝福"},
        Trigger.BIRTHDAY, 0, 4, Purpose.ADVERTISING, "birthday", Assignee.SALESPERSON, priority=7,
    ),
    StandardRule(
        {"en": "Not seen for 13 months", "ru": "Не был 13 месяцев", "zh-hans": "13个月未进站"},
        Trigger.LONG_ABSENCE, 0, 60, Purpose.ADVERTISING, "absence",
        priority=6, months=13,
    ),
    # the customer speaks: before everything else
    StandardRule(
        {"en": "Answer a message", "ru": "Ответить на сообщение", "zh-hans": "回复客户来信"},
        Trigger.REPLY_RECEIVED, 0, 14, Purpose.SERVICE, "reply", priority=1,
    ),
    # those that follow are off until the dealership has people for them
    StandardRule(
        {"en": "Bad survey answer", "ru": "Плохая оценка", "zh-hans": "不满意回访"},
        Trigger.LOW_ANSWER, 0, 7, Purpose.SATISFACTION, "low_answer", priority=2,
        is_active=False,
    ),
    StandardRule(
        {"en": "After a complaint", "ru": "После жалобы", "zh-hans": "投诉后回访"},
        Trigger.COMPLAINT_CLOSED, 3, 14, Purpose.SATISFACTION, "complaint", priority=2,
        is_active=False,
    ),
    StandardRule(
        {"en": "Thanks for a referral", "ru": "Спасибо за рекомендацию", "zh-hans": "转介绍致谢"},
        Trigger.REFERRAL_THANKS, 1, 14, Purpose.SATISFACTION, "referral",
        Assignee.SALESPERSON, priority=5, is_active=False,
    ),
    # advertising to many: the dealership switches them on when it has people for it, and says
    # after how many months its brand's customers change the car
    StandardRule(
        {"en": "Car is 3 years old", "ru": "Автомобилю 3 года", "zh-hans": "购车满三年"},
        Trigger.CAR_AGE, -30, 60, Purpose.ADVERTISING, "trade_in",
        Assignee.SALESPERSON, priority=7, months=36, is_active=False,
    ),
    StandardRule(
        {"en": "New Year greeting", "ru": "С Новым годом", "zh-hans": "元旦祝福"},
        Trigger.HOLIDAY_GREETING, -10, 10, Purpose.ADVERTISING, "holiday",
        Assignee.SALESPERSON, priority=8, months=24, holiday=Holiday.NEW_YEAR, is_active=False,
    ),
    StandardRule(
        {"en": "Chinese New Year greeting", "ru": "С китайским Новым годом",
         "zh-hans": "春节祝福"},
        Trigger.HOLIDAY_GREETING, -10, 10, Purpose.ADVERTISING, "holiday",
        Assignee.SALESPERSON, priority=8, months=24, holiday=Holiday.SPRING_FESTIVAL,
        is_active=False, country="CN",
    ),
)  # fmt: skip


def add_standard_rules(dealership: Dealership) -> None:
    """Give a dealership the standard rules and scripts; one that has rules keeps its own."""
    if Rule.objects.for_dealership(dealership).exists():
        return
    language = str(dealership.language)
    scripts = _add_standard_scripts(dealership, language)
    rules = Rule.objects.bulk_create(
        Rule(dealership=dealership, script=scripts[rule.script], **_fields(rule, language))
        for rule in STANDARD_RULES
        if rule.country in ("", dealership.country)
    )
    PlanStep.objects.bulk_create(
        PlanStep(dealership=dealership, rule=rule, position=1, attempts=MOST_CALLS)
        for rule in rules
    )


def _add_standard_scripts(dealership: Dealership, language: str) -> dict[str, Script]:
    """Each with its answers; a parent before those below it."""
    scripts = {
        code: Script(dealership=dealership, name=script.names[language], texts=script.texts)
        for code, script in STANDARD_SCRIPTS.items()
    }
    Script.objects.bulk_create(scripts.values())
    standard = CallOutcome.objects.for_dealership(dealership).filter(is_standard=True)
    outcomes = {outcome.kind: outcome for outcome in standard}
    layer: list[tuple[Script, ScriptBranch | None, tuple[StandardAnswer, ...]]] = [
        (scripts[code], None, STANDARD_ANSWERS.get(code, ())) for code in STANDARD_SCRIPTS
    ]
    while layer:
        rows = [
            (_branch(script, parent, answer, place, outcomes), answer)
            for script, parent, answers in layer
            for place, answer in enumerate(answers, start=1)
        ]
        ScriptBranch.objects.bulk_create(branch for branch, _answer in rows)
        layer = [(branch.script, branch, answer.answers) for branch, answer in rows]
    return scripts


def _branch(
    script: Script,
    parent: ScriptBranch | None,
    answer: StandardAnswer,
    place: int,
    outcomes: Mapping[str, CallOutcome],
) -> ScriptBranch:
    outcome = outcomes.get(answer.leads_to)
    branch = ScriptBranch(
        dealership=script.dealership,
        script=script,
        position=place,
        hears=answer.hears,
        says=answer.says,
        leads_to=ScriptBranch.LeadsTo.OUTCOME if outcome else answer.leads_to,
        outcome=outcome,
    )
    branch.hang_under(parent)
    return branch


def _fields(rule: StandardRule, language: str) -> dict[str, Any]:
    return {
        "name": rule.names[language],
        "trigger": rule.trigger,
        "offset_days": rule.offset_days,
        "window_days": rule.window_days,
        "months": rule.months,
        "holiday": rule.holiday,
        "is_active": rule.is_active,
        "purpose": rule.purpose,
        "assignee": rule.assignee,
        "priority": rule.priority,
    }
