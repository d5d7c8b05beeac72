"""Builders of letters, their batches, and what stands in the file."""

import io

from pypdf import PdfReader

from communications import letter_files
from communications.services import letter_making, letters
from communications.wording import Words
from tests.communications.letters import make_reader, make_template, queue
from tests.factories import NOW

TEXTS = {
    "ru": "Елена, здравствуйте!\n\n«Лада» — ТО за 9 900 ₽, акция № 5: “Зима”…",
    "en": "Dear Anna,\n\nit’s “due”: #let x = 1 *no code* $x$ @you <tag> \\n",
    "zh-hans": "王玥女士，您好！\n\n您的“奥迪”该保养了：《手册》、喆堃；￥1,280。",
}


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
