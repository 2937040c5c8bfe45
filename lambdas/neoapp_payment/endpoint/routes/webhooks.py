"""`/webhooks/pagarme`: what Pagar.me tells of its own accord."""

from fastapi import APIRouter, Security
from pydantic import BaseModel

from ekans.auth import BasicAuth

from ...config import Settings
from ...domain.commands.webhook_commands import Heard, TakeHook
from .. import utils
from ..payloads import Hook

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

_auth = BasicAuth(lambda: Settings.load().webhook_keys, name="PagarmeWebhooks")


class HeardView(BaseModel):
    """What became of it."""

    result: Heard


@router.post(
    "/pagarme",
    dependencies=[Security(_auth)],
    responses={
        400: {"description": "The body is not JSON"},
        413: {"description": "The body is too large"},
        503: {"description": "It is not heard yet; send it again"},
    },
)
def post_hook(hook: Hook) -> HeardView:
    """Hear of a change. It is believed only as far as to look at the order; twice is once."""
    heard = TakeHook(hook.id, hook.order_id()).execute(utils.payment_ports())
    return HeardView(result=heard)
