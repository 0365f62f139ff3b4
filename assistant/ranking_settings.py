"""What an operator can set of the order in which products are shown."""

from typing import Annotated

from pydantic import Field

from assistant.session_settings import SessionSettings


class RankingSettings(SessionSettings):
    """A part of the gateway's settings; docs/configuration.md explains each."""

    learning: bool = True
    ranking_exploration: Annotated[float, Field(ge=0, le=0.3)] = 0.1
    ranking_diversity: Annotated[float, Field(ge=0, le=1)] = 0.15
    ranking_deadline_ms: Annotated[int, Field(ge=1, le=2000)] = 50

    @property
    def share_explored(self) -> float:
        """Nobody has anything of lots that nothing is learned from."""
        return self.ranking_exploration if self.learning else 0.0
