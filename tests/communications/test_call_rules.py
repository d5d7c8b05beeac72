"""The pure rules of telephone calls: folding, proving, signing, parts of a recording."""

import random
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communications.rules import audio, evidence
from communications.rules.calls import CallEvent, Cause, Kind, State, fold

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def event(kind: str, seconds: int, **fields) -> CallEvent:
    return CallEvent(AT + timedelta(seconds=seconds), f"{kind}-{seconds}", kind, **fields)


WHOLE = [
    event("ringing", 0, extension="101", number="+79160000001", direction="in"),
    event("ringing", 1, extension="102"),
    event("answered", 4, extension="102"),
    event("ended", 64, cause="normal"),
]


def test_a_call_is_the_same_in_every_order():
    assert {fold(order) for order in permutations(WHOLE)} == {fold(WHOLE)}


def test_who_answered_has_the_call():
    said = fold(WHOLE)

    assert (said.state, said.extension, said.seconds, said.rings) == (State.TALKED, "102", 60, 2)
    assert (said.number, said.direction, said.started_at) == ("+79160000001", "in", AT)


@pytest.mark.parametrize(
    ("cause", "state"),
    [("no_answer", "missed"), ("cancelled", "missed"), ("busy", "busy"), ("failed", "failed")],
)
def test_an_end_without_an_answer_says_why(cause, state):
    assert fold([event("ringing", 0), event("ended", 9, cause=cause)]).state == state


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([], "dialling"),
        (["ringing"], "ringing"),
        (["answered"], "talking"),
        (["answered", "ringing"], "talking"),
        (["ended", "answered"], "talked"),
    ],
)
def test_a_state_needs_no_event_before_it(kinds, state):
    assert fold([event(kind, place) for place, kind in enumerate(kinds)]).state == state


def test_an_end_before_its_answer_is_a_talk_of_no_time():
    assert fold([event("ended", 1), event("answered", 5)]).seconds == 0


@st.composite
def stories(draw) -> list[CallEvent]:
    numbers = st.sampled_from(["", "+79160000001", "+79160000002"])
    return [
        CallEvent(
            AT + timedelta(seconds=draw(st.integers(0, 5))),
            f"E-{place}",
            draw(st.sampled_from(list(Kind))),
            draw(st.sampled_from(["", "101", "102"])),
            draw(numbers),
            draw(st.sampled_from(["", "in", "out"])),
            draw(st.sampled_from(["", *Cause])),
        )
        for place in range(draw(st.integers(0, 8)))
    ]


@settings(max_examples=500)
@given(stories(), st.randoms(use_true_random=False))
def test_any_story_is_the_same_in_any_order(story, chance):
    shuffled = list(story)
    chance.shuffle(shuffled)

    assert fold(shuffled) == fold(story)


# --- Which call proves which report ------------------------------------------------------------


def report(pk: int, minutes: float, *, number: str = "+71", customer: int = 1):
    return evidence.Reported(pk, AT + timedelta(minutes=minutes), number, customer)


def seen(pk: int, minutes: float, *, lasts: float = 1, number="+71", customer: int | None = 1):
    start = AT + timedelta(minutes=minutes)
    return evidence.Seen(pk, start, start + timedelta(minutes=lasts), number, customer)


def test_the_nearest_call_proves_a_report():
    assert evidence.pairs([report(1, 10)], [seen(7, 0), seen(8, 8), seen(9, 30)]) == [(1, 8)]


def test_one_call_proves_one_report():
    found = evidence.pairs([report(1, 2), report(2, 3)], [seen(7, 1)])

    assert found == [(1, 7)]


def test_each_of_two_calls_proves_its_own_report():
    found = evidence.pairs([report(2, 12), report(1, 2)], [seen(8, 10), seen(7, 0)])

    assert sorted(found) == [(1, 7), (2, 8)]


@pytest.mark.parametrize(
    "call",
    [
        seen(7, 0, number="+72"),
        seen(7, 0, number="", customer=2),
        seen(7, 0, number="", customer=None),
        seen(7, -90),
        seen(7, 20),
    ],
    ids=["other number", "other customer", "hidden", "long over", "begun later"],
)
def test_another_call_proves_nothing(call):
    assert evidence.pairs([report(1, 10)], [call]) == []


def test_a_number_several_people_share_proves_by_itself():
    assert evidence.pairs([report(1, 2)], [seen(7, 0, customer=None)]) == [(1, 7)]


def test_a_report_without_a_number_is_proved_by_its_customer():
    assert evidence.pairs([report(1, 2, number="")], [seen(7, 0)]) == [(1, 7)]


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 3)), max_size=5),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 3)), max_size=5),
    st.randoms(use_true_random=False),
)
def test_pairing_does_not_depend_on_the_order_of_the_lists(reported, called, chance):
    reports = [report(pk, at, number="", customer=who) for pk, (at, who) in enumerate(reported)]
    calls = [seen(pk, at, customer=who) for pk, (at, who) in enumerate(called)]
    found = evidence.pairs(reports, calls)
    chance.shuffle(reports)
    chance.shuffle(calls)

    assert evidence.pairs(reports, calls) == found


def test_five_outcomes_in_two_minutes_are_a_batch():
    moments = [AT + timedelta(seconds=each) for each in (0, 400, 430, 450, 480, 520, 900)]

    assert evidence.in_batches(moments) == [False, True, True, True, True, True, False]


# --- Recordings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=-", None),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("bytes=٣-٤", None),
    ],
)
def test_the_part_that_a_player_asks_for(header, part):
    assert audio.byte_range(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0", "bytes=999-1000"])
def test_behind_the_end_is_nothing(header):
    with pytest.raises(audio.NotThere):
        audio.byte_range(header, 100)


@pytest.mark.parametrize(
    ("begins", "kind"),
    [
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"OggS\x00", "audio/ogg"),
        (b"ID3\x03", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"<html>", ""),
        (b"\xff\xfe<\x00", ""),
        (b"MZ", ""),
        (b"", ""),
    ],
)
def test_sound_is_known_by_its_own_bytes(begins, kind):
    assert audio.kind_of(begins) == kind


def test_random_bytes_never_break_the_look_at_them():
    chance = random.Random(3)

    assert all(isinstance(audio.kind_of(chance.randbytes(40)), str) for _ in range(500))
