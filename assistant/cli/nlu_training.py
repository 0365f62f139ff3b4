"""`aisle train nlu`: Rasa's model of what shoppers say."""

from typing import Annotated

import typer

from assistant.cli.dialogue_environment import run_in_dialogue
from assistant.preparation import prepare_embedding
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings


def nlu(*, force: Annotated[bool, typer.Option(help="Train even if nothing has changed.")] = False) -> None:
    """Train Rasa on the sentences and rules under nlu_data/, if they have changed."""
    settings = SupervisorSettings()
    folder = StateFolder(settings.state_folder)
    prepare_embedding(folder.weights, folder.embedding)
    done = run_in_dialogue(settings, ["dialogue.train", *(["--force"] if force else [])])
    raise typer.Exit(done.returncode)
