"""Windows on plain values: an occasion is planned on each day of its window and on no other."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from communications.rules import scripts
from followups.rules import windows

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
offsets = st.integers(-366, 366)
lengths = st.integers(1, 366)


@given(event_on=days, day=days, offset=offsets, window=lengths)
def test_an_event_is_planned_on_the_days_of_its_window_and_no_other(event_on, day, offset, window):
    earliest, latest = windows.event_window(day=day, offset_days=offset, window_days=window)

    assert (earliest <= event_on <= latest) == (0 <= (day - event_on).days - offset < window)


@given(event_on=days, offset=offsets, window=st.integers(4, 366), missed=st.integers(0, 366))
def test_whatever_three_days_are_missed_some_day_of_the_window_is_left(
    event_on, offset, window, missed
):
    due = [event_on + timedelta(days=offset + number) for number in range(window)]
    outage = {due[0] + timedelta(days=missed + number) for number in range(3)}

    def is_planned_on(day):
        first, last = windows.event_window(day=day, offset_days=offset, window_days=window)
        return first <= event_on <= last

    assert any(is_planned_on(day) for day in due if day not in outage)


def test_the_service_call_is_from_the_third_day_until_the_fifteenth():
    def window(day):
        return windows.event_window(day=day, offset_days=3, window_days=13)

    assert window(date(2026, 5, 5))[1] == date(2026, 5, 2)
    assert window(date(2026, 5, 17))[0] == date(2026, 5, 2)


def test_a_script_says_what_is_known_and_shows_what_is_not():
    said = scripts.fill("{address}: {car}, {address}. {caller}", {"address": "王先生", "car": ""})

    assert said == "王先生: {car}, 王先生. {caller}"


@given(text=st.text(), values=st.dictionaries(st.sampled_from(list(scripts.VARIABLES)), st.text()))
def test_no_text_breaks_the_filling_in(text, values):
    assert isinstance(scripts.fill(text, values), str)
