"""The pages of message templates: list and filters, one template, preview, copy, archive."""

import pytest
from django.urls import reverse

from communications.models import Message, MessageTemplate
from communications.rules import scripts
from communications.services import templates
from communications.standard_templates import STANDARD_TEMPLATES
from dealerships.models import Dealership
from tests.communications.letters import make_reader, make_template, queue
from tests.factories import NOW, make_customer, make_user, make_vehicle

pytestmark = pytest.mark.django_db
TEXTS = {"en": "Dear {address}, your {car}.", "ru": "{address}, ваш {car}.", "zh-hans": "{car}"}


@pytest.fixture
def head(dealership):
    return make_user(dealership=dealership, roles=["relations_manager"])


@pytest.fixture
def client(client_as, head):
    return client_as(head)


def address(dealership, name, *rest):
    return reverse(f"communications:template_{name}", args=[dealership.slug, *rest])


def listed(client, dealership, query=""):
    return [
        each for each, _uses in client.get(address(dealership, "list") + query).context["lines"]
    ]


def typed(**fields):
    return {
        "name": "My text",
        "channel": "sms",
        "purpose": "service",
        "text_en": "Dear {address}",
        "text_ru": "{address}",
        "text_zh_hans": "{address}，您好",
    } | fields


def test_a_new_dealership_has_the_standard_templates_in_three_languages(dealership):
    mine = MessageTemplate.objects.for_dealership(dealership)

    assert {each.code for each in mine} == {each.code for each in STANDARD_TEMPLATES}
    for each in mine:
        assert each.languages == list(Dealership.Language.values)
        assert bool(each.subjects) == (each.channel in {"email", "letter"})
        for text in [*each.texts.values(), *each.subjects.values()]:
            assert scripts.unknown_variables(text) == []


def test_the_standard_ones_are_taken_again_without_touching_what_was_changed(client, dealership):
    mine = MessageTemplate.objects.for_dealership(dealership)
    mine.filter(code="birthday_sms").update(texts={"en": "Ours"}, is_active=False)
    mine.filter(code="recall_sms").delete()

    client.post(address(dealership, "standard"))

    assert mine.get(code="birthday_sms").texts == {"en": "Ours"}
    assert not mine.get(code="birthday_sms").is_active
    assert mine.filter(code="recall_sms").count() == 1
    assert mine.count() == len(STANDARD_TEMPLATES)


def test_the_list_is_searched_and_filtered_and_says_what_uses_each(client, dealership, sms):
    reader = make_reader(dealership)
    mine = make_template(dealership, name="Snow tyres", texts={"ru": "Пора менять шины"})
    queue(dealership, reader, template=mine)

    assert listed(client, dealership, "?q=tyres") == [mine]
    assert listed(client, dealership, "?q=ШИНЫ") == [mine]
    assert listed(client, dealership, "?q=zh-hans") == []
    assert {each.channel for each in listed(client, dealership, "?channel=email")} == {"email"}
    assert {each.purpose for each in listed(client, dealership, "?purpose=advertising")} == {
        "advertising"
    }
    shown = client.get(address(dealership, "list") + "?q=tyres").content.decode()
    assert "Messages: 1" in shown
    assert "no English" in shown
    assert client.get(address(dealership, "list") + "?channel=pigeon").status_code == 400


def test_the_list_costs_the_same_for_few_and_many(
    client, dealership, django_assert_max_num_queries
):
    listed(client, dealership)
    with django_assert_max_num_queries(20) as few:
        listed(client, dealership)
    for _number in range(10):
        make_template(dealership)

    with django_assert_max_num_queries(len(few)):
        assert len(listed(client, dealership)) == len(STANDARD_TEMPLATES) + 10


def test_a_template_is_written_and_changed(client, dealership):
    client.post(address(dealership, "add"), typed())
    made = MessageTemplate.objects.get(name="My text")
    client.post(
        address(dealership, "edit", made.pk),
        typed(channel="email", subject_en="Hello", text_ru="", text_zh_hans=""),
    )

    made.refresh_from_db()
    assert (made.channel, made.subjects, made.texts) == (
        "email",
        {"en": "Hello"},
        {"en": "Dear {address}"},
    )
    assert made.changed_at is not None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text_ru": "{adress}"}, "There is no variable {adress}."),
        ({"text_en": "", "text_ru": " ", "text_zh_hans": ""}, "at least one language"),
        ({"channel": "email"}, "An e-mail needs a subject."),
        ({"name": "Taken"}, "There is a template of this name already."),
        ({"channel": "pigeon"}, "pigeon"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, dealership, fields, said):
    make_template(dealership, name="Taken")

    answer = client.post(address(dealership, "add"), typed(**fields))

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_preview_is_filled_in_for_the_customer_chosen(client, dealership, head):
    make_vehicle(dealership, owner=make_customer(dealership, "Somebody Else"))
    reader = make_customer(dealership, "Смирнова Елена", language="ru")
    make_vehicle(dealership, owner=reader, make="Lada", model="Vesta")

    answer = client.post(
        address(dealership, "preview"),
        typed(text_en="", text_ru="Ждём {car} {foo}", reader=str(reader.pk)),
    )

    by_language = {each.language: each for each in answer.context["previews"]}
    russian, english = by_language["ru"], by_language["en"]
    assert (russian.text, russian.is_own) == ("Ждём Lada Vesta {foo}", True)
    assert russian.unknown == ["foo"]
    assert (russian.size.parts, russian.size.is_short) == (1, False)
    assert english.instead == "Русский"
    assert english.text == russian.text
    assert "There is no variable foo." in answer.content.decode()


