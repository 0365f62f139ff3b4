"""What Rasa learns from our classifier about a message."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.intent_classifier import LikenessClassifier

INTENTS = ["checkout", "out_of_scope", "talk/greet", "talk/thanks"]
SAID = {"checkout": "pay now", "out_of_scope": "how is the weather", "talk/greet": "hello", "talk/thanks": "thank you"}


def message(intent: str, number: int, *, known: bool = False) -> Message:
    random = np.random.default_rng(100 * INTENTS.index(intent) + number)
    vector = np.eye(8, dtype=np.float32)[INTENTS.index(intent)] + 0.2 * random.standard_normal(8).astype(np.float32)
    made = Message.build(f"{SAID[intent]} {'again ' * (number % 3)}", intent if known else None)
    made.add_features(Features(np.tile(vector, 2)[None], FEATURE_TYPE_SENTENCE, TEXT, "encoder"))
    return made


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> LikenessClassifier:
    """Trained, stored and loaded as Rasa does it."""
    folder: Path = tmp_path_factory.mktemp("storage")
    storage, resource = LocalModelStorage(folder), Resource("classifier")
    config = {**LikenessClassifier.get_default_config(), "axes": 6}
    examples = [message(intent, number, known=True) for intent in INTENTS for number in range(20)]
    LikenessClassifier.create(config, storage, resource, None).train(TrainingData(examples))
    return LikenessClassifier.load(config, storage, resource, None)


def heard(classifier: LikenessClassifier, intent: str) -> dict[str, Any]:
    (told,) = classifier.process([message(intent, 77)])
    return told.as_dict(only_output_properties=True)


def test_the_likeliest_intent_leads_its_ranking(classifier: LikenessClassifier):
    told = heard(classifier, "checkout")
    assert told["intent"]["name"] == "checkout"
    assert told["intent"] == told["intent_ranking"][0]
    confidences = [each["confidence"] for each in told["intent_ranking"]]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)


def test_what_is_none_of_the_shops_business_falls_back(classifier: LikenessClassifier):
    assert heard(classifier, "out_of_scope")["intent"]["name"] == "nlu_fallback"


@pytest.mark.parametrize("kind", ["talk/greet", "talk/thanks"])
def test_a_kind_of_talk_is_found_where_rasa_looks_for_it(classifier: LikenessClassifier, kind: str):
    told = heard(classifier, kind)
    assert told["intent"]["name"] == "talk"
    selected = told["response_selector"]
    assert selected["all_retrieval_intents"] == ["talk"]
    assert selected["talk"]["response"]["intent_response_key"] == kind
    assert selected["talk"]["response"]["utter_action"] == f"utter_{kind}"


def test_an_intent_without_kinds_selects_no_response(classifier: LikenessClassifier):
    assert "response_selector" not in heard(classifier, "checkout")


def test_a_message_without_words_is_left_alone(classifier: LikenessClassifier):
    (told,) = classifier.process([Message({TEXT: ""})])
    assert told.get("intent") is None


def test_values_are_such_as_can_be_stored(classifier: LikenessClassifier):
    told = heard(classifier, "talk/greet")
    assert {type(each["confidence"]) for each in told["intent_ranking"]} == {float}
    assert type(told["response_selector"]["talk"]["response"]["confidence"]) is float
