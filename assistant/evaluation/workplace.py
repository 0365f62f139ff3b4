"""Where measurements are made: the models they use, the vectors they keep, and room for scratch databases."""

from dataclasses import dataclass
from pathlib import Path

from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings
from assistant.vectors import embedding_models
from catalog.embedding.models import EmbeddingModels
from catalog.retrieval.fusion import DEFAULT, Weights


class EvaluationSettings(SupervisorSettings):
    """What of the gateway's settings changes what is found is held to here as well."""

    search_weights: Weights | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """`weights` are those the shop ranks with."""

    models: EmbeddingModels
    weights: Weights
    vectors: Path
    scratch: Path


def workplace_of(settings: EvaluationSettings) -> Workplace:
    """Below the state folder of an installation, which need not be open; its model is built if it is not yet."""
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    models = embedding_models(settings)
    models.prepare()
    own = folder.path / "evaluation"
    weights = settings.search_weights or DEFAULT
    return Workplace(models=models, weights=weights, vectors=own / "vectors", scratch=own)
