"""The scorecards of the dealership, and how many calls are drawn."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callreview.forms import scorecards as forms
from callreview.models import Scorecard, ScorecardVersion
from callreview.permissions import may_edit_scorecards, may_review
from callreview.services import drawing, scorecards
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify


@require_GET
@dealership_member(may_review)
def scorecard_list(request: DealershipRequest) -> HttpResponse:
    """The present version of each card, those in use first."""
    return _page(request, None)


def _page(request: DealershipRequest, entered: forms.ReviewSettingsForm | None) -> HttpResponse:
    """With the numbers of the draw as stored, or as entered where they are not possible."""
    rows = ScorecardVersion.objects.for_dealership(request.dealership)
    newest = rows.order_by("scorecard", "-number").distinct("scorecard").values("pk")
    counted = rows.filter(pk__in=newest).annotate(
        items_count=Count("items", distinct=True),
        done=Count(
            "scorecard__versions__reviews",
            filter=Q(scorecard__versions__reviews__submitted_at__isnull=False),
            distinct=True,
        ),
    )
    may_edit = may_edit_scorecards(request.member)
    settings = drawing.numbers_of(request.dealership)
    settings_form = entered or forms.ReviewSettingsForm(instance=settings)
    context = {
        "versions": counted.select_related("scorecard").order_by(
            "-scorecard__is_active", "scorecard__call_type", "pk"
        ),
        "may_edit": may_edit,
        "settings": settings,
        "settings_form": settings_form if may_edit else None,
    }
    status = 422 if entered else 200
    return render(request, "callreview/scorecard_list.html", context, status=status)


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_scorecards)
def scorecard_add(request: DealershipRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_scorecards)
def scorecard_edit(request: DealershipRequest, pk: int) -> HttpResponse:
    """Reviews made until now keep the card as it was."""
    return _edit(request, _card(request, pk))


@require_POST
@dealership_member(may_edit_scorecards)
def scorecard_use(request: DealershipRequest, pk: int, active: int) -> HttpResponse:
    """Offer a card (1) or no longer (0), with undo."""
    card = _card(request, pk)
    scorecards.use(scorecard=card, is_active=active == 1)
    undo = reverse("callreview:scorecard_use", args=[request.dealership.slug, pk, int(not active)])
    said = _("The card is offered.") if active else _("The card is not offered any more.")
    notify(request, said, undo=undo)
    return redirect("callreview:scorecard_list", request.dealership.slug)


@require_POST
@dealership_member(may_edit_scorecards)
def settings_save(request: DealershipRequest) -> HttpResponse:
    """How many calls are drawn from now on; what was drawn stays."""
    settings = drawing.settings_of(request.dealership)
    form = forms.ReviewSettingsForm(request.POST, instance=settings)
    if not form.is_valid():
        return _page(request, form)
    form.save()
    notify(request, _("Saved. The next draw goes by it."))
    return redirect("callreview:scorecard_list", request.dealership.slug)


def _card(request: DealershipRequest, pk: int) -> Scorecard:
    return get_object_or_404(Scorecard.objects.for_dealership(request.dealership), pk=pk)


def _edit(request: DealershipRequest, card: Scorecard | None) -> HttpResponse:
    version = card.versions.order_by("-number").first() if card else None
    data = request.POST if request.method == "POST" else None
    form = forms.ScorecardForm(data, instance=card, version=version)
    wants_more = data is not None and "more" in data
    if data is None:
        rows = forms.rows_of(version)
    else:
        rows = forms.entered_rows(data, more=1 if wants_more else 0)
    if data is not None and not wants_more and form.is_valid() and rows.is_valid():
        saved = scorecards.save_scorecard(
            dealership=request.dealership,
            scorecard=card,
            call_type=form.cleaned_data["call_type"],
            names=form.cleaned_data["names"],
            items=rows.items(),
            by=request.user,
            at=timezone.now(),
        )
        said = _("“%(name)s” is saved as version %(number)d.")
        notify(request, said % {"name": saved, "number": saved.number})
        return redirect("callreview:scorecard_list", request.dealership.slug)
    context = {"form": form, "rows": rows, "card": card, "version": version}
    status = 422 if data is not None and not wants_more else 200
    return render(request, "callreview/scorecard_form.html", context, status=status)
