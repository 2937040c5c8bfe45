"""Who may take on the role: jobs of GitHub that are bound to the environment of the stage.

Source: GitHub Docs, "Configuring OpenID Connect in Amazon Web Services" and "OpenID Connect
reference": the subject of a job with an environment is `repo:OWNER/NAME:environment:NAME`.
"""

from __future__ import annotations

from typing import Any

from .role import DeliveryRole

__all__ = ["trust"]

_PROVIDER = "token.actions.githubusercontent.com"


def trust(role: DeliveryRole) -> dict[str, Any]:
    """The trust document. Both conditions are equalities: no branch, fork or other job fits."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": f"GitHub{role.stage.capitalize()}",
                "Effect": "Allow",
                "Principal": {
                    "Federated": f"arn:{role.partition}:iam::{role.account}:oidc-provider/{_PROVIDER}"
                },
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                    "StringEquals": {
                        f"{_PROVIDER}:aud": "sts.amazonaws.com",
                        f"{_PROVIDER}:sub": f"repo:{role.repository}:environment:{role.stage}",
                    }
                },
            }
        ],
    }
