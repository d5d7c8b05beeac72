"""The demo's telephones: an extension for who calls, the calls behind outcomes, some missed."""

import random
from datetime import datetime, timedelta

from communications.models import PhoneCall, Touch
from communications.services.recordings import attach
from communications.telephony.simulated_calls import sound_of
from dealerships.models import Dealership, Extension, Role, User

FIRST = 101
WHO_CALLS = (
    Role.OPERATOR,
    Role.RECEPTIONIST,
    Role.SALESPERSON,
    Role.SERVICE_ADVISOR,
    Role.RELATIONS_MANAGER,
    Role.DEALER_HEAD,
)
TALKS = ("reached", "call_back", "refused", "do_not_call", "not_owner", "wrong_number")
SEEN = 0.9
"""Share of the reported calls that the exchange saw; the others came from somebody's own phone."""
TOO_SHORT = 0.05
RECORDED = 8


def connect(dealership: Dealership, *, chance: random.Random, at: datetime) -> None:
    """Extensions, the calls of two weeks, recordings of the last ones, missed calls of today."""
    extensions = _extensions(dealership)
    touches = (
        Touch.objects.for_dealership(dealership)
        .standing()
        .filter(channel="call", direction="out", by__in=extensions)
    )
    reported = [touch for touch in touches.exclude(outcome="").order_by("at", "pk")]
    seen = [touch for touch in reported if chance.random() < SEEN]
    calls = [_proof(touch, extensions[touch.by_id or 0], chance) for touch in seen]
    PhoneCall.objects.bulk_create([*calls, *_incoming(dealership, extensions, reported, at)])
    Touch.objects.filter(pk__in=[touch.pk for touch in seen]).update(
        evidence=Touch.Evidence.TELEPHONY
    )
    _record([call for call in calls if call.state == "talked"][-RECORDED:])


def _extensions(dealership: Dealership) -> dict[int, Extension]:
    people = User.objects.filter(
        memberships__dealership=dealership, memberships__role__in=WHO_CALLS
    )
    made = Extension.objects.bulk_create(
        Extension(dealership=dealership, user=user, number=str(FIRST + place))
        for place, user in enumerate(people.distinct().order_by("pk"))
    )
    return {extension.user_id: extension for extension in made}


def _proof(touch: Touch, extension: Extension, chance: random.Random) -> PhoneCall:
    """The call that the outcome was entered after."""
    talk = 0
    if touch.outcome in TALKS:
        talk = 3 if chance.random() < TOO_SHORT else chance.randint(25, 240)
    rang = chance.randint(4, 14) if talk else 25
    ended = touch.at - timedelta(seconds=chance.randint(5, 40))
    answered = ended - timedelta(seconds=talk)
    state = "talked" if talk else "busy" if touch.outcome == "busy" else "missed"
    return PhoneCall(
        dealership_id=touch.dealership_id,
        provider_id=f"demo-{touch.pk}",
        direction="out",
        is_dialled=True,
        extension=extension.number,
        user_id=extension.user_id,
        customer_id=touch.customer_id,
        number=touch.address,
        state=state,
        started_at=answered - timedelta(seconds=rang),
        answered_at=answered if talk else None,
        ended_at=ended,
        rings=1,
        touch=touch,
    )


def _incoming(
    dealership: Dealership, extensions: dict[int, Extension], reported: list[Touch], at: datetime
) -> list[PhoneCall]:
    """Two talks, and three calls that nobody took, one of a number nobody knows."""
    known = [touch for touch in reported if touch.address][-4:]
    telephone = next(iter(extensions.values()))
    calls = []
    for place, touch in enumerate(known):
        started = at - timedelta(hours=2 + 3 * place)
        is_talk = place % 2 == 1
        calls.append(
            PhoneCall(
                dealership=dealership,
                provider_id=f"demo-in-{place}",
                direction="in",
                extension=telephone.number,
                user_id=telephone.user_id,
                customer_id=touch.customer_id,
                number=touch.address,
                state="talked" if is_talk else "missed",
                started_at=started,
                answered_at=started + timedelta(seconds=8) if is_talk else None,
                ended_at=started + timedelta(seconds=95 if is_talk else 30),
                rings=2,
            )
        )
    unknown = "+74955550199" if dealership.country == "RU" else "+862155550199"
    ended = at - timedelta(minutes=40)
    calls.append(
        PhoneCall(
            dealership=dealership, provider_id="demo-in-unknown", direction="in", state="missed",
            number=unknown, started_at=ended - timedelta(seconds=30), ended_at=ended, rings=3,
        )
    )  # fmt: skip
    return calls


def _record(calls: list[PhoneCall]) -> None:
    sound = sound_of(4)
    for call in calls:
        attach(call=call, content=sound)
    PhoneCall.objects.bulk_update(calls, ["recording", "recording_type"])
