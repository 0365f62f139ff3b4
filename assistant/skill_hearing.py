"""Measures what Alexa hands on: held-out sentences go through the skill's samples, and what comes out to the model."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.cli.dialogue_environment import run_in_dialogue
from assistant.skill_package import HandedOn, handed_on
from assistant.supervisor.errors import StepFailed
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings

# Under a name that no intent has, every sentence is told with what it was taken for.
NO_INTENT = "asked"
REFUSED = frozenset({"out_of_scope", "nlu_fallback"})


def measure(sentences: Sequence[tuple[str, str]], settings: SupervisorSettings) -> Mapping[str, Any]:
    """`kept` compares with what the model makes of the same sentence whole, so that its own mistakes do not count."""
    every = handed_on(sentences)
    carried = [each for each in every if each.text]
    intents = _intents([*(each.said for each in every), *(each.text or "" for each in carried)], settings)
    taken = dict(zip((each.said for each in every), intents, strict=False))
    changed = [
        _told(each, whole=taken[each.said], handed_on=intent)
        for each, intent in zip(carried, intents[len(every) :], strict=True)
        if intent != taken[each.said]
    ]
    return {
        "sentences": len(every),
        "handed_on": _share(len(carried), len(every)),
        "word_for_word": _share(sum(each.is_whole for each in every), len(every)),
        "kept": _share(len(carried) - len(changed), len(carried)),
        "whole_accuracy": _share(sum(_plain(each.meant) == taken[each.said] for each in every), len(every)),
        "changed": changed,
        "lost": [each.said for each in every if not each.text],
    }


def read_sentences(lines: Iterable[str]) -> Sequence[tuple[str, str]]:
    """Of lines of intent<TAB>text; others are left out."""
    pairs = (line.strip().partition("\t") for line in lines)
    return [(intent, text.strip()) for intent, tab, text in pairs if tab and text.strip()]


def _intents(texts: Sequence[str], settings: SupervisorSettings) -> Sequence[str]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sentences.tsv"
        file.write_text("".join(f"{NO_INTENT}\t{' '.join(text.split())}\n" for text in texts), encoding="utf-8")
        done = run_in_dialogue(settings, ["dialogue.evaluate", str(file)], capture=True)
    if done.returncode != 0:
        raise StepFailed(
            step="Language understanding", reason="it did not run", log=StateFolder(settings.state_folder).log("train")
        )
    return [_plain(each["heard"]) for each in json.loads(done.stdout)["mistakes"]]


def _told(each: HandedOn, *, whole: str, handed_on: str) -> Mapping[str, str]:
    return {"said": each.said, "text": each.text or "", "whole": whole, "handed_on": handed_on}


def _plain(intent: str | None) -> str:
    name = (intent or "out_of_scope").partition("/")[0]
    return "out_of_scope" if name in REFUSED else name


def _share(part: int, of: int) -> float:
    return round(part / of, 4) if of else 0.0
