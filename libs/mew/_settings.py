"""Settings classes: declared fields, each of them a value of a secret."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, NoReturn, Self, cast

from pydantic import BaseModel, ConfigDict, Field, model_serializer
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ._decode import decode
from ._invocation import current_invocation
from ._redact import show
from ._secrets import Secret, store
from ._stage import Stage


class _Masked:
    def __repr__(self) -> str:
        return "***"


def _told(info: FieldInfo) -> Any:
    extra = info.json_schema_extra
    return extra.get("mew") if isinstance(extra, dict) else None


class SecretField(NamedTuple):
    """What a field declares, known without AWS. `name` and `resources` may hold `{stage}`."""

    field: str
    name: str
    key: str | None
    allows: tuple[str, ...]
    resources: tuple[str, ...]
    example: str | None
    description: str | None
    annotation: Any
    required: bool


def secret(
    name: str,
    *,
    key: str | None = None,
    allows: tuple[str, ...] = (),
    resource: str | tuple[str, ...] | None = None,
    example: str | None = None,
    description: str | None = None,
    default: Any = PydanticUndefined,
) -> Any:
    """Declare where a field's value comes from. All arguments are literals: the packager reads them.

    name: the secret's name, such as `generic/{stage}/ses`.  key: a key of its JSON object; without
    one the field is the whole secret (text, or parsed JSON where the annotation is no text).
    allows: IAM actions that the lambda needs on what the field names, such as `ses:SendEmail`.
    resource: what they are allowed on, `service:tail of the ARN`, such as
    `sqs:generic-{stage}-send-email`; a tuple of them where one is not enough (a table and an index).
    A field with a resource names it, and is no secret: logs may show its value.
    example: a value that works locally, for `.env.example`.
    default: the value when the secret has no such key.
    Raises ValueError for an empty name or a placeholder other than `{stage}`.
    """
    resources = (resource,) if isinstance(resource, str) else tuple(resource or ())
    for what in (name, *resources):
        rest = what.replace("{stage}", "")
        if not what or "{" in rest or "}" in rest:
            raise ValueError(f"secret({name!r}): {what!r} may hold {{stage}} and no other braces")
    told: Any = {
        "name": name,
        "key": key,
        "allows": list(allows),
        "resources": list(resources),
        "example": example,
    }
    return Field(
        default=default, repr=False, description=description, json_schema_extra={"mew": told}
    )


class Settings(BaseModel):
    """Base of a lambda's settings. Frozen; never shows a value in repr, str, dump or pickle.

    Read a value as an attribute, inside a request or a job: `Settings.load().sender`.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        protected_namespaces=(),
        # The first `load` needs it, and no cold start that loads nothing.
        defer_build=True,
    )
    _names: ClassVar[tuple[str, ...]] = ()
    _loaded: ClassVar[dict[Stage, tuple[tuple[Secret, ...], Any]]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a field that comes from nowhere, when the class is made."""
        super().__pydantic_init_subclass__(**kwargs)
        cls._loaded = {}
        cls._names = tuple(dict.fromkeys(field.name for field in cls.fields_of_secrets()))
        for name, info in cls.model_fields.items():
            if _told(info) is None and info.is_required():
                raise TypeError(
                    f"{cls.__name__}.{name} has neither a default nor secret(...): "
                    f'write `{name}: ... = secret("project/{{stage}}/what", key="{name}")`'
                )

    @classmethod
    def load(cls) -> Self:
        """The settings of the running stage.

        The same object again until one of its secrets is fetched anew (300 s, or `refresh`) and
        has changed. Raises SecretMissing, SecretForbidden, SecretUnavailable or SecretMalformed
        (each names stage, secret and key), StageError outside of an invocation.
        """
        return cls._load(fresh=False)

    @classmethod
    def refresh(cls) -> Self:
        """The settings, after fetching their secrets again; call it after an authentication failure.

        Threads that refresh at the same time cause one fetch.
        """
        return cls._load(fresh=True)

    @classmethod
    def fields_of_secrets(cls) -> tuple[SecretField, ...]:
        """What the fields declare, in their order, without asking AWS: for docs, IAM and .env."""
        found = []
        for name, info in cls.model_fields.items():
            if (told := _told(info)) is not None:
                found.append(
                    SecretField(
                        field=name,
                        name=told["name"],
                        key=told["key"],
                        allows=tuple(told["allows"]),
                        resources=tuple(told["resources"]),
                        example=told["example"],
                        description=info.description,
                        annotation=info.annotation,
                        required=info.is_required(),
                    )
                )
        return tuple(found)

    @classmethod
    def _load(cls, *, fresh: bool) -> Self:
        stage = current_invocation().stage
        secrets = tuple(store().get(stage, name, fresh=fresh) for name in cls._names)
        kept = cls._loaded.get(stage)
        if kept is not None and kept[0] == secrets:
            return cast("Self", kept[1])
        made = decode(cls, stage, dict(zip(cls._names, secrets, strict=True)))
        cls._loaded[stage] = (secrets, made)
        for field in cls.fields_of_secrets():
            if field.resources and isinstance(value := getattr(made, field.field), str):
                show(value)
        return made

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        return [(name, _Masked()) for name in type(self).model_fields]

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is not pickled: the pickle would hold secrets")

    @model_serializer
    def _masked(self) -> dict[str, str]:
        return dict.fromkeys(type(self).model_fields, "***")
