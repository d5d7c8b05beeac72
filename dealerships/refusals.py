"""What an address asks in vain, in words for the person who asked: views.errors shows them."""

from django.core.exceptions import BadRequest


class NotOffered(BadRequest):
    """A list has no such filter value, order or day; the text says which."""
