"""The whole gateway in a thread of its own, with a language model's server to talk to or with none.

As the process runs it, over real HTTP, on a real database; only the reading of sentences is played.
"""

import asyncio
import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from assistant.serve import Server, served
from assistant.settings import GatewaySettings
from assistant.wiring import open_gateway
from tests.integration.conftest import SECRET
from tests.integration.rasa_stand_in import DIALOGUE_SECRET
from tests.integration.thin_rasa import ThinRasa, running_thin_rasa
from tests.model_server import Mode, ModelServer, running_model_server
from tests.open_shop import until

OPENING_S = 60.0
UNHURRIED = "1000000 10000/s"
UNLIMITED = {f"limit_{kind}": UNHURRIED for kind in ("messages", "address_messages", "sessions")}
MEANINGS = {
    "find rain jackets": "product_search",
    "which would you take for a wet trip": "recommend",
    "compare the first two": "compare_products",
    "can i send things back": "return_policy",
    "is the first one good in heavy rain": "product_details",
    "what's in my cart": "view_cart",
}
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came of one message, and how long it took, in seconds."""

    reply: dict[str, Any]
    took_s: float

    @property
    def words(self) -> tuple[str, str]:
        return self.reply["speech"], self.reply["text"]


class Shopper:
    def __init__(self, address: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=30.0)
        token = self._http.post("/chat/sessions").json()["token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def says(self, text: str, *, request_id: str | None = None) -> Told:
        body = {"request_id": request_id or uuid.uuid4().hex, "text": text}
        started = time.perf_counter()
        answered = self._http.post("/chat/messages", json=body, headers=self._headers)
        took_s = time.perf_counter() - started
        assert answered.status_code == 200, answered.text
        return Told(reply=answered.json(), took_s=took_s)

    def hears(self, text: str, *, request_id: str | None = None) -> list[tuple[float, str, dict[str, Any]]]:
        """The events of the stream, each with the seconds after which it came."""
        body = {"request_id": request_id or uuid.uuid4().hex, "text": text}
        headers = {**self._headers, "Accept": "text/event-stream"}
        heard, name, started = [], "", time.perf_counter()
        with self._http.stream("POST", "/chat/messages", json=body, headers=headers) as answered:
            for line in answered.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    heard.append((time.perf_counter() - started, name, json.loads(line.removeprefix("data: "))))
        return heard

    def close(self) -> None:
        self._http.close()

    def cart(self) -> Any:
        return self._http.get("/chat/cart", headers=self._headers).json()


class ThinkingShop:
    """One gateway asks the model, and one has none; both are on the same database."""

    def __init__(self, database_url: str, state_dir: Path, **of_model: Any) -> None:
        self._database_url = database_url
        self._state_dir = state_dir
        self._of_model = of_model
        self._listening = {name: socket.create_server(("127.0.0.1", 0)) for name in ("thinks", "plain")}
        self._opened = threading.Event()
        self._shoppers: list[Shopper] = []
        self._plain: dict[tuple[str, ...], Told] = {}
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._fault: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop
        self._closing: asyncio.Event
        self.model: ModelServer
        self.rasa: ThinRasa

    @contextmanager
    def running(self) -> Iterator["ThinkingShop"]:
        self._thread.start()
        assert self._opened.wait(OPENING_S)
        if self._fault is not None:
            raise self._fault
        try:
            for name in self._listening:
                until(partial(self._is_ready, name), within_s=OPENING_S)
            yield self
        finally:
            for shopper in self._shoppers:
                shopper.close()
            self._loop.call_soon_threadsafe(self._closing.set)
            self._thread.join(OPENING_S)
            for listening in self._listening.values():
                listening.close()

    def shopper(self, *, thinks: bool = True) -> Shopper:
        self._shoppers.append(Shopper(self._address("thinks" if thinks else "plain")))
        return self._shoppers[-1]

    def plainly(self, *texts: str) -> Told:
        """What is told without a model to the last of some sentences."""
        if texts not in self._plain:
            shopper = self.shopper(thinks=False)
            *_, self._plain[texts] = [shopper.says(text) for text in texts]
        return self._plain[texts]

    def model_is(self, mode: Mode) -> None:
        self.does(lambda: self.model.be(mode))

    def does(self, something: Callable[[], Coroutine[Any, Any, T]]) -> T:
        return asyncio.run_coroutine_threadsafe(something(), self._loop).result(OPENING_S)

    def _address(self, name: str) -> str:
        return f"http://127.0.0.1:{self._listening[name].getsockname()[1]}"

    def _is_ready(self, name: str) -> bool:
        return httpx.get(f"{self._address(name)}/readyz").status_code == 200

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as exc:  # noqa: BLE001 - told by whoever waits for it
            self._fault = exc
            self._opened.set()

    async def _serve(self) -> None:
        self._loop, self._closing = asyncio.get_running_loop(), asyncio.Event()
        async with AsyncExitStack() as stack:
            self.model = await stack.enter_async_context(running_model_server(Mode.WELL))
            of_model = {"llm_url": self.model.url, "llm_model": "test-model", "llm_key": "k", **self._of_model}
            serving = [
                await self._open("thinks", stack, **of_model),
                await self._open("plain", stack),
            ]
            self._opened.set()
            await self._closing.wait()
            for server, task in serving:
                server.should_exit = True
                await task

    async def _open(self, name: str, stack: AsyncExitStack, **of_model: Any) -> tuple[Server, "asyncio.Task[None]"]:
        rasa = await stack.enter_async_context(running_thin_rasa(MEANINGS))
        settings = self._settings(rasa_port=urlsplit(rasa.url).port, **of_model)
        gateway = await stack.enter_async_context(open_gateway(settings))
        rasa.actions = gateway.private
        if name == "thinks":
            self.rasa = rasa
        server = Server(served(gateway.public, settings))
        task = asyncio.create_task(server.serve([self._listening[name]]))
        while not server.started:  # noqa: ASYNC110 - uvicorn tells it by an attribute only
            await asyncio.sleep(0.01)
        return server, task

    def _settings(self, *, rasa_port: int | None, **of_model: Any) -> GatewaySettings:
        secrets = {"action_secret": SECRET, "sender_secret": SECRET, "dialogue_secret": DIALOGUE_SECRET}
        return GatewaySettings.model_validate(
            {
                "database_url": self._database_url,
                "state_dir": self._state_dir,
                "dialogue_port": rasa_port,
                "events": False,
                **secrets,
                **UNLIMITED,
                **of_model,
            }
        )
