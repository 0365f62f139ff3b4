"""What shoppers corrected, and at which price a thing went into the cart."""

from alembic import op

revision = "0013"
down_revision = "0012"

UP = """
create table usual_corrections (
    shopper_id text not null references shoppers on delete cascade,
    turn_id text not null,
    wrong_variant_id text not null,
    right_variant_id text not null,
    corrected_at timestamptz not null default now(),
    primary key (shopper_id, turn_id, wrong_variant_id),
    check (wrong_variant_id <> right_variant_id)
);

-- The price that the shopper was told. Whoever writes the line need not know of it.
alter table cart_lines add column added_at_price_minor integer check (added_at_price_minor >= 0);

create function note_price_of_line() returns trigger language plpgsql as $$
begin
    new.added_at_price_minor := (select price_minor from variants where variant_id = new.variant_id);
    return new;
end
$$;
create trigger cart_line_priced before insert on cart_lines for each row execute function note_price_of_line();
"""

DOWN = """
drop trigger cart_line_priced on cart_lines;
drop function note_price_of_line;
alter table cart_lines drop column added_at_price_minor;
drop table usual_corrections;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)
