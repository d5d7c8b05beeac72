"""The days on which a holiday is greeted: fixed days, and the moving ones of the lunar calendar."""

from datetime import date
from functools import cache

# the class behind the library's own Chinese holidays: a whole calendar of them takes a second
from holidays.calendars.chinese import _ChineseLunisolar

FIRST_YEAR, LAST_YEAR = 1901, 2099
"""The years of the library's tables."""

# (month, day) of every year
FIXED = {
    "new_year": (1, 1),
    "defenders_day": (2, 23),
    "womens_day": (3, 8),
    "christmas": (12, 25),
}
MOVING = ("spring_festival", "mid_autumn")

# only they are greeted; who is neither known as a woman nor as a man is not
GENDERS = {"defenders_day": "m", "womens_day": "f"}


@cache
def moving_days(holiday: str) -> tuple[date, ...]:
    """A moving holiday's day in every year from FIRST_YEAR to LAST_YEAR."""
    calendar = _ChineseLunisolar()
    day_in = {
        "spring_festival": calendar.lunar_new_year_date,
        "mid_autumn": calendar.mid_autumn_date,
    }[holiday]
    days = (day_in(year)[0] for year in range(FIRST_YEAR, LAST_YEAR + 1))
    return tuple(day for day in days if day)
