"""Who sees a banner."""

from ..models.audience_models import Audience, Viewer


def is_for(audience: Audience, viewer: Viewer) -> bool:
    """Whether `viewer` is of `audience`.

    Someone of whom a rule needs to know what is not told is not meant by it.
    """
    if audience.platforms and viewer.platform not in audience.platforms:
        return False
    if audience.states and viewer.state not in audience.states:
        return False
    if audience.segments and viewer.segments.isdisjoint(audience.segments):
        return False
    return viewer.segments.isdisjoint(audience.excluded_segments)
