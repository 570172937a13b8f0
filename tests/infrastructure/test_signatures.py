"""The examples of RFC 7515, RFC 8037 and RFC 7519: what is signed by a public key is read, and nothing else."""

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from application.authentication import TokenRefused
from infrastructure.signatures import Key, claims_of, header_of

PAYLOAD = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
A_2 = (
    f"eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CU"
    "Ar7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_d"
    "O--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0ig"
    "cN_IoypGlUPQGe77Rw"
)
A_2_KEY = RSAKey.import_key(
    {
        "kty": "RSA",
        "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR"
        "T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-"
        "UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2eth"
        "FkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
        "e": "AQAB",
    }
)
A_3 = (
    f"eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3"
    "-Kg6NU1Q"
)
A_3_KEY = ECKey.import_key(
    {
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }
)
RFC_8037_A_4 = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)
RFC_8037_KEY = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
A_1 = f"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{PAYLOAD}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
RFC_7519_6_1 = f"eyJhbGciOiJub25lIn0.{PAYLOAD}."


@pytest.mark.parametrize(("token", "key"), [(A_2, A_2_KEY), (A_3, A_3_KEY)], ids=["A.2", "A.3"])
def test_the_examples_that_are_signed_by_a_private_key_are_read(token: str, key: Key) -> None:
    assert claims_of(token, key) == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}


def test_a_good_signature_under_what_is_no_object_is_not_enough() -> None:
    with pytest.raises(TokenRefused, match="not a signed token"):
        claims_of(RFC_8037_A_4, RFC_8037_KEY)


@pytest.mark.parametrize(("token", "key"), [(A_2, A_3_KEY), (A_3, A_2_KEY), (A_3[:-1] + "A", A_3_KEY)])
def test_the_key_of_another_or_another_signature_verifies_nothing(token: str, key: Key) -> None:
    with pytest.raises(TokenRefused, match="signature is not the issuer's"):
        claims_of(token, key)


@pytest.mark.parametrize("token", [A_1, RFC_7519_6_1], ids=["HS256", "none"])
def test_the_examples_without_a_public_key_are_refused(token: str) -> None:
    with pytest.raises(TokenRefused, match="`alg`"):
        header_of(token)
