"""Where measurements are made: the models they use, the vectors they keep, and room for scratch databases."""

from dataclasses import dataclass
from pathlib import Path

from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings
from assistant.vectors import embedding_models
from catalog.embedding.models import EmbeddingModels


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    models: EmbeddingModels
    vectors: Path
    scratch: Path


def workplace_of(settings: SupervisorSettings) -> Workplace:
    """Below the state folder of an installation, which need not be open; its model is built if it is not yet."""
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    models = embedding_models(settings)
    models.prepare()
    own = folder.path / "evaluation"
    return Workplace(models=models, vectors=own / "vectors", scratch=own)
