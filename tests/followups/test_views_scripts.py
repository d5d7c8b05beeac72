"""The pages of scripts: the tree of what customers answer, and their languages."""

import pytest
from django.urls import reverse

from communications.models import CallOutcome
from followups.models import Script, ScriptBranch
from followups.rules.script_tree import MOST_BRANCHES
from followups.script_reading import tree_of
from followups.services.standard_answers import STANDARD_ANSWERS
from followups.services.standard_scripts import STANDARD_SCRIPTS
from tests.factories import make_customer
from tests.followups.occasions import somebody_with_car
from tests.followups.trees import grow


@pytest.fixture
def client(client_as, administrator):
    return client_as(administrator)


def url(name, dealership, *args):
    return reverse(name, args=[dealership.slug, *args])


def words(script):
    """The tree as nested lists of what the customer says."""

    def of(nodes):
        return [[node.row.hears["en"], *of(node.children)] for node in nodes]

    return of(tree_of(script))


# --- The opening


def test_a_script_is_filled_in_for_a_real_customer(client, dealership):
    somebody_with_car(dealership, full_name="Смирнова Елена", form_of_address="Елена Сергеевна")

    page = client.post(
        url("script_preview", dealership),
        {"name": "x", "text_ru": "Здравствуйте, {address}! Ваш {car}."},
    ).content.decode()

    assert "Здравствуйте, Елена Сергеевна! Ваш Skoda Octavia." in page


def test_a_script_with_an_unknown_variable_is_refused(client, dealership):
    script = Script.objects.for_dealership(dealership).first()

    response = client.post(
        url("script_edit", dealership, script.pk), {"name": script.name, "text_en": "Hi {nmae}"}
    )

    assert response.status_code == 422
    assert "{nmae}" in response.content.decode()


def test_a_changed_script_is_stored(client, dealership):
    script = Script.objects.for_dealership(dealership).first()
    client.post(
        url("script_edit", dealership, script.pk),
        {"name": "New words", "text_zh_hans": " {address}您好 ", "text_en": ""},
    )

    script.refresh_from_db()
    assert (script.name, script.texts) == ("New words", {"zh-hans": "{address}您好"})


def test_markup_in_a_script_stays_text(client, dealership):
    make_customer(dealership)
    somebody_with_car(dealership)
    page = client.post(
        url("script_preview", dealership), {"text_ru": "<script>alert(1)</script>"}
    ).content.decode()

    assert "<script>alert" not in page


# --- Changing the tree --------------------------------------------------------------------------


def test_a_new_script_leads_on_to_its_answers(client, dealership):
    response = client.post(url("script_add", dealership), {"name": "New", "text_en": "Hello"})

    script = Script.objects.get(name="New")
    assert response.url == url("script_edit", dealership, script.pk)
    assert "No answers yet" in client.get(response.url).text


def test_an_answer_is_added_in_several_languages(client, dealership, script):
    busy = CallOutcome.objects.get(dealership=dealership, kind="busy")
    given = {
        "hears_en": " No time ", "text_en": "When, {address}?", "hears_zh_hans": "没空",
        "leads_to": f"outcome-{busy.pk}",
    }  # fmt: skip

    client.post(url("branch_add", dealership, script.pk), given)

    branch = script.branches.get()
    assert branch.hears == {"en": "No time", "zh-hans": "没空"}
    assert branch.says == {"en": "When, {address}?"}
    assert (branch.leads_to, branch.outcome, branch.depth) == ("outcome", busy, 1)


def test_an_answer_hangs_under_another(client, dealership, script, tree):
    page = url("branch_add", dealership, script.pk)

    client.post(f"{page}?under={tree.pk}", {"hears_en": "Perhaps", "leads_to": "survey"})

    assert words(script) == [["Too expensive", ["Yes"], ["No"], ["Perhaps"]], ["No time"]]


