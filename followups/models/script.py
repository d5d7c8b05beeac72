"""What a caller says: the opening of a script, and a small tree of what the customer may answer."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communications.models import CallOutcome
from dealerships.constraints import SameTenant
from dealerships.models import Dealership
from dealerships.querysets import TenantQuerySet
from followups.querysets import ScriptBranchQuerySet
from followups.rules.script_tree import MOST_DEPTH


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Script(models.Model):
    """What to say, per language, with variables such as {address} {dealership} {car}."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="scripts")
    name = models.CharField(_("name"), max_length=100)
    # {"en": …, "ru": …, "zh-hans": …}
    texts = models.JSONField(_("texts"), default=dict)

    objects = TenantQuerySet["Script"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealership", "name"], name="script_name_once"),
            models.UniqueConstraint(fields=["dealership", "id"], name="script_tenant"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ScriptBranch(models.Model):
    """What the customer may say, what the caller says then, and what it leads to.

    A removed branch stays as a row, so that undo brings it back with all below it.
    """

    class LeadsTo(models.TextChoices):
        NOTHING = "", _("the talk goes on")
        SURVEY = "survey", _("Survey")
        COMPLAINT = "complaint", _("Complaint")
        PROMISE = "promise", _("Promise")
        OUTCOME = "outcome", _("Outcome")

    dealership = models.ForeignKey(
        Dealership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    script = models.ForeignKey(Script, models.CASCADE, related_name="branches", db_constraint=False)
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        db_constraint=False,
    )
    # 1: an answer to the opening. One more than its parent's, which leaves no room for a ring
    depth = models.PositiveSmallIntegerField(default=1)
    parent_depth = models.PositiveSmallIntegerField(null=True, blank=True)
    # among those of the same parent
    position = models.PositiveSmallIntegerField(default=0)
    # {"en": …, "ru": …, "zh-hans": …}
    hears = models.JSONField(_("the customer says"), default=dict)
    says = models.JSONField(_("the caller says"), default=dict, blank=True)
    leads_to = models.CharField(_("leads to"), max_length=10, choices=LeadsTo, blank=True)
    outcome = models.ForeignKey(
        CallOutcome,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="script_branches",
        db_constraint=False,
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ScriptBranchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "script", "id", "depth"], name="script_branch_place"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, parent_depth__isnull=True, depth=1)
                | Q(
                    parent__isnull=False,
                    parent_depth=F("depth") - 1,
                    depth__range=(2, MOST_DEPTH),
                ),
                name="script_branch_depth",
            ),
            models.CheckConstraint(
                condition=Q(leads_to="outcome", outcome__isnull=False)
                | (~Q(leads_to="outcome") & Q(outcome__isnull=True)),
                name="script_branch_outcome",
            ),
            SameTenant(
                name="script_branch_script_tenant", field="script", references="followups.Script"
            ),
            # of the same script, and one step further down
            SameTenant(
                name="script_branch_parent_tenant",
                field="parent",
                references="followups.ScriptBranch",
                beside=[("script_id", "script_id"), ("parent_depth", "depth")],
            ),
            SameTenant(
                name="script_branch_outcome_tenant",
                field="outcome",
                references="communications.CallOutcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.script_id} {self.depth}.{self.position}"

    def hang_under(self, parent: "ScriptBranch | None") -> None:
        """Make it an answer to what is said at `parent` (of the same script), None: the opening."""
        self.parent = parent
        self.parent_depth = parent.depth if parent else None
        self.depth = parent.depth + 1 if parent else 1

    def lacks(self, language: str) -> bool:
        """Whether somebody of this language would hear another one's words."""
        return not self.hears.get(language) or (bool(self.says) and not self.says.get(language))
