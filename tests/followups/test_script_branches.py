"""Branches of a script: what the database refuses, and how they stand on the call card."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from communications.models import CallOutcome
from followups.call_card import card_of
from followups.models import Rule, Script, ScriptBranch
from followups.rules.script_tree import MOST_BRANCHES, size
from followups.script_reading import tree_of
from followups.services import script_branches
from tests.factories import NOW, call_at_any_hour
from tests.followups.cards import make_card, make_rule
from tests.followups.occasions import somebody_with_car
from tests.followups.trees import grow


def refused(change):
    """The constraint that refuses a change of rows, at the end of its transaction."""

    def checked():
        with transaction.atomic(), connection.cursor() as cursor:
            change()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError) as found:
        checked()
    return found.value.__cause__.diag.constraint_name


def test_branches_make_no_ring(script, tree):
    yes = script.branches.get(hears={"en": "Yes"})
    price = ScriptBranch.objects.filter(pk=tree.pk)

    under_its_own = refused(lambda: price.update(parent=yes, parent_depth=2, depth=3))
    of_wrong_depth = refused(lambda: price.update(parent=yes, parent_depth=1, depth=2))
    without_depth = refused(lambda: price.update(parent=yes))

    assert under_its_own == of_wrong_depth == "script_branch_parent_tenant"
    assert without_depth == "script_branch_depth"


def test_a_parent_is_of_the_same_script(dealership, script, tree):
    other = Script.objects.create(dealership=dealership, name="Other")

    name = refused(lambda: script.branches.filter(parent=tree).update(script=other))

    assert name == "script_branch_parent_tenant"


def test_what_hangs_below_a_removed_answer_takes_no_room(script, tree, operator):
    for number in range(MOST_BRANCHES - 1 - script.branches.count()):
        grow(script, f"Below {number}", tree)
    below = script.branches.filter(parent=tree).count()
    script_branches.remove_branch(branch=tree, by=operator, at=NOW)

    for number in range(below + 1):
        new = ScriptBranch(dealership=script.dealership, script=script, hears={"en": f"{number}"})
        script_branches.save_branch(branch=new, by=operator, at=NOW)

    assert script.branches.standing().filter(parent=None).count() > below


def test_a_removed_answer_comes_back_only_where_there_is_room(script, tree, operator):
    script_branches.remove_branch(branch=tree, by=operator, at=NOW)
    while size(tree_of(script)) < MOST_BRANCHES:
        grow(script, "Another")

    with pytest.raises(script_branches.TooManyBranches):
        script_branches.restore_branch(branch=tree, by=operator, at=NOW)

    tree.refresh_from_db()
    assert tree.removed_at == NOW


def test_an_answer_removed_meanwhile_is_not_moved(script, tree, operator):
    places = list(script.branches.order_by("pk").values_list("position", flat=True))
    script_branches.remove_branch(branch=tree, by=operator, at=NOW)

    script_branches.move_branch(branch=tree, places=1, by=operator, at=NOW)

    assert list(script.branches.order_by("pk").values_list("position", flat=True)) == places


# --- On the card --------------------------------------------------------------------------------


@pytest.fixture
def reading(dealership, operator, script):
    """What the caller reads on the card of a customer who is called with this script."""

    def read(**customer):
        who = somebody_with_car(dealership, **customer)[0]
        card = make_card(dealership, customer=who, rules=[make_rule(dealership, script=script)])
        return card_of(task=card, dealership=dealership, caller=operator, at=NOW).script

    return read


def test_the_card_has_the_answers_in_the_customers_language(reading, script):
    price = grow(script, "Too expensive", says={"ru": "Понимаю, {address}."})
    price.hears["ru"] = "Дорого"
    price.save()
    grow(script, "No", price, leads_to="complaint")

    shown = reading(language="ru", form_of_address="Анна")

    answer = shown.answers[0]
    assert (answer.hears, answer.says, answer.target) == ("Дорого", "Понимаю, Анна.", "")
    assert [below.target for below in answer.answers] == ["tool-complaint"]


def test_an_answer_chooses_only_what_the_card_offers(reading, dealership, script):
    busy = CallOutcome.objects.get(dealership=dealership, kind="busy")
    own = CallOutcome.objects.create(dealership=dealership, kind="reached", names={"en": "Booked"})
    gone = CallOutcome.objects.create(dealership=dealership, kind="reached", is_active=False)
    for outcome in (busy, own, gone):
        grow(script, "x", leads_to="outcome", outcome=outcome)

    shown = reading()

    assert [answer.target for answer in shown.answers] == [
        "outcome-busy", f"outcome-reached-{own.pk}", "",
    ]  # fmt: skip


def test_each_answer_presses_something_on_the_page_of_the_card(client_as, operator, dealership):
    call_at_any_hour(dealership)
    who = somebody_with_car(dealership)[0]
    rule = Rule.objects.get(dealership=dealership, trigger="maintenance_due")
    make_card(dealership, customer=who, rules=[rule])
    client = client_as(operator)

    client.post(reverse("followups:call_next", args=[dealership.slug]))
    page = client.get(reverse("followups:call_page", args=[dealership.slug])).text

    targets = {"outcome-call_back", "outcome-not_owner", "tool-promise", "tool-complaint"}
    assert all(page.count(f'href="#{target}"') >= 1 for target in targets)
    assert all(page.count(f'id="{target}"') == 1 for target in targets)
