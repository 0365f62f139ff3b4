"""The public server does what its own OpenAPI document says, whatever is sent to it."""

import asyncio

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection

from tests.logs import captured_logs
from tests.unit.public_shop import Shop

shop = Shop()
token = asyncio.run(shop.sessions.open()).token
schema = schemathesis.openapi.from_asgi("/openapi.json", shop.app)


@schema.exclude(path="/chat/sessions/current").parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_documented(case: schemathesis.Case) -> None:
    """Parameters nobody knows are passed over on purpose: a newer client may send more than this server knows."""
    with captured_logs():
        case.call_and_validate(
            headers={"Authorization": f"Bearer {token}"}, excluded_checks=[negative_data_rejection, ignored_auth]
        )
