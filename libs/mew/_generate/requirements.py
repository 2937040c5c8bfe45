"""`docs/requirements.md`: what must exist around a lambda before it can run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .arns import service_of, tail_of
from .dependencies import Dependency
from .describe import STAGES
from .facts import Facts
from .job_section import job_blocks
from .markdown import as_json, code, document, listed, sentence, table
from .policy import grants, policy, secrets, why_wild
from .shapes import Shapes
from .triggers import trigger_blocks

_KINDS = {"sqs": "Queues", "dynamodb": "Tables", "s3": "Buckets", "sns": "Topics"}
_OTHERS = "Other resources"
type _Rows = dict[tuple[str, ...], tuple[set[str], dict[str, None]]]
"""Of each resource, by its names: what the lambda may do, and who asks for it, in order."""

_INTRODUCTION = (
    "What must exist at a stage before this lambda can run there. Where a name differs between "
    "stages, `{stage}` stands for `hom` or `prod`."
)


def requirements(facts: Facts, needed: Sequence[Dependency], command: str) -> str:
    """The text of the document.

    needed: third-party distributions.  command: what generates it again.
    """
    return document(
        [
            f"# Requirements of {facts.name}",
            f"<!-- Generated from the code by: {command} -->",
            _INTRODUCTION,
            *_secrets(facts),
            *_resources(facts),
            *trigger_blocks(facts),
            *job_blocks(facts),
            *_policies(facts),
            *_dependencies(needed),
        ]
    )


def _secrets(facts: Facts) -> Iterator[str]:
    yield "## Secrets"
    names = secrets(facts)
    if not names:
        yield "None."
        return
    yield (
        "In Secrets Manager, read on first use and kept for 300 seconds. A secret that another "
        "lambda has already is shared, not copied."
    )
    shapes = Shapes(facts.setting_shapes)
    for name in names:
        fields = [setting for setting in facts.settings if setting.secret == name]
        yield f"### {name}"
        rows = [
            (
                code(one.key) if one.key is not None else "the whole secret",
                shapes.words(one.shape),
                "yes" if one.required else "no",
                "; ".join(shapes.rules(one.shape)),
                sentence(one.description or ""),
                code(one.field),
            )
            for one in fields
        ]
        yield table(("Key", "Type", "Required", "Rules", "Meaning", "Field"), rows)
        keyed = {one.key: one.example for one in fields if one.key and one.example is not None}
        if keyed:
            yield "As `.env.example` has it:"
            yield as_json(keyed)


def _resources(facts: Facts) -> Iterator[str]:
    kinds: dict[str, _Rows] = {kind: {} for kind in (*_KINDS.values(), _OTHERS)}
    for grant in grants(facts):
        for resource in grant.resources:
            if resource != "*":
                rows = kinds[_KINDS.get(service_of(resource), _OTHERS)]
                allowed, sources = rows.setdefault(_named(_bare(resource)), (set(), {}))
                allowed.update(action.partition(":")[2] for action in grant.actions)
                sources.update(dict.fromkeys(map(code, grant.sources)))
    for job in facts.jobs or ():
        for binding in job.bindings:
            if kind := _KINDS.get(binding.source):
                _, sources = kinds[kind].setdefault(_named(binding.template), (set(), {}))
                sources[f"job {code(job.name)}"] = None
    for kind, rows in kinds.items():
        if rows or kind != _OTHERS:
            yield f"## {kind}"
            told = [
                (*names, ", ".join(sorted(allowed)) or "only listens", ", ".join(sources))
                for names, (allowed, sources) in rows.items()
            ]
            yield table(("`hom`", "`prod`", "This lambda", "Named by"), told) if told else "None."


def _bare(resource: str) -> str:
    """The name that a kind of resources goes by: of a bucket, not of what is in it."""
    service, tail = service_of(resource), tail_of(resource)
    if service in ("dynamodb", "s3"):
        return tail.removeprefix("table/").removesuffix("/*")
    return tail if service in _KINDS else f"{service}:{tail}"


def _named(template: str) -> tuple[str, ...]:
    return tuple(code(template.replace("{stage}", stage)) for stage in STAGES)


def _policies(facts: Facts) -> Iterator[str]:
    yield "## IAM policy"
    yield (
        "The least that the function's execution role needs, for each stage. A role belongs to a "
        "version of the function and one version may be behind both aliases, so in an account that "
        "has both stages the role carries both policies; in an account of one stage, that one alone."
    )
    yield (
        "`${AWS::Region}` and `${AWS::AccountId}` are CloudFormation's; this fills them in: "
        f"`./pants run libs/mew:generate -- {facts.name} --policy hom --region sa-east-1 --account "
        "123456789012`"
    )
    for stage in STAGES:
        yield f"### Policy for {stage}"
        yield as_json(policy(facts, stage))
    yield "### Wildcards in it"
    yield table(("Where", "Why"), why_wild(facts))
    yield "### What it does not hold"
    yield (
        "- `kms:Decrypt`: only needed on a customer managed key, when a secret, queue, table or "
        "bucket is encrypted with one; its id is not known here.\n"
        "- What a function in a VPC needs to attach itself to it: the managed policy "
        "`AWSLambdaVPCAccessExecutionRole`.\n"
        "- What lets others invoke this lambda: those are permissions of the alias, under Triggers."
    )


def _dependencies(needed: Sequence[Dependency]) -> Iterator[str]:
    yield "## Third-party code"
    if not needed:
        yield "None."
        return
    yield (
        "What is imported by name, at the version that the lock holds. The manifest of an artifact "
        "lists all that it carries, with what these bring along."
    )
    rows = [(code(one.distribution), one.version, listed(one.importers)) for one in needed]
    yield table(("Distribution", "Version", "Imported by"), rows)
