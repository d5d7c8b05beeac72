"""/d/<slug>/reviews/: the sample of calls, their reviews, the meeting, the scorecards."""

from django.urls import URLPattern, URLResolver, include, path

from callreview.views import calls, meetings, people, reviews, scorecards

app_name = "callreview"

call_urls: list[URLPattern] = [
    path("", reviews.call_page, name="call_page"),
    path("save/", reviews.review_save, name="review_save"),
    path("correct/", reviews.review_correct, name="review_correct"),
    path("discard/", reviews.review_discard, name="review_discard"),
    path("open/", reviews.answers_open, name="answers_open"),
    path("meeting/", meetings.meeting_add, name="meeting_add"),
]

meeting_urls: list[URLPattern] = [
    path("", meetings.meeting_list, name="meeting_list"),
    path("<int:item_id>/discussed/", meetings.meeting_discuss, name="meeting_discuss"),
    path("<int:item_id>/remove/", meetings.meeting_remove, name="meeting_remove"),
    path("<int:item_id>/restore/", meetings.meeting_restore, name="meeting_restore"),
]

card_urls: list[URLPattern] = [
    path("", scorecards.scorecard_list, name="scorecard_list"),
    path("settings/", scorecards.settings_save, name="settings_save"),
    path("new/", scorecards.scorecard_add, name="scorecard_add"),
    path("<int:pk>/", scorecards.scorecard_edit, name="scorecard_edit"),
    path("<int:pk>/use/<int:active>/", scorecards.scorecard_use, name="scorecard_use"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", calls.call_list, name="call_list"),
    path("export.<export:form>", calls.call_export, name="call_export"),
    path("draw/", calls.draw_now, name="draw"),
    path("next/", calls.next_call, name="next_call"),
    path("choose/<str:kind>/<int:pk>/", calls.choose, name="choose"),
    path("mine/", people.my_calls, name="my_calls"),
    path("people/", people.people, name="people"),
    path("people/open/", people.scores_open, name="scores_open"),
    path("people/<int:user_id>/", people.person_page, name="person_page"),
    path("people/<int:user_id>/open/", people.person_open, name="person_open"),
    path("agreement/", people.agreement_page, name="agreement"),
    path("calls/<int:call_id>/", include(call_urls)),
    path("meeting/", include(meeting_urls)),
    path("cards/", include(card_urls)),
]
