"""What the showroom brings in: lead sources, traffic, sales, and what marketing cost."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, Vehicle
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, SourceSystem, StaffMember
from dealerships.querysets import TenantQuerySet
from sales.querysets import SaleQuerySet


class LeadSource(models.Model):
    """Where a customer came from; every dealership has the standard ones and may add more."""

    class Standard(models.TextChoices):
        WALK_IN = "walk_in", _("Walk-in")
        INTERNET = "internet", _("Internet")
        PHONE = "phone", _("Phone")
        ADVERTISING = "advertising", _("Advertising")
        REFERRAL = "referral", _("Customer referral")
        INVITATION = "invitation", _("Salesperson's invitation")
        AGENT = "agent", _("Agent")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="lead_sources")
    code = models.SlugField(_("code"), max_length=50)
    # empty for the standard ones: their names are translated
    name = models.CharField(_("name"), max_length=100, blank=True)

    objects = TenantQuerySet["LeadSource"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "code"], name="lead_source_once"),
            models.UniqueConstraint(fields=["dealership", "id"], name="lead_source_tenant"),
        ]

    def __str__(self) -> str:
        if self.name:
            return self.name
        return str(dict(self.Standard.choices).get(self.code, self.code))


class Sale(models.Model):
    """A car delivered with a contract, dated by its delivery."""

    class Condition(models.TextChoices):
        NEW = "new", _("New")
        USED = "used", _("Used")

    # the composite keys below name it, and begin with it
    dealership = models.ForeignKey(
        Dealership, models.PROTECT, db_index=False, db_constraint=False, related_name="sales"
    )
    source_system = models.ForeignKey(
        SourceSystem,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
    )
    contract_number = models.CharField(_("contract"), max_length=100)
    delivered_on = models.DateField(_("delivered on"))
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="sales", db_constraint=False
    )
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="sales", db_constraint=False)
    condition = models.CharField(_("condition"), max_length=4, choices=Condition)
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=2)
    accessories = models.DecimalField(_("accessories"), max_digits=14, decimal_places=2, default=0)
    finance = models.DecimalField(
        _("finance and insurance"), max_digits=14, decimal_places=2, default=0
    )
    salesperson = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sales",
        db_constraint=False,
    )
    lead_source = models.ForeignKey(
        LeadSource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sales",
        db_constraint=False,
    )
    # the code as given is kept, and linked when that customer arrives
    referrer_code = models.CharField(_("referrer's code"), max_length=100, blank=True)
    referrer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referred_sales",
        db_constraint=False,
    )
    has_trade_in = models.BooleanField(_("trade-in"), default=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    row_digest = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SaleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "source_system", "contract_number"],
                nulls_distinct=False,
                name="sale_contract_once",
            ),
            models.UniqueConstraint(fields=["dealership", "id"], name="sale_tenant"),
            models.CheckConstraint(
                condition=Q(price__gte=0, accessories__gte=0, finance__gte=0),
                name="sale_amounts_not_negative",
            ),
            SameTenant(
                name="sale_source_tenant",
                field="source_system",
                references="dealerships.SourceSystem",
            ),
            SameTenant(
                name="sale_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="sale_vehicle_tenant",
                field="vehicle",
                references="customers.VehicleRelation",
                column="vehicle_id",
            ),
            SameTenant(
                name="sale_referrer_tenant",
                field="referrer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="sale_salesperson_tenant",
                field="salesperson",
                references="dealerships.StaffMember",
            ),
            SameTenant(
                name="sale_lead_source_tenant",
                field="lead_source",
                references="sales.LeadSource",
            ),
        ]
        indexes = [
            # KPIs read a dealership's sales up to a day; the planner those of a few days
            models.Index(fields=["dealership", "delivered_on"], name="sale_by_day"),
        ]

    def __str__(self) -> str:
        return self.contract_number


class TrafficContact(models.Model):
    """One line of the showroom traffic log: a visit, a call or a lead from the web."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visit")
        CALL = "call", _("Call")
        WEB = "web", _("Web lead")

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, db_index=False, related_name="traffic"
    )
    source_system = models.ForeignKey(
        SourceSystem,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
    )
    # md5 of (time, type, seller, phone or row text): traffic rows have no number of their own
    identity = models.UUIDField(editable=False)
    at = models.DateTimeField(_("at"))
    # local calendar day of `at` in the dealership's zone (denormalised for the KPIs)
    on = models.DateField(_("on"))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    lead_source = models.ForeignKey(
        LeadSource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="traffic",
        db_constraint=False,
    )
    name = models.CharField(_("name"), max_length=300, blank=True)
    phone_as_given = models.CharField(_("phone as given"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    interest = models.CharField(_("interest"), max_length=200, blank=True)
    salesperson = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="traffic",
        db_constraint=False,
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="traffic",
        db_constraint=False,
    )
    row_digest = models.UUIDField(null=True, editable=False)

    objects = TenantQuerySet["TrafficContact"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "source_system", "identity"],
                nulls_distinct=False,
                name="traffic_once",
            ),
            SameTenant(
                name="traffic_source_tenant",
                field="source_system",
                references="dealerships.SourceSystem",
            ),
            SameTenant(
                name="traffic_lead_source_tenant",
                field="lead_source",
                references="sales.LeadSource",
            ),
            SameTenant(
                name="traffic_salesperson_tenant",
                field="salesperson",
                references="dealerships.StaffMember",
            ),
            SameTenant(
                name="traffic_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
        ]
        indexes = [models.Index(fields=["dealership", "on"], name="traffic_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class MarketingSpend(models.Model):
    """The budget of a source in a month; a budget is identified by (month, source)."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="marketing_spend")
    month = models.DateField(_("month"))  # its first day
    lead_source = models.ForeignKey(
        LeadSource, models.PROTECT, related_name="spend", db_constraint=False
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    row_digest = models.UUIDField(null=True, editable=False)

    objects = TenantQuerySet["MarketingSpend"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "month", "lead_source"],
                name="marketing_spend_once",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="marketing_spend_first_day"),
            SameTenant(
                name="spend_lead_source_tenant",
                field="lead_source",
                references="sales.LeadSource",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.lead_source_id}: {self.amount}"
