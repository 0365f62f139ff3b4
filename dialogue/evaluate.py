"""Measures the trained model on sentences of a file: `python -m dialogue.evaluate F.tsv`, JSON on standard output."""

import argparse
import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from dialogue.environment import put_in_order
from dialogue.errors import DialogueError
from dialogue.mishearing import Mishearing, word_error_rate
from dialogue.model_file import checked_model
from dialogue.scores import Heard, percentile, score, unsure
from dialogue.settings import PROJECT, state_folder
from dialogue.tensorflow_stand_in import stand_in_for_tensorflow

FAILED = 1
WARM_UP = 5


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="lines of intent<TAB>text")
    parser.add_argument("--noisy", type=int, default=0, metavar="TIMES", help="each sentence misheard so many times")
    options = parser.parse_args(arguments)
    put_in_order()
    try:
        meant, texts = read_sentences(options.file)
        said = texts
        if options.noisy:
            meant, texts = misheard(meant, texts, times=options.noisy)
        model, manifest = checked_model(state_folder(os.environ) / "models" / "nlu")
        if not manifest.needs_tensorflow:
            stand_in_for_tensorflow()
        told, times_ms = asyncio.run(_parse(model, texts))
    except (DialogueError, OSError, ValueError) as exc:
        print(exc, file=sys.stderr)  # noqa: T201 - the one line the command line shows
        return FAILED
    sentences = [Heard(text, right, *taken) for text, right, taken in zip(texts, meant, told, strict=True)]
    result = score([(each.meant, each.heard) for each in sentences]) | unsure(sentences)
    if options.noisy:
        result["word_error_rate"] = word_error_rate(said * options.noisy, texts)
    result |= {
        "parse_p50_ms": round(percentile(times_ms, 0.5), 2),
        "parse_p99_ms": round(percentile(times_ms, 0.99), 2),
        "memory_mb": _most_memory_held_mb(),
        "model_sha256": manifest.sha256,
        "mistakes": [
            {"text": each.text, "meant": each.meant, "heard": each.heard} for each in sentences if not each.is_right
        ],
    }
    print(json.dumps(result, indent=2))  # noqa: T201 - the answer
    return 0


def read_sentences(file: Path) -> tuple[list[str], list[str]]:
    """What was meant and what was said, line by line; ValueError names a line that is not of the form."""
    meant, texts = [], []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        intent, tab, text = line.partition("\t")
        if not (tab and intent.strip() and text.strip()):
            raise ValueError(f"{file}:{number} is not intent<TAB>text")
        meant.append(intent.strip())
        texts.append(text.strip())
    if not texts:
        raise ValueError(f"{file} has no sentences")
    return meant, texts


def misheard(meant: list[str], texts: list[str], *, times: int) -> tuple[list[str], list[str]]:
    """Every sentence so many times, each time heard otherwise; the same for the same file."""
    ears = [Mishearing(words_known(), seed=seed) for seed in range(times)]
    return meant * times, [ear.heard(text) for ear in ears for text in texts]


def words_known() -> set[str]:
    # It brings numpy, which asks how many threads it may have as it comes: not before `put_in_order`.
    from dialogue.ngrams import words_of  # noqa: PLC0415

    return {
        word for file in (PROJECT / "nlu_data").glob("*.yml") for word in words_of(file.read_text(encoding="utf-8"))
    }


def _most_memory_held_mb() -> int | None:
    """None where the system does not tell. Not `ru_maxrss`: it begins with what the calling process held."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(kilobytes) / 1024)


async def _parse(model: Path, texts: list[str]) -> tuple[list[tuple[str, float]], list[float]]:
    # Rasa takes seconds to import: not for a file that cannot be read.
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415
    from rasa.core.tracker_store import InMemoryTrackerStore  # noqa: PLC0415

    from dialogue import speedups  # noqa: PLC0415
    from dialogue.logs import configure_logs  # noqa: PLC0415
    from dialogue.plain_text import take_text_as_words  # noqa: PLC0415
    from dialogue.processor import AisleAgent  # noqa: PLC0415

    configure_logs()
    speedups.apply()
    take_text_as_words()
    agent = AisleAgent(tracker_store=InMemoryTrackerStore(domain=None))
    agent.load_model(str(model))
    for text in texts[:WARM_UP]:
        await agent.processor.parse_message(UserMessage(text))
    heard, times_ms = [], []
    for text in texts:
        started = time.perf_counter()
        parsed: dict[str, Any] = await agent.processor.parse_message(UserMessage(text))
        times_ms.append((time.perf_counter() - started) * 1000)
        intent = parsed.get("intent") or {}
        heard.append((intent.get("name") or "", float(intent.get("confidence") or 0.0)))
    return heard, times_ms


if __name__ == "__main__":
    sys.exit(main())
