"""KPIs for machines: the figures of the pages and of `kpis --json`, for the key's dealership."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from customers.models import Customer
from dealerships.api import ProblemSerializer, dealership_of, requires
from dealerships.models import ApiKey
from kpis.permissions import may_see_figures
from kpis.rules import EARLIEST, LATEST, may_be_asked
from kpis.services.figures import figures


class FiguresFilterSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateField(required=False)
    kind = serializers.ChoiceField(choices=Customer.Kind.choices, required=False, default="")

    def validate_as_of(self, day: date) -> date:
        if not may_be_asked(day):
            raise serializers.ValidationError(
                _("Give a day from %(first)s to %(last)s.")
                % {"first": EARLIEST.isoformat(), "last": LATEST.isoformat()}
            )
        return day


class KpiView(APIView):
    """Every KPI of the registry as of a day."""

    permission_classes = [requires(ApiKey.Scope.KPIS_READ, may_see_figures)]

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "as_of",
                OpenApiTypes.DATE,
                description=f"From {EARLIEST} to {LATEST}. Left out: today.",
            ),
            OpenApiParameter("kind", enum=Customer.Kind.values, description="Left out: everybody."),
        ],
        responses={200: OpenApiTypes.OBJECT, 400: ProblemSerializer, 403: ProblemSerializer},
    )
    def get(self, request: Request) -> Response:
        """{code: figure}; a pair is [numerator, denominator]."""
        chosen = FiguresFilterSerializer(data=request.query_params)
        chosen.is_valid(raise_exception=True)
        dealership = dealership_of(request)
        as_of = chosen.validated_data.get("as_of") or dealership.local_date(timezone.now())
        kind = chosen.validated_data["kind"]
        return Response(figures(dealerships=[dealership], as_of=as_of, kind=kind))
