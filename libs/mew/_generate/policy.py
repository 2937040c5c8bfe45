"""The least IAM policy of a lambda at a stage.

Source: AWS Identity and Access Management User Guide, "IAM JSON policy element reference";
AWS Secrets Manager User Guide, "Permissions policy examples" (the six characters of an ARN);
Amazon CloudWatch Logs User Guide, "Using identity-based policies for CloudWatch Logs".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from . import actions, arns
from .arns import Place, arn
from .errors import GenerateError
from .facts import Facts, Json, Setting
from .markdown import listed

READ_SECRETS = "secretsmanager:GetSecretValue"
WRITE_LOGS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
# What Powertools does with the table of `once=Once(...)`.
_ONCE = ("dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")


class Grant(NamedTuple):
    """Actions that are allowed on resources, and the fields or jobs that ask for them."""

    sources: tuple[str, ...]
    actions: tuple[str, ...]
    resources: tuple[str, ...]


def grants(facts: Facts) -> tuple[Grant, ...]:
    """What the settings and the jobs ask for, each resource with all that is allowed on it.

    Raises GenerateError naming the field whose `allows` or `resource` cannot be right.
    """
    asked: list[Grant] = []
    for setting in facts.settings:
        if faults := list(_faults(setting)):
            raise GenerateError(
                f"lambdas/{facts.name}/config.py: Settings.{setting.field}: {'; '.join(faults)}"
            )
        asked += _asked_by(setting)
    for job in facts.jobs or ():
        if job.once is not None:
            asked.append(Grant((job.name,), _ONCE, (f"dynamodb:table/{job.once.table}",)))
    return tuple(_merged(asked))


def secrets(facts: Facts) -> tuple[str, ...]:
    """The names of the secrets, sorted; they may hold `{stage}`."""
    return tuple(sorted({setting.secret for setting in facts.settings}))


def policy(facts: Facts, stage: str, place: Place | None = None) -> Json:
    """The policy document of the function's role for `stage`.

    place: region, account and partition; by default CloudFormation's pseudo parameters.
    """
    place = place or Place()
    statements = []
    if named := secrets(facts):
        # Secrets Manager ends the ARN of every secret with a hyphen and six characters of its own.
        resources = [f"secretsmanager:secret:{name}-??????" for name in named]
        statements.append(_statement("ReadSecrets", [READ_SECRETS], resources, stage, place))
    logs = [f"logs:log-group:/aws/lambda/{facts.name}:*"]
    statements.append(_statement("WriteLogs", WRITE_LOGS, logs, stage, place))
    for grant in grants(facts):
        sid = "".join(part.capitalize() for name in grant.sources for part in name.split("_"))
        statements.append(_statement(sid, grant.actions, grant.resources, stage, place))
    _number(statements)
    return {"Version": "2012-10-17", "Statement": statements}


def _statement(
    sid: str, allowed: Iterable[str], resources: Iterable[str], stage: str, place: Place
) -> Json:
    return {
        "Sid": "".join(filter(str.isalnum, sid)),
        "Effect": "Allow",
        "Action": sorted(allowed),
        "Resource": sorted(arn(resource, stage, place) for resource in resources),
    }


def _number(statements: list[Json]) -> None:
    """Make the ids unique, which IAM asks for: a field may need a statement a resource."""
    seen: Counter[str] = Counter()
    for statement in statements:
        seen[statement["Sid"]] += 1
        if (count := seen[statement["Sid"]]) > 1:
            statement["Sid"] += str(count)


def _faults(setting: Setting) -> Iterable[str]:
    wrong = [fault for action in setting.allows if (fault := actions.fault_of(action))]
    wrong += [fault for resource in setting.resources if (fault := arns.fault_of(resource))]
    if wrong:
        yield from wrong
        return
    needing = [action for action in setting.allows if not actions.takes_no_resource(action)]
    for action in needing:
        if not any(arns.acts_on(action, resource) for resource in setting.resources):
            yield f"allows {action} and names no resource that it acts on{_remedy(action)}"
    for resource in setting.resources:
        if not any(arns.acts_on(action, resource) for action in needing):
            yield f"names the resource {resource!r}, and allows nothing that acts on it"


def _remedy(action: str) -> str:
    service = action.partition(":")[0]
    if service == "s3":
        level = "s3:<bucket>/*" if arns.acts_on(action, "s3:bucket/key") else "s3:<bucket>"
        return f"; write resource={level!r}, or add it"
    return (
        f"; write resource='{service}:<tail of the ARN>', such as sqs:generic-{{stage}}-send-email"
    )


def _asked_by(setting: Setting) -> Iterable[Grant]:
    """One grant for the actions that act on the same ones of the field's resources."""
    by_resources: dict[tuple[str, ...], list[str]] = {}
    for action in setting.allows:
        on = tuple(sorted(one for one in setting.resources if arns.acts_on(action, one)))
        by_resources.setdefault(on or ("*",), []).append(action)
    for resources, allowed in by_resources.items():
        yield Grant((setting.field,), tuple(sorted(allowed)), resources)


def _merged(asked: Iterable[Grant]) -> Iterable[Grant]:
    by_resources: dict[tuple[str, ...], Grant] = {}
    for grant in asked:
        before = by_resources.get(grant.resources, Grant((), (), grant.resources))
        by_resources[grant.resources] = Grant(
            tuple(dict.fromkeys(before.sources + grant.sources)),
            tuple(sorted({*before.actions, *grant.actions})),
            grant.resources,
        )
    return by_resources.values()


def why_wild(facts: Facts) -> list[tuple[str, str]]:
    """Each resource of the policies that holds a wildcard, and why."""
    found = [
        ("`-??????` after a secret's name", "Secrets Manager adds six characters to it"),
        (
            f"`log-group:/aws/lambda/{facts.name}:*`",
            "Lambda names the streams of the function's one log group",
        ),
    ]
    for grant in grants(facts):
        for resource in grant.resources:
            forced = resource == "*" and all(map(actions.takes_no_resource, grant.actions))
            why = (
                f"AWS lets {listed(grant.actions)} be allowed on nothing narrower"
                if forced
                else arns.why_wild(resource)
            )
            if why:
                found.append((f"`{resource}`", why))
    return found if facts.settings else found[1:]
