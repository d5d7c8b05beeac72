"""What every API view stands on: keys, scopes, the limit per key, errors as problem objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions, serializers, status
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle

from dealerships.decorators import Permission
from dealerships.models import Dealership, User
from dealerships.services.keys import Caller, KeyRefused, caller_of

if TYPE_CHECKING:  # it reads the settings that name this module
    from rest_framework.views import APIView

KEYWORD = b"bearer"
PROBLEM = "application/problem+json"


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`. The key says which dealership, the body never does."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != KEYWORD:
            return None
        try:
            caller = caller_of(words[1].decode() if len(words) == 2 else "", at=timezone.now())
        except (KeyRefused, UnicodeError) as error:
            raise exceptions.AuthenticationFailed("This key is not valid.") from error
        return caller.member.user, caller

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A key of one dealership."}


def describe_errors(result: dict[str, Any], **_given: Any) -> dict[str, Any]:
    """In the schema: what any operation may refuse (no key, no JSON, too many)."""
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for methods in result["paths"].values():
        for operation in methods.values():
            answers = operation["responses"]
            for code in ("401", "415", "429") if "requestBody" in operation else ("401", "429"):
                answers[code] = {"content": {PROBLEM: problem}, "description": ""}
            for code, answer in answers.items():
                if code >= "400":
                    answer["content"] = {PROBLEM: problem}
    return result


def requires(scope: str, permission: Permission) -> type[BasePermission]:
    """The key has the scope, and its person the permission that the page asks for too."""

    class Requirement(BasePermission):
        def has_permission(self, request: Request, view: APIView) -> bool:
            caller = request.auth
            if not isinstance(caller, Caller):
                return False
            return scope in caller.key.scopes and permission(caller.member)

    Requirement.scope = scope  # type: ignore[attr-defined]
    Requirement.dealership_permission = staticmethod(permission)  # type: ignore[attr-defined]
    return Requirement


class KeyThrottle(SimpleRateThrottle):
    """So many requests a minute for each key (REST_FRAMEWORK, DEFAULT_THROTTLE_RATES)."""

    scope = "key"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        caller = request.auth
        if not isinstance(caller, Caller):
            return None
        return f"api-key-{caller.key.pk}"


class ProblemSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """An error (RFC 9457): what is wrong, and which fields."""

    type = serializers.CharField(help_text="A short name of the kind of error.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class Conflict(exceptions.APIException):
    """The thing is in another state than the caller believes."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class Unfit(exceptions.APIException):
    """The request is understood, but a rule of the trade forbids it."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "unfit"


def caller(request: Request) -> Caller:
    """Who calls; only behind `requires`."""
    found = request.auth
    assert isinstance(found, Caller)  # noqa: S101 - `requires` has let the request through
    return found


def dealership_of(request: Request) -> Dealership:
    return caller(request).member.dealership


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as a problem object; None leaves it to Django (500)."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    body: dict[str, Any] = {
        "type": error.default_code,
        "title": str(error.default_detail),
        "status": error.status_code,
    }
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = _by_field(error.detail)
    else:
        body["detail"] = str(error.detail)
    return Response(body, error.status_code, headers=_headers(error), content_type=PROBLEM)


def _by_field(detail: Any) -> dict[str, list[str]]:
    """Nested errors flattened to one text list per field."""
    if not isinstance(detail, dict):
        return {"": [str(text) for text in detail]}
    return {
        str(name): [str(text) for text in texts] if isinstance(texts, list) else [str(texts)]
        for name, texts in detail.items()
    }


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers
