"""/d/<slug>/calls/ …; the rules of the planner lie beside."""

from django.urls import URLPattern, URLResolver, include, path

from followups.views import card, customer, day, dial, mine, team, why

app_name = "followups"

card_urls: list[URLPattern] = [
    path("take/", card.call_take, name="call_take"),
    path("dial/", dial.call_dial, name="call_dial"),
    path("outcome/", card.call_outcome, name="call_outcome"),
    path("heartbeat/", card.call_heartbeat, name="call_heartbeat"),
    path("release/", card.call_release, name="call_release"),
]

team_urls: list[URLPattern] = [
    path("", team.team_page, name="team_page"),
    path("export.<export:form>", team.team_export, name="team_export"),
    path("undo/<int:event_id>/", team.reassign_undo, name="reassign_undo"),
    path("<int:task_id>/reassign/", team.card_reassign, name="card_reassign"),
    path("<int:task_id>/take-back/", team.card_take_back, name="card_take_back"),
    path("<int:task_id>/cancel/", team.card_cancel, name="card_cancel"),
]

call_urls: list[URLPattern | URLResolver] = [
    path("", card.call_page, name="call_page"),
    path("next/", card.call_next, name="call_next"),
    path("undo/<int:event_id>/", card.call_undo, name="call_undo"),
    path("mine/", mine.my_list, name="my_list"),
    path("day/", day.my_day, name="my_day"),
    path("day/<int:user_id>/", day.person_day, name="person_day"),
    path("team/", include(team_urls)),
    path("customers/<int:customer_id>/", customer.customer_reasons, name="customer_reasons"),
    path(
        "customers/<int:customer_id>/touches/", customer.customer_touches, name="customer_touches"
    ),
    path("customers/<int:customer_id>/why/", why.customer_why, name="customer_why"),
    path("<int:task_id>/", include(card_urls)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/", include(call_urls)),
]
