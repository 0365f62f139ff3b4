"""How many threads reckon at once: half the cores, and one alone where the work is small."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

# Threads that wait for one another by spinning are slower by far where others want the cores too.
THREADS = max(1, (os.cpu_count() or 2) // 2)
WORTH_THREADS = 1_000


@contextmanager
def algebra(size: int) -> Iterator[None]:
    """For products and equations of so many rows."""
    with threadpool_limits(THREADS if size >= WORTH_THREADS else 1, user_api="blas"):
        yield
