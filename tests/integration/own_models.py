"""Small models as sentence-transformers saves them, of random weights, for tests of a shop's own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

WORDS = "a the rain jacket tent boots for warm winter camping milk bread red blue light lamp dog food and with of in"
VOCABULARY = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS.split()])}
DISTILBERT = {
    "encoder.layer.": "transformer.layer.",
    "attention.self.query": "attention.q_lin",
    "attention.self.key": "attention.k_lin",
    "attention.self.value": "attention.v_lin",
    "attention.output.dense": "attention.out_lin",
    "attention.output.LayerNorm": "sa_layer_norm",
    "intermediate.dense": "ffn.lin1",
    "output.dense": "ffn.lin2",
    "output.LayerNorm": "output_layer_norm",
}


@dataclass(frozen=True)
class SmallModel:
    layers: int = 2
    heads: int = 4
    width: int = 64
    config: Mapping[str, Any] = field(default_factory=dict)
    pooling: str = "mean_tokens"
    prompts: Mapping[str, str] = field(default_factory=dict)
    seed: int = 1

    @property
    def weights(self) -> dict[str, NDArray[np.float32]]:
        """By BERT's names."""
        dice = np.random.default_rng(self.seed)
        width, inner = self.width, 2 * self.width
        shapes: dict[str, tuple[int, ...]] = {
            "embeddings.word_embeddings.weight": (len(VOCABULARY), width),
            "embeddings.position_embeddings.weight": (40, width),
            "embeddings.token_type_embeddings.weight": (2, width),
            "embeddings.LayerNorm": (width,),
        }
        for number in range(self.layers):
            name = f"encoder.layer.{number}"
            denses = {f"{name}.attention.self.{part}": (width, width) for part in ("query", "key", "value")}
            denses |= {f"{name}.attention.output.dense": (width, width), f"{name}.output.dense": (width, inner)}
            denses[f"{name}.intermediate.dense"] = (inner, width)
            for dense, shape in denses.items():
                shapes |= {f"{dense}.weight": shape, f"{dense}.bias": shape[:1]}
            shapes |= {f"{name}.attention.output.LayerNorm": (width,), f"{name}.output.LayerNorm": (width,)}
        made: dict[str, NDArray[np.float32]] = {}
        for name, shape in shapes.items():
            if name.endswith("LayerNorm"):
                made[f"{name}.weight"] = (1 + 0.1 * dice.standard_normal(shape)).astype(np.float32)
                made[f"{name}.bias"] = (0.1 * dice.standard_normal(shape)).astype(np.float32)
            else:
                made[name] = (dice.standard_normal(shape) * (0.15 if len(shape) > 1 else 0.05)).astype(np.float32)
        return made

    def save(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        config = {
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": self.width,
            "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads,
            "max_position_embeddings": 40,
            "pad_token_id": 0,
            **self.config,
        }
        weights = self.weights
        if config["model_type"] == "distilbert":
            del weights["embeddings.token_type_embeddings.weight"]
            weights = {_renamed(name): values for name, values in weights.items()}
        save_file(weights, folder / "model.safetensors")
        modules = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
        listed = [
            {"idx": idx, "name": str(idx), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for idx, (kind, path) in enumerate(modules)
        ]
        (folder / "1_Pooling").mkdir(exist_ok=True)
        pooled = {f"pooling_mode_{name}": name == self.pooling for name in ("cls_token", "mean_tokens", "max_tokens")}
        for name, told in {
            "config.json": config,
            "modules.json": listed,
            "1_Pooling/config.json": {"word_embedding_dimension": self.width, **pooled},
            "sentence_bert_config.json": {"max_seq_length": 24, "do_lower_case": False},
            "config_sentence_transformers.json": {"prompts": dict(self.prompts), "default_prompt_name": None},
        }.items():
            (folder / name).write_text(json.dumps(told))
        tokenizer().save(str(folder / "tokenizer.json"))
        return folder


def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordPiece(VOCABULARY, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    made.enable_padding()
    return made


def save_network_of_tokens(path: Path, table: NDArray[np.float32]) -> None:
    """A graph as exporters write it: it only looks each token up, and leaves the pooling to others."""
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])
    mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch", "tokens"])
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", table.shape[1]])
    looked_up = helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])
    graph = helper.make_graph(
        [looked_up], "tokens", [ids, mask], [output], [onnx.numpy_helper.from_array(table, "table")]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)]), path)


def _renamed(name: str) -> str:
    if name.startswith("encoder.layer."):
        for ours, theirs in DISTILBERT.items():
            name = name.replace(ours, theirs)
    return f"distilbert.{name}"
