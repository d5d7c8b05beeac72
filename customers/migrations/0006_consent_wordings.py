import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_agreement_history"),
        ("dealerships", "0004_rules_of_contact"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="consent",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="consent",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="consent",
            name="evidence_id",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="consentevent",
            name="evidence_id",
            field=models.BigIntegerField(blank=True, null=True),
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
        migrations.AddField(
            model_name="consentwording",
            name="dealership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consent_wordings",
                to="dealerships.dealership",
            ),
        ),
        migrations.AddField(
            model_name="consentwording",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="agreed_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.consentwording",
            ),
        ),
        migrations.AddField(
            model_name="consentevent",
            name="agreed_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="customers.consentwording",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentwording",
            constraint=models.UniqueConstraint(
                fields=("dealership", "purpose", "language", "version"),
                name="consent_wording_version_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentwording",
            constraint=models.UniqueConstraint(
                fields=("dealership", "id"), name="consent_wording_tenant"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=dealerships.constraints.SameTenant(
                column="id",
                field="agreed_to",
                name="consent_agreed_to_tenant",
                references="customers.ConsentWording",
                tenant="dealership",
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
    ]
