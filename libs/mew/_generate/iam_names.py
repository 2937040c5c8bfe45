"""Where IAM's names and botocore's operations differ, for the services that lambdas use.

Source: AWS Service Authorization Reference, "Actions, resources, and condition keys" of each
service; botocore's service models.
"""

from __future__ import annotations

PREFIXES: dict[str, str] = {"cloudwatch": "cloudwatch", "opensearch": "es", "sso": "sso"}
"""The IAM prefix of a botocore service, where it is not the name that requests are signed for."""

USUAL: dict[str, tuple[str, ...]] = {
    "bedrock": ("bedrock-runtime", "bedrock-agent-runtime", "bedrock"),
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "events": ("events",),
    "execute-api": ("apigatewaymanagementapi",),
    "iam": ("iam",),
    "lambda": ("lambda",),
    "rds-db": (),
    "s3": ("s3",),
    "ses": ("sesv2", "ses"),
    "sms-voice": ("pinpoint-sms-voice-v2",),
    "states": ("stepfunctions",),
}
"""Where to look first for the actions of an IAM prefix: reading all of botocore takes seconds."""

CHECKED_AS: dict[str, tuple[str, ...]] = {
    "bedrock:Converse": ("bedrock:InvokeModel",),
    "bedrock:ConverseStream": ("bedrock:InvokeModelWithResponseStream",),
    "dynamodb:BatchExecuteStatement": ("dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate"),
    "dynamodb:ExecuteStatement": ("dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate"),
    "dynamodb:ExecuteTransaction": ("dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate"),
    "dynamodb:TransactGetItems": ("dynamodb:GetItem",),
    "dynamodb:TransactWriteItems": (
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:ConditionCheckItem",
    ),
    "execute-api:DeleteConnection": ("execute-api:ManageConnections",),
    "execute-api:GetConnection": ("execute-api:ManageConnections",),
    "execute-api:PostToConnection": ("execute-api:ManageConnections",),
    "kms:ReEncrypt": ("kms:ReEncryptFrom", "kms:ReEncryptTo"),
    "lambda:Invoke": ("lambda:InvokeFunction",),
    "lambda:InvokeWithResponseStream": ("lambda:InvokeFunction",),
    "s3:CompleteMultipartUpload": ("s3:PutObject",),
    "s3:CopyObject": ("s3:GetObject", "s3:PutObject"),
    "s3:CreateMultipartUpload": ("s3:PutObject",),
    "s3:DeleteBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:DeleteBucketLifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:DeleteObjects": ("s3:DeleteObject",),
    "s3:GetBucketEncryption": ("s3:GetEncryptionConfiguration",),
    "s3:GetBucketLifecycle": ("s3:GetLifecycleConfiguration",),
    "s3:GetBucketLifecycleConfiguration": ("s3:GetLifecycleConfiguration",),
    "s3:GetBucketNotificationConfiguration": ("s3:GetBucketNotification",),
    "s3:HeadBucket": ("s3:ListBucket",),
    "s3:HeadObject": ("s3:GetObject",),
    "s3:ListBuckets": ("s3:ListAllMyBuckets",),
    "s3:ListMultipartUploads": ("s3:ListBucketMultipartUploads",),
    "s3:ListObjectVersions": ("s3:ListBucketVersions",),
    "s3:ListObjects": ("s3:ListBucket",),
    "s3:ListObjectsV2": ("s3:ListBucket",),
    "s3:ListParts": ("s3:ListMultipartUploadParts",),
    "s3:PutBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:PutBucketLifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:PutBucketLifecycleConfiguration": ("s3:PutLifecycleConfiguration",),
    "s3:PutBucketNotificationConfiguration": ("s3:PutBucketNotification",),
    "s3:SelectObjectContent": ("s3:GetObject",),
    "s3:UploadPart": ("s3:PutObject",),
    "s3:UploadPartCopy": ("s3:GetObject", "s3:PutObject"),
    "sns:PublishBatch": ("sns:Publish",),
    "sqs:ChangeMessageVisibilityBatch": ("sqs:ChangeMessageVisibility",),
    "sqs:DeleteMessageBatch": ("sqs:DeleteMessage",),
    "sqs:SendMessageBatch": ("sqs:SendMessage",),
}
"""Operations that are no actions of their own, and the actions that IAM asks for instead."""

