"""What this app puts on the time line: cars that came and went, consents given and withdrawn."""

from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers import timeline
from customers.models import Consent, Customer, Ownership
from customers.timeline import Event, Line, Source
from dealerships.models import Dealership
from dealerships.querysets import person_name

CAR = {
    "make": "vehicle__make",
    "model": "vehicle__model",
    "plate": "vehicle__plate",
    "vin": "vehicle__vin",
}


def car_words(facts: dict[str, str]) -> str:
    """A car as people name it: make, model and plate, else the VIN."""
    words = " ".join(facts[part] for part in ("make", "model", "plate") if facts.get(part))
    return words or facts.get("vin", "")


def _owned_since(dealership: Dealership, customer: Customer) -> "QuerySet[Ownership]":
    return timeline.as_events(
        Ownership.objects.filter(customer=customer),
        kind="car",
        at=timeline.start_of_day("since", dealership),
        facts=JSONObject(**CAR),
    )


def _owned_until(dealership: Dealership, customer: Customer) -> "QuerySet[Ownership]":
    ended = Ownership.objects.filter(customer=customer, until__isnull=False)
    return timeline.as_events(
        ended.exclude(end_reason=Ownership.EndReason.MERGED),
        kind="car_left",
        at=timeline.start_of_day("until", dealership),
        facts=JSONObject(**CAR, reason="end_reason"),
    )


def _say_car(event: Event, dealership: Dealership) -> Line:
    return Line(_("Owner of %(car)s") % {"car": car_words(event.facts)}, icon="car", is_day=True)


def _say_car_left(event: Event, dealership: Dealership) -> Line:
    reasons = dict(Ownership.EndReason.choices)
    return Line(
        _("No longer owns %(car)s") % {"car": car_words(event.facts)},
        note=str(reasons.get(event.facts["reason"], "")),
        icon="car",
        is_day=True,
    )


def _consents(dealership: Dealership, customer: Customer) -> "QuerySet[Consent]":
    return timeline.as_events(
        Consent.objects.filter(customer=customer),
        kind="consent",
        at=F("given_at"),
        facts=JSONObject(
            purpose="purpose",
            channel="channel",
            granted="is_granted",
            evidence="evidence",
            by=person_name("recorded_by"),
        ),
    )


def _say_consent(event: Event, dealership: Dealership) -> Line:
    facts = event.facts
    words = {
        "purpose": dict(Consent.Purpose.choices)[facts["purpose"]],
        "channel": dict(Consent.Channel.choices)[facts["channel"]],
    }
    if facts["granted"]:
        title = _("Consent: %(purpose)s · %(channel)s") % words
    else:
        title = _("No consent: %(purpose)s · %(channel)s") % words
    evidence = str(dict(Consent.Evidence.choices)[facts["evidence"]])
    note = " · ".join(part for part in (evidence, facts["by"]) if part)
    return Line(
        title,
        note=note,
        icon="shield-check" if facts["granted"] else "ban",
        # an export knows the day of a statement, not its hour
        is_day=facts["evidence"] == Consent.Evidence.IMPORT,
    )


def register() -> None:
    """Called once by the app when Django starts."""
    timeline.register(
        Source(kind="car", label=gettext_lazy("Cars"), order=60, rows=_owned_since, say=_say_car)
    )
    timeline.register(
        Source(
            kind="car_left",
            label=gettext_lazy("Cars given away"),
            order=61,
            rows=_owned_until,
            say=_say_car_left,
        )
    )
    timeline.register(
        Source(
            kind="consent",
            label=gettext_lazy("Consents"),
            order=70,
            rows=_consents,
            say=_say_consent,
        )
    )
