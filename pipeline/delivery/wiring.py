"""The composition root of delivery: AWS's clients, and who needs which."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.settings.model import Settings

from .aws_errors import aws_errors
from .canary import CanaryRun
from .candidates import Candidates
from .clock import Clock, SystemClock
from .gateway import LambdaGateway
from .mover import Mover
from .probe import Probe
from .ready import Ready
from .serve import Serve
from .tagging import Tagging
from .upload import Uploads
from .watch import CloudWatch

if TYPE_CHECKING:
    import boto3
    from types_boto3_lambda import LambdaClient

__all__ = ["Delivery"]


class Delivery:
    """Everything that the use cases need, made when it is needed.

    Args:
        settings: pipeline.toml.
        say: is told what is being done, from the thread that does it.
        clock: the time.
        session: whose credentials and region; by default those of the environment.
        endpoint_url: where AWS is; by default where it is, or what AWS_ENDPOINT_URL says.
    """

    def __init__(
        self,
        settings: Settings,
        say: Callable[[str], None],
        clock: Clock | None = None,
        session: boto3.Session | None = None,
        endpoint_url: str | None = None,
    ) -> None:
        self.settings = settings
        self.say = say
        self.clock = clock or SystemClock()
        self._session = session
        self._endpoint_url = endpoint_url

    def client(self, service: str, *, attempts: int = 0, read_seconds: float = 0) -> Any:
        """A client of `service`, with the settings' attempts and times unless given."""
        # To import it takes as long as all else together, and most commands call no AWS.
        import boto3
        from botocore.config import Config

        aws = self.settings.aws
        config = Config(
            connect_timeout=aws.connect_seconds,
            read_timeout=read_seconds or aws.read_seconds,
            retries={"mode": "standard", "total_max_attempts": attempts or aws.attempts},
        )
        with aws_errors(f"{service}:*", "its client"):
            self._session = self._session or boto3.Session()
            return self._session.client(
                service,
                config=config,
                endpoint_url=self._endpoint_url,
            )

    @cached_property
    def account(self) -> str:
        """The account that the credentials belong to."""
        with aws_errors("sts:GetCallerIdentity", "the credentials"):
            return str(self.client("sts").get_caller_identity()["Account"])

    @cached_property
    def gateway(self) -> LambdaGateway:
        """Lambda's API."""
        return LambdaGateway(self.client("lambda"))

    @cached_property
    def ready(self) -> Ready:
        """Waits for functions and versions."""
        return Ready(self.gateway, self.clock, self.settings.release.active_seconds)

    @cached_property
    def probe(self) -> Probe:
        """Probes versions."""
        seconds = self.settings.release.probe_seconds
        client: LambdaClient = self.client("lambda", attempts=1, read_seconds=seconds)
        return Probe(client, self.clock, seconds)

    @cached_property
    def candidates(self) -> Candidates:
        """Finds and makes versions."""
        uploads = Uploads(lambda: self.client("s3"), self.settings.aws.bucket)
        return Candidates(self.gateway, self.ready, uploads, self.clock, self.say)

    @cached_property
    def tagging(self) -> Tagging:
        """Changes tags."""
        return Tagging(self.gateway, self.clock, self.say)

    @cached_property
    def mover(self) -> Mover:
        """Moves aliases."""
        return Mover(self.gateway)

    @cached_property
    def serve(self) -> Serve:
        """Has versions serve stages."""
        canary = self.settings.canary
        watch = CloudWatch(
            lambda: self.client("cloudwatch"),
            canary.alarms,
            canary.max_error_rate,
            self.clock.now,
        )
        run = CanaryRun(self.mover, watch, self.clock, self.say)
        return Serve(self.ready, self.probe, self.mover, run, self.say)
