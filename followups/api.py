"""Call tasks for machines: list, claim, heartbeat, outcome, release; the services of the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from communications.models import CallOutcome
from dealerships.api import (
    Conflict,
    ProblemSerializer,
    Unfit,
    caller,
    dealership_of,
    requires,
)
from dealerships.models import ApiKey
from dealerships.paging import keyset_page
from followups.models import CallReason, CallTask
from followups.permissions import may_call
from followups.rules.outcomes import Outcome
from followups.services import leases, outcomes, queue

ORDER = ("priority", "not_before", "pk")
READ = requires(ApiKey.Scope.TASKS_READ, may_call)
WRITE = requires(ApiKey.Scope.TASKS_WRITE, may_call)
REFUSALS = {403: ProblemSerializer, 404: ProblemSerializer, 409: ProblemSerializer}


class ReasonSerializer(serializers.ModelSerializer[CallReason]):
    rule = serializers.CharField(source="rule.name")

    class Meta:
        model = CallReason
        fields = ["id", "rule", "vehicle", "due_on", "due_from", "due_until", "facts", "status"]


class TaskSerializer(serializers.ModelSerializer[CallTask]):
    customer = serializers.IntegerField(source="customer_id")
    customer_name = serializers.CharField(source="customer.full_name")
    reasons = ReasonSerializer(many=True)

    class Meta:
        model = CallTask
        fields = [
            "id",
            "customer",
            "customer_name",
            "status",
            "priority",
            "not_before",
            "due_until",
            "callback_at",
            "attempts",
            "max_attempts",
            "reasons",
        ]


class HeldTaskSerializer(TaskSerializer):
    """A card in the caller's hands: with its token and the numbers to call."""

    numbers = serializers.SerializerMethodField()

    class Meta(TaskSerializer.Meta):
        fields = [*TaskSerializer.Meta.fields, "fence", "lease_until", "draft_note", "numbers"]

    def get_numbers(self, task: CallTask) -> list[str]:
        return queue.numbers_of(task)


@extend_schema_serializer(many=False)  # a page is one object, also as the answer of a list
class TaskPageSerializer(serializers.Serializer[Any]):
    results = TaskSerializer(many=True)
    newer = serializers.CharField(help_text="Query string of the page before, or empty.")
    older = serializers.CharField(help_text="Query string of the next page, or empty.")


class FenceSerializer(serializers.Serializer[Any]):
    fence = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    note = serializers.CharField(required=False, max_length=10_000)


class OutcomeSerializer(FenceSerializer):
    outcome = serializers.ChoiceField(choices=[outcome.value for outcome in Outcome])
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=10_000)
    address = serializers.CharField(required=False, allow_blank=True, default="", max_length=254)
    handled = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        max_length=100,
        help_text="Reasons spoken of; left out: all of them.",
    )
    callback_at = serializers.DateTimeField(required=False)
    own = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        help_text="Number of the dealership's own outcome, of the kind `outcome`.",
    )


class ClosedSerializer(serializers.Serializer[Any]):
    """What became of the card."""

    id = serializers.IntegerField()
    status = serializers.CharField()
    not_before = serializers.DateTimeField()


class TaskFilterSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=CallTask.Status.choices, required=False)
    after = serializers.CharField(required=False)
    before = serializers.CharField(required=False)


