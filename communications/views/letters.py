"""Letters and postcards: those that wait, the batches, their file, and what became of them."""

from collections.abc import Callable

from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from communications import letter_files, tasks
from communications.letter_forms import BatchForm, LetterFilterForm
from communications.models import BatchLetter, LetterBatch, Message, Paper
from communications.permissions import may_print_letters
from communications.services import letters
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.exports import record_taking
from dealerships.filters import understood
from dealerships.notices import notify
from dealerships.paging import keyset_page

LATEST = 10
MOST_STOPPED = 100
State = LetterBatch.State


@require_GET
@dealership_member(may_print_letters)
def letter_list(request: DealershipRequest) -> HttpResponse:
    """What waits, one paper at a time, and the latest batches."""
    at = timezone.now()
    asked = understood(LetterFilterForm(request.GET, dealership=request.dealership))
    paper = asked.values.get("paper") or Paper.LETTER.value
    every = letters.waiting(dealership=request.dealership, at=at)
    counted = dict(every.order_by().values_list("paper").annotate(many=Count("pk")))
    waiting = every.filter(**(asked.values | {"paper": paper}))
    waiting = waiting.select_related("customer", "template")
    page = keyset_page(waiting, order=("not_before", "pk"), params=request.GET, size=letters.MOST)
    batches = LetterBatch.objects.for_dealership(request.dealership).select_related("asked_by")
    context = {
        "page": page,
        "paper": paper,
        "papers": [(value, label, counted.get(value, 0)) for value, label in Paper.choices],
        "most": letters.MOST,
        "batches": batches.order_by("-asked_at", "-pk")[:LATEST],
        **asked.context(request),
    }
    return render(request, "communications/letter_list.html", context)


@require_POST
@dealership_member(may_print_letters)
def letters_make(request: DealershipRequest) -> HttpResponse:
    form = BatchForm(request.POST)
    back = redirect("communications:letter_list", request.dealership.slug)
    if not form.is_valid():
        notify(request, _("Choose the letters once more."), level="warning")
        return back
    try:
        batch = letters.start_batch(
            dealership=request.dealership,
            paper=form.cleaned_data["paper"],
            chosen=form.cleaned_data["letter"],
            by=request.user,
            at=timezone.now(),
        )
    except letters.NothingWaiting:
        notify(request, _("These letters do not wait any more."), level="warning")
        return back
    tasks.ring(batch_id=batch.pk)
    return redirect("communications:letter_batch", request.dealership.slug, batch.pk)


@require_GET
@dealership_member(may_print_letters)
def letter_batch(request: DealershipRequest, batch_id: int) -> HttpResponse:
    """One batch; the fragment for htmx while its file is being made."""
    batch = _batch(request, batch_id)
    context = {"batch": batch, "stopped": _stopped(batch), "has_file": _has_file(batch)}
    name = "_letter_batch.html" if request.htmx else "letter_batch.html"
    return render(request, f"communications/{name}", context)


@require_GET
@dealership_member(may_print_letters)
def letters_export(request: DealershipRequest, batch_id: int) -> HttpResponse:
    """The file; who took it is written down as of any list of customers."""
    batch = _batch(request, batch_id)
    if not _has_file(batch):
        raise Http404
    record_taking(
        dealership=request.dealership,
        by=request.user,
        at=timezone.now(),
        what="letters",
        filters={"batch": str(batch.pk)},
        rows=batch.total,
    )
    name = f"{batch.get_paper_display()} {batch.pk}.pdf"
    file = letter_files.path_of(batch).open("rb")
    response = FileResponse(file, filename=name, content_type="application/pdf")
    return response  # type: ignore[return-value]  # it streams


@require_POST
@dealership_member(may_print_letters)
def letters_post(request: DealershipRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)

    def post() -> None:
        sent = letters.post(batch=batch, by=request.user, at=timezone.now())
        said = ngettext(
            "%(sent)s letter is marked as posted.", "%(sent)s letters are marked as posted.", sent
        )
        undo = reverse("communications:letters_take_back", args=[request.dealership.slug, batch.pk])
        notify(request, said % {"sent": sent}, undo=undo)

    return _decide(request, batch, post)


@require_POST
@dealership_member(may_print_letters)
def letters_take_back(request: DealershipRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)

    def take_back() -> None:
        letters.take_back_posting(batch=batch, by=request.user, at=timezone.now())
        notify(request, _("The letters are not posted yet."))

    return _decide(request, batch, take_back)


@require_POST
@dealership_member(may_print_letters)
def letters_drop(request: DealershipRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)

    def drop() -> None:
        letters.drop(batch=batch)
        notify(request, _("The letters wait again."))

    return _decide(request, batch, drop)


def _decide(
    request: DealershipRequest, batch: LetterBatch, verb: Callable[[], None]
) -> HttpResponse:
    try:
        verb()
    except letters.AlreadyDecided:
        notify(request, _("Its state has changed meanwhile: look again."), level="warning")
    return redirect("communications:letter_batch", request.dealership.slug, batch.pk)


def _batch(request: DealershipRequest, batch_id: int) -> LetterBatch:
    batches = LetterBatch.objects.for_dealership(request.dealership)
    return get_object_or_404(batches.select_related("asked_by", "posted_by"), pk=batch_id)


def _stopped(batch: LetterBatch) -> list[BatchLetter]:
    """Letters in the file that may no longer go out: to be taken out of the pile."""
    if batch.state != State.READY:
        return []
    stopped = BatchLetter.objects.filter(batch=batch).exclude(message__state=Message.State.QUEUED)
    return list(stopped.select_related("message__customer").order_by("place")[:MOST_STOPPED])


def _has_file(batch: LetterBatch) -> bool:
    """Ready and posted batches have one, until it is too old."""
    return batch.state in (State.READY, State.POSTED) and letter_files.path_of(batch).exists()
