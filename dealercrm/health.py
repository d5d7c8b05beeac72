"""/health/: whether this web process can do its work; for compose, load balancers and ./run."""

import json
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dealerships.services import ticks

PATH = "/health/"
Handler = Callable[[HttpRequest], HttpResponse]


def health_middleware(get_response: Handler) -> Handler:
    """Answers /health/ before host check, redirect to HTTPS and session: probes have none.

    503 when the database does not answer. Redis is only a doorbell (work waits in rows), so
    its absence is told, not punished; so is the silence of beat and worker, whom a restart of
    the web process would not wake. An outside watch looks at "periodic work".
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path != PATH:
            return get_response(request)
        database = _database_answers()
        state = {
            "database": database,
            "redis": _redis_answers(),
            "periodic work": database and _periodic_work_goes_on(),
        }
        body = json.dumps({name: "ok" if good else "down" for name, good in state.items()})
        return HttpResponse(
            body,
            status=200 if database else 503,
            content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    return answer


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    finally:
        connection.close()
    return True


def _periodic_work_goes_on() -> bool:
    try:
        return ticks.silent_since(at=timezone.now()) is None
    finally:
        connection.close()


def _redis_answers() -> bool:
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2
        ) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
