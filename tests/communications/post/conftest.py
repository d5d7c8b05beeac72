"""A day on which letters are printed, and who prints them."""

import pytest

from tests.factories import NOW, make_user


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def head(dealership):
    return make_user(dealership=dealership, roles=["relations_manager"])


@pytest.fixture
def client(client_as, head):
    return client_as(head)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
