"""A fake of Aisle's public web side: the chat API, the storefront API and the static files, with faults on demand."""

import asyncio
import hashlib
import json
import secrets
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.e2e.fake_goods import DEPARTMENTS, GOODS, picture, variants
from tests.e2e.fake_recommending import listed, recommended, shown_banners
from tests.e2e.fake_stream import HELD, CutOff, Fault, Hang, LostReply, Refusal, cut_inside_letters, events_of
from tests.e2e.fake_talk import Cart, answer
from webhooks.web.assets import ANYWHERE, Asset, assets_in
from webhooks.web.pages import DRAWN

STATIC = Path(__file__).parents[2] / "webhooks" / "web" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

CUSTOMERS = [
    {"customer": "maya-okafor", "name": "Maya Okafor", "about": "Alderbrook, 71 orders so far"},
    {"customer": "daniel-whitlock", "name": "Daniel Whitlock", "about": "Wexcombe, 92 orders so far"},
]


@dataclass
class Session:
    messages: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    cart: Cart = field(default_factory=Cart)
    customer: str | None = None


class FakeShop:
    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.received: list[tuple[str, str]] = []
        self.faults: deque[Fault] = deque()
        self.cuts_inside_letters = False
        self.pause_s = 0.0
        self.released = asyncio.Event()
        self.lends_customers = True

    def application(self) -> web.Application:
        """Another one for each start: what the shop knows outlives it."""
        app = web.Application()
        app.on_response_prepare.append(_secure)
        app.add_routes(
            [
                web.post("/chat/sessions", self._open_session),
                web.delete("/chat/sessions/current", self._close_session),
                web.get("/chat/sessions/current", self._current),
                web.post("/chat/sign-in", self._sign_in),
                web.post("/chat/demo-sign-in", self._sign_in),
                web.post("/chat/sign-out", self._sign_out),
                web.get("/storefront/demo-customers", self._customers),
                web.post("/chat/messages", self._take_message),
                web.get("/chat/history", self._history),
                web.get("/chat/cart", self._cart),
                web.get("/storefront/products", _products),
                web.get("/storefront/products/{id}", _product),
                web.get("/storefront/departments", _departments),
                web.get("/storefront/search", _search),
                web.get("/storefront/recommended", self._recommended),
                web.get("/storefront/banners", shown_banners),
                web.get("/pictures/{id}.svg", _picture),
                *(web.get(path, _page) for path in DRAWN),
                *(web.get(f"/{path}", partial(_file, asset)) for path, asset in _files().items()),
            ]
        )
        return app

    async def _open_session(self, _: web.Request) -> web.Response:
        token = secrets.token_urlsafe(24)
        self.sessions[token] = Session()
        return web.json_response({"session_id": secrets.token_hex(8), "token": token}, status=201)

    async def _close_session(self, request: web.Request) -> web.Response:
        self._session(request)
        del self.sessions[_token(request)]
        return web.Response(status=204)

    async def _current(self, request: web.Request) -> web.Response:
        name = self._session(request).customer
        return web.json_response({"session_id": "s", "customer": name and {"name": name}})

    async def _sign_in(self, request: web.Request) -> web.Response:
        """The session goes on under another token, as in the real shop."""
        session = self._session(request)
        body = await request.json()
        if body.get("assertion", "good") != "good":
            raise _problem(Refusal(403))
        session.customer = CUSTOMERS[0]["name"]
        del self.sessions[_token(request)]
        token = secrets.token_urlsafe(24)
        self.sessions[token] = session
        told = {"session_id": "s", "token": token, "customer": {"name": session.customer}, "notice": None}
        return web.json_response(told)

    async def _sign_out(self, request: web.Request) -> web.Response:
        self._session(request)
        del self.sessions[_token(request)]
        return await self._open_session(request)

    async def _customers(self, _: web.Request) -> web.Response:
        return web.json_response({"customers": CUSTOMERS if self.lends_customers else []})

    async def _history(self, request: web.Request) -> web.Response:
        return web.json_response({"messages": self._session(request).messages})

    async def _cart(self, request: web.Request) -> web.Response:
        return web.json_response(self._session(request).cart.body())

    async def _recommended(self, request: web.Request) -> web.Response:
        session = self._session(request) if "Authorization" in request.headers else Session()
        in_cart = [line["product_id"] for line in session.cart.body()["lines"]]
        return web.json_response(recommended(request.query, is_customer=bool(session.customer), in_cart=in_cart))

    async def _take_message(self, request: web.Request) -> web.StreamResponse:
        session = self._session(request)
        body = await request.json()
        self.received.append((body["request_id"], body["text"]))
        fault = self.faults.popleft() if self.faults else None
        if isinstance(fault, Refusal):
            raise _problem(fault)
        reply = _once(session, body)
        if isinstance(fault, LostReply) and request.transport:
            request.transport.abort()
        if request.headers["Accept"] != "text/event-stream":
            return web.json_response(reply)
        return await self._stream(request, reply, fault)

    async def _stream(self, request: web.Request, reply: dict[str, Any], fault: Fault | None) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        for name, data in events_of(reply, fault):
            if name == HELD[0]:
                await self.released.wait()
                continue
            event = f"event: {name}\r\ndata: {json.dumps(data, ensure_ascii=False)}\r\n\r\n".encode()
            # A shopper who leaves or reloads takes the connection along.
            with suppress(ConnectionResetError):
                for piece in cut_inside_letters(event) if self.cuts_inside_letters else [event]:
                    await response.write(piece)
                    await asyncio.sleep(self.pause_s)
        if isinstance(fault, CutOff) and request.transport:
            request.transport.abort()
        if isinstance(fault, Hang):
            await self.released.wait()
        return response

    def _session(self, request: web.Request) -> Session:
        session = self.sessions.get(_token(request))
        if session is None:
            raise _problem(Refusal(401))
        return session


