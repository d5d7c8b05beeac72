"""Letters and postcards: a PDF of each language, batches, posting and what may be undone."""

import io
import os
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from communications import letter_files
from communications.letter_pdf import kept_together
from communications.models import BatchLetter, LetterBatch, Message, Touch
from communications.services import letter_making, letters, outbox, sending
from communications.wording import Words
from customers import postal
from customers.models import Customer
from dealerships.models import Dealership, ExportRecord
from tests.communications.letters import fate, history, make_reader, make_template, queue, say
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
TEXTS = {
    "ru": "Елена, здравствуйте!\n\n«Лада» — ТО за 9 900 ₽, акция № 5: “Зима”…",
    "en": "Dear Anna,\n\nit’s “due”: #let x = 1 *no code* $x$ @you <tag> \\n",
    "zh-hans": "王玥女士，您好！\n\n您的“奥迪”该保养了：《手册》、喆堃；￥1,280。",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def head(dealership):
    return make_user(dealership=dealership, roles=["relations_manager"])


@pytest.fixture
def client(client_as, head):
    return client_as(head)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def make_addressee(dealership, **fields):
    fields = {"street": "ул. Ленина, 5", "city": "Химки", "postcode": "141400"} | fields
    return make_reader(dealership, **fields)


def write(dealership, customer=None, language="ru", paper="a4", **fields):
    template = make_template(dealership, channel="letter", paper=paper)
    fields = {"words": Words(language, "Пора", TEXTS[language])} | fields
    return queue(
        dealership,
        customer or make_addressee(dealership, language=language),
        channel="letter",
        template=template,
        **fields,
    )


def print_all(dealership, by, paper="a4", chosen=()):
    batch = letters.start_batch(dealership=dealership, paper=paper, by=by, at=NOW, chosen=chosen)
    letter_making.make_waiting(at=NOW)
    batch.refresh_from_db()
    return batch


def pages(batch):
    reader = PdfReader(io.BytesIO(letter_files.path_of(batch).read_bytes()))
    return [page.extract_text() for page in reader.pages], reader


def flat(text):
    """Without the breaks of lines, which are the paper's."""
    return "".join(text.split())


# --- The file -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "size"), [("a4", (595, 842)), ("a6", (420, 298))], ids=["letter", "postcard"]
)
def test_each_language_stands_in_the_file_as_it_was_written(dealership, head, paper, size):
    Dealership.objects.filter(pk=dealership.pk).update(
        postal_address="Москва, ул. Мира, 1", phone="+7 495 123-45-67"
    )
    dealership.refresh_from_db()
    for language in TEXTS:
        write(dealership, language=language, paper=paper)

    found, reader = pages(print_all(dealership, head, paper))

    assert len(found) == 3
    for (language, text), page in zip(TEXTS.items(), found, strict=True):
        assert flat(text) in flat(page), language
        assert dealership.name in page
        assert "Москва, ул. Мира, 1" in page.replace("\n", " ")
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == size
    fonts = {str(font) for page in reader.pages for font in _fonts(page)}
    assert all("NotoSans" in font for font in fonts), fonts  # nothing of the machine's own


def _fonts(page):
    return [each.get_object()["/BaseFont"] for each in page["/Resources"]["/Font"].values()]


def test_the_address_stands_in_the_order_of_the_country(dealership, head):
    reader = make_addressee(dealership, full_name="Смирнова Елена")
    write(dealership, reader)

    (page,), _reader = pages(print_all(dealership, head))

    lines = [line.strip() for line in page.splitlines()]
    place = lines.index("Смирнова Елена")
    assert lines[place : place + 4] == ["Смирнова Елена", "ул. Ленина, 5", "Химки", "141400"]


@pytest.mark.parametrize(
    ("country", "foreign", "lines"),
    [
        ("RU", "", ["Anna", "Street 5", "Town", "123"]),
        ("CN", "", ["123", "TownStreet 5", "Anna"]),
        ("DE", "Germany", ["Anna", "Street 5", "123 Town", "GERMANY"]),
    ],
)
def test_the_lines_of_an_envelope(country, foreign, lines):
    address = postal.Address("Street 5", "Town", "123", country, foreign)

    assert postal.envelope("Anna", address) == lines


