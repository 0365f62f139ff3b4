"""Only the very model that was trained is loaded, and a change of its inputs is noticed."""

from pathlib import Path

import pytest

from dialogue.errors import ModelRefused
from dialogue.model_file import Manifest, checked_model, file_sha256, inputs_fingerprint, keep


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    trained = tmp_path / "trained"
    trained.write_bytes(b"a model")
    manifest = Manifest(sha256=file_sha256(trained), inputs="abc", rasa="3.6.21", needs_tensorflow=False)
    keep(trained, manifest, folder=tmp_path / "nlu")
    return tmp_path / "nlu"


def test_a_kept_model_is_found_again(folder: Path):
    model, manifest = checked_model(folder)
    assert model.read_bytes() == b"a model"
    assert manifest.inputs == "abc"


def test_r5_a_changed_model_is_refused(folder: Path):
    (folder / "model.tar.gz").write_bytes(b"A model")
    with pytest.raises(ModelRefused, match="not the file that was trained"):
        checked_model(folder)


@pytest.mark.parametrize("name", ["model.tar.gz", "manifest.json"])
def test_r5_a_missing_part_is_refused(folder: Path, name: str):
    (folder / name).unlink()
    with pytest.raises(ModelRefused, match="train"):
        checked_model(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"sha256": "x"}', '{"sha256": "x", "inputs": "", "more": 1}'])
def test_r5_a_damaged_manifest_is_refused(folder: Path, content: str):
    (folder / "manifest.json").write_text(content)
    with pytest.raises(ModelRefused, match="damaged"):
        checked_model(folder)


INPUTS = ["config.yml", "domain.yml", "nlu_data/deep/talk.yml", "dialogue/component.py"]


@pytest.mark.parametrize("changed", [*INPUTS, "var/models/embedding/manifest.json"])
def test_the_fingerprint_follows_every_input(tmp_path: Path, changed: str):
    for name in INPUTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    before = inputs_fingerprint(tmp_path, tmp_path / "var", rasa="3.6.21")
    assert inputs_fingerprint(tmp_path, tmp_path / "var", rasa="3.6.21") == before
    assert inputs_fingerprint(tmp_path, tmp_path / "var", rasa="3.6.22") != before
    (tmp_path / changed).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / changed).write_text("after")
    assert inputs_fingerprint(tmp_path, tmp_path / "var", rasa="3.6.21") != before


def test_a_model_is_of_the_same_inputs_wherever_it_is_kept(tmp_path: Path):
    """Or each shop with a state folder of its own would train for a minute what was just trained."""
    project = tmp_path / "project"
    for name in INPUTS:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("before")
    states = [project / "var", tmp_path / "elsewhere"]
    for state in states:
        (state / "models" / "embedding").mkdir(parents=True)
        (state / "models" / "embedding" / "manifest.json").write_text("of one model")
    assert len({inputs_fingerprint(project, state, rasa="3.6.21") for state in states}) == 1
