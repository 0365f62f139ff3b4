"""What the ranking is told of a product by the way it was drawn, in a running shop and in a made-up past alike."""

from rerank.candidates.drawing import Drawn
from rerank.ranking.request_features import EXPECTATION_NAMES, GOES_WITH


def hints_of(drawn: Drawn) -> dict[str, float]:
    hints = dict(zip(EXPECTATION_NAMES, drawn.facts, strict=False))
    return hints | {GOES_WITH.id: drawn.relevance} if "company" in drawn.sources else hints
