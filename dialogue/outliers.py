"""Brings sentences that are none of the shop's business into the training, as an intent of their own."""

from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.errors import TrainingFailed
from dialogue.scores import OUT_OF_SCOPE
from dialogue.settings import PROJECT


class OutlierImporter(TrainingDataImporter):
    """Reads one sentence a line. Rasa's own files cannot hold them: the domain would have to know the intent."""

    def __init__(
        self,
        config_file: str | None = None,  # noqa: ARG002 - Rasa's signature
        domain_path: str | None = None,  # noqa: ARG002 - as above
        training_data_paths: list[str] | str | None = None,  # noqa: ARG002 - as above
        *,
        file: str,
        **_others: Any,
    ) -> None:
        self._file = PROJECT / Path(file)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:  # noqa: ARG002 - as above
        try:
            sentences = self._file.read_text(encoding="utf-8").splitlines()
        except OSError as exc:
            raise TrainingFailed(reason=f"{self._file} cannot be read") from exc
        return TrainingData([Message.build(text.strip(), OUT_OF_SCOPE) for text in sentences if text.strip()])

    def get_domain(self) -> Domain:
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:  # noqa: ARG002 - as above
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        return None
