"""Pages over HTTP against bare Django pages in the same process, and against 10,000 customers."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import count

from django.urls import reverse
from django.utils.http import urlencode

from bench import database
from bench.browser import Browser, session_of
from bench.claiming import BARE_TABLE, PUT_BACK
from bench.results import Result, Target, Unit, alternating, percentile
from bench.run import Run
from bench.server import serving
from customers.models import Customer
from dealercrm.embedded.paths import PROJECT
from dealerships import services as dealerships
from dealerships.models import Dealership, Membership, Role, User

CLIENTS = 8
SEQUENTIAL = 40
ROWS = 50
CLAIMS = 240
SMALL = 10_000
LEAST_SHARE = Target(at_least=0.6)


def measure(run: Run) -> list[Result]:
    """Requests a second at 8 clients beside the bare page; p50 beside that at 10,000 customers."""
    session = session_of(member_of_all_roles())
    dealership = Dealership.objects.order_by("pk")[0]
    with serving(run.url) as port:
        results = [
            _compare(run, port, session, name, ours, bare)
            for name, (ours, bare) in _pairs(dealership).items()
        ]
        results += _claims(run, port, dealership)
        large = latencies(port, session, dealership)
    small = _in_small_installation()
    results += [
        Result(f"page {name}, p50 against {SMALL:,} customers", p50, small[name],
               target=Target(at_most=2))
        for name, p50 in large.items()
    ]  # fmt: skip
    return results


def latencies(port: int, session: str, dealership: Dealership) -> dict[str, float]:
    """Milliseconds, p50 of one client, of each page."""
    with closing(Browser(port, session=session)) as browser:
        return {
            name: percentile([visit(browser, ours) for _turn in range(SEQUENTIAL)], 0.5)
            for name, (ours, _bare) in _pairs(dealership).items()
        }


def member_of_all_roles() -> User:
    """One person who may see every page of the largest dealership."""
    user, _is_new = User.objects.get_or_create(username="bench-reader", defaults={"language": "en"})
    dealership = Dealership.objects.order_by("pk")[0]
    if not Membership.objects.filter(user=user).exists():
        for role in (Role.ADMINISTRATOR, Role.DEALER_HEAD, Role.OPERATOR):
            dealerships.add_role(user=user, dealership=dealership, role=role)
    return user


def _pairs(dealership: Dealership) -> dict[str, tuple[str, str]]:
    """Our page and the bare one with as many rows."""
    slug = dealership.slug
    customer = Customer.objects.for_dealership(dealership).order_by("pk")[0]
    bare_list = f"/bare/list/?rows={ROWS}&holding={dealership.holding_id}"
    found = f"{reverse('search', args=[slug])}?{urlencode({'q': customer.family_name[:5]})}"
    row = reverse("customers:customer_detail", args=[slug, customer.pk])
    pairs = {
        "customer list": (reverse("customers:customer_list", args=[slug]), bare_list),
        "search by name": (found, bare_list),
        "customer": (row, f"/bare/row/{customer.pk}/"),
    }
    return pairs | {"dashboard": (reverse("kpis:dashboard", args=[slug]), bare_list)}


def _compare(run: Run, port: int, session: str, name: str, ours: str, bare: str) -> Result:
    for path in (ours, bare):
        with closing(Browser(port, session=session)) as browser:
            visit(browser, path)  # the first visitor of a dashboard counts its figures
        _rate(run, port, session, path)  # every thread of every worker has its templates
    rates = alternating(
        run.rounds,
        partial(_rate, run, port, session, ours),
        partial(_rate, run, port, session, bare),
    )
    return Result(f"page {name}, c={CLIENTS}", rates[0], rates[1], Unit.PER_SECOND, LEAST_SHARE)


def _rate(run: Run, port: int, session: str, path: str) -> float:
    """Requests a second of all clients; raises on any answer but 200."""
    end = time.perf_counter() + run.seconds

    def visits(_client: int) -> int:
        done = 0
        with closing(Browser(port, session=session)) as browser:
            while time.perf_counter() < end:
                visit(browser, path)
                done += 1
        return done

    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = sum(pool.map(visits, range(CLIENTS)))
    return done / (time.perf_counter() - begun)


def visit(browser: Browser, path: str) -> float:
    """Milliseconds of a page; raises AssertionError for any answer but 200."""
    begun = time.perf_counter()
    answer = browser.get(path)
    if answer.status != 200:
        raise AssertionError(f"{path} answered {answer.status}")
    return (time.perf_counter() - begun) * 1000


def _claims(run: Run, port: int, dealership: Dealership) -> list[Result]:
    """Each operator takes one card and gets it rendered; then all are put back."""
    operators = User.objects.filter(
        memberships__dealership=dealership, username__startswith="bench-"
    )
    sessions = [session_of(user) for user in operators.order_by("pk")[:CLAIMS]]
    ours = reverse("followups:call_next", args=[dealership.slug])
    bare = f"/bare/claim/{dealership.pk}/"
    with database.connect(run.url) as connection:
        connection.execute(BARE_TABLE)
        # a plan that believes the queue empty reads all of it
        connection.execute("VACUUM ANALYZE followups_calltask")

        def put_back() -> None:
            for statement in PUT_BACK:
                connection.execute(statement)

        _claim_rate(port, sessions, ours, put_back)
        rates = alternating(
            run.rounds,
            partial(_claim_rate, port, sessions, ours, put_back),
            partial(_claim_rate, port, sessions, bare, put_back),
        )
    return [
        Result(f"claim and its page, c={CLIENTS}", rates[0], rates[1], Unit.PER_SECOND,
               LEAST_SHARE, "limit: D6 and a bare page"),
        Result(f"claims a second, c={CLIENTS}", rates[0], None, Unit.PER_SECOND,
               Target(at_least=250, of_ours=True), "5 × the assigning of a peer"),
    ]  # fmt: skip


def _claim_rate(
    port: int, sessions: Sequence[str], path: str, put_back: Callable[[], None]
) -> float:
    turns = count()

    def claims(_client: int) -> int:
        done = 0
        with closing(Browser(port)) as browser:
            while (turn := next(turns)) < len(sessions):
                browser.sign_in(sessions[turn])
                answer = browser.post(path)
                if answer.status != 200:
                    raise AssertionError(f"{path} answered {answer.status}")
                done += 1
        return done

    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = sum(pool.map(claims, range(CLIENTS)))
    rate = done / (time.perf_counter() - begun)
    put_back()
    return rate


def _in_small_installation() -> dict[str, float]:
    """The same latencies on a database of its own with 10,000 customers."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.small", str(SMALL)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return {name: float(p50) for name, p50 in json.loads(done.stdout).items()}
