"""What shoppers tell of themselves: card numbers are kept nowhere, addresses in no log, and nobody hears of another."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.e2e.books import books_of, check_invariants, put, widen_windows
from tests.e2e.talking import ADDING, CONFIRMING, GUEST_PICKS_UP, MAYA, Shopper
from tests.open_shop import OpenShop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

CARDS = (
    "my card is 4539 1488 0343 6467",
    "4539148803436467",
    "card 4539-1488-0343-6467, expires 11/29, cvv 829",
    "four five three nine one four eight eight oh three four three six four six seven",
    "put it on 4539 1488 um 0343 and then 6467",
)
CARD = re.compile(r"4539\D{0,9}1488\D{0,9}0343\D{0,9}6467|four five three nine one four|\bcvv 829\b")
CARD_IN_POSTGRES = CARD.pattern.replace(r"\b", r"\y")
STREET, NAME, EMAIL = "Zzyzxbury", "Quentin Xerxesohn", "quentin.xerxesohn@example.com"
PERSONAL = re.compile("zzyzxbury|xerxesohn", re.IGNORECASE)


@pytest.fixture(autouse=True)
def books(open_shop: OpenShop) -> Iterator[psycopg.Connection[Any]]:
    with books_of(open_shop) as connection:
        put(connection, 500)
        widen_windows(connection)
        yield connection
        check_invariants(connection)


def test_a_card_number_said_anywhere_in_a_checkout_is_kept_nowhere(
    open_shop: OpenShop, books: psycopg.Connection[Any]
) -> None:
    shopper = Shopper(open_shop)
    for sentence, card in zip((*GUEST_PICKS_UP[:-1], "no"), (*CARDS, CARDS[0]), strict=False):
        shopper.says(sentence)
        reply = shopper.says(card)
        assert "card number" in reply["speech"]
        assert reply["order"] is None
        assert CARD.search(json.dumps(reply)) is None
    assert shopper.says(f"the first one, and pay with {CARDS[1]}")["order"] is None
    _said_in_no_record(open_shop, books)


def test_a_card_number_that_failed_to_be_heard_is_kept_nowhere(
    open_shop: OpenShop, books: psycopg.Connection[Any]
) -> None:
    """Nor where it comes as a request id, with too many words around it, or without a session."""
    shopper = Shopper(open_shop)
    shopper.says(CARDS[0])
    number = "4539148803436467"
    assert shopper.tries(f"{number} " * 200)[0] == 422
    assert shopper.tries("hello", request_id=f"{number} ")[0] == 422
    body = {"request_id": "r1", "text": CARDS[0]}
    assert open_shop.ask("POST", "/chat/messages", body=body, token=number, expected=None)[0] == 401
    _said_in_no_record(open_shop, books)


def test_name_address_and_mail_of_a_guest_stand_in_no_log_and_no_slot(
    open_shop: OpenShop, books: psycopg.Connection[Any]
) -> None:
    guest = Shopper(open_shop)
    guest.goes_through(
        (
            ADDING,
            f"my name is {NAME}",
            f"what would it cost to send it to 9 {STREET} Street",
            "check out",
            f"deliver it to 27 {STREET} Court, Alderbrook, WA 98000",
            "the first one",
            EMAIL,
        )
    )
    order = guest.says("yes")["order"]
    assert order is not None
    guest.says(f"where is order {order['number']}, my e-mail is {EMAIL}")
    assert PERSONAL.search(logs_and_figures(open_shop)) is None
    events = books.execute("select state -> 'events' from dialogue_conversations").fetchall()
    slots = [event for (of_one,) in events for event in of_one if event.get("event") == "slot"]
    assert slots
    assert PERSONAL.search(json.dumps(slots)) is None
    assert PERSONAL.search(str(books.execute("select * from audit").fetchall())) is None


@pytest.mark.parametrize(
    "asks",
    [
        "where is order {number}",
        "where is order {number}, my e-mail is somebody.else@example.com",
        "what did order {number} cost",
        "what is the address of order {number}",
        "I want to return order {number}, my e-mail is wrong@example.com",
        "reorder {number}",
    ],
)
def test_a_number_alone_tells_nobody_of_another_ones_order(open_shop: OpenShop, asks: str) -> None:
    order = _ordered(Shopper(open_shop))
    stranger = Shopper(open_shop)
    reply = stranger.says(asks.format(number=order["number"]))
    assert reply["order"] is None
    told = json.dumps([reply["speech"], reply["text"], reply["cart"], reply["products"]]).lower()
    for secret in ("oat milk", "kim@", "kim at", "riverside", "/pay/"):
        assert secret not in told, reply["speech"]
    assert stranger.cart()["lines"] == []


def test_number_and_mail_together_tell_whoever_ordered(open_shop: OpenShop) -> None:
    order = _ordered(Shopper(open_shop))
    later = Shopper(open_shop).says(f"where is order {order['number']}, my e-mail is kim@example.com")
    assert later["order"]["number"] == order["number"]


def test_a_link_to_pay_leads_to_its_own_order_and_cannot_be_guessed(open_shop: OpenShop) -> None:
    orders = [_ordered(Shopper(open_shop)) for _ in range(4)]
    tokens = [order["payment"]["url"].rpartition("/")[2] for order in orders]
    assert len(set(tokens)) == len(tokens)
    assert min(map(len, tokens)) >= 22
    # No part of one tells anything of the next, nor of its order.
    assert len({token[:6] for token in tokens}) == len({token[-6:] for token in tokens}) == len(tokens)
    for order, token in zip(orders, tokens, strict=True):
        assert order["number"].rpartition("-")[2] not in token
        status, page = _page(open_shop, f"/pay/{token}")
        assert status == 200
        assert [other["number"] for other in orders if other["number"] in page] == [order["number"]]
        assert "kim@example.com" not in page
    for guess in (
        tokens[0][:-1] + "A" * (tokens[0][-1] != "A") + "B" * (tokens[0][-1] == "A"),
        tokens[0][:-1],
        "A" * 32,
    ):
        assert _page(open_shop, f"/pay/{guess}")[0] in {404, 422}


def test_signing_out_leaves_an_empty_cart_and_nothing_to_remember(open_shop: OpenShop) -> None:
    maya = Shopper(open_shop, customer=MAYA)
    *_, summary = maya.goes_through((ADDING, "checkout"))
    assert CONFIRMING in summary["speech"]
    old = maya.token
    left = open_shop.ask("POST", "/chat/sign-out", token=old)[1]
    maya.token, maya.session_id = left["token"], left["session_id"]
    assert open_shop.ask("GET", "/chat/cart", token=old, expected=None)[0] == 401
    assert maya.cart()["lines"] == []
    assert open_shop.ask("GET", "/chat/history", token=maya.token)[1]["messages"] == []
    for said in ("yes", "what's in my cart", "where is my order", "what do you know about me", "reorder my last order"):
        reply = maya.says(said)
        assert reply["order"] is None
        assert re.search(r"oat milk|heron court|4242|maya", json.dumps(reply).lower()) is None, reply["speech"]
    assert maya.cart()["lines"] == []


def _ordered(guest: Shopper) -> Any:
    order = guest.goes_through(GUEST_PICKS_UP)[-1]["order"]
    assert order is not None
    return order


def _said_in_no_record(shop: OpenShop, books: psycopg.Connection[Any]) -> None:
    assert CARD.search(logs_and_figures(shop)) is None
    assert where_kept(books, r"\[card number\]") >= {"public.chat_messages"}
    assert where_kept(books, CARD_IN_POSTGRES) == set()


def where_kept(books: psycopg.Connection[Any], pattern: str) -> set[str]:
    """Every table of every schema, and all of its columns."""
    tables = books.execute(
        "select table_schema, table_name from information_schema.tables"
        " where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"
    ).fetchall()
    found = sql.SQL("select exists (select from {} record where record::text ~* %s)")
    return {
        f"{schema}.{table}"
        for schema, table in tables
        if books.execute(found.format(sql.Identifier(schema, table)), [pattern]).fetchone() == (True,)
    }


def logs_and_figures(shop: OpenShop) -> str:
    _, figures = _page(shop, "/metrics")
    assert "aisle_turns_total" in figures
    logs = [file.read_text(errors="replace") for file in sorted((shop.folder / "log").iterdir())]
    assert any(logs)
    return "\n".join([figures, shop.told, *logs])


def _page(shop: OpenShop, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(shop.address + path, timeout=20) as answer:  # noqa: S310 - our own address
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()
