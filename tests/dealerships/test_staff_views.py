"""The pages about people, names, keys and settings."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from dealerships.members import member_of
from dealerships.models import ApiKey, Role, StaffMember, User
from dealerships.services import keys
from tests.factories import NOW, make_user

NEW = {"username": "anna", "last_name": "Kim", "roles": ["operator"], "language": "ru"}


@pytest.fixture
def desk(client_as, administrator):
    return client_as(administrator)


@pytest.fixture
def at(dealership):
    """at("staff_list") → its address here."""
    return lambda name, *args: reverse(name, args=[dealership.slug, *args])


def test_the_list_shows_people_with_their_roles(desk, at, staff, stranger_administrator):
    page = desk.get(at("staff_list"))

    assert {person["user"] for person in page.context["people"]} == set(staff.values())
    assert "Call-centre operator" in page.text


def test_a_person_with_an_address_gets_a_link_by_mail(desk, at, client_as):
    answer = desk.post(at("staff_add"), NEW | {"email": "anna@example.com"})

    assert answer.status_code == 302
    letter = mail.outbox[0]
    assert letter.to == ["anna@example.com"]
    assert "anna" in letter.body
    link = re.search(r"http://testserver(\S+)", letter.body)[1]
    assert choose_password(client_as(None), link) == 302
    assert User.objects.get(username="anna").check_password("long and secret 7")


def choose_password(desk, link) -> int:
    form = desk.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    chosen = {"password1": "long and secret 7", "password2": "long and secret 7"}
    return desk.post(address, chosen).status_code


def test_a_person_without_an_address_gets_a_link_on_paper(desk, at):
    answer = desk.post(at("staff_add"), NEW)

    assert "/accounts/password/reset/key/" in answer.text
    assert mail.outbox == []
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_second_link_is_given_while_there_is_no_password(desk, at, operator):
    new = make_user("fresh", roles=["operator"], dealership=operator.memberships.get().dealership)
    new.set_unusable_password()
    new.save()

    assert "/accounts/password/reset/key/" in desk.post(at("staff_invite", new.pk)).text
    assert desk.post(at("staff_invite", operator.pk)).status_code == 302


def test_a_taken_name_is_said_at_the_field(desk, at, stranger_administrator):
    answer = desk.post(at("staff_add"), NEW | {"username": stranger_administrator.username})

    assert answer.status_code == 422
    assert "taken" in answer.text


def test_a_person_needs_a_role(desk, at):
    answer = desk.post(at("staff_add"), NEW | {"roles": []})

    assert answer.status_code == 422
    assert not User.objects.filter(username="anna").exists()


def test_roles_are_changed(desk, at, operator, dealership):
    assert desk.get(at("staff_roles", operator.pk)).status_code == 200

    desk.post(at("staff_roles", operator.pk), {"roles": ["salesperson"]})

    assert member_of(operator, dealership.slug).roles == {Role.SALESPERSON}


def test_the_last_administrator_is_told_why_not(desk, at, administrator, dealership):
    answer = desk.post(at("staff_roles", administrator.pk), {"roles": ["operator"]})
    assert answer.status_code == 422
    assert "last administrator" in answer.text

    answer = desk.post(at("staff_dismiss", administrator.pk), follow=True)
    assert "last administrator" in answer.text
    assert member_of(administrator, dealership.slug) is not None


def test_a_dismissed_person_is_gone(desk, at, operator, dealership):
    desk.post(at("staff_dismiss", operator.pk))

    assert member_of(operator, dealership.slug) is None
    assert desk.get(at("staff_roles", operator.pk)).status_code == 404


def test_the_dealer_head_sees_and_changes_nothing(client_as, dealer_head, at, operator):
    head = client_as(dealer_head)

    assert head.get(at("staff_list")).status_code == 200
    assert head.get(at("key_list")).status_code == 200
    assert head.get(at("dealership_settings")).status_code == 200
    assert head.get(at("staff_add")).status_code == 403
    assert head.post(at("staff_dismiss", operator.pk)).status_code == 403
    assert head.post(at("dealership_settings"), {}).status_code == 403


def test_names_of_the_dms_are_linked_by_suggestion(desk, at, dealership, operator):
    User.objects.filter(pk=operator.pk).update(last_name="Kim")
    name = StaffMember.objects.create(dealership=dealership, name="Kim Anna")

    page = desk.get(at("staff_names"))
    assert page.context["rows"][0]["suggested"] == operator.pk
    desk.post(at("staff_name_link", name.pk), {"user": operator.pk})

    name.refresh_from_db()
    assert name.user == operator


def test_a_key_is_shown_once(desk, at, operator):
    asked = {"name": "Telephony", "user": operator.pk, "scopes": ["tasks:read"], "days": "90"}

    issued = desk.post(at("key_issue"), asked)
    secret = issued.context["secret"]

    key = ApiKey.objects.get()
    assert secret in issued.text
    assert secret.startswith(key.prefix)
    assert key.digest == keys.digest_of(secret)
    assert key.expires_at is not None
    assert secret not in desk.get(at("key_list")).text


def test_a_key_without_end(desk, at, operator):
    asked = {"name": "Telephony", "user": operator.pk, "scopes": ["tasks:read"], "days": ""}

    desk.post(at("key_issue"), asked)

    assert ApiKey.objects.get().expires_at is None


def test_a_key_acts_for_colleagues_only(desk, at, stranger_administrator):
    asked = {"name": "x", "user": stranger_administrator.pk, "scopes": ["tasks:read"], "days": "90"}

    assert desk.post(at("key_issue"), asked).status_code == 422
    assert not ApiKey.objects.exists()


def test_a_key_is_revoked(desk, at, dealership, operator):
    key, _secret = keys.issue_key(
        dealership=dealership, user=operator, name="x", scopes=[], expires_at=None
    )
    assert "Revoke the key x?" in desk.get(at("key_list")).text

    desk.post(at("key_revoke", key.pk))

    key.refresh_from_db()
    assert key.revoked_at is not None
    assert key.revoked_at > NOW


SETTINGS = {
    "name": "North Cars",
    "language": "ru",
    "area_code": "495",
    "day_0": "9–13, 14:00-18:30",
    "day_6": "",
}


def test_settings_are_saved_with_the_hours(desk, at, dealership):
    answer = desk.post(at("dealership_settings"), SETTINGS)

    assert answer.status_code == 302
    dealership.refresh_from_db()
    assert dealership.area_code == "495"
    hours = dealership.working_hours.order_by("opens").values_list("weekday", "opens", "closes")
    assert [(day, f"{a:%H:%M}", f"{b:%H:%M}") for day, a, b in hours] == [
        (0, "09:00", "13:00"),
        (0, "14:00", "18:30"),
    ]
    assert "09:00–13:00, 14:00–18:30" in desk.get(at("dealership_settings")).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day_0", "from nine"),
        ("day_0", "9–13, 12–18"),
        ("day_0", "18–9"),
        ("day_0", "9–25"),
        ("name", ""),
    ],
)
def test_settings_that_make_no_sense_are_refused(desk, at, dealership, field, value):
    answer = desk.post(at("dealership_settings"), SETTINGS | {field: value})

    assert answer.status_code == 422
    assert dealership.working_hours.count() == 7


def test_own_closed_days_are_added_renamed_and_removed(desk, at, dealership, time_machine):
    time_machine.move_to(NOW, tick=False)
    for name in ("Stock-taking", "Inventory"):
        desk.post(at("closed_day_add"), {"day": "2026-12-30", "name": name})
    desk.post(at("closed_day_add"), {"day": "2026-11-30", "name": "Moving house"})

    page = desk.get(at("dealership_settings")).text
    assert page.index("Moving house") < page.index("Inventory")
    assert "Stock-taking" not in page

    for _twice in range(2):
        desk.post(at("closed_day_remove"), {"day": "2026-12-30"})
    dealership.refresh_from_db()
    assert dealership.closed_days == {"2026-11-30": "Moving house"}


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-11-19", "Past"), ("2029-01-01", "Far"), ("31.02.2027", "None"), ("2026-12-30", "")],
)
def test_a_closed_day_that_makes_no_sense_is_refused(desk, at, dealership, time_machine, day, name):
    time_machine.move_to(NOW, tick=False)

    assert desk.post(at("closed_day_add"), {"day": day, "name": name}).status_code == 422
    dealership.refresh_from_db()
    assert dealership.closed_days == {}


def test_only_the_administrator_changes_closed_days(client_as, dealer_head, at, dealership):
    head = client_as(dealer_head)

    for name in ("closed_day_add", "closed_day_remove"):
        assert head.post(at(name), {"day": "2026-12-30", "name": "x"}).status_code == 403
    assert "Own closed days" in head.get(at("dealership_settings")).text


def test_a_colleague_is_not_hired_a_second_time(desk, at, administrator, dealership):
    page = desk.post(at("staff_add"), NEW | {"username": administrator.username})

    assert page.status_code == 422
    assert "works here already" in page.text
    assert Role.ADMINISTRATOR in member_of(administrator, dealership.slug).roles


def test_a_name_to_sign_in_by_is_latin(desk, at):
    page = desk.post(at("staff_add"), NEW | {"username": "анна"})

    assert page.status_code == 422
    assert "Latin letters, digits" in page.text
    assert not User.objects.filter(username="анна").exists()


def test_without_a_mail_server_the_link_is_shown_and_not_logged(desk, at, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    page = desk.post(at("staff_add"), NEW | {"email": "anna@example.com"})

    link = re.search(r"http://testserver/\S+/key/[\w-]+/", page.text)
    assert link
    said = capsys.readouterr()
    assert link.group() not in said.out + said.err


def test_a_new_key_ends_unless_somebody_says_never(desk, at):
    form = desk.get(at("key_issue")).context["form"]

    assert form["days"].value() == 90
