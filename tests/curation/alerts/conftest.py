"""The curation of the world, as a run of the alerts has it."""

import pytest

from hub.curation import Curation
from tests.curation.mail.post_office import PostOffice
from tests.curation.world import World


@pytest.fixture
def curation(world: World, office: PostOffice) -> Curation:
    """The curation of the world, whose mail goes to the office."""
    return world.curation_with(smtp_port=office.port)
