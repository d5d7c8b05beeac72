"""Language, theme and time zone: kept for the person, in cookies for those not signed in."""

import pytest


def test_language_of_the_login_page_is_kept_in_a_cookie(client_as, db):
    client = client_as(None)

    response = client.post("/me/language/", {"language": "ru", "next": "/accounts/login/"})

    assert response["Location"] == "/accounts/login/"
    assert "Войти" in client.get("/accounts/login/").content.decode()


def test_theme_of_the_login_page_is_kept_in_a_cookie(client_as, db):
    client = client_as(None)

    client.post("/me/theme/", {"theme": "dark"})

    assert 'data-bs-theme="dark"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("path", ["/me/language/", "/me/theme/"])
def test_unknown_choices_are_refused_and_reading_is_no_choice(client_as, operator, path):
    client = client_as(operator)

    assert client.post(path, {"language": "xx", "theme": "pink"}).status_code == 400
    assert client.get(path).status_code == 405


def test_a_choice_never_leads_to_another_site(client_as, operator):
    form = {"theme": "light", "next": "https://example.org/"}

    response = client_as(operator).post("/me/theme/", form)

    assert response["Location"] == "/"


def test_settings_are_saved(client_as, operator):
    form = {"first_name": "Anna", "last_name": "", "email": "", "time_zone": "Asia/Shanghai"}

    response = client_as(operator).post("/me/", form)

    assert response.status_code == 302
    operator.refresh_from_db()
    assert (operator.first_name, operator.time_zone) == ("Anna", "Asia/Shanghai")


def test_an_unknown_time_zone_is_refused(client_as, operator):
    response = client_as(operator).post("/me/", {"time_zone": "Mars/Crater"})

    assert response.status_code == 422


def test_settings_ask_for_a_login(client_as, db):
    response = client_as(None).get("/me/")

    assert response["Location"].startswith("/accounts/login/")


def test_settings_keep_the_frame_of_the_dealership_one_came_from(
    client_as, operator, dealership, stranger
):
    client = client_as(operator)

    own = client.get(f"/me/?from={dealership.slug}")
    foreign = client.get(f"/me/?from={stranger.slug}")

    assert dealership.name in own.content.decode()
    assert stranger.name not in foreign.content.decode()
