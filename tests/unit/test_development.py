"""What stands in for the platforms in development mode, and where that mode is refused."""

import base64
import stat
from datetime import UTC, datetime
from pathlib import Path

import jwt
import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.verification import DNSName, PolicyBuilder, Store
from pydantic import ValidationError

from assistant.development import GOOGLE_EMAIL, GOOGLE_KEY_ID, SIGNED_AS, Development
from assistant.settings import GatewaySettings
from tests.unit.public_shop import Shop, is_problem

SECRETS = {name: f"{name}-0123456789abcdef0123456789" for name in ("action_secret", "dialogue_secret", "sender_secret")}
BODY = b'{"said": "caf\xc3\xa9"}'


@pytest.fixture(scope="module")
def development(tmp_path_factory: pytest.TempPathFactory) -> Development:
    made = Development(tmp_path_factory.mktemp("state") / "development")
    made.ensure()
    return made


def test_the_signer_is_vouched_for_by_the_local_authority(development: Development) -> None:
    signer, root = x509.load_pem_x509_certificates(development.chain())
    assert root == x509.load_pem_x509_certificate(development.authority.read_bytes())
    verifier = PolicyBuilder().store(Store([root])).build_server_verifier(DNSName(SIGNED_AS))
    assert verifier.verify(signer, []) == [signer, root]
    names = signer.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["echo-api.amazon.com"]


def test_a_body_is_signed_as_alexa_signs_it(development: Development) -> None:
    signer, _ = x509.load_pem_x509_certificates(development.chain())
    key = signer.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    signature = base64.b64decode(development.signature_of(BODY), validate=True)
    key.verify(signature, BODY, padding.PKCS1v15(), SHA256())
    with pytest.raises(InvalidSignature):
        key.verify(signature, BODY + b" ", padding.PKCS1v15(), SHA256())


def test_an_id_token_is_signed_as_googles_are(development: Development) -> None:
    token = development.google_token(audience="http://127.0.0.1:8080", now=datetime.now(UTC))
    assert jwt.get_unverified_header(token)["kid"] == GOOGLE_KEY_ID
    certificate = x509.load_pem_x509_certificate(development.google_certificates()[GOOGLE_KEY_ID].encode())
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    claims = jwt.decode(token, key, algorithms=["RS256"], audience="http://127.0.0.1:8080")
    assert (claims["email"], claims["email_verified"]) == (GOOGLE_EMAIL, True)


def test_only_the_owner_can_read_it_and_the_authority_signs_nothing_more(development: Development) -> None:
    assert stat.S_IMODE(development.folder.stat().st_mode) == 0o700
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in development.folder.iterdir()}
    assert files.keys() == {"alexa.key", "alexa.pem", "google.key", "google.pem", "authority.pem", "lock"}
    assert {mode for name, mode in files.items() if name != "lock"} == {0o600}


def test_what_is_there_is_kept_and_what_is_broken_is_made_anew(tmp_path: Path) -> None:
    development = Development(tmp_path / "development")
    development.ensure()
    first = development.authority.read_bytes()
    development.ensure()
    assert development.authority.read_bytes() == first
    development.authority.write_text("not a certificate")
    development.ensure()
    signer, root = x509.load_pem_x509_certificates(development.chain())
    signer.verify_directly_issued_by(root)
    assert development.authority.read_bytes() != first


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"host": "0.0.0.0"},  # noqa: S104 - refused, not bound
        {"host": "::"},
        {"host": "192.168.1.7"},
        {"host": "shop.example"},
        {"public_url": "https://shop.example"},
        {"public_url": "http://shop.example"},
        {"public_url": "https://127.0.0.1.nip.example"},
    ],
)
def test_development_mode_is_refused_where_others_could_reach_it(elsewhere: dict[str, str]) -> None:
    GatewaySettings.model_validate({**SECRETS, **elsewhere})
    with pytest.raises(ValidationError, match="one's own machine"):
        GatewaySettings.model_validate({**SECRETS, "development": True, **elsewhere})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_development_mode_is_for_ones_own_machine(host: str) -> None:
    settings = GatewaySettings.model_validate({**SECRETS, "development": True, "host": host})
    assert settings.development
    local = {**SECRETS, "development": True, "public_url": "http://localhost:8080"}
    assert GatewaySettings.model_validate(local).development


@pytest.mark.parametrize("asked", ["localhost:8080", "127.0.0.1", "[::1]:8080"])
async def test_a_server_in_development_mode_answers_its_own_machine_and_says_its_mode(asked: str) -> None:
    answer = await Shop(development=True).client.get("/healthz", headers={"Host": asked})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "mode": "development"})


@pytest.mark.parametrize("asked", ["aisle.ngrok.example", "shop.test", "", "[::", "127.0.0.1.nip.example", "10.0.0.1"])
async def test_a_server_in_development_mode_answers_nobody_else(asked: str) -> None:
    """A tunnel or a foreign page would let anybody be anyone."""
    answer = await Shop(development=True).client.get("/healthz", headers={"Host": asked})
    assert is_problem(answer, 403, "not_here")
    assert (await Shop().client.get("/healthz", headers={"Host": asked})).json() == {"status": "ok"}


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Host", "X-Real-IP"]
)
async def test_a_tunnel_that_calls_itself_this_machine_is_refused_in_development_mode(header: str) -> None:
    handed_on = {"Host": "127.0.0.1:8080", header: "127.0.0.1"}
    answer = await Shop(development=True).client.get("/healthz", headers=handed_on)
    assert is_problem(answer, 403, "not_here")
    assert "tunnel" in answer.json()["detail"]
