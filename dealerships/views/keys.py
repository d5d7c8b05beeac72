"""Keys of machines: issued (the secret is shown once), seen, revoked."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.forms.staff import KeyForm
from dealerships.models import ApiKey
from dealerships.notices import notify
from dealerships.permissions import may_manage_staff, may_see_staff
from dealerships.services import keys as services


@require_GET
@dealership_member(may_see_staff)
def key_list(request: DealershipRequest) -> HttpResponse:
    labels = dict(ApiKey.Scope.choices)
    now = timezone.now()
    keys = ApiKey.objects.for_dealership(request.dealership).select_related("user")
    rows = [
        {
            "key": key,
            "scopes": [labels.get(scope, scope) for scope in key.scopes],
            "is_expired": key.expires_at is not None and key.expires_at <= now,
        }
        for key in keys.order_by("-created_at", "-pk")
    ]
    context = {"rows": rows, "may_manage": may_manage_staff(request.member)}
    return render(request, "dealerships/key_list.html", context)


@require_http_methods(["GET", "POST"])
@dealership_member(may_manage_staff)
def key_issue(request: DealershipRequest) -> HttpResponse:
    form = KeyForm(request.POST or None, dealership=request.dealership)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        key, secret = services.issue_key(
            dealership=request.dealership,
            user=chosen["user"],
            name=chosen["name"],
            scopes=chosen["scopes"],
            expires_at=form.expires_at(timezone.now()),
        )
        return render(request, "dealerships/key_issued.html", {"key": key, "secret": secret})
    status = 422 if request.method == "POST" else 200
    return render(request, "dealerships/key_form.html", {"form": form}, status=status)


@require_POST
@dealership_member(may_manage_staff)
def key_revoke(request: DealershipRequest, key_id: int) -> HttpResponse:
    key = get_object_or_404(ApiKey.objects.for_dealership(request.dealership), pk=key_id)
    services.revoke_key(key=key, at=timezone.now())
    notify(request, _("The key %(name)s is revoked.") % {"name": key.name})
    return redirect("key_list", request.dealership.slug)
