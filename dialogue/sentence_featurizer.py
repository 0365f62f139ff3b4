"""Rasa's component that gives each message the sentence vectors of the shop's embedding model."""

import json
import os
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.errors import ModelRefused
from dialogue.sentence_encoder import OUTPUTS, SentenceEncoder
from dialogue.settings import state_folder

TRAINED_WITH = "embedding.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Learns nothing; its training writes down which embedding model the others were trained on."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "outputs": list(OUTPUTS)}

    def __init__(
        self, config: dict[str, Any], name: str, encoder: SentenceEncoder, storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(name, config)
        self._encoder = encoder
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceFeaturizer":
        embedding = state_folder(os.environ) / "models" / "embedding"
        encoder = SentenceEncoder(embedding, outputs=config["outputs"])
        return cls(config, execution_context.node_name, encoder, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_others: Any,
    ) -> "SentenceFeaturizer":
        featurizer = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            trained_with = json.loads((folder / TRAINED_WITH).read_text())
        if trained_with != featurizer.embedding_sha256:
            raise ModelRefused(reason="it was trained with another embedding model, train again")
        return featurizer

    @property
    def embedding_sha256(self) -> dict[str, str]:
        return self._encoder.sha256

    def train(self, training_data: TrainingData) -> Resource:  # noqa: ARG002 - Rasa's signature
        with self._storage.write_to(self._resource) as folder:
            (folder / TRAINED_WITH).write_text(json.dumps(self.embedding_sha256))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT):
                vector = self._encoder.encode(text).reshape(1, -1)
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        if unknown := set(config["outputs"]) - set(OUTPUTS):
            raise InvalidConfigException(f"the embedding model has no output {', '.join(sorted(unknown))}")
