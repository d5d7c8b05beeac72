"""Celery: a doorbell, never the place where work is kept (the rows are the queue).

Beat ticks in UTC; local mornings and callable hours are computed by our own code from the
dealership's time zone, because a broker that knows about DST has been wrong in many ways.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dealercrm.settings")

app = Celery("dealercrm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# One place for all periodic work; each entry is a sweep that finds its own due rows, named as its
# task. Two beats do no harm, a dead one is told: dealerships/services/ticks.py.
app.conf.beat_schedule = {
    # a lease is five minutes; a dismissed person's card must be free within one, two turns
    "followups.free_leases": {"task": "followups.free_leases", "schedule": 20.0},
    # a promised call may be 15 minutes late
    "followups.hand_over_late": {"task": "followups.hand_over_late", "schedule": 60.0},
    # mornings come zone by zone; also takes what waited for a card in somebody's hands
    "followups.plan_mornings": {"task": "followups.plan_mornings", "schedule": 300.0},
    # a withdrawn consent stops waiting calls within minutes; the claim asks again anyway
    "followups.drop_what_no_longer_holds": {
        "task": "followups.drop_what_no_longer_holds",
        "schedule": 600.0,
    },
    # figures are counted again after five in the morning there, and soon after an import
    "kpis.sweep_snapshots": {"task": "kpis.sweep_snapshots", "schedule": 120.0},
    # an import whose worker was killed, or that came while another one ran
    "exchange.sweep_imports": {"task": "exchange.sweep_imports", "schedule": 60.0},
    # uploaded files are kept for days; an hour more or less does not matter
    "exchange.forget_old_files": {"task": "exchange.forget_old_files", "schedule": 3600.0},
}
