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

# One place for all periodic work: seconds between two turns of each task. Each is a sweep that
# finds its own due rows; two beats do no harm, a dead one is told (dealerships/services/ticks.py).
EVERY = {
    # a lease is five minutes; a dismissed person's card must be free within one, two turns
    "followups.free_leases": 20.0,
    # a promised call may be 15 minutes late
    "followups.hand_over_late": 60.0,
    # a promise is the team's an hour of working time after it was due
    "promises.hand_over_late": 60.0,
    # mornings come zone by zone; also takes what waited for a card in somebody's hands
    "followups.plan_mornings": 300.0,
    # messages that are steps of a plan go into the outbox
    "followups.send_plan_steps": 60.0,
    # what is told in writing alone ends with its last message; nobody waits for that
    "followups.close_what_is_told": 600.0,
    # planned when it comes; this is for those that could not be
    "followups.plan_replies": 60.0,
    # a withdrawn consent stops waiting calls within minutes; the claim asks again anyway
    "followups.drop_what_no_longer_holds": 600.0,
    # a message goes out within half a minute of its time
    "communications.send_messages": 15.0,
    # the page rings at once; this takes up what nobody heard, or whose maker died
    "communications.print_letters": 60.0,
    # the exchange keeps a recording for days; soon enough to hear it after the call
    "communications.fetch_recordings": 60.0,
    # once a day of each dealership, early; asked every quarter of an hour, since days come by zones
    "callreview.draw_samples": 900.0,
    # habits of a year change slowly
    "communications.count_reached_hours": 21600.0,
    # figures are counted again after five in the morning there, and soon after an import
    "kpis.sweep_snapshots": 120.0,
    # an import whose worker was killed, or that came while another one ran
    "exchange.sweep_imports": 60.0,
    # uploaded files are kept for days; an hour more or less does not matter
    "exchange.forget_old_files": 3600.0,
}
app.conf.beat_schedule = {name: {"task": name, "schedule": every} for name, every in EVERY.items()}
