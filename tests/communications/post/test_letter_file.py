"""The PDF of letters and postcards in each language, and who gets one."""

from datetime import timedelta

import pytest

from communications.letter_pdf import kept_together
from communications.models import Message
from communications.services import letters, outbox, sending
from communications.wording import Words
from customers import postal
from customers.models import Customer
from dealerships.models import Dealership
from tests.communications.letters import history, make_reader
from tests.communications.post.paper import TEXTS, flat, make_addressee, pages, print_all, write
from tests.factories import NOW

pytestmark = pytest.mark.django_db


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
