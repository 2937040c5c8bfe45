"""Errors of the domain become answers here, and nowhere else."""

import logging

from ekans.errors import (
    Conflict,
    InvalidRequest,
    NotFound,
    PreconditionFailed,
    Problem,
    Unavailable,
    UnsupportedMedia,
    Violation,
)
from ekans.helpers import json_pointer

from ..domain.models.error_models import (
    BannerChanged,
    BannerError,
    BrokenRules,
    KeyReused,
    NoPicture,
    RefusedImage,
    TryLater,
    UnknownBanner,
)

_logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5


class BannerNotFound(NotFound):
    """404: no banner has this id."""

    type = "urn:problem-type:neoapp-banner:unknown-banner"
    title = "There is no banner with this id"


class IdempotencyConflict(Conflict):
    """409: the key belongs to another request."""

    type = "urn:problem-type:neoapp-banner:idempotency-key-reused"
    title = "The Idempotency-Key was used for a different banner"


class ImageRefused(InvalidRequest):
    """422: the picture is not kept."""

    type = "urn:problem-type:neoapp-banner:image-refused"
    title = "The picture is not kept"


class NotAPicture(UnsupportedMedia):
    """415: the bytes are no picture of a kind that is kept."""

    type = "urn:problem-type:neoapp-banner:no-picture"
    title = "The body is no picture of a kind that is kept"


def problem_of(error: BannerError) -> Problem:
    """The answer for an error of the domain."""
    match error:
        case BrokenRules():
            return InvalidRequest.naming(
                [
                    Violation(rule.message, json_pointer(rule.path), code=rule.code)
                    for rule in error.rules
                ]
            )
        case NoPicture():
            return NotAPicture(error.reason)
        case RefusedImage():
            return ImageRefused(
                error.reason, errors=[Violation(error.reason, "#", code=error.code)]
            )
        case UnknownBanner():
            return BannerNotFound("it never was at this stage, or was deleted")
        case BannerChanged():
            return PreconditionFailed("it has changed since; read it again")
        case KeyReused():
            return IdempotencyConflict("make a different banner under a key of its own")
        case TryLater():
            _logger.error("cannot serve now: %s", error)
            return Unavailable("try again", retry_after=RETRY_AFTER_SECONDS)
        case _:
            raise error
