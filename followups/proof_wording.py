"""What a control group tells of a rule, in one plain sentence (N4), in the reader's language."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dealerships.formatting import calendar_day, number, percent
from followups.proof import Proof
from followups.rules import effect
from followups.rules.arms import HIGHEST_SHARE
from followups.rules.effect import Verdict
from followups.triggers.base import Result

THOUSAND = 1000


def sentence(proof: Proof, *, language: str, today: date) -> str:
    """ "Brings 31 ± 9 visits per 1,000 calls.", or what is still missing."""
    verdict = proof.finding.verdict
    if verdict is Verdict.EMPTY:
        if proof.rule.control_share:
            return _("The lots are drawn from the next morning on.")
        return _("There is no control group.")
    if verdict is Verdict.EARLY:
        return _early(proof, language, today)
    return _judged(proof, language)


def _early(proof: Proof, language: str, today: date) -> str:
    if proof.ready_on and proof.ready_on > today:
        day = calendar_day(proof.ready_on, language)
        return _("Too early to say: the first results come on %(day)s.") % {"day": day}
    return _(
        "Too early to say: the time is over for %(called)s called and %(control)s of the control "
        "group; %(fewest)s of each are needed."
    ) % {
        "called": number(proof.called.number, language),
        "control": number(proof.control.number, language),
        "fewest": effect.FEWEST,
    }


def _judged(proof: Proof, language: str) -> str:
    finding = proof.finding
    assert finding.difference is not None  # noqa: S101 - of every judged rule
    values = {
        "value": number(abs(finding.difference.value) * THOUSAND, language),
        "margin": number(finding.difference.margin * THOUSAND, language),
        "high": number(max(finding.difference.high, 0) * THOUSAND, language),
        "months": number(finding.months, language),
        "highest": percent(HIGHEST_SHARE / 100, language),
    }
    match finding.verdict:
        case Verdict.BRINGS:
            return _brings(proof.result) % values
        case Verdict.COSTS:
            return _costs(proof.result) % values
        case Verdict.LATER:
            return (
                ngettext(
                    "No effect shown yet: about %(months)s more month is needed.",
                    "No effect shown yet: about %(months)s more months are needed.",
                    finding.months,
                )
                % values
            )
        case Verdict.MORE:
            return (
                ngettext(
                    "Cannot be shown with this share; with %(highest)s in about %(months)s month.",
                    "Cannot be shown with this share; with %(highest)s in about %(months)s months.",
                    finding.months,
                )
                % values
            )
        case Verdict.UNSEEN:
            said = _("No effect shown yet: the called do no better than the control group so far.")
        case _:
            said = _(
                "No effect shown, nor will one be in three years: too few customers, or too small "
                "a difference."
            )
    between = "" if language.startswith("zh") else " "
    return f"{said}{between}{_at_most(proof.result) % values}"


def _brings(result: Result) -> str:
    if result is Result.BOUGHT:
        return _("Brings %(value)s ± %(margin)s purchases per 1,000 calls.")
    return _("Brings %(value)s ± %(margin)s visits per 1,000 calls.")


def _costs(result: Result) -> str:
    if result is Result.BOUGHT:
        return _("Costs %(value)s ± %(margin)s purchases per 1,000 calls.")
    return _("Costs %(value)s ± %(margin)s visits per 1,000 calls.")


def _at_most(result: Result) -> str:
    if result is Result.BOUGHT:
        return _("It brings at most %(high)s purchases per 1,000 calls.")
    return _("It brings at most %(high)s visits per 1,000 calls.")
