"""What each day was like, in figures that name nobody, and what was noticed about data and models."""

from alembic import op

revision = "0026"
down_revision = "0025"

# What was shown on a day and what became of it, by the slices in which a fall can have its cause.
SLICES = """
create table daily_slices (
    day date not null,
    channel text not null,
    surface text not null,
    model text not null,
    category text not null,
    visitors bigint not null check (visitors > 0),
    shown bigint not null check (shown >= 0),
    clicked bigint not null check (clicked >= 0),
    carted bigint not null check (carted >= 0),
    bought bigint not null check (bought >= 0),
    primary key (day, channel, surface, model, category)
);
"""

# A rate is the sum of what was reached by the sum of what there was to reach, over visitors. The sums of squares and
# products tell how far visitors differ, and so how far the rate of a week can be trusted. A row without a surface and a
# model is of all of them: a visitor who meets two is one visitor there.
RATES = """
create table daily_rates (
    day date not null,
    channel text not null,
    surface text not null default '',
    model text not null default '',
    rate text not null,
    visitors bigint not null check (visitors > 0),
    reached double precision not null,
    of double precision not null,
    reached_reached double precision not null,
    reached_of double precision not null,
    of_of double precision not null,
    primary key (day, channel, surface, model, rate)
);
"""

# Kept for as long as the widest look at the catalogue's coverage goes back.
PRODUCTS = """
create table daily_products (
    day date not null,
    product_id text not null,
    shown bigint not null check (shown > 0),
    primary key (day, product_id)
);
"""

# Everything that is one number: `out_of` is what it counts over, by which small numbers are known and kept back.
FIGURES = """
create table daily_figures (
    day date not null,
    figure text not null,
    channel text not null default '',
    part text not null default '',
    value double precision not null,
    out_of bigint not null check (out_of >= 0),
    primary key (day, figure, channel, part)
);
"""

DAYS = """
create table measured_days (
    day date primary key,
    measured_at timestamptz not null
);
"""

ALERTS = """
create table monitoring_alerts (
    alert_id text primary key,
    kind text not null,
    subject text not null,
    told text not null check (told <> ''),
    details jsonb not null default '{}',
    opened_at timestamptz not null,
    seen_at timestamptz not null,
    closed_at timestamptz,
    post_tries smallint not null default 0,
    post_claimed_at timestamptz,
    posted_at timestamptz,
    check (closed_at is null or closed_at >= opened_at)
);
create unique index one_open_monitoring_alert on monitoring_alerts (kind, subject) where closed_at is null;
create index monitoring_alerts_opened on monitoring_alerts (opened_at);
"""


def upgrade() -> None:
    for step in (SLICES, RATES, PRODUCTS, FIGURES, DAYS, ALERTS):
        op.execute(step)


def downgrade() -> None:
    op.execute("drop table monitoring_alerts, measured_days, daily_figures, daily_products, daily_rates, daily_slices")
