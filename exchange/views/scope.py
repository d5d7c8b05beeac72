"""Runs and their files, fetched within the dealership of the request."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from dealerships.decorators import DealershipRequest
from dealerships.notices import notify
from exchange.models import ImportFile, ImportRun


def run_of(request: DealershipRequest, run: int) -> ImportRun:
    """404 for a run of another dealership."""
    runs = ImportRun.objects.for_dealership(request.dealership)
    return get_object_or_404(runs.select_related("dealership", "source", "started_by"), pk=run)


def file_of(request: DealershipRequest, run: int, file: int) -> ImportFile:
    """With its run; 404 for a file of another dealership or of another run."""
    files = ImportFile.objects.for_dealership(request.dealership).select_related("run")
    return get_object_or_404(files, run_id=run, pk=file)


def say_not_open(request: DealershipRequest) -> None:
    """Somebody came too late to change a run or to start it."""
    notify(request, _("This import is under way or done already."), level="warning")
