"""Amazon's rules for an interaction model, held against one before Amazon's own build refuses it.

From the pages on intents and slots, on invocation names and on AMAZON.SearchQuery in Amazon's documentation.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from webhooks.alexa.slot_values import DATE, FOUR_DIGITS, NUMBER, ORDINAL, SEARCH_QUERY, TIME

MOST_BYTES = 1_500_000
MOST_INTENTS = 250
MOST_VALUES = 50_000
LONGEST_VALUE = 140
LONGEST_SAMPLE = 200
INVOCATION_LENGTHS = range(2, 51)
REQUIRED = (
    "AMAZON.HelpIntent",
    "AMAZON.StopIntent",
    "AMAZON.CancelIntent",
    "AMAZON.FallbackIntent",
    "AMAZON.NavigateHomeIntent",
)
BUILT_IN_SLOTS = frozenset({SEARCH_QUERY, NUMBER, ORDINAL, FOUR_DIGITS, DATE, TIME, "AMAZON.DURATION"})
NAME = re.compile(r"[A-Za-z][A-Za-z_]*")
INVOCATION = re.compile(r"[a-z]+(?:[.'][a-z]*)*(?: [a-z]+(?:[.'][a-z]*)*)*")
WAKE_WORDS = frozenset({"alexa", "amazon", "echo", "computer", "ziggy", "skill", "app"})
LAUNCH_WORDS = frozenset(
    {"ask", "begin", "enable", "launch", "load", "open", "play", "resume", "run", "start", "tell", "use"}
)
CONNECTING_WORDS = frozenset(
    {"about", "and", "by", "for", "from", "if", "in", "that", "to", "using", "whether", "with"}
)
ARTICLES = frozenset({"a", "an", "the", "for", "of", "to"})
SLOT = re.compile(r"\{([^{}]*)\}")
WORDS = re.compile(r"[^\W\d_]+(?:['.-]+[^\W\d_]*)*(?: [^\W\d_]+(?:['.-]+[^\W\d_]*)*)*")

Json = Mapping[str, Any]


def broken_rules(model: Json) -> Sequence[str]:
    """One sentence for each thing that Amazon would not take; nothing if it would take all."""
    try:
        language = model["interactionModel"]["languageModel"]
        return [
            *_broken_by_invocation(language["invocationName"]),
            *_broken_by_intents(language["intents"]),
            *_broken_by_slots(language),
            *_broken_by_samples(language["intents"]),
            *_broken_by_types(language.get("types", [])),
            *_broken_by_dialog(model["interactionModel"], language["intents"]),
            *_broken_by_size(model),
        ]
    except (KeyError, TypeError, AttributeError) as exc:
        return [f"This is no interaction model: {type(exc).__name__}: {exc}"]


def _broken_by_invocation(name: str) -> Iterator[str]:
    words = name.split()
    if len(name) not in INVOCATION_LENGTHS:
        yield f"The invocation name {name!r} has to have 2 to 50 characters."
    if not INVOCATION.fullmatch(name):
        yield f"The invocation name {name!r} may hold lower-case letters, apostrophes, periods and single spaces only."
    if len(words) < 2:
        yield f"The invocation name {name!r} needs two words or more, unless it is your own brand's."
    if len(words) == 2 and ARTICLES & set(words):
        yield f"The invocation name {name!r} has only one word beside {' and '.join(sorted(ARTICLES & set(words)))}."
    for kind, forbidden in (("wake", WAKE_WORDS), ("launch", LAUNCH_WORDS), ("connecting", CONNECTING_WORDS)):
        for word in sorted(forbidden & set(words)):
            yield f"The invocation name {name!r} holds {word!r}, which is one of Alexa's {kind} words."


def _broken_by_intents(intents: Sequence[Json]) -> Iterator[str]:
    names = Counter(intent["name"] for intent in intents)
    yield from (f"{name} is there {number} times." for name, number in names.items() if number > 1)
    yield from (f"{name} is missing." for name in REQUIRED if name not in names)
    if len(intents) > MOST_INTENTS:
        yield f"There are {len(intents)} intents; Amazon takes {MOST_INTENTS}."
    for intent in intents:
        name = intent["name"]
        if name.startswith("AMAZON."):
            continue
        if not NAME.fullmatch(name):
            yield f"{name}: the name of an intent holds letters and underscores only."
        if not intent.get("samples"):
            yield f"{name} has no sample."


def _broken_by_slots(language: Json) -> Iterator[str]:
    own = {each["name"] for each in language.get("types", [])}
    for intent in language["intents"]:
        for slot in intent.get("slots", []):
            if not NAME.fullmatch(slot["name"]):
                yield f"{intent['name']}: the slot name {slot['name']!r} holds more than letters and underscores."
            if slot["type"] not in own | BUILT_IN_SLOTS:
                yield f"{intent['name']}: the slot {slot['name']!r} is of an unknown type, {slot['type']!r}."
        unsaid = {slot["name"] for slot in intent.get("slots", [])} - _slots_in(intent.get("samples", []))
        yield from (f"{intent['name']}: no sample holds the slot {slot!r}." for slot in sorted(unsaid))


def _broken_by_samples(intents: Sequence[Json]) -> Iterator[str]:
    """Two intents with the same sample would be heard as either."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for intent in intents:
        types = {slot["name"]: slot["type"] for slot in intent.get("slots", [])}
        for sample in intent.get("samples", []):
            owners[_shape(sample, types)].append(intent["name"])
            yield from (f"{intent['name']}: {why}: {sample!r}" for why in _broken_by_sample(sample, types))
    for shape, names in owners.items():
        if len(names) > 1:
            yield f"{' and '.join(names)} have the same sample: {shape!r}"


