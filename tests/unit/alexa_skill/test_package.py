"""The committed skill package: what Amazon's store and ask-cli look for in it."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from assistant.skill_package import MODEL, PACKAGE
from assistant.supervisor.settings import ROOT
from webhooks.alexa.screens import INTERFACE

ICON_SIDES = {"smallIconUri": 108, "largeIconUri": 512}


@pytest.fixture(scope="module")
def manifest() -> Any:
    return json.loads((PACKAGE / "skill.json").read_text(encoding="utf-8"))["manifest"]


@pytest.fixture(scope="module")
def shown(manifest: Any) -> Any:
    return manifest["publishingInformation"]["locales"]["en-US"]


def test_ask_cli_finds_the_package() -> None:
    resources = json.loads((ROOT / "ask-resources.json").read_text(encoding="utf-8"))
    assert (ROOT / resources["profiles"]["default"]["skillMetadata"]["src"]).resolve() == PACKAGE
    assert PACKAGE.joinpath("interactionModels", "custom", "en-US.json") == MODEL


@pytest.mark.parametrize(("named", "side"), ICON_SIDES.items())
def test_icons_are_png_of_the_sizes_that_the_store_shows(shown: Any, named: str, side: int) -> None:
    assert shown[named].startswith("file://")
    icon = (PACKAGE / shown[named].removeprefix("file://")).read_bytes()
    assert icon.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", icon[16:24]) == (side, side)


def test_what_the_store_shows_is_as_long_as_it_may_be(shown: Any) -> None:
    assert 2 <= len(shown["name"]) <= 50
    assert 0 < len(shown["summary"]) <= 160
    assert 0 < len(shown["description"]) <= 4000
    assert 0 < len(shown["keywords"]) <= 30


def test_example_phrases_open_the_skill_by_its_invocation_name(shown: Any) -> None:
    """Certification says each of them to the skill."""
    language = json.loads(MODEL.read_text(encoding="utf-8"))["interactionModel"]["languageModel"]
    assert 1 <= len(shown["examplePhrases"]) <= 3
    for phrase in shown["examplePhrases"]:
        assert phrase.startswith("Alexa, ")
        assert language["invocationName"] in phrase.lower()


def test_the_skill_calls_the_webhook_and_tells_its_screens(manifest: Any) -> None:
    custom = manifest["apis"]["custom"]
    for endpoint in (custom["endpoint"], manifest["events"]["endpoint"]):
        assert endpoint["uri"].startswith("https://")
        assert endpoint["uri"].endswith("/webhooks/alexa")
        assert endpoint["sslCertificateType"] == "Trusted"
    assert [each["type"] for each in custom["interfaces"]] == [INTERFACE.upper().replace(".", "_")]


def test_it_says_that_things_can_be_bought_and_that_persons_are_known(manifest: Any) -> None:
    told = manifest["privacyAndCompliance"]
    assert told["allowsPurchases"]
    assert told["usesPersonalInfo"]
    assert not told["isChildDirected"]
    assert manifest["publishingInformation"]["testingInstructions"]


def test_the_example_of_account_linking_uses_the_code_flow() -> None:
    example = Path(ROOT / "docs" / "examples" / "alexa-account-linking.json")
    linking = json.loads(example.read_text(encoding="utf-8"))["accountLinkingRequest"]
    assert (linking["type"], linking["accessTokenScheme"]) == ("AUTH_CODE", "HTTP_BASIC")
    assert linking["skipOnEnablement"]
