"""The one error of starting: a single line that says what is wrong and what mends it."""


class LaunchError(Exception):
    """Starting cannot go on; the message is shown to the person as it is."""