def _once(session: Session, body: dict[str, Any]) -> dict[str, Any]:
    """The same request_id has its effect once and always the same answer; with another body it is refused."""
    print_of_body = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    if known := session.answers.get(body["request_id"]):
        if known[0] != print_of_body:
            raise _problem(Refusal(422))
        return known[1]
    reply = answer(body["text"], session.cart)
    session.answers[body["request_id"]] = (print_of_body, reply)
    said = {"turn_id": reply["turn_id"], "at": datetime.now(UTC).isoformat()}
    session.messages.append({**said, "who": "shopper", "text": body["text"], "reply": None})
    session.messages.append({**said, "who": "assistant", "text": reply["text"], "reply": reply})
    return reply


def _problem(refusal: Refusal) -> web.HTTPException:
    body = {"type": "about:blank", "title": "Refused", "status": refusal.status, "detail": refusal.detail}
    headers = {"Retry-After": str(refusal.retry_after_s)} if refusal.retry_after_s is not None else {}
    error = web.HTTPException(text=json.dumps(body), headers=headers, content_type="application/problem+json")
    error.set_status(refusal.status)
    return error


def _token(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


async def _secure(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"


async def _products(request: web.Request) -> web.Response:
    found = [card for card in GOODS.values() if request.query.get("department") in {None, card["category"]}]
    shelf = listed("shelf", found[: int(request.query.get("limit", "12"))])
    return web.json_response({**shelf, "departments": DEPARTMENTS})


async def _departments(_: web.Request) -> web.Response:
    return web.json_response({"departments": DEPARTMENTS})


async def _search(request: web.Request) -> web.Response:
    words = request.query["q"].lower().split()
    found = [card for card in GOODS.values() if any(word in card["title"].lower() for word in words)]
    return web.json_response(listed("search", found))


async def _product(request: web.Request) -> web.Response:
    card = GOODS.get(request.match_info["id"])
    if card is None:
        raise _problem(Refusal(404))
    description = (
        "Made for the hour between the forecast and the truth. It is light enough to forget about and tough enough to "
        "be handed on, and every seam that could let the weather in has been taped shut."
    )
    facts = {"material": "recycled nylon", "weight": "310 g", "care": "machine wash cold", "made_in": "Portugal"}
    page = {"product": card, "description": description, "attributes": facts, "variants": variants(card)}
    return web.json_response(page)


async def _picture(request: web.Request) -> web.Response:
    return web.Response(text=picture(request.match_info["id"]), content_type="image/svg+xml")


@cache
def _files() -> dict[str, Asset]:
    return assets_in(STATIC)


async def _file(asset: Asset, _: web.Request) -> web.Response:
    return web.Response(body=asset.content, headers={**ANYWHERE, "Content-Type": asset.media_type})


async def _page(request: web.Request) -> web.Response:
    return await _file(_files()["index.html"], request)
