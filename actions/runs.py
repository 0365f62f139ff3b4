"""The type of an action's run, as Rasa's executor calls it."""

from collections.abc import Awaitable, Callable

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.replies import Events

Run = Callable[[CollectingDispatcher, Tracker, DomainDict], Awaitable[Events]]
