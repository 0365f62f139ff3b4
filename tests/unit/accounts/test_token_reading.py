"""Which access tokens open a customer's account, and which are forged, stale or somebody else's."""

import hashlib
import hmac
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.unit.accounts import signing
from tests.unit.accounts.signing import AUDIENCE, ISSUER, claims, jwk, signed, unverified
from webhooks.accounts.public_keys import key_set
from webhooks.accounts.token_reading import LONGEST_TOKEN, AccessToken, TokenRules, key_id_of, read_token
from webhooks.errors import AccessTokenRefused

RULES = TokenRules(issuer=ISSUER, audience=AUDIENCE)
PUBLISHED = key_set({"keys": [jwk(signing.RSA, "k1"), jwk(signing.EC, "ec"), jwk(signing.ED, "ed")]})


def read(token: str, rules: TokenRules = RULES) -> AccessToken:
    key = PUBLISHED.find(key_id_of(token))
    if key is None:
        raise AccessTokenRefused(reason="unknown_key")
    return read_token(token, key, rules)


@pytest.mark.parametrize(
    ("algorithm", "key_id"), [("RS256", "k1"), ("RS512", "k1"), ("PS256", "k1"), ("ES256", "ec"), ("EdDSA", "ed")]
)
def test_token_signed_with_any_published_key_is_believed(algorithm: str, key_id: str) -> None:
    token = signed(signing.PRIVATE[algorithm], algorithm=algorithm, key_id=key_id)
    told = read(token).identified
    assert (told.customer_id, told.name, told.email) == ("cust-1", "Maya Okafor", "maya@example.com")


def confused_with_the_public_key() -> str:
    """What everybody may know, used as if it were a shared secret."""
    pem = signing.RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    unsigned = unverified({"alg": "HS256", "typ": "JWT", "kid": "k1"}, claims()).rpartition(".")[0]
    return f"{unsigned}.{jwt.utils.base64url_encode(hmac.digest(pem, unsigned.encode(), hashlib.sha256)).decode()}"


def with_a_key_of_its_own() -> str:
    """The header brings the key along that it wants to be verified with."""
    return jwt.encode(
        claims(), signing.OTHER_RSA, algorithm="RS256", headers={"kid": "k1", "jwk": jwk(signing.OTHER_RSA, "k1")}
    )


NOW = int(time.time())
FORGED: list[tuple[str, str, str]] = [
    ("alg none", unverified({"alg": "none", "typ": "JWT", "kid": "k1"}, claims()), "not_signed_by_the_provider"),
    ("alg None", unverified({"alg": "None", "typ": "JWT", "kid": "k1"}, claims()), "not_signed_by_the_provider"),
    ("HS256 with the public key", confused_with_the_public_key(), "not_signed_by_the_provider"),
    ("a key of its own", with_a_key_of_its_own(), "not_signed_by_the_provider"),
    ("another key under a known name", signed(signing.OTHER_RSA), "not_signed_by_the_provider"),
    ("one key's signature under another's name", signed(key_id="ec"), "not_signed_by_the_provider"),
    ("unknown key", signed(key_id="k2"), "unknown_key"),
    ("no key named among several", signed(key_id=None), "unknown_key"),
    ("one letter changed", signed()[:-8] + "AAAAAAAA", "not_signed_by_the_provider"),
    ("another issuer", signed(iss="https://login.other.example"), "of_another_issuer"),
    ("issuer with a slash", signed(iss=ISSUER + "/"), "of_another_issuer"),
    ("no issuer", signed(iss=None), "malformed"),
    ("another audience", signed(aud="https://other.example"), "for_somebody_else"),
    ("no audience", signed(aud=None), "malformed"),
    ("expired", signed(exp=NOW - 60), "expired"),
    ("no end", signed(exp=None), "malformed"),
    ("an end that is no number", signed(exp="soon"), "malformed"),
    ("not before later", signed(nbf=NOW + 86_400), "not_yet_valid"),
    ("issued in the future", signed(iat=NOW + 86_400), "not_yet_valid"),
    ("no customer", signed(sub=None), "no_customer"),
    ("empty customer", signed(sub=""), "no_customer"),
    ("customer with a blank", signed(sub="cust 1"), "no_customer"),
    ("customer with a zero byte", signed(sub="cust\0"), "no_customer"),
    ("customer of 129 letters", signed(sub="c" * 129), "no_customer"),
    ("an ID token of ours", signed(typ="id+jwt"), "no_access_token"),
    ("bound to a key", signed(cnf={"jkt": "x"}), "bound_to_a_key"),
    ("a critical extension", unverified({"alg": "RS256", "kid": "k1", "crit": ["x"], "x": 1}, claims()), "malformed"),
    ("huge", signed(padding="x" * LONGEST_TOKEN), "malformed"),
    ("a header as deep as a well", unverified(b"[" * 5000, claims()), "malformed"),
    ("two parts", "e30.e30", "malformed"),
    ("five parts", "e30.e30.e30.e30.e30", "malformed"),
    ("no token", "opaque-0123456789", "malformed"),
    ("nothing", "", "malformed"),
    ("another alphabet", "tökén.é.é", "malformed"),
    ("half a surrogate pair", "\ud800", "malformed"),
]


