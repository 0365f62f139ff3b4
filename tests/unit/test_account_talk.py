"""What is said when a shopper asks to sign in, or who they are taken for."""

import pytest

from shop.phrasing.account import asks_of_account
from tests.unit.market import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.mark.parametrize(
    "text",
    ["log me in", "how do i sign in", "am I logged in", "who am i", "login", "I forgot my password", "use my account"],
)
async def test_a_guest_is_told_where_signing_in_is_done(talk: Talk, text: str) -> None:
    said = await talk.says(text, "give_help")
    assert "on the shop's" in said
    assert "You're signed in" not in said


@pytest.mark.parametrize("text", ["am i signed in", "who am i", "do you know who i am", "sign me in"])
async def test_a_customer_is_told_so_by_name(talk: Talk, text: str) -> None:
    talk.preferences.accounts["ann"] = "Maya"
    assert (await talk.says(text, "give_help")).startswith("You're signed in as Maya")


async def test_signing_out_is_not_claimed_to_be_done(talk: Talk) -> None:
    talk.preferences.accounts["ann"] = "Maya"
    assert "To sign out, use your account" in await talk.says("log me out", "give_help")
    talk.preferences.accounts.clear()
    assert "You're not signed in." in await talk.says("sign out", "give_help")


@pytest.mark.parametrize("text", ["help", "what can you do", "who am i talking to", "how does this work", "what now"])
def test_other_calls_for_help_are_not_about_an_account(text: str) -> None:
    assert not asks_of_account(text)
