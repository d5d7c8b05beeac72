"""This app's pages in the left bar, or beside the customers for those whose bar lacks them."""

from django.utils.translation import gettext_lazy as _

from communications import permissions
from communications.replies_waiting import replies_waiting
from dealerships.navigation import Entry

CUSTOMERS = "customers:customer_list"
ENTRIES = (
    Entry(
        label=_("Replies"),
        icon="inbox",
        url_name="communications:reply_list",
        allowed=permissions.has_replies_in_the_bar,
        order=18,
        beside=CUSTOMERS,
        beside_for=permissions.has_replies_beside,
        waiting=replies_waiting,
    ),
    Entry(
        label=_("Messages"),
        icon="mail",
        url_name="communications:message_list",
        allowed=permissions.has_outbox_in_the_bar,
        order=60,
        beside=CUSTOMERS,
        beside_for=permissions.may_write,
    ),
    Entry(
        label=_("Message templates"),
        icon="file-text",
        url_name="communications:template_list",
        allowed=permissions.has_templates_in_the_bar,
        order=62,
        beside=CUSTOMERS,
        beside_for=permissions.may_write,
    ),
    Entry(
        label=_("Letters"),
        icon="printer",
        url_name="communications:letter_list",
        allowed=permissions.has_templates_in_the_bar,
        order=64,
        beside=CUSTOMERS,
        beside_for=permissions.may_print_letters,
    ),
    Entry(
        label=_("Phone calls"),
        icon="phone",
        url_name="communications:phone_list",
        allowed=permissions.has_outbox_in_the_bar,
        order=70,
        beside=CUSTOMERS,
        beside_for=permissions.has_phone_tab,
    ),
)
