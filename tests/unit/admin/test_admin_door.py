"""Who gets to the operator's page and its figures, and who is told that there is none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from assistant.app import create_app
from rerank.monitoring.alert import Alert, AlertKind
from rerank.monitoring.alert_rows import KeptAlert
from rerank.monitoring.report import Overview
from tests.unit.public_shop import SECRET, Shop, is_problem
from webhooks.admin.bodies import ExperimentsBody, ModelsBody
from webhooks.admin.door import AdminDesk, admin_router
from webhooks.admin.operators import SESSION_S, Operators
from webhooks.web.assets import Asset

TOKEN = "a token that nobody guesses"
NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
API = ("overview", "alerts", "models", "experiments")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class FakeReports:
    def __init__(self) -> None:
        self.asked: list[tuple[int, str]] = []

    async def overview(self, *, days: int, channel: str = "") -> Overview:
        self.asked.append((days, channel))
        nothing: Mapping[str, Any] = dict.fromkeys(
            (
                *("channels", "clicks", "order", "success", "coverage", "gini", "top_share", "stale_vectors", "heat"),
                *("turns", "out_of_scope", "intents", "failures", "turn_p50", "turn_p95", "stages", "quality"),
                *("drift", "weeks"),
            ),
            (),
        )
        day = date(2026, 3, 16)
        return Overview(
            since=day, until=day, channel=channel, is_made_up=False, measured_at=None, funnel=None, **nothing
        )

    async def alerts(self, *, days: int) -> list[KeptAlert]:
        alert = Alert(kind=AlertKind.DRIFT, subject="a@1", told="It moved.", details={"certain": 0.3})
        return [KeptAlert(alert_id="a1", alert=alert, opened_at=NOW, seen_at=NOW, closed_at=None)]


class FakeLineage:
    async def models(self) -> ModelsBody:
        return ModelsBody(in_use=None, since=NOW, serving=None, refused=None, models=[], changes=[], runs=[])

    async def experiments(self) -> ExperimentsBody:
        return ExperimentsBody(experiments=[])


class AdminShop(Shop):
    def __init__(self, *, token: str | None = TOKEN, https: bool = False, **settings: Any) -> None:
        super().__init__(**settings)
        self.clock = 1_000_000.0
        self.reports = FakeReports()
        desk = AdminDesk(
            operators=Operators(token=token, secret=SECRET, https=https, now=lambda: self.clock),
            reports=self.reports,
            lineage=FakeLineage(),
            assets={"admin.html": Asset.of(b"<!doctype html><p>figures", "text/html")},
        )
        app = create_app(self.settings, replace(self.services, doors=[admin_router(desk, self.turnstile)]))
        self.transport = httpx.ASGITransport(app, client=("127.0.0.1", 5000))
        self.client = self.client_at("http://shop.test")

    def client_at(self, address: str, *, peer: str = "127.0.0.1") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.transport.app, client=(peer, 5000))
        return httpx.AsyncClient(transport=transport, base_url=address)

    async def sign_in(self, token: str = TOKEN) -> httpx.Response:
        return await self.client.post("/admin/login", data={"token": token})


async def test_a_stranger_sees_the_form_and_no_figure() -> None:
    shop = AdminShop()
    page = await shop.client.get("/admin")
    assert "Operator's token" in page.text
    assert "figures" not in page.text.lower().replace("figures of the shop", "")
    for name in API:
        assert is_problem(await shop.client.get(f"/admin/api/{name}"), 401, "operator_unknown")
    assert shop.reports.asked == []


async def test_the_token_opens_a_session_that_no_script_and_no_other_site_can_use() -> None:
    shop = AdminShop()
    opened = await shop.sign_in()
    assert (opened.status_code, opened.headers["location"]) == (303, "/admin")
    cookie = opened.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert TOKEN not in cookie
    page = await shop.client.get("/admin")
    assert page.text == "<!doctype html><p>figures"
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    answer = await shop.client.get("/admin/api/overview", params={"days": 7, "channel": "web"})
    assert answer.json()["channel"] == "web"
    assert answer.headers["cache-control"] == "no-store"
    assert shop.reports.asked == [(7, "web")]
    for name in ("\0", "web'", "x" * 41):
        assert (await shop.client.get("/admin/api/overview", params={"channel": name})).status_code == 422
    assert len(shop.reports.asked) == 1, "what cannot be a channel is asked of no database"


async def test_with_https_no_neighbour_can_set_the_cookie() -> None:
    cookie = (await AdminShop(https=True).sign_in()).headers["set-cookie"]
    assert cookie.startswith("__Host-aisle-admin=")
    assert "Secure" in cookie


async def test_behind_a_proxy_that_says_nothing_of_its_callers_only_the_token_opens_the_page() -> None:
    shop = AdminShop(token=None, https=True)
    assert (await shop.client_at("http://127.0.0.1").get("/admin")).status_code == 404
    assert (await AdminShop(token=None).client_at("http://127.0.0.1").get("/admin")).status_code == 200


async def test_a_wrong_token_opens_nothing_and_tries_are_counted() -> None:
    shop = AdminShop(limit_admin_logins="3 0.001/s")
    for wrong in ("", "a token", TOKEN + "x"):
        refused = await shop.sign_in(wrong)
        assert refused.status_code == 403
        assert "set-cookie" not in refused.headers
        assert "not the token" in refused.text
    # The right one as well: whoever guesses must not learn that they did.
    waiting = await shop.sign_in()
    assert (waiting.status_code, "retry-after" in waiting.headers) == (429, True)


@pytest.mark.parametrize("body", [b"\xff\xfe", b'{"token": 1}'])
async def test_what_is_no_form_is_refused(body: bytes) -> None:
    shop = AdminShop()
    assert (await shop.client.post("/admin/login", content=body, headers=FORM)).status_code in {400, 403}
    assert (await shop.client.post("/admin/login", json={"token": TOKEN})).status_code == 400


async def test_another_site_can_neither_sign_in_nor_out() -> None:
    shop = AdminShop()
    for path in ("/admin/login", "/admin/logout"):
        refused = await shop.client.post(path, data={"token": TOKEN}, headers={"Origin": "https://evil.test"})
        assert is_problem(refused, 403, "foreign_origin")


async def test_a_session_ends_by_itself_and_when_one_signs_out() -> None:
    shop = AdminShop()
    await shop.sign_in()
    shop.clock += SESSION_S - 1
    assert (await shop.client.get("/admin/api/alerts")).status_code == 200
    shop.clock += 2
    assert (await shop.client.get("/admin/api/alerts")).status_code == 401
    await shop.sign_in()
    await shop.client.post("/admin/logout")
    assert (await shop.client.get("/admin/api/alerts")).status_code == 401


async def test_another_token_ends_every_session() -> None:
    shop = AdminShop()
    await shop.sign_in()
    renewed = AdminShop(token="another token by now")
    renewed.client.cookies = shop.client.cookies
    assert (await renewed.client.get("/admin/api/alerts")).status_code == 401


@pytest.mark.parametrize(
    "forged", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJhdWQiOiJhaXNsZS1hZG1pbiIsImV4cCI6OTk5OTk5OTk5OX0."]
)
async def test_a_forged_session_opens_nothing(forged: str) -> None:
    shop = AdminShop()
    refused = await shop.client.get("/admin/api/alerts", headers={"Cookie": f"aisle-admin={forged}"})
    assert refused.status_code == 401


async def test_a_program_brings_the_token_as_a_bearer() -> None:
    shop = AdminShop()
    alerts = await shop.client.get("/admin/api/alerts", headers={"Authorization": f"Bearer {TOKEN}"})
    assert alerts.json()["alerts"][0]["told"] == "It moved."
    assert "details" not in alerts.json()["alerts"][0]
    wrong = await shop.client.get("/admin/api/alerts", headers={"Authorization": "Bearer no"})
    assert is_problem(wrong, 401, "operator_unknown")


async def test_without_a_token_there_is_a_page_for_this_machine_alone() -> None:
    shop = AdminShop(token=None)
    here = shop.client_at("http://localhost:8080")
    assert (await here.get("/admin")).text.endswith("figures")
    assert (await here.get("/admin/api/models")).status_code == 200
    for client, headers in (
        (shop.client_at("http://localhost:8080", peer="203.0.113.7"), {}),
        (here, {"X-Forwarded-For": "203.0.113.7"}),
        # A page that made its own name lead here would read the answer.
        (shop.client_at("http://rebound.test"), {}),
    ):
        assert is_problem(await client.get("/admin", headers=headers), 404, "not_found")
        assert is_problem(await client.get("/admin/api/overview", headers=headers), 404, "not_found")
    assert (await here.post("/admin/login", data={"token": ""})).status_code == 403


@pytest.mark.parametrize("days", ["0", "401", "x", "1e3", "-7"])
async def test_a_period_that_makes_no_sense_is_told(days: str) -> None:
    shop = AdminShop()
    await shop.sign_in()
    assert is_problem(await shop.client.get("/admin/api/overview", params={"days": days}), 422, "invalid_request")