@pytest.mark.parametrize(("token", "reason"), [each[1:] for each in FORGED], ids=[each[0] for each in FORGED])
def test_other_tokens_are_refused_and_the_log_can_say_why(token: str, reason: str) -> None:
    with pytest.raises(AccessTokenRefused) as refused:
        read(token)
    assert refused.value.reason == reason


def test_body_as_deep_as_a_well_is_malformed_even_if_it_is_signed() -> None:
    unsigned = unverified({"alg": "RS256", "kid": "k1"}, b"[" * 5000).rpartition(".")[0]
    signature = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign(unsigned.encode(), signing.RSA)
    with pytest.raises(AccessTokenRefused):
        read(f"{unsigned}.{jwt.utils.base64url_encode(signature).decode()}")


def test_clocks_may_differ_a_little() -> None:
    assert read(signed(exp=int(time.time()) - 5, nbf=int(time.time()) + 10)).identified.customer_id == "cust-1"


def test_audience_may_be_one_of_several() -> None:
    assert read(signed(aud=["https://other.example", AUDIENCE])).identified.customer_id == "cust-1"


@pytest.mark.parametrize("told", [4711, "4711"])
def test_another_claim_may_hold_the_customer(told: Any) -> None:
    rules = TokenRules(issuer=ISSUER, audience=AUDIENCE, customer_claim="https://shop.example/customer")
    token = signed(**{"https://shop.example/customer": told})
    assert read(token, rules).identified.customer_id == "4711"
    with pytest.raises(AccessTokenRefused):
        read(signed(), rules)


@pytest.mark.parametrize(
    "told", [{"scope": "a shopping"}, {"scope": ["a", "shopping"]}, {"scope": None, "scp": ["shopping"]}]
)
def test_scope_is_found_however_the_provider_tells_it(told: dict[str, Any]) -> None:
    rules = TokenRules(issuer=ISSUER, audience=AUDIENCE, scope="shopping")
    assert "shopping" in read(signed(**told), rules).scopes


@pytest.mark.parametrize("told", [None, "shop", "shoppings", 7, {"shopping": True}])
def test_token_without_the_scope_is_refused(told: Any) -> None:
    with pytest.raises(AccessTokenRefused):
        read(signed(scope=told), TokenRules(issuer=ISSUER, audience=AUDIENCE, scope="shopping"))


@pytest.mark.parametrize("verified", [False, "false"])
def test_address_that_nobody_verified_makes_no_customer(verified: Any) -> None:
    told = read(signed(email_verified=verified)).identified
    assert (told.name, told.email) == ("Maya Okafor", None)


@pytest.mark.parametrize("told", [{"email": "no address"}, {"name": 7}, {"name": "   "}, {"email": ["a@example.com"]}])
def test_odd_name_or_address_keeps_nobody_out(told: dict[str, Any]) -> None:
    assert read(signed(**told)).identified.customer_id == "cust-1"


def test_only_keys_that_sign_are_taken_from_a_key_set() -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - to be refused
    private = {**jwk(signing.RSA, "private"), **jwt.algorithms.RSAAlgorithm.to_jwk(signing.RSA, as_dict=True)}
    found = key_set(
        {
            "keys": [
                jwk(signing.RSA, "encrypts", use="enc"),
                jwk(signing.RSA, "wraps", key_ops=["wrapKey"]),
                jwk(weak, "weak"),
                private,
                jwk(ec.generate_private_key(ec.SECP256K1()), "coins"),
                jwk(signing.RSA, "symmetric", alg="HS256"),
                {"kty": "oct", "kid": "shared", "k": "c2VjcmV0"},
                {"kty": "RSA", "kid": "empty"},
                {"kty": "RSA", "kid": "odd", "n": 7, "e": None},
                {"kid": ["x"]},
                "no key",
                jwk(signing.RSA, "good", use="sig", alg="PS256"),
            ]
        }
    )
    assert set(found.by_id) == {"good"}
    good = found.find("good")
    assert good is not None
    assert good.algorithms == ("PS256",)


@pytest.mark.parametrize("published", [None, [], {}, {"keys": None}, {"keys": {}}, "keys"])
def test_what_is_no_key_set_holds_no_keys(published: Any) -> None:
    assert not key_set(published).by_id


def test_only_key_needs_no_name() -> None:
    alone = key_set({"keys": [jwk(signing.RSA, None)]})
    key = alone.find(key_id_of(signed(key_id=None)))
    assert key is not None
    assert read_token(signed(key_id=None), key, RULES).identified.customer_id == "cust-1"
