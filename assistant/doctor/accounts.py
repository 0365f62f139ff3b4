"""Looks at whose word is taken for a customer, and whether the shop's OpenID provider publishes its keys."""

from collections.abc import Iterable

import aiohttp
from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from assistant.account_settings import AccountSettings
from assistant.doctor.findings import Finding, fine, wrong
from webhooks.accounts.errors import KeysUnavailable
from webhooks.accounts.fetching import Fetch, HttpFetch
from webhooks.accounts.published_keys import DISCOVERY, PublishedKeys

PART = "accounts"
EXPLAINED = "docs/accounts.md says what a provider has to publish."


class _Given(AccountSettings):
    model_config = SettingsConfigDict(env_prefix="AISLE_", frozen=True, env_ignore_empty=True, extra="ignore")


async def look_at_accounts() -> Iterable[Finding]:
    try:
        given = _Given()
    except ValidationError as exc:
        return [wrong(PART, each["msg"], advice="The gateway does not start with it.") for each in exc.errors()]
    async with aiohttp.ClientSession() as http:
        return await look_at_provider(given, HttpFetch(http))


async def look_at_provider(given: AccountSettings, fetch: Fetch) -> Iterable[Finding]:
    if given.openid_issuer is None:
        return [fine(PART, "are linked with the embedded provider")] if given.has_provider else []
    try:
        await PublishedKeys(fetch, issuer=given.openid_issuer).find(None)
    except KeysUnavailable as exc:
        says = f"{given.openid_issuer.rstrip('/')}{DISCOVERY} leads to no keys: {exc.reason}"
        return [wrong(PART, says, advice=EXPLAINED)]
    return [fine(PART, f"are those of {given.openid_issuer}, whose keys are there")]
