"""Which embedding model an installation chose, as one setting tells it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from catalog.embedding.errors import ModelUnsupported

BUILT_IN, TRAINED = "minilm", "trained"
OPENAI = "openai:"
# What the service gives unless it is asked for fewer.
OPENAI_DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltInModel:
    """all-MiniLM-L6-v2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedModel:
    """The one that `aisle train embedding` found better, and the built-in until there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnModel:
    """A folder in which sentence-transformers saved a model."""

    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAIModel:
    name: str
    dimension: int

    @property
    def model_id(self) -> str:
        return f"{OPENAI}{self.name}"

    @classmethod
    def of(cls, model_id: str, dimension: int) -> Self | None:
        """The service's model that an index was made with, if it was one of the service's."""
        return cls(name=model_id.removeprefix(OPENAI), dimension=dimension) if model_id.startswith(OPENAI) else None


ModelChoice = BuiltInModel | TrainedModel | OwnModel | OpenAIModel


def model_choice(setting: str, *, root: Path) -> ModelChoice:
    """`minilm`, `trained`, `openai:text-embedding-3-small[:dimensions]`, or a folder, seen from `root`."""
    if setting == BUILT_IN:
        return BuiltInModel()
    if setting == TRAINED:
        return TrainedModel()
    if setting.startswith(OPENAI):
        return _openai_model(setting)
    folder = (root / Path(setting).expanduser()).resolve()
    if not folder.is_dir():
        reason = f"it is neither `{BUILT_IN}`, `{TRAINED}` nor `{OPENAI}…`, nor a folder that exists"
        raise ModelUnsupported(path=setting, reason=reason)
    return OwnModel(folder=folder)


def _openai_model(setting: str) -> OpenAIModel:
    name, _, asked = setting.removeprefix(OPENAI).partition(":")
    if name not in OPENAI_DIMENSIONS:
        raise ModelUnsupported(path=setting, reason=f"of OpenAI's models {' and '.join(OPENAI_DIMENSIONS)} are known")
    most = OPENAI_DIMENSIONS[name]
    if asked and not (asked.isdecimal() and 1 <= int(asked) <= most):
        raise ModelUnsupported(path=setting, reason=f"its dimensions have to be a number from 1 to {most}")
    return OpenAIModel(name=name, dimension=int(asked) if asked else most)