def test_the_preview_names_what_this_customer_has_no_value_for(client, dealership):
    reader = make_customer(dealership, "Anna")

    answer = client.post(address(dealership, "preview"), typed(text_en="{car}", reader=reader.pk))

    assert answer.context["previews"][0].empty == ["car"]


@pytest.mark.parametrize("number", ["", "nobody", "²", "9" * 30, "999999"])
def test_the_preview_takes_somebody_where_nobody_is_chosen(client, dealership, number):
    somebody = make_customer(dealership)

    answer = client.post(address(dealership, "preview"), typed(reader=number))

    assert answer.context["reader"] == somebody


def test_a_customer_of_another_dealership_is_not_previewed(client, dealership, stranger):
    foreign = make_customer(stranger, "Secret Person")

    answer = client.post(address(dealership, "preview"), typed(reader=foreign.pk))
    found = client.get(address(dealership, "readers") + "?reader_q=Secret")

    assert answer.context["reader"] is None
    assert "Secret Person" not in answer.content.decode() + found.content.decode()


def test_customers_are_found_to_try_the_text_on(client, dealership):
    make_customer(dealership, "Anna Bell")

    found = client.get(address(dealership, "readers") + "?reader_q=bell").content.decode()

    assert "Anna Bell" in found
    assert 'name="reader"' in found


def test_a_copy_is_a_template_of_its_own_with_a_free_name(client, dealership):
    mine = make_template(dealership, name="N" * 98, texts=TEXTS)

    for _time in range(2):
        assert client.post(address(dealership, "copy", mine.pk)).status_code == 302

    copies = MessageTemplate.objects.for_dealership(dealership).filter(texts=TEXTS)
    assert copies.count() == 3
    assert {each.code for each in copies} == {""}


def test_an_archived_template_is_offered_no_more_and_comes_back(client, dealership, operator):
    mine = make_template(dealership, name="Old offer")
    reader = make_reader(dealership)
    writing = reverse("communications:message_write", args=[dealership.slug, reader.pk])

    shown = client.post(address(dealership, "archive", mine.pk), follow=True).content.decode()
    assert address(dealership, "restore", mine.pk) in shown  # the undo
    assert mine not in listed(client, dealership)
    assert listed(client, dealership, "?state=archived") == [mine]
    assert "Old offer" not in client.get(writing).content.decode()

    client.post(address(dealership, "restore", mine.pk))
    assert mine in listed(client, dealership)
    assert "Old offer" in client.get(writing).content.decode()


def test_who_is_no_head_reads_the_list_and_changes_nothing(client_as, operator, dealership):
    mine = make_template(dealership)
    client = client_as(operator)

    shown = client.get(address(dealership, "list")).content.decode()

    assert mine.name in shown
    assert address(dealership, "archive", mine.pk) not in shown
    assert client.get(address(dealership, "edit", mine.pk)).status_code == 403


def test_a_message_is_begun_from_a_template(client, dealership, sms):
    reader = make_reader(dealership, full_name="Anna Bell", language="en")
    make_vehicle(dealership, owner=reader, make="Lada", model="Vesta")
    mine = make_template(dealership, texts={"en": "Your {car} is ready."})
    writing = reverse("communications:message_write", args=[dealership.slug, reader.pk])
    writing += f"?template={mine.pk}"

    form = client.get(writing).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    client.post(writing, sent)

    message = Message.objects.get()
    assert (message.text, message.template) == ("Your Lada Vesta is ready.", mine)


def test_two_dealerships_may_have_the_same_name(dealership, stranger):
    for each in (dealership, stranger):
        make_template(each, name="Same")

    with pytest.raises(templates.NameTaken):
        templates.save_template(
            template=MessageTemplate(
                dealership=dealership, name="Same", channel="sms", purpose="service"
            ),
            at=NOW,
        )
