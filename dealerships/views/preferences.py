"""A person's own settings; language and theme work on the login page too (cookies)."""

import zoneinfo

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dealerships.members import Member, member_of
from dealerships.middleware import LANGUAGE_COOKIE
from dealerships.models import Dealership, User
from dealerships.notices import notify
from dealerships.preferences import COOKIE_SECONDS, THEME_COOKIE


def time_zones() -> list[tuple[str, str]]:
    """Every zone of the world, and first the one that follows the dealership."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    return [("", _("As the dealership")), *((name, name.replace("_", " ")) for name in names)]


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=time_zones,
        required=False,
        help_text=gettext_lazy("Times are shown as in this place."),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "time_zone"]


class PersonRequest(HttpRequest):
    """What a view behind login_required receives (typing only)."""

    user: User
    member: Member
    dealership: Dealership


@login_required
def preferences(request: PersonRequest) -> HttpResponse:
    """The page keeps the frame of the dealership the person came ?from."""
    enter_frame(request, request.GET.get("from", ""))
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        notify(request, _("Your settings are saved."))
        return redirect(request.get_full_path())
    status = 422 if request.method == "POST" else 200
    return render(request, "dealerships/preferences_form.html", {"form": form}, status=status)


def enter_frame(request: PersonRequest, slug: str) -> None:
    """Show the bar of that dealership, or of the only one, on a page outside all of them."""
    if not slug:
        own = Dealership.objects.of_member(request.user).values_list("slug", flat=True)[:2]
        slug = own[0] if len(own) == 1 else ""
    member = member_of(request.user, slug) if slug else None
    if member:
        request.member = member
        request.dealership = member.dealership


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=language)
    response = _back(request)
    _remember(response, LANGUAGE_COOKIE, language)
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme not in User.Theme.values:
        return HttpResponseBadRequest()
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(theme=theme)
    response = _back(request)
    _remember(response, THEME_COOKIE, theme)
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the person came from, never to another site."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    return HttpResponseRedirect(target)


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
