"""Holding and dealership: the two levels of tenant, and the dealership's own settings."""

import zoneinfo
from datetime import date, datetime, time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dealerships.querysets import DealershipQuerySet, TenantQuerySet


class Holding(models.Model):
    """A group of dealerships with one customer base."""

    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Dealership(models.Model):
    class Country(models.TextChoices):
        RUSSIA = "RU", _("Russia")
        CHINA = "CN", _("China")

    class Law(models.TextChoices):
        """Whose rules of contact bind the dealership: hours, what must be asked, wordings."""

        RUSSIA = "ru", _("Russia")
        EUROPEAN_UNION = "eu", _("European Union")
        CHINA = "cn", _("China")
        OWN = "own", _("none: our own hours, and every purpose is asked for")

    class Currency(models.TextChoices):
        RUB = "RUB", "₽"
        CNY = "CNY", "¥"

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        RUSSIAN = "ru", "Русский"
        CHINESE = "zh-hans", "简体中文"

    holding = models.ForeignKey(Holding, models.PROTECT, related_name="dealerships")
    slug = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Moscow")
    country = models.CharField(_("country"), max_length=2, choices=Country, default=Country.RUSSIA)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.RUB)
    # the language customers are spoken to in, unless a customer has one of their own
    language = models.CharField(
        _("language of the customers"),
        max_length=10,
        choices=Language,
        default=Language.RUSSIAN,
    )
    # completes local numbers given without an area prefix (eight digits in Shanghai)
    area_code = models.CharField(_("area code of the city"), max_length=6, blank=True)
    # the letterhead, and where an answer to a letter goes
    postal_address = models.CharField(_("postal address"), max_length=250, blank=True)
    phone = models.CharField(_("phone of the dealership"), max_length=40, blank=True)
    web_page = models.URLField(_("page for bookings and contact"), blank=True)
    calls_from = models.TimeField(_("calls from"), default=time(9))
    calls_until = models.TimeField(_("calls until"), default=time(20))
    law = models.CharField(_("rules of contact"), max_length=3, choices=Law, default=Law.OWN)
    # the contact budget of a customer (N2); here, so that it costs the queue no further query
    marketing_contacts = models.PositiveSmallIntegerField(_("contacts of advertising"), default=2)
    marketing_days = models.PositiveSmallIntegerField(_("in so many days"), default=30)
    calls_a_day = models.PositiveSmallIntegerField(_("talks a day"), default=1)
    days_after_complaint = models.PositiveSmallIntegerField(
        _("days without advertising after a complaint"), default=7
    )
    # {"2026-12-30": "Stock-taking"}: closed besides the public holidays. On the row itself, so
    # that "may we call now" costs the queue no further query
    closed_days = models.JSONField(_("own closed days"), default=dict, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DealershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holding", "id"], name="dealership_of_holding"),
            models.CheckConstraint(
                condition=Q(calls_from__lt=F("calls_until")),
                name="dealership_calls_in_order",
            ),
            models.CheckConstraint(
                condition=Q(marketing_days__gte=1, calls_a_day__gte=1),
                name="dealership_budget_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def closed_dates(self) -> frozenset[date]:
        """The own closed days, without the public holidays of the country."""
        return frozenset(date.fromisoformat(day) for day in self.closed_days)

    def local_date(self, at: datetime) -> date:
        """The dealership's calendar day of an aware instant."""
        return at.astimezone(self.tz).date()

    def start_of_day(self, day: date) -> datetime:
        """The first instant of the dealership's calendar day, aware."""
        return datetime.combine(day, time(), self.tz)


class WorkingHours(models.Model):
    """One opening of a weekday; a day may have several, a day without any is closed."""

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"))  # 0 is Monday
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    objects = TenantQuerySet["WorkingHours"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="working_hours_weekday"),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")), name="working_hours_in_order"
            ),
            models.UniqueConstraint(
                fields=["dealership", "weekday", "opens"], name="working_hours_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}–{self.closes}"


class SourceSystem(models.Model):
    """A system of record of the dealership (its DMS); external codes are unique within it."""

    USUAL = "dms"  # of a dealership with one system; nobody needs to read it

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="source_systems")
    name = models.SlugField(_("name"), default=USUAL)

    objects = TenantQuerySet["SourceSystem"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "name"], name="source_system_once"),
            models.UniqueConstraint(fields=["dealership", "id"], name="source_system_tenant"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usual(self) -> bool:
        return self.name == self.USUAL
