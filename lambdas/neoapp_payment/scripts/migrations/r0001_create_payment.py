"""Create payments, refunds, the ledger, the outbox, and the hooks that were dealt with.

Every status and its legal successors stand in a table, and each change of a payment's status refers
to a row of it: what the code may not do, no other client of the database can do either.
"""

from alembic import op

revision = "0001"
down_revision = None

_MONEY = ("paid", "partially_refunded", "refunded", "charged_back")
_SEEN = (*_MONEY, "pending", "failed", "canceled")
_TRANSITIONS = {
    "created": (*_SEEN, "unknown", "abandoned"),
    "unknown": (*_SEEN, "abandoned"),
    "abandoned": _SEEN,
    "pending": (*_MONEY, "failed", "canceled"),
    "failed": _MONEY,
    "canceled": _MONEY,
    "paid": ("partially_refunded", "refunded", "charged_back"),
    "partially_refunded": ("refunded", "charged_back"),
    "refunded": (),
    "charged_back": (),
}
_PAIRS = [
    *((status, status) for status in _TRANSITIONS),
    *((before, after) for before, afters in _TRANSITIONS.items() for after in afters),
]

_TABLES = """
CREATE TABLE payment_transition (
    before_status text NOT NULL,
    after_status text NOT NULL,
    PRIMARY KEY (before_status, after_status)
);
CREATE TABLE payment (
    id text PRIMARY KEY,
    key text NOT NULL UNIQUE,
    fingerprint text NOT NULL,
    before_status text NOT NULL DEFAULT 'created',
    status text NOT NULL,
    method text NOT NULL CHECK (method IN ('pix', 'boleto', 'card')),
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    total_cents bigint NOT NULL CHECK (total_cents >= amount_cents),
    installments integer NOT NULL CHECK (installments > 0),
    description text NOT NULL,
    customer jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    tried_at timestamptz NOT NULL,
    lease_until timestamptz NOT NULL,
    next_check_at timestamptz,
    resend text,
    order_id text UNIQUE,
    charge_id text,
    paid_cents bigint NOT NULL CHECK (paid_cents >= 0),
    refunded_cents bigint NOT NULL CHECK (refunded_cents BETWEEN 0 AND paid_cents),
    charged_back_cents bigint NOT NULL CHECK (charged_back_cents BETWEEN 0 AND paid_cents),
    instructions jsonb NOT NULL,
    reason text,
    FOREIGN KEY (before_status, status) REFERENCES payment_transition
);
CREATE INDEX payment_due ON payment (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE TABLE refund (
    id text PRIMARY KEY,
    payment_id text NOT NULL REFERENCES payment,
    key text NOT NULL,
    asked_cents bigint,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    before_cents bigint NOT NULL CHECK (before_cents >= 0),
    status text NOT NULL
        CHECK (status IN ('requested', 'unknown', 'accepted', 'done', 'failed')),
    created_at timestamptz NOT NULL,
    reason text,
    UNIQUE (payment_id, key)
);
CREATE TABLE ledger (
    id text PRIMARY KEY,
    payment_id text NOT NULL REFERENCES payment,
    debit text NOT NULL,
    credit text NOT NULL CHECK (credit <> debit),
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    posted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ledger_payment ON ledger (payment_id);
CREATE TABLE outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    body jsonb NOT NULL,
    sent_at timestamptz
);
CREATE INDEX outbox_waiting ON outbox (position) WHERE sent_at IS NULL;
CREATE TABLE hook (
    id text PRIMARY KEY,
    heard_at timestamptz NOT NULL DEFAULT now()
);
"""


def upgrade() -> None:
    """From nothing to this revision."""
    op.execute(_TABLES)
    rows = ", ".join(f"('{before}', '{after}')" for before, after in _PAIRS)
    op.execute(f"INSERT INTO payment_transition (before_status, after_status) VALUES {rows}")  # noqa: S608 - literals of this module
