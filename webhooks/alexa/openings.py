"""The words that shoppers begin a sentence with: each is a carrier of its own, so that what follows comes whole.

They are the first words of the sentences that the assistant learned from, as far as any goods and any shop can follow
them. A test holds them against those sentences.
"""

from collections.abc import Mapping, Sequence

# In each group the first stands for the others: none of them says anything else. Amazon allows 250 intents in all.
GROUPS = """
i; i'll, we'll; i've, we've; i'd; my, our; we; we're; you; you're; you've; your
it; it's; this; that; that's; these; those; they; they're; there's; who; who's; how's; where
call; put, throw, toss, chuck, stick, pop; tell; give; gimme; let, lemme; let's; go; take; grab; bring; pick; make; use
keep; leave; send; start; finish, complete; place; pay; charge; check; track; look; see; read; view, open
say; repeat; help; stop; cancel; drop; clear, empty; undo; switch, exchange; skip; refund; match; halve; double
update; set; save, note; connect, transfer; speak, talk; explain, describe; narrow; cut; reduce, lower
need; want; looking; got; have; had; try; hold, wait; don't
can; could; will; would; should; may, am; was; has; did; doesn't; didn't; any, anything; something
no, nope, nah; not; none; never; nothing; yes, yeah, yep, yup; okay, ok, alright; sure; right; please, kindly
thanks, thank; hello, hi, hey; good; great, perfect, nice; sorry; and; also; but; actually; just; only
instead; always; still; again; if
a, an; some; one; two; three; four; five; half; all; both; other; another; same; more; too; first; next; last
cheaper; delivery
"""
# Said before anything else, and meaning nothing.
FILLERS = ("um", "uh", "hmm", "oh", "so", "well")


def groups() -> Sequence[Sequence[str]]:
    told = GROUPS.strip().replace("\n", ";").split(";")
    return [[word.strip() for word in group.split(",")] for group in told]


def openings() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """By the intent's name, in which Amazon allows letters and underscores: what is said, and the samples."""
    heard = {
        f"Begins_{group[0].replace(chr(39), '_')}": (
            f"{group[0]} {{query}}",
            tuple(f"{word} {{query}}" for word in group),
        )
        for group in groups()
    }
    return {**heard, "Begins_with_a_filler": ("{query}", tuple(f"{word} {{query}}" for word in FILLERS))}