def test_a_number_stays_with_its_sign():

    assert (
        kept_together("9 900 ₽, № 5, 5 000 км") == "9\u00a0900\u00a0₽, №\u00a05, 5\u00a0000\u00a0км"
    )


def test_a_long_letter_takes_another_page_and_a_long_postcard_does_not(dealership, head):
    words = Words("ru", "Пора", "Длинный текст. " * 300)
    write(dealership, words=words)
    write(dealership, words=words, paper="a6")

    long, _reader = pages(print_all(dealership, head))
    card, _reader = pages(print_all(dealership, head, "a6"))

    assert len(long) > 1
    assert len(card) == 1


# --- Who gets one ---------------------------------------------------------------------------


def test_without_a_postal_address_there_is_no_letter(dealership):
    reader = make_reader(dealership, city="Химки")

    with pytest.raises(outbox.MayNotSend) as refused:
        write(dealership, reader)

    assert refused.value.why == Message.Why.NO_ADDRESS


def test_the_sweep_of_the_other_channels_leaves_letters_alone(dealership):
    letter = write(dealership)

    assert sending.send_due(at=NOW + timedelta(days=1)) == 0

    assert history(letter) == [("queued", "")]


def test_a_letter_waits_for_no_hour(dealership):
    night = NOW.replace(hour=23)

    write(dealership, at=night)

    assert letters.waiting(dealership=dealership, at=night).count() == 1


def test_a_letter_of_advertising_carries_the_link_to_end_it(dealership, settings):
    settings.PUBLIC_URL = "https://crm.example.com"
    letter = write(dealership, purpose="advertising")

    assert f"https://crm.example.com/stop/{letter.opt_out_link.token}/" in letter.text


def test_it_goes_to_where_the_customer_lives_when_it_is_printed(dealership, head):
    reader = make_addressee(dealership)
    letter = write(dealership, reader)
    Customer.objects.filter(pk=reader.pk).update(street="пр. Мира, 7", city="Тверь")

    (page,), _reader = pages(print_all(dealership, head))

    letter.refresh_from_db()
    assert "пр. Мира, 7" in page
    assert letter.address == "пр. Мира, 7, Тверь, 141400"


# --- Batches ---------------------------------------------------------------------------------


def test_five_hundred_letters_are_one_file_and_the_rest_wait(dealership, head):
    template = make_template(dealership, channel="letter", paper="a4")
    reader = make_addressee(dealership)
    Message.objects.bulk_create(
        Message(
            dealership=dealership, customer=reader, template=template, channel="letter",
            paper="a4", purpose="service", address="x", language="ru", text=f"Письмо {number}!",
            not_before=NOW, expires_at=NOW + timedelta(days=9), dedupe_key=str(number),
            queued_at=NOW,
        )
        for number in range(501)
    )  # fmt: skip

    batch = print_all(dealership, head)
    found, _reader = pages(batch)

    assert (batch.state, batch.total, batch.done) == ("ready", 500, 500)
    assert len(found) == 500
    assert all(f"Письмо {number}!" in page for number, page in enumerate(found))
    assert letters.waiting(dealership=dealership, at=NOW).count() == 1


def test_only_those_chosen_and_of_one_paper(dealership, head):
    first, second, card = write(dealership), write(dealership), write(dealership, paper="a6")

    batch = print_all(dealership, head, chosen=[second.pk, card.pk])

    assert list(batch.letters.values_list("message", flat=True)) == [second.pk]
    assert set(letters.waiting(dealership=dealership, at=NOW)) == {first, card}


def test_a_letter_is_in_one_batch_only(dealership, head):
    write(dealership)
    print_all(dealership, head)

    with pytest.raises(letters.NothingWaiting):
        letters.start_batch(dealership=dealership, paper="a4", by=head, at=NOW)


def test_nothing_is_recorded_before_a_person_says_posted(dealership, head):
    letter = write(dealership)
    batch = print_all(dealership, head)
    assert history(letter) == [("queued", "")]
    assert not Touch.objects.exists()

    assert letters.post(batch=batch, by=head, at=NOW) == 1

    letter.refresh_from_db()
    assert history(letter) == [("queued", ""), ("sent", "")]
    assert (letter.state, letter.sent_at) == ("sent", NOW)
    touch = Touch.objects.get()
    assert (touch.customer, touch.channel, touch.at) == (letter.customer, "letter", NOW)


