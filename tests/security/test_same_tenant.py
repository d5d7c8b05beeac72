"""The database refuses a row that mixes dealerships or holdings (S4a)."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from customers.models import Customer, Vehicle
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, Holding, User
from tests.security.world import make_world

OURS = {
    "dealerships",
    "customers",
    "promises",
    "communications",
    "sales",
    "service",
    "complaints",
    "exchange",
    "surveys",
    "followups",
    "callreview",
    "kpis",
    "workplace",
}
TENANTS = {"dealership": Dealership, "holding": Holding}
FREE = {Dealership, Holding, User}
"""Named by everybody; a user may work in several dealerships."""
THING = 7_000_000_001
ONLY_BY_THE_SERVICE = {
    # evidence about the person, who belongs to the holding, which is no column of it; a key by
    # (dealership, customer) to the relations would be three checks more a customer in every import
    "customers.Consent.customer",
}
"""Keys the database does not hold to the tenant, each with its reason."""


def our_models() -> list[type[models.Model]]:
    """Our tables, without those in which triggers keep old rows."""
    return [
        model
        for app in sorted(OURS)
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_obj")
    ]


def constraints() -> list[tuple[type[models.Model], SameTenant]]:
    return [
        (model, constraint)
        for model in our_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, SameTenant)
    ]


def tenant_fields(model: type[models.Model]) -> set[str]:
    """Which tenants' columns a row carries."""
    return {field.name for field in model._meta.concrete_fields} & TENANTS.keys()


def is_of_a_tenant(model: type[models.Model]) -> bool:
    return bool(tenant_fields(model)) or model in (Customer, Vehicle)


def test_every_key_to_a_tenant_s_row_is_held_to_the_tenant():
    guarded = {(model, constraint.field) for model, constraint in constraints()}
    missing = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if tenant_fields(model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model not in FREE
        and is_of_a_tenant(field.related_model)
        and (model, field.name) not in guarded
    }

    assert missing == ONLY_BY_THE_SERVICE


def relax(table: str) -> None:
    """Only inside a transaction that is undone: every column may be empty, no check holds."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'",
            [f'"{table}"'],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT attname FROM pg_attribute a WHERE attrelid = %s::regclass AND attnum > 0"
            " AND attnotnull AND NOT attisdropped AND attidentity = '' AND NOT EXISTS ("
            "  SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary"
            "  AND a.attnum = ANY(i.indkey))",
            [f'"{table}"'],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{name}" DROP NOT NULL')


def insert(model: type[models.Model], values: dict[str, int]) -> None:
    """The barest row; columns of a composite primary key are filled with something."""
    key = getattr(model._meta.pk, "fields", ())
    filled = {field.column: THING for field in key} | values
    columns = ", ".join(f'"{name}"' for name in filled)
    places = ", ".join(["%s"] * len(filled))
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) OVERRIDING SYSTEM VALUE'
            f" VALUES ({places})",
            list(filled.values()),
        )


def check_now(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET CONSTRAINTS "{name}" IMMEDIATE')


def write_pair(model, constraint, *, owner: int, naming: int) -> None:
    """A row of tenant `owner` is named by a row of tenant `naming`; the constraint is asked."""
    target = apps.get_model(constraint.references)
    tenant = model._meta.get_field(constraint.tenant).column
    for table in {model._meta.db_table, target._meta.db_table}:
        relax(table)
    column = target._meta.get_field(constraint.column).column
    named = {target._meta.get_field(constraint.tenant).column: owner, column: THING}
    insert(target, named | {theirs: 1 for _own, theirs in constraint.beside})
    field = model._meta.get_field(constraint.field).column
    insert(model, {tenant: naming, field: THING} | {own: 1 for own, _theirs in constraint.beside})
    check_now(constraint.name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "constraint"), constraints(), ids=lambda value: getattr(value, "name", "")
)
def test_a_row_of_another_tenant_is_refused(model, constraint, dealership, stranger):
    mine, theirs = (
        {"dealership": one.pk, "holding": one.holding_id}[constraint.tenant]
        for one in (dealership, stranger)
    )

    with transaction.atomic():
        write_pair(model, constraint, owner=theirs, naming=theirs)  # control: the same tenant may
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match=constraint.name), transaction.atomic():
        write_pair(model, constraint, owner=theirs, naming=mine)


def mixed_rows() -> dict[str, int]:
    """How many rows break each pair, by asking the tables and not the constraints."""
    found = {}
    for model, constraint in constraints():
        target = apps.get_model(constraint.references)
        tenant = model._meta.get_field(constraint.tenant).column
        field = model._meta.get_field(constraint.field).column
        their_tenant = target._meta.get_field(constraint.tenant).column
        column = target._meta.get_field(constraint.column).column
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT count(*) FROM "{model._meta.db_table}" r WHERE r."{field}" IS NOT NULL'
                f' AND NOT EXISTS (SELECT FROM "{target._meta.db_table}" t'
                f' WHERE t."{their_tenant}" = r."{tenant}" AND t."{column}" = r."{field}")'
            )
            if count := cursor.fetchone()[0]:
                found[constraint.name] = count
    return found


@pytest.mark.django_db
def test_no_row_of_a_full_world_is_mixed(dealership, sister, stranger):
    for one in (dealership, sister, stranger):
        make_world(one)

    assert mixed_rows() == {}


@pytest.mark.django_db
def test_without_the_constraint_a_mixed_row_gets_in_and_is_counted(dealership, stranger):
    theirs = make_world(stranger).complaint
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE complaints_complaintevent DROP CONSTRAINT complaint_event_tenant"
        )
    theirs.events.update(dealership=dealership)

    assert mixed_rows() == {"complaint_event_tenant": 2}


def refusals(row: models.Model, **options) -> list[str]:
    """What a form would say of the row."""
    try:
        row.validate_constraints(**options)
    except ValidationError as error:
        return error.messages
    return []


def test_a_form_says_it_before_the_commit_would(dealership, sister):
    visit = make_world(dealership).visit
    visit.customer = make_world(sister).customer

    assert refusals(visit) == ["Constraint “repair_order_customer_tenant” is violated."]
    assert refusals(visit, exclude={"customer"}) == []


def test_a_form_takes_own_rows_and_empty_keys(dealership, sister):
    visit, foreign = make_world(dealership).visit, make_world(sister).staff_member
    visit.advisor = foreign
    assert refusals(visit) == ["Constraint “repair_order_advisor_tenant” is violated."]

    visit.advisor = None
    assert refusals(visit) == []
