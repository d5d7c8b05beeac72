"""One import from its upload to its report: looked at, checked, run, stopped."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from dealerships import notices
from dealerships.decorators import DealershipRequest, dealership_member
from exchange import tasks, wording
from exchange.forms import MoreFilesForm, UploadForm
from exchange.models import ImportFile, ImportRun
from exchange.permissions import may_import
from exchange.services import runs, uploads
from exchange.views import shown
from exchange.views.reports import report_context
from exchange.views.scope import run_of, say_not_open

Status = ImportRun.Status


@require_http_methods(["GET", "POST"])
@dealership_member(may_import)
def import_new(request: DealershipRequest) -> HttpResponse:
    """Files are uploaded and recognised; nothing is imported yet."""
    today = request.dealership.local_date(timezone.now())
    if request.method != "POST":
        return _upload_page(request, UploadForm(today=today))
    form = UploadForm(request.POST, request.FILES, today=today)
    if form.is_valid():
        try:
            run = uploads.receive(
                dealership=request.dealership,
                source=form.cleaned_data["source"],
                exported_on=form.cleaned_data["exported_on"],
                files=form.cleaned_data["uploaded"],
                by=request.user,
            )
        except OSError:
            form.add_error("uploaded", _("The files could not be stored; the disk may be full."))
        else:
            return redirect("exchange:import_detail", request.dealership.slug, run.pk)
    return _upload_page(request, form, status=422)


def _upload_page(request: DealershipRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "kept_days": settings.IMPORT_FILES_KEPT_DAYS}
    return render(request, "exchange/import_new.html", context, status=status)


@require_safe
@dealership_member(may_import)
def import_detail(request: DealershipRequest, run: int) -> HttpResponse:
    """What was recognised, how far it is, what came of it: whatever the run has reached."""
    found = run_of(request, run)
    files = ImportFile.objects.for_dealership(request.dealership).filter(run=found)
    listed = [shown.file(file) for file in files.order_by("pk")]
    context: dict[str, Any] = {
        "run": found,
        "status": shown.status(found),
        "files": listed,
        "is_open": found.is_open,
        "can_start": any(one.file.table and one.file.path and not one.problem for one in listed),
        "is_under_way": found.is_under_way,
        "more_files": MoreFilesForm(auto_id="more_%s"),
        "kept_days": settings.IMPORT_FILES_KEPT_DAYS,
        "are_files_gone": any(not one.file.path for one in listed),
    }
    if found.is_under_way:
        context["progress"] = shown.progress(found, timezone.now())
    if found.status == Status.FAILED:
        context["failure"] = wording.failure(found.error)
    if found.status == Status.DONE:
        context |= report_context(request, found)
    return render(request, "exchange/import_detail.html", context)


@require_POST
@dealership_member(may_import)
def import_add_files(request: DealershipRequest, run: int) -> HttpResponse:
    """More files for an import that has not begun."""
    found = run_of(request, run)
    form = MoreFilesForm(request.POST, request.FILES)
    if not form.is_valid():
        for problem in form.errors.get("uploaded", []):
            notices.notify(request, str(problem), level="error")
    else:
        try:
            uploads.add_files(run=found, files=form.cleaned_data["uploaded"])
        except uploads.NotReadyError:
            say_not_open(request)
        except OSError:
            words = _("The files could not be stored; the disk may be full.")
            notices.notify(request, words, level="error")
    return redirect("exchange:import_detail", request.dealership.slug, found.pk)


@require_POST
@dealership_member(may_import)
def import_start(request: DealershipRequest, run: int) -> HttpResponse:
    """Check it (POST dry_run=1) or import it; the worker is rung, and sweeps if it missed that."""
    found = run_of(request, run)
    try:
        uploads.start(run=found, is_dry_run=bool(request.POST.get("dry_run")))
    except uploads.NothingToReadError:
        notices.notify(request, _("No file holds a table that can be read."), level="error")
    except uploads.NotReadyError:
        say_not_open(request)
    else:
        tasks.ring(run_id=found.pk)
    return redirect("exchange:import_detail", request.dealership.slug, found.pk)


@require_safe
@dealership_member(may_import)
def import_progress(request: DealershipRequest, run: int) -> HttpResponse:
    """The bar alone; the page itself once the run has come to its end."""
    found = run_of(request, run)
    if not found.is_under_way:
        if request.htmx:
            return HttpResponseClientRefresh()
        return redirect("exchange:import_detail", request.dealership.slug, found.pk)
    context = {"run": found, "progress": shown.progress(found, timezone.now())}
    return render(request, "exchange/_import_progress.html", context)


@require_http_methods(["GET", "POST"])
@dealership_member(may_import)
def import_cancel(request: DealershipRequest, run: int) -> HttpResponse:
    """GET asks whether it is meant; POST stops the run, with nothing of it kept."""
    found = run_of(request, run)
    if request.method != "POST":
        return render(request, "exchange/import_cancel.html", {"run": found})
    runs.cancel(run=found, at=timezone.now())
    found.refresh_from_db()
    if found.status == Status.CANCELLED:
        notices.notify(request, _("The import was cancelled; nothing of it was kept."))
    elif found.status == Status.RUNNING:
        notices.notify(request, _("The import stops at its next step; nothing of it is kept."))
    else:
        notices.notify(request, _("The import had already ended."), level="warning")
    return redirect("exchange:import_detail", request.dealership.slug, found.pk)
