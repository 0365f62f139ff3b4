"""Lets Rasa start without loading TensorFlow, for models that have no component which needs it."""

import sys
from types import ModuleType
from typing import Any, NoReturn

# Rasa imports these two modules wherever it handles features, and they import TensorFlow for their base classes. Their
# classes are used in training neural components only.
STOOD_IN_FOR = {
    "rasa.utils.tensorflow.callback": ("RasaModelCheckpoint", "RasaTrainingLogger"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator", "RasaDataGenerator"),
}

NEEDING_TENSORFLOW = (
    "rasa.core.policies.ted_policy",
    "rasa.core.policies.unexpected_intent_policy",
    "rasa.nlu.classifiers.diet_classifier",
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer",
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
    "rasa.nlu.selectors.response_selector",
)


def needs_tensorflow(component: type) -> bool:
    return any(ancestor.__module__ in NEEDING_TENSORFLOW for ancestor in component.__mro__)


def stand_in_for_tensorflow() -> None:
    """Must run before anything of Rasa is imported."""
    for module_name, class_names in STOOD_IN_FOR.items():
        module = ModuleType(module_name)
        for class_name in class_names:
            setattr(module, class_name, type(class_name, (), {"__init__": _refuse}))
        sys.modules[module_name] = module


def _refuse(*_arguments: Any, **_options: Any) -> NoReturn:
    raise RuntimeError("this process was started without TensorFlow")