@extend_schema_view(
    list=extend_schema(
        parameters=[
            OpenApiParameter("status", enum=CallTask.Status.values),
            OpenApiParameter("after"),
            OpenApiParameter("before"),
        ],
        responses={200: TaskPageSerializer, 400: ProblemSerializer, 403: ProblemSerializer},
    ),
)
class TaskViewSet(ViewSet):
    """The cards of the dealership the key belongs to."""

    queryset = CallTask.objects.none()  # the type of {id} in the schema
    lookup_value_converter = "int"

    def get_permissions(self) -> list[Any]:
        return [READ()] if self.action == "list" else [WRITE()]

    def list(self, request: Request) -> Response:
        """Cards by urgency, a page at a time."""
        chosen = TaskFilterSerializer(data=request.query_params)
        chosen.is_valid(raise_exception=True)
        tasks = CallTask.objects.for_dealership(dealership_of(request))
        if wanted := chosen.validated_data.get("status"):
            tasks = tasks.filter(status=wanted)
        rows = tasks.select_related("customer").prefetch_related("reasons__rule")
        page = keyset_page(rows, order=ORDER, params=request.query_params)
        body = {"results": page.rows, "newer": page.newer, "older": page.older}
        return Response(TaskPageSerializer(body).data)

    @extend_schema(request=None, responses={200: HeldTaskSerializer, 204: None, **REFUSALS})
    @action(detail=False, methods=["post"])
    def claim(self, request: Request) -> Response:
        """Take the next card for the key's person; 204 when there is nothing to call now."""
        try:
            task = queue.claim_next(member=caller(request).member, at=timezone.now())
        except queue.HoldsElsewhere as error:
            raise Conflict("This person holds a card in another dealership.") from error
        if task is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(HeldTaskSerializer(task).data)

    @extend_schema(
        request=FenceSerializer, responses={204: None, 400: ProblemSerializer, **REFUSALS}
    )
    @action(detail=True, methods=["post"])
    def heartbeat(self, request: Request, pk: str) -> Response:
        """The caller is still there: the lease runs on; a note is kept as the draft."""
        task, given = self._held(request, pk, FenceSerializer)
        try:
            leases.heartbeat(task=task, by=caller(request).member.user, **given)
        except leases.LeaseLost as error:
            raise _lost() from error
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        request=FenceSerializer, responses={204: None, 400: ProblemSerializer, **REFUSALS}
    )
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        """Give the card back unfinished."""
        task, given = self._held(request, pk, FenceSerializer)
        person = caller(request).member.user
        try:
            leases.release(task=task, by=person, at=timezone.now(), **given)
        except leases.LeaseLost as error:
            raise _lost() from error
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        request=OutcomeSerializer,
        responses={
            200: ClosedSerializer,
            400: ProblemSerializer,
            422: ProblemSerializer,
            **REFUSALS,
        },
    )
    @action(detail=True, methods=["post"])
    def outcome(self, request: Request, pk: str) -> Response:
        """Write down what the call came to; 409 when somebody else has the card by now."""
        task, given = self._held(request, pk, OutcomeSerializer)
        fence = given.pop("fence")
        own = _own_outcome(task, given["outcome"], given.pop("own", None))
        report = outcomes.Report(outcome=Outcome(given.pop("outcome")), own=own, **given)
        person = caller(request).member.user
        try:
            outcomes.record_outcome(
                task=task, fence=fence, report=report, by=person, at=timezone.now()
            )
        except leases.LeaseLost as error:
            raise _lost() from error
        except outcomes.CallbackNotAllowed as error:
            raise Unfit("A callback needs a time to come, within the customer's hours.") from error
        task.refresh_from_db()
        return Response(ClosedSerializer(task).data)

    def _held(
        self, request: Request, pk: str, shape: type[FenceSerializer]
    ) -> tuple[CallTask, dict[str, Any]]:
        """The card, only of the key's dealership, and the checked body."""
        tasks = CallTask.objects.for_dealership(dealership_of(request))
        task = get_object_or_404(tasks.select_related("customer", "dealership"), pk=pk)
        given = shape(data=request.data)
        given.is_valid(raise_exception=True)
        return task, dict(given.validated_data)


def _own_outcome(task: CallTask, kind: str, number: int | None) -> CallOutcome | None:
    if number is None:
        return None
    offered = CallOutcome.objects.for_dealership(task.dealership).offered()
    own = offered.filter(pk=number, kind=kind, is_standard=False).first()
    if own is None:
        raise Unfit("The dealership has no outcome of this number and kind.")
    return own


def _lost() -> Conflict:
    return Conflict("The card is no longer in this person's hands; the note was kept.")
