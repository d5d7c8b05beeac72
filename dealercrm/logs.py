"""Log lines without personal data: one shape for our own, Django's and Celery's lines."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

HIDDEN = "***"
# Keys whose values are a person's, whatever they look like.
PERSONAL_KEYS = re.compile(
    r"(^|_)(name|names|surname|patronymic|phone|phones|email|emails|address|birthday|vin|plate"
    r"|password|token|secret|key|authorization|cookie)$"
)
NOT_PERSONAL_KEYS = {"task_name", "logger_name", "display_name", "event_name"}
EMAIL = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")
# Ten to fifteen digits with the signs people put between them; dates and ids in hex are not.
PHONE = re.compile(
    r"(?<![\w-])(?!\d{4}-\d\d-\d\d)(?:\+|%2[Bb])?\(?\d(?:[\s().\u00a0-]{0,3}\d){9,14}(?![\w-])"
)
QUERY = re.compile(r"([?&][\w\[\].-]+=)[^&\s'\"]+")
# the way to a public page is a key to it
TOKEN = re.compile(r"(/stop/)[\w-]+")
UNTOUCHED_KEYS = {"timestamp", "level", "logger", "request_id", "correlation_id"}


def without_personal_data(value: Any) -> Any:
    """The value with phone numbers, e-mail addresses and query strings masked, at any depth."""
    if isinstance(value, str):
        value = TOKEN.sub(rf"\1{HIDDEN}", QUERY.sub(rf"\1{HIDDEN}", value))
        return PHONE.sub(HIDDEN, EMAIL.sub(HIDDEN, value))
    if isinstance(value, Mapping):
        return {key: _by_key(str(key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [without_personal_data(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return without_personal_data(str(value))


def mask(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor: masks all of a line, tracebacks included."""
    for key, value in event.items():
        if key not in UNTOUCHED_KEYS and not key.startswith("_"):
            event[key] = _by_key(key, value)
    return event


def _by_key(key: str, value: Any) -> Any:
    if key not in NOT_PERSONAL_KEYS and PERSONAL_KEYS.search(key.lower()):
        return HIDDEN
    return without_personal_data(value)


SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
]


def configuration(*, level: str, as_json: bool) -> dict[str, Any]:
    """The value of LOGGING; sets structlog up to end in the same handler."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED_PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, sort_keys=False)
    if as_json:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    mask,
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    renderer,
                ],
                "foreign_pre_chain": SHARED_PROCESSORS,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": [], "propagate": True},
            "django": {"handlers": [], "propagate": True, "level": level},
            # told by django_structlog with the request's id; twice is noise
            "django.request": {"level": "ERROR"},
            "kombu": {"level": "WARNING"},
        },
    }
