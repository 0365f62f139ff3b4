"""Who a shopper is: one shopper per customer, shoppers that became another, and assertions that were used."""

from alembic import op

revision = "0011"
down_revision = "0010"

# A retailer may know a customer by no more than a name and an e-mail. `copied_at` marks a demo customer made for one
# visitor. Nobody but the oldest shopper of a customer stays theirs: until now nothing ever tied the two together.
UP = """
alter table customers alter column address drop not null;
alter table customers add copied_at timestamptz;
create index customers_copied on customers (copied_at) where copied_at is not null;

update shoppers set customer_id = null
where customer_id is not null and shopper_id <> (
    select other.shopper_id from shoppers other where other.customer_id = shoppers.customer_id
    order by other.created_at, other.shopper_id limit 1);
drop index shoppers_of_customer;
create unique index one_shopper_per_customer on shoppers (customer_id);
alter table shoppers
    add merged_into text references shoppers on delete cascade,
    add check (merged_into is null or (customer_id is null and merged_into <> shopper_id));
create index shoppers_merged_into on shoppers (merged_into);

create table used_assertions (
    jti_sha256 bytea primary key,
    expires_at timestamptz not null
);
create index used_assertions_expiry on used_assertions (expires_at);

create sequence demo_visits start with 1001;
"""

DOWN = """
drop sequence demo_visits;
drop table used_assertions;
drop index shoppers_merged_into;
alter table shoppers drop column merged_into;
drop index one_shopper_per_customer;
create index shoppers_of_customer on shoppers (customer_id);
alter table customers drop column copied_at;
update customers set address = '{"street": "", "city": "", "region": "", "postal_code": "", "country": ""}'
where address is null;
alter table customers alter column address set not null;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)
