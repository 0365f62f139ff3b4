"""What an operator can set of the model, and what is refused in one line before anything starts."""

from typing import Any

import pytest
from pydantic import ValidationError

from assistant import settings_told
from assistant.background_settings import BackgroundSettings
from assistant.language_model import open_language_model
from assistant.llm.budget import Limit
from assistant.llm.port import Use
from assistant.llm_settings import CommandModelSettings, ModelSettings
from assistant.settings import GatewaySettings
from assistant.supervisor.settings import SupervisorSettings
from assistant.vectors import embedding_models
from assistant.within import is_within
from catalog.embedding.choice import OpenAIModel
from catalog.embedding.errors import ServiceUnavailable
from catalog.embedding.manifest import manifest_of

SECRETS = {name: f"{name}-0123456789abcdef0123456789" for name in ("action_secret", "dialogue_secret", "sender_secret")}
OWN = {"llm_model": "m", "llm_url": "http://127.0.0.1:8000/v1"}
WORKER = {"database_url": "postgresql://u@db/aisle"}


def _refused(settings: type[Any], given: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as wrong:
        settings.model_validate(given)
    (line,) = settings_told.told(wrong.value)
    return line


async def test_without_a_model_there_is_none() -> None:
    async with open_language_model(ModelSettings.model_validate({})) as model:
        assert model is None


async def test_a_model_has_its_name_and_its_uses() -> None:
    async with open_language_model(ModelSettings.model_validate({**OWN, "llm_uses": "ranking, speaking"})) as model:
        assert model is not None
        assert model.name == "m@127.0.0.1:8000"
        assert [use for use in Use if model.is_used_for(use)] == [Use.SPEAKING, Use.RANKING]


def test_uses_are_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SECRETS, **OWN, "llm_uses": "understanding", "llm_key": "sk-canary"}.items():
        monkeypatch.setenv(f"AISLE_{name.upper()}", value)
    settings = GatewaySettings()
    assert settings.llm_uses == (Use.UNDERSTANDING,)
    assert "canary" not in repr(settings)
    assert "canary" not in settings.model_dump_json()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"llm_model": "m"}, "AISLE_LLM_KEY"),
        ({**OWN, "llm_url": "https://u:p@a.example/v1"}, "AISLE_LLM_URL"),
        ({**OWN, "llm_url": "ftp://a.example"}, "AISLE_LLM_URL"),
        ({**OWN, "llm_url": "http://api.example.com/v1"}, "AISLE_LLM_URL"),
        ({**OWN, "llm_uses": "thinking"}, "AISLE_LLM_USES"),
        ({**OWN, "llm_currency": "dollars"}, "AISLE_LLM_CURRENCY"),
        ({**OWN, "llm_input_price": "-1"}, "AISLE_LLM_INPUT_PRICE"),
        ({**OWN, "llm_day_money": "5"}, "AISLE_LLM_INPUT_PRICE"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(given: dict[str, Any], named: str) -> None:
    assert named in _refused(ModelSettings, given)


@pytest.mark.parametrize(
    "url", ["http://vllm:8000/v1", "http://10.1.2.3/v1", "http://[::1]:11434/v1", "https://a.example/v1"]
)
def test_a_server_of_ones_own_needs_no_certificate(url: str) -> None:
    assert ModelSettings.model_validate({**OWN, "llm_url": url}).llm_url == url


@pytest.mark.parametrize("settings", [GatewaySettings, CommandModelSettings])
def test_both_uses_of_a_turn_fit_into_it_and_the_doctor_knows(settings: type[Any]) -> None:
    assert "AISLE_TURN_DEADLINE_S=3" in _refused(settings, {**SECRETS, **OWN, "turn_deadline_s": 3.0})


def test_one_use_may_have_the_turn_to_itself() -> None:
    one = {**SECRETS, **OWN, "turn_deadline_s": 3.0, "llm_uses": "speaking"}
    assert GatewaySettings.model_validate(one).llm_within_s[Use.SPEAKING] == 2.0
    assert GatewaySettings.model_validate({**SECRETS, "turn_deadline_s": 1.0}).llm_model is None


def test_budgets_in_money_are_reckoned_in_millionths() -> None:
    given = {**OWN, "llm_input_price": "0.4", "llm_output_price": "1.6", "llm_day_money": "12.5", "llm_day_tokens": 10}
    assert ModelSettings.model_validate(given).llm_limits.day == Limit(tokens=10, cost_micros=12_500_000)


@pytest.mark.parametrize(
    ("settings", "given", "named"),
    [
        (GatewaySettings, {**SECRETS, "llm_model": "m", "llm_key": "k"}, "llm_model"),
        (GatewaySettings, {**SECRETS, **OWN, "llm_url": "https://api.example.com/v1"}, "llm_url"),
        (GatewaySettings, {**SECRETS, "embedding_model": "openai:text-embedding-3-small"}, "embedding_model"),
        (GatewaySettings, {**SECRETS, "otlp_endpoint": "https://otel.example:4318"}, "otlp_endpoint"),
        (GatewaySettings, {**SECRETS, "alexa_skill_ids": "amzn1.ask.skill.1"}, "alexa_skill_ids"),
        (
            GatewaySettings,
            {**SECRETS, "openid_issuer": "https://login.example", "openid_audience": "a"},
            "openid_issuer",
        ),
        (BackgroundSettings, {**WORKER, "mlflow_uri": "https://mlflow.example"}, "mlflow_uri"),
        (BackgroundSettings, {**WORKER, "mlflow_uri": "databricks"}, "mlflow_uri"),
        (GatewaySettings, {**SECRETS, **OWN, "otlp_endpoint": "collector.example:4317"}, "otlp_endpoint"),
        (BackgroundSettings, {**WORKER, "alert_url": "https://hooks.example/1"}, "alert_url"),
        (BackgroundSettings, {**WORKER, "embedding_model": "openai:text-embedding-3-small"}, "embedding_model"),
        (SupervisorSettings, {"embedding_model": "openai:text-embedding-3-small"}, "embedding_model"),
    ],
)
def test_no_external_call_is_let_be_configured(settings: type[Any], given: dict[str, Any], named: str) -> None:
    assert settings.model_validate(given).external_calls
    line = _refused(settings, {**given, "external_calls": False})
    assert f"AISLE_{named.upper()}" in line
    assert "AISLE_EXTERNAL_CALLS=false" in line


def test_what_is_within_may_be_called() -> None:
    given = {"otlp_endpoint": "http://collector:4318", "external_calls": False}
    assert not GatewaySettings.model_validate({**SECRETS, **OWN, **given}).external_calls
    given = {"mlflow_uri": "sqlite:///runs.db", "alert_url": "http://127.0.0.1:9/x", "external_calls": False}
    assert not BackgroundSettings.model_validate({**WORKER, **given}).external_calls


def test_an_index_of_openais_from_another_day_is_not_asked_either(tmp_path: Any) -> None:
    manifest = manifest_of(OpenAIModel(name="text-embedding-3-small", dimension=1536))
    folder = tmp_path / "models" / "retrieval" / manifest.index_id
    folder.mkdir(parents=True)
    manifest.write(folder)
    settings = SupervisorSettings.model_validate({"state_dir": tmp_path, "external_calls": False})
    with pytest.raises(ServiceUnavailable, match="AISLE_EXTERNAL_CALLS"):
        embedding_models(settings).queries(manifest.index_id)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "::1", "localhost", "10.0.0.8", "192.168.1.4", "vllm", "llm.internal", "a.local"]
)
def test_ones_own_network_is_within(host: str) -> None:
    assert is_within(host)


@pytest.mark.parametrize(
    "host",
    [
        "api.openai.com",
        "8.8.8.8",
        "2606:4700::1111",
        "::",
        "internal.example.com",
        "134744072",
        "0x8080808",
        "10.8",
        "",
    ],
)
def test_everything_else_is_outside(host: str) -> None:
    assert not is_within(host)
