"""Where payment links and return labels lead."""

import pytest
from pydantic import ValidationError

from assistant.settings import GatewaySettings

SECRET = "0123456789abcdef0123456789abcdef"


def settings(**given: str) -> GatewaySettings:
    secrets = {"action_secret": SECRET, "dialogue_secret": SECRET, "sender_secret": SECRET}
    return GatewaySettings.model_validate({**secrets, **given})


def test_links_lead_to_this_server_until_a_retailer_names_their_own() -> None:
    assert settings().payment_link("t1") == "/pay/t1"
    assert settings(public_url="https://shop.example").label_link("t1") == "https://shop.example/labels/t1"
    own = settings(payment_url="https://pay.example/{token}/now", public_url="https://shop.example")
    assert own.payment_link("t1") == "https://pay.example/t1/now"


@pytest.mark.parametrize("url", ["http://pay.example/{token}", "https://pay.example/", "javascript:{token}"])
def test_an_address_without_a_token_or_without_https_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        settings(payment_url=url)
