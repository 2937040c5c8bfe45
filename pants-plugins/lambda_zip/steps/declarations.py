"""What the code says about AWS, read without running it.

`client("sesv2")` and `secret("generic/{stage}/ses", ...)` of mew.config, and the decorator
`jobs.job("name", sns="generic-{stage}-feedback")` of mew.jobs, are declarations as much as calls: the
zip's botocore models, its secrets, its IAM actions and what invokes it follow from them.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lambda_zip.steps.errors import BuildError
from lambda_zip.steps.names import Names

_CLIENT = "mew.config.client"
_SECRET = "mew.config.secret"  # noqa: S105
# What a job can be bound to besides a queue, by mew.jobs' own arguments.
_SOURCES = ("rule", "s3", "sns")


@dataclass(frozen=True)
class Secret:
    """One value that the code reads: the secret's name and the key in its JSON, if any."""

    name: str
    key: str | None


@dataclass(frozen=True, order=True)
class Trigger:
    """What runs a job: a topic, a bucket or an EventBridge rule by its name, which holds `{stage}`."""

    source: str
    name: str
    job: str


@dataclass
class Declarations:
    """What all files together declare."""

    aws_services: set[str] = field(default_factory=set)
    secrets: set[Secret] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    triggers: set[Trigger] = field(default_factory=set)


def parse(path: str, source: bytes) -> ast.Module:
    """Parse one file.

    Raises:
        BuildError: It is not Python of this interpreter's version.
    """
    try:
        return ast.parse(source, filename=path)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise BuildError(f"{path}:{line}: does not compile: {error}. Correct the file.") from error


def read_declarations(modules: Mapping[str, ast.Module]) -> Declarations:
    """Collect the declarations of parsed files, given by their path in the zip.

    Raises:
        BuildError: A declaration is not made of literals.
    """
    declarations = Declarations()
    for path in sorted(modules):
        names = Names(path, modules[path])
        for node in ast.walk(modules[path]):
            if isinstance(node, ast.Call):
                called = names.of(node.func)
                if called == _SECRET:
                    _read_secret(path, node, declarations)
                elif called == _CLIENT:
                    service = _argument(node, 0, "service")
                    declarations.aws_services.add(_text(path, node, "client", "service", service))
                elif _is_job_decorator(node.func):
                    _read_triggers(path, node, declarations)
                elif _is_boto3_factory(node.func):
                    declarations.aws_services.update(_literal_text(node.args[:1]))
    return declarations


def _is_boto3_factory(function: ast.expr) -> bool:
    # Any receiver: sessions and clients are passed around under every name. A literal that is no
    # service matches no botocore folder and does no harm.
    return isinstance(function, ast.Attribute) and function.attr in ("client", "resource")


def _is_job_decorator(function: ast.expr) -> bool:
    # Any receiver, for the same reason; the arguments' names tell a job of mew from another's.
    return isinstance(function, ast.Attribute) and function.attr == "job"


def _read_triggers(path: str, call: ast.Call, declarations: Declarations) -> None:
    for source in _SOURCES:
        name = _argument(call, None, source)
        if name is not None and not _is_none(name):
            job = _text(path, call, "job", "name", _argument(call, 0, "name"))
            template = _text(path, call, "job", source, name)
            declarations.triggers.add(Trigger(source, template, job))


def _literal_text(arguments: Iterable[ast.expr]) -> Iterable[str]:
    return (
        argument.value
        for argument in arguments
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )


def _read_secret(path: str, call: ast.Call, declarations: Declarations) -> None:
    name = _text(path, call, "secret", "name", _argument(call, 0, "name"))
    key_node = _argument(call, None, "key")
    key = None
    if key_node is not None and not _is_none(key_node):
        key = _text(path, call, "secret", "key", key_node)
    declarations.secrets.add(Secret(name, key))
    allows = _argument(call, None, "allows")
    if allows is not None:
        if not isinstance(allows, ast.Tuple | ast.List):
            raise _not_literal(path, call, "secret", "allows")
        declarations.actions.update(
            _text(path, call, "secret", "allows", item) for item in allows.elts
        )


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _argument(call: ast.Call, position: int | None, name: str) -> ast.expr | None:
    if position is not None and len(call.args) > position:
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _text(path: str, call: ast.Call, function: str, argument: str, node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise _not_literal(path, call, function, argument)


def _not_literal(path: str, call: ast.Call, function: str, argument: str) -> BuildError:
    return BuildError(
        f"{path}:{call.lineno}: `{function}(...)` has an `{argument}` that is not a literal string "
        "(`allows`: a literal tuple of them): the packager reads it without running the code. "
        "Write the value out."
    )
