"""Settings of the channels: e-mail, SMS, messenger, telephony. Each as its provider asks for."""

import os

import environ

env = environ.FileAwareEnv()

# --- E-mail -----------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# instead of SMTP a provider of django-anymail, e.g. anymail.backends.mailgun.EmailBackend; what it
# needs is given as ANYMAIL_<name>, e.g. ANYMAIL_MAILGUN_API_KEY
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default=EMAIL_CONFIG["EMAIL_BACKEND"])
ANYMAIL = {
    "IGNORE_UNSUPPORTED_FEATURES": True,
    "REQUESTS_TIMEOUT": 30,
    **{
        name.removeprefix("ANYMAIL_"): value
        for name, value in os.environ.items()
        if name.startswith("ANYMAIL_")
    },
    # user:password, several parted by commas; without it what a provider posts is not let in
    "WEBHOOK_SECRET": env.list("ANYMAIL_WEBHOOK_SECRET", default=[]),
}
# answers to our e-mails go there, where the provider turns them into webhooks
INBOUND_EMAIL = env.str("INBOUND_EMAIL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="DealerCRM <noreply@localhost>")
# a silent server must not hold a sender: seconds for each word of it
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=5)

# --- SMS and messenger (communications/channels/http.py says what the provider must answer) -----

SMS_URL = env.str("SMS_URL", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")
SMS_SENDER = env.str("SMS_SENDER", default="")
MESSENGER_URL = env.str("MESSENGER_URL", default="")
MESSENGER_TOKEN = env.str("MESSENGER_TOKEN", default="")
MESSENGER_SENDER = env.str("MESSENGER_SENDER", default="")
# what their webhooks are signed with (docs/webhooks.md); several while one takes over from another
SMS_WEBHOOK_SECRETS = env.list("SMS_WEBHOOK_SECRETS", default=[])
MESSENGER_WEBHOOK_SECRETS = env.list("MESSENGER_WEBHOOK_SECRETS", default=[])
# slug of the dealership that gets what an unknown person wrote, where there are several
INBOUND_DEALERSHIP = env.str("INBOUND_DEALERSHIP", default="")
# where the server may send requests to, e.g. https://sms.example.com; anything else is refused
OUTGOING_ORIGINS = env.list("OUTGOING_ORIGINS", default=[])

# --- Telephony (communications/telephony says what the exchange must answer) --------------------

TELEPHONY_URL = env.str("TELEPHONY_URL", default="")
TELEPHONY_TOKEN = env.str("TELEPHONY_TOKEN", default="")
# one or several (the first is shown): each dealership's webhook secret is derived from it
TELEPHONY_SECRETS = env.list("TELEPHONY_SECRETS", default=[])
# ./run's own exchange for the demo: it can be asked to let a customer call
TELEPHONY_IS_SIMULATED = env.bool("TELEPHONY_IS_SIMULATED", default=False)
