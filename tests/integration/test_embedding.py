"""The embedding network: equal to its reference, in eight bits, and refused when it was changed."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from catalog.embedding.build import SHAPE, WEIGHTS_IN_PACKAGE, build_model, is_built
from catalog.embedding.embedder import Embedder
from catalog.embedding.errors import ModelBroken, ModelMissing, WeightsMissing
from catalog.embedding.graph import Precision, build_graph, quantise_columns
from catalog.embedding.manifest import MANIFEST, NETWORK, TOKENIZER, read_manifest
from catalog.embedding.network import Network
from catalog.embedding.proof import REFERENCE, reference_cosine
from tests.integration.reference_minilm import sentence_vectors
from tests.integration.small_shop import PRODUCTS


@pytest.fixture(scope="module")
def documents(embedding_model: Path) -> Embedder:
    return Embedder(embedding_model, documents=True, threads=2)


def network_of(precision: Precision, embedding_model: Path, state_folder: Path) -> Network:
    weights = load_file(state_folder / "weights" / WEIGHTS_IN_PACKAGE / "model.safetensors")
    tokenizer = Tokenizer.from_file(str(embedding_model / TOKENIZER))
    return Network(build_graph(weights, SHAPE, precision).SerializeToString(), tokenizer, dimension=384, threads=2)


def test_stored_references_are_those_of_the_independent_implementation(state_folder: Path) -> None:
    stored = json.loads(REFERENCE.read_text())
    texts = list(stored)[:4]
    made = sentence_vectors(state_folder / "weights" / WEIGHTS_IN_PACKAGE, texts)
    np.testing.assert_allclose(made, np.array([stored[text] for text in texts]), atol=1e-6)


@pytest.mark.parametrize(
    ("precision", "least"), [(Precision.FP32, 0.99999), (Precision.INT8, 0.99), (Precision.UINT8, 0.99)]
)
def test_network_equals_the_reference(
    precision: Precision, least: float, embedding_model: Path, state_folder: Path
) -> None:
    assert reference_cosine(network_of(precision, embedding_model, state_folder)) >= least


def test_a_network_with_one_layer_disturbed_is_found_out(embedding_model: Path, state_folder: Path) -> None:
    weights = load_file(state_folder / "weights" / WEIGHTS_IN_PACKAGE / "model.safetensors")
    name = "encoder.layer.3.attention.self.query.bias"
    weights[name] = weights[name] + np.float32(0.5)
    tokenizer = Tokenizer.from_file(str(embedding_model / TOKENIZER))
    network = Network(
        build_graph(weights, SHAPE, Precision.FP32).SerializeToString(), tokenizer, dimension=384, threads=2
    )
    assert reference_cosine(network) < 0.99999


def test_served_model_holds_its_weights_in_eight_bits(embedding_model: Path) -> None:
    model = onnx.load(embedding_model / NETWORK)
    large = {tensor.data_type for tensor in model.graph.initializer if np.prod(tensor.dims) > 100_000}
    assert large <= {onnx.TensorProto.INT8, onnx.TensorProto.UINT8}


def test_each_column_is_quantised_by_its_own_scale() -> None:
    matrix = np.array([[0.001, 100.0], [-0.002, 50.0]], np.float32)
    quantised, scales = quantise_columns(matrix)
    np.testing.assert_allclose(quantised * scales, matrix, rtol=0.01)


def test_a_neighbour_changes_no_vector(documents: Embedder) -> None:
    long = "a rain jacket with sealed seams and a hood " * 12
    alone = documents.embed(["rain jacket"])[0]
    np.testing.assert_array_equal(documents.embed([long, "rain jacket", long])[1], alone)


def test_of_a_product_only_as_much_is_read_as_the_model_was_trained_on(documents: Embedder, embedder: Embedder) -> None:
    read, beyond = "tent " * 126, "milk " * 60
    np.testing.assert_array_equal(*documents.embed([read, read + beyond]))
    of_query = embedder.embed([read, read + beyond])
    assert float(of_query[0] @ of_query[1]) < 0.99


def test_document_vectors_in_eight_bits_stay_close_to_the_floats(
    documents: Embedder, embedding_model: Path, state_folder: Path
) -> None:
    texts = [f"{product.title}. {product.description}" for product in PRODUCTS] + ["a tent for two " * 25]
    floats = network_of(Precision.FP32, embedding_model, state_folder).embed(texts)
    assert float(np.min(np.sum(documents.embed(texts) * floats, axis=1))) > 0.985


def test_vectors_come_in_the_order_of_the_texts(documents: Embedder) -> None:
    texts = [f"{'very ' * (n % 7)}warm sock number {n}" for n in range(20)]
    together = documents.embed(texts)
    alone = np.concatenate([documents.embed([text]) for text in texts])
    np.testing.assert_array_equal(together, alone)


def test_vectors_have_length_one_and_likeness_means_nearness(embedder: Embedder) -> None:
    jacket, coat, milk = embedder.embed(["waterproof jacket", "rain coat", "a gallon of milk"])
    assert jacket.dtype == np.float32
    assert float(np.linalg.norm(jacket)) == pytest.approx(1, abs=1e-5)
    assert jacket @ coat > jacket @ milk + 0.2


def test_no_text_and_endless_text_are_no_trouble(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)
    vectors = embedder.embed(["", "tent " * 5000])
    assert vectors.shape == (2, 384)
    assert np.isfinite(vectors).all()


def test_several_threads_get_what_one_gets(embedder: Embedder) -> None:
    texts = [f"hiking boots size {n}" for n in range(24)]
    expected = [embedder.embed([text]) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: embedder.embed([text]), texts))
    np.testing.assert_array_equal(np.array(found), np.array(expected))


def test_a_second_build_gives_the_same_files(embedding_model: Path, state_folder: Path, tmp_path: Path) -> None:
    again = build_model(state_folder / "weights", tmp_path / "embedding")
    assert again == read_manifest(embedding_model)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["embedding"]
    assert is_built(tmp_path / "embedding")


def test_a_changed_file_is_refused(embedding_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "embedding"
    folder.mkdir()
    for name in (NETWORK, TOKENIZER, MANIFEST):
        shutil.copy(embedding_model / name, folder / name)
    with (folder / NETWORK).open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\0\1\2\3")
    with pytest.raises(ModelBroken):
        Embedder(folder)
    assert not is_built(folder)


def test_missing_model_missing_weights_and_foreign_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        Embedder(tmp_path)
    with pytest.raises(WeightsMissing):
        build_model(tmp_path / "weights", tmp_path / "embedding")
    source = tmp_path / "weights" / WEIGHTS_IN_PACKAGE
    source.mkdir(parents=True)
    (source / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(WeightsMissing, match="unknown sha256"):
        build_model(tmp_path / "weights", tmp_path / "embedding")
