"""Rasa's component that tells intents, kinds of talk, and what is none of the shop's business, from one model."""

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    INTENT_RESPONSE_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.intent_model import IntentModel, Options, fit
from dialogue.outliers import OUT_OF_SCOPE
from dialogue.response_selector import KIND_SEPARATOR, selection
from dialogue.sentence_featurizer import SentenceFeaturizer

RESPONSE_SELECTOR = "response_selector"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LikenessClassifier(IntentClassifier, GraphComponent):
    """What is most likely an outlier comes out as Rasa's `nlu_fallback`."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "view_weights": [0.5, 1.0],
            "gram_weight": 0.6,
            "axes": 128,
            "steepness": 1.0,
            "ridge": 0.05,
            # Shoppers say more that is beside the point than the outliers' share of the sentences suggests.
            "out_of_scope_weight": 2.0,
            "ranking_length": 5,
        }

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, *, model: IntentModel | None = None
    ) -> None:
        self._options = _options(config)
        self._out_of_scope_weight: float = config["out_of_scope_weight"]
        self._ranking_length: int = config["ranking_length"]
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - Rasa's signature
    ) -> "LikenessClassifier":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - as above
        **_others: Any,
    ) -> "LikenessClassifier":
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, model=IntentModel.read(folder, _options(config)))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        model = fit(
            np.stack([self._views(example) for example in examples]),
            [example.get(TEXT) for example in examples],
            [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples],
            self._options,
        )
        with self._storage.write_to(self._resource) as folder:
            model.write(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) and self._model is not None:
                self._tell(message, self._model)
        return messages

    def _tell(self, message: Message, model: IntentModel) -> None:
        probabilities = model.probabilities(self._views(message), message.get(TEXT))
        kinds = self._weighted(dict(zip(model.labels, probabilities.tolist(), strict=True)))
        intents: dict[str, float] = defaultdict(float)
        for kind, probability in kinds.items():
            intents[kind.partition(KIND_SEPARATOR)[0]] += probability
        ranking = sorted(
            ({INTENT_NAME_KEY: _told(intent), PREDICTED_CONFIDENCE_KEY: p} for intent, p in intents.items()),
            key=lambda each: -each[PREDICTED_CONFIDENCE_KEY],
        )
        message.set(INTENT, dict(ranking[0]), add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[: self._ranking_length], add_to_output=True)
        top = ranking[0][INTENT_NAME_KEY]
        if of_top := {kind: p for kind, p in kinds.items() if kind.startswith(f"{top}{KIND_SEPARATOR}")}:
            message.set(RESPONSE_SELECTOR, selection(top, of_top), add_to_output=True)

    def _weighted(self, probabilities: dict[str, float]) -> dict[str, float]:
        if OUT_OF_SCOPE in probabilities:
            probabilities[OUT_OF_SCOPE] *= self._out_of_scope_weight
        total = sum(probabilities.values())
        return {label: probability / total for label, probability in probabilities.items()}

    def _views(self, message: Message) -> NDArray[np.float32]:
        _, sentence = message.get_dense_features(TEXT)
        return sentence.features.reshape(len(self._options.view_weights), -1)


def _options(config: dict[str, Any]) -> Options:
    return Options(
        view_weights=tuple(config["view_weights"]),
        gram_weight=config["gram_weight"],
        axes=config["axes"],
        steepness=config["steepness"],
        ridge=config["ridge"],
    )


def _told(intent: str) -> str:
    return DEFAULT_NLU_FALLBACK_INTENT_NAME if intent == OUT_OF_SCOPE else intent
