"""Talks to the served model in a terminal: `python -m dialogue.shell`, the same model, walls, actions and store.

Rasa's own shell opens its unsigned REST channel to talk to itself; this one calls the agent directly.
"""

import argparse
import asyncio
import os
import sys
import uuid
from typing import Any

from dialogue.environment import put_in_order
from dialogue.errors import DialogueError
from dialogue.logs import configure_logs
from dialogue.model_file import checked_model
from dialogue.settings import PROJECT, Settings
from dialogue.tensorflow_stand_in import stand_in_for_tensorflow

CANNOT_START = 2
FAREWELLS = {"/stop", "/quit", "/exit"}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shopper", default=None, help="the shopper whose cart and orders are meant")
    parser.add_argument("--conversation", default=None, help="a conversation to go on with")
    options = parser.parse_args(arguments)
    put_in_order()
    try:
        settings = Settings.from_environment(os.environ)
        model, manifest = checked_model(settings.model_folder)
    except DialogueError as exc:
        print(exc, file=sys.stderr)  # noqa: T201 - the one line the command line shows
        return CANNOT_START
    if not manifest.needs_tensorflow:
        stand_in_for_tensorflow()
    configure_logs()
    tell("Loading the dialogue model…")
    from dialogue.server import load_agent  # noqa: PLC0415 - takes seconds, so only once the settings are known good

    agent = load_agent(model, PROJECT / "endpoints.yml")
    tell(f"Talk to Aisle. {' or '.join(sorted(FAREWELLS))} ends the talk.")
    asyncio.run(_talk(agent, conversation=options.conversation or f"shell-{uuid.uuid4().hex}", shopper=options.shopper))
    return 0


def tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a conversation in a terminal


async def _talk(agent: Any, *, conversation: str, shopper: str | None) -> None:
    sender = uuid.uuid5(uuid.NAMESPACE_OID, conversation).hex
    about = {
        "conversation_id": conversation,
        "shopper_id": shopper,
        "channel": "shell",
        "locale": "en-US",
        "buying": "here",
    }
    try:
        while (text := await _next_line()) is not None:
            if text:
                await _turn(agent, sender=sender, text=text, metadata={**about, "turn_id": uuid.uuid4().hex})
    finally:
        await agent.action_endpoint.close()
        agent.tracker_store.close()


async def _next_line() -> str | None:
    try:
        text = (await asyncio.to_thread(input, "\nYou  > ")).strip()
    except EOFError:
        return None
    return None if text in FAREWELLS else text


async def _turn(agent: Any, *, sender: str, text: str, metadata: dict[str, Any]) -> None:
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415 - Rasa is imported late, see above

    from dialogue.collector import Collector  # noqa: PLC0415 - as above

    collector = Collector()
    try:
        await agent.handle_message(UserMessage(text, collector, sender, input_channel="aisle", metadata=metadata))
    except Exception as exc:  # noqa: BLE001 - one failed turn does not end the talk
        tell(f"  the turn failed: {type(exc).__name__}: {exc}")
        return
    answer = collector.as_answer(total_ms=0.0)
    for message in answer["messages"]:
        for line in _lines(message):
            tell(f"Aisle> {line}")
    tell(f"       [{answer['intent']['name']} {answer['intent']['confidence']:.2f}]")


def _lines(message: dict[str, Any]) -> list[str]:
    said = (message.get("custom") or {}).get("answer") or message
    products = said.get("products") or []
    return [said.get("speech") or said.get("text") or "…", *(f"  · {product.get('title')}" for product in products)]


if __name__ == "__main__":
    sys.exit(main())
