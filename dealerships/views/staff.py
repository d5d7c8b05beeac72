"""People of the dealership: hire, roles, dismissal, and whose name is whose in the DMS."""

from collections.abc import Collection

from django.contrib.auth.hashers import is_password_usable
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.forms.staff import HireForm, NameLinkForm, RolesForm, colleagues
from dealerships.invitations import password_link, send_invitation
from dealerships.models import Extension, Membership, Role, StaffMember, User
from dealerships.notices import notify
from dealerships.permissions import may_manage_staff, may_see_staff
from dealerships.rules import suggest_owner
from dealerships.services import staff as services


@require_GET
@dealership_member(may_see_staff)
def staff_list(request: DealershipRequest) -> HttpResponse:
    context = {"people": _people(request), "may_manage": may_manage_staff(request.member)}
    return render(request, "dealerships/staff_list.html", context)


@require_http_methods(["GET", "POST"])
@dealership_member(may_manage_staff)
def staff_add(request: DealershipRequest) -> HttpResponse:
    form = HireForm(request.POST or None, initial={"language": request.dealership.language})
    if request.method == "POST" and form.is_valid():
        try:
            user = services.hire(
                dealership=request.dealership,
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except services.UsernameTaken:
            form.add_error("username", _("This name is taken; choose another."))
        except services.OnStaffAlready as error:
            said = _("%(person)s works here already: change the roles on their page.")
            form.add_error("username", said % {"person": error.user})
        except services.ExtensionTaken as error:
            form.add_error("extension", _whose_telephone(error.user))
        else:
            return _welcome(request, user)
    status = 422 if request.method == "POST" else 200
    return render(request, "dealerships/staff_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@dealership_member(may_manage_staff)
def staff_roles(request: DealershipRequest, user_id: int) -> HttpResponse:
    """The roles of one person; dismissal stands on the same page."""
    user = _colleague(request, user_id)
    held = Membership.objects.active().for_dealership(request.dealership).filter(user=user)
    telephone = Extension.objects.for_dealership(request.dealership).filter(user=user).first()
    initial = {"roles": list(held.values_list("role", flat=True)), "extension": telephone or ""}
    form = RolesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, user, **form.cleaned_data)
        except services.LastAdministrator:
            form.add_error("roles", _last_administrator())
        except services.ExtensionTaken as error:
            form.add_error("extension", _whose_telephone(error.user))
        else:
            notify(request, _("The roles are changed."))
            return redirect("staff_list", request.dealership.slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "person": user}
    return render(request, "dealerships/staff_roles.html", context, status=status)


@transaction.atomic
def _change(
    request: DealershipRequest, user: User, *, roles: Collection[Role], extension: str
) -> None:
    """Roles and telephone, both or neither."""
    here = request.dealership
    services.change_roles(
        user=user, dealership=here, roles=roles, by=request.user, at=timezone.now()
    )
    services.set_extension(user=user, dealership=here, number=extension)


@require_POST
@dealership_member(may_manage_staff)
def staff_dismiss(request: DealershipRequest, user_id: int) -> HttpResponse:
    user = _colleague(request, user_id)
    try:
        services.dismiss(
            user=user, dealership=request.dealership, by=request.user, at=timezone.now()
        )
    except services.LastAdministrator:
        notify(request, _last_administrator(), level="error")
        return redirect("staff_roles", request.dealership.slug, user.pk)
    notify(request, _("%(person)s no longer works here.") % {"person": user})
    return redirect(
        "dealership_home" if user == request.user else "staff_list", request.dealership.slug
    )


@require_POST
@dealership_member(may_manage_staff)
def staff_invite(request: DealershipRequest, user_id: int) -> HttpResponse:
    """A new link for a person who has not chosen a password yet."""
    user = _colleague(request, user_id)
    if is_password_usable(user.password):
        notify(request, _("This person has a password already."), level="info")
        return redirect("staff_roles", request.dealership.slug, user.pk)
    return _welcome(request, user)


@require_GET
@dealership_member(may_see_staff)
def staff_names(request: DealershipRequest) -> HttpResponse:
    """Names of the DMS, each with its person or a suggestion by surname."""
    people = list(colleagues(request.dealership))
    surnames = {person.pk: person.last_name for person in people}
    names = StaffMember.objects.for_dealership(request.dealership).select_related("user")
    rows = [
        {"name": name, "suggested": None if name.user_id else suggest_owner(name.name, surnames)}
        for name in names.order_by("name")
    ]
    context = {"rows": rows, "people": people, "may_manage": may_manage_staff(request.member)}
    return render(request, "dealerships/staff_names.html", context)


@require_POST
@dealership_member(may_manage_staff)
def staff_name_link(request: DealershipRequest, name_id: int) -> HttpResponse:
    names = StaffMember.objects.for_dealership(request.dealership)
    staff_member = get_object_or_404(names.select_related("dealership"), pk=name_id)
    form = NameLinkForm(request.POST, dealership=request.dealership)
    if form.is_valid():
        services.link_name(staff_member=staff_member, user=form.cleaned_data["user"])
        notify(request, _("%(name)s is linked.") % {"name": staff_member.name})
    else:
        notify(request, _("This person does not work here."), level="error")
    return redirect("staff_names", request.dealership.slug)


def _people(request: DealershipRequest) -> list[dict[str, object]]:
    """Everybody with their roles in the order of Role (two queries)."""
    held: dict[int, set[str]] = {}
    here = Membership.objects.active().for_dealership(request.dealership)
    for user_id, role in here.values_list("user_id", "role"):
        held.setdefault(user_id, set()).add(role)
    return [
        {
            "user": user,
            "roles": [role.label for role in Role if role in held[user.pk]],
            "is_invited": not is_password_usable(user.password),
        }
        for user in colleagues(request.dealership)
    ]


def _colleague(request: DealershipRequest, user_id: int) -> User:
    user: User = get_object_or_404(colleagues(request.dealership), pk=user_id)
    return user


def _welcome(request: DealershipRequest, user: User) -> HttpResponse:
    """Back to the list when the link was mailed or is not needed; else shown, this once."""
    if is_password_usable(user.password):
        notify(request, _("%(person)s works here now.") % {"person": user})
        return redirect("staff_list", request.dealership.slug)
    link = password_link(request, user)
    if send_invitation(user, request.dealership, link):
        notify(request, _("%(person)s got a link by e-mail.") % {"person": user})
        return redirect("staff_list", request.dealership.slug)
    context = {"person": user, "link": link}
    return render(request, "dealerships/staff_invited.html", context)


def _whose_telephone(user: User) -> str:
    return _("This is the telephone of %(person)s.") % {"person": user}


def _last_administrator() -> str:
    return _("This is the last administrator; give the role to somebody else first.")
