"""Who is one person: shoppers, devices and customers, what links them, and whose each of them is."""

from alembic import op

revision = "0020"
down_revision = "0019"

# A device is what a page calls its browser. It changes hands when another customer signs in on it, and is another node
# from then on (`since` and `until`): what was done on it before stays whose it was. A person is named by its customer's
# shopper, else by its oldest shopper, else by its device; no shopper's id begins with "device ".
NODES = """
create table identity_nodes (
    node_id bigint generated always as identity primary key,
    shopper_id text unique references shoppers on delete cascade,
    customer_id text unique references customers on delete cascade,
    device_id text,
    since timestamptz not null default '-infinity',
    until timestamptz not null default 'infinity',
    signed_in_at timestamptz,
    is_crowded boolean not null default false,
    person_id text not null,
    check (num_nonnulls(shopper_id, customer_id, device_id) = 1),
    check (since < until),
    unique (device_id, since)
);
create unique index one_device_at_a_time on identity_nodes (device_id) where until = 'infinity';
create index identity_nodes_of_person on identity_nodes (person_id);
create unique index one_customer_per_person on identity_nodes (person_id) where customer_id is not null;
"""

# A link that ended stays as evidence of what was once believed, and why no longer.
LINKS = """
create table identity_links (
    link_id bigint generated always as identity primary key,
    first_node bigint not null references identity_nodes on delete cascade,
    second_node bigint not null references identity_nodes on delete cascade,
    evidence text not null check (evidence in ('signed_in', 'merged_on_sign_in', 'seen_together')),
    made_at timestamptz not null,
    ended_at timestamptz,
    ended_by text check (ended_by in ('unlinked', 'another_sign_in', 'crowd')),
    check (first_node <> second_node),
    check ((ended_at is null) = (ended_by is null))
);
create unique index one_link_of_a_kind on identity_links (first_node, second_node, evidence) where ended_at is null;
create index identity_links_of_first on identity_links (first_node);
create index identity_links_of_second on identity_links (second_node);

create table former_people (
    person_id text not null,
    changed_at timestamptz not null
);
create index former_people_by_time on former_people (changed_at);
"""

# Those who change people wait for each other; who only asks never waits.
WHOSE = """
create function hold_identity() returns void language sql as $$
    select pg_advisory_xact_lock(hashtext('aisle identity'))
$$;

create function person_of(of_shopper text, of_device text, at timestamptz) returns text
language sql stable parallel safe as $$
    select case
        when of_shopper is not null then
            coalesce((select person_id from identity_nodes where shopper_id = of_shopper), of_shopper)
        when of_device is not null then
            coalesce((select person_id from identity_nodes where device_id = of_device and since <= at and at < until),
                     'device ' || of_device)
    end
$$;

create function name_of_person(node identity_nodes) returns text language sql immutable as $$
    select coalesce(node.shopper_id,
        'device ' || node.device_id || case when node.since = '-infinity' then '' else ' ' || node.node_id end,
        'customer ' || node.customer_id)
$$;

create function rank_in_person(node identity_nodes) returns integer language sql immutable as $$
    select case when node.signed_in_at is not null then 0
                when node.shopper_id is not null then 1
                when node.device_id is not null then 2
                else 3 end
$$;
"""

# Signals written at the very moment in which people changed are looked at again later: see former_people. Of the three
# indexes by person each has some kinds: without naming them all a sign-in would read everybody's signals.
CHANGING = """
create function rekey_signals(of_person text) returns void language plpgsql as $$
begin
    update signals set person_id = person_of(shopper_id, device_id, occurred_at)
    where person_id = of_person
      and (kind in ('purchase', 'return') or kind = 'impression' or kind not in ('purchase', 'return', 'impression'))
      and person_of(shopper_id, device_id, occurred_at) is distinct from of_person;
end $$;

create function join_people(one text, other text) returns void language plpgsql as $$
declare
    first identity_nodes;
begin
    if one = other then
        return;
    end if;
    select * into strict first from identity_nodes node where person_id in (one, other)
        order by rank_in_person(node), node_id limit 1;
    update identity_nodes set person_id = name_of_person(first) where person_id in (one, other);
    insert into former_people (person_id, changed_at) values (one, clock_timestamp()), (other, clock_timestamp());
    -- Who keeps the name keeps the signals, however many they are.
    perform rekey_signals(person) from unnest(array[one, other]) person where person <> name_of_person(first);
end $$;

create function settle_person(of_person text) returns void language plpgsql as $$
declare
    remaining bigint[] := array(select node_id from identity_nodes where person_id = of_person);
    together bigint[];
    first identity_nodes;
begin
    -- Apart first, so that no two customers share a name on the way.
    update identity_nodes node set person_id = 'node ' || node_id where node_id = any(remaining);
    while cardinality(remaining) > 0 loop
        select * into strict first from identity_nodes node where node_id = any(remaining)
            order by rank_in_person(node), node_id limit 1;
        with recursive reached (node_id) as (
            select first.node_id
            union
            select case when link.first_node = reached.node_id then link.second_node else link.first_node end
            from reached join identity_links link
                on link.ended_at is null and reached.node_id in (link.first_node, link.second_node))
        select array_agg(node_id) into together from reached;
        update identity_nodes set person_id = name_of_person(first) where node_id = any(together);
        remaining := array(select unnest(remaining) except select unnest(together));
    end loop;
    insert into former_people (person_id, changed_at) values (of_person, clock_timestamp());
    perform rekey_signals(of_person);
end $$;
"""

