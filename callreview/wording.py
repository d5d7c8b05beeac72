"""Agreement in the reader's words, always with its number of answers."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callreview.rules.agreement import FEWEST, Agreement, Strength
from dealerships.formatting import number, percent

STRENGTHS = {
    Strength.NONE: gettext_lazy("no more alike than by chance"),
    Strength.SLIGHT: gettext_lazy("slight agreement"),
    Strength.FAIR: gettext_lazy("fair agreement"),
    Strength.MODERATE: gettext_lazy("moderate agreement"),
    Strength.SUBSTANTIAL: gettext_lazy("substantial agreement"),
    Strength.ALMOST_PERFECT: gettext_lazy("almost perfect agreement"),
}
DIGITS = 2


def kappa(found: Agreement, language: str) -> str:
    """As "0.63 ± 0.11"; a dash where there is none, or too few answers for one."""
    if found.kappa is None or found.half_interval is None or not found.is_enough:
        return number(None, language)
    half = number(found.half_interval, language, DIGITS)
    return f"{number(found.kappa, language, DIGITS)} ± {half}"


def strength(found: Agreement) -> str:
    """What the number means; that there are too few answers is said first."""
    if not found.is_enough:
        return _("too few answers to rely on")
    if found.strength is None:
        return _("both always gave the same answer: kappa says nothing of it")
    return str(STRENGTHS[found.strength])


def sentence(found: Agreement, language: str) -> str:
    """The whole finding in one or two sentences."""
    said = ngettext(
        "In %(share)s of %(n)s answer the two reviewers agree.",
        "In %(share)s of %(n)s answers the two reviewers agree.",
        found.n,
    ) % {"share": percent(found.share, language), "n": number(found.n, language)}
    if not found.is_enough:
        few = _("Fewer than %(n)d answers: wait for more before you rely on it.")
        return f"{said} {few % {'n': FEWEST}}"
    if found.strength is None:
        return said
    beyond = _("Beyond chance: kappa %(kappa)s, %(words)s.") % {
        "kappa": kappa(found, language),
        "words": str(STRENGTHS[found.strength]),
    }
    return f"{said} {beyond}"
