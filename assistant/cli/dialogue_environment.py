"""Runs Rasa's own Python for a command: its environment shares no package with this one."""

import os
import subprocess
from collections.abc import Mapping, Sequence

from assistant.supervisor.errors import MachineNotReady
from assistant.supervisor.settings import ROOT, SupervisorSettings


def run_in_dialogue(
    settings: SupervisorSettings,
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    capture: bool = False,
) -> subprocess.CompletedProcess[str]:
    """`arguments` begin with the module, such as `dialogue.train`."""
    if not settings.dialogue_python.exists():
        raise MachineNotReady(
            lacks="Rasa's Python environment (dialogue/.venv) is missing.", advice="`make up` makes it."
        )
    return subprocess.run(  # noqa: S603 - our own interpreter and modules
        [settings.dialogue_python, "-W", "ignore", "-m", *arguments],
        env={**os.environ, "AISLE_STATE_DIR": str(settings.state_folder), **(environment or {})},
        cwd=ROOT,
        stdout=subprocess.PIPE if capture else None,
        text=True,
        check=False,
    )
