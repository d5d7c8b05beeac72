"""The tables as 0001 to 0002 leave them, made at once; a database that has run some runs the rest."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dealerships.constraints


class Migration(migrations.Migration):
    replaces = [("surveys", "0001_initial"), ("surveys", "0002_answer_mood")]

    initial = True

    dependencies = [
        ("customers", "0001_squashed_0010_evidence_of_both"),
        ("dealerships", "0001_squashed_0007_telephone_extensions"),
        ("service", "0001_squashed_0002_fewer_checks_and_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[("service_visit", "after a service visit")],
                        max_length=20,
                        verbose_name="occasion",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questionnaires",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "occasion", "version"),
                        name="questionnaire_version_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("dealership", "occasion"),
                        name="questionnaire_one_active",
                    ),
                    models.UniqueConstraint(
                        fields=("dealership", "id"), name="questionnaire_tenant"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.SlugField(max_length=40)),
                ("texts", models.JSONField()),
                ("choices", models.JSONField()),
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
                    "questionnaire",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="surveys.questionnaire",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("questionnaire", "position"), name="question_position_once"
                    ),
                    models.UniqueConstraint(
                        fields=("questionnaire", "code"), name="question_code_once"
                    ),
                    models.UniqueConstraint(fields=("dealership", "id"), name="question_tenant"),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="questionnaire",
                        name="question_questionnaire_tenant",
                        references="surveys.Questionnaire",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("is_refused", models.BooleanField(default=False, verbose_name="refused")),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_responses",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_responses",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="surveys.questionnaire",
                    ),
                ),
                (
                    "repair_order",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_response",
                        to="service.repairorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "id"), name="survey_response_tenant"
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="questionnaire",
                        name="response_questionnaire_tenant",
                        references="surveys.Questionnaire",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="response_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="repair_order",
                        name="response_repair_order_tenant",
                        references="service.RepairOrder",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["dealership", "asked_at"], name="survey_response_by_time")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("choice", models.SlugField(max_length=40)),
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
                    "question",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="surveys.question",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="surveys.surveyresponse",
                    ),
                ),
                (
                    "mood",
                    models.CharField(
                        choices=[("good", "good"), ("neutral", "neutral"), ("bad", "bad")],
                        max_length=7,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("response", "question"), name="answer_once"),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="response",
                        name="answer_response_tenant",
                        references="surveys.SurveyResponse",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="question",
                        name="answer_question_tenant",
                        references="surveys.Question",
                        tenant="dealership",
                    ),
                ],
            },
        ),
    ]
