import pytest

from lambda_zip.steps.errors import BuildError
from lambda_zip.steps.leaks import check_no_secrets

KEY = "-----BEGIN {}PRIVATE KEY-----\nMIIEvQIBADANBg\n"


@pytest.mark.parametrize(
    "name", [".env", ".env.hom", ".netrc", "id_ed25519", "server.key", "cert.PEM", "store.p12"]
)
def test_a_file_with_the_name_of_a_secret_is_refused(name: str) -> None:
    with pytest.raises(BuildError, match=f"shop_orders/core/{name}: has the name"):
        check_no_secrets({f"shop_orders/core/{name}": b""})


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
def test_a_private_key_is_refused_without_being_quoted(kind: str) -> None:
    with pytest.raises(BuildError, match=r"a_b/x\.txt: holds a private key") as raised:
        check_no_secrets({"a_b/x.txt": b"text\n" + KEY.format(kind).encode()})

    assert "MIIEvQIBADANBg" not in str(raised.value)


def test_a_public_key_a_pattern_and_plain_names_pass() -> None:
    check_no_secrets(
        {
            "a_b/public.txt": b"-----BEGIN PUBLIC KEY-----",
            "mew/_redact.py": rb'r"-----BEGIN [A-Z ]*PRIVATE KEY-----"',
            "a_b/environment.py": b"",
            "a_b/keys.json": b"{}",
        }
    )
