"""Which of the skill's intents a sentence would reach: what Alexa can hand on of it, and what is lost."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from webhooks.alexa.carriers import CARRIERS, SLOT, SLOT_TYPES, Carrier, sentence_of
from webhooks.alexa.skill.model import TYPOGRAPHIC
from webhooks.alexa.slot_values import FOUR_DIGITS, NUMBER, ORDINAL, ORDINALS, SEARCH_QUERY

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
# What Alexa answers by itself, or hands on as a built-in intent; the door says it as such a sentence.
BUILT_IN_WORDS: Mapping[str, str] = {
    "yes": "AMAZON.YesIntent",
    "yeah": "AMAZON.YesIntent",
    "sure": "AMAZON.YesIntent",
    "no": "AMAZON.NoIntent",
    "nope": "AMAZON.NoIntent",
    "help": "AMAZON.HelpIntent",
    "stop": "AMAZON.StopIntent",
    "cancel": "AMAZON.CancelIntent",
    "never mind": "AMAZON.CancelIntent",
    "repeat": "AMAZON.RepeatIntent",
    "say that again": "AMAZON.RepeatIntent",
    "more": "AMAZON.MoreIntent",
    "next": "AMAZON.NextIntent",
    "start over": "AMAZON.StartOverIntent",
}
FITS: Mapping[str, re.Pattern[str]] = {
    SEARCH_QUERY: re.compile(r"\S.*"),
    NUMBER: re.compile(rf"\d+|{'|'.join(NUMBERS)}"),
    ORDINAL: re.compile(rf"\d+(?:st|nd|rd|th)|{'|'.join(ORDINALS)}"),
    FOUR_DIGITS: re.compile(r"\d{4}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """`text` is what the assistant would be told, and nothing where Alexa hands no words on; `value` is the slot's."""

    intent: str
    text: str | None
    value: str | None = None


@dataclass(frozen=True)
class Hearing:
    """Takes the sample with the most words of its own. Alexa's own ear is a model that nobody can run: it hears more
    than this, and sometimes something else. `known` are values of our own slot types."""

    known: Collection[str] = ()
    carriers: Mapping[str, Carrier] = field(default_factory=lambda: CARRIERS)

    def heard(self, said: str) -> Heard:
        words = " ".join(re.sub(r"[^\w' -]", " ", said.lower().replace(TYPOGRAPHIC, "'")).split())
        if words in BUILT_IN_WORDS:
            return Heard(intent=BUILT_IN_WORDS[words], text=words)
        found = max(self._matches(words), default=None, key=lambda match: match[0])
        if found is not None:
            _, intent, value = found
            return Heard(intent=intent, text=sentence_of(intent, value), value=value)
        if words in self.known:
            return Heard(intent="SayIntent", text=words, value=words)
        return Heard(intent="AMAZON.FallbackIntent", text=None)

    def _matches(self, words: str) -> Iterator[tuple[int, str, str | None]]:
        for literal, intent, pattern in self._patterns:
            matched = pattern.fullmatch(words)
            if matched:
                yield literal, intent, matched[1] if pattern.groups else None

    @cached_property
    def _patterns(self) -> list[tuple[int, str, re.Pattern[str]]]:
        return [
            (len(SLOT.sub("", sample).split()), intent, _pattern(sample))
            for intent, carrier in self.carriers.items()
            for sample in carrier.samples
            if all(slot_type in FITS for slot_type in carrier.slots.values())
        ]


def _pattern(sample: str) -> re.Pattern[str]:
    before, slot, after = _parted(sample)
    value = f"({FITS[SLOT_TYPES[slot]].pattern})" if slot else ""
    return re.compile(re.escape(before) + value + re.escape(after))


def _parted(sample: str) -> tuple[str, str | None, str]:
    found = SLOT.search(sample)
    return (sample[: found.start()], found[1], sample[found.end() :]) if found else (sample, None, "")
