"""The figures of conversations that were held: outcomes by group, intents told apart, lengths of speech, times."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from assistant.bench.figures import p50, p99
from assistant.evaluation.dialogue.holding import Held

OUTCOMES = ("passed", "failed", "known", "mended")


def figures_of(every: Sequence[Held]) -> dict[str, Any]:
    groups = {held.conversation.group: Counter[str]() for held in every}
    for held in every:
        groups[held.conversation.group][held.outcome] += 1
    outcomes = sum(groups.values(), Counter[str]())
    return {
        "conversations": len(every),
        "lines": sum(len(held.speeches) for held in every),
        **{outcome: outcomes[outcome] for outcome in OUTCOMES},
        "passing": round(outcomes["passed"] / len(every), 4) if every else None,
        "groups": {group: {outcome: counted[outcome] for outcome in OUTCOMES} for group, counted in groups.items()},
        "intents": _intents([pair for held in every for pair in held.intents]),
        "speech": _speech([speech for held in every for speech in held.speeches]),
        "turn_ms": _times([ms for held in every for ms in held.turns_ms]),
        "failures": [_failure(held) for held in every if held.outcome in {"failed", "mended"}],
        "known_failures": [_failure(held) for held in every if held.outcome == "known"],
    }


def _intents(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    right = sum(meant == heard for meant, heard in pairs)
    confused = Counter(pair for pair in pairs if pair[0] != pair[1])
    return {
        "expected": len(pairs),
        "accuracy": round(right / len(pairs), 4) if pairs else None,
        "confusions": [
            {"meant": meant, "heard": heard, "times": times} for (meant, heard), times in confused.most_common()
        ],
    }


def _speech(speeches: Sequence[str]) -> dict[str, Any]:
    words = sorted(len(speech.split()) for speech in speeches)
    characters = [len(speech) for speech in speeches]
    return {
        "words_p50": p50(words) if words else None,
        "words_p95": words[max(0, -(-len(words) * 95 // 100) - 1)] if words else None,
        "words_most": words[-1] if words else None,
        "characters_most": max(characters, default=None),
    }


def _times(times_ms: Sequence[float]) -> dict[str, Any]:
    if not times_ms:
        return {"p50": None, "p99": None}
    return {"p50": round(p50(times_ms), 1), "p99": round(p99(times_ms), 1)}


def _failure(held: Held) -> dict[str, Any]:
    told: dict[str, Any] = {"conversation": held.conversation.title, "outcome": held.outcome}
    if held.conversation.known_failure:
        told["known_because"] = held.conversation.known_failure
    for fault in held.faults[:1]:
        told |= {"say": fault.say, "speech": fault.speech, "why": list(fault.why)}
    return told
