"""Linking an account with the embedded provider: the customer's way through its pages."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from assistant.retention import Retention
from catalog.demo.products import demo_products
from shop.demo.histories import demo_orders
from shop.demo.people import demo_customers
from shop.writing import write_history
from tests.integration.conftest import Gateway
from tests.integration.linking import CALLBACK, ISSUER, SIGN_IN, Provided, sealed_in, told_by
from tests.integration.test_signing_in import assertion
from tests.logs import captured_logs


@pytest.fixture
async def provided(gateway: Gateway) -> AsyncIterator[Provided]:
    yield Provided(gateway)
    gateway.sql("truncate provider_keys")


async def test_customer_links_the_account_by_the_retailers_own_page(provided: Provided) -> None:
    sent = await provided.authorize()
    assert sent.headers["location"].startswith(SIGN_IN + "&return_to=https%3A%2F%2Fassistant.shop.example%2Foauth%2F")
    page = await provided.consent(assertion())
    assert "Signed in as <strong>Name of cust-1</strong>" in page.text
    assert "Amazon &lt;Alexa&gt; &amp; &quot;friends&quot;" in page.text
    answered = await provided.decide(page)
    assert answered.headers["location"].startswith(CALLBACK + "?")
    told = told_by(answered)
    assert (told["state"], told["iss"]) == ('a b&c="d"/', ISSUER)
    linked = (await provided.exchange(told["code"])).json()
    assert (linked["token_type"], linked["expires_in"], linked["scope"]) == ("Bearer", 3600, "shopping")
    identified = await provided.tokens.customer_of(linked["access_token"], scope="shopping")
    assert identified.customer_id == "cust-1"


async def test_customer_who_does_not_want_to_is_sent_back_without_a_code(provided: Provided) -> None:
    told = told_by(await provided.decide(await provided.consent(assertion()), decision="deny"))
    assert told == {
        "error": "access_denied",
        "error_description": told["error_description"],
        "state": told["state"],
        "iss": ISSUER,
    }
    assert provided.gateway.sql("select count(*) from provider_grants") == [(0,)]


async def test_page_can_neither_be_framed_nor_scripted_nor_kept(provided: Provided) -> None:
    page = await provided.consent(assertion())
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["cache-control"] == "no-store"
    cookie = (await provided.authorize()).headers["set-cookie"]
    assert cookie.startswith("__Host-aisle-linking=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


async def test_agent_on_this_machine_may_be_met_on_any_port(provided: Provided) -> None:
    back = "http://127.0.0.1:49152/callback"
    page = await provided.consent(assertion(), client_id="agent", redirect_uri=back)
    assert "form-action 'self' https: http://127.0.0.1:49152" in page.headers["content-security-policy"]
    code = told_by(await provided.decide(page))["code"]
    answered = await provided.exchange(code, headers={}, client_id="agent", redirect_uri=back)
    assert answered.status_code == 200


STRAYED: list[tuple[str, dict[str, Any]]] = [
    ("no client", {"client_id": None}),
    ("unknown client", {"client_id": "mallory"}),
    ("another address", {"redirect_uri": "https://evil.example/"}),
    ("an address with more behind it", {"redirect_uri": CALLBACK + "/../../evil"}),
    ("an address with a query", {"redirect_uri": CALLBACK + "?x=1"}),
    ("an address in capitals", {"redirect_uri": CALLBACK.upper()}),
    ("an address with a port", {"redirect_uri": CALLBACK.replace(".com", ".com:8443")}),
    ("an address with quotes", {"redirect_uri": CALLBACK + '"'}),
    ("a script for an address", {"redirect_uri": "javascript:alert(1)"}),
    ("no address among several", {"redirect_uri": None}),
    ("another program's path on this machine", {"client_id": "agent", "redirect_uri": "http://127.0.0.1:8000/evil"}),
    (
        "another host than this machine",
        {"client_id": "agent", "redirect_uri": "http://127.0.0.1:80@evil.example/callback"},
    ),
    ("an overlong state", {"state": "x" * 2049}),
    ("a state with a line break", {"state": "x\r\nSet-Cookie: y=z"}),
    ("two clients", {"client_id": ["alexa", "agent"]}),
    ("two addresses", {"redirect_uri": [CALLBACK, "https://evil.example/"]}),
]


@pytest.mark.parametrize("others", [each[1] for each in STRAYED], ids=[each[0] for each in STRAYED])
async def test_browser_is_sent_nowhere_that_is_not_the_clients(provided: Provided, others: dict[str, Any]) -> None:
    refused = await provided.authorize(**others)
    assert refused.status_code == 400
    assert "location" not in refused.headers
    assert "evil" not in refused.text
    assert "Your account was not linked" in refused.text


ASKED_WRONGLY: list[tuple[str, dict[str, Any], str]] = [
    ("no challenge", {"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
    ("a challenge without a method", {"code_challenge_method": None}, "invalid_request"),
    ("a plain challenge", {"code_challenge_method": "plain"}, "invalid_request"),
    ("a short challenge", {"code_challenge": "x"}, "invalid_request"),
    ("a token at once", {"response_type": "token"}, "unsupported_response_type"),
    ("no kind of answer", {"response_type": None}, "unsupported_response_type"),
    ("another scope", {"scope": "admin"}, "invalid_scope"),
    ("more than there is", {"scope": "shopping admin"}, "invalid_scope"),
    ("another server's resource", {"resource": "https://other.example/mcp"}, "invalid_target"),
    ("a resource that only begins like ours", {"resource": ISSUER + ".evil.example"}, "invalid_target"),
]


@pytest.mark.parametrize(
    ("others", "error"), [each[1:] for each in ASKED_WRONGLY], ids=[each[0] for each in ASKED_WRONGLY]
)
async def test_client_is_told_what_it_asked_for_wrongly(provided: Provided, others: dict[str, Any], error: str) -> None:
    refused = await provided.authorize(**others)
    assert urlsplit(refused.headers["location"])._replace(query="").geturl() == CALLBACK
    told = told_by(refused)
    assert (told["error"], told["state"], told["iss"]) == (error, 'a b&c="d"/', ISSUER)


async def test_page_of_one_browser_is_no_use_in_another(provided: Provided) -> None:
    """Or somebody could have a customer answer what they were asked themselves, and be linked with that account."""
    page = await provided.consent(assertion())
    mallory = Provided(provided.gateway)
    await mallory.authorize()
    for other in (mallory.browser, mallory.client):
        refused = await other.post(
            "/oauth/authorize", data={"request": sealed_in(page), "decision": "allow"}, headers={"Origin": ISSUER}
        )
        assert (refused.status_code, "location" in refused.headers) == (400, False)
    back = told_by(await mallory.authorize())["return_to"]
    refused = await provided.browser.get(f"{back}&assertion={assertion('mallory')}")
    assert refused.status_code == 400
    assert provided.gateway.sql("select count(*) from provider_grants") == [(0,)]


async def test_form_of_a_foreign_page_is_refused(provided: Provided) -> None:
    page = await provided.consent(assertion())
    for origin in ("https://evil.example", "null"):
        refused = await provided.browser.post(
            "/oauth/authorize",
            data={"request": sealed_in(page), "decision": "allow"},
            headers={"Origin": origin},
        )
        assert refused.status_code == 403


@pytest.mark.parametrize("sealed", ["", "x", "e30.e30.e30", "eyJhbGciOiJub25lIn0.e30."])
async def test_made_up_page_is_refused(provided: Provided, sealed: str) -> None:
    await provided.authorize()
    for decision in ("allow", "deny"):
        refused = await provided.browser.post("/oauth/authorize", data={"request": sealed, "decision": decision})
        assert refused.status_code == 400


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (lambda: assertion(exp=1), "expired"),
        (lambda: assertion(aud="somebody-else"), "for_somebody_else"),
        (lambda: "canary", "malformed"),
        (lambda: "", "malformed"),
        (lambda: assertion("new", name=None), "CustomerUnknown"),
    ],
)
async def test_nobody_is_linked_whom_the_retailer_does_not_vouch_for(
    provided: Provided, said: Callable[[], str], reason: str
) -> None:
    """Said when the test runs: long after they were collected, all assertions have expired."""
    with captured_logs() as logs:
        refused = await provided.consent(said())
    assert refused.status_code == 403
    assert [line["reason"] for line in logs.named("linking_sign_in_refused")] == [reason]
    assert "canary" not in logs.text + refused.text


async def test_assertion_links_once(provided: Provided) -> None:
    said = assertion()
    assert (await provided.consent(said)).status_code == 200
    assert (await provided.consent(said)).status_code == 403


async def test_customer_who_signs_in_on_the_web_is_the_one_who_links(provided: Provided) -> None:
    linked = await provided.linked(assertion("cust-7"))
    identified = await provided.tokens.customer_of(linked["access_token"])
    assert provided.gateway.sql("select customer_id from customers") == [(identified.customer_id,)]


async def test_customer_who_is_gone_by_the_time_of_the_answer_links_nothing(provided: Provided) -> None:
    page = await provided.consent(assertion("cust-7"))
    provided.gateway.sql("delete from customers where customer_id = 'cust-7'")
    assert (await provided.decide(page)).status_code == 400
    assert provided.gateway.sql("select count(*) from provider_grants") == [(0,)]


async def test_visitor_of_the_demo_shop_links_a_copy_of_its_own(gateway: Gateway) -> None:
    loaded = datetime.now(UTC) - timedelta(days=10)
    await write_history(gateway.shop_pool, demo_customers(loaded), demo_orders(demo_products(), loaded))
    provided = Provided(gateway, page=None, demo_since=loaded)
    page = await provided.authorize()
    assert "Maya Okafor" in page.text
    told = told_by(await provided.decide(page, customer="maya-okafor"))
    linked = (await provided.exchange(told["code"])).json()
    identified = await provided.tokens.customer_of(linked["access_token"])
    assert identified.customer_id.startswith("c-maya-okafor-")
    for customer in ("", "nobody", "c-maya-okafor"):
        assert (await provided.decide(page, customer=customer)).status_code == 400
    gateway.sql("truncate provider_keys")


async def test_linked_copy_stays_for_as_long_as_it_is_linked(gateway: Gateway) -> None:
    loaded = datetime.now(UTC) - timedelta(days=10)
    await write_history(gateway.shop_pool, demo_customers(loaded), demo_orders(demo_products(), loaded))
    provided = Provided(gateway, page=None, demo_since=loaded)
    told = told_by(await provided.decide(await provided.authorize(), customer="maya-okafor"))
    await provided.exchange(told["code"])
    gateway.sql("update customers set copied_at = copied_at - interval '60 days' where copied_at is not null")
    gateway.sql("update provider_grants set granted_at = granted_at - interval '60 days'")
    retention = Retention(connections=gateway.shop_pool, period=timedelta(days=30))
    gone = await retention.forget()
    assert (gone["grants"], gone["demo_orders"], gone["demo_customers"]) == (0, 0, 0)
    gateway.sql("update provider_refresh_tokens set expires_at = now() - interval '1 minute'")
    gone = await retention.forget()
    assert (gone["refresh_tokens"], gone["grants"], gone["demo_customers"]) == (1, 1, 1)
    gateway.sql("truncate provider_keys")


async def test_shop_without_a_page_to_sign_in_at_says_so(gateway: Gateway) -> None:
    provided = Provided(gateway, page=None)
    answered = await provided.authorize()
    assert answered.status_code == 503
    assert "Nobody can sign in here yet" in answered.text


async def test_guessing_at_the_page_is_limited(provided: Provided) -> None:
    await provided.authorize()
    answers = [await provided.browser.post("/oauth/authorize", data={"request": "x"}) for _ in range(30)]
    assert {each.status_code for each in answers} == {400, 429}
    refused = next(each for each in answers if each.status_code == 429)
    assert "Your account was not linked" in refused.text
    assert refused.headers["content-type"].startswith("text/html")
    assert int(refused.headers["retry-after"]) >= 1
    returned = await provided.browser.get("/oauth/return")
    assert (returned.status_code, "Your account was not linked" in returned.text) == (429, True)


async def test_nobody_is_signed_in_without_being_asked(provided: Provided) -> None:
    refused = await provided.authorize(prompt="none")
    assert urlsplit(refused.headers["location"])._replace(query="").geturl() == CALLBACK
    told = told_by(refused)
    assert (told["error"], told["state"], told["iss"]) == ("login_required", 'a b&c="d"/', ISSUER)
    strayed = await provided.authorize(prompt="none", redirect_uri="https://evil.example/")
    assert (strayed.status_code, "location" in strayed.headers) == (400, False)
