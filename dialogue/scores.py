"""How well intents were recognised, from pairs of what was meant and what was heard."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

OUT_OF_SCOPE = "out_of_scope"
# Rasa's own name for a sentence that no intent was sure of; to the shopper both are the same.
ALSO_OUT_OF_SCOPE = frozenset({"nlu_fallback", OUT_OF_SCOPE})
# Of a sentence that is given an intent with less than that the gateway may have a second look.
DOUBTFUL = 0.5


@dataclass(frozen=True)
class Heard:
    """One sentence, what was meant by it, and what it was taken for."""

    text: str
    meant: str
    heard: str
    confidence: float

    @property
    def is_right(self) -> bool:
        return plain(self.meant) == plain(self.heard)

    @property
    def is_refused(self) -> bool:
        return plain(self.heard) == OUT_OF_SCOPE

    @property
    def is_a_guess(self) -> bool:
        return not self.is_refused and self.confidence < DOUBTFUL


@dataclass(frozen=True)
class IntentScore:
    precision: float
    recall: float
    f1: float
    support: int


def plain(intent: str | None) -> str:
    """An intent as it is compared: without the kind of a retrieval intent, every refusal under one name."""
    name = (intent or OUT_OF_SCOPE).split("/", 1)[0]
    return OUT_OF_SCOPE if name in ALSO_OUT_OF_SCOPE else name


def score(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """`pairs` are (meant, heard); figures of intents are over those that were meant at least once."""
    met = Counter((plain(meant), plain(heard)) for meant, heard in pairs)
    intents = {intent: _of_intent(intent, met) for intent in sorted({meant for meant, _ in met})}
    right = sum(count for (meant, heard), count in met.items() if meant == heard)
    wrong = sorted(((pair, count) for pair, count in met.items() if pair[0] != pair[1]), key=lambda each: -each[1])
    refusals = intents.get(OUT_OF_SCOPE)
    return {
        "sentences": len(pairs),
        "accuracy": _share(right, len(pairs)),
        "macro_f1": _share(sum(each.f1 for each in intents.values()), len(intents)),
        "out_of_scope_recall": refusals.recall if refusals else None,
        "intents": {intent: asdict(figures) for intent, figures in intents.items()},
        "confusions": [{"meant": meant, "heard": heard, "count": count} for (meant, heard), count in wrong],
    }


def unsure(sentences: Sequence[Heard]) -> dict[str, Any]:
    """How many a reader of what was refused, or only guessed, could put right: with the ceilings none was put wrong."""
    right = sum(each.is_right for each in sentences)
    refused = [each for each in sentences if each.is_refused]
    guessed = [each for each in sentences if each.is_a_guess]
    refused_wrongly = sum(not each.is_right for each in refused)
    guessed_wrongly = sum(not each.is_right for each in guessed)
    return {
        "refused": len(refused),
        "refused_wrongly": refused_wrongly,
        "guessed": len(guessed),
        "guessed_wrongly": guessed_wrongly,
        "ceiling": _share(right + refused_wrongly, len(sentences)),
        "ceiling_with_guesses": _share(right + refused_wrongly + guessed_wrongly, len(sentences)),
        "unsure": [
            {**asdict(each), "meant": plain(each.meant), "heard": plain(each.heard)}
            for each in sentences
            if each.is_refused or each.is_a_guess
        ],
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _of_intent(intent: str, met: "Counter[tuple[str, str]]") -> IntentScore:
    right = met[intent, intent]
    meant = sum(count for (each, _), count in met.items() if each == intent)
    heard = sum(count for (_, each), count in met.items() if each == intent)
    precision, recall = _share(right, heard), _share(right, meant)
    return IntentScore(
        precision=precision, recall=recall, f1=_share(2 * precision * recall, precision + recall), support=meant
    )


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0
