"""How the cosines of one model compare with those of the built-in one, in whose cosines every threshold is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from catalog.embedding.network import Vectors

# Where titles are held against texts of other products, and where against their own.
_UNRELATED, _RELATED = (0.1, 0.5, 0.9, 0.99, 0.999), (0.05, 0.25, 0.5, 0.75, 0.95)
_ENDS = (-1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Cosines of this model in `own` stand as high among the same pairs of texts as those in `reference` do.

    Models spread their cosines differently: in one, strangers are at .1 and near things at .6, in another at .75 and
    .9. A threshold t that was found for the built-in model is `scale.own(t)` for this one; and a cosine c of this one
    means what `scale.reference(c)` means there. For the built-in model itself both give back what they get.
    """

    own_cosines: tuple[float, ...] = _ENDS
    reference_cosines: tuple[float, ...] = _ENDS

    def own(self, reference: float) -> float:
        return float(np.interp(reference, self.reference_cosines, self.own_cosines))

    def reference(self, own: float) -> float:
        """Asked for each candidate of each search: of the built-in model it is the cosine itself."""
        if self.own_cosines == self.reference_cosines:
            return own
        return float(np.interp(own, self.own_cosines, self.reference_cosines))

    def references(self, own: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        told: NDArray[np.float64] = np.interp(own, self.own_cosines, self.reference_cosines)
        return told

    @classmethod
    def measured(cls, own: "Pairs", reference: "Pairs") -> Self:
        """From the same titles and texts in both models, in the same order."""
        return cls(own_cosines=own.landmarks(), reference_cosines=reference.landmarks())

    @classmethod
    def of(cls, stored: dict[str, Any] | None) -> Self:
        if stored is None:
            return cls()
        return cls(own_cosines=tuple(stored["own"]), reference_cosines=tuple(stored["reference"]))

    @property
    def stored(self) -> dict[str, Any]:
        return {"own": list(self.own_cosines), "reference": list(self.reference_cosines)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Titles and texts of the same products, row by row."""

    titles: Vectors
    texts: Vectors

    def landmarks(self) -> tuple[float, ...]:
        """Ever higher cosines: of strangers, then of titles with their own texts, between the two ends."""
        cosines = self.titles @ self.texts.T
        same = np.eye(len(cosines), dtype=bool)
        inner = [*_quantiles(cosines[~same], _UNRELATED), *_quantiles(cosines[same], _RELATED)]
        rising = np.maximum.accumulate(np.clip(inner, -0.999, 0.999)) + np.arange(len(inner)) * 1e-6
        return (_ENDS[0], *(round(float(each), 6) for each in rising), _ENDS[1])


def _quantiles(values: NDArray[np.float32], places: Sequence[float]) -> NDArray[np.float64]:
    quantiles: NDArray[np.float64] = np.quantile(values.astype(np.float64), places)
    return quantiles
