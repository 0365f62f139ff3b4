"""What the shopper took back while still speaking: "a red no wait a blue hoodie", "under fifty no sixty", "the the"."""

from collections.abc import Hashable, Sequence

from catalog.understanding.numbers import NUMBER_WORDS
from catalog.understanding.words import Word, word_set

_SURE = (
    ("no", "wait"),
    ("wait", "no"),
    ("no", "i", "mean"),
    ("no", "i", "meant"),
    ("i", "mean"),
    ("i", "meant"),
    ("or", "rather"),
    ("scratch", "that"),
    ("strike", "that"),
    ("sorry", "i", "mean"),
    ("no", "sorry"),
    ("sorry", "no"),
    ("no", "make", "that"),
    ("make", "that"),
    ("no", "actually"),
    ("actually", "no"),
    ("actually", "make", "it"),
    ("wait",),
    ("oops",),
    ("sorry",),
    ("actually",),
)
_BY_FIRST = {first: [phrase for phrase in _SURE if phrase[0] == first] for first, *_ in _SURE}
_BETWEEN_NUMBERS = "no"
_HESITATION = word_set("um umm ummm uh uhh uhhh uhm er erm hmm hm mm")
_SKIPPED = word_set("a an the some in uh um like to it that for")
_SAID_TWICE = word_set("bye cha yo tu dum chow pom go no night hush")
_FARTHEST = 6

Names = dict[int, tuple[int, Hashable]]
"""For each place where something the catalogue knows begins: where it ends, and of what sort it is."""


def without_stutter(words: Sequence[Word]) -> list[Word]:
    """ "The the uh black sneakers"; numbers said twice may both be meant, and a yo-yo is one."""
    spoken = [word for word in words if word.norm not in _HESITATION]
    return [word for place, word in enumerate(spoken) if not (place and _again(spoken[place - 1], word))]


def repaired(words: Sequence[Word], sorts: Names) -> list[Word] | None:
    """Without what was taken back; none if nothing was."""
    for place in range(1, len(words)):
        marker = _marker(words, place)
        if not marker:
            continue
        anew = place + marker
        while anew < len(words) and words[anew].norm in _SKIPPED:
            anew += 1
        if before := _of_same_sort(words, place, anew, sorts):
            start, end = before
            return [*words[:start], *words[end:place], *words[anew:]]
    return None


def _again(before: Word, word: Word) -> bool:
    same = before.norm == word.norm and before.number is None and word.norm not in NUMBER_WORDS
    return same and word.glue == " " and not word.breaks and word.norm not in _SAID_TWICE


def _marker(words: Sequence[Word], place: int) -> int:
    """How many words take back what was said before; 0 if none."""
    for phrase in _BY_FIRST.get(words[place].norm, ()):
        if _says(words, place, phrase):
            return len(phrase)
    corrects = words[place].norm == _BETWEEN_NUMBERS and words[place - 1].number is not None
    return int(corrects and any(word.number is not None for word in words[place + 1 : place + 2]))


def _says(words: Sequence[Word], place: int, phrase: tuple[str, ...]) -> bool:
    return tuple(word.norm for word in words[place : place + len(phrase)]) == phrase


def _of_same_sort(words: Sequence[Word], marker: int, anew: int, sorts: Names) -> tuple[int, int] | None:
    """The nearest thing before the marker that what comes after it can stand for."""
    if anew >= len(words):
        return None
    number = words[anew].number is not None
    sort = sorts.get(anew, (0, None))[1]
    for place in range(marker - 1, max(-1, marker - _FARTHEST), -1):
        if number and words[place].number is not None:
            return place, place + 1
        end, other = sorts.get(place, (0, None))
        if sort is not None and other == sort and end <= marker:
            return place, end
    return None