WITHOUT_OPERATION: dict[str, frozenset[str]] = {
    "bedrock": frozenset({"CallWithBearerToken"}),
    "dynamodb": frozenset(
        {"ConditionCheckItem", "PartiQLDelete", "PartiQLInsert", "PartiQLSelect", "PartiQLUpdate"}
    ),
    "events": frozenset({"InvokeApiDestination"}),
    "execute-api": frozenset({"Invoke", "InvalidateCache", "ManageConnections"}),
    "iam": frozenset({"PassRole"}),
    "kms": frozenset({"ReEncryptFrom", "ReEncryptTo"}),
    "lambda": frozenset({"InvokeFunction", "InvokeFunctionUrl"}),
    "rds-db": frozenset({"connect"}),
    "s3": frozenset(
        {
            "BypassGovernanceRetention",
            "DeleteObjectVersion",
            "DeleteObjectVersionTagging",
            "GetEncryptionConfiguration",
            "GetLifecycleConfiguration",
            "GetObjectVersion",
            "GetObjectVersionAcl",
            "GetObjectVersionAttributes",
            "GetObjectVersionTagging",
            "ListAllMyBuckets",
            "ListBucket",
            "ListBucketMultipartUploads",
            "ListBucketVersions",
            "ListMultipartUploadParts",
            "PutEncryptionConfiguration",
            "PutLifecycleConfiguration",
            "PutObjectVersionAcl",
            "PutObjectVersionTagging",
        }
    ),
    "sts": frozenset({"SetSourceIdentity", "TagSession"}),
    "transcribe": frozenset({"StartStreamTranscription", "StartStreamTranscriptionWebSocket"}),
    "xray": frozenset({"PutSpans"}),
}
"""Actions that are no operation of botocore's."""

WITHOUT_RESOURCE: dict[str, frozenset[str]] = {
    "cloudwatch": frozenset(
        {"GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData"}
    ),
    "comprehend": frozenset(
        {
            "ContainsPiiEntities",
            "DetectDominantLanguage",
            "DetectKeyPhrases",
            "DetectPiiEntities",
            "DetectSentiment",
            "DetectSyntax",
        }
    ),
    "dynamodb": frozenset({"DescribeEndpoints", "DescribeLimits", "ListTables"}),
    "kms": frozenset({"GenerateRandom", "ListAliases", "ListKeys"}),
    "lambda": frozenset({"GetAccountSettings", "ListFunctions"}),
    "polly": frozenset({"DescribeVoices", "GetSpeechSynthesisTask", "ListSpeechSynthesisTasks"}),
    "rekognition": frozenset(
        {
            "CompareFaces",
            "DetectFaces",
            "DetectLabels",
            "DetectText",
            "RecognizeCelebrities",
        }
    ),
    "s3": frozenset({"ListAllMyBuckets"}),
    "secretsmanager": frozenset({"BatchGetSecretValue", "GetRandomPassword", "ListSecrets"}),
    "ses": frozenset(
        {
            "DeleteSuppressedDestination",
            "GetAccount",
            "GetSendQuota",
            "GetSendStatistics",
            "GetSuppressedDestination",
            "ListSuppressedDestinations",
            "PutSuppressedDestination",
        }
    ),
    "sns": frozenset({"CheckIfPhoneNumberIsOptedOut", "GetSMSAttributes", "ListTopics"}),
    "sqs": frozenset({"ListQueues"}),
    "ssm": frozenset({"DescribeParameters"}),
    "states": frozenset(
        {"ListStateMachines", "SendTaskFailure", "SendTaskHeartbeat", "SendTaskSuccess"}
    ),
    "sts": frozenset({"DecodeAuthorizationMessage", "GetCallerIdentity"}),
    "textract": frozenset(
        {
            "AnalyzeDocument",
            "AnalyzeExpense",
            "AnalyzeID",
            "DetectDocumentText",
            "GetDocumentAnalysis",
            "GetDocumentTextDetection",
            "StartDocumentAnalysis",
            "StartDocumentTextDetection",
        }
    ),
    "transcribe": frozenset(
        {
            "StartStreamTranscription",
            "StartStreamTranscriptionWebSocket",
            "StartTranscriptionJob",
        }
    ),
    "translate": frozenset({"ListLanguages"}),
    "xray": frozenset(
        {
            "GetSamplingRules",
            "GetSamplingTargets",
            "PutSpans",
            "PutTelemetryRecords",
            "PutTraceSegments",
        }
    ),
}
"""Actions that AWS lets be allowed on `*` alone."""

RESOURCES_OF: dict[str, str] = {"rds-data": "rds", "sts": "iam"}
"""The service whose resources an IAM prefix acts on, where it is another one."""