def test_posted_twice_is_posted_once(dealership, head):
    write(dealership)
    batch = print_all(dealership, head)
    letters.post(batch=batch, by=head, at=NOW)

    with pytest.raises(letters.AlreadyDecided):
        letters.post(batch=batch, by=head, at=NOW)

    assert Touch.objects.count() == 1


def test_posting_is_taken_back_and_said_again(dealership, head):
    letter = write(dealership)
    batch = print_all(dealership, head)
    letters.post(batch=batch, by=head, at=NOW)

    letters.take_back_posting(batch=batch, by=head, at=NOW + timedelta(minutes=1))

    assert fate(letter) == ("queued", "")
    assert not Touch.objects.standing().exists()
    assert letters.post(batch=batch, by=head, at=NOW + timedelta(hours=1)) == 1
    assert Touch.objects.standing().count() == 1


def test_after_a_day_posted_stays_posted(dealership, head):
    write(dealership)
    batch = print_all(dealership, head)
    letters.post(batch=batch, by=head, at=NOW)

    with pytest.raises(letters.AlreadyDecided):
        letters.take_back_posting(batch=batch, by=head, at=NOW + timedelta(days=2))


def test_a_withdrawal_before_printing_keeps_a_letter_out(dealership, head):
    reader = make_addressee(dealership)
    stopped = write(dealership, reader, purpose="advertising")
    write(dealership)
    batch = letters.start_batch(dealership=dealership, paper="a4", by=head, at=NOW)
    say(reader, dealership, purpose="advertising", is_granted=False)

    letter_making.make_waiting(at=NOW)

    batch.refresh_from_db()
    assert (batch.state, batch.total) == ("ready", 1)
    assert fate(stopped) == ("cancelled", "withdrawn")


def test_a_withdrawal_after_printing_is_named_on_the_page_and_not_sent(client, dealership, head):
    reader = make_addressee(dealership, full_name="Anna Bell")
    write(dealership)
    stopped = write(dealership, reader, purpose="advertising")
    batch = print_all(dealership, head)
    say(reader, dealership, purpose="advertising", is_granted=False)

    shown = client.get(at(dealership, "letter_batch", batch.pk)).content.decode()

    assert "№ 2 — Anna Bell" in shown
    assert letters.post(batch=batch, by=head, at=NOW) == 1
    assert fate(stopped) == ("cancelled", "withdrawn")


def test_a_batch_of_which_nothing_is_left_is_put_back(dealership, head):
    reader = make_addressee(dealership)
    write(dealership, reader)
    Customer.objects.filter(pk=reader.pk).update(street="")

    assert print_all(dealership, head).state == "dropped"


def test_a_dropped_batch_leaves_its_letters_waiting(
    dealership, head, django_capture_on_commit_callbacks
):
    letter = write(dealership)
    batch = print_all(dealership, head)

    with django_capture_on_commit_callbacks(execute=True):
        letters.drop(batch=batch)

    assert letters.waiting(dealership=dealership, at=NOW).get() == letter
    assert not letter_files.path_of(batch).exists()
    with pytest.raises(letters.AlreadyDecided):
        letters.post(batch=batch, by=head, at=NOW)


def test_a_batch_that_fails_three_times_is_given_up(dealership, head):
    letter = write(dealership)
    batch = letters.start_batch(dealership=dealership, paper="a4", by=head, at=NOW)
    LetterBatch.objects.filter(pk=batch.pk).update(attempts=letter_making.MOST_ATTEMPTS)

    assert letter_making.make_waiting(at=NOW) == 0

    batch.refresh_from_db()
    assert batch.state == "failed"
    assert letters.waiting(dealership=dealership, at=NOW).get() == letter


def test_old_files_are_forgotten_and_the_letters_stay(dealership, head):
    letter = write(dealership)
    batch = print_all(dealership, head)
    letters.post(batch=batch, by=head, at=NOW)

    letter_making.forget_old_files(at=NOW + timedelta(days=31))

    assert not letter_files.path_of(batch).exists()
    assert fate(letter)[0] == "sent"


