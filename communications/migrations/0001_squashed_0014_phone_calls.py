"""The tables as 0001 to 0014 leave them, made at once; a database that has run some runs the rest."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import communications.models.phone_call
import dealerships.constraints


class Migration(migrations.Migration):
    replaces = [
        ("communications", "0001_initial"),
        ("communications", "0002_contact_budget"),
        ("communications", "0003_pause_noted_by"),
        ("communications", "0004_outbox"),
        ("communications", "0005_no_longer_needed"),
        ("communications", "0006_call_outcomes"),
        ("communications", "0007_standard_outcomes"),
        ("communications", "0008_inbound"),
        ("communications", "0009_outcomes_by_messenger"),
        ("communications", "0010_message_templates"),
        ("communications", "0011_opt_out_links"),
        ("communications", "0012_letters"),
        ("communications", "0013_channels_of_both"),
        ("communications", "0014_phone_calls"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_squashed_0010_evidence_of_both"),
        ("dealerships", "0001_squashed_0007_telephone_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("complaint", "open complaint"),
                            ("asked", "the customer asked for a pause"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "by",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="hold_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("subject_id__isnull", False)),
                        fields=("dealership", "reason", "subject_id"),
                        name="hold_once_per_subject",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="hold_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                ],
                "indexes": [models.Index(fields=["customer", "until"], name="hold_of_customer")],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="promise")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("is_kept", models.BooleanField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises_owned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("is_kept__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("is_kept__isnull", False)),
                            _connector="OR",
                        ),
                        name="promise_closed_is_judged",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="promise_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["dealership", "due_at"],
                        name="promise_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("sms", "SMS"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                        verbose_name="channel",
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
                ("subjects", models.JSONField(blank=True, default=dict, verbose_name="subjects")),
                ("texts", models.JSONField(default=dict, verbose_name="texts")),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="message_templates",
                        to="dealerships.dealership",
                    ),
                ),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="changed")),
                ("code", models.SlugField(blank=True, editable=False, max_length=40)),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        choices=[("a4", "Letter, A4"), ("a6", "Postcard, A6")],
                        max_length=2,
                        verbose_name="paper",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "id"), name="message_template_tenant"
                    ),
                    models.UniqueConstraint(
                        fields=("dealership", "name"), name="message_template_name_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("dealership", "code"),
                        name="message_template_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "letter"), models.Q(("paper", ""), _negated=True)),
                            models.Q(models.Q(("channel", "letter"), _negated=True), ("paper", "")),
                            _connector="OR",
                        ),
                        name="message_template_letter_has_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallOutcome",
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
                            ("reached", "Reached"),
                            ("no_answer", "No answer"),
                            ("busy", "Busy"),
                            ("wrong_number", "Wrong number"),
                            ("call_back", "Call back"),
                            ("refused", "Refused"),
                            ("do_not_call", "Do not call"),
                            ("not_owner", "No longer owns the car"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("is_standard", models.BooleanField(default=False, editable=False)),
                ("names", models.JSONField(blank=True, default=dict, verbose_name="names")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                ("is_terminal", models.BooleanField(default=False, verbose_name="ends the card")),
                (
                    "retry_minutes",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="again after, minutes"
                    ),
                ),
                (
                    "most_attempts",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="most of these"
                    ),
                ),
                (
                    "other_number",
                    models.BooleanField(default=False, verbose_name="next time another number"),
                ),
                (
                    "other_time",
                    models.BooleanField(
                        default=False, verbose_name="next time at another time of day"
                    ),
                ),
                (
                    "is_productive",
                    models.BooleanField(default=False, verbose_name="counts as a result"),
                ),
                (
                    "opens_complaint",
                    models.BooleanField(default=False, verbose_name="opens a complaint"),
                ),
                (
                    "withdraws",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nothing"),
                            ("advertising", "consent to advertising"),
                            ("all", "consent to every call and message"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="withdraws",
                    ),
                ),
                (
                    "books_appointment",
                    models.BooleanField(default=False, verbose_name="asks for an appointment"),
                ),
                (
                    "next_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("email", "E-mail"),
                            ("sms", "SMS"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                        verbose_name="goes on by",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_outcomes",
                        to="dealerships.dealership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "id"), name="call_outcome_tenant"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_standard", True)),
                        fields=("dealership", "kind"),
                        name="call_outcome_one_standard_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_standard", False), ("is_active", True), _connector="OR"
                        ),
                        name="call_outcome_standard_is_offered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_attempts__isnull", True),
                            ("most_attempts__gte", 1),
                            _connector="OR",
                        ),
                        name="call_outcome_most_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=40)),
                ("event_id", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivered", "delivered"),
                            ("read", "read"),
                            ("failed", "not delivered"),
                            ("bad_address", "the address does not exist"),
                            ("delayed", "delayed"),
                            ("reply", "reply"),
                            ("opt_out", "wants no more advertising"),
                        ],
                        max_length=12,
                    ),
                ),
                ("uid", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "event_id"), name="provider_event_once"
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("uid__isnull", False)),
                        fields=["uid"],
                        name="provider_event_of_message",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        choices=[("a4", "Letter, A4"), ("a6", "Postcard, A6")],
                        max_length=2,
                        verbose_name="paper",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("making", "Being made"),
                            ("ready", "Ready to print"),
                            ("posted", "Posted"),
                            ("dropped", "Put back"),
                            ("failed", "Could not be made"),
                        ],
                        default="making",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("total", models.PositiveSmallIntegerField()),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(verbose_name="asked for")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="made")),
                ("posted_at", models.DateTimeField(blank=True, null=True, verbose_name="posted")),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_batches",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "posted_by",
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
                        fields=("dealership", "id"), name="letter_batch_tenant"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posted_at__isnull", False), ("state", "posted")),
                            models.Q(
                                models.Q(("state", "posted"), _negated=True),
                                ("posted_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="letter_batch_posted_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["ready", "posted"]), _negated=True),
                            ("made_at__isnull", False),
                            _connector="OR",
                        ),
                        name="letter_batch_ready_has_time",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["dealership", "-asked_at", "-id"], name="letter_batch_newest"
                    ),
                    models.Index(
                        condition=models.Q(("state", "making")),
                        fields=["asked_at"],
                        name="letter_batch_making",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("sms", "SMS"),
                            ("email", "E-mail"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        default="call",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "outgoing"), ("in", "incoming")],
                        default="out",
                        max_length=3,
                        verbose_name="direction",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Reached"),
                            ("no_answer", "No answer"),
                            ("busy", "Busy"),
                            ("wrong_number", "Wrong number"),
                            ("call_back", "Call back"),
                            ("refused", "Refused"),
                            ("do_not_call", "Do not call"),
                            ("not_owner", "No longer owns the car"),
                        ],
                        max_length=15,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "is_conversation",
                    models.BooleanField(default=False, verbose_name="conversation"),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=254, verbose_name="number or address"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "evidence",
                    models.CharField(
                        choices=[("self", "reported by staff"), ("telephony", "seen by telephony")],
                        default="self",
                        max_length=10,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touches",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touches",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "is_advertising",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="advertising"
                    ),
                ),
                (
                    "own_outcome",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communications.calloutcome",
                    ),
                ),
            ],
            options={
                "constraints": [
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="touch_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="own_outcome",
                        name="touch_outcome_tenant",
                        references="communications.CallOutcome",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["customer", "-at"], name="touch_of_customer"),
                    models.Index(fields=["dealership", "at"], name="touch_of_day"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="Touch",
            constraint=models.UniqueConstraint(fields=("dealership", "id"), name="touch_tenant"),
        ),
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("provider_id", models.CharField(blank=True, max_length=200)),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "outgoing"), ("in", "incoming")],
                        max_length=3,
                        verbose_name="direction",
                    ),
                ),
                ("is_dialled", models.BooleanField(default=False)),
                (
                    "extension",
                    models.CharField(blank=True, max_length=20, verbose_name="telephone extension"),
                ),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("dialling", "dialling"),
                            ("ringing", "ringing"),
                            ("talking", "talking"),
                            ("talked", "talked"),
                            ("missed", "not answered"),
                            ("busy", "busy"),
                            ("failed", "failed"),
                        ],
                        default="dialling",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("rings", models.SmallIntegerField(default=0)),
                (
                    "error",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="answer of the provider"
                    ),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recording",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        storage=communications.models.phone_call.private_storage,
                        upload_to="",
                    ),
                ),
                ("recording_type", models.CharField(blank=True, max_length=40)),
                ("recording_url", models.CharField(blank=True, max_length=1000)),
                ("recording_attempts", models.SmallIntegerField(default=0)),
                ("recording_error", models.CharField(blank=True, max_length=200)),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phone_calls",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phone_calls",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "handled_by",
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
                    "touch",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phone_call",
                        to="communications.touch",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phone_calls",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dealership", "id"), name="phone_call_tenant"),
                    models.UniqueConstraint(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=("dealership", "provider_id"),
                        name="phone_call_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["talking", "talked"]), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="phone_call_talk_was_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recording", ""),
                            models.Q(("recording_type", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="phone_call_recording_has_type",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="phone_call_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="touch",
                        name="phone_call_touch_tenant",
                        references="communications.Touch",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["dealership", "-started_at", "-id"], name="phone_call_newest"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["dialling", "ringing", "talking"])),
                        fields=["user", "dealership"],
                        name="phone_call_in_progress",
                    ),
                    models.Index(fields=["user", "started_at"], name="phone_call_of_person"),
                    models.Index(
                        fields=["dealership", "number", "started_at"], name="phone_call_number"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("recording", ""), models.Q(("recording_url", ""), _negated=True)
                        ),
                        fields=["id"],
                        name="phone_call_to_fetch",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ringing", "it rings"),
                            ("answered", "answered"),
                            ("ended", "ended"),
                            ("recording", "recording"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("direction", models.CharField(blank=True, max_length=3)),
                ("extension", models.CharField(blank=True, max_length=20)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("cause", models.CharField(blank=True, max_length=10)),
                ("payload", models.JSONField(default=dict)),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="communications.phonecall",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dealership", "event_id"), name="call_event_once"
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="call",
                        name="call_event_tenant",
                        references="communications.PhoneCall",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("sms", "SMS"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                        verbose_name="channel",
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
                ("address", models.CharField(max_length=254, verbose_name="number or address")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ru", "Русский"), ("zh-hans", "简体中文")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("failed", "Could not be sent"),
                            ("cancelled", "Cancelled"),
                            ("needs_attention", "Needs attention"),
                        ],
                        default="queued",
                        max_length=15,
                        verbose_name="state",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_consent", "no consent for this purpose and channel"),
                            ("withdrawn", "the customer withdrew the consent"),
                            ("do_not_call", "the customer asked not to be disturbed by phone"),
                            ("no_address", "no valid number or address"),
                            ("hold", "the customer may not be contacted now"),
                            ("settled", "no longer needed"),
                            ("hours", "outside the hours of contact of the customer"),
                            ("budget", "the contact budget of the customer is used up"),
                            ("expired", "it could not be sent in its time"),
                            ("by_staff", "decided by staff"),
                            ("no_channel", "this channel is not set up"),
                            ("temporary", "the provider refuses for now"),
                            ("refused", "the provider refused it"),
                            ("bad_address", "the address does not exist"),
                            ("gave_up", "refused too many times"),
                            ("unknown", "nobody can tell whether it was sent"),
                            ("undelivered", "it was sent, and did not arrive"),
                            ("reply", "a reply of the customer waits for a person"),
                        ],
                        max_length=15,
                        verbose_name="why",
                    ),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="answer of the provider"
                    ),
                ),
                ("not_before", models.DateTimeField(verbose_name="not before")),
                ("expires_at", models.DateTimeField(verbose_name="worth sending until")),
                ("attempts", models.SmallIntegerField(default=0, verbose_name="attempts")),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.IntegerField(default=0)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("provider_id", models.CharField(blank=True, max_length=200)),
                ("dedupe_key", models.CharField(max_length=200)),
                ("queued_at", models.DateTimeField(verbose_name="queued")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "delivered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="delivered"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "queued_by",
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
                    "template",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="communications.messagetemplate",
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        choices=[("a4", "Letter, A4"), ("a6", "Postcard, A6")],
                        max_length=2,
                        verbose_name="paper",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dealership", "id"), name="message_tenant"),
                    models.UniqueConstraint(
                        fields=("dealership", "dedupe_key"), name="message_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("address", ""), _negated=True),
                        ),
                        name="message_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "queued"),
                            models.Q(("locked_until__isnull", False), ("state", "sending")),
                            models.Q(
                                models.Q(("state__in", ["queued", "sending"]), _negated=True),
                                ("locked_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="message_sending_has_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_at__isnull", False), ("state__in", ["sent", "delivered"])
                            ),
                            ("state", "failed"),
                            models.Q(
                                models.Q(
                                    ("state__in", ["sent", "delivered", "failed"]), _negated=True
                                ),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="message_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["failed", "cancelled"]),
                                models.Q(("why", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ["failed", "cancelled"]), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="message_not_gone_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "needs_attention"), ("why", ""), _negated=True
                        ),
                        name="message_attention_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attempts__gte", 0),
                            ("expires_at__gt", models.F("queued_at")),
                            ("fence__gte", 0),
                        ),
                        name="message_counts_bounded",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="message_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="template",
                        name="message_template_tenant_key",
                        references="communications.MessageTemplate",
                        tenant="dealership",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_at__isnull", False), ("state", "delivered")),
                            ("state", "failed"),
                            models.Q(
                                models.Q(("state__in", ["delivered", "failed"]), _negated=True),
                                ("delivered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="message_delivered_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_at__isnull", True),
                            ("delivered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="message_read_was_delivered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "letter"), models.Q(("paper", ""), _negated=True)),
                            models.Q(models.Q(("channel", "letter"), _negated=True), ("paper", "")),
                            _connector="OR",
                        ),
                        name="message_letter_has_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel__in", ("sms", "messenger")), ("subject", "")),
                            models.Q(
                                ("channel", "email"), models.Q(("subject", ""), _negated=True)
                            ),
                            ("channel", "letter"),
                            _connector="OR",
                        ),
                        name="message_email_has_subject",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["dealership", "-queued_at", "-id"], name="message_newest"),
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["locked_until"],
                        name="message_sending",
                    ),
                    models.Index(
                        condition=models.Q(("state", "needs_attention")),
                        fields=["dealership", "queued_at"],
                        name="message_attention",
                    ),
                    models.Index(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=["provider_id"],
                        name="message_at_provider",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state", "queued"), models.Q(("channel", "letter"), _negated=True)
                        ),
                        fields=["not_before", "id"],
                        name="message_queue",
                    ),
                    models.Index(
                        condition=models.Q(("channel", "letter"), ("state", "queued")),
                        fields=["dealership", "not_before", "id"],
                        name="message_letters",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("queued", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("failed", "Could not be sent"),
                            ("cancelled", "Cancelled"),
                            ("needs_attention", "Needs attention"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("failed", "Could not be sent"),
                            ("cancelled", "Cancelled"),
                            ("needs_attention", "Needs attention"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_consent", "no consent for this purpose and channel"),
                            ("withdrawn", "the customer withdrew the consent"),
                            ("do_not_call", "the customer asked not to be disturbed by phone"),
                            ("no_address", "no valid number or address"),
                            ("hold", "the customer may not be contacted now"),
                            ("settled", "no longer needed"),
                            ("hours", "outside the hours of contact of the customer"),
                            ("budget", "the contact budget of the customer is used up"),
                            ("expired", "it could not be sent in its time"),
                            ("by_staff", "decided by staff"),
                            ("no_channel", "this channel is not set up"),
                            ("temporary", "the provider refuses for now"),
                            ("refused", "the provider refused it"),
                            ("bad_address", "the address does not exist"),
                            ("gave_up", "refused too many times"),
                            ("unknown", "nobody can tell whether it was sent"),
                            ("undelivered", "it was sent, and did not arrive"),
                            ("reply", "a reply of the customer waits for a person"),
                        ],
                        max_length=15,
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=500)),
                (
                    "by",
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
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="communications.message",
                    ),
                ),
            ],
            options={
                "constraints": [
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="message",
                        name="message_event_tenant",
                        references="communications.Message",
                        tenant="dealership",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("sms", "SMS"),
                            ("messenger", "Messenger"),
                            ("letter", "Letter"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("address", models.CharField(max_length=254, verbose_name="number or address")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("is_opt_out", models.BooleanField(default=False)),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("marked", "marked as handled"),
                            ("answered", "answered by a message"),
                            ("called", "spoken of in a call"),
                        ],
                        max_length=10,
                        verbose_name="how it was handled",
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="communications.message",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbound_messages",
                        to="customers.customer",
                    ),
                ),
                (
                    "dealership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbound_messages",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "handled_by",
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
                    models.UniqueConstraint(fields=("dealership", "id"), name="inbound_tenant"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("handled_at__isnull", True),
                                ("handled_by__isnull", True),
                                ("how", ""),
                            ),
                            models.Q(
                                ("handled_at__isnull", False), models.Q(("how", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="inbound_handled_is_told",
                    ),
                    dealerships.constraints.SameTenant(
                        column="customer_id",
                        field="customer",
                        name="inbound_customer_tenant",
                        references="customers.CustomerRelation",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="answers",
                        name="inbound_answers_tenant",
                        references="communications.Message",
                        tenant="dealership",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("handled_at__isnull", True)),
                        fields=["customer", "dealership"],
                        name="inbound_open_of_customer",
                    ),
                    models.Index(
                        condition=models.Q(("handled_at__isnull", True)),
                        fields=["dealership", "received_at"],
                        name="inbound_open",
                    ),
                    models.Index(
                        fields=["dealership", "-received_at", "-id"], name="inbound_newest"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OptOutLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(editable=False, max_length=43, unique=True)),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opt_out_link",
                        to="communications.message",
                    ),
                ),
            ],
            options={
                "constraints": [
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="message",
                        name="opt_out_link_tenant",
                        references="communications.Message",
                        tenant="dealership",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "dealership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealerships.dealership",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_batch",
                        to="communications.message",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="communications.letterbatch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "place"), name="batch_letter_place_once"
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="batch",
                        name="batch_letter_batch_tenant",
                        references="communications.LetterBatch",
                        tenant="dealership",
                    ),
                    dealerships.constraints.SameTenant(
                        column="id",
                        field="message",
                        name="batch_letter_message_tenant",
                        references="communications.Message",
                        tenant="dealership",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Touch",
            name="message",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="touches",
                to="communications.message",
            ),
        ),
        migrations.AddConstraint(
            model_name="Touch",
            constraint=dealerships.constraints.SameTenant(
                column="id",
                field="message",
                name="touch_message_tenant",
                references="communications.Message",
                tenant="dealership",
            ),
        ),
        migrations.AddField(
            model_name="Message",
            name="answers",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answered_by",
                to="communications.inboundmessage",
            ),
        ),
        migrations.AddConstraint(
            model_name="Message",
            constraint=dealerships.constraints.SameTenant(
                column="id",
                field="answers",
                name="message_answers_tenant",
                references="communications.InboundMessage",
                tenant="dealership",
            ),
        ),
    ]
