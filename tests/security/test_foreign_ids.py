"""A foreign id in a body is refused: every relational field of every form and serializer (S3)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import BaseForm, ModelChoiceField
from django.urls import get_resolver
from rest_framework.serializers import BaseSerializer, RelatedField, Serializer

from communications.models import MessageTemplate
from complaints.forms import ComplaintForm, OwnerForm
from customers.models import Customer, Vehicle
from dealerships.forms.staff import KeyForm, NameLinkForm, colleagues
from dealerships.models import User
from followups.forms.rules import RuleForm
from followups.forms.steps import StepForm
from followups.forms.team import ReassignForm
from followups.models import Script
from promises.forms import GiveForm, PromiseForm
from tests.factories import NOW
from tests.security.sites import sites
from tests.security.test_same_tenant import OURS
from tests.security.world import World, make_world

# how a form with relational fields is made inside a dealership
FORMS: dict[type[BaseForm], Callable[[World], BaseForm]] = {
    ComplaintForm: lambda world: ComplaintForm(
        dealership=world.dealership, customer=world.customer
    ),
    OwnerForm: lambda world: OwnerForm(dealership=world.dealership),
    NameLinkForm: lambda world: NameLinkForm(dealership=world.dealership),
    KeyForm: lambda world: KeyForm(dealership=world.dealership),
    RuleForm: lambda world: RuleForm(dealership=world.dealership),
    StepForm: lambda world: StepForm(dealership=world.dealership),
    ReassignForm: lambda world: ReassignForm(dealership=world.dealership),
    PromiseForm: lambda world: PromiseForm(
        None, people=colleagues(world.dealership), is_inner=False, due_at=NOW
    ),
    GiveForm: lambda world: GiveForm(people=colleagues(world.dealership)),
}
# the row of a world that a field of this model would name
ROWS: dict[type, Callable[[World], Any]] = {
    User: lambda world: world.user,
    MessageTemplate: lambda world: world.dealership.message_templates.order_by("pk").first(),
    Script: lambda world: world.script,
    Customer: lambda world: world.customer,
    Vehicle: lambda world: world.vehicle,
}


def subclasses(base: type) -> set[type]:
    """Every class below `base` that an app of ours defines; the site map has loaded them."""
    assert list(sites(get_resolver()))
    return {one for one in _below(base) if one.__module__.split(".")[0] in OURS}


def _below(base: type) -> set[type]:
    direct = set(base.__subclasses__())
    return direct.union(*(_below(one) for one in direct))


def relational_forms() -> set[type[BaseForm]]:
    return {
        form
        for form in subclasses(BaseForm)
        if any(
            isinstance(one, ModelChoiceField) for one in getattr(form, "base_fields", {}).values()
        )
    }


def accepted(form: BaseForm, world: World) -> list[str]:
    """Fields that take a row of `world`."""
    found = []
    for name, field in form.fields.items():
        if not isinstance(field, ModelChoiceField):
            continue
        try:
            field.clean(ROWS[field.queryset.model](world).pk)
        except ValidationError:
            continue
        found.append(name)
    return found


def test_every_form_with_relational_fields_is_known():
    assert {form.__name__ for form in relational_forms()} == {form.__name__ for form in FORMS}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_refuses_the_rows_of_others(form, dealership, sister, stranger):
    own, neighbour, foreigner = (make_world(one) for one in (dealership, sister, stranger))

    assert accepted(FORMS[form](own), own) != []
    assert accepted(FORMS[form](own), neighbour) == []
    assert accepted(FORMS[form](own), foreigner) == []


def test_a_field_without_its_limit_is_found(dealership, stranger):
    own, foreigner = make_world(dealership), make_world(stranger)
    form = FORMS[OwnerForm](own)
    form.fields["owner"].queryset = User.objects.all()

    assert accepted(form, foreigner) == ["owner"]


def test_no_serializer_takes_a_row_by_its_id():
    """The API names rows in the path, where they are fetched within the key's dealership."""
    writable = [
        f"{serializer.__name__}.{name}"
        for serializer in subclasses(BaseSerializer)
        if issubclass(serializer, Serializer)
        for name, field in serializer().fields.items()
        if isinstance(field, RelatedField) and not field.read_only
    ]
    taking_bodies = {"FenceSerializer", "OutcomeSerializer", "TaskFilterSerializer"}

    assert [one for one in writable if one.split(".")[0] in taking_bodies] == []


def test_no_form_lets_the_dealership_be_chosen():
    forbidden = {"dealership", "holding", "is_staff", "is_superuser", "is_active", "password"}
    chosen = [
        f"{form.__name__}.{name}"
        for form in subclasses(BaseForm)
        for name in getattr(form, "base_fields", {})
        if name in forbidden
    ]

    # a maintenance plan is switched off, not a person
    assert chosen == ["PlanForm.is_active"]