# Nothing of who is deleted may be learned from later. What was done on a device without a shopper is theirs as well,
# unless somebody else is linked with it; and whoever deletes a customer deletes all that was taken for the customer's.
# Whoever deletes or signs in locks rows in one order: customer, shopper, those merged into the shopper, then the graph.
# Whoever waited for it may find that another has deleted the same person meanwhile.
FORGETTING = """
create index events_of_device on events (device_id, occurred_at) where shopper_id is null and device_id is not null;

create function forget_what_was_done(node identity_nodes) returns void language plpgsql as $$
begin
    if node.shopper_id is not null then
        delete from events where shopper_id = node.shopper_id;
        delete from signals where shopper_id = node.shopper_id;
        delete from shown_lists where shopper_id = node.shopper_id;
    elsif node.device_id is not null then
        delete from events where shopper_id is null and device_id = node.device_id
            and occurred_at >= node.since and occurred_at < node.until;
        delete from signals where shopper_id is null and device_id = node.device_id
            and occurred_at >= node.since and occurred_at < node.until;
        delete from shown_lists where shopper_id is null and device_id = node.device_id
            and shown_at >= node.since and shown_at < node.until;
    end if;
end $$;

create function forget_person_of_shopper() returns trigger language plpgsql as $$
declare
    own identity_nodes;
begin
    if not exists (select from identity_nodes where shopper_id = old.shopper_id) then
        return old;
    end if;
    perform from shoppers where merged_into = old.shopper_id order by shopper_id for update;
    perform hold_identity();
    select * into own from identity_nodes where shopper_id = old.shopper_id;
    if not found then
        return old;
    end if;
    if own.signed_in_at is not null then
        perform forget_what_was_done(node) from identity_nodes node where person_id = own.person_id;
        delete from identity_nodes where person_id = own.person_id and shopper_id is null;
    else
        perform forget_what_was_done(own);
        with alone as (
            select device.node_id from identity_links link join identity_nodes device on device.node_id = second_node
            where link.first_node = own.node_id and device.device_id is not null
              and not exists (select from identity_links other where other.second_node = device.node_id
                              and other.ended_at is null and other.first_node <> own.node_id)),
        forgotten as (
            select forget_what_was_done(node), node_id from identity_nodes node
            where node_id in (select node_id from alone))
        delete from identity_nodes where node_id in (select node_id from forgotten);
    end if;
    delete from identity_nodes where node_id = own.node_id;
    perform settle_person(own.person_id);
    return old;
end $$;
create trigger person_goes_with_their_shopper before delete on shoppers
    for each row execute function forget_person_of_shopper();

create function forget_person_of_customer() returns trigger language plpgsql as $$
declare
    own identity_nodes;
begin
    if not exists (select from identity_nodes where customer_id = old.customer_id) then
        return old;
    end if;
    perform from shoppers where customer_id = old.customer_id order by shopper_id for update;
    perform hold_identity();
    select * into own from identity_nodes where customer_id = old.customer_id;
    if not found then
        return old;
    end if;
    perform forget_what_was_done(node) from identity_nodes node where person_id = own.person_id;
    delete from identity_nodes where person_id = own.person_id;
    return old;
end $$;
create trigger person_goes_with_their_customer before delete on customers
    for each row execute function forget_person_of_customer();
"""

# Sign-ins of before were noted with the shoppers. An event stays as it was written; whose it is by now is asked here.
KNOWN_BEFORE = """
insert into identity_nodes (shopper_id, signed_in_at, person_id)
    select shopper_id, created_at, shopper_id from shoppers where customer_id is not null;
insert into identity_nodes (shopper_id, person_id)
    select shopper_id, merged_into from shoppers where merged_into is not null;
insert into identity_nodes (customer_id, person_id)
    select customer_id, shopper_id from shoppers where customer_id is not null;
insert into identity_links (first_node, second_node, evidence, made_at)
    select shopper.node_id, customer.node_id, 'signed_in', shopper.signed_in_at
    from identity_nodes shopper join identity_nodes customer using (person_id)
    where shopper.signed_in_at is not null and customer.customer_id is not null;
insert into identity_links (first_node, second_node, evidence, made_at)
    select guest.node_id, own.node_id, 'merged_on_sign_in', now()
    from shoppers join identity_nodes guest using (shopper_id)
    join identity_nodes own on own.shopper_id = shoppers.merged_into;

drop view known_events;
create view known_events as
    select events.*, person_of(shopper_id, device_id, occurred_at) as person_id from events;
"""

DOWN = """
drop view known_events;
create view known_events as
    select events.*, coalesce(shoppers.merged_into, events.shopper_id) as known_shopper_id
    from events left join shoppers using (shopper_id);
drop trigger person_goes_with_their_customer on customers;
drop trigger person_goes_with_their_shopper on shoppers;
drop function forget_person_of_customer;
drop function forget_person_of_shopper;
drop function forget_what_was_done;
drop index events_of_device;
drop function settle_person;
drop function join_people;
drop function rekey_signals;
drop function rank_in_person;
drop function name_of_person;
drop function person_of;
drop function hold_identity;
drop table former_people, identity_links, identity_nodes;
"""


def upgrade() -> None:
    for step in (NODES, LINKS, WHOSE, CHANGING, FORGETTING, KNOWN_BEFORE):
        op.execute(step)


def downgrade() -> None:
    op.execute(DOWN)
