"""Which arm a unit has: always the same, by a salted hash, and so without asking or writing anything down."""

import hashlib

from rerank.experiments.plan import Arm, Experiment

BYTES = 8


def arm_of(experiment: Experiment, unit: str) -> Arm | None:
    """None for those who take no part. Whether, and in which arm, are two throws: more traffic moves nobody."""
    plan = experiment.plan
    if _throw(experiment.salt, "traffic", unit) >= plan.traffic:
        return None
    thrown, reached = _throw(experiment.salt, "arm", unit), 0.0
    for arm in plan.arms:
        reached += arm.share
        if thrown < reached:
            return arm
    return plan.arms[-1]


def _throw(salt: str, what: str, unit: str) -> float:
    """Even between 0 and 1, and of another trial's throws nothing can be told from it: each has a salt of its own."""
    digest = hashlib.sha256(f"{salt}\0{what}\0{unit}".encode(errors="surrogatepass")).digest()
    return float(int.from_bytes(digest[:BYTES]) / 2 ** (8 * BYTES))
