"""Where measurements are made: the model they use, the vectors they keep, and room for scratch databases."""

from dataclasses import dataclass
from pathlib import Path

from assistant.preparation import prepare_embedding
from assistant.supervisor.folder import StateFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    model: Path
    vectors: Path
    scratch: Path


def workplace_in(path: Path) -> Workplace:
    """Below the state folder of an installation, which need not be open; the model is built if it is not yet."""
    folder = StateFolder(path)
    folder.prepare()
    prepare_embedding(folder.weights, folder.embedding)
    own = folder.path / "evaluation"
    return Workplace(model=folder.embedding, vectors=own / "vectors", scratch=own)
