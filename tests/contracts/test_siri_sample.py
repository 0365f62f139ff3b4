"""The Swift sample and the Shortcut speak the API as it is: their names and limits are held against the server's."""

import re
from pathlib import Path

import pytest

from webhooks.siri.bodies import LONGEST_TEXT, SaidToSiri, SiriAnswer

ROOT = Path(__file__).resolve().parents[2]
IOS = ROOT / "webhooks" / "siri" / "ios"
SWIFT = {path.name: path.read_text() for path in IOS.glob("*.swift")}
SHORTCUT = (ROOT / "docs" / "siri.md").read_text()
TYPES = {"String": {"string"}, "Bool": {"boolean"}, "String?": {"string", "null"}, "URL?": {"string", "null"}}


def struct(name: str) -> str:
    found = re.search(rf"^struct {name}\b[^{{]*\{{(.*?)^\}}", SWIFT["Shop.swift"], re.MULTILINE | re.DOTALL)
    assert found, name
    return found[1]


def coded(name: str) -> dict[str, str]:
    """The names on the wire, each with its Swift type."""
    body = struct(name)
    keys = dict(re.findall(r'case (\w+)(?: = "(\w+)")?$', body, re.MULTILINE))
    fields = dict(re.findall(r"^    let (\w+): ([\w?]+)$", body, re.MULTILINE))
    assert set(keys) == set(fields)
    return {keys[field] or field: kind for field, kind in fields.items()}


def kinds(schema: dict[str, object], field: str) -> set[str]:
    described = schema["properties"][field]  # type: ignore[index]
    options = described.get("anyOf", [described])
    return {option["type"] for option in options}


@pytest.mark.parametrize(("name", "body"), [("Said", SaidToSiri), ("Answer", SiriAnswer)])
def test_the_sample_codes_the_fields_of_the_api(name: str, body: type[SaidToSiri] | type[SiriAnswer]) -> None:
    schema = body.model_json_schema()
    fields = coded(name)
    assert set(fields) == set(schema["properties"])
    for field, swift in fields.items():
        assert kinds(schema, field) == TYPES[swift], field


def test_the_sample_sends_the_token_in_the_header_to_the_webhook_and_nowhere_else() -> None:
    shop = SWIFT["Shop.swift"]
    assert 'setValue("Bearer \\(token)", forHTTPHeaderField: "Authorization")' in shop
    assert 'setValue("application/json", forHTTPHeaderField: "Content-Type")' in shop
    assert 'appending(path: "webhooks/siri")' in shop
    assert 'httpMethod = "POST"' in shop
    assert not re.search(r"queryItems|[?&]token", shop)


def test_the_sample_keeps_to_the_limits_and_sends_a_lost_request_once_more() -> None:
    assert f"longestText = {LONGEST_TEXT}" in SWIFT["Shop.swift"]
    ask = SWIFT["Shop.swift"].partition("func ask")[2].partition("private func send")[0]
    assert ask.count("UUID()") == 1
    assert ask.count("try await send(said)") == 2


def test_the_token_lies_in_the_keychain_of_this_device_alone() -> None:
    assert "kSecAttrAccessibleWhenUnlockedThisDeviceOnly" in SWIFT["DeviceToken.swift"]
    assert not any("UserDefaults" in source for source in SWIFT.values())


def test_the_sample_is_whole_and_its_readme_names_every_file() -> None:
    readme = (IOS / "README.md").read_text()
    assert set(SWIFT) == set(re.findall(r"^\| `(\w+\.swift)`", readme, re.MULTILINE))
    assert "compiled elsewhere" in readme
    for source in SWIFT.values():
        assert source.count("{") == source.count("}")
        assert source.count("(") == source.count(")")


def test_the_shortcut_uses_the_fields_of_the_api() -> None:
    steps = SHORTCUT.partition("## The Shortcut")[2]
    sent = set(re.findall(r"`(\w+)` = ", steps)) - {"Authorization"}
    assert sent == set(SaidToSiri.model_fields)
    read = set(re.findall(r"\*\*Get Dictionary Value\*\* `(\w+)`", steps))
    assert read == set(SiriAnswer.model_fields) - {"display"}
