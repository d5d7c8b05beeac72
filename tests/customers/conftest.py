"""Who looks at the pages of customers."""

import pytest


@pytest.fixture
def web(client_as, operator):
    return client_as(operator)


@pytest.fixture
def manager(client_as, relations_manager):
    return client_as(relations_manager)
