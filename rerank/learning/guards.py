"""What no better order may cost: time, rules that hold for everybody, and any group of shoppers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rerank.features.feature import Values
from rerank.learning.comparison import Comparison, compared
from rerank.learning.parts import Mask, some_lists, some_rows, told_apart, with_choice, with_gain
from rerank.learning.scoring import read_by
from rerank.ranking.lessons import Lessons
from rerank.ranking.model import RankingModel

ROWS, CALLS, ROUNDS, MOST_MS = 100, 200, 3, 5.0
# A group below it says nothing: a few lists lose by chance.
LISTS_OF_GROUP = 50
# A model that tells apart less than this share of lists with a choice is no order.
LEAST_TOLD_APART = 0.2
BOUGHT = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    name: str
    passed: bool
    words: str
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lots:
    """All places of lists that the champion ordered, looked at or not, and what both orders make of them by row."""

    lessons: Lessons
    challenger: Values
    champion: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """The lessons kept back, and what both orders make of them by row."""

    held_out: Lessons
    challenger: Values
    champion: Values
    decline: float = 0.0
    lots: Lots | None = None

    def of(self, lists: Mask) -> Comparison | None:
        rows = lists[self.held_out.list_of]
        part = some_lists(self.held_out, lists)
        return compared(part, self.challenger[rows], self.champion[rows], decline=self.decline)

    def of_rows(self, rows: Mask) -> Comparison | None:
        """As if the shop had nothing but these."""
        part = some_rows(self.held_out, rows)
        return compared(part, self.challenger[rows], self.champion[rows], decline=self.decline)


def features_known(model: RankingModel, known: Collection[str]) -> Check:
    unknown = [name for name in model.features if name not in known]
    told = f"nobody knows {', '.join(unknown)}" if unknown else "all features that it reads are known online"
    return Check(name="features", passed=not unknown, words=told)


def sound(lessons: Lessons, scores: Values) -> Check:
    if scores.shape != (len(lessons.list_of),) or not np.isfinite(scores).all():
        return Check(name="sound", passed=False, words="not every score is a finite number")
    choice = with_choice(lessons)
    share = float(told_apart(lessons, scores)[choice].mean()) if choice.any() else 0.0
    words = f"it tells apart what stands in {share:.0%} of the lists"
    return Check(name="sound", passed=share >= LEAST_TOLD_APART, words=words, figures={"told_apart": share})


def quick(model: RankingModel, lessons: Lessons, clock: Callable[[], float]) -> Check:
    """By the processor's time, in the best of a few rounds: what else the machine does is not the model's fault."""
    rows = np.resize(np.arange(len(lessons.list_of)), ROWS)
    values = read_by(model, lessons)[rows]
    took_ms = min(_p99_ms(model, values, clock) for _ in range(ROUNDS))
    words = f"{ROWS} candidates take {took_ms:.2f} ms of a processor in 99 of 100 cases"
    return Check(name="latency", passed=took_ms <= MOST_MS, words=words, figures={"p99_ms": took_ms})


def obedient(model: RankingModel, breaches: Callable[[RankingModel], Sequence[str]]) -> Check:
    """Whatever it scores, what may not be shown is not shown."""
    found = breaches(model)
    return Check(name="rules", passed=not found, words="; ".join(found) or "what may not be shown is not shown")


def no_group_loses(exam: Exam) -> Check:
    """Nor do those lists that somebody bought from, which is what costs most to feign."""
    groups: dict[str, Mask] = {}
    for what, told in (("surface", exam.held_out.surface), ("channel", exam.held_out.channel)):
        groups |= {f"{what} {one}": np.array([each == one for each in told]) for one in sorted(set(told))}
    bought = np.bincount(exam.held_out.list_of, weights=exam.held_out.gain >= BOUGHT, minlength=len(exam.held_out))
    groups["bought from"] = bought > 0
    taught, losing, figures = with_gain(exam.held_out), [], {}
    for name, lists in groups.items():
        if (lists & taught).sum() < LISTS_OF_GROUP or (found := exam.of(lists)) is None:
            continue
        figures[name] = found.difference.mean
        if found.difference.high < 0:
            losing.append(name)
    words = f"surely worse: {', '.join(losing)}" if losing else "no surface or channel is surely worse"
    return Check(name="groups", passed=not losing, words=words, figures=figures)


def _p99_ms(model: RankingModel, values: Values, clock: Callable[[], float]) -> float:
    times = np.zeros(CALLS)
    for call in range(CALLS):
        begun = clock()
        model.scores(values)
        times[call] = clock() - begun
    return float(np.percentile(times, 99) * 1000)
