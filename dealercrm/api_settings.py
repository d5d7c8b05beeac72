"""Settings of the API and of its description (OpenAPI)."""

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["dealerships.api.KeyAuthentication"],
    # a view that forgets its permission answers nobody
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_THROTTLE_CLASSES": ["dealerships.api.KeyThrottle"],
    "DEFAULT_THROTTLE_RATES": {"key": "600/min"},
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "dealerships.api.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "DealerCRM API",
    "DESCRIPTION": "Call tasks and KPIs of one dealership. An administrator issues the keys.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "dealerships.api.describe_errors",
    ],
    "ENUM_NAME_OVERRIDES": {"TaskStatusEnum": "followups.models.CallTask.Status"},
    "SWAGGER_UI_DIST": "/static/swagger",
    "SWAGGER_UI_FAVICON_HREF": "/static/logo.svg",
}
