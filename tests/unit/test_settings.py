"""What an operator can set, and what the documentation says of it."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant import settings_told
from assistant.dialogue import OwnActions
from assistant.learning_settings import LearningSettings
from assistant.settings import GatewaySettings
from assistant.wiring import own_actions_of
from catalog.retrieval.fusion import Weights

SECRETS = {name: f"{name}-0123456789abcdef0123456789" for name in ("action_secret", "dialogue_secret", "sender_secret")}
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(AISLE_\w+)` \| (.*?) \|", DOCUMENT.read_text(), re.MULTILINE))
    for name, field in {**GatewaySettings.model_fields, **LearningSettings.model_fields}.items():
        told = rows.get(f"AISLE_{name.upper()}")
        assert told is not None, f"AISLE_{name.upper()} is missing from {DOCUMENT.name}"
        expected = "required" if field.is_required() else _written(field.default)
        assert told == expected, name


def test_no_secret_has_a_default_or_shows_itself() -> None:
    settings = GatewaySettings.model_validate({**SECRETS, "database_url": "postgresql://u:canary@db/aisle"})
    for hidden in (*SECRETS.values(), "canary"):
        assert hidden not in repr(settings)
        assert hidden not in settings.model_dump_json()
    with pytest.raises(ValidationError):
        GatewaySettings.model_validate({})


def test_short_secret_is_refused() -> None:
    with pytest.raises(ValidationError):
        GatewaySettings.model_validate({**SECRETS, "sender_secret": "short"})


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SECRETS, "port": "9000", "record_words": "true", "log_level": ""}.items():
        monkeypatch.setenv(f"AISLE_{name.upper()}", value)
    monkeypatch.setenv("AISLE_ALLOWED_ORIGINS", "https://a.test, https://b.test:8443")
    settings = GatewaySettings()
    assert (settings.port, settings.record_words, settings.log_level) == (9000, True, "info")
    assert settings.allowed_origins == ("https://a.test", "https://b.test:8443")


def test_search_weights_are_json_and_never_below_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(f"AISLE_{name.upper()}", value)
    monkeypatch.setenv("AISLE_SEARCH_WEIGHTS", '{"shelf": 0, "words": 3.5}')
    assert GatewaySettings().search_weights == Weights(words=3.5, shelf=0.0)
    monkeypatch.setenv("AISLE_SEARCH_WEIGHTS", '{"shelf": -1}')
    with pytest.raises(ValidationError):
        GatewaySettings()


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        GatewaySettings.model_validate(SECRETS).port = 1


@pytest.mark.parametrize(
    "origin", ["*", "shop.test", "https://shop.test/", "https://shop.test/page", "ftp://shop.test"]
)
def test_only_whole_origins_are_allowed(origin: str) -> None:
    with pytest.raises(ValidationError):
        GatewaySettings.model_validate({**SECRETS, "allowed_origins": origin})


def test_own_address_is_an_allowed_origin() -> None:
    settings = GatewaySettings.model_validate({**SECRETS, "public_url": "https://shop.test/aisle"})
    assert settings.origins == {"https://shop.test"}
    assert settings.https


def test_each_dialogue_process_has_the_next_port() -> None:
    settings = GatewaySettings.model_validate({**SECRETS, "dialogue_processes": 3})
    assert settings.dialogue_addresses == ("http://127.0.0.1:5105", "http://127.0.0.1:5106", "http://127.0.0.1:5107")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, None),
        ({"llm_model": "m", "llm_key": "sk-canary"}, OwnActions(port=9081)),
        ({"session_fit_surfaces": "search"}, OwnActions(port=9081, for_all_turns=True)),
    ],
)
def test_what_is_remembered_of_sessions_is_remembered_in_one_process(
    given: dict[str, str], expected: OwnActions | None
) -> None:
    assert own_actions_of(GatewaySettings.model_validate({**SECRETS, "action_port": 9081, **given})) == expected


def _written(default: object) -> str:
    if default is None or default == ():
        return "not set"
    if isinstance(default, tuple):
        return f"`{','.join(default)}`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_customers_are_vouched_for_by_one_signer_only(tmp_path: Path) -> None:
    given = {**SECRETS, "customer_secret": "customer-0123456789abcdef0123456789"}
    assert GatewaySettings.model_validate(SECRETS).trust is None
    assert GatewaySettings.model_validate(given).trust is not None
    with pytest.raises(ValidationError):
        GatewaySettings.model_validate({**given, "customer_public_key": tmp_path / "key.pem"})


def test_settings_that_do_not_go_together_are_told_like_any_other() -> None:
    with pytest.raises(ValidationError) as wrong:
        GatewaySettings.model_validate({**SECRETS, "development": True, "host": "0.0.0.0"})  # noqa: S104 - refused
    (line,) = settings_told.told(wrong.value)
    assert line.startswith("development is")
    assert "AISLE_PUBLIC_URL" in line
    with pytest.raises(ValidationError) as wrong:
        GatewaySettings.model_validate({**SECRETS, "port": 0})
    (line,) = settings_told.told(wrong.value)
    assert line.startswith("AISLE_PORT: ")


def test_nothing_is_drawn_by_lot_where_nothing_is_learned() -> None:
    given = {**SECRETS, "ranking_exploration": 0.1}
    assert GatewaySettings.model_validate(given).share_explored == 0.1
    assert GatewaySettings.model_validate({**given, "learning": False}).share_explored == 0


def test_what_an_operator_wrote_is_told_as_they_wrote_it() -> None:
    with pytest.raises(ValidationError) as wrong:
        GatewaySettings.model_validate({**SECRETS, "allowed_origins": "my_shop"})
    (line,) = settings_told.told(wrong.value)
    assert line == "AISLE_ALLOWED_ORIGINS: 'my_shop' is not an origin such as https://shop.example"
