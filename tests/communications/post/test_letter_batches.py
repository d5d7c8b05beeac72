"""Batches of letters: printed, posted, taken back, and a process killed midway."""

import os
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection

from communications import letter_files
from communications.models import BatchLetter, LetterBatch, Message, Touch
from communications.services import letter_making, letters
from customers.models import Customer
from tests.communications.letters import fate, history, make_template, say
from tests.communications.post.paper import make_addressee, pages, print_all, write
from tests.factories import NOW

pytestmark = pytest.mark.django_db


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
