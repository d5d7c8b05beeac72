"""What a request asks figures of: day, dealerships counted as one, kind of customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone

from dealerships.decorators import DealershipRequest
from dealerships.models import Dealership, Membership, User
from dealerships.prepared import prepared
from kpis.forms import QuestionForm
from kpis.permissions import READERS
from kpis.rules import month_ends
from kpis.selection import Selection

MONTHS_OFFERED = 12


@dataclass(frozen=True)
class Question:
    """A checked question.

    choices    the dealerships whose figures the person may see
    problems   what of the request was not taken, in words
    """

    selection: Selection
    choices: Sequence[Dealership]
    today: date
    at: datetime
    problems: Sequence[str] = ()

    @property
    def is_today(self) -> bool:
        return self.selection.as_of == self.today

    @property
    def days_offered(self) -> list[date]:
        """The day asked for and the last month ends, newest first."""
        days = {self.selection.as_of, *month_ends(self.today, MONTHS_OFFERED)} - {self.today}
        return sorted(days, reverse=True)

    @property
    def chosen_slugs(self) -> set[str]:
        return {dealership.slug for dealership in self.selection.dealerships}

    def query(self, **own: str) -> str:
        """The query string that asks the same again, with `own` besides."""
        pairs = [("dealership", slug) for slug in sorted(self.chosen_slugs)]
        if not self.is_today:
            pairs.append(("as_of", self.selection.as_of.isoformat()))
        if self.selection.kind:
            pairs.append(("kind", self.selection.kind))
        return urlencode([*pairs, *own.items()])


def asked(request: DealershipRequest) -> Question:
    """The question of a request; what is not understood falls back to the whole of today here."""
    at = timezone.now()
    today = request.dealership.local_date(at)
    choices = _readable(request)
    values = request.POST if request.method == "POST" else request.GET
    form = QuestionForm(values, today=today)
    form.is_valid()
    slugs = set(values.getlist("dealership"))
    chosen = [each for each in choices if each.slug in slugs]
    return Question(
        selection=Selection(
            chosen or [request.dealership],
            form.cleaned_data.get("as_of") or today,
            form.cleaned_data.get("kind") or "",
        ),
        choices=choices,
        today=today,
        at=at,
        problems=[str(each) for each in form.errors.get("as_of", [])],
    )


def _readable(request: DealershipRequest) -> list[Dealership]:
    """Dealerships whose figures this person may see, the present one among them (one query)."""
    return _read_by(request.user)


@prepared
def _read_by(user: User) -> QuerySet[Dealership]:
    memberships = Membership.objects.active().filter(user=user, role__in=READERS)
    return Dealership.objects.filter(pk__in=memberships.values("dealership")).order_by("name")
