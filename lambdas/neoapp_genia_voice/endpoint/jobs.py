"""The jobs: by schedule, and by direct invocation."""

import logging
from datetime import UTC, datetime

from mew.core import metric
from mew.errors import Retry
from mew.jobs import Jobs

from ..config import Settings
from ..domain.commands.model_commands import FindEndings
from ..domain.models.error_models import PartnerError
from . import utils

jobs = Jobs()
_logger = logging.getLogger(__name__)


@jobs.job("watch_models", rule="neoapp-{stage}-genia-voice-models", schedule="rate(1 day)")
def watch_models() -> list[str]:
    """Warn, by log and by the metric `models_ending`, of models that end within 60 days.

    Returns the settings that name them, the most urgent first. The metric is 0 when there is nothing to
    warn of, so that an alarm can tell silence from health.
    """
    wanted = FindEndings(Settings.load().models(), datetime.now(UTC).date())
    try:
        found = wanted.execute(utils.catalogue())
    except PartnerError as error:
        raise Retry(f"the models were not told: {error}") from error
    for ending in found:
        # By the setting: values of secrets, which name the models, are kept out of logs.
        fields = {"setting": ending.setting, "days_left": ending.days}
        if ending.days is None:
            _logger.warning("the model of %s is not there", ending.setting, extra=fields)
        else:
            text = "the model of %s ends in %d days"
            _logger.warning(text, ending.setting, ending.days, extra=fields)
    metric("models_ending", len(found))
    if found:
        metric("model_days_left", found[0].days or 0)
    return [ending.setting for ending in found]
