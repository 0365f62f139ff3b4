"""The whole product, every process of it: it opens, answers, survives what can die, and closes without a trace."""

import json
import os
import re
import signal
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.open_shop import OpenShop, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


class Shopper:
    """Talks to the shop through the chat API, as the widget does."""

    def __init__(self, shop: OpenShop) -> None:
        self._shop = shop
        self._token = shop.ask("POST", "/chat/sessions", expected=201)[1]["token"]

    def says(self, text: str) -> dict[str, Any]:
        body = {"request_id": uuid.uuid4().hex, "text": text}
        reply: dict[str, Any] = self._shop.ask("POST", "/chat/messages", body=body, token=self._token)[1]
        return reply

    def cart(self) -> Any:
        return self._shop.ask("GET", "/chat/cart", token=self._token)[1]


def test_a_spoken_wish_finds_what_is_affordable_and_in_stock(open_shop: OpenShop) -> None:
    reply = Shopper(open_shop).says("I need a rain jacket under eighty dollars")
    products = reply["products"]
    assert products
    assert all(product["price"]["amount_minor"] <= 8000 and product["in_stock"] for product in products)
    assert all("jacket" in product["title"].lower() for product in products[:3])


def test_small_talk_is_said_again_when_asked(open_shop: OpenShop) -> None:
    shopper = Shopper(open_shop)
    said = shopper.says("what can you do")["speech"]
    assert shopper.says("sorry can you say that again")["speech"] == said


@pytest.mark.parametrize("program", ["Rasa", "gateway", "actions 1", "worker", "Postgres"])
def test_the_death_of_a_program_is_survived(open_shop: OpenShop, program: str) -> None:
    shopper = Shopper(open_shop)
    first, *_ = shopper.says("show me kettles")["products"]
    shopper.says(f"add the first one in {first['attributes']['color']}")
    before, old = shopper.cart(), open_shop.pid_of(program)
    assert before["lines"]
    assert old is not None
    os.kill(old, signal.SIGKILL)
    until(lambda: open_shop.pid_of(program) not in {None, old} and open_shop.is_ready())
    until(lambda: open_shop.told.count(f"{program} is back") >= 1)
    assert shopper.cart() == before
    assert shopper.says("what's in my cart")["cart"]["lines"] == before["lines"]


def test_turns_are_answered_while_a_process_for_actions_is_gone(open_shop: OpenShop) -> None:
    shopper, old, backs = Shopper(open_shop), open_shop.pid_of("actions 1"), open_shop.told.count("actions 1 is back")
    assert old is not None
    os.kill(old, signal.SIGKILL)
    # A turn that reaches it while it dies is one that it was at, and may fail.
    until(lambda: not Path(f"/proc/{old}").exists())
    replies = [shopper.says(text) for text in ("show me kettles", "show me toasters", "show me lamps")]
    assert all(reply["products"] for reply in replies), replies
    until(lambda: open_shop.told.count("actions 1 is back") > backs)


def test_the_figures_of_all_processes_are_on_one_page(open_shop: OpenShop) -> None:
    Shopper(open_shop).says("show me kettles")
    figures = open_shop.text("/metrics")
    # Turns end in the gateway, and their lists are ordered where their actions run.
    assert re.search(r'aisle_turns_total\{.*process="0"', figures)
    assert re.search(r'aisle_lists_ordered_total\{.*process="1".*\} [1-9]', figures)


def test_the_doctor_finds_nothing_wrong_with_an_open_shop(open_shop: OpenShop) -> None:
    done = open_shop.command("doctor", "--json")
    findings = json.loads(done.stdout)
    # Learning is off in the shops that tests share, and no language model is configured.
    assert [finding["part"] for finding in findings if finding["state"] != "ok"] == ["learning", "language model"]
    assert done.returncode == 0


def test_a_second_start_on_the_same_folder_is_refused(open_shop: OpenShop) -> None:
    done = open_shop.command("up")
    assert done.returncode == 2
    assert open_shop.supervisor is not None
    assert f"process {open_shop.supervisor.pid}" in done.stderr
    assert "Traceback" not in done.stderr
    assert open_shop.is_ready()


def test_a_taken_port_is_named_with_the_setting_that_changes_it(open_shop: OpenShop, tmp_path: Path) -> None:
    done = open_shop.command("up", environment={"AISLE_STATE_DIR": str(tmp_path)})
    assert done.returncode == 2
    assert f"Port {open_shop.ports[0]}" in done.stderr
    assert "AISLE_PORT=" in done.stderr


def test_an_unreachable_database_is_one_clear_sentence(tmp_path: Path) -> None:
    elsewhere = OpenShop(tmp_path)
    done = elsewhere.command("up", environment={"AISLE_DATABASE_URL": "postgresql://me:secret@127.0.0.1:1/nowhere"})
    assert done.returncode == 2
    assert "AISLE_DATABASE_URL" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_closing_leaves_no_process_and_opening_again_remembers_the_conversation(open_shop: OpenShop) -> None:
    shopper = Shopper(open_shop)
    first, second, *_ = shopper.says("show me kettles")["products"]
    shopper.says(f"add the first one in {first['attributes']['color']}")
    before = shopper.cart()
    assert before["lines"]
    assert open_shop.processes()

    started = time.monotonic()
    assert open_shop.close() == 0
    assert time.monotonic() - started < 25
    assert open_shop.processes() == []

    open_shop.open()
    assert shopper.cart() == before
    lines = shopper.says(f"add the second one in {second['attributes']['color']}")["cart"]["lines"]
    assert {line["product_id"] for line in lines} == {first["id"], second["id"]}


def test_nothing_outlives_a_supervisor_that_was_killed(open_shop: OpenShop) -> None:
    open_shop.kill_supervisor()
    until(lambda: open_shop.processes() == [], within_s=30)
    open_shop.open()
    assert open_shop.is_ready()
