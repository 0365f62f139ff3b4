"""How an action answers Rasa: one message with the Answer, and the slots that follow from it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from pydantic import TypeAdapter
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.grounding.speaker import Promise
from catalog.product import ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.reply import Answer
from shop.shown_of_turn import shown_as

ANSWER = TypeAdapter(Answer)
MOST_REMEMBERED = 100
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

Events = list[dict[str, Any]]


def tell(
    dispatcher: CollectingDispatcher,
    answer: Answer,
    stopwatch: Stopwatch | None = None,
    *,
    failure: str | None = None,
    meant: str | None = None,
    of_policy: Promise | None = None,
) -> None:
    """Send the answer to the gateway; `text` is what `rasa shell` prints.

    `meant` is the intent that a sentence turned out to belong to, where it was out of scope by its words alone, and
    `of_policy` what is quoted of a policy, where its own words answer.
    """
    told = _plain(replace(answer, query=None, shown=shown_as(answer.products or ())))
    told["query"] = answer.query.as_dict() if answer.query else None
    message = {
        "answer": told,
        "stages": stopwatch.ms if stopwatch else {},
        "failure": failure,
        "meant": meant,
        "of_policy": asdict(of_policy) if of_policy else None,
    }
    dispatcher.utter_message(text=answer.text, json_message=message)


def note_meant(dispatcher: CollectingDispatcher, intent: str) -> None:
    """As `meant` of all that has been told so far."""
    for message in dispatcher.messages:
        message["custom"]["meant"] = intent


def ask_instead(dispatcher: CollectingDispatcher, question: Answer) -> None:
    """Another question than the one that the last answer ends with."""
    message = dispatcher.messages[-1]
    last = message["custom"]["answer"]
    speech, text = (f"{without_question(last[kind])} {getattr(question, kind)}".strip() for kind in ("speech", "text"))
    last.update(speech=speech, text=text, suggestions=question.suggestions)
    message["text"] = text


def reword(dispatcher: CollectingDispatcher, answer: Answer, *, text: str) -> None:
    """Another answer in place of the last one, to the same question; what is laid beside it on a screen stays.

    `text` is what a screen shows of it.
    """
    message = dispatcher.messages[-1]
    last = message["custom"]["answer"]
    products = answer.products or ()
    shown = replace(answer, text=text, query=None, comparison=None, shown=shown_as(products))
    last.update(_plain(shown) | _kept(last))
    message["text"] = text


def reword_keeping_question(dispatcher: CollectingDispatcher, said: str, *, text: str, with_last: bool = False) -> None:
    """Other words, and whatever the last answer asks in the end; a table stays below them, or all of the last text."""
    message = dispatcher.messages[-1]
    last = message["custom"]["answer"]
    question = last["speech"].removeprefix(without_question(last["speech"])).strip()
    text = f"{text}\n{last['text']}" if last["comparison"] or with_last else text
    last.update(speech=f"{said} {question}".strip(), text=text)
    message["text"] = text


def _plain(answer: Answer) -> dict[str, Any]:
    """What `asdict` gives, in a twentieth of the time: with ten products an answer holds hundreds of values."""
    plain: dict[str, Any] = ANSWER.dump_python(answer, warnings=False)
    return plain


def _kept(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("query", "comparison", "pace")}


def without_question(said: str) -> str:
    """All but the questions at the end."""
    sentences = SENTENCE_END.split(said.strip())
    while sentences and sentences[-1].endswith("?"):
        sentences.pop()
    return " ".join(sentences)


def remember_query(query: Query) -> dict[str, Any]:
    return SlotSet("query", query.as_dict())


def remember_shown(cards: Sequence[ProductCard]) -> Events:
    """What "the second one" will mean from now on; a single product is also what "it" means."""
    focus = _pair(cards[0]) if len(cards) == 1 else None
    return [SlotSet("shown_products", [_pair(card) for card in cards]), SlotSet("product_in_focus", focus)]


def start_seen(cards: Sequence[ProductCard]) -> dict[str, Any]:
    """A new search begins: what "more" must not show again."""
    return extend_seen((), cards)


def extend_seen(seen: Sequence[str], cards: Sequence[ProductCard]) -> dict[str, Any]:
    return SlotSet("seen_products", [*seen, *(card.id for card in cards)][-MOST_REMEMBERED:])


def miss(misses: int) -> dict[str, Any]:
    """One more time in a row that nothing was found; whatever else is answered ends the row."""
    return SlotSet("misses", misses + 1)


def focus_on(card: ProductCard) -> dict[str, Any]:
    return focus_on_pair(card.id, card.variant_id)


def focus_on_pair(product_id: str, variant_id: str) -> dict[str, Any]:
    return SlotSet("product_in_focus", {"id": product_id, "variant_id": variant_id})


def _pair(card: ProductCard) -> dict[str, str]:
    return {"id": card.id, "variant_id": card.variant_id}
