"""/api/v1/: the same services as the pages, by key; each app owns its api.py."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from followups.api import TaskViewSet
from kpis.api import KpiView

router = SimpleRouter(use_regex_path=False)
router.register("tasks", TaskViewSet, basename="api_task")

# Swagger writes styles into its page; no other page may
docs = csp_update({"style-src": [UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="api_schema")
)

urlpatterns = [
    path("", include(router.urls)),
    path("kpis/", KpiView.as_view(), name="api_kpis"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="api_schema"),
    path("docs/", docs, name="api_docs"),
]
