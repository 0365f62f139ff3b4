"""The embedding models of one installation: the chosen one made ready, and each whose index is in use kept at hand."""

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalog.embedding.build import build_model, is_built, put_in_place
from catalog.embedding.choice import ModelChoice, OpenAIModel, OwnModel, TrainedModel
from catalog.embedding.embedder import Embedder
from catalog.embedding.errors import ModelMissing, ServiceUnavailable
from catalog.embedding.manifest import MANIFEST, Manifest, manifest_of, read_manifest
from catalog.embedding.network import Vectors
from catalog.embedding.own_model import build_own_model
from catalog.embedding.queries import QueryEmbedder
from catalog.embedding.source import read_source
from catalog.retrieval.indexing import DocumentEmbedder


class DocumentsOnDemand:
    """Loads the network with the first product that needs it: mostly none does."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        self.manifest = read_manifest(folder)
        self._folder = folder
        self._threads = threads

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed(texts)

    @cached_property
    def _embedder(self) -> Embedder:
        return Embedder(self._folder, documents=True, threads=self._threads)


@dataclass(frozen=True, kw_only=True)
class EmbeddingModels:
    """In `folder`, `embedding` holds the built-in model, which also tells intents, and `retrieval/<index id>` the model
    of each index: whatever is chosen or built anew, the one whose index is in use stays until the index goes.

    Satisfies `QueryModels`.
    """

    folder: Path
    weights: Path
    choice: ModelChoice
    openai_key: str | None = None
    may_call_outside: bool = True
    threads: int = 1

    @property
    def built_in(self) -> Path:
        return self.folder / "embedding"

    @property
    def trained(self) -> Path:
        """Where `aisle train embedding` leaves a model that it found better."""
        return self.folder / "trained"

    def prepare(self) -> Manifest:
        """Build what is not there yet, which takes seconds; raises EmbeddingError with what is in the way."""
        self.prepare_built_in()
        return self._chosen

    def prepare_built_in(self) -> bool:
        """Whether it had to be built."""
        if is_built(self.built_in):
            return False
        build_model(self.weights, self.built_in)
        return True

    def queries(self, index_id: str | None) -> QueryEmbedder:
        manifest = self._manifest_of(index_id)
        if (service := self._service_of(manifest)) is not None:
            from catalog.embedding.openai_service import OpenAIQueries  # noqa: PLC0415 - takes half a second to load

            return OpenAIQueries(service, api_key=self.openai_key)
        return Embedder(self._folder_of(manifest.index_id))

    def documents(self, index_id: str | None = None) -> DocumentEmbedder:
        """Of the index, or of the chosen model."""
        manifest = self._manifest_of(index_id)
        if (service := self._service_of(manifest)) is not None:
            from catalog.embedding.openai_service import OpenAIDocuments  # noqa: PLC0415 - as above

            return OpenAIDocuments(service, api_key=self.openai_key)
        return DocumentsOnDemand(self._folder_of(manifest.index_id), threads=self.threads)

    def reference(self) -> DocumentsOnDemand:
        """The built-in model, in whose cosines thresholds are written."""
        return DocumentsOnDemand(self.built_in, threads=self.threads)

    def forget_all_but(self, index_ids: Collection[str]) -> int:
        """How many models went whose index is gone, the chosen one excepted."""
        kept = {*index_ids, self._chosen.index_id}
        gone = [path for path in self._retrieval.glob("*") if path.is_dir() and path.name not in kept]
        for path in gone:
            shutil.rmtree(path, ignore_errors=True)
        return len(gone)

    @property
    def _retrieval(self) -> Path:
        return self.folder / "retrieval"

    @cached_property
    def _chosen(self) -> Manifest:
        """Found out once in a process: another model in the same place is seen by the next one."""
        match self.choice:
            case OpenAIModel() as model:
                return manifest_of(model)
            case OwnModel(folder=folder):
                return self._own(folder)
            case TrainedModel() if self.trained.is_dir():
                return self._own(self.trained)
        manifest = read_manifest(self.built_in)
        self._keep_built_in(manifest)
        return manifest

    def _manifest_of(self, index_id: str | None) -> Manifest:
        if index_id is None:
            return self._chosen
        path = self._folder_of(index_id)
        if (path / MANIFEST).is_file():
            return read_manifest(path)
        if self._chosen.index_id == index_id:
            return self._chosen
        raise ModelMissing(index_id=index_id)

    def _service_of(self, manifest: Manifest) -> OpenAIModel | None:
        """An index of another day may still be of the service's model."""
        model = OpenAIModel.of(manifest.model_id, manifest.dimension)
        if model is not None and not self.may_call_outside:
            raise ServiceUnavailable(reason="AISLE_EXTERNAL_CALLS=false forbids to ask it")
        return model

    def _folder_of(self, index_id: str) -> Path:
        return self._retrieval / index_id

    def _own(self, source_folder: Path) -> Manifest:
        source = read_source(source_folder)
        for path in self._retrieval.glob(f"*/{MANIFEST}"):
            if is_built(path.parent, source_sha256=source.sha256):
                return read_manifest(path.parent)
        return build_own_model(source, self._retrieval)

    def _keep_built_in(self, manifest: Manifest) -> None:
        """By links to the same files, so that it takes no room and outlives a newer build."""
        if is_built(self._folder_of(manifest.index_id), source_sha256=manifest.source_sha256):
            return

        def link(made: Path) -> Manifest:
            for name in (*manifest.files, MANIFEST):
                _linked(self.built_in / name, made / name)
            return manifest

        put_in_place(self._retrieval, lambda linked: linked.index_id, link)


def _linked(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
