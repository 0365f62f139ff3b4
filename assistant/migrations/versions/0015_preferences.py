"""What shoppers told of themselves, what they wait for, and the cases that people take over."""

from alembic import op

revision = "0015"
down_revision = "0014"

PREFERENCES = """
create table preferences (
    shopper_id text not null references shoppers on delete cascade,
    kind text not null check (kind in
        ('diet', 'allergy', 'size', 'brand', 'material', 'color', 'goods', 'store', 'budget', 'name', 'pace',
         'household')),
    about text not null default '',
    value text not null check (value <> ''),
    stance text not null check (stance in ('is', 'likes', 'avoids')),
    source text not null check (source in ('told', 'shop')),
    told_at timestamptz not null,
    primary key (shopper_id, kind, about, value)
);
"""

# A mailer of the retailer reads the view and sets `mailed_at`; whoever gave no address is told in the conversation.
ALERTS = """
create table stock_alerts (
    alert_id text primary key,
    shopper_id text not null references shoppers on delete cascade,
    variant_id text not null references variants on delete cascade,
    contact text,
    state text not null default 'waiting' check (state in ('waiting', 'due', 'told', 'cancelled')),
    asked_at timestamptz not null,
    due_at timestamptz,
    mailed_at timestamptz,
    check (state <> 'due' or due_at is not null)
);
create unique index one_open_alert on stock_alerts (shopper_id, variant_id) where state in ('waiting', 'due');
create index stock_alerts_of_variant on stock_alerts (variant_id, state);
create index stock_alerts_of_shopper on stock_alerts (shopper_id);

create view stock_alerts_to_mail as
    select alert.alert_id, coalesce(alert.contact, customer.email) as email, product.product_id, product.title,
           variant.variant_id, variant.attributes, alert.due_at
    from stock_alerts alert
    join variants variant using (variant_id)
    join products product using (product_id)
    join shoppers shopper using (shopper_id)
    left join customers customer using (customer_id)
    where alert.state in ('due', 'told') and alert.mailed_at is null
      and coalesce(alert.contact, customer.email) is not null;
"""

CASES = """
create table handoffs (
    case_id text primary key,
    shopper_id text not null references shoppers on delete cascade,
    turn_id text not null unique,
    reason text not null,
    summary text not null,
    state text not null default 'open' check (state in ('open', 'taken', 'closed')),
    opened_at timestamptz not null
);
create index handoffs_open on handoffs (opened_at) where state = 'open';
create index handoffs_of_shopper on handoffs (shopper_id);
"""


def upgrade() -> None:
    for step in (PREFERENCES, ALERTS, CASES):
        op.execute(step)


def downgrade() -> None:
    op.execute("drop view stock_alerts_to_mail")
    op.execute("drop table handoffs, stock_alerts, preferences")
