"""What came of an import: counts, refused rows and warnings on pages and as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from customers.permissions import may_merge_customers
from dealerships import exports, navigation
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.models import StaffMember
from dealerships.paging import keyset_page, without
from dealerships.permissions import may_manage_staff
from exchange.models import ImportRun, RejectedRow
from exchange.permissions import may_import
from exchange.problems import text
from exchange.services import corrections
from exchange.views import shown
from exchange.views.scope import file_of, run_of

KINDS = {"refused": False, "warnings": True}


def report_context(request: DealershipRequest, run: ImportRun) -> dict[str, Any]:
    """For import_detail.html of a run that is done."""
    rows = corrections.report_rows(run)
    kind = request.GET.get("rows", "")
    chosen = rows.filter(is_warning=KINDS[kind]) if kind in KINDS else rows
    page = keyset_page(chosen, order=("file_id", "row_number", "pk"), params=request.GET)
    numbers = _by_file(run)
    return {
        "tables": shown.tables(run),
        "totals": shown.totals(run),
        "kind": kind,
        "refused": sum(refused for refused, _warned in numbers.values()),
        "warnings": sum(warned for _refused, warned in numbers.values()),
        "to_correct": [
            (file, numbers[file.pk][0])
            for file in run.files.for_dealership(request.dealership).order_by("pk")
            # the headers are in the file alone; without it the report has the rows as they stood
            if file.path and numbers.get(file.pk, (0, 0))[0]
        ],
        "problems": [
            (row, corrections.file_name(row.file), text(row.problem)) for row in page.rows
        ],
        "newer": page.newer,
        "older": page.older,
        "query": without(request.GET),
        "may_merge": may_merge_customers(request.member),
        "sees_figures": _sees_figures(request),
        "unlinked_names": _unlinked_names(request),
    }


def _unlinked_names(request: DealershipRequest) -> int:
    """Names of the DMS that belong to nobody yet, for whom can say whose they are."""
    if not may_manage_staff(request.member):
        return 0
    return StaffMember.objects.for_dealership(request.dealership).filter(user=None).count()


def _by_file(run: ImportRun) -> dict[int, tuple[int, int]]:
    """File to the number of refused rows and of warnings."""
    rows = RejectedRow.objects.for_dealership(run.dealership).filter(file__run=run)
    counted = (
        rows.order_by()
        .values("file_id")
        .annotate(
            refused=Count("row_number", filter=Q(is_warning=False), distinct=True),
            warned=Count("pk", filter=Q(is_warning=True)),
        )
    )
    return {one["file_id"]: (one["refused"], one["warned"]) for one in counted}


def _sees_figures(request: DealershipRequest) -> bool:
    """The dashboard lies above this app: whether it is offered, the left bar knows."""
    entries = navigation.entries_for(request.member)
    return any(entry.url_name == "kpis:dashboard" for entry in entries)


@require_safe
@dealership_member(may_import)
def report_export(request: DealershipRequest, run: int, form: exports.Format) -> HttpResponse:
    """Everything the report lists, with the rows as they stood."""
    found = run_of(request, run)
    return _file(
        request,
        form,
        what=_("Import report"),
        filters={"import": found.pk},
        header=corrections.report_header(),
        rows=corrections.report_cells(found),
    )


@require_safe
@dealership_member(may_import)
def correction_export(
    request: DealershipRequest, run: int, file: int, form: exports.Format
) -> HttpResponse:
    """The refused rows of a file under its own headers: corrected, they are imported again."""
    found = file_of(request, run, file)
    headers = corrections.headers_of(found)
    header = corrections.correction_header(headers)
    corrections.remember_shape(found, headers, header)
    return _file(
        request,
        form,
        what=_("Rows to correct: %(file)s") % {"file": corrections.file_name(found)},
        filters={"import": run, "file": found.pk},
        header=header,
        rows=corrections.correction_cells(found, headers),
    )


def _file(
    request: DealershipRequest,
    form: exports.Format,
    *,
    what: str,
    filters: dict[str, Any],
    header: Sequence[str],
    rows: Iterable[Sequence[exports.Cell]],
) -> HttpResponse:
    written = exports.export(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what=what,
        filters=filters,
        header=header,
        rows=rows,
        form=form,
    )
    return exports.as_download(written)
