"""Runs and their files, fetched within the dealership of the request."""

from django.shortcuts import get_object_or_404

from dealerships.decorators import DealershipRequest
from exchange.models import ImportFile, ImportRun


def run_of(request: DealershipRequest, run: int) -> ImportRun:
    runs = ImportRun.objects.for_dealership(request.dealership)
    return get_object_or_404(runs.select_related("dealership", "source", "started_by"), pk=run)


def file_of(request: DealershipRequest, run: int, file: int) -> ImportFile:
    files = ImportFile.objects.for_dealership(request.dealership).select_related("run")
    return get_object_or_404(files, run_id=run, pk=file)
