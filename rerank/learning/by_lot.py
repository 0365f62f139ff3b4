"""A second look at a challenger, by what was drawn by lot alone: there the order in use has no advantage."""

from rerank.experiments.lots import rounds_of
from rerank.experiments.off_policy import estimated
from rerank.learning.guards import Check, Exam

# Beyond it one lucky lot would outweigh hundreds.
CLIP = 50.0


def by_lot(exam: Exam) -> Check | None:
    """Refuses what is surely worse by it; None where too little was drawn by lot to say anything."""
    if (drawn := exam.lots) is None:
        return None
    rounds = rounds_of(drawn.lessons, own=drawn.champion, target=drawn.challenger)
    if not len(rounds):
        return None
    found = estimated(rounds, clip=CLIP)
    if not found.is_enough:
        return None
    by = found.difference
    words = (
        f"by what was drawn by lot it is taken {by.value:+.4f} more often than the order in use "
        f"(95 % between {by.low:+.4f} and {by.high:+.4f})"
    )
    figures = {"snips": found.snips.value, "ips": found.ips.value, "own": found.own.value, "difference": by.value}
    return Check(name="by lot", passed=not by.high < 0, words=words, figures=figures)
