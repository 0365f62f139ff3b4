"""One customer at every door has one cart; guests are apart; and what is said at any door stands in no log.

The platforms' parts are played by the simulators behind `aisle say`: requests signed by the local authority of
development mode, an account linked by the embedded provider, a device token that the customer made.
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import pytest

from assistant.development import Development
from assistant.simulators.alexa import AlexaSpeaker
from assistant.simulators.errors import CallRefused
from assistant.simulators.google import GoogleSpeaker
from assistant.simulators.linking import Linking
from assistant.simulators.siri import SiriSpeaker
from assistant.simulators.told import Speaker
from assistant.simulators.web import WebSpeaker
from assistant.simulators.wire import Wire
from tests.e2e.books import books_of, check_invariants, put, widen_windows
from tests.e2e.talking import ADDING, CONFIRMING, MAYA
from tests.e2e.test_privacy import CARD, CARD_IN_POSTGRES, CARDS, logs_and_figures, where_kept
from tests.open_shop import OpenShop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

TOM = "tom-bergstrom"
CANARY_NAME, CANARY_STREET = "Quillonius", "Vexworthy"


class Doors:
    """Every door of the open shop, for whoever comes by it."""

    def __init__(self, shop: OpenShop) -> None:
        self.shop = shop
        self.wire = Wire(shop.address)
        self.development = Development(shop.folder / "development")

    def linked(self, customer: str) -> str:
        return Linking(wire=self.wire, notes={}).access_token(customer)

    def widget(self, access_token: str | None = None) -> WebSpeaker:
        return WebSpeaker(wire=self.wire, notes={}, access_token=access_token)

    def alexa(self, access_token: str | None = None, *, user: str | None = None) -> AlexaSpeaker:
        """With the microphone open, as after a launch."""
        speaker = AlexaSpeaker(
            wire=self.wire,
            development=self.development,
            user=user or uuid.uuid4().hex,
            notes={},
            access_token=access_token,
        )
        speaker.requests("launch")
        return speaker

    def google(self, access_token: str | None = None, *, edition: Any = "cx") -> GoogleSpeaker:
        return GoogleSpeaker(
            wire=self.wire,
            development=self.development,
            notes={},
            edition=edition,
            access_token=access_token,
        )

    def siri(self, access_token: str) -> SiriSpeaker:
        return SiriSpeaker(wire=self.wire, notes={}, customer=self.widget(access_token))

    def of_customer(self, access_token: str) -> Mapping[str, Speaker]:
        return {
            "widget": self.widget(access_token),
            "alexa": self.alexa(access_token),
            "siri": self.siri(access_token),
            "cx": self.google(access_token),
            "es": self.google(access_token, edition="es"),
        }

    def of_guest(self) -> Mapping[str, Speaker]:
        return {
            "widget": self.widget(),
            "alexa": self.alexa(),
            "cx": self.google(),
            "es": self.google(edition="es"),
        }


@pytest.fixture
def doors(development_shop: OpenShop) -> Doors:
    return Doors(development_shop)


@pytest.fixture(autouse=True)
def books(development_shop: OpenShop) -> Iterator[psycopg.Connection[Any]]:
    with books_of(development_shop) as connection:
        put(connection, 500)
        widen_windows(connection)
        yield connection
        check_invariants(connection)


def test_a_cart_begun_in_the_widget_goes_on_at_every_door(doors: Doors) -> None:
    maya = doors.of_customer(doors.linked(MAYA))
    assert "oat milk" not in maya["widget"].says("what's in my cart").speech.lower()
    maya["widget"].says(ADDING)
    for name, door in maya.items():
        assert "oat milk" in door.says("what's in my cart").speech.lower(), name


def test_what_each_door_adds_all_the_others_know(doors: Doors) -> None:
    maya = doors.of_customer(doors.linked(MAYA))
    for number, door in enumerate(maya.values(), start=1):
        door.says(f"add {number} of the cheapest oat milk" if number > 1 else ADDING)
    for name, door in maya.items():
        assert "fifteen of the" in door.says("what's in my cart").speech, name
    maya["siri"].says("empty my cart")
    maya["siri"].says("yes")
    for name, door in maya.items():
        assert "empty" in door.says("what's in my cart").speech.lower(), name


def test_an_order_is_placed_by_a_linked_voice_and_never_by_siri(doors: Doors, books: psycopg.Connection[Any]) -> None:
    maya = doors.of_customer(doors.linked(MAYA))
    maya["widget"].says(ADDING)
    before = _orders(books)
    told = maya["siri"].says("check out")
    assert told.raw["link"]
    maya["siri"].says("yes")
    assert _orders(books) == before
    assert CONFIRMING in maya["alexa"].says("check out").speech
    maya["alexa"].requests("yes")
    assert _orders(books) == before + 1
    for name, door in maya.items():
        assert "empty" in door.says("what's in my cart").speech.lower(), name


def test_guests_of_every_door_are_apart(doors: Doors) -> None:
    filled, empty = doors.of_guest(), doors.of_guest()
    for name, door in filled.items():
        door.says(ADDING)
        assert "oat milk" in door.says("what's in my cart").speech.lower(), name
        for other_name, other in empty.items():
            assert "oat milk" not in other.says("what's in my cart").speech.lower(), (name, other_name)


def test_a_guest_cannot_order_by_voice_and_is_told_to_link_an_account(
    doors: Doors, books: psycopg.Connection[Any]
) -> None:
    before = _orders(books)
    alexa = doors.alexa()
    alexa.says(ADDING)
    told = alexa.says("check out")
    assert told.raw["response"]["card"] == {"type": "LinkAccount"}
    google = doors.google()
    google.says(ADDING)
    assert google.says("check out").raw["sessionInfo"]["parameters"]["aisle_needs_account"] is True
    assert _orders(books) == before


def test_one_customers_cart_is_never_told_to_another(doors: Doors) -> None:
    """Not even on the same device, after the account was linked to another, or unlinked."""
    maya, tom = doors.linked(MAYA), doors.linked(TOM)
    device = uuid.uuid4().hex
    doors.alexa(maya, user=device).says(ADDING)
    assert "oat milk" in doors.alexa(maya, user=device).says("what's in my cart").speech.lower()
    assert "oat milk" not in doors.alexa(tom, user=device).says("what's in my cart").speech.lower()
    assert "oat milk" not in doors.alexa(user=device).says("what's in my cart").speech.lower()
    for name, door in doors.of_customer(tom).items():
        assert "oat milk" not in door.says("what's in my cart").speech.lower(), name


def test_a_guest_who_links_an_account_brings_the_cart_along(doors: Doors) -> None:
    device = uuid.uuid4().hex
    doors.alexa(user=device).says(ADDING)
    token = doors.linked(TOM)
    assert "oat milk" in doors.alexa(token, user=device).says("what's in my cart").speech.lower()
    assert "oat milk" in doors.siri(token).says("what's in my cart").speech.lower()


def test_a_token_that_nobody_issued_opens_no_account(doors: Doors) -> None:
    told = doors.alexa("not-a-token").requests("launch")
    assert told.raw["response"]["card"] == {"type": "LinkAccount"}
    with pytest.raises(CallRefused, match=r"40[13]"):
        doors.widget("not-a-token").says("hello")


def test_d5_what_is_said_at_any_door_stands_in_no_log(doors: Doors, books: psycopg.Connection[Any]) -> None:
    said = (
        f"my name is {CANARY_NAME}",
        ADDING,
        f"deliver it to 27 {CANARY_STREET} Court, Alderbrook, WA 98000",
        *CARDS[:2],
    )
    every = [*doors.of_customer(doors.linked(MAYA)).values(), *doors.of_guest().values()]
    for door in every:
        for sentence in said:
            told = door.says(sentence)
            assert CARD.search(json.dumps(told.raw)) is None
        assert "card number" in door.says(CARDS[1]).speech
    logs = logs_and_figures(doors.shop)
    assert CARD.search(logs) is None
    assert CANARY_NAME.lower() not in logs.lower()
    assert CANARY_STREET.lower() not in logs.lower()
    assert where_kept(books, CARD_IN_POSTGRES) == set()


def test_nobody_is_stood_in_for_outside_development_mode(open_shop: OpenShop, doors: Doors) -> None:
    """The same authority, token and client that a server in development mode believes."""
    wire = Wire(open_shop.address)
    for speaker in (
        AlexaSpeaker(wire=wire, development=doors.development, user="u", notes={}),
        GoogleSpeaker(wire=wire, development=doors.development, notes={}),
    ):
        with pytest.raises(CallRefused, match=r"40[014]"):
            speaker.requests("launch")
    with pytest.raises(CallRefused, match="404"):
        Linking(wire=wire, notes={}).access_token(MAYA)
    refused = open_shop.command("say", "hello")
    assert refused.returncode == 1
    assert "AISLE_DEVELOPMENT=true" in refused.stderr


def test_a_conversation_on_the_command_line_goes_on_from_call_to_call(development_shop: OpenShop) -> None:
    first = development_shop.command("say", "--new", "--request", "launch", "a rain jacket under eighty dollars")
    assert "rain jacket" in first.stdout.lower(), first.stderr
    then = development_shop.command("say", "--json", "tell me about the second one")
    answer = json.loads(then.stdout)
    assert answer["response"]["shouldEndSession"] is False
    assert "jacket" in answer["response"]["outputSpeech"]["ssml"].lower()
    for channel in ("google", "google-es", "siri", "web"):
        said = development_shop.command("say", "--channel", channel, "--as", MAYA, "hello")
        assert "Maya" in said.stdout, (channel, said.stdout, said.stderr)
    nobody = development_shop.command("say", "--as", "nobody-at-all", "hello")
    assert (nobody.returncode, "demo-customers" in nobody.stderr) == (1, True)


def _orders(books: psycopg.Connection[Any]) -> int:
    row = books.execute("select count(*) from orders where quote_id is not null").fetchone()
    assert row is not None
    return int(row[0])
