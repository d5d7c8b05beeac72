"""Database constraints that keep the rows of one tenant together (law 4: the database refuses)."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, Model


class SameTenant(BaseConstraint):
    """Composite foreign key: a row may name another row only of its own tenant.

    FOREIGN KEY (<tenant>_id, <field>_id) REFERENCES <references> (<tenant>_id, <column>).
    The referenced pair must be unique. Checked at commit, so that rows of one transaction may
    come in any order. NULL in <field> is allowed (nothing is named).

    field       name of the foreign key field on this model
    references  "app.Model" that carries the pair (the named model, or a relation table)
    column      column of the pair beside the tenant, "id" or for instance "customer_id"
    tenant      "dealership" or "holding"
    beside      more columns that have to agree, as (own, theirs): a branch and its parent are of
                one script
    """

    def __init__(
        self,
        *,
        field: str,
        references: str,
        name: str,
        column: str = "id",
        tenant: str = "dealership",
        beside: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.field = field
        self.references = references
        self.column = column
        self.tenant = tenant
        self.beside = tuple(beside)
        super().__init__(name=name)

    # Django always passes both; its stubs say they may be None
    def constraint_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        assert model is not None  # noqa: S101
        assert schema_editor is not None  # noqa: S101
        quote = schema_editor.quote_name
        target = model._meta.apps.get_model(self.references)
        own = [f"{self.tenant}_id", f"{self.field}_id", *(mine for mine, _theirs in self.beside)]
        theirs = [f"{self.tenant}_id", self.column, *(their for _mine, their in self.beside)]
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({', '.join(map(quote, own))})"
            f" REFERENCES {quote(target._meta.db_table)} ({', '.join(map(quote, theirs))})"
            " DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        assert model is not None  # noqa: S101
        assert schema_editor is not None  # noqa: S101
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        assert model is not None  # noqa: S101
        assert schema_editor is not None  # noqa: S101
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Ask as Model.full_clean() does, so that a form says it before the commit would.

        A key that is not to be looked at (exclude), or that is empty, holds. Raises
        ValidationError when the named row is another tenant's.
        """
        if exclude and {self.field, self.tenant} & set(exclude):
            return
        own = getattr(instance, f"{self.tenant}_id"), getattr(instance, f"{self.field}_id")
        if None in own:
            return
        pair = dict(zip([f"{self.tenant}_id", self.column], own, strict=True))
        target = model._meta.apps.get_model(self.references)
        if not target._base_manager.using(using).filter(**pair).exists():
            raise ValidationError(
                self.get_violation_error_message(), code=self.violation_error_code
            )

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, _args, kwargs = super().deconstruct()
        kwargs |= {
            "field": self.field,
            "references": self.references,
            "column": self.column,
            "tenant": self.tenant,
        }
        if self.beside:
            kwargs["beside"] = self.beside
        return path, (), kwargs

    def __eq__(self, other: object) -> bool:
        if isinstance(other, SameTenant):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.field, self.references))
