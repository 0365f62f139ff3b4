"""The dialogue process in the test's own event loop: real model, real database, and an action server we play."""

import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import callers
import pytest
import yaml
from aiohttp import web
from rasa.model_training import train
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from dialogue.channel import AisleChannel
from dialogue.logs import configure_logs
from dialogue.processor import AisleAgent
from dialogue.server import create_app, load_agent

PROJECT = Path(__file__).parent / "project"
DOMAIN = Path(__file__).parent.parent.parent / "domain.yml"

Sanic.test_mode = True

SHOWN = [{"id": "p1", "variant_id": "v1"}]


@dataclass
class ActionServer:
    """Answers every action the same way until told otherwise, and remembers what it was asked."""

    port: int = 0
    answer: Any = None
    status: int = 200
    calls: list[dict[str, Any]] = field(default_factory=list)

    def behave(self) -> None:
        self.calls.clear()
        self.status = 200
        self.answer = {
            "events": [
                {"event": "slot", "name": "query", "value": {"text": "rain jacket"}},
                {"event": "slot", "name": "shown_products", "value": SHOWN},
            ],
            "responses": [{"custom": {"answer": {"speech": "Here is one."}, "stages": {"parse": 1.0}}, "text": None}],
        }

    async def handle(self, request: web.Request) -> web.Response:
        self.calls.append({"headers": dict(request.headers), **(await request.json())})
        return web.json_response(self.answer, status=self.status)


@dataclass(frozen=True)
class Stack:
    url: str
    agent: AisleAgent
    actions: ActionServer
    client: aiohttp.ClientSession

    async def turn(self, text: str, *, sender: str, turn_id: str | None = None, expect: int = 200) -> dict[str, Any]:
        data = callers.body(text, sender=sender, turn_id=turn_id)
        async with self.client.post(f"{self.url}/turn", data=data, headers=callers.bearer(data)) as response:
            assert response.status == expect, await response.text()
            return await response.json()

    async def tracker(self, sender: str) -> DialogueStateTracker | None:
        return await self.agent.tracker_store.retrieve(sender)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    configure_logs()
    result = train(
        domain=str(DOMAIN),
        config=str(PROJECT / "config.yml"),
        training_files=[str(PROJECT / "data.yml")],
        output=str(folder),
        fixed_model_name="model",
        force_training=True,
    )
    return Path(result.model)


@pytest.fixture(scope="session")
def rules_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's domain and rules; understanding is a word for a word."""
    folder = tmp_path_factory.mktemp("rules")
    intents = [name for name in yaml.safe_load(DOMAIN.read_text())["intents"] if name != "talk"]
    named = [{"intent": name, "examples": f"- {name}\n- please {name}\n"} for name in [*intents, "talk/greet"]]
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": named}))
    config = {
        "recipe": "default.v1",
        "assistant_id": "aisle-rules",
        "language": "en",
        "pipeline": [{"name": "KeywordIntentClassifier"}, {"name": "FallbackClassifier", "threshold": 0.1}],
        "policies": yaml.safe_load((DOMAIN.parent / "config.yml").read_text())["policies"],
    }
    (folder / "config.yml").write_text(yaml.safe_dump(config))
    result = train(
        domain=str(DOMAIN),
        config=str(folder / "config.yml"),
        training_files=[str(DOMAIN.parent / "nlu_data" / "rules.yml"), str(folder / "nlu.yml")],
        output=str(folder),
        fixed_model_name="rules",
        force_training=True,
    )
    return Path(result.model)


@pytest.fixture(scope="session")
def models(model: Path, rules_model: Path) -> tuple[Path, Path]:
    """Both are trained before either is served: serving changes a component in a way that training refuses."""
    return model, rules_model


@asynccontextmanager
async def serving(app: Sanic) -> AsyncIterator[str]:
    address = socket.socket()
    address.bind(("127.0.0.1", 0))
    server = await app.create_server(sock=address, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    await server.start_serving()
    try:
        yield f"http://127.0.0.1:{server.server.sockets[0].getsockname()[1]}/webhooks/aisle"
    finally:
        await server.before_stop()
        server.close()
        await server.wait_closed()
        await server.after_stop()


@asynccontextmanager
async def serving_actions(actions: ActionServer) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_post("/actions", actions.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", actions.port)
    await site.start()
    actions.port = site._server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        await runner.cleanup()


def free_ports_in_a_row(count: int) -> int:
    """The first of them."""
    while True:
        with ExitStack() as held:
            first = held.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            with suppress(OSError, OverflowError):
                for after in range(1, count):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", port + after))
                return port


def endpoints_file(folder: Path, *, action_port: int, database_url: str) -> Path:
    file = folder / "endpoints.yml"
    file.write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{action_port}/actions\n"
        "  headers:\n    Authorization: Bearer for-the-actions\n  timeout_s: 2\n"
        f"tracker_store:\n  type: dialogue.tracker_store.PostgresTrackerStore\n  url: {database_url}\n"
        "  hot_events: 20\n"
    )
    return file


@pytest.fixture(scope="session")
async def running(
    models: tuple[Path, Path], database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stack]:
    actions = ActionServer()
    async with serving_actions(actions):
        endpoints = endpoints_file(
            tmp_path_factory.mktemp("endpoints"), action_port=actions.port, database_url=database_url
        )
        app = create_app(AisleChannel(secret=callers.SECRET), lambda: load_agent(models[0], endpoints))
        async with serving(app) as url, aiohttp.ClientSession() as client:
            yield Stack(url=url, agent=app.ctx.agent, actions=actions, client=client)


@pytest.fixture
def stack(running: Stack) -> Stack:
    running.actions.behave()
    return running
