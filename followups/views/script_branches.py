"""Pages of what the customer may answer: one branch of a script, its place, its removal."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dealerships.decorators import DealershipRequest, dealership_member
from dealerships.notices import notify
from followups.forms.scripts import BranchForm
from followups.models import Script, ScriptBranch
from followups.permissions import may_edit_rules
from followups.rules.script_tree import MOST_BRANCHES, MOST_DEPTH
from followups.services import script_branches
from followups.views.scripts import sounds, variables


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_rules)
def branch_add(request: DealershipRequest, pk: int) -> HttpResponse:
    """The last answer to the opening, or (?under=) to what is said at another branch."""
    scripts = Script.objects.for_dealership(request.dealership)
    script = get_object_or_404(scripts, pk=pk)
    under = request.GET.get("under", "")
    parent = _branch(request, int(under), script=script) if under.isdecimal() else None
    new = ScriptBranch(dealership=request.dealership, script=script, parent=parent)
    return _edit(request, new)


@require_http_methods(["GET", "POST"])
@dealership_member(may_edit_rules)
def branch_edit(request: DealershipRequest, branch_id: int) -> HttpResponse:
    return _edit(request, _branch(request, branch_id))


@require_POST
@dealership_member(may_edit_rules)
def branch_move(request: DealershipRequest, branch_id: int) -> HttpResponse:
    """One place up or down (`to`: up, down) among those beside it."""
    branch = _branch(request, branch_id)
    places = -1 if request.POST.get("to") == "up" else 1
    script_branches.move_branch(branch=branch, places=places, by=request.user, at=timezone.now())
    return _back(request, branch)


@require_POST
@dealership_member(may_edit_rules)
def branch_remove(request: DealershipRequest, branch_id: int) -> HttpResponse:
    """Take it away with all below it, with undo."""
    branch = _branch(request, branch_id)
    script_branches.remove_branch(branch=branch, by=request.user, at=timezone.now())
    undo = reverse("branch_restore", args=[request.dealership.slug, branch.pk])
    notify(request, _("The answer is removed."), undo=undo)
    return _back(request, branch)


@require_POST
@dealership_member(may_edit_rules)
def branch_restore(request: DealershipRequest, branch_id: int) -> HttpResponse:
    """The undo of a removal."""
    own = ScriptBranch.objects.for_dealership(request.dealership).select_related("script")
    branch = get_object_or_404(own, pk=branch_id)
    try:
        script_branches.restore_branch(branch=branch, by=request.user, at=timezone.now())
    except script_branches.TooManyBranches:
        notify(request, _too_many(), level="warning")
    else:
        notify(request, _("The answer is back."))
    return _back(request, branch)


def _edit(request: DealershipRequest, branch: ScriptBranch) -> HttpResponse:
    form = BranchForm(request.POST or None, branch=branch)
    if request.method == "POST" and form.is_valid():
        for name, value in form.entered().items():
            setattr(branch, name, value)
        try:
            script_branches.save_branch(branch=branch, by=request.user, at=timezone.now())
        except script_branches.TooManyBranches:
            form.add_error(None, _too_many())
        except script_branches.TooDeep:
            said = _("Answers go %(depth)s steps deep, no further.") % {"depth": MOST_DEPTH}
            form.add_error(None, said)
        else:
            notify(request, _("The answer is saved."))
            return _back(request, branch)
    context = {
        "form": form,
        "branch": branch,
        "variables": variables(),
        "sounds": sounds(request, Script(dealership=request.dealership), branch.says),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "followups/branch_form.html", context, status=status)


def _branch(
    request: DealershipRequest, branch_id: int, *, script: Script | None = None
) -> ScriptBranch:
    """A standing one of the dealership (of the script), with its script, parent and outcome."""
    own = ScriptBranch.objects.for_dealership(request.dealership).standing()
    if script:
        own = own.filter(script=script)
    return get_object_or_404(own.select_related("script", "parent", "outcome"), pk=branch_id)


def _back(request: DealershipRequest, branch: ScriptBranch) -> HttpResponse:
    """To the tree, with the branch in view where it still stands."""
    page = reverse("script_edit", args=[request.dealership.slug, branch.script_id])
    return redirect(f"{page}#branch-{branch.pk}")


def _too_many() -> str:
    return _("A script has at most %(most)s answers.") % {"most": MOST_BRANCHES}
