"""Settings: everything that differs between stages, from Secrets Manager."""

from mew.config import Settings as BaseSettings
from mew.config import secret


class Settings(BaseSettings):
    """What this lambda needs to know of its stage."""

    signature: str = secret(
        "{{ cookiecutter.project_hyphens }}/{stage}/{{ cookiecutter.functionality_hyphens }}",
        key="signature",
        example="The team of {stage}",
        description="Who signs the greetings",
    )
{% if cookiecutter.jobs %}
    queue_url: str = secret(
        "{{ cookiecutter.project_hyphens }}/{stage}/{{ cookiecutter.functionality_hyphens }}",
        key="queue_url",
        allows=(
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes",
        ),
        resource="sqs:{{ cookiecutter.project_hyphens }}-{stage}-{{ cookiecutter.functionality_hyphens }}",
        example="http://127.0.0.1:5000/123456789012/{{ cookiecutter.project_hyphens }}-{stage}-{{ cookiecutter.functionality_hyphens }}",
        description="Queue that brings the job greet",
    )
{% endif %}
{% if cookiecutter.stored %}
    database: str = secret(
        "{{ cookiecutter.project_hyphens }}/{stage}/{{ cookiecutter.functionality_hyphens }}-database",
{% if cookiecutter.database == 'postgres' %}
        example="postgresql://postgres@127.0.0.1:5432/{{ cookiecutter.name }}_{stage}",
        description="Database of the greetings: JSON as RDS writes it, or a URL",
{% elif cookiecutter.database == 'mongo' %}
        example="mongodb://127.0.0.1:27017/{{ cookiecutter.project }}_{stage}?directConnection=true",
        description="Database of the greetings: JSON as RDS writes it, or a URL",
{% else %}
        example="Driver=SQLite3;Database=/tmp/{{ cookiecutter.name }}_{stage}.db",
        description="Database of the greetings: JSON as RDS writes it, or an ODBC string",
{% endif %}
    )
{% endif %}
{% if cookiecutter.served %}
    {{ cookiecutter.service }}_url: str = secret(
        "{{ cookiecutter.project_hyphens }}/{stage}/{{ cookiecutter.service_hyphens }}",
        key="url",
        example="http://127.0.0.1:8000",
        description="Where {{ cookiecutter.service }} is, without a slash at the end",
    )
    {{ cookiecutter.service }}_api_key: str = secret(
        "{{ cookiecutter.project_hyphens }}/{stage}/{{ cookiecutter.service_hyphens }}",
        key="api_key",
        example="local",
        description="Key that {{ cookiecutter.service }} knows this lambda by",
    )
{% endif %}
