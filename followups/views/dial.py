"""Click to call on the card: only while it is in hand, only one of its numbers."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from communications.services import phone_calls
from communications.views.dialling import no_telephone, said_of
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import Level, notify, toast
from followups.forms.call import HeartbeatForm
from followups.permissions import may_work_list
from followups.services import leases, queue
from followups.views.card import lost_card


@require_POST
@dealership_member(may_work_list)
def call_dial(request: DealershipRequest, task_id: int) -> HttpResponse:
    """The own telephone rings, then the number; 409 where the card is in other hands by now."""
    tasks = leases.with_customer().for_dealership(request.dealership)
    task = get_object_or_404(tasks, pk=task_id)
    form = HeartbeatForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    try:
        leases.check_lease(task=task, fence=form.cleaned_data["fence"], by=request.user)
    except leases.LeaseLost as lost:
        return lost_card(request, lost)
    number = request.POST.get("dial", "")
    if number not in queue.numbers_of(task):
        raise Http404
    try:
        call = phone_calls.dial(
            dealership=request.dealership,
            by=request.user,
            extension=request.member.extension,
            number=number,
            customer=task.customer,
            at=timezone.now(),
        )
    except phone_calls.NoTelephone:
        text: str = no_telephone()
        level: Level = "warning"
    else:
        text, level = said_of(call)
    if request.htmx:
        return toast(HttpResponse(status=204), text, level=level)
    notify(request, text, level=level)
    return redirect("followups:call_page", request.dealership.slug)
