"""The ALS of the `implicit` package, where it is installed: measured beside ours, never served."""

import importlib
from types import ModuleType

import numpy as np
from scipy import sparse

from rerank.candidates.als import Factors
from rerank.candidates.threads import algebra

# The package's own defaults, but for its dice.
SEED = 1


def implicit_als() -> "ImplicitFactorizer | None":
    """None where requirements/bench.txt, or the system's libgomp that the package needs, is not installed."""
    try:
        return ImplicitFactorizer(importlib.import_module("implicit.cpu.als"))
    except ImportError:
        return None


class ImplicitFactorizer:
    def __init__(self, als: ModuleType) -> None:
        self._als = als

    def factors(self, bought: sparse.csr_array) -> Factors:
        # The package spreads its own work over threads, and warns of an algebra that does so too.
        with algebra(1):
            model = self._als.AlternatingLeastSquares(random_state=SEED, num_threads=2)
            model.fit(sparse.csr_matrix(bought), show_progress=False)
        return Factors(
            customers=np.asarray(model.user_factors, np.float32), items=np.asarray(model.item_factors, np.float32)
        )
