"""Work that Rasa 3.6.21 repeats on every turn for nothing, taken out. Applies to that version only."""

import copy
from types import SimpleNamespace
from typing import Any

import aiohttp
import rasa
import rasa.core.policies.rule_policy
import rasa.core.processor
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from dialogue.errors import ModelRefused

WRITTEN_FOR = "3.6.21"


def apply() -> None:
    """Replace the methods; refuses on another Rasa, where each has to be looked at again."""
    if rasa.__version__ != WRITTEN_FOR:
        raise ModelRefused(reason=f"the speed-ups were written for Rasa {WRITTEN_FOR}, this is {rasa.__version__}")
