"""A shop's own model: equal to an independent implementation, in eight bits where that is true to it, else refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalog.embedding.choice import OwnModel, model_choice
from catalog.embedding.embedder import Embedder
from catalog.embedding.errors import ModelMissing, ModelUnsupported, WeightsMissing
from catalog.embedding.graph import Precision, build_graph
from catalog.embedding.models import EmbeddingModels
from catalog.embedding.network import Network
from catalog.embedding.source import read_source
from tests.integration.own_models import VOCABULARY, SmallModel, save_network_of_tokens, tokenizer
from tests.integration.reference_encoder import ReferenceEncoder, fast_gelu, gelu, relu

TEXTS = ["a warm winter jacket", "red tent for camping with a lamp", "milk", "dog food and bread"]


def models_of(folder: Path, state: Path, embedding_model: Path) -> EmbeddingModels:
    """With the built-in model at hand, as set-up leaves it."""
    (state / "models").mkdir(parents=True, exist_ok=True)
    if not (state / "models" / "embedding").exists():
        (state / "models" / "embedding").symlink_to(embedding_model)
    return EmbeddingModels(folder=state / "models", weights=state / "weights", choice=OwnModel(folder=folder))


@pytest.mark.parametrize(
    ("config", "pooling", "activation", "first_position"),
    [
        ({}, "mean_tokens", gelu, 0),
        ({}, "cls_token", gelu, 0),
        ({"hidden_act": "gelu_new"}, "mean_tokens", fast_gelu, 0),
        ({"hidden_act": "relu"}, "mean_tokens", relu, 0),
        ({"model_type": "xlm-roberta", "pad_token_id": 1}, "mean_tokens", gelu, 2),
    ],
)
def test_vectors_are_those_of_an_independent_implementation(
    config: dict[str, Any], pooling: str, activation: Any, first_position: int, tmp_path: Path, embedding_model: Path
) -> None:
    model = SmallModel(config=config, pooling=pooling)
    models = models_of(model.save(tmp_path / "own"), tmp_path / "state", embedding_model)
    manifest = models.prepare()
    reference = ReferenceEncoder(
        {name: values.astype(np.float64) for name, values in model.weights.items()},
        layers=2,
        heads=4,
        activation=activation,
        first_position=first_position,
        pooling=pooling.removesuffix("_token").removesuffix("_tokens"),
    )
    expected = np.stack([reference.vector(tokenizer().encode(text).ids) for text in TEXTS])
    made = models.documents().embed(TEXTS)
    source = read_source(tmp_path / "own")
    assert source.shape is not None
    exact = build_graph(model.weights, source.shape, Precision.FP32).SerializeToString()
    network = Network(exact, tokenizer(), dimension=64, threads=1)
    floats = np.stack([network.vector(text) for text in TEXTS])
    np.testing.assert_allclose(floats, expected, atol=1e-5)
    assert manifest.dimension == made.shape[1] == 64
    assert np.sum(made * expected, axis=1).min() > 0.99
    np.testing.assert_allclose(models.queries(manifest.index_id).embed(TEXTS), made, atol=1e-6)


def test_distilbert_goes_by_other_names(tmp_path: Path, embedding_model: Path) -> None:
    bert = SmallModel()
    config = {"model_type": "distilbert", "dim": 64, "n_layers": 2, "n_heads": 4, "activation": "gelu"}
    gone = dict.fromkeys(("hidden_size", "num_hidden_layers", "num_attention_heads", "hidden_act"))
    folder = SmallModel(config={**gone, **config}).save(tmp_path / "own")
    weights = {name: values.astype(np.float64) for name, values in bert.weights.items() if "token_type" not in name}
    reference = ReferenceEncoder(weights, layers=2, heads=4)
    expected = np.stack([reference.vector(tokenizer().encode(text).ids) for text in TEXTS])
    models = models_of(folder, tmp_path / "state", embedding_model)
    models.prepare()
    assert np.sum(models.documents().embed(TEXTS) * expected, axis=1).min() > 0.99


def test_prompts_go_before_what_is_embedded(tmp_path: Path, embedding_model: Path) -> None:
    plain = models_of(SmallModel().save(tmp_path / "plain"), tmp_path / "a", embedding_model)
    prompts = {"query": "rain ", "passage": "the "}
    prompted = models_of(SmallModel(prompts=prompts).save(tmp_path / "prompted"), tmp_path / "b", embedding_model)
    plain.prepare()
    index_id = prompted.prepare().index_id
    np.testing.assert_array_equal(
        prompted.queries(index_id).embed(["jacket"]), plain.documents().embed(["rain jacket"])
    )
    np.testing.assert_array_equal(prompted.documents().embed(["lamp"]), plain.documents().embed(["the lamp"]))


def test_a_network_of_ones_own_serves_where_ours_cannot_be_built(tmp_path: Path, embedding_model: Path) -> None:
    folder = SmallModel(config={"model_type": "mpnet"}).save(tmp_path / "own")
    table = np.random.default_rng(3).standard_normal((len(VOCABULARY), 48)).astype(np.float32)
    with pytest.raises(ModelUnsupported, match="'mpnet'"):
        read_source(folder)
    save_network_of_tokens(folder / "onnx" / "model.onnx", table)
    models = models_of(folder, tmp_path / "state", embedding_model)
    assert models.prepare().dimension == 48
    mean = table[tokenizer().encode("red tent").ids].mean(axis=0)
    np.testing.assert_allclose(models.documents().embed(["red tent"])[0], mean / np.linalg.norm(mean), atol=1e-6)


def test_the_same_folder_is_built_once_and_another_content_is_another_index(
    tmp_path: Path, embedding_model: Path
) -> None:
    folder, state = SmallModel().save(tmp_path / "own"), tmp_path / "state"
    first = models_of(folder, state, embedding_model).prepare()
    built_at = (state / "models" / "retrieval" / first.index_id).stat().st_ctime_ns
    assert models_of(folder, state, embedding_model).prepare() == first
    assert (state / "models" / "retrieval" / first.index_id).stat().st_ctime_ns == built_at
    SmallModel(seed=2).save(folder)
    models = models_of(folder, state, embedding_model)
    second = models.prepare()
    assert second.index_id != first.index_id
    assert isinstance(models.queries(first.index_id), Embedder)
    assert models.forget_all_but({second.index_id}) == 1
    with pytest.raises(ModelMissing):
        models.queries(first.index_id)


def test_what_cannot_be_used_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelUnsupported, match="neither `minilm`, `trained`"):
        model_choice("no/such/folder", root=tmp_path)
    for setting in ("openai:gpt", "openai:text-embedding-3-small:0", "openai:text-embedding-3-small:4000"):
        with pytest.raises(ModelUnsupported):
            model_choice(setting, root=tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnsupported, match="no folder of a sentence-transformers model"):
        read_source(tmp_path / "empty")
    with pytest.raises(ModelUnsupported, match="max_tokens"):
        read_source(SmallModel(pooling="max_tokens").save(tmp_path / "pooled"))
    with pytest.raises(ModelUnsupported, match="'relative_key'"):
        read_source(SmallModel(config={"position_embedding_type": "relative_key"}).save(tmp_path / "placed"))
    dense = SmallModel().save(tmp_path / "dense")
    modules = json.loads((dense / "modules.json").read_text())
    modules.append({"idx": 3, "path": "3_Dense", "type": "sentence_transformers.models.Dense"})
    (dense / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelUnsupported, match="Dense"):
        read_source(dense)
    bare = SmallModel().save(tmp_path / "bare")
    (bare / "model.safetensors").unlink()
    with pytest.raises(WeightsMissing):
        read_source(bare)


def test_weights_that_lack_something_are_refused(tmp_path: Path, embedding_model: Path) -> None:
    folder = SmallModel(layers=2, config={"num_hidden_layers": 3}).save(tmp_path / "own")
    with pytest.raises(ModelUnsupported, match=r"lacks encoder\.layer\.2"):
        models_of(folder, tmp_path / "state", embedding_model).prepare()
