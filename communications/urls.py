"""/d/<slug>/contact/, messages/, replies/, phone/: rules, outbox, inbox, calls."""

from django.urls import URLPattern, URLResolver, include, path

from communications.views import (
    contact_rules,
    dialling,
    doubts,
    entered_calls,
    holds,
    letters,
    message_writing,
    messages,
    outcomes,
    phone_call,
    phone_calls,
    recordings,
    replies,
    ringing,
    talks,
    templates,
    wordings,
)

app_name = "communications"

contact_urls: list[URLPattern] = [
    path("customers/<int:customer_id>/", holds.customer_contact, name="customer_contact"),
    path("customers/<int:customer_id>/pause/", holds.pause, name="pause"),
    path("customers/<int:customer_id>/lift/", holds.lift, name="lift"),
    path("rules/", contact_rules.contact_rules, name="contact_rules"),
    path("outcomes/", outcomes.outcome_list, name="outcome_list"),
    path("outcomes/new/", outcomes.outcome_add, name="outcome_add"),
    path("outcomes/<int:pk>/", outcomes.outcome_edit, name="outcome_edit"),
    path("outcomes/<int:pk>/move/", outcomes.outcome_move, name="outcome_move"),
    path("outcomes/<int:pk>/offer/<int:active>/", outcomes.outcome_offer, name="outcome_offer"),
    path("wordings/", wordings.wording_list, name="wording_list"),
    path("wordings/standard/", wordings.wording_standard, name="wording_standard"),
    path("wordings/<str:purpose>/<str:language>/", wordings.wording_edit, name="wording_edit"),
]

message_urls: list[URLPattern] = [
    path("", messages.message_list, name="message_list"),
    path("export.<export:form>", messages.message_export, name="message_export"),
    path("customers/<int:customer_id>/write/", message_writing.message_write, name="message_write"),
    path("customers/<int:customer_id>/size/", message_writing.message_size, name="message_size"),
    path("<int:message_id>/sent/", messages.message_sent, name="message_sent"),
    path("<int:message_id>/again/", messages.message_again, name="message_again"),
    path("<int:message_id>/cancel/", messages.message_cancel, name="message_cancel"),
]

reply_urls: list[URLPattern] = [
    path("", replies.reply_list, name="reply_list"),
    path("<export:form>/", replies.reply_export, name="reply_export"),
    path("<int:reply_id>/handled/", replies.reply_handle, name="reply_handle"),
    path("<int:reply_id>/reopen/", replies.reply_reopen, name="reply_reopen"),
    path("<int:reply_id>/sender/", replies.reply_sender, name="reply_sender"),
]

template_urls: list[URLPattern] = [
    path("", templates.template_list, name="template_list"),
    path("add/", templates.template_add, name="template_add"),
    path("standard/", templates.template_standard, name="template_standard"),
    path("preview/", templates.template_preview_fragment, name="template_preview"),
    path("readers/", templates.template_readers, name="template_readers"),
    path("<int:template_id>/", templates.template_edit, name="template_edit"),
    path("<int:template_id>/copy/", templates.template_copy, name="template_copy"),
    path("<int:template_id>/archive/", templates.template_archive, name="template_archive"),
    path("<int:template_id>/restore/", templates.template_restore, name="template_restore"),
]

letter_urls: list[URLPattern] = [
    path("", letters.letter_list, name="letter_list"),
    path("make/", letters.letters_make, name="letters_make"),
    path("<int:batch_id>/", letters.letter_batch, name="letter_batch"),
    path("<int:batch_id>/export/", letters.letters_export, name="letters_export"),
    path("<int:batch_id>/posted/", letters.letters_post, name="letters_post"),
    path("<int:batch_id>/back/", letters.letters_take_back, name="letters_take_back"),
    path("<int:batch_id>/drop/", letters.letters_drop, name="letters_drop"),
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
    path("entered/<int:touch_id>/", entered_calls.entered_call, name="entered_call"),
    path("entered/<int:touch_id>/add/", entered_calls.entered_add, name="entered_add"),
    path("entered/<int:touch_id>/recording/", recordings.entered_recording, name="entered_sound"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("replies/", include(reply_urls)),
    path("contact/", include(contact_urls)),
    path("messages/", include(message_urls)),
    path("messages/templates/", include(template_urls)),
    path("messages/letters/", include(letter_urls)),
    path("phone/", include(phone_urls)),
]
