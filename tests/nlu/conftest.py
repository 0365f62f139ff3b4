"""The trained model that all tests of understanding measure."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIALOGUE_PYTHON = ROOT / "dialogue" / ".venv" / "bin" / "python"


def run(state: Path, *arguments: str) -> str:
    environment = {**os.environ, "AISLE_STATE_DIR": str(state)}
    command = [DIALOGUE_PYTHON, "-W", "ignore", "-m", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


@pytest.fixture(scope="session")
def trained(embedding_model: Path, state_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with a model of the present inputs; one trained before is used if it is of these."""
    models = tmp_path_factory.mktemp("state") / "models"
    models.mkdir()
    (models / "embedding").symlink_to(embedding_model)
    if (state_folder / "models" / "nlu").is_dir():
        shutil.copytree(state_folder / "models" / "nlu", models / "nlu")
    run(models.parent, "dialogue.train")
    return models.parent
