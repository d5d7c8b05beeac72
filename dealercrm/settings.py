"""Settings, all from the environment (see .env.example); development defaults in the code.

Refuses to start in production (DEBUG off) without a secret key and hosts of its own.
"""

from pathlib import Path
from urllib.parse import unquote

import drf_spectacular_sidecar as sidecar
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from dealercrm import logs
from dealercrm.api_settings import REST_FRAMEWORK as REST_FRAMEWORK
from dealercrm.api_settings import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from dealercrm.channel_settings import *  # noqa: F403 - each is a setting

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
DATA_DIR = Path(env.str("DEALERCRM_DATA", default=str(BASE_DIR / "var")))

# --- Core -------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
INSECURE_KEY = "insecure-development-key"
SECRET_KEY = env.str("SECRET_KEY", default=INSECURE_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("HTTPS", default=False)
# where customers reach the pages that messages lead to; without a word: the first of the hosts
_NAMES = [host for host in ALLOWED_HOSTS if not host.startswith((".", "*"))] or ["localhost"]
_OWN = f"https://{_NAMES[0]}" if HTTPS else f"http://{_NAMES[0]}:{env.str('PORT', default='8000')}"
PUBLIC_URL = env.str("PUBLIC_URL", default=_OWN).rstrip("/")
if not DEBUG and SECRET_KEY == INSECURE_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY (or DEBUG=1 on your own machine).")

ROOT_URLCONF = "dealercrm.urls"
WSGI_APPLICATION = "dealercrm.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "dealerships.User"
SITE_NAME = "DealerCRM"

INSTALLED_APPS = [
    "dealerships",
    "customers",
    "promises",
    "communications",
    "sales",
    "service",
    "complaints",
    "exchange",
    "surveys",
    "followups",
    "callreview",
    "kpis",
    "workplace",
    "dealercrm",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "anymail",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "phonenumber_field",
    "rest_framework",
]

MIDDLEWARE = [
    "dealercrm.health.health_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dealerships.middleware.PersonalSettingsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dealerships.middleware.FreshPagesMiddleware",
    "dealerships.middleware.RefusedMethodMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- PostgreSQL and Redis ---------------------------------------------------------------------

# ./run sets both to the embedded servers; DATABASE_URL and REDIS_URL switch to real ones.
DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///dealercrm")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
# A socket's folder is the quoted host of a URL (libpq's form), which environ leaves quoted.
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])
if env.bool("DATABASE_POOL", default=False):
    # The web process only: a pool shared across Celery's forks deadlocks (celery PR 9953).
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        pool={"min_size": 2, "max_size": env.int("DATABASE_POOL_SIZE", default=10)},
        options="-c statement_timeout=15s -c lock_timeout=3s"
        " -c idle_in_transaction_session_timeout=30s",
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")

# --- Celery: a doorbell (see dealercrm/celery.py) -----------------------------------------------

# kombu spells a Unix socket redis+socket://, redis-py unix://
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # rung once: a broker that takes connections and says nothing holds a page for five seconds, not
    # for forty; the sweeps find what was not rung for
    "retry_on_timeout": False,
    "health_check_interval": 30,
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
}

# --- Login ------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "dealerships.accounts.StaffAccountAdapter"
ACCOUNT_FORMS = {
    "change_password": "dealerships.forms.accounts.PasswordChangeForm",
    "reset_password": "dealerships.forms.accounts.PasswordResetForm",
    "reset_password_from_key": "dealerships.forms.accounts.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# axes counts failures by (user, address), so that one call centre behind one address is not
# locked out by one forgotten password.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
AXES_VERBOSE = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "dealerships.accounts.locked_out"

# --- Languages and time -----------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
# Templates say numbers with |number; a separator in every {{ pk }} would break ids and hx-target.
USE_THOUSAND_SEPARATOR = False
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("ru", _("Russian")),
    ("zh-hans", _("Simplified Chinese")),
]
# One catalogue an app, so that a line of text is found beside its app's other lines.
LOCALE_PATHS = sorted(path for path in (BASE_DIR / "locale").glob("*") if path.is_dir())
PHONENUMBER_DB_FORMAT = "E164"

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # of the sidecar only this folder: collecting the rest of it takes half a minute
    ("swagger", Path(sidecar.__file__).parent / "static/drf_spectacular_sidecar/swagger-ui-dist"),
]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# recordings are personal data: outside of everything a web server serves
RECORDINGS_ROOT = Path(env.str("RECORDINGS_ROOT", default=str(DATA_DIR / "recordings")))

# --- Browser security -------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],  # Tabler's chevrons are data: images
        "media-src": [SELF],  # recordings
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
# messages name people: they stay on the server
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

# --- Logs -------------------------------------------------------------------------------------

LOGGING = logs.configuration(
    level=env.str("LOG_LEVEL", default="INFO"),
    as_json=env.str("LOG_FORMAT", default="plain") == "json",
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False

# --- Imports -----------------------------------------------------------------------------------

# after this many days the content of an uploaded export is deleted; its report stays
IMPORT_FILES_KEPT_DAYS = env.int("IMPORT_FILES_KEPT_DAYS", default=30)