def test_an_answer_is_changed_and_its_history_kept(client, dealership, script, tree):
    form = client.get(url("branch_edit", dealership, tree.pk)).text
    client.post(
        url("branch_edit", dealership, tree.pk), {"hears_en": "Dear!", "leads_to": "complaint"}
    )

    assert 'value="Too expensive"' in form
    tree.refresh_from_db()
    assert (tree.hears, tree.leads_to) == ({"en": "Dear!"}, "complaint")
    assert [old.hears for old in tree.events.all()] == [{"en": "Too expensive"}]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"hears_en": "  "}, "at least one language"),
        ({"hears_en": "Hi", "text_ru": "{nmae}"}, "{nmae}"),
        ({"hears_en": "{nmae}"}, "{nmae}"),
        ({"hears_en": "Hi", "leads_to": "outcome-1000000000"}, "Select a valid choice"),
        ({"hears_en": "Hi", "leads_to": "fire"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_an_answer_is_said(client, dealership, script, given, said):
    response = client.post(url("branch_add", dealership, script.pk), given)

    assert response.status_code == 422
    assert said in response.text
    assert not script.branches.exists()


def test_an_outcome_of_another_dealership_is_not_offered(client, dealership, script, stranger):
    theirs = CallOutcome.objects.filter(dealership=stranger).first()
    given = {"hears_en": "Hi", "leads_to": f"outcome-{theirs.pk}"}

    assert client.post(url("branch_add", dealership, script.pk), given).status_code == 422


def test_answers_go_three_steps_deep(client, dealership, script, tree):
    yes = script.branches.get(hears={"en": "Yes"})
    page = url("branch_add", dealership, script.pk)
    third = client.post(f"{page}?under={yes.pk}", {"hears_en": "Third"})
    deepest = script.branches.get(hears={"en": "Third"})

    fourth = client.post(f"{page}?under={deepest.pk}", {"hears_en": "Fourth"})

    assert (third.status_code, fourth.status_code) == (302, 422)
    assert "3 steps deep" in fourth.text


def test_a_script_is_no_book(client, dealership, script):
    for number in range(MOST_BRANCHES):
        grow(script, f"Answer {number}")

    response = client.post(url("branch_add", dealership, script.pk), {"hears_en": "One more"})

    assert response.status_code == 422
    assert script.branches.count() == MOST_BRANCHES


@pytest.mark.parametrize(
    ("hears", "to", "order"),
    [("No time", "up", ["No time", "Too expensive"]), ("No time", "down", None),
     ("Too expensive", "down", ["No time", "Too expensive"]), ("Too expensive", "up", None)],
)  # fmt: skip
def test_an_answer_moves_among_those_beside_it(client, dealership, script, tree, hears, to, order):
    branch = script.branches.get(hears={"en": hears})

    client.post(url("branch_move", dealership, branch.pk), {"to": to})

    assert [first for first, *_below in words(script)] == (order or ["Too expensive", "No time"])


def test_a_removed_answer_goes_with_all_below_it_and_undo_brings_them_back(
    client, dealership, script, tree
):
    before = words(script)

    page = client.post(url("branch_remove", dealership, tree.pk), follow=True).text
    without = words(script)
    undo = url("branch_restore", dealership, tree.pk)
    client.post(undo)

    assert without == [["No time"]]
    assert f'action="{undo}"' in page
    assert words(script) == before


def test_nobody_else_reaches_the_answers(client_as, administrator, operator, dealership, stranger):
    theirs = ScriptBranch.objects.filter(dealership=stranger).first()
    own = ScriptBranch.objects.filter(dealership=dealership).first()
    script = theirs.script

    for name in ("branch_edit", "branch_move", "branch_remove", "branch_restore"):
        assert client_as(administrator).post(url(name, dealership, theirs.pk)).status_code == 404
        assert client_as(operator).post(url(name, dealership, own.pk)).status_code == 403
    page = url("branch_add", dealership, script.pk)
    assert client_as(administrator).get(page).status_code == 404


def test_an_answer_of_another_script_is_no_parent(client, dealership, script):
    other = ScriptBranch.objects.filter(dealership=dealership).first()
    page = url("branch_add", dealership, script.pk)

    assert client.post(f"{page}?under={other.pk}", {"hears_en": "Hi"}).status_code == 404


# --- The pages ---------------------------------------------------------------------------------


def test_the_tree_says_in_which_language_an_answer_is_not_written(client, dealership, script):
    grow(script, "No time", says={"en": "When?", "ru": "Когда?"})

    page = client.get(url("script_edit", dealership, script.pk)).text

    assert page.count("not written: Русский") == 1
    assert "not written: English" not in page
    assert "not written: 简体中文" not in page  # nor is the opening


def test_an_outcome_that_is_off_the_card_is_marked(client, dealership, script):
    own = CallOutcome.objects.create(
        dealership=dealership, kind="reached", names={"en": "Booked"}, is_active=False
    )
    branch = grow(script, "Wants to come", leads_to="outcome", outcome=own)

    page = client.get(url("script_edit", dealership, script.pk)).text
    form = client.get(url("branch_edit", dealership, branch.pk)).text

    assert "this outcome is off the card" in page
    assert f'value="outcome-{own.pk}" selected' in form


def test_the_preview_reads_as_the_caller_will_see_it(client, dealership, script):
    somebody_with_car(dealership, full_name="Смирнова Елена", form_of_address="Елена Сергеевна")
    grow(script, "Too expensive", says={"ru": "Понимаю, {address}."}, leads_to="complaint")

    page = client.get(url("script_edit", dealership, script.pk)).text

    assert "Понимаю, Елена Сергеевна." in page


@pytest.mark.parametrize("answers", [1, 3])
def test_the_page_asks_as_much_for_one_answer_as_for_three(
    client, dealership, script, django_assert_max_num_queries, answers
):
    for number in range(answers):
        grow(script, f"Answer {number}", leads_to="survey")

    with django_assert_max_num_queries(11):
        client.get(url("script_edit", dealership, script.pk))


def test_new_dealerships_have_answers_in_every_language(dealership):
    branches = ScriptBranch.objects.for_dealership(dealership)
    languages = {"en", "ru", "zh-hans"}

    assert STANDARD_ANSWERS.keys() == STANDARD_SCRIPTS.keys()
    scripts = set(branches.filter(depth=1).values_list("script", flat=True))
    assert scripts == set(dealership.scripts.values_list("pk", flat=True))
    assert all(set(row.hears) == set(row.says) == languages for row in branches)
    assert {"survey", "complaint", "promise", "outcome", ""} == set(
        branches.values_list("leads_to", flat=True)
    )
    assert branches.filter(depth=3).exists()
