"""Every talk with a customer, seen by the exchange or entered by hand, and what came after it.

Two tables, one set of columns: person, of (the customer), began, talked (how long), said (the
kind of its outcome), week, lot. A talk that both tables know is the exchange's.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import MD5, Cast, Coalesce, Concat, RowNumber, TruncWeek

from callreview.models import SampledCall, SampleReason
from callreview.rules.samples import ENTERED, PHONE, Candidate
from communications.models import PhoneCall, Touch
from communications.rules.evidence import TOO_SHORT
from complaints.models import Complaint
from customers.models import Consent
from dealerships.models import Dealership
from promises.models import Promise
from surveys.models import SurveyResponse

Why = SampleReason.Why
SHORTEST = timedelta(seconds=TOO_SHORT)
COMPLAINED_WITHIN = timedelta(days=7)
SAID_WITHIN = timedelta(days=1)
"""What was said in the call is entered on the same day or the next."""
ANSWERED_WITHIN = timedelta(days=30)
REFUSALS = (Touch.Outcome.REFUSED, Touch.Outcome.DO_NOT_CALL)


def phone_talks(dealership: Dealership, *, start: datetime, end: datetime) -> QuerySet[Any]:
    """Calls somebody here answered or was answered in, begun in [start, end)."""
    rows = PhoneCall.objects.for_dealership(dealership).filter(
        state=PhoneCall.State.TALKED,
        user__isnull=False,
        ended_at__isnull=False,
        started_at__gte=start,
        started_at__lt=end,
    )
    known = SampledCall.objects.filter(touch=OuterRef("touch"))
    length = ExpressionWrapper(F("ended_at") - F("answered_at"), output_field=DurationField())
    return _with_lot(
        rows.exclude(Exists(known)).annotate(
            person=F("user"),
            of=F("customer"),
            began=F("started_at"),
            talked=length,
            said=Coalesce("touch__outcome", Value("")),
        ),
        PHONE,
        dealership,
    )


def entered_talks(dealership: Dealership, *, start: datetime, end: datetime) -> QuerySet[Any]:
    """Talks that only their person told of: no call of the exchange proves them."""
    rows = (
        Touch.objects.for_dealership(dealership)
        .standing()
        .within(start=start, end=end)
        .filter(channel="call", is_conversation=True, by__isnull=False, phone_call__isnull=True)
    )
    return _with_lot(
        rows.annotate(
            person=F("by"),
            of=F("customer"),
            began=F("at"),
            talked=Value(None, output_field=DurationField()),
            said=F("outcome"),
        ),
        ENTERED,
        dealership,
    )


def _with_lot(rows: QuerySet[Any], kind: str, dealership: Dealership) -> QuerySet[Any]:
    """As callreview.rules.samples.lot: the week as the dealership's calendar has it."""
    week = Cast(TruncWeek("began", tzinfo=dealership.tz), DateField())
    seed = Concat(
        Cast("week", TextField()), Value(f":{kind}:"), Cast("pk", TextField()),
        output_field=TextField(),
    )  # fmt: skip
    found: QuerySet[Any] = rows.annotate(week=week).annotate(lot=MD5(seed))
    return found


def causes(*, long_minutes: int) -> dict[Why, Q]:
    """What puts a talk into the sample, as conditions on the columns above."""
    return {
        # only talks that had a conversation; how long one was that the exchange did not see,
        # nobody knows
        Why.RANDOM: Q(talked__isnull=True) | Q(talked__gte=SHORTEST),
        Why.COMPLAINT: Q(Exists(_complaints())),
        Why.WITHDRAWN: Q(Exists(_withdrawals())),
        Why.LOW_ANSWER: Q(Exists(_low_answers())),
        Why.PROMISE: Q(Exists(_broken_promises())),
        Why.REFUSED: Q(said__in=REFUSALS),
        Why.SHORT: Q(talked__lt=SHORTEST),
        Why.LONG: Q(talked__gte=timedelta(minutes=long_minutes)),
    }


def _after(field: str, within: timedelta) -> Q:
    """From the beginning of the talk until so long after it."""
    began: Any = OuterRef("began")
    return Q(**{f"{field}__gte": began, f"{field}__lt": began + within})


def _complaints() -> QuerySet[Any]:
    own = Complaint.objects.filter(dealership=OuterRef("dealership"), customer=OuterRef("of"))
    return own.filter(_after("opened_at", COMPLAINED_WITHIN))


def _withdrawals() -> QuerySet[Any]:
    own = Consent.objects.filter(dealership=OuterRef("dealership"), customer=OuterRef("of"))
    return own.filter(_after("given_at", SAID_WITHIN), is_granted=False)


def _low_answers() -> QuerySet[Any]:
    own = SurveyResponse.objects.filter(dealership=OuterRef("dealership"), customer=OuterRef("of"))
    return own.filter(_after("asked_at", ANSWERED_WITHIN), answers__mood="bad")


def _broken_promises() -> QuerySet[Any]:
    own = Promise.objects.filter(dealership=OuterRef("dealership"), customer=OuterRef("of"))
    return own.broken().filter(_after("made_at", SAID_WITHIN), made_by=OuterRef("person"))


def first_of_each(talks: QuerySet[Any], cause: Q, *, most: int, kind: str) -> Iterator[Candidate]:
    """Of each person and week the `most` talks with the smallest lots (one query)."""
    place = Window(RowNumber(), partition_by=[F("person"), F("week")], order_by=["lot", "pk"])
    rows = talks.filter(cause).annotate(place=place).filter(place__lte=most)
    for person, week, lot, pk in rows.values_list("person", "week", "lot", "pk"):
        yield Candidate(person, week, lot, kind, pk)
