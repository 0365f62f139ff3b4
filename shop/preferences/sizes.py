"""Sizes as they are told: "my shoe size is nine", "I'm a medium", "I wear a 34 waist"."""

import re
from collections.abc import Iterator

from shop.preferences.clauses import PEOPLE
from shop.preferences.naming import GOODS_WORN, Parse, worn_named
from shop.preferences.preference import Kind, Preference

_NUMBER = (
    r"(?:\d{1,3}(?:\.5)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|eighteen|twenty|thirty|forty|fifty)"
)
_SIZE = (
    rf"(?:{_NUMBER}(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|\d))?(?: (?:and )?a half)?(?:x\d{{2}})?"
    r"(?: (?:wide|narrow))?|(?:extra[- ]|double[- ]extra[- ]|x+[- ]?)?(?:small|medium|large)|x{0,3}[sl]|m)"
)
_FOR = rf"(?:\s+(?:in|for|as)\s+(?:an? |my |the )?(?P<for>[a-z' -]*?(?:{GOODS_WORN})))?"
_WHOSE = rf"(?:my|our|the)\s+(?:(?P<who>{PEOPLE})(?:'?s)?\s+)?"
# "I need sweaters in size ten" is a search; who always needs a ten tells of themselves.
_OFTEN = r"(?:usually |normally |always |generally |mostly |tend to |now )"
_FRAMES = tuple(
    re.compile(f"^(?:{pattern}){_FOR}$")
    for pattern in (
        (
            rf"(?:set |change |update |save |make )?{_WHOSE}(?P<goods>[a-z' -]*?)\s*size(?: of)?"
            rf"(?:'s| is| are| as| to| should be| would be|:)? (?:an? |now |actually |usually |normally |about )*"
            rf"(?:size )?(?:eu |us |uk )?(?P<size>{_SIZE})"
        ),
        (
            rf"{_WHOSE}(?P<goods>feet|foot|waist|hat|head|ring finger|shoes?) (?:is|are"
            rf"|measures?)(?: an?)?(?: size)? (?P<size>{_SIZE})"
        ),
        rf"(?:save |set )?size (?P<size>{_SIZE})",
        (
            rf"(?:i'?m|i am)(?: usually| normally| now| more of)? (?:an? )?(?:size )?(?P<size>{_SIZE})"
            rf"(?: (?P<goods>{GOODS_WORN}|shoe))?"
        ),
        (
            rf"i (?:{_OFTEN}?(?:wear|take)|{_OFTEN}(?:need|buy))s? (?:an? )?(?:size )?"
            rf"(?P<size>{_SIZE})(?: (?P<goods>{GOODS_WORN}))?"
        ),
        (
            rf"(?:my|our) (?P<who>{PEOPLE}) (?:wears|takes|is|needs) (?:an? )?(?:size )?(?P<size>{_SIZE})"
            rf"(?: (?P<goods>{GOODS_WORN}))?"
        ),
        (
            rf"i (?:{_OFTEN}?(?:wear|take)|{_OFTEN}(?:need|buy)) (?:my )?(?P<goods>{GOODS_WORN}) (?:in "
            rf")?(?:an? )?(?:size )?(?P<size>{_SIZE})"
        ),
    )
)
_WIDE = re.compile(r"^i (?:have|need|wear|always wear|take) (?P<width>wide|narrow)(?:r)? (?:feet|shoes|foot)$")
_NOT_THAT = re.compile(rf",? (?:and )?(?:not|rather than|instead of) (?:an? )?{_SIZE}$")
# Words for amounts of other things, and for age.
_NO_SIZE = re.compile(r"\b(?:years?|family|household|of us|percent|dollars?|minutes?|bit)\b")


def sizes_told(clause: str, *, parse: Parse) -> Iterator[Preference]:
    said = _NOT_THAT.sub("", clause)
    if _NO_SIZE.search(said):
        return
    if wide := _WIDE.match(said):
        yield Preference(kind=Kind.SIZE, about="shoe width", value=wide["width"])
        return
    for frame in _FRAMES:
        if found := frame.match(said):
            yield _told(found.groupdict(), parse)
            return


def _told(found: dict[str, str | None], parse: Parse) -> Preference:
    goods = worn_named(f"{found.get('goods') or ''} {found.get('for') or ''}")
    who = found.get("who")
    spoken = found["size"] or ""
    read = parse(f"{goods} size {spoken}").sizes or parse(f"size {spoken}").sizes
    about = f"{who}: {goods}".rstrip(": ") if who else goods
    return Preference(kind=Kind.SIZE, about=about, value=read[0] if read else spoken.upper())
