"""What the doctor says of installations that have something wrong with them."""

import json
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.doctor.data import look_at_database
from assistant.doctor.environments import Environment, look_at_environment, pins
from assistant.doctor.findings import Finding
from assistant.doctor.installation import look_at_embedding, look_at_secrets, look_at_understanding
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings

HERE = ".".join(str(part) for part in sys.version_info[:2])


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    folder = StateFolder(tmp_path)
    folder.prepare()
    return folder


def _only(found: object) -> Finding:
    (finding,) = list(found)  # type: ignore[call-overload]
    return finding


def _environment(tmp_path: Path, requirements: str, *, python: str = sys.executable) -> Environment:
    file = tmp_path / "requirements.txt"
    file.write_text(requirements)
    return Environment(part="it", python=Path(python), requirements=file, versions=(HERE,))


def test_a_missing_environment_is_found(tmp_path: Path) -> None:
    finding = _only(look_at_environment(_environment(tmp_path, "", python="/nowhere/python")))
    assert finding.state == "wrong"
    assert "make up" in finding.advice


def test_packages_other_than_pinned_are_named(tmp_path: Path) -> None:
    requirements = "pytest==0.0.1 \\\n    --hash=sha256:0\nnot-there==1.0 \\\n    --hash=sha256:0\n"
    finding = _only(look_at_environment(_environment(tmp_path, requirements)))
    assert finding.state == "wrong"
    assert "instead of 0.0.1" in finding.says
    assert "not-there is missing" in finding.says


def test_pins_for_other_machines_do_not_count() -> None:
    requirements = "one==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:0\ntwo==2.0 ; python_version < '3.11' \\\n"
    assert pins(requirements, python="3.12.1") == {}
    assert pins(requirements, python="3.10.9") == {"two": "2.0"}


@pytest.mark.parametrize(
    ("named", "advice"), [("postgresql://127.0.0.1:1/shop", "AISLE_DATABASE_URL"), (None, "embedded server's log")]
)
async def test_a_database_that_is_not_there_is_looked_for_where_it_should_be(named: str | None, advice: str) -> None:
    settings = SupervisorSettings(database_url=SecretStr(named) if named else None)
    finding = _only(await look_at_database("postgresql://127.0.0.1:1/shop", settings))
    assert finding.state == "wrong"
    assert advice in finding.advice


def test_secrets_that_others_may_read_are_wrong(folder: StateFolder) -> None:
    folder.ensure_secrets({})
    assert _only(look_at_secrets(folder)).state == "ok"
    folder.secrets.chmod(0o644)
    finding = _only(look_at_secrets(folder))
    assert finding.state == "wrong"
    assert "chmod 600" in finding.advice


def test_a_dialogue_model_that_was_changed_is_wrong(folder: StateFolder) -> None:
    assert _only(look_at_understanding(folder)).state == "wrong"
    folder.nlu.mkdir(parents=True)
    (folder.nlu / "model.tar.gz").write_bytes(b"changed")
    (folder.nlu / "manifest.json").write_text(json.dumps({"sha256": "of what was trained"}))
    finding = _only(look_at_understanding(folder))
    assert finding.state == "wrong"
    assert "not the file that was trained" in finding.says


def test_an_embedding_model_that_is_not_built_is_wrong(folder: StateFolder) -> None:
    assert _only(look_at_embedding(folder)).state == "wrong"
