"""What the planner has to do, worked out by a person with a calendar, a clock and a notebook.

Slow and plain: it knows neither SQL nor the models nor any code of the program. It asks the laws,
whose hours are written down here once more, and the `holidays` calendar.
"""

import hashlib
import zoneinfo
from datetime import date, datetime

import holidays

from tests.followups.planning_entries import Card, Occasion, days_of, instant, is_held_off
from tests.followups.planning_worlds import DAY, QUARTER, Morning, Person, World

ALL_DAY = [(0, 24)]
# hours in which a law lets people be called: from Monday to Friday, Saturday, Sunday, holidays
LAWFUL = {
    "own": (ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY),
    "ru": ([(8, 22)], [(9, 20)], [(9, 20)], [(9, 20)]),
    "eu": ([(9, 20)], [(10, 18)], [], []),
    "cn": ([(9, 12), (13.5, 20)], [(10, 20)], [(10, 20)], []),
}
BY_NOTICE = {("eu", "service")}
FREE_DAYS = {
    country: holidays.country_holidays(country, years=[2026, 2027, 2028])
    for country in ("RU", "CN")
}


class Notebook:
    """Plans a world morning by morning.

    cards    by customer and role
    planned  the occasion and the message's day of each reason, by its key
    written  which of them are told in writing alone
    arms     who was left alone (True) or not, as drawn the first time
    """

    def __init__(self, world: World) -> None:
        self.world, self.place = world, world.place
        self.cards: dict[tuple[int, str], Card] = {}
        self.planned: dict[tuple[int, int, date], tuple[Occasion, date | None]] = {}
        self.written: set[tuple[int, int, date]] = set()
        self.arms: dict[tuple[int, int, date], bool] = {}

    def answers(self, morning: Morning) -> dict[tuple[int, int, date], str]:
        """Of each occasion of the day: "planned", "in_writing", or why not."""
        found = [
            Occasion(plan, person, on)
            for plan in self.world.plans
            for person in self.world.people
            for on in days_of(plan, person, morning.day)
        ]
        return {one.key: self._answer(one, found, morning) for one in found}

    def plan(self, morning: Morning) -> None:
        """Write down what is planned, and who is left alone, in the morning."""
        answers = self.answers(morning)
        planned = [self._occasion(key) for key, said in answers.items() if said == "planned"]
        for key, said in answers.items():
            if self._share(key[0], morning) and said in ("planned", "in_writing", "control"):
                self.arms.setdefault(key, said == "control")
            if said == "in_writing":
                one = self._occasion(key)
                self.written.add(key)
                self.planned[key] = one, self._first_writing(one, morning.day)
        # a card that somebody has in hand is not added to
        for one in planned:
            card = self.cards.get(one.card)
            if card is None or not card.is_held:
                self.planned[one.key] = one, self._message_on(one, morning.day)
                self._enter(one, card, morning.day)

    def may_call(self, card: tuple[int, str], at: datetime) -> bool:
        """Whether the customer of a card may be called at an instant."""
        person = next(one for one in self.world.people if one.pk == card[0])
        if at < self.cards[card].not_before:
            return False
        if not self._is_open(at, self.place.zone) or not self._is_open(
            at, person.zone or self.place.zone
        ):
            return False
        if is_held_off(person, at):
            return False
        today = at.astimezone(self.place.tz).date()
        talks = [t for t in person.touches if t[1] == "call" and t[2] and self._counts(t, at)]
        if sum(self._date(t[0]) == today for t in talks) >= self.place.calls_a_day:
            return False
        return self.cards[card].purposes != {"advertising"} or (
            self._is_rested(person, today, at) and self._has_room(person, today, at)
        )

    def first_call(self, card: tuple[int, str]) -> datetime | None:
        """The first quarter of an hour in which the card may be called; None: not in its window."""
        at = self.cards[card].not_before
        while self._date(at) <= self.cards[card].due_until:
            if self.may_call(card, at):
                return at
            at += QUARTER
        return None

    def _answer(self, one: Occasion, found: list[Occasion], morning: Morning) -> str:
        """The gravest thing that speaks against the occasion."""
        if one.key in self.planned:
            return "known"
        if self.arms.get(one.key):
            return "control"
        against = self._against(one, morning)
        if against:
            return against
        if one.plan.purpose == "advertising":
            if not self._is_rested(one.person, morning.day, morning.at):
                return "complaint"
            rides = self._may_call_about(one) and any(
                self._carries(other, one, morning) for other in found
            )
            if not rides and not self._has_room(one.person, morning.day, morning.at):
                return "budget"
        if self._is_left_alone(one, morning):
            return "control"
        return "planned" if self._may_call_about(one) else "in_writing"

    def _carries(self, other: Occasion, one: Occasion, morning: Morning) -> bool:
        """Whether the customer is called anyway, on the same card."""
        if one.card in self.cards:
            return True
        return (
            other.card == one.card
            and other.plan.purpose != "advertising"
            and self._may_call_about(other)
            and other.key not in self.planned
            and not self._against(other, morning)
            and not self._is_left_alone(other, morning)
        )

    def _against(self, one: Occasion, morning: Morning) -> str:
        person = one.person
        if person.is_silent:
            return "silent"
        if not self._agreed(person, one.plan.purpose, "call") and not self._may_write(one):
            return "no_consent"
        if one.plan.trigger == "insurance_ending" and not person.owns:
            return "not_owner"
        if person.phone != "good":
            return "no_number"
        if is_held_off(person, morning.at):
            return "hold"
        return "reply" if person.waits_for_answer else ""

    def _may_call_about(self, one: Occasion) -> bool:
        person = one.person
        agreed = self._agreed(person, one.plan.purpose, "call")
        return agreed and person.phone == "good" and not person.is_silent

    def _may_write(self, one: Occasion) -> bool:
        """By SMS, the only way of writing in these worlds."""
        has_step = any(channel == "sms" for channel, _day, _tries in one.plan.steps)
        agreed = self._agreed(one.person, one.plan.purpose, "sms")
        return has_step and agreed and one.person.phone == "good" and not one.person.is_silent

    def _first_writing(self, one: Occasion, day: date) -> date:
        after = next(after for channel, after, _tries in one.plan.steps if channel == "sms")
        return min(day + after * DAY, one.due_until)

    def _agreed(self, person: Person, purpose: str, channel: str) -> bool:
        said = [person.consents.get((purpose, each)) for each in (channel, "any")]
        newest = sorted((at, not granted) for granted, at in filter(None, said))
        if not newest:
            return (self.place.law, purpose) in BY_NOTICE
        return not newest[-1][1]

    def _is_left_alone(self, one: Occasion, morning: Morning) -> bool:
        if one.key in self.arms and (self.arms[one.key] or self._share(one.plan.pk, morning)):
            return self.arms[one.key]
        digest = hashlib.sha256(f"{one.plan.pk}:{one.person.pk}".encode()).hexdigest()
        return int(digest[:8], 16) / 2**32 < self._share(one.plan.pk, morning) / 100

    def _share(self, plan: int, morning: Morning) -> int:
        places = [one.pk for one in self.world.plans]
        return morning.shares[places.index(plan)]

    # --- the budget -----------------------------------------------------------------------------

    def _date(self, at: datetime) -> date:
        return at.astimezone(self.place.tz).date()

    def _counts(self, touch: tuple, at: datetime) -> bool:
        """Noticed by the customer by then, and not taken back."""
        when, channel, is_talk, _advertising, is_undone = touch
        return when <= at and not is_undone and (is_talk or channel != "call")

    def _has_room(self, person: Person, day: date, at: datetime) -> bool:
        lately = [
            touch
            for touch in person.touches
            if touch[3]
            and self._counts(touch, at)
            and (day - self._date(touch[0])).days < self.place.marketing_days
        ]
        return len(lately) < self.place.marketing_contacts

    def _is_rested(self, person: Person, day: date, at: datetime) -> bool:
        ends = [until for reason, _since, until in person.holds if reason == "complaint" and until]
        return all(
            (day - self._date(until)).days >= self.place.days_after_complaint
            for until in ends
            if until <= at
        )

    # --- cards and hours ------------------------------------------------------------------------

    def _enter(self, one: Occasion, card: Card | None, day: date) -> None:
        begins = self._not_before(one, day)
        tries = sum(attempts for channel, _day, attempts in one.plan.steps if channel == "call")
        if card is None:
            card = Card(one.plan.priority, begins, one.due_until, tries)
            self.cards[one.card] = card
        card.priority = min(card.priority, one.plan.priority)
        card.not_before = min(card.not_before, begins)
        card.due_until = max(card.due_until, one.due_until)
        card.tries = max(card.tries, tries)
        card.purposes.add(one.plan.purpose)

    def _not_before(self, one: Occasion, day: date) -> datetime:
        """When the callers begin to work, or later the same day, when the customer likes it."""
        first = next(after for channel, after, _tries in one.plan.steps if channel == "call")
        on = min(day + first * DAY, one.due_until)
        opens = instant(on, self.place.calls_from, self.place.zone)
        if one.person.prefers_from is None:
            return opens
        likes = instant(on, one.person.prefers_from, one.person.zone or self.place.zone)
        closes = instant(on, self.place.calls_until, self.place.zone)
        return likes if opens < likes < closes else opens

    def _message_on(self, one: Occasion, day: date) -> date | None:
        """The day of a message that the plan begins with; the window's last is for the call."""
        channel, after, _tries = one.plan.steps[0]
        if channel == "call" or day + after * DAY >= one.due_until:
            return None
        return day + after * DAY

    def _is_open(self, at: datetime, zone: str) -> bool:
        local = at.astimezone(zoneinfo.ZoneInfo(zone))
        day, clock = local.date(), local.hour + local.minute / 60
        if day in self.place.closed:
            return False
        if not self.place.calls_from <= local.time() < self.place.calls_until:
            return False
        return any(opens <= clock < closes for opens, closes in self._lawful(day))

    def _lawful(self, day: date) -> list[tuple[float, float]]:
        is_free = day in FREE_DAYS[self.place.country]
        return LAWFUL[self.place.law][3] if is_free else self._on_weekday(day)

    def _on_weekday(self, day: date) -> list[tuple[float, float]]:
        workday, saturday, sunday, _holiday = LAWFUL[self.place.law]
        return [*[workday] * 5, saturday, sunday][day.weekday()]

    def _occasion(self, key: tuple[int, int, date]) -> Occasion:
        plan = next(one for one in self.world.plans if one.pk == key[0])
        person = next(one for one in self.world.people if one.pk == key[1])
        return Occasion(plan, person, key[2])