# --- The pages --------------------------------------------------------------------------------


def at(dealership, name, *rest):
    return reverse(f"communications:{name}", args=[dealership.slug, *rest])


def test_from_the_list_to_the_post(client, dealership, head):
    letter = write(dealership)
    write(dealership, paper="a6")
    listed = client.get(at(dealership, "letter_list"))
    assert list(listed.context["page"].rows) == [letter]

    client.post(at(dealership, "letters_make"), {"paper": "a4", "letter": letter.pk})
    batch = LetterBatch.objects.get()
    making = client.get(
        at(dealership, "letter_batch", batch.pk), headers={"HX-Request": "true"}
    ).content.decode()
    assert "0 of 1" in making
    letter_making.make_waiting(at=NOW)
    assert "Open the file" in client.get(at(dealership, "letter_batch", batch.pk)).content.decode()

    file = client.get(at(dealership, "letters_export", batch.pk))
    assert b"".join(file).startswith(b"%PDF")
    taken = ExportRecord.objects.get()
    assert (taken.user, taken.what, taken.rows) == (head, "letters", 1)

    said = client.post(at(dealership, "letters_post", batch.pk), follow=True).content.decode()
    assert "1 letter is marked as posted." in said
    assert at(dealership, "letters_take_back", batch.pk) in said
    assert fate(letter)[0] == "sent"


def test_a_second_click_says_that_it_was_decided(client, dealership, head):
    write(dealership)
    batch = print_all(dealership, head)
    client.post(at(dealership, "letters_post", batch.pk))

    said = client.post(at(dealership, "letters_post", batch.pk), follow=True).content.decode()

    assert "Its state has changed meanwhile" in said


@pytest.mark.parametrize("sent", [{"paper": "a3"}, {"paper": "a4"}, {"paper": "a4", "letter": "²"}])
def test_a_form_that_asks_for_nothing_makes_nothing(client, dealership, sent):
    client.post(at(dealership, "letters_make"), sent)

    assert not LetterBatch.objects.exists()


def test_the_file_is_for_heads_only(client_as, operator, dealership, head):
    write(dealership)
    batch = print_all(dealership, head)

    answer = client_as(operator).get(at(dealership, "letters_export", batch.pk))

    assert answer.status_code == 403
    assert not ExportRecord.objects.exists()


def test_the_list_costs_the_same_for_few_and_many(
    client, dealership, django_assert_max_num_queries
):
    write(dealership)
    client.get(at(dealership, "letter_list"))
    with django_assert_max_num_queries(30) as few:
        client.get(at(dealership, "letter_list"))
    for _number in range(5):
        write(dealership)

    with django_assert_max_num_queries(len(few)):
        client.get(at(dealership, "letter_list"))


# --- A process killed midway -------------------------------------------------------------------

DIES = """
from communications import letter_files, letter_pdf
from communications.services import letter_making
from tests.factories import NOW
go_on = {step}

def and_die(*given, **named):
    go_on(*given, **named)
    os._exit(137)

{step} = and_die
letter_making.make_waiting(at=NOW)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "step",
    ["letter_making.claim", "letter_pdf.render", "letter_files.keep", "letter_making.finish"],
)
def test_killed_midway_the_next_one_begins_anew(dealership, head, step, tmp_path):
    letter = write(dealership)
    batch = letters.start_batch(dealership=dealership, paper="a4", by=head, at=NOW)

    _killed(DIES.format(step=step), tmp_path)
    assert fate(letter) == ("queued", "")
    LetterBatch.objects.filter(locked_until__isnull=False).update(
        locked_until=NOW - timedelta(days=9000)
    )
    letter_making.make_waiting(at=NOW)

    batch.refresh_from_db()
    assert (batch.state, batch.total) == ("ready", 1)
    assert [each.name for each in letter_files.path_of(batch).parent.iterdir()] == [
        f"{batch.uid}.pdf"
    ]
    assert letters.post(batch=batch, by=head, at=NOW) == 1
    assert BatchLetter.objects.count() == 1
    assert Touch.objects.count() == 1


def _killed(code, folder):
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "dealercrm.settings",
        "MEDIA_ROOT": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-c", f"import os, django; django.setup()\n{code}"],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 137, done.stderr
