"""What customers of the demo wrote lately: questions, a STOP, an unknown sender, one answered."""

from datetime import datetime, timedelta

from communications.models import WrittenChannel
from communications.services import inbox, incoming
from customers.models import ContactPoint, Customer
from dealerships.models import Dealership, User

TEXTS = {
    "ru": (
        "Здравствуйте! Можно записаться на ТО в субботу утром?",
        "Спасибо, уже всё сделали",
        "СТОП",
        "Это ваш номер? Хочу узнать цену на зимние шины",
    ),
    "zh-hans": (
        "你好，周六上午可以预约保养吗？",
        "谢谢，已经处理好了",
        "退订",
        "请问这是你们的电话吗？想问一下冬季轮胎的价格",
    ),
}
STRANGERS = {"ru": "+79035550117", "zh-hans": "+8613955501177"}


def fill(*, dealership: Dealership, manager: User, at: datetime) -> None:
    """By the same service as the providers' webhooks; the newest an hour ago."""
    question, thanks, stop, strange = TEXTS[str(dealership.language)]
    asks, thanked, stops = _people(dealership)
    _write(dealership, thanked, thanks, at - timedelta(hours=26))
    answered = dealership.inbound_messages.filter(customer__isnull=False).first()
    if answered:
        inbox.handle(reply=answered, by=manager, at=at - timedelta(hours=25))
    _write(dealership, stops, stop, at - timedelta(hours=5))
    _write(dealership, STRANGERS[str(dealership.language)], strange, at - timedelta(hours=3))
    _write(dealership, asks, question, at - timedelta(hours=1))


def _people(dealership: Dealership) -> list[str]:
    """The numbers of three customers, each with nobody else's."""
    customers = Customer.objects.for_dealership(dealership).current()
    points = ContactPoint.objects.filter(customer__in=customers, is_valid=True).not_wrong().phones()
    numbers = list(points.order_by("pk").values_list("value", flat=True)[:40])
    return [number for number in numbers if numbers.count(number) == 1][:3]


def _write(dealership: Dealership, number: str, text: str, at: datetime) -> None:
    incoming.take(
        incoming=incoming.Incoming(
            source="demo",
            event_id=f"{dealership.slug} {number}",
            channel=WrittenChannel.SMS,
            address=number,
            text=text,
            dealership=dealership.slug,
        ),
        at=at,
    )
