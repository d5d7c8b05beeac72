"""The ways in: from the login to a dealership, from a dealership to the person's first page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dealerships import navigation
from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.members import Member
from dealerships.models import Dealership
from dealerships.views.preferences import PersonRequest


def any_member(member: Member) -> bool:
    return True


@login_required
def home(request: PersonRequest) -> HttpResponse:
    """To the person's dealership, chosen among several; without one they are told whom to ask."""
    dealerships = list(Dealership.objects.of_member(request.user).order_by("name"))
    if not dealerships:
        return render(request, "dealerships/no_dealership.html")
    if len(dealerships) > 1:
        return render(request, "dealerships/choose_dealership.html", {"dealerships": dealerships})
    return redirect("dealership_home", dealerships[0].slug)


@dealership_member(any_member)
def dealership_home(request: DealershipRequest) -> HttpResponse:
    """To the first entry of the person's bar."""
    page = navigation.first_page(request.member)
    return redirect(page or "preferences")
