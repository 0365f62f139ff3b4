"""E-mail addresses as they are typed and said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.orders.email import email_said

LOCAL = st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z0-9]{1,8})?", fullmatch=True)
HOST = st.from_regex(r"[a-z]{2,8}\.(com|org|example)", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("it's maya dot okafor at example dot com", "maya.okafor@example.com"),
        ("my email is Maya.Okafor+x@Example.co.uk.", "maya.okafor+x@example.co.uk"),
        ("the email was b o b one two at gmail dot com", "bob12@gmail.com"),
        ("where is it at home", None),
        ("tl-010034", None),
    ],
)
def test_an_address_is_heard(text: str, email: str | None) -> None:
    assert email_said(text) == email


@given(LOCAL, HOST)
def test_any_address_is_heard_typed_and_spelled(local: str, host: str) -> None:
    assert email_said(f"it is {local}@{host}") == f"{local}@{host}"


@given(st.text(max_size=80))
def test_nothing_that_is_said_breaks_it(text: str) -> None:
    email_said(text)
