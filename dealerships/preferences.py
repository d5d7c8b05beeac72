"""What a person likes: theme, language, time zone; in cookies until they have signed in."""

from django.http import HttpRequest

from dealerships.models import User

THEME_COOKIE = "theme"
COOKIE_SECONDS = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """light, dark, or empty: as the system."""
    user = getattr(request, "user", None)
    chosen = user.theme if isinstance(user, User) else request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in User.Theme.values else ""
