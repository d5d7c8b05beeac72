"""The whole planner on random worlds, against a person with a notebook (planning_by_hand).

Customers with their clocks, wishes, consents, holds and contacts; rules with plans, priorities
and control groups; laws, holidays, closed days, days on which the clocks change; two mornings.
"""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from followups.models import CallTask, Rule
from followups.services import planning
from tests.factories import make_user
from tests.followups import planning_stored as stored
from tests.followups.planning_by_hand import Notebook
from tests.followups.planning_worlds import HOLIDAYS, Morning, World, clock_changes, worlds

pytestmark = pytest.mark.django_db
SOME = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
MANY = settings(SOME, max_examples=2_000)
# a control only has to find something, not the smallest of it
FINDS = settings(SOME, max_examples=400, phases=[Phase.generate], database=None)


def hold(dealership, notebook: Notebook, number: int | None) -> None:
    """One of the cards, in the order of customers, is taken by somebody."""
    places = sorted(notebook.cards)
    if number is None or not places:
        return
    place = places[number % len(places)]
    notebook.cards[place].is_held = True
    CallTask.objects.filter(customer=place[0], only_role=place[1]).update(
        status="held", held_by=make_user(), lease_until=notebook.world.mornings[0].at
    )


def compare(dealership, world: World, notebook: Notebook) -> None:
    """Plans the world morning by morning, in both ways."""
    dealership = stored.store(dealership, world)
    for morning in world.mornings:
        hold(dealership, notebook, morning.held)
        for plan, share in zip(world.plans, morning.shares, strict=False):
            Rule.objects.filter(pk=plan.pk).update(control_share=share)
        run = {"dealership": dealership, "day": morning.day, "at": morning.at}

        compare_answers(dealership, world, notebook.answers(morning), morning)
        planning.plan_reasons(**run)
        notebook.plan(morning)

        assert stored.planned(dealership) == {
            key: (
                max(one.on, one.due_from), one.due_from, one.due_until, message_on,
                None if key in notebook.written else one.plan.role,
            )
            for key, (one, message_on) in notebook.planned.items()
        }  # fmt: skip
        assert stored.cards(dealership) == {
            place: (card.priority, card.not_before, card.due_until, card.tries)
            for place, card in notebook.cards.items()
        }
        assert stored.first_calls(dealership) == {
            place: notebook.first_call(place)
            for place, card in notebook.cards.items()
            if not card.is_held
        }
        assert planning.plan_reasons(**run).reasons == 0


def compare_answers(dealership, world: World, answers: dict, morning: Morning) -> None:
    """Of all customers in numbers; who exactly is shown by what is planned. Of one in words."""
    by_rule = {plan.pk: Counter() for plan in world.plans}
    for (rule, _person, _on), answer in answers.items():
        by_rule[rule][answer] += 1
    assert stored.counts(dealership, morning.day, morning.at) == by_rule
    one = world.people[-1]
    assert stored.answers(dealership, one, morning.day, morning.at) == {
        (rule, on): answer for (rule, pk, on), answer in answers.items() if pk == one.pk
    }


def compared(dealership, world: World, notebook: Notebook) -> None:
    with transaction.atomic():
        compare(dealership, world, notebook)
        transaction.set_rollback(True)


@pytest.mark.once
@SOME
@given(world=worlds())
def test_the_planner_plans_like_a_person_with_a_notebook(dealership, world):
    compared(dealership, world, Notebook(world))


@pytest.mark.nightly
@MANY
@given(world=worlds())
def test_in_thousands_of_worlds_too(dealership, world):
    compared(dealership, world, Notebook(world))


class Careless(Notebook):
    """Forgets the contact budget."""

    def _has_room(self, person, day, at):
        return True


class Unfair(Notebook):
    """Leaves nobody alone as control group."""

    def _share(self, plan, morning):
        return 0


class Hasty(Notebook):
    """Reads every clock as that of the dealership."""

    def _is_open(self, at, zone):
        return super()._is_open(at, self.place.zone)


class Busy(Notebook):
    """Knows of no holidays."""

    def _lawful(self, day):
        return self._on_weekday(day)


class Mute(Notebook):
    """Writes to nobody whom it may not call."""

    def _may_write(self, one):
        return False


class Tireless(Notebook):
    """Calls at any hour."""

    def _is_open(self, at, zone):
        return True


class Winterly(Notebook):
    """Adds a day as 24 hours, whatever the clocks do meanwhile."""

    def _not_before(self, one, day):
        begins, first = super()._not_before(one, day), self.world.mornings[0].day
        clock = begins.astimezone(self.place.tz).time()
        return datetime.combine(first, clock, self.place.tz).astimezone(UTC) + (
            self._date(begins) - first
        )


@pytest.mark.once
@pytest.mark.parametrize(
    ("fault", "where"),
    [
        (Careless, {}),
        (Unfair, {}),
        (Hasty, {}),
        (Busy, {"zones": ["Asia/Shanghai"], "days": lambda zone: HOLIDAYS}),
        (Mute, {}),
        (Tireless, {}),
        (Winterly, {"zones": ["Europe/Berlin"], "days": clock_changes}),
    ],
)
def test_a_fault_of_the_notebook_is_noticed(dealership, fault, where):
    """The controls: what is forgotten here, the planner could not have forgotten unseen."""

    @FINDS
    @given(world=worlds(**where))
    def whole(world):
        compared(dealership, world, fault(world))

    with pytest.raises(AssertionError):
        whole()
