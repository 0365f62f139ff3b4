"""Text is never a command: Rasa's `/intent{"slot": ...}` shorthand is switched off while serving."""

from typing import Any

from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler


def take_text_as_words() -> None:
    """Make the last step of Rasa's NLU graph pass messages on as they are.

    Every graph ends in RegexMessageHandler, the only place where the text of a live message can become an intent,
    entities or a session command. Switched off here, it does not matter in which disguise the slash arrives or which
    component normalises it. Reading `/intent` in training data is another code path and stays.
    """
    RegexMessageHandler.process = _pass_on


def _pass_on(_handler: RegexMessageHandler, messages: list[Any], domain: Any = None) -> list[Any]:  # noqa: ARG001 - Rasa passes it by name
    return messages
