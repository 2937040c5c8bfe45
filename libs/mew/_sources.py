"""Where secrets come from: the Parameters and Secrets extension when it is there, else boto3.

Source: AWS Secrets Manager User Guide, "Use AWS Secrets Manager secrets in AWS Lambda functions"
(the extension); AWS Secrets Manager API Reference, "GetSecretValue".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ._secrets import Secret, Source
from ._stage import Stage
from .config import client, environment
from .errors import SecretForbidden, SecretMissing, SecretUnavailable, SettingsError

_EXTENSION = Path("/opt/extensions/AWSParametersAndSecretsLambdaExtension")
_PORT = "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"
_MISSING = frozenset({"ResourceNotFoundException", "InvalidRequestException"})
_FORBIDDEN = frozenset(
    {
        "AccessDeniedException",
        "AccessDenied",
        "DecryptionFailure",
        "UnrecognizedClientException",
        "InvalidSignatureException",
        "ExpiredTokenException",
        "InvalidClientTokenId",
    }
)


def default_source() -> Source:
    """The extension with boto3 behind it, or boto3 alone where there is no extension."""
    port = environment(_PORT)
    if port is None and not _EXTENSION.exists():
        return SecretsManager()
    return Extension(int(port or 2773), SecretsManager())


class SecretsManager:
    """Secrets Manager through boto3. One trial a call: the store retries, for both sources alike."""

    def fetch(self, stage: Stage, name: str, version_stage: str, *, fresh: bool) -> Secret:  # noqa: ARG002
        """See Source.fetch."""
        from botocore.exceptions import BotoCoreError, ClientError

        asked = client("secretsmanager", read_timeout=3.0, attempts=1)
        try:
            found = asked.get_secret_value(SecretId=name, VersionStage=version_stage)
        except ClientError as error:
            made = _mapped(error.response, stage, name, version_stage)
        except BotoCoreError as error:
            made = SecretUnavailable(
                f"secret {name} at the stage {stage}: Secrets Manager could not be asked "
                f"({type(error).__name__}); check the function's network, region and credentials",
                stage=stage,
                secret=name,
            )
        else:
            return Secret(
                name, found["VersionId"], found.get("SecretString"), found.get("SecretBinary")
            )
        raise made


def _mapped(response: Any, stage: Stage, name: str, version_stage: str) -> SettingsError:
    code = response.get("Error", {}).get("Code", "unknown")
    where = f"secret {name} ({version_stage}) at the stage {stage}"
    if code in _MISSING:
        return SecretMissing(
            f"{where} does not exist or is being deleted ({code}); create it, or restore it",
            stage=stage,
            secret=name,
        )
    if code in _FORBIDDEN:
        return SecretForbidden(
            f"{where} may not be read ({code}); the lambda's role needs "
            "secretsmanager:GetSecretValue on it, and kms:Decrypt when it has a key of its own",
            stage=stage,
            secret=name,
        )
    return SecretUnavailable(f"{where}: Secrets Manager answered {code}", stage=stage, secret=name)


class Extension:
    """The extension's local server, which spares a lambda the import of boto3.

    port: where it listens on 127.0.0.1.  behind: asked for whatever the extension does not give,
    so that errors are named by Secrets Manager itself, and for what must not come from its cache.
    """

    def __init__(self, port: int, behind: Source) -> None:
        self._port = port
        self._behind = behind

    def fetch(self, stage: Stage, name: str, version_stage: str, *, fresh: bool) -> Secret:
        """See Source.fetch."""
        found = None if fresh else self._ask(name, version_stage)
        return found or self._behind.fetch(stage, name, version_stage, fresh=fresh)

    def _ask(self, name: str, version_stage: str) -> Secret | None:
        import base64
        import json
        from http.client import HTTPConnection, HTTPException
        from urllib.parse import urlencode

        query = urlencode({"secretId": name, "versionStage": version_stage})
        token = environment("AWS_SESSION_TOKEN") or ""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=3)
        try:
            connection.request(
                "GET",
                f"/secretsmanager/get?{query}",
                headers={"X-Aws-Parameters-Secrets-Token": token},
            )
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
                return None
            found = dict(json.loads(body))
            binary = found.get("SecretBinary")
            return Secret(
                name,
                found["VersionId"],
                found.get("SecretString"),
                base64.b64decode(binary) if binary is not None else None,
            )
        except (OSError, HTTPException, ValueError, TypeError, LookupError):
            return None
        finally:
            connection.close()
