"""What a lambda needs, as JSON values for programs."""

from __future__ import annotations

from .arns import Place
from .facts import Facts, Json
from .policy import READ_SECRETS, grants, policy
from .triggers import triggers

STAGES = ("hom", "prod")


def described(facts: Facts, place: Place | None = None) -> Json:
    """See `mew.generate.describe`."""
    asked = grants(facts)
    read = {READ_SECRETS} if facts.settings else set()
    return {
        "name": facts.name,
        "http": facts.openapi is not None,
        "secrets": [
            {"name": one.secret, "key": one.key, "field": one.field, "required": one.required}
            for one in facts.settings
        ],
        "actions": sorted({action for grant in asked for action in grant.actions} | read),
        "resources": [
            {"resource": resource, "actions": list(grant.actions), "named_by": list(grant.sources)}
            for grant in asked
            for resource in grant.resources
        ],
        "triggers": [one._asdict() for one in triggers(facts)],
        "jobs": [job.name for job in facts.jobs or ()],
        "policies": {stage: policy(facts, stage, place) for stage in STAGES},
    }
