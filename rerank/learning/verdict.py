"""Whether a challenger takes the place of the order in use: it must be surely better, and cost nothing that counts."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from time import thread_time

from rerank.learning.breadth import broad
from rerank.learning.comparison import Comparison, compared, decline_of_attention
from rerank.learning.guards import (
    Check,
    Exam,
    Lots,
    features_known,
    no_group_loses,
    obedient,
    quick,
    sound,
)
from rerank.learning.parts import gained_by_order, some_lists, with_gain
from rerank.learning.scoring import lacking, scores_served
from rerank.learning.spread import covered, even, spreads_of
from rerank.ranking.baseline import Baseline
from rerank.ranking.lessons import Lessons
from rerank.ranking.model import RankingModel

LISTS_TO_LEARN, LISTS_TO_JUDGE, PERSONS_TO_JUDGE = 100, 50, 10


class Outcome(StrEnum):
    """What became of a try at learning; `PASSED` is good enough, but not in use."""

    PROMOTED = "promoted"
    PASSED = "passed"
    REFUSED = "refused"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    outcome: Outcome
    reasons: tuple[str, ...]
    comparison: Comparison | None = None
    checks: tuple[Check, ...] = ()
    decline: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """`known` are the features that can be read online; `breaches` tries the rules that hold whatever a model says.

    `views` look at an exam in further ways: each may refuse. `baseline` orders what a model has learned nothing of.
    """

    known: Collection[str]
    breaches: Callable[[RankingModel], Sequence[str]]
    views: Sequence[Callable[[Exam], Check | None]] = ()
    clock: Callable[[], float] = thread_time
    baseline: RankingModel = field(default_factory=Baseline)

    def judged(
        self,
        challenger: RankingModel,
        champion: RankingModel,
        *,
        learned: Lessons,
        held_out: Lessons,
        lots: Lessons | None = None,
    ) -> Verdict:
        """On lessons that came after all that the challenger has learned from; so did `lots`, the champion's own."""
        if too_little := scarcity(learned, held_out):
            return Verdict(outcome=Outcome.TOO_LITTLE, reasons=(too_little,))
        first = features_known(challenger, {*self.known} & {*held_out.features})
        if not first.passed:
            return _refused((first,))
        ours = scores_served(challenger, held_out, otherwise=self.baseline)
        checks: tuple[Check, ...] = (first, sound(held_out, ours))
        if not checks[-1].passed:
            return _refused(checks)
        theirs = scores_served(champion, held_out, otherwise=self.baseline)
        decline = decline_of_attention(learned)
        drawn = self._drawn(challenger, champion, lots)
        exam = Exam(held_out=held_out, challenger=ours, champion=theirs, decline=decline, lots=drawn)
        found = compared(held_out, exam.challenger, exam.champion, decline=decline)
        better = _better(found, champion)
        checks += (better, *((broad(exam),) if better.passed else ()), *self._further(challenger, exam))
        refusals = tuple(f"{check.name}: {check.words}" for check in checks if not check.passed)
        return Verdict(
            outcome=Outcome.REFUSED if refusals else Outcome.PASSED,
            reasons=refusals or tuple(check.words for check in checks if check.name == "better"),
            comparison=found,
            checks=checks,
            decline=decline,
        )

    def _drawn(self, challenger: RankingModel, champion: RankingModel, lots: Lessons | None) -> Lots | None:
        if not lots or lacking(challenger, lots) or lacking(champion, lots):
            return None
        ours, theirs = (scores_served(model, lots, otherwise=self.baseline) for model in (challenger, champion))
        return Lots(lessons=lots, challenger=ours, champion=theirs)

    def _further(self, challenger: RankingModel, exam: Exam) -> tuple[Check, ...]:
        viewed, spreads = (view(exam) for view in self.views), spreads_of(exam)
        return (
            no_group_loses(exam),
            covered(spreads),
            even(spreads),
            quick(challenger, exam.held_out, self.clock),
            obedient(challenger, self.breaches),
            *(check for check in viewed if check is not None),
        )


def scarcity(learned: Lessons, held_out: Lessons) -> str | None:
    """Why these lessons are too few for any verdict."""
    own = gained_by_order(held_out)
    taught = with_gain(own)
    before, after = int(with_gain(gained_by_order(learned)).sum()), int(taught.sum())
    who = len(set(some_lists(own, taught).person))
    if before < LISTS_TO_LEARN or after < LISTS_TO_JUDGE or who < PERSONS_TO_JUDGE:
        return (
            f"something came of {before} earlier lists and of {after} later ones, of {who} persons; it takes "
            f"{LISTS_TO_LEARN}, {LISTS_TO_JUDGE} and {PERSONS_TO_JUDGE}"
        )
    return None


def can_be_held_against(champion: RankingModel, lessons: Lessons) -> bool:
    return not lacking(champion, lessons)


def _better(found: Comparison | None, champion: RankingModel) -> Check:
    if found is None:
        return Check(name="better", passed=False, words="nothing came of any list that was kept back")
    by = found.difference
    words = (
        f"nDCG@10 {found.challenger:.4f} against {found.champion:.4f} of {champion.version}, {by.mean:+.4f} "
        f"(99 % between {by.low:+.4f} and {by.high:+.4f}, {found.lists} lists of {found.persons} persons)"
    )
    figures = {"ndcg": found.challenger, "champion_ndcg": found.champion, "difference": by.mean, "low": by.low}
    return Check(name="better", passed=by.low > 0, words=words, figures=figures)


def _refused(checks: tuple[Check, ...]) -> Verdict:
    refusals = tuple(f"{check.name}: {check.words}" for check in checks if not check.passed)
    return Verdict(outcome=Outcome.REFUSED, reasons=refusals, checks=checks)
