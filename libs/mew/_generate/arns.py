"""Resources as `secret(..., resource=...)` names them, and the ARNs that IAM wants.

Source: AWS Service Authorization Reference, "Resource types" of each service; Amazon Resource
Names (ARNs) in the AWS General Reference.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .actions import takes_no_resource
from .iam_names import RESOURCES_OF

_S3_OBJECT = re.compile(
    r"s3:((Get|Put|Delete)Object|AbortMultipartUpload$|BypassGovernance|ListMultipartUploadParts$"
    r"|RestoreObject$)"
)
_NAMED_BY_PEOPLE = {"dynamodb", "events", "firehose", "iam", "kinesis", "lambda", "logs", "s3"}
_NAMED_BY_PEOPLE |= {"scheduler", "secretsmanager", "sns", "sqs", "ssm", "states"}
_GIVEN_BY_AWS = (
    "its id is given by AWS and differs from account to account; write it where it is known"
)
_WHY_WILD = {
    "ses:identity": (
        "which identity sends is a value of the secret, and differs from account to account; write "
        "`identity/<domain>` where it is known"
    ),
}


class Place(NamedTuple):
    """Where ARNs are: by default CloudFormation's own words for where a stack is made."""

    region: str = "${AWS::Region}"
    account: str = "${AWS::AccountId}"
    partition: str = "aws"


def arn(resource: str, stage: str, place: Place) -> str:
    """The ARN of a resource such as `sqs:generic-{stage}-send-email` at a stage."""
    resource = resource.replace("{stage}", stage)
    if resource == "*" or resource.startswith("arn:"):
        return resource
    service, _, tail = resource.partition(":")
    region, account = place.region, place.account
    if service == "s3":
        region = account = ""
    elif service == "iam":
        region = ""
    elif tail.startswith("foundation-model/"):
        account = ""
    return f"arn:{place.partition}:{service}:{region}:{account}:{tail}"


def service_of(resource: str) -> str:
    """The service of a resource: `sqs` of `sqs:generic-{stage}-send-email`."""
    parts = resource.split(":")
    return parts[2] if resource.startswith("arn:") and len(parts) > 5 else parts[0]


def tail_of(resource: str) -> str:
    """What follows the service, or the account of a full ARN."""
    return resource.split(":", 5)[-1] if resource.startswith("arn:") else resource.partition(":")[2]


def acts_on(action: str, resource: str) -> bool:
    """Whether an action can be allowed on a resource, as far as its service and S3's levels tell."""
    prefix = action.partition(":")[0]
    if resource == "*":
        return prefix not in _NAMED_BY_PEOPLE
    if takes_no_resource(action) or service_of(resource) != RESOURCES_OF.get(prefix, prefix):
        return False
    if prefix == "s3":
        return bool(_S3_OBJECT.match(action)) is ("/" in tail_of(resource))
    return True


def fault_of(resource: str) -> str | None:
    """What is wrong with a resource and what would be right, or None."""
    if resource == "*":
        return None
    if not re.fullmatch(r"(arn:[a-z-]+:)?[a-z][a-z0-9-]*:\S+", resource):
        return (
            f"{resource!r} is no resource; write service:tail of its ARN, such as "
            "sqs:generic-{stage}-send-email"
        )
    _, name = _kind_and_name(resource)
    if name.startswith("*") and service_of(resource) in _NAMED_BY_PEOPLE:
        return (
            f"{resource!r} is wider than AWS asks for; begin its name with what is known of it, "
            "such as the project and {stage}"
        )
    return None


def why_wild(resource: str) -> str | None:
    """Why a resource holds a wildcard, for people; None when it holds none."""
    if resource == "*":
        return "`config.py` says so: AWS knows no narrower resource for it"
    if "*" not in resource and "?" not in resource:
        return None
    kind, name = _kind_and_name(resource)
    if name.startswith("*"):
        return _WHY_WILD.get(f"{service_of(resource)}:{kind}", _GIVEN_BY_AWS)
    if service_of(resource) == "s3" and "*" not in name:
        return "the keys of objects are only known when the code runs"
    if "/index/" in resource and "*" not in name:
        return "every index of the table, and nothing beside them"
    return "what follows is only known when the code runs"


def _kind_and_name(resource: str) -> tuple[str, str]:
    """`("table", "orders/index/x")` of a table's index; `("", "orders")` of a queue."""
    tail = tail_of(resource)
    if service_of(resource) == "s3":
        return "", tail.partition("/")[0]
    found = re.match(r"([A-Za-z0-9-]+)[/:](.*)", tail, re.DOTALL)
    return (found[1], found[2].partition("/")[0]) if found else ("", tail)
