"""How long a promise or an assigned card waits for its own person before the team takes it."""

from datetime import timedelta

CALLBACK_GRACE = timedelta(minutes=15)
"""A call promised for 15:00 falls to the team at 15:15."""

ASSIGNEE_PATIENCE = timedelta(days=2)
"""A card assigned to a person and callable for so long goes to the team."""

LEASE = timedelta(minutes=5)
"""A card stays in a person's hands so long without a sign of life from the browser."""

MOST_LAPSES = 3
"""A card whose lease ran out so often in a row is set aside and shown to the supervisor."""

SET_ASIDE = timedelta(days=1)

UNDO_TIME = timedelta(seconds=15)
"""Ten seconds on the screen, and time for the click to arrive."""
