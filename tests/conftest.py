"""What every test may ask for."""

from tests.cast import *  # noqa: F403
