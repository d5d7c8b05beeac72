"""One operator's calls in the largest dealership: an outcome is saved, the next card comes.

The latency a person feels, beside a bare Django page that shows one row.
"""

from contextlib import closing
from functools import partial

from django.urls import reverse

from bench import database, operators
from bench.browser import Browser, session_of
from bench.claiming import PUT_BACK
from bench.pages import visit
from bench.results import Result, Target, Unit, percentile
from bench.run import Run
from bench.server import serving
from customers.models import Customer
from dealerships.models import Dealership, User

CALLS = 300
WARM = 20
"""Calls before the clock runs: every thread of the server has its templates."""
MOST_MS = 300


def measure(run: Run) -> list[Result]:
    """A call in a row after the other, alone on the machine; then as many bare pages."""
    dealership = Dealership.objects.order_by("pk")[0]
    caller = User.objects.filter(
        memberships__dealership=dealership, username__startswith="bench-"
    ).order_by("pk")[0]
    Dealership.objects.filter(pk=dealership.pk).update(
        law="own", calls_from="00:00", calls_until="23:59:59"
    )
    calls = min(CALLS, run.sizes.tasks // 100)
    warm = min(WARM, calls)
    with database.connect(run.url) as connection:
        connection.execute("VACUUM ANALYZE followups_calltask")  # as for the claims
    with serving(run.url) as port, closing(Browser(port, session=session_of(caller))) as browser:
        ours = _calls(browser, dealership.slug, warm + calls)[warm:]
        customer = Customer.objects.for_dealership(dealership).order_by("pk")[0]
        bare = [visit(browser, f"/bare/row/{customer.pk}/") for _turn in range(warm + calls)]
    with database.connect(run.url) as connection:
        connection.execute(PUT_BACK[0])
    said = f"{calls:,} calls in a row, one operator, {run.sizes.customers:,} customers"
    p95, limit = percentile(ours, 0.95), percentile(bare[warm:], 0.95)
    return [
        Result("shift: outcome saved, next card, p95", p95, limit, Unit.MILLISECONDS,
               Target(at_most=MOST_MS, of_ours=True), f"limit: a bare page; {said}"),
        Result("shift: the same, p50", percentile(ours, 0.5), percentile(bare[warm:], 0.5)),
    ]  # fmt: skip


def _calls(browser: Browser, slug: str, most: int) -> list[float]:
    """Milliseconds from each outcome to the next card; raises when the queue is empty."""
    shift = operators.Shift()
    page = operators.timed(
        shift, partial(browser.post, reverse("followups:call_next", args=[slug]))
    )
    for _call in range(most):
        held = operators.card_on(page.body)
        if held is None:
            raise AssertionError(f"no card after {len(shift.waits)} calls")
        page = operators.timed(shift, partial(operators.close, browser, slug, held))
    return shift.waits[1:]
