"""Fine-tuning: a trained model is a folder like any other, used when chosen, and learns what shoppers mean."""

import asyncio
import itertools
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.progress import unheard
from assistant.evaluation.workplace import Workplace
from assistant.training.embedding import base_of, train_embedding
from assistant.training.errors import ModelUntrainable, TrainingMissing
from assistant.training.model_folder import promote, save_trained
from assistant.training.pairs import Pairs, part
from catalog.contents import Contents
from catalog.demo.contents import demo_contents
from catalog.embedding.build import WEIGHTS_IN_PACKAGE
from catalog.embedding.choice import BuiltInModel, ModelChoice, OpenAIModel, OwnModel, TrainedModel
from catalog.embedding.encoder import read_weights
from catalog.embedding.models import EmbeddingModels
from catalog.retrieval.fusion import DEFAULT
from tests.integration.own_models import SmallModel
from tests.integration.small_shop import CONTENTS

WISHES = (
    "{}", "a {}", "cheap {}", "good {}", "the best {}", "{} please", "{} for my sister", "new {}", "show me {}",
    "i need {}", "{} on sale", "which {} do you have", "nice {}", "a small {}", "two {}", "any {} today",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, embedding_model: Path, state_folder: Path) -> Workplace:
    return place_of(tmp_path, embedding_model, state_folder, BuiltInModel())


def place_of(tmp_path: Path, embedding_model: Path, state_folder: Path, choice: ModelChoice) -> Workplace:
    folder = tmp_path / "state" / "models"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "embedding").exists():
        (folder / "embedding").symlink_to(embedding_model)
    models = EmbeddingModels(folder=folder, weights=state_folder / "weights", choice=choice, threads=2)
    return Workplace(models=models, weights=DEFAULT, vectors=tmp_path / "vectors", scratch=tmp_path / "scratch")


def test_a_trained_model_is_used_once_it_is_chosen_and_there(
    tmp_path: Path, embedding_model: Path, state_folder: Path
) -> None:
    chosen = place_of(tmp_path, embedding_model, state_folder, TrainedModel()).models
    built_in = chosen.prepare()
    model = SmallModel()
    weights = model.weights
    weights["embeddings.word_embeddings.weight"] = weights["embeddings.word_embeddings.weight"] * np.float32(1.5)
    for _ in range(2):
        save_trained(model.save(tmp_path / "base"), weights, tmp_path / "candidate", tokens=16)
        promote(tmp_path / "candidate", chosen.trained)
    after = place_of(tmp_path, embedding_model, state_folder, TrainedModel()).models
    manifest = after.prepare()
    assert (manifest.dimension, manifest.document_tokens) == (64, 16)
    assert manifest.index_id != built_in.index_id
    assert after.documents().embed(["red tent"]).shape == (1, 64)
    stored = read_weights(chosen.trained / "model.safetensors")
    assert stored.keys() == weights.keys()
    assert place_of(tmp_path, embedding_model, state_folder, BuiltInModel()).models.prepare() == built_in


def test_training_begins_with_the_chosen_models_weights(
    tmp_path: Path, embedding_model: Path, state_folder: Path
) -> None:
    def base(choice: ModelChoice) -> Path:
        return base_of(place_of(tmp_path, embedding_model, state_folder, choice).models)

    folder = SmallModel().save(tmp_path / "own")
    assert base(OwnModel(folder=folder)) == folder
    assert base(BuiltInModel()) == base(TrainedModel()) == state_folder / "weights" / WEIGHTS_IN_PACKAGE
    with pytest.raises(ModelUntrainable):
        base(OpenAIModel(name="text-embedding-3-small", dimension=1536))


async def test_without_its_packages_training_says_how_to_install_them(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jax", None)  # as if it were not installed
    pairs = Pairs(learned=(), held_out={}, unknown=0)
    with pytest.raises(TrainingMissing, match=r"requirements/training\.txt"):
        await train_embedding(place, CONTENTS, pairs, epochs=1, tell=unheard)


@pytest.mark.training
@pytest.mark.timeout(600)
async def test_words_the_model_never_heard_are_learned_from_what_was_bought(place: Workplace) -> None:
    contents, pairs = await asyncio.to_thread(a_shop_with_a_tongue_of_its_own)
    outcome = await train_embedding(place, contents, pairs, epochs=3, tell=unheard)
    assert outcome.promoted
    assert outcome.gain.low > 0.1
    assert (place.models.trained / "model.safetensors").is_file()


def a_shop_with_a_tongue_of_its_own() -> tuple[Contents, Pairs]:
    """A part of the demo shop whose shoppers call each kind of thing by an invented name."""
    shop = demo_contents()
    by_kind = defaultdict(list)
    for product in shop.products:
        by_kind[product.attributes.get("kind", "")].append(product)
    kinds = [kind for kind, products in sorted(by_kind.items()) if kind and len(products) >= 6][:16]
    products = tuple(product for kind in kinds for product in by_kind[kind][:6])
    syllables = itertools.product(("blor", "quen", "zat", "mup", "virx"), ("vik", "dral", "omi", "teph", "gusk"))
    asked = [
        (wish.format(name), by_kind[kind][bought].id)
        for kind, name in zip(kinds, map("".join, syllables), strict=False)
        for number, wish in enumerate(WISHES)
        for bought in {number % 6, (number * 5 + 2) % 6}
    ]
    contents = Contents(stores=shop.stores, size_charts=shop.size_charts, policies=(), products=products)
    return contents, part(asked, sold=frozenset(product.id for product in products), path=Path("invented"))
