"""The agents to import: whole, alike each time, and silent where the webhook speaks."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from google.cloud.dialogflowcx_v3 import types
from typer.testing import CliRunner

from assistant.cli.google import google_commands
from webhooks.google.agents import cx, es
from webhooks.google.cx_requests import BY_TAG
from webhooks.google.said import Kind

URL = "https://assistant.shop.test"
FLOW = "flows/Default Start Flow"
ENDS = "End Session"

Json = Mapping[str, Any]


def fulfillments(document: Any) -> Iterator[Json]:
    if isinstance(document, Mapping):
        if "triggerFulfillment" in document:
            yield document
        for inner in document.values():
            yield from fulfillments(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from fulfillments(inner)


def test_the_cx_agent_sends_words_silence_and_greetings_to_our_webhook() -> None:
    files = cx.package(url=f"{URL}/")
    assert files["webhooks/Aisle.json"]["genericWebService"]["uri"] == f"{URL}/webhooks/dialogflow/cx"
    found = [each for file in files.values() for each in fulfillments(file)]
    tags = {each["triggerFulfillment"]["tag"] for each in found if "tag" in each["triggerFulfillment"]}
    assert tags == {"aisle.turn", *(tag for tag, kind in BY_TAG.items() if kind is not Kind.FAREWELL)}
    assert {each["triggerFulfillment"].get("webhook", "Aisle") for each in found} == {"Aisle"}
    assert {"sys.no-match-default", "sys.no-input-default", "webhook.error"} <= {each.get("event") for each in found}


def test_the_cx_agent_leads_only_where_something_is() -> None:
    files = cx.package(url=URL)
    start = files["agent.json"]["startFlow"]
    assert f"flows/{start}/{start}.json" in files
    for each in (each for file in files.values() for each in fulfillments(file)):
        if "targetPage" in each:
            assert each["targetPage"] == ENDS or f"{FLOW}/pages/{each['targetPage']}.json" in files
        if "intent" in each:
            assert f"intents/{each['intent']}/{each['intent']}.json" in files


def test_the_cx_agent_ends_when_the_talk_does() -> None:
    (route,) = cx.package(url=URL)[f"{FLOW}/pages/Talk.json"]["transitionRoutes"]
    assert (route["condition"], route["targetPage"]) == ("$session.params.aisle_ended = true", ENDS)


def test_the_cx_agents_parts_are_what_the_platform_knows() -> None:
    """The package names webhooks and pages where the API has their ids, and writes seconds as an object."""
    files = cx.package(url=URL)
    webhook = {**files["webhooks/Aisle.json"], "timeout": "5s"}
    types.Webhook.from_json(json.dumps(webhook), ignore_unknown_fields=False)
    for path, kind in ((f"{FLOW}/Default Start Flow.json", types.Flow), (f"{FLOW}/pages/Talk.json", types.Page)):
        document = json.loads(json.dumps(files[path]).replace(', "languageCode": "en"', ""))
        kind.from_json(json.dumps(document), ignore_unknown_fields=False)
    (intent,) = (path for path in files if path.startswith("intents") and "training" not in path)
    known = {name: told for name, told in files[intent].items() if name != "numTrainingPhrases"}
    types.Intent.from_json(json.dumps(known), ignore_unknown_fields=False)


def test_every_part_has_a_name_of_its_own() -> None:
    files = cx.package(url=URL)
    names = [each["name"] for file in files.values() for each in fulfillments(file)]
    assert len(set(names)) == len(names)
    assert files == cx.package(url=URL)


def test_the_es_agent_hands_everything_to_our_webhook() -> None:
    files = es.package(url=URL)
    webhook = files["agent.json"]["webhook"]
    assert (webhook["url"], webhook["available"]) == (f"{URL}/webhooks/dialogflow/es", True)
    intents = [file for path, file in files.items() if path.startswith("intents/")]
    assert all(intent["webhookUsed"] for intent in intents)
    assert [intent["name"] for intent in intents if intent["fallbackIntent"]] == ["Default Fallback Intent"]
    (welcome,) = [intent for intent in intents if not intent["fallbackIntent"]]
    assert {"name": "WELCOME"} in welcome["events"]
    assert files["package.json"] == {"version": "1.0.0"}


def test_the_command_writes_both_archives(tmp_path: Path) -> None:
    made = {name: tmp_path / "made" / f"{name}.zip" for name in ("cx", "es")}
    arguments = ["agent", "--url", URL, "--json", *(part for n, path in made.items() for part in (f"--{n}", str(path)))]
    done = CliRunner().invoke(google_commands, arguments)
    assert done.exit_code == 0, done.output
    for name, package in (("cx", cx.package), ("es", es.package)):
        with zipfile.ZipFile(made[name]) as archive:
            assert {each: json.loads(archive.read(each)) for each in archive.namelist()} == package(url=URL)


def test_the_command_wants_an_address_that_dialogflow_can_call(tmp_path: Path) -> None:
    for url in ("http://shop.test", "shop.test", "https://", "https://shop.test/?a=b"):
        done = CliRunner().invoke(google_commands, ["agent", "--url", url, "--cx", str(tmp_path / "cx.zip")])
        assert done.exit_code == 2
    assert CliRunner().invoke(google_commands, ["agent", "--url", URL]).exit_code == 2
    assert list(tmp_path.iterdir()) == []
