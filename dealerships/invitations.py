"""The link by which a new person chooses a password: mailed, or shown once to the administrator."""

import logging
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from dealerships.models import Dealership, User

NO_MAIL_SERVER = "django.core.mail.backends.console.EmailBackend"
"""What ./run starts with: such a letter would reach nobody, and the log would hold the link."""

logger = logging.getLogger(__name__)


def password_path(user: User) -> str:
    """The path of a page that works once and for PASSWORD_RESET_TIMEOUT."""
    key = default_token_generator.make_token(user)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )


def password_link(request: HttpRequest, user: User) -> str:
    """The same as a whole address, under the name by which this request came."""
    return request.build_absolute_uri(password_path(user))


def send_invitation(user: User, dealership: Dealership, link: str) -> bool:
    """Mail the link in the person's language; False when there is no address or no mail server."""
    if not user.email or settings.EMAIL_BACKEND == NO_MAIL_SERVER:
        return False
    context = {"user": user, "dealership": dealership, "link": link}
    with translation.override(user.language or dealership.language):
        subject = render_to_string("dealerships/mail/invitation.subject.txt", context).strip()
        body = render_to_string("dealerships/mail/invitation.txt", context)
    try:
        send_mail(subject, body, None, [user.email])
    except (SMTPException, OSError):
        logger.exception("The invitation could not be sent")
        return False
    return True