def _broken_by_sample(sample: str, types: Mapping[str, str]) -> Iterator[str]:
    slots, words = SLOT.findall(sample), " ".join(SLOT.sub(" ", sample).split())
    if len(sample) > LONGEST_SAMPLE:
        yield f"more than {LONGEST_SAMPLE} characters"
    if words and not WORDS.fullmatch(words):
        yield "only letters, apostrophes, hyphens, periods and slots are allowed"
    if len(set(slots)) < len(slots):
        yield "the same slot twice"
    yield from (f"the slot {slot!r} is not one of the intent" for slot in slots if slot not in types)
    if any(types.get(slot) == SEARCH_QUERY for slot in slots):
        if not words:
            yield "AMAZON.SearchQuery needs a carrier, words beside the slot"
        if len(slots) > 1:
            yield "AMAZON.SearchQuery allows no second slot"


def _broken_by_types(types: Sequence[Json]) -> Iterator[str]:
    values = [(kind["name"], value["name"]["value"]) for kind in types for value in kind["values"]]
    yield from (f"The slot type {kind['name']!r} has no value." for kind in types if not kind["values"])
    yield from (f"{kind['name']!r} is no name for a slot type." for kind in types if not NAME.fullmatch(kind["name"]))
    if len(values) > MOST_VALUES:
        yield f"There are {len(values)} slot values; Amazon takes {MOST_VALUES}."
    yield from (
        f"{kind}: longer than {LONGEST_VALUE}: {value!r}" for kind, value in values if len(value) > LONGEST_VALUE
    )
    twice = [each for each, number in Counter((kind, value.lower()) for kind, value in values).items() if number > 1]
    yield from (f"{kind}: the value {value!r} is there twice." for kind, value in twice)


def _broken_by_dialog(model: Json, intents: Sequence[Json]) -> Iterator[str]:
    """What is asked for in a dialog has to be a slot of an intent, and its prompt has to be there."""
    prompts = {prompt["id"] for prompt in model.get("prompts", []) if prompt["variations"]}
    known = {(intent["name"], slot["name"]): slot["type"] for intent in intents for slot in intent.get("slots", [])}
    for intent in model.get("dialog", {}).get("intents", []):
        for slot in intent["slots"]:
            if known.get((intent["name"], slot["name"])) != slot["type"]:
                yield f"The dialog asks for {intent['name']}.{slot['name']}, which is not there with this type."
            missing = set(slot["prompts"].values()) - prompts
            yield from (f"The prompt {prompt!r} is missing." for prompt in sorted(missing))


def _broken_by_size(model: Json) -> Iterator[str]:
    size = len(json.dumps(model, ensure_ascii=False).encode())
    if size > MOST_BYTES:
        yield f"The model has {size} bytes; Amazon takes {MOST_BYTES}."


def _slots_in(samples: Iterable[str]) -> set[str]:
    return {slot for sample in samples for slot in SLOT.findall(sample)}


def _shape(sample: str, types: Mapping[str, str]) -> str:
    """Slots of the same type are heard alike, whatever they are called."""
    return " ".join(SLOT.sub(lambda slot: f"{{{types.get(slot[1], slot[1])}}}", sample.lower()).split())
