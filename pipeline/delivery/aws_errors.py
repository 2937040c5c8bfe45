"""Where AWS's errors become this package's, all of them and once.

Source: AWS Lambda API reference, "Common errors" and the section "Errors" of each action.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)
from botocore.exceptions import (
    ConnectionError as NoConnection,
)
from botocore.parsers import ResponseParserError

from .errors import (
    AccessDenied,
    AwsError,
    Busy,
    CredentialsInvalid,
    NotFound,
    Rejected,
    Stale,
    StorageExceeded,
    Throttled,
    Unavailable,
)

__all__ = ["KINDS", "aws_errors"]

KINDS: dict[str, type[AwsError]] = {
    "AccessDenied": AccessDenied,
    "AccessDeniedException": AccessDenied,
    "AuthFailure": CredentialsInvalid,
    "CodeStorageExceededException": StorageExceeded,
    "ExpiredToken": CredentialsInvalid,
    "ExpiredTokenException": CredentialsInvalid,
    "InvalidAccessKeyId": CredentialsInvalid,
    "InvalidClientTokenId": CredentialsInvalid,
    "InvalidSignatureException": CredentialsInvalid,
    "NoSuchBucket": NotFound,
    "PreconditionFailedException": Stale,
    "RequestExpired": CredentialsInvalid,
    "ResourceConflictException": Busy,
    "ResourceInUseException": Busy,
    "ResourceNotFoundException": NotFound,
    "ResourceNotReadyException": Busy,
    "SignatureDoesNotMatch": CredentialsInvalid,
    "SlowDown": Throttled,
    "Throttling": Throttled,
    "ThrottlingException": Throttled,
    "TooManyRequestsException": Throttled,
    "UnrecognizedClientException": CredentialsInvalid,
}

_REMEDIES: dict[type[AwsError], str] = {
    AccessDenied: "Allow {action} in the policy of the role that deploys, and run this again",
    Busy: "Run this again when the other change is done",
    CredentialsInvalid: "Sign in again (`aws sso login`, or the workflow's role), and run this again",
    NotFound: "See what there is with `pipeline status`",
    Rejected: "Correct the value where it comes from: the lambda's BUILD file or pipeline.toml",
    Stale: "Run this again: it starts from what is there now",
    StorageExceeded: "Delete versions that nothing uses (`pipeline prune NAME...`), and run this"
    " again",
    Throttled: "Run this again in some minutes, or with more [aws] attempts in pipeline.toml",
    Unavailable: "Run this again: it goes on from where it is",
}

_NO_CREDENTIALS = (
    CredentialRetrievalError,
    NoCredentialsError,
    PartialCredentialsError,
    SSOError,
    TokenRetrievalError,
)


@contextmanager
def aws_errors(action: str, about: str) -> Iterator[None]:
    """Raises what AWS's client raises as an AwsError.

    Args:
        action: what is called, as policies name it: `lambda:PublishVersion`.
        about: what the call is about: a function, a version of it, an alias.
    """
    try:
        yield
    except ClientError as error:
        kind, said = _kind(error)
        raise _made(kind, action, about, said) from error
    except _NO_CREDENTIALS as error:
        raise _made(CredentialsInvalid, action, about, str(error)) from error
    except (HTTPClientError, NoConnection) as error:
        raise _made(Unavailable, action, about, _without_values(str(error))) from error
    except ResponseParserError as error:
        # What stands between, a proxy for one, answers in words of its own.
        said = "the answer is none of AWS's; is there a proxy between?"
        raise _made(Unavailable, action, about, said) from error
    except (NoRegionError, ProfileNotFound) as error:
        made = _made(Rejected, action, about, str(error))
        raise Rejected(
            made.message, "Set AWS_REGION, and AWS_PROFILE where there is one"
        ) from error
    except BotoCoreError as error:
        raise _made(Rejected, action, about, _without_values(str(error))) from error


def _kind(error: ClientError) -> tuple[type[AwsError], str]:
    code = error.response.get("Error", {}).get("Code", "")
    message = error.response.get("Error", {}).get("Message", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    said = f"{code}: {message}" if message else code
    if code == "InvalidParameterValueException" and "CodeSHA256" in message:
        return Stale, said
    if code in KINDS:
        return KINDS[code], said
    if status == 429:
        return Throttled, said
    return (Unavailable if status >= 500 else Rejected), said


def _made(kind: type[AwsError], action: str, about: str, said: str) -> AwsError:
    return kind(f"{action} of {about}: {said.rstrip('.')}", _REMEDIES[kind].format(action=action))


def _without_values(text: str) -> str:
    """Without the query of an address, which may hold a signature."""
    return re.sub(r"\?\S+", "", text)
