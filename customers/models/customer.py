"""A person or company, its phones and e-mails, its codes in dealers' systems, who may see it."""

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers import postal, rules
from customers.querysets import ContactPointQuerySet, CustomerQuerySet
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, Holding, SourceSystem
from dealerships.querysets import TenantQuerySet


class Channel(models.TextChoices):
    CALL = "call", _("Call")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    MESSENGER = "messenger", _("Messenger")
    LETTER = "letter", _("Letter")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Customer(models.Model):
    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        COMPANY = "company", _("Company")

    class Gender(models.TextChoices):
        UNKNOWN = "", _("not known")
        FEMALE = "f", _("female")
        MALE = "m", _("male")

    # the list page's index begins with it
    holding = models.ForeignKey(Holding, models.PROTECT, db_index=False, related_name="customers")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.PERSON)
    # white space folded, otherwise as the person or the DMS gave it; parts only where known
    full_name = models.CharField(pgettext_lazy("of a customer", "name"), max_length=300)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, blank=True)
    form_of_address = models.CharField(_("form of address"), max_length=100, blank=True)
    # denormalised from full_name by customers.rules.search_text / sort_text
    search_name = models.CharField(max_length=700, editable=False)
    sort_name = models.CharField(max_length=300, editable=False)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    # the postal address; loads that name no such columns leave them empty
    street = models.CharField(
        _("street, house, flat"), max_length=120, blank=True, default="", db_default=""
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True, default="", db_default="")
    # empty: that of the dealership
    country = models.CharField(
        _("country"), max_length=2, choices=postal.Country, blank=True, default="", db_default=""
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Dealership.Language, blank=True
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    preferred_channel = models.CharField(
        _("preferred channel"), max_length=10, choices=Channel, blank=True
    )
    preferred_from = models.TimeField(_("best time from"), null=True, blank=True)
    preferred_until = models.TimeField(_("best time until"), null=True, blank=True)
    do_not_call_since = models.DateTimeField(_("do not call since"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # few are merged: a partial index below
        related_name="merged_cards",
    )
    # counts the edits: a form that was opened before another edit is refused (R13)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holding", "id"], name="customer_of_holding"),
            SameTenant(
                name="customer_merged_into_tenant",
                field="merged_into",
                references="customers.Customer",
                tenant="holding",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="customer_not_merged_into_itself",
            ),
        ]
        indexes = [
            # one search box: any part of a name in any order
            GinIndex(
                OpClass(F("search_name"), name="gin_trgm_ops"),
                name="customer_search_trgm",
            ),
            # one or two characters hold no trigram: prefix of the name (Chinese surnames)
            models.Index(
                OpClass(F("search_name"), name="varchar_pattern_ops"),
                name="customer_search_prefix",
            ),
            # the list page, keyset by name
            models.Index(fields=["holding", "sort_name", "id"], name="customer_by_name"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="customer_merged_into",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def address_in(self, language: str) -> str:
        """How to speak to the customer: as they asked, else as the language does."""
        return self.form_of_address or rules.address(
            language=language,
            full_name=self.full_name,
            kind=self.kind,
            family=self.family_name,
            given=self.given_name,
            patronymic=self.patronymic,
            gender=self.gender,
        )


class CustomerRelation(models.Model):
    """This dealership may see this customer. Written by whatever creates the relation.

    Tenant rows that name a customer refer to this pair (dealerships.constraints.SameTenant). The
    composite keys stand for the single ones: each row of a large load is checked once, not twice.
    """

    pk = models.CompositePrimaryKey("dealership_id", "customer_id")
    holding = models.ForeignKey(
        Holding, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    dealership = models.ForeignKey(
        Dealership,
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="customer_relations",
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, db_constraint=False, related_name="relations"
    )
    since = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet["CustomerRelation"].as_manager()

    class Meta:
        constraints = [
            SameTenant(
                name="relation_customer_of_holding",
                tenant="holding",
                field="customer",
                references="customers.Customer",
            ),
            SameTenant(
                name="relation_dealership_of_holding",
                tenant="holding",
                field="dealership",
                references="dealerships.Dealership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dealership_id}–{self.customer_id}"


class CustomerCode(models.Model):
    """The customer's code in a dealership's system of record."""

    # indexes and composite keys that begin with them are below
    dealership = models.ForeignKey(
        Dealership,
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="customer_codes",
    )
    source = models.ForeignKey(SourceSystem, models.PROTECT, db_index=False, db_constraint=False)
    code = models.CharField(_("code"), max_length=100)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="codes", db_constraint=False
    )
    # md5 of the row as last imported: an unchanged row writes nothing and undoes no edit
    row_digest = models.UUIDField(null=True)
    imported_at = models.DateTimeField(null=True)

    objects = TenantQuerySet["CustomerCode"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="customer_code_once"),
            SameTenant(
                name="customer_code_source_tenant",
                field="source",
                references="dealerships.SourceSystem",
            ),
            SameTenant(
                name="customer_code_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
        ]
        indexes = [
            # the search box takes external codes too, in any case
            models.Index(
                F("dealership"),
                OpClass(F("code"), name="varchar_pattern_ops"),
                name="customer_code_prefix",
            ),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ContactPoint(models.Model):
    """A phone number (E.164), e-mail address (lower case) or messenger name of a customer."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        MESSENGER = "messenger", _("Messenger")

    customer = models.ForeignKey(
        Customer, models.PROTECT, db_index=False, related_name="contact_points"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    value = models.CharField(_("value"), max_length=254)
    as_given = models.CharField(max_length=254, blank=True)
    label = models.CharField(_("label"), max_length=50, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # what libphonenumber (or the e-mail check) says; an invalid number is kept and found
    is_valid = models.BooleanField(default=True)
    # what a call found out: wrong number
    wrong_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "value"], name="contact_point_once"
            ),
        ]
        indexes = [
            # a phone or a fragment of it, in any notation (digits only in the question)
            GinIndex(OpClass(F("value"), name="gin_trgm_ops"), name="contact_point_trgm"),
            # exact: duplicates, incoming call
            models.Index(fields=["value"], name="contact_point_value"),
        ]

    def __str__(self) -> str:
        return self.value
