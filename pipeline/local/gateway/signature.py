"""Whether a request is signed by the local account: AWS Signature Version 4, by botocore's own rules.

Source: AWS Lambda developer guide, "Control access to Lambda function URLs", auth type `AWS_IAM`.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from ..version import ACCOUNT, REGION
from .messages import HttpRequest

__all__ = ["caller_of"]

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,\s]+)/(?P<scope>\d{8}/[^,\s]+/aws4_request),\s*"
    r"SignedHeaders=(?P<headers>[a-z0-9;.-]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)
# Source: AWS General Reference, "Signature Version 4": five minutes around the time of the request.
_MAX_AGE = datetime.timedelta(minutes=5)
# What is printed for clients of the local cloud.
_KEY = "local"


def caller_of(request: HttpRequest, url: str) -> Mapping[str, Any] | None:
    """Who signed the request, as an event names it; None where nobody did, or not rightly.

    Args:
        request: the request.
        url: its whole address, as the client has it.
    """
    match = _AUTHORIZATION.fullmatch(request.header("authorization"))
    date = request.header("x-amz-date")
    scope = f"{date[:8]}/{REGION}/lambda/aws4_request"
    if match is None or match["key"] != _KEY or match["scope"] != scope or not _is_now(date):
        return None
    signed = set(match["headers"].split(";"))
    said = request.header("x-amz-content-sha256")
    if said not in {"", "UNSIGNED-PAYLOAD", hashlib.sha256(request.body).hexdigest()}:
        return None
    headers = {name: request.header(name) for name in signed}
    if "host" not in signed or (said and "x-amz-content-sha256" not in signed):
        return None
    signer = SigV4Auth(Credentials(_KEY, _KEY), "lambda", REGION)
    canonical = AWSRequest(request.method, url, headers, request.body)
    canonical.context["timestamp"] = date
    text = signer.string_to_sign(canonical, signer.canonical_request(canonical))
    if not hmac.compare_digest(signer.signature(text, canonical), match["signature"]):
        return None
    return {
        "accessKey": _KEY,
        "accountId": ACCOUNT,
        "callerId": _KEY,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": f"arn:aws:iam::{ACCOUNT}:user/{_KEY}",
        "userId": _KEY,
    }


def _is_now(date: str) -> bool:
    try:
        then = datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    except ValueError:
        return False
    return abs(datetime.datetime.now(datetime.UTC) - then) <= _MAX_AGE
