"""What can keep a learned order from being used.

RankingError
├── ModelBroken      what should be a model is none, or does not answer as one
├── FeatureUnknown   a model reads a feature that nobody reckons
└── NothingToLearn   no list has both something chosen and something passed over
"""


class RankingError(Exception):
    """The root of this folder's errors."""


class ModelBroken(RankingError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FeatureUnknown(RankingError):
    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class NothingToLearn(RankingError):
    """Nothing was chosen yet, or everything that was shown."""
