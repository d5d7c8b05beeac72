"""The last two weeks of the demo's call centre, lived through the same services as the pages."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from communications.contact_hours import hours_for
from complaints import services as complaints
from complaints.models import Complaint
from dealerships.members import Member, member_of
from dealerships.models import Dealership, User
from followups.models import CallReason, CallTask, Rule
from followups.rules.outcomes import Outcome
from followups.services import plan_steps, planning, queue
from followups.services.outcomes import Report, record_outcome
from promises.services.promises import make_promise
from service.models import RepairOrder
from surveys import services as surveys

OUTCOMES = {
    Outcome.REACHED: 52,
    Outcome.NO_ANSWER: 27,
    Outcome.BUSY: 5,
    Outcome.CALL_BACK: 7,
    Outcome.WRONG_NUMBER: 2,
    Outcome.REFUSED: 5,
    Outcome.DO_NOT_CALL: 1,
    Outcome.NOT_OWNER: 1,
}
# seconds from taking the card to entering the outcome
TALK, NO_TALK = (90, 330), (35, 80)
LONGEST = timedelta(seconds=TALK[1])
TALKS = (Outcome.REACHED, Outcome.REFUSED, Outcome.NOT_OWNER)
FIRST_CALL = time(9, 30)
OWN_CALLS = time(12, 0)
PLANNED_AT = time(6)


@dataclass(frozen=True)
class Words:
    """What staff write down, in the dealership's language."""

    notes: tuple[str, ...]
    promises: tuple[str, ...]
    complaints: tuple[str, ...]
    praise: tuple[str, ...]


@dataclass
class CallCentre:
    dealership: Dealership
    operators: list[User]
    # salespeople and advisors, who call the customers assigned to them
    callers: list[User]
    manager: User
    words: Words
    calls_a_day: int
    chance: random.Random
    now: datetime

    def live(self, *, days: int) -> None:
        """Plan, write and call on each of the last `days` days, and today until now."""
        today = self.dealership.local_date(self.now)
        for ago in range(days, -1, -1):
            day = today - timedelta(days=ago)
            morning = self._at(day, PLANNED_AT)
            planning.plan(dealership=self.dealership, day=day, at=morning)
            plan_steps.send_due(dealership=self.dealership, at=morning)
            self._calls_of(day)
        self._close_old(today)

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.dealership.tz)

    def _calls_of(self, day: date) -> None:
        at = self._at(day, FIRST_CALL)
        members = [member_of(user, self.dealership.slug) for user in self.operators]
        for number in range(self.calls_a_day):
            member = members[number % len(members)]
            at += timedelta(minutes=self.chance.randint(3, 12))
            if at + LONGEST > self.now:
                return
            task = queue.claim_next(member=member, at=at) if member else None
            if task is None or member is None:
                break
            self._call(member, task, at)
        for user in self.callers:
            self._own_calls(user, day)

    def _own_calls(self, user: User, day: date) -> None:
        at = self._at(day, OWN_CALLS)
        member = member_of(user, self.dealership.slug)
        waiting = CallTask.objects.for_dealership(self.dealership).waiting(at=at).assigned(user)
        for task in waiting.order_by("priority", "pk")[: self.chance.randint(0, 2)]:
            at += timedelta(minutes=self.chance.randint(4, 15))
            if member and task.not_before <= at <= self.now - LONGEST:
                taken = queue.claim_own(member=member, task=task, at=at)
                # somebody else may have spoken with the customer today
                if taken.status == CallTask.Status.HELD:
                    self._call(member, taken, at)

    def _call(self, member: Member, task: CallTask, at: datetime) -> None:
        outcome = self.chance.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        callback_at = None
        if outcome is Outcome.CALL_BACK:
            promised = self._at(at.date() + timedelta(days=1), time(self.chance.randint(11, 17)))
            callback_at = hours_for(task.customer, self.dealership).next_allowed(promised)
        least, most = TALK if outcome in TALKS else NO_TALK
        at += timedelta(seconds=self.chance.randint(least, most))
        numbers = queue.numbers_of(task)
        reasons = list(task.reasons.select_related("rule"))
        record_outcome(
            task=task,
            fence=task.fence,
            report=Report(
                outcome=outcome,
                note=self.chance.choice(self.words.notes) if outcome is Outcome.REACHED else "",
                address=numbers[0] if numbers else "",
                callback_at=callback_at,
            ),
            by=member.user,
            at=at,
        )
        if outcome is Outcome.REACHED:
            self._talk(member, task, reasons, at)

    def _talk(
        self, member: Member, task: CallTask, reasons: list[CallReason], at: datetime
    ) -> None:
        for reason in reasons:
            if reason.rule.trigger == Rule.Trigger.VISIT_CLOSED and self.chance.random() < 0.8:
                self._ask(reason, member, at)
        if self.chance.random() < 0.06:
            make_promise(
                dealership=self.dealership,
                customer=task.customer,
                text=self.chance.choice(self.words.promises),
                due_at=at + timedelta(days=self.chance.randint(1, 4)),
                by=member.user,
                at=at,
            )

    def _ask(self, reason: CallReason, member: Member, at: datetime) -> None:
        """The three questions; an unhappy answer becomes a complaint."""
        visit = RepairOrder.objects.for_dealership(self.dealership).get(pk=reason.subject_id)
        is_unhappy = self.chance.random() < 0.16
        answers = {}
        for question in surveys.questions_of(self.dealership):
            moods = ("bad", "bad", "good") if is_unhappy else ("good",) * 11 + ("bad",)
            by_mood = {choice["mood"]: choice["code"] for choice in question.choices}
            answers[question.code] = by_mood.get(self.chance.choice(moods), by_mood["good"])
        said = self.chance.choice(self.words.complaints if is_unhappy else self.words.praise)
        surveys.record_answers(
            repair_order=visit, answers=answers, comment=said, by=member.user, at=at
        )
        if is_unhappy:
            complaints.open_complaint(
                dealership=self.dealership,
                customer=visit.customer,
                vehicle=visit.vehicle,
                category=self.chance.choice(
                    (Complaint.Category.SERVICE_QUALITY, Complaint.Category.SERVICE_TIME)
                ),
                severity=self.chance.choice(Complaint.Severity.values),
                text=said,
                by=member.user,
                at=at,
            )

    def _close_old(self, today: date) -> None:
        """Most old complaints are solved; a few wait, so that they show."""
        before = self._at(today - timedelta(days=3), FIRST_CALL)
        for complaint in Complaint.objects.for_dealership(self.dealership).filter(
            opened_at__lt=before
        ):
            at = complaint.opened_at + timedelta(hours=20)
            complaint = complaints.assign(
                complaint=complaint, owner=self.manager, by=self.manager, at=complaint.opened_at
            )
            if self.chance.random() < 0.7:
                for status in (Complaint.Status.IN_WORK, Complaint.Status.SOLVED):
                    complaint = complaints.change_status(
                        complaint=complaint,
                        to=status,
                        by=self.manager,
                        at=at,
                        note=self.chance.choice(self.words.notes),
                    )
