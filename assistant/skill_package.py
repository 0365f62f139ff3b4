"""The Alexa skill package of this installation: its interaction model, and what of shoppers' sentences it hands on."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.supervisor.settings import ROOT
from webhooks.alexa.skill.hearing import Hearing
from webhooks.alexa.skill.model import interaction_model, spoken_values

PACKAGE = ROOT / "skill-package"
MODEL = PACKAGE / "interactionModels" / "custom" / "en-US.json"
NLU_DATA = ROOT / "nlu_data"
OUT_OF_SCOPE = "out_of_scope"
# Longer ones are never said twice in the same words.
MOST_WORDS = 6
SMALL_OBJECT = re.compile(r'\{\s+"name": (?:\{\s+"value": "[^"]*"\s+\}|"\w+",\s+"type": "[\w.]+")\s+\}')


def learned_sentences(folder: Path = NLU_DATA) -> Sequence[str]:
    """What the assistant learned its intents from, in the order of the files."""
    found: list[str] = []
    for file in sorted(folder.glob("*.yml")):
        for intent in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            found += [line.removeprefix("- ").strip() for line in intent["examples"].splitlines() if line.strip()]
    return found


def known_sentences(learned: Iterable[str]) -> Sequence[str]:
    """Short ones that no carrier brings: they are values of a slot of their own."""
    hearing = Hearing()
    return [each for each in spoken_values(learned) if len(each.split()) <= MOST_WORDS and not hearing.heard(each).text]


def model_of(*, invocation: str, goods: Iterable[str] = ()) -> dict[str, Any]:
    return interaction_model(invocation=invocation, sentences=known_sentences(learned_sentences()), goods=goods)


def written(model: Mapping[str, Any]) -> str:
    """One line for each sample and value, so that a change can be read."""
    told = json.dumps(model, indent=2, ensure_ascii=False)
    return SMALL_OBJECT.sub(lambda found: " ".join(found[0].split()), told) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """A sentence, what was meant by it, and what Alexa would tell us of it if it opened the skill."""

    meant: str
    said: str
    intent: str
    text: str | None

    @property
    def is_whole(self) -> bool:
        return self.text is not None and self.text.lower() == self.said.lower()


def handed_on(sentences: Iterable[tuple[str, str]]) -> Sequence[HandedOn]:
    hearing = Hearing(known=frozenset(known_sentences(learned_sentences())))
    return [
        HandedOn(meant=meant, said=said, intent=heard.intent, text=heard.text)
        for meant, said in sentences
        for heard in (hearing.heard(said),)
    ]
