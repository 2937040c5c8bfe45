"""What the role may do: what delivery calls, on the repository's own functions.

Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .role import DeliveryRole

__all__ = ["policy"]

_FUNCTION = (
    "lambda:CreateAlias",
    "lambda:CreateFunction",
    "lambda:GetAlias",
    "lambda:GetFunction",
    "lambda:GetFunctionConfiguration",
    "lambda:InvokeFunction",
    "lambda:ListAliases",
    "lambda:ListTags",
    "lambda:ListVersionsByFunction",
    "lambda:PublishVersion",
    "lambda:TagResource",
    "lambda:UntagResource",
    "lambda:UpdateAlias",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
)
# These know no resources.
_WHOLE_ACCOUNT = (
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricStatistics",
    "lambda:ListFunctions",
)
_FOR_VPC = ("ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs")


def policy(role: DeliveryRole) -> dict[str, Any]:
    """The role's one policy."""
    return {"Version": "2012-10-17", "Statement": list(_statements(role))}


def _statements(role: DeliveryRole) -> Iterator[dict[str, Any]]:
    at = f"arn:{role.partition}:lambda:{role.region}:{role.account}:function"
    settings = role.settings
    yield _allow("Functions", _FUNCTION, [f"{at}:{name}" for name in role.patterns])
    # With a qualifier only: versions can be pruned, no function can be deleted.
    versions = [f"{at}:{name}:*" for name in role.patterns]
    yield _allow("PruneVersions", ["lambda:DeleteFunction"], versions)
    yield {
        **_allow("RolesOfFunctions", ["iam:PassRole"], _execution_roles(role)),
        "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
    }
    logs = f"arn:{role.partition}:logs:{role.region}:{role.account}:log-group:/aws/lambda"
    groups = [f"{logs}/{name}:*" for name in role.patterns]
    yield _allow("ReadLogs", ["logs:FilterLogEvents"], groups)
    everything = [*_WHOLE_ACCOUNT, *(_FOR_VPC if _in_vpc(role) else ())]
    yield _allow("Look", sorted(everything), ["*"])
    if settings.aws.bucket:
        bucket = f"arn:{role.partition}:s3:::{settings.aws.bucket}"
        objects = [f"{bucket}/lambdas/{name}/*" for name in role.patterns]
        yield _allow("LargeZips", ["s3:GetObject", "s3:PutObject"], objects)
    layers = sorted({arn for each in _functions(role) for arn in each.layers})
    if layers:
        yield _allow("Layers", ["lambda:GetLayerVersion"], layers)


def _allow(sid: str, actions: Sequence[str], resources: Sequence[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


def _functions(role: DeliveryRole) -> list[Any]:
    return [role.settings.function_of(name) for name in role.lambdas]


def _in_vpc(role: DeliveryRole) -> bool:
    return any(each.subnets for each in _functions(role))


def _execution_roles(role: DeliveryRole) -> list[str]:
    found: set[str] = set()
    for name in role.lambdas:
        arn = role.settings.function_of(name).role.replace("{account}", role.account)
        own = f"{name.partition('_')[0]}_*"
        found.add(arn.replace("{lambda}", own))
    return sorted(found)
