"""How far back a person's doings are read, and how much of them at most: nobody's whole life is read for one answer."""

DAY_S = 86_400.0
TAKEN_DAYS, TAKEN_MOST = 730, 600
DONE_DAYS, DONE_MOST = 30, 400
SEEN_DAYS, SEEN_MOST = 1, 200
# What is looked at now: the last products within the hour, and what counts as looking.
SESSION_DAYS, SESSION_MOST = 1 / 24, 6
LOOKS = ("view", "click", "dwell", "add_to_cart")
# The hours of a day that are counted together.
BLOCKS_PER_DAY = 8
BLOCK_S = DAY_S / BLOCKS_PER_DAY
