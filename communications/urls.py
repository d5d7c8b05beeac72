"""/d/<slug>/promises/, …/contact/, …/messages/ and …/phone/: rules of contact, outbox, calls."""

from django.urls import URLPattern, URLResolver, include, path

from communications.views import (
    contact_rules,
    dialling,
    doubts,
    holds,
    message_writing,
    messages,
    phone_call,
    phone_calls,
    promises,
    recordings,
    ringing,
    talks,
    wordings,
)

app_name = "communications"

promise_urls: list[URLPattern] = [
    path("", promises.promise_list, name="promise_list"),
    path("<int:promise_id>/kept/", promises.promise_keep, name="promise_keep"),
    path("<int:promise_id>/broken/", promises.promise_break, name="promise_break"),
    path("<int:promise_id>/reopen/", promises.promise_reopen, name="promise_reopen"),
    path("customers/<int:customer_id>/", promises.customer_promises, name="customer_promises"),
    path("customers/<int:customer_id>/make/", promises.promise_make, name="promise_make"),
]

contact_urls: list[URLPattern] = [
    path("customers/<int:customer_id>/pause/", holds.pause, name="pause"),
    path("customers/<int:customer_id>/lift/", holds.lift, name="lift"),
    path("rules/", contact_rules.contact_rules, name="contact_rules"),
    path("wordings/", wordings.wording_list, name="wording_list"),
    path("wordings/standard/", wordings.wording_standard, name="wording_standard"),
    path("wordings/<str:purpose>/<str:language>/", wordings.wording_edit, name="wording_edit"),
]

message_urls: list[URLPattern] = [
    path("", messages.message_list, name="message_list"),
    path("customers/<int:customer_id>/write/", message_writing.message_write, name="message_write"),
    path("customers/<int:customer_id>/size/", message_writing.message_size, name="message_size"),
    path("<int:message_id>/sent/", messages.message_sent, name="message_sent"),
    path("<int:message_id>/again/", messages.message_again, name="message_again"),
    path("<int:message_id>/cancel/", messages.message_cancel, name="message_cancel"),
]

phone_urls: list[URLPattern] = [
    path("", phone_calls.phone_list, name="phone_list"),
    path("export.<export:form>", phone_calls.phone_export, name="phone_export"),
    path("dial/", dialling.dial, name="dial"),
    path("ringing/", ringing.ringing, name="ringing"),
    path("try/", ringing.try_incoming, name="try_incoming"),
    path("doubts/", doubts.doubt_list, name="doubt_list"),
    path("<int:call_id>/", phone_call.phone_call, name="phone_call"),
    path("<int:call_id>/recording/add/", phone_call.recording_add, name="recording_add"),
    path("<int:call_id>/talk/", talks.talk, name="talk"),
    path("<int:call_id>/call-back/", phone_calls.call_back, name="call_back"),
    path("<int:call_id>/handled/", phone_calls.call_handled, name="call_handled"),
    path("<int:call_id>/unhandled/", phone_calls.call_unhandled, name="call_unhandled"),
    path("<int:call_id>/recording/", recordings.recording, name="recording"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("promises/", include(promise_urls)),
    path("contact/", include(contact_urls)),
    path("messages/", include(message_urls)),
    path("phone/", include(phone_urls)),
]
