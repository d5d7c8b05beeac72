"""Questionnaires asked in a call, and the answers per visit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from dealerships.constraints import SameTenant
from dealerships.models import Dealership, User
from dealerships.querysets import TenantQuerySet
from service.models import RepairOrder
from surveys.querysets import SurveyResponseQuerySet


class Mood(models.TextChoices):
    GOOD = "good", _("good")
    NEUTRAL = "neutral", _("neutral")
    BAD = "bad", _("bad")


class Questionnaire(models.Model):
    class Occasion(models.TextChoices):
        SERVICE_VISIT = "service_visit", _("after a service visit")

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="questionnaires")
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion)
    version = models.PositiveIntegerField(_("version"), default=1)
    is_active = models.BooleanField(_("active"), default=True)

    objects = TenantQuerySet["Questionnaire"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "occasion", "version"],
                name="questionnaire_version_once",
            ),
            models.UniqueConstraint(
                fields=["dealership", "occasion"],
                condition=Q(is_active=True),
                name="questionnaire_one_active",
            ),
            models.UniqueConstraint(fields=["dealership", "id"], name="questionnaire_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} {self.version}"


class Question(models.Model):
    """One question; `choices` are (code, is it good, texts), asked in the customer's language."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="questions", db_constraint=False
    )
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    # {"en": …, "ru": …, "zh-hans": …}
    texts = models.JSONField()
    # [{"code": "less", "mood": "good|neutral|bad", "texts": {…}}, …]
    choices = models.JSONField()

    objects = TenantQuerySet["Question"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "position"], name="question_position_once"
            ),
            models.UniqueConstraint(fields=["questionnaire", "code"], name="question_code_once"),
            models.UniqueConstraint(fields=["dealership", "id"], name="question_tenant"),
            SameTenant(
                name="question_questionnaire_tenant",
                field="questionnaire",
                references="surveys.Questionnaire",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SurveyResponse(models.Model):
    """The answers of one customer about one visit."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="survey_responses")
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="responses", db_constraint=False
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="survey_responses", db_constraint=False
    )
    repair_order = models.OneToOneField(
        RepairOrder, models.PROTECT, related_name="survey_response", db_constraint=False
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_refused = models.BooleanField(_("refused"), default=False)
    comment = models.TextField(_("comment"), blank=True)

    objects = SurveyResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "id"], name="survey_response_tenant"),
            SameTenant(
                name="response_questionnaire_tenant",
                field="questionnaire",
                references="surveys.Questionnaire",
            ),
            SameTenant(
                name="response_customer_tenant",
                field="customer",
                references="customers.CustomerRelation",
                column="customer_id",
            ),
            SameTenant(
                name="response_repair_order_tenant",
                field="repair_order",
                references="service.RepairOrder",
            ),
        ]
        indexes = [models.Index(fields=["dealership", "asked_at"], name="survey_response_by_time")]

    def __str__(self) -> str:
        return f"{self.repair_order_id} {self.asked_at:%Y-%m-%d}"


class Answer(models.Model):
    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", db_index=False)
    response = models.ForeignKey(
        SurveyResponse, models.CASCADE, related_name="answers", db_constraint=False
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="answers", db_constraint=False
    )
    choice = models.SlugField(max_length=40)
    # the mood of the choice when it was given: a later questionnaire judges no earlier answer
    mood = models.CharField(max_length=7, choices=Mood)

    objects = TenantQuerySet["Answer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once"),
            SameTenant(
                name="answer_response_tenant",
                field="response",
                references="surveys.SurveyResponse",
            ),
            SameTenant(
                name="answer_question_tenant",
                field="question",
                references="surveys.Question",
            ),
        ]

    def __str__(self) -> str:
        return self.choice
