"""What people see when something is refused or breaks: the status, their language, no more."""

import pytest
from django.test import Client

from tests.cast import BACKEND
from tests.factories import PASSWORD, make_customer
from tests.security.broken_urls import SECRET

TITLES = {
    "en": {
        400: "The request was not understood",
        403: "This is not open to you",
        404: "There is nothing here",
        405: "There is no page at this address",
        500: "Something went wrong",
        "csrf": "This page was open for too long",
        "locked": "Locked for a while",
    },
    "ru": {
        400: "Запрос не понят",
        403: "Эта страница вам недоступна",
        404: "Здесь ничего нет",
        405: "По этому адресу нет страницы",
        500: "Что-то пошло не так",
        "csrf": "Страница была открыта слишком долго",
        "locked": "Вход временно закрыт",
    },
    "zh-hans": {
        400: "无法理解该请求",
        403: "您无权访问此页面",
        404: "这里没有内容",
        405: "此地址没有页面",
        500: "出错了",
        "csrf": "页面打开时间过长",
        "locked": "暂时锁定",
    },
}
LANGUAGES = list(TITLES)
TELLING = ("Traceback", "RuntimeError", "urlpatterns", "/site-packages/", "dealercrm.settings")


@pytest.fixture
def web(settings):
    """web(user, language): a browser that gets the page a person gets, not the exception."""
    settings.ROOT_URLCONF = "tests.security.broken_urls"
    settings.DEBUG = False

    def sign_in(user, language, **options):
        client = Client(raise_request_exception=False, **options)
        if user is None:
            client.cookies["language"] = language
        else:
            user.language = language
            user.save(update_fields=["language"])
            client.force_login(user, backend=BACKEND)
        return client

    return sign_in


def told(answer) -> list[str]:
    return [word for word in (*TELLING, SECRET) if word in answer.text]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/breaks/error/", 500),
        ("/breaks/bad/", 400),
        ("/breaks/odd/", 400),
        ("/no-such-page/", 404),
        ("/d/north/customers/999999999/", 404),
        ("/d/north/staff/", 403),
        ("/d/north/calls/next/", 405),
        ("/d/north/customers/?kind=robot", 400),
    ],
)
def test_an_error_has_its_status_and_speaks_the_persons_language(
    web, operator, path, status, language
):
    answer = web(operator, language).get(path)

    assert answer.status_code == status
    assert f'lang="{language}"' in answer.text
    assert f"<h1>{TITLES[language][status]}</h1>" in answer.text
    assert told(answer) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("kind=robot", "Kind: Select a valid choice. robot is not one of the available choices."),
        ("sort=moon", "This list cannot be sorted so: moon"),
        ("kind=<b>", "&lt;b&gt;"),
    ],
)
def test_a_list_says_what_it_does_not_offer_and_opens_without_it(web, operator, asked, said):
    answer = web(operator, "en").get(f"/d/north/customers/?{asked}")

    assert answer.status_code == 400
    assert said in answer.text
    assert 'href="/d/north/customers/"' in answer.text
    assert told(answer) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "status"), [("/breaks/error/", 500), ("/no-such-page/", 404)])
def test_who_has_not_signed_in_reads_it_in_the_language_of_the_login_page(
    web, db, path, status, language
):
    answer = web(None, language).get(path)

    assert answer.status_code == status
    assert TITLES[language][status] in answer.text
    assert told(answer) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_its_token_is_refused_in_words(web, operator, language):
    answer = web(operator, language, enforce_csrf_checks=True).post("/me/", {"first_name": "x"})

    assert answer.status_code == 403
    assert TITLES[language]["csrf"] in answer.text
    assert told(answer) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_locked_out_is_told_so(web, settings, operator, language):
    settings.AXES_ENABLED = True
    client = web(None, language)
    for _try in range(settings.AXES_FAILURE_LIMIT + 1):
        answer = client.post("/accounts/login/", {"login": operator.username, "password": "wrong"})

    assert answer.status_code == 429
    assert TITLES[language]["locked"] in answer.text
    assert PASSWORD not in answer.text
    assert operator.username not in answer.text


@pytest.mark.parametrize("path", ["/no-such-<script>alert(1)</script>/", "/d/north/%00/"])
def test_an_address_is_never_markup_of_the_page(web, operator, path):
    answer = web(operator, "en").get(path)

    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_another_dealerships_customer_and_nobody_look_the_same(web, operator, sister):
    theirs = make_customer(sister, "Secret Person")
    client = web(operator, "en")

    real = client.get(f"/d/north/customers/{theirs.pk}/")
    none = client.get("/d/north/customers/999999999/")

    assert real.status_code == none.status_code == 404
    assert "Secret" not in real.text
