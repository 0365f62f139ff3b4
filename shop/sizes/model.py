"""The trained size models of one installation, checked against their manifest and run by onnxruntime."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from shop.sizes.distribution import advised, chances
from shop.sizes.errors import SizeModelBroken, SizeModelMissing
from shop.sizes.features import HEIGHT, TOLD, WEIGHT, table
from shop.sizes.ladder import called, same

MANIFEST = "manifest.json"
# Trained on records that do not tell what was worn: for anything in the same sizes that has no model of its own.
ANYTHING = "*"
# Below it the model keeps silent; `aisle eval size` tells what that costs and gains.
LEAST_CHANCE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """One model: for which chart, of which sizes, on how many records it was trained, and how good it was on others."""

    group: str
    file: str
    sha256: str
    sizes: tuple[str, ...]
    extra: tuple[str, ...]
    cuts: tuple[float, ...]
    records: int
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The advised size with its chance, and the neighbour that is likelier than the other, with its."""

    size: str
    chance: float
    neighbor: str
    neighbor_chance: float


class SizeModel:
    """Safe to call from several threads at once; a body takes well under a millisecond."""

    def __init__(self, facts: ModelFacts, network: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.facts = facts
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])

    def chances(self, bodies: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """Of each size, for each body."""
        fed = {"body": table(bodies, extra=self.facts.extra)}
        return chances(self._session.run(["beyond"], fed)[0])

    def guess(self, body: Mapping[str, float]) -> Guess | None:
        """None without both weight and height, without which it has little to go by."""
        if WEIGHT not in body or HEIGHT not in body:
            return None
        of_sizes = self.chances([body])
        place, row = int(advised(of_sizes, self.facts.cuts)[0]), of_sizes[0]
        beside = [other for other in (place - 1, place + 1) if 0 <= other < len(row)]
        neighbor = max(beside, key=lambda other: row[other])
        return Guess(
            size=self.facts.sizes[place],
            chance=float(row[place]),
            neighbor=self.facts.sizes[neighbor],
            neighbor_chance=float(row[neighbor]),
        )


class SizeModels:
    def __init__(self, models: Sequence[SizeModel]) -> None:
        self._models = {model.facts.group: model for model in models}

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self._models)

    def for_goods(self, chart_id: str | None, offered: Sequence[str], *, for_children: bool) -> SizeModel | None:
        """The chart's own, or the one for anything in these sizes, which knows of grown-ups only."""
        if chart_id in self._models:
            return self._models[str(chart_id)]
        general = self._models.get(ANYTHING)
        if general is None or for_children or not offered:
            return None
        ours = general.facts.sizes
        return general if all(any(same(size, one) for one in ours) for size in offered) else None


def as_offered(guess: Guess, offered: Sequence[str]) -> tuple[str | None, str | None]:
    """The guessed size and its neighbour as these goods are marked."""
    return called(guess.size, offered), called(guess.neighbor, offered)


def load_models(folder: Path) -> SizeModels:
    """Raises SizeModelMissing or SizeModelBroken; a damaged model is never asked."""
    return SizeModels([_loaded(folder, facts) for facts in read_manifest(folder)])


def read_manifest(folder: Path) -> tuple[ModelFacts, ...]:
    path = folder / MANIFEST
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_facts(each) for each in plain["models"])
    except FileNotFoundError as exc:
        raise SizeModelMissing(folder=folder) from exc
    except (ValueError, TypeError, KeyError) as exc:
        raise SizeModelBroken(path=path, reason="it is no manifest of size models") from exc


def manifest_of(models: Sequence[ModelFacts]) -> str:
    return json.dumps({"features": TOLD, "models": [asdict(facts) for facts in models]}, indent=2) + "\n"


def _facts(plain: Mapping[str, Any]) -> ModelFacts:
    return ModelFacts(**{**plain, **{name: tuple(plain[name]) for name in ("sizes", "extra", "cuts")}})


def _loaded(folder: Path, facts: ModelFacts) -> SizeModel:
    path = folder / facts.file
    try:
        network = path.read_bytes()
    except OSError as exc:
        raise SizeModelBroken(path=path, reason="it is not there") from exc
    if path.parent != folder or hashlib.sha256(network).hexdigest() != facts.sha256:
        raise SizeModelBroken(path=path, reason="it is not the file the manifest names")
    return SizeModel(facts, network)
