import base64
from datetime import timedelta
from pathlib import Path

import certifi
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1, SHA384
from cryptography.x509.verification import Store

from tests.unit.alexa.authority import (
    ALEXA,
    INTERMEDIATE,
    LEAF,
    NOW,
    ROOT,
    Certified,
    chain,
    leaf,
    roots,
    signed,
)
from webhooks.alexa.errors import RequestRefused
from webhooks.alexa.signers import MOST_CERTIFICATES, roots_in, signer_of

BODY = '{"said": "ein Käse, bitte 🧀"}'.encode()
SELF_SIGNED = Certified(subject=ALEXA, issuer=ALEXA, is_authority=False)


def test_a4_the_signer_of_a_trusted_chain_is_believed_until_the_first_of_it_ends() -> None:
    signer = signer_of(chain(), roots=roots(), now=NOW)
    assert signer.valid_until == LEAF.ends
    assert signer.is_valid(LEAF.ends)
    assert not signer.is_valid(LEAF.ends + timedelta(seconds=1))


def test_a4_a_chain_that_brings_no_root_is_as_good() -> None:
    assert signer_of(LEAF.pem + INTERMEDIATE.pem, roots=roots(), now=NOW)


def test_a4_one_of_several_names_may_be_alexas() -> None:
    assert signer_of(leaf(names=("other.amazon.com", ALEXA)), roots=roots(), now=NOW)


@pytest.mark.parametrize(
    "pem",
    [
        pytest.param(leaf(names=("echo-api.evil.example",)), id="another name"),
        pytest.param(leaf(names=("*.amazon.com",)), id="a wildcard"),
        pytest.param(leaf(names=("*.amazon.com", "other.amazon.com")), id="a wildcard and another"),
        pytest.param(leaf(names=()), id="no name but the subject's"),
        pytest.param(leaf(names=(f"{ALEXA}.evil.example",)), id="a longer name"),
        pytest.param(leaf(ends=NOW - timedelta(seconds=1)), id="expired"),
        pytest.param(leaf(begins=NOW + timedelta(seconds=1)), id="of the future"),
        pytest.param(SELF_SIGNED.pem, id="signed by itself"),
        pytest.param(SELF_SIGNED.pem + INTERMEDIATE.pem + ROOT.pem, id="signed by itself, with a good chain behind"),
        pytest.param(LEAF.pem, id="without the intermediate"),
        pytest.param(LEAF.pem + ROOT.pem, id="with the root only"),
        pytest.param(INTERMEDIATE.pem + LEAF.pem, id="an authority first"),
        pytest.param(leaf(is_authority=True), id="an authority of that name"),
        pytest.param(leaf(own_key=ec.generate_private_key(ec.SECP256R1())), id="no RSA key"),
        pytest.param(LEAF.pem + INTERMEDIATE.pem * MOST_CERTIFICATES, id="too many"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>404</html>", id="no PEM"),
        pytest.param(chain()[:400], id="half of one"),
        pytest.param(chain().replace(b"M", b"N", 3), id="damaged"),
        pytest.param(b"\xff\xfe" + chain()[::-1], id="backwards"),
    ],
)
def test_a4_other_chains_are_refused(pem: bytes) -> None:
    with pytest.raises(RequestRefused):
        signer_of(pem, roots=roots(), now=NOW)


def test_a4_an_unknown_root_vouches_for_nobody() -> None:
    other = Certified(subject="other root", issuer="other root", names=(), is_authority=True)
    with pytest.raises(RequestRefused):
        signer_of(chain(), roots=Store([other.certificate]), now=NOW)


def test_a4_the_roots_of_the_web_are_read_and_amazons_are_among_them() -> None:
    found = roots_in(Path(certifi.where()).read_bytes())
    names = {root.subject.rfc4514_string() for root in found}
    assert len(found) > 50
    assert {f"CN=Amazon Root CA {number},O=Amazon,C=US" for number in range(1, 5)} <= names


def test_a4_a_root_that_cannot_be_read_takes_no_other_with_it() -> None:
    broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    assert roots_in(broken + ROOT.pem + broken) == [ROOT.certificate]


@pytest.mark.parametrize(
    "intermediate",
    [
        pytest.param({"ends": NOW - timedelta(seconds=1)}, id="expired"),
        pytest.param({"is_authority": False, "names": (ALEXA,)}, id="that may sign nothing"),
    ],
)
def test_a4_an_intermediate_that_is_no_good_is_refused(intermediate: dict[str, object]) -> None:
    told = Certified(subject="intermediate", issuer="root", **{"names": (), "is_authority": True, **intermediate})  # type: ignore[arg-type] # its fields
    with pytest.raises(RequestRefused):
        signer_of(LEAF.pem + told.pem, roots=roots(), now=NOW)


def test_a5_only_the_very_bytes_that_were_signed_count() -> None:
    signer = signer_of(chain(), roots=roots(), now=NOW)
    signature = base64.b64decode(signed(BODY))
    assert signer.has_signed(BODY, signature)
    assert not signer.has_signed(BODY + b" ", signature)
    assert not signer.has_signed(BODY, signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not signer.has_signed(BODY, b"")
    assert not signer.has_signed(BODY, signature * 4)


@pytest.mark.parametrize("algorithm", [SHA1(), SHA384()])  # noqa: S303 - as a forger may
def test_a5_another_digest_is_refused(algorithm: SHA1 | SHA384) -> None:
    signer = signer_of(chain(), roots=roots(), now=NOW)
    assert not signer.has_signed(BODY, base64.b64decode(signed(BODY, algorithm=algorithm)))
