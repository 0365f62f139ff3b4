"""Where clients find what the provider offers: RFC 8414, and the place where OpenID has its discovery."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from webhooks.accounts.provider.clients import SHOPPING
from webhooks.accounts.provider.own_keys import ALGORITHM, OwnKeys
from webhooks.accounts.provider.protocol import METHODS

AUTHORIZE, TOKEN, REVOKE, JWKS = "/oauth/authorize", "/oauth/token", "/oauth/revoke", "/oauth/jwks"
KEPT = {"Cache-Control": "public, max-age=300"}


def provider_metadata(issuer: str) -> Mapping[str, Any]:
    return {
        "issuer": issuer,
        "authorization_endpoint": issuer + AUTHORIZE,
        "token_endpoint": issuer + TOKEN,
        "revocation_endpoint": issuer + REVOKE,
        "jwks_uri": issuer + JWKS,
        "scopes_supported": [SHOPPING],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint_auth_methods_supported": METHODS,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
    }


def provider_metadata_router(issuer: str, keys: OwnKeys) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    told = provider_metadata(issuer)

    @router.get("/.well-known/openid-configuration")
    @router.get("/.well-known/oauth-authorization-server")
    async def discovery(response: Response) -> Mapping[str, Any]:
        response.headers.update(KEPT)
        return told

    @router.get(JWKS)
    async def jwks(response: Response) -> Mapping[str, Any]:
        response.headers.update(KEPT)
        return await keys.published()

    return router
