"""Opening a shop for a conversation in the terminal."""

import socket
from pathlib import Path

import pytest

from assistant.cli.shell import open_shop
from assistant.supervisor.errors import PortTaken
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings


def test_another_shop_at_the_port_is_not_taken_for_ones_own(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = SupervisorSettings(state_dir=tmp_path, port=other.getsockname()[1])
        with pytest.raises(PortTaken), open_shop(settings, StateFolder(tmp_path)):
            pytest.fail("it was opened")
