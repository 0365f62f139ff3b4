"""Training by command."""

import os
import subprocess
import sys
from pathlib import Path

from tests.nlu.conftest import ROOT


def test_what_was_trained_is_not_trained_again(trained: Path) -> None:
    command = [sys.executable, "-m", "assistant.cli.main", "train", "nlu"]
    environment = {**os.environ, "AISLE_STATE_DIR": str(trained)}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == "The dialogue model is up to date.\n"
