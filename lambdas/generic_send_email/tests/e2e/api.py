"""The function as its callers see it: events in, answers out, through `main` alone."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...main import main
from ..aws_server import AwsServer
from ..support import LambdaContext, event, http_event, sqs_event

GOOD: dict[str, Any] = {"to": ["ana@example.org"], "subject": "Hi", "text": "Hello"}


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> dict[str, Any]:
        """The answer's JSON object."""
        found: dict[str, Any] = json.loads(self.text)
        return found

    def pointers(self) -> list[str]:
        """The places that a 422 names."""
        assert self.status == 422, self.text
        assert self.headers["content-type"] == "application/problem+json"
        return [item["pointer"] for item in self.body["errors"]]


@dataclass
class Api:
    """One stage of the function, against a local AWS."""

    aws: AwsServer
    sdk: Callable[[str], Any]
    stage: str = "hom"
    seconds: float = 30.0

    def at(self, stage: str) -> "Api":
        """The same environment, invoked at another stage."""
        return Api(self.aws, self.sdk, stage, self.seconds)

    @property
    def name(self) -> str:
        """The name of the stage's queue, table and bucket."""
        return f"generic-{self.stage}-send-email"

    def invoke(self, payload: Any) -> Any:
        """The answer to one event."""
        return main(payload, LambdaContext(self.stage, seconds=self.seconds))

    def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """The answer to one request through API Gateway."""
        found = self.invoke(http_event(method, path, body, headers))
        headers = {key.lower(): value for key, value in found["headers"].items()}
        return Answer(found["statusCode"], headers, found["body"])

    def post(self, body: Any = None, key: str | None = None, **changes: Any) -> Answer:
        """Hand in an e-mail: `body`, or a good one with `changes`."""
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self.request("POST", "/emails", GOOD | changes if body is None else body, headers)

    def accepted(self, **changes: Any) -> str:
        """The id of an e-mail that was taken."""
        answer = self.post(**changes)
        assert answer.status == 202, answer.text
        email_id: str = answer.body["id"]
        return email_id

    def read(self, email_id: str) -> dict[str, Any]:
        """What became of an e-mail."""
        answer = self.request("GET", f"/emails/{email_id}")
        assert answer.status == 200, answer.text
        return answer.body

    def receive(self) -> list[dict[str, Any]]:
        """The messages that the queue delivers now."""
        sqs = self.sdk("sqs")
        url = sqs.get_queue_url(QueueName=self.name)["QueueUrl"]
        found: list[dict[str, Any]] = []
        while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found += batch
        return found

    def deliver(self, messages: list[dict[str, Any]]) -> list[str]:
        """Invoke the function with these messages; the ids of those that it wants again."""
        if not messages:
            return []
        answer = self.invoke(sqs_event(messages, self.name))
        return [item["itemIdentifier"] for item in answer["batchItemFailures"]]

    def work_off(self) -> list[str]:
        """Deliver all that waits, once."""
        return self.deliver(self.receive())

    def feedback(self, notification: Any, **mail: Any) -> Any:
        """Have SES tell something over SNS; `mail` replaces members of its `mail`."""
        if isinstance(notification, dict):
            notification = json.dumps(notification | {"mail": notification["mail"] | mail})
        told = event("sns")
        message = told["Records"][0]["Sns"]
        message["Message"] = notification
        message["TopicArn"] = message["TopicArn"].replace("-hom-", f"-{self.stage}-")
        return self.invoke(told)

    def objects(self) -> list[str]:
        """What lies in the stage's bucket."""
        found = self.sdk("s3").list_objects_v2(Bucket=self.name).get("Contents", [])
        return [item["Key"] for item in found]

    def sent(self) -> list[str]:
        """The raw messages that SES took, of all stages."""
        return [message["raw_data"] for message in self.aws.sent()]
