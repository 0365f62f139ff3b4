"""What can be wrong with banners.

BannersWrong    what was given is none, with what is wrong in words
"""

from collections.abc import Sequence


class BannersWrong(Exception):
    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)
