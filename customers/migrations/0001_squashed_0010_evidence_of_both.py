"""The tables as 0001 to 0010 leave them, made at once; a database that has run some runs the rest."""

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_fewer_checks_and_indexes"),
        ("customers", "0003_merged_into_same_holding"),
        ("customers", "0004_ownership_told"),
        ("customers", "0005_agreement_history"),
        ("customers", "0006_consent_wordings"),
        ("customers", "0007_messenger_and_replies"),
        ("customers", "0008_evidence_by_link"),
        ("customers", "0009_postal_address"),
        ("customers", "0010_evidence_of_both"),
    ]

    initial = True

    dependencies = [
        ("dealerships", "0001_squashed_0007_telephone_extensions"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Person"), ("company", "Company")],
                        default="person",
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("full_name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "family_name",
                    models.CharField(blank=True, max_length=100, verbose_name="family name"),
                ),
                (
                    "given_name",
                    models.CharField(blank=True, max_length=100, verbose_name="given name"),
                ),
                (
                    "patronymic",
                    models.CharField(blank=True, max_length=100, verbose_name="patronymic"),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("", "not known"), ("f", "female"), ("m", "male")],
                        max_length=1,
                        verbose_name="gender",
                    ),
                ),
                (
                    "form_of_address",
                    models.CharField(blank=True, max_length=100, verbose_name="form of address"),
                ),
                ("search_name", models.CharField(editable=False, max_length=700)),
                ("sort_name", models.CharField(editable=False, max_length=300)),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="birth date")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("ru", "Русский"), ("zh-hans", "简体中文")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(blank=True, max_length=64, verbose_name="time zone"),
                ),
                (
                    "preferred_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "Call"),
                            ("sms", "SMS"),
                            ("email", "E-mail"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                        verbose_name="preferred channel",
                    ),
                ),
                (
                    "preferred_from",
                    models.TimeField(blank=True, null=True, verbose_name="best time from"),
                ),
                (
                    "preferred_until",
                    models.TimeField(blank=True, null=True, verbose_name="best time until"),
                ),
                (
                    "do_not_call_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="do not call since"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "holding",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="dealerships.holding",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_cards",
                        to="customers.customer",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("RU", "Russia"),
                            ("CN", "China"),
                            ("BY", "Belarus"),
                            ("DE", "Germany"),
                            ("KZ", "Kazakhstan"),
                        ],
                        db_default="",
                        default="",
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                (
                    "postcode",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="postcode",
                    ),
                ),
                (
                    "street",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=120,
                        verbose_name="street, house, flat",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="customer_not_merged_into_itself",
                    )
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("search_name"), name="gin_trgm_ops"
                        ),
                        name="customer_search_trgm",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("search_name"), name="varchar_pattern_ops"
                        ),
                        name="customer_search_prefix",
                    ),
                    models.Index(fields=["holding", "sort_name", "id"], name="customer_by_name"),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="customer_merged_into",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="Customer",
            constraint=models.UniqueConstraint(
                fields=("holding", "id"), name="customer_of_holding"
            ),
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("email", "E-mail"),
                            ("messenger", "Messenger"),
                        ],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=254, verbose_name="value")),
                ("as_given", models.CharField(blank=True, max_length=254)),
                ("label", models.CharField(blank=True, max_length=50, verbose_name="label")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_valid", models.BooleanField(default=True)),
                ("wrong_since", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_points",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "kind", "value"), name="contact_point_once"
                    )
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("value"), name="gin_trgm_ops"
                        ),
                        name="contact_point_trgm",
                    ),
                    models.Index(fields=["value"], name="contact_point_value"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPointEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("email", "E-mail"),
                            ("messenger", "Messenger"),
                        ],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=254, verbose_name="value")),
                ("as_given", models.CharField(blank=True, max_length=254)),
                ("label", models.CharField(blank=True, max_length=50, verbose_name="label")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_valid", models.BooleanField(default=True)),
                ("wrong_since", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.contactpoint",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CustomerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Person"), ("company", "Company")],
                        default="person",
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("full_name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "family_name",
                    models.CharField(blank=True, max_length=100, verbose_name="family name"),
                ),
                (
                    "given_name",
                    models.CharField(blank=True, max_length=100, verbose_name="given name"),
                ),
                (
                    "patronymic",
                    models.CharField(blank=True, max_length=100, verbose_name="patronymic"),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("", "not known"), ("f", "female"), ("m", "male")],
                        max_length=1,
                        verbose_name="gender",
                    ),
                ),
                (
                    "form_of_address",
                    models.CharField(blank=True, max_length=100, verbose_name="form of address"),
                ),
                ("search_name", models.CharField(editable=False, max_length=700)),
                ("sort_name", models.CharField(editable=False, max_length=300)),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="birth date")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("ru", "Русский"), ("zh-hans", "简体中文")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(blank=True, max_length=64, verbose_name="time zone"),
                ),
                (
                    "preferred_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "Call"),
                            ("sms", "SMS"),
                            ("email", "E-mail"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                        verbose_name="preferred channel",
                    ),
                ),
                (
                    "preferred_from",
                    models.TimeField(blank=True, null=True, verbose_name="best time from"),
                ),
                (
                    "preferred_until",
                    models.TimeField(blank=True, null=True, verbose_name="best time until"),
                ),
                (
                    "do_not_call_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="do not call since"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "holding",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dealerships.holding",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.customer",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("RU", "Russia"),
                            ("CN", "China"),
                            ("BY", "Belarus"),
                            ("DE", "Germany"),
                            ("KZ", "Kazakhstan"),
                        ],
                        db_default="",
                        default="",
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                (
                    "postcode",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="postcode",
                    ),
                ),
                (
                    "street",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=120,
                        verbose_name="street, house, flat",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CustomerRelation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dealership_id",
                        "customer_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customer_relations",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.holding",
                    ),
                ),
            ],
            options={
                "constraints": [
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="customer",
                        name="relation_customer_of_holding",
                        references="customers.Customer",
                        tenant="holding",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="dealership",
                        name="relation_dealership_of_holding",
                        references="dealerships.Dealership",
                        tenant="holding",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=100, verbose_name="code")),
                ("row_digest", models.UUIDField(null=True)),
                ("imported_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customer_codes",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="dealerships.sourcesystem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "code"), name="customer_code_once"),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="source",
                        name="customer_code_source_tenant",
                        references="dealerships.SourceSystem",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="customer_code_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(
                        models.F("dealership"),
                        django.contrib.postgres.indexes.OpClass(
                            models.F("code"), name="varchar_pattern_ops"
                        ),
                        name="customer_code_prefix",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateCandidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.FloatField(verbose_name="certainty")),
                ("facts", models.JSONField(default=dict)),
                ("is_automatic", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("merged", "merged"),
                            ("different", "different people"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates_as_first",
                        to="customers.customer",
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicate_candidates",
                        to="dealerships.holding",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates_as_second",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="duplicate_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="duplicate_in_order",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="first",
                        name="duplicate_first_of_holding",
                        references="customers.Customer",
                        tenant="holding",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="second",
                        name="duplicate_second_of_holding",
                        references="customers.Customer",
                        tenant="holding",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["holding", "status", "-score", "id"], name="duplicate_to_decide"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("moved", models.JSONField()),
                ("before", models.JSONField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="dealerships.holding",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_kept",
                        to="customers.customer",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_lost",
                        to="customers.customer",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="kept",
                        name="merge_kept_of_holding",
                        references="customers.Customer",
                        tenant="holding",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="merged",
                        name="merge_lost_of_holding",
                        references="customers.Customer",
                        tenant="holding",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vehicle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("vin", models.CharField(blank=True, max_length=30, verbose_name="VIN")),
                ("plate", models.CharField(blank=True, max_length=20, verbose_name="plate")),
                ("plate_key", models.CharField(blank=True, editable=False, max_length=20)),
                ("make", models.CharField(blank=True, max_length=60, verbose_name="make")),
                ("model", models.CharField(blank=True, max_length=100, verbose_name="model")),
                (
                    "model_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="model year"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "holding",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vehicles",
                        to="dealerships.holding",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("holding", "id"), name="vehicle_of_holding"),
                    models.UniqueConstraint(
                        condition=models.Q(("vin", ""), _negated=True),
                        fields=("holding", "vin"),
                        name="vehicle_vin_once",
                    ),
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("vin"), name="gin_trgm_ops"
                        ),
                        name="vehicle_vin_trgm",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("plate_key"), name="gin_trgm_ops"
                        ),
                        name="vehicle_plate_trgm",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ownership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resold", "sold to another customer"),
                            ("told", "the customer told us"),
                            ("merged", "joined with the same owner's next ownership"),
                        ],
                        max_length=10,
                        verbose_name="ended because",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to="customers.customer",
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.holding",
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to="customers.vehicle",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="ownership_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("until__isnull", True)),
                            models.Q(
                                ("until__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ownership_end_has_reason",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("vehicle", "="),
                            (
                                models.Func(
                                    models.F("since"), models.F("until"), function="daterange"
                                ),
                                "&&",
                            ),
                        ],
                        name="ownership_one_at_a_time",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="customer",
                        name="ownership_customer_of_holding",
                        references="customers.Customer",
                        tenant="holding",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="vehicle",
                        name="ownership_vehicle_of_holding",
                        references="customers.Vehicle",
                        tenant="holding",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("end_reason", "told")),
                        fields=["vehicle", "customer"],
                        name="ownership_told",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OdometerReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_on", models.DateField(verbose_name="read on")),
                ("km", models.PositiveIntegerField(verbose_name="km")),
                (
                    "vehicle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="odometer_readings",
                        to="customers.vehicle",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("vehicle", "read_on"), name="odometer_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VehicleRelation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dealership_id",
                        "vehicle_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vehicle_relations",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "holding",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.holding",
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="customers.vehicle",
                    ),
                ),
            ],
            options={
                "constraints": [
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="vehicle",
                        name="relation_vehicle_of_holding",
                        references="customers.Vehicle",
                        tenant="holding",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="dealership",
                        name="vehicle_relation_dealership",
                        references="dealerships.Dealership",
                        tenant="holding",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warranty", "Warranty"),
                            ("compulsory_insurance", "Compulsory insurance"),
                            ("own_damage_insurance", "Own-damage insurance"),
                            ("loan", "Loan"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("provider", models.CharField(blank=True, max_length=200, verbose_name="company")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="customers.customer",
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="customers.vehicle",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "vehicle", "customer", "kind", "starts_on"),
                        name="agreement_once",
                        nulls_distinct=False,
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="agreement_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="vehicle_id",
                        field="vehicle",
                        name="agreement_vehicle_tenant",
                        references="customers.VehicleRelation",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["dealership", "kind", "ends_on"], name="agreement_ending")
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warranty", "Warranty"),
                            ("compulsory_insurance", "Compulsory insurance"),
                            ("own_damage_insurance", "Own-damage insurance"),
                            ("loan", "Loan"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("provider", models.CharField(blank=True, max_length=200, verbose_name="company")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.agreement",
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.vehicle",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsentWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service", "Service notices"),
                            ("satisfaction", "Satisfaction questions"),
                            ("advertising", "Advertising"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ru", "Русский"), ("zh-hans", "简体中文")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("text", models.TextField(verbose_name="text")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consent_wordings",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "purpose", "language", "version"),
                        name="consent_wording_version_once",
                    ),
                    models.UniqueConstraint(
                        fields=("dealership", "id"), name="consent_wording_tenant"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service", "Service notices"),
                            ("satisfaction", "Satisfaction questions"),
                            ("advertising", "Advertising"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("any", "Every channel"),
                            ("call", "Call"),
                            ("sms", "SMS"),
                            ("email", "E-mail"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("is_granted", models.BooleanField(verbose_name="granted")),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("import", "import from the dealer's system"),
                            ("call", "said in a call"),
                            ("form", "entered by staff"),
                            ("merge", "merging of two cards"),
                            ("reply", "written by the customer"),
                            ("link", "by the link in a message"),
                        ],
                        max_length=10,
                        verbose_name="evidence",
                    ),
                ),
                ("wording", models.TextField(blank=True, verbose_name="wording")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dealership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="customers.customer",
                    ),
                ),
                ("evidence_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "agreed_to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.consentwording",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at__isnull", True),
                            ("superseded_at__gte", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="consent_superseded_later",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("customer", "purpose", "channel"),
                        name="consent_one_current",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="agreed_to",
                        name="consent_agreed_to_tenant",
                        references="customers.ConsentWording",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("recorded_by__isnull", False)),
                        fields=["recorded_by"],
                        name="consent_recorded_by",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service", "Service notices"),
                            ("satisfaction", "Satisfaction questions"),
                            ("advertising", "Advertising"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("any", "Every channel"),
                            ("call", "Call"),
                            ("sms", "SMS"),
                            ("email", "E-mail"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("is_granted", models.BooleanField(verbose_name="granted")),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("import", "import from the dealer's system"),
                            ("call", "said in a call"),
                            ("form", "entered by staff"),
                            ("merge", "merging of two cards"),
                            ("reply", "written by the customer"),
                            ("link", "by the link in a message"),
                        ],
                        max_length=10,
                        verbose_name="evidence",
                    ),
                ),
                ("wording", models.TextField(blank=True, verbose_name="wording")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="customers.consent",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                    ),
                ),
                ("evidence_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "agreed_to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.consentwording",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="Customer",
            constraint=dealerships.constraints.SameTenant(
                column="id",
                field="merged_into",
                name="customer_merged_into_tenant",
                references="customers.Customer",
                tenant="holding",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_customerevent" ("birth_date", "city", "country", "created_at", "do_not_call_since", "family_name", "form_of_address", "full_name", "gender", "given_name", "holding_id", "id", "kind", "language", "merged_into_id", "patronymic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "preferred_channel", "preferred_from", "preferred_until", "search_name", "sort_name", "street", "time_zone", "updated_at", "version") VALUES (OLD."birth_date", OLD."city", OLD."country", OLD."created_at", OLD."do_not_call_since", OLD."family_name", OLD."form_of_address", OLD."full_name", OLD."gender", OLD."given_name", OLD."holding_id", OLD."id", OLD."kind", OLD."language", OLD."merged_into_id", OLD."patronymic", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."postcode", OLD."preferred_channel", OLD."preferred_from", OLD."preferred_until", OLD."search_name", OLD."sort_name", OLD."street", OLD."time_zone", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="b1fb4877435775e0c02e9e9e361613c321e3f715",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca86d",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_customerevent" ("birth_date", "city", "country", "created_at", "do_not_call_since", "family_name", "form_of_address", "full_name", "gender", "given_name", "holding_id", "id", "kind", "language", "merged_into_id", "patronymic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "preferred_channel", "preferred_from", "preferred_until", "search_name", "sort_name", "street", "time_zone", "updated_at", "version") VALUES (OLD."birth_date", OLD."city", OLD."country", OLD."created_at", OLD."do_not_call_since", OLD."family_name", OLD."form_of_address", OLD."full_name", OLD."gender", OLD."given_name", OLD."holding_id", OLD."id", OLD."kind", OLD."language", OLD."merged_into_id", OLD."patronymic", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."postcode", OLD."preferred_channel", OLD."preferred_from", OLD."preferred_until", OLD."search_name", OLD."sort_name", OLD."street", OLD."time_zone", OLD."updated_at", OLD."version"); RETURN NULL;',
                    hash="73a93b37e4e7e1d081377c0c07ac81fcb1b05cd3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_939ca",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_contactpointevent" ("as_given", "created_at", "customer_id", "id", "is_valid", "kind", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "value", "wrong_since") VALUES (OLD."as_given", OLD."created_at", OLD."customer_id", OLD."id", OLD."is_valid", OLD."kind", OLD."label", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."position", OLD."value", OLD."wrong_since"); RETURN NULL;',
                    hash="56654ac47a5bb81b8ee9b72e9a6ed80ee6b3d33f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_90fab",
                    table="customers_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_contactpointevent" ("as_given", "created_at", "customer_id", "id", "is_valid", "kind", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "value", "wrong_since") VALUES (OLD."as_given", OLD."created_at", OLD."customer_id", OLD."id", OLD."is_valid", OLD."kind", OLD."label", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."value", OLD."wrong_since"); RETURN NULL;',
                    hash="a83efef7038e9ba1bd9f7800b9cade5629ed31b1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f627e",
                    table="customers_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_agreementevent" ("created_at", "customer_id", "dealership_id", "ends_on", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "starts_on", "vehicle_id") VALUES (OLD."created_at", OLD."customer_id", OLD."dealership_id", OLD."ends_on", OLD."id", OLD."kind", OLD."number", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."provider", OLD."starts_on", OLD."vehicle_id"); RETURN NULL;',
                    hash="49c0b3574c13a4a7f908ca0c665447cefb456c1b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7d0fb",
                    table="customers_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_agreementevent" ("created_at", "customer_id", "dealership_id", "ends_on", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "starts_on", "vehicle_id") VALUES (OLD."created_at", OLD."customer_id", OLD."dealership_id", OLD."ends_on", OLD."id", OLD."kind", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."provider", OLD."starts_on", OLD."vehicle_id"); RETURN NULL;',
                    hash="faa9c45f592e6f3b120c706a9bf4f452ec839c83",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4350d",
                    table="customers_agreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consentwording",
            trigger=pgtrigger.compiler.Trigger(
                name="consent_wording_stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4270e880189b883836b897d9324adcabacf7aa5c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_consent_wording_stands_110de",
                    table="customers_consentwording",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "customers_consentevent" ("agreed_to_id", "channel", "customer_id", "dealership_id", "evidence", "evidence_id", "given_at", "id", "is_granted", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "superseded_at", "wording") VALUES (OLD."agreed_to_id", OLD."channel", OLD."customer_id", OLD."dealership_id", OLD."evidence", OLD."evidence_id", OLD."given_at", OLD."id", OLD."is_granted", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."purpose", OLD."recorded_at", OLD."recorded_by_id", OLD."superseded_at", OLD."wording"); RETURN NULL;',
                    hash="18710cc7f7cc3e935f61f5ec1586ae6280f75926",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4fa64",
                    table="customers_consent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_consentevent" ("agreed_to_id", "channel", "customer_id", "dealership_id", "evidence", "evidence_id", "given_at", "id", "is_granted", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "superseded_at", "wording") VALUES (OLD."agreed_to_id", OLD."channel", OLD."customer_id", OLD."dealership_id", OLD."evidence", OLD."evidence_id", OLD."given_at", OLD."id", OLD."is_granted", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."recorded_at", OLD."recorded_by_id", OLD."superseded_at", OLD."wording"); RETURN NULL;',
                    hash="d361c4753b15f684f02725bbd6ea2896c5428fd0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ecc6",
                    table="customers_consent",
                    when="AFTER",
                ),
            ),
        ),
    ]
