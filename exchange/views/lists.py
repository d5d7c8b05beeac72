"""The imports of a dealership, newest first."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.paging import keyset_page
from exchange.models import ImportFile, ImportRun
from exchange.permissions import may_import
from exchange.views import shown


@require_safe
@dealership_member(may_import)
def import_list(request: DealershipRequest) -> HttpResponse:
    files = ImportFile.objects.for_dealership(request.dealership).order_by("pk")
    runs = (
        ImportRun.objects.for_dealership(request.dealership)
        .select_related("started_by", "source")
        .prefetch_related(Prefetch("files", files, to_attr="shown_files"))
    )
    page = keyset_page(runs, order=("-created_at", "-pk"), params=request.GET)
    rows = [
        {
            "run": run,
            "names": list(dict.fromkeys(file.name for file in run.shown_files)),  # type: ignore[attr-defined]
            "status": shown.status(run),
            "totals": shown.totals(run),
        }
        for run in page.rows
    ]
    context = {"rows": rows, "newer": page.newer, "older": page.older}
    return render(request, "exchange/import_list.html", context)
