"""Reads a folder as sentence-transformers saves models: what is in it, and whether it is something we can run."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.embedding.encoder import Pooling, Shape, shape_of
from catalog.embedding.errors import ModelUnsupported, WeightsMissing
from catalog.embedding.manifest import TOKENIZER, sha256_of

WEIGHTS = "model.safetensors"
_ONNX = ("onnx/model.onnx", "model.onnx")
_DOCUMENT_PROMPTS = ("document", "passage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`network` is a graph the folder brings, for encoders that we cannot build; else `shape` tells what to build."""

    name: str
    pooling: Pooling
    longest_tokens: int
    lower_case: bool
    query_prefix: str
    document_prefix: str
    tokenizer: Path
    shape: Shape | None
    weights: Path | None
    network: Path | None

    @property
    def sha256(self) -> str:
        """Changes with whatever changes the vectors."""
        files = [sha256_of(path) for path in (self.tokenizer, self.weights, self.network) if path]
        told = (files, self.pooling, self.longest_tokens, self.lower_case, self.query_prefix, self.document_prefix)
        return hashlib.sha256(json.dumps([*told, repr(self.shape)]).encode()).hexdigest()


def read_source(folder: Path) -> Source:
    """Raise ModelUnsupported or WeightsMissing with what is in the way, in one line."""
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise ModelUnsupported(path=folder, reason="it is no folder of a sentence-transformers model")
    modules = {each["type"].rsplit(".", 1)[-1]: folder / each.get("path", "") for each in _modules(folder)}
    if foreign := modules.keys() - {"Transformer", "Pooling", "Normalize"}:
        raise ModelUnsupported(path=folder, reason=f"it has a step {', '.join(sorted(foreign))} after its encoder")
    encoder = modules.get("Transformer", folder)
    config, saved = _json(encoder / "config.json"), _json(encoder / "sentence_bert_config.json")
    prompts = _json(folder / "config_sentence_transformers.json")
    pooling = _pooling(_json(modules["Pooling"] / "config.json") if "Pooling" in modules else {}, folder)
    tokenizer = encoder / TOKENIZER
    if not tokenizer.is_file():
        raise ModelUnsupported(path=folder, reason=f"it has no {TOKENIZER}; save the model with its fast tokenizer")
    shape, weights, network = _network(folder, encoder, config, pooling, saved.get("max_seq_length"))
    default = _prompt(prompts, prompts.get("default_prompt_name"))
    return Source(
        name=folder.resolve().name,
        pooling=pooling,
        longest_tokens=shape.longest_tokens if shape else int(saved.get("max_seq_length") or 512),
        lower_case=bool(saved.get("do_lower_case")),
        query_prefix=_prompt(prompts, "query") or default,
        document_prefix=next((told for name in _DOCUMENT_PROMPTS if (told := _prompt(prompts, name))), default),
        tokenizer=tokenizer,
        shape=shape,
        weights=weights,
        network=network,
    )


def _network(
    folder: Path, encoder: Path, config: Mapping[str, Any], pooling: Pooling, longest: int | None
) -> tuple[Shape | None, Path | None, Path | None]:
    """Built from the weights where we can: that also gives the quick network in eight bits."""
    own = next((encoder / name for name in _ONNX if (encoder / name).is_file()), None)
    weights = encoder / WEIGHTS
    try:
        shape = shape_of(config, name=folder.resolve().name, pooling=pooling, longest_tokens=longest, path=folder)
    except ModelUnsupported:
        if own is None:
            raise
        return None, None, own
    if not weights.is_file() and own is None:
        raise WeightsMissing(path=weights)
    return (shape, weights, None) if weights.is_file() else (None, None, own)


def _modules(folder: Path) -> list[dict[str, Any]]:
    """Without a list of its steps a folder holds a bare encoder, whose tokens are averaged."""
    path = folder / "modules.json"
    if not path.is_file():
        return []
    try:
        listed = json.loads(path.read_text())
        return sorted(listed, key=lambda module: int(module["idx"]))
    except (ValueError, TypeError, KeyError) as exc:
        raise ModelUnsupported(path=path, reason="it cannot be read") from exc


def _pooling(config: Mapping[str, Any], folder: Path) -> Pooling:
    told = {
        name.removeprefix("pooling_mode_") for name, on in config.items() if name.startswith("pooling_mode_") and on
    }
    if isinstance(config.get("pooling_mode"), str):
        told = {config["pooling_mode"]}
    if config.get("include_prompt") is False:
        raise ModelUnsupported(path=folder, reason="it leaves its prompt out of the average")
    if told <= {"mean_tokens", "mean"}:
        return "mean"
    if told <= {"cls_token", "cls"}:
        return "cls"
    raise ModelUnsupported(path=folder, reason=f"its pooling is {' + '.join(sorted(told))}; supported are mean and cls")


def _prompt(config: Mapping[str, Any], name: str | None) -> str:
    return str((config.get("prompts") or {}).get(name) or "") if name else ""


def _json(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError as exc:
        raise ModelUnsupported(path=path, reason="it is not JSON") from exc
    if not isinstance(read, dict):
        raise ModelUnsupported(path=path, reason="it holds no settings")
    return read
