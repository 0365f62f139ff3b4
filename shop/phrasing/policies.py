"""What is said about the shop's promises."""

import re

from catalog.contents import PolicyText
from catalog.retrieval.analyser import terms_of
from shop.reply import Answer

SENTENCE_END = re.compile(r"(?<=[.!?]) ")
SOURCE = re.compile(r"^Our [\w ]+ policy says: ")
SPOKEN_AT_ONCE = 2
SUGGESTIONS = ("How do returns work?", "How long does delivery take?", "What is the warranty?")
COMMON = set(
    terms_of(
        "how do does did what when where which who is are can could will would i you your my me we the a an it if for "
        "of to in on at with or and any there have has had get take back return returns policy work long much many "
        "delivery shipping ship warranty price match about explain tell"
    )
)


def explained(policy: PolicyText | None, question: str = "") -> tuple[Answer, str]:
    """What answers the question is said, and all is shown; the second part is what remains to be said if wanted."""
    if policy is None:
        said = "I don't have that policy at hand. The people in the store will know."
        return Answer(speech=said, text=said, suggestions=SUGGESTIONS), ""
    first, rest = _answering(policy.spoken, question)
    first = f"{source_of(policy)}: {first}"
    answer = Answer(
        speech=f"{first} Would you like to hear the rest?" if rest else first,
        text=f"{policy.title}: {policy.spoken}",
        suggestions=SUGGESTIONS,
        expects_reply=bool(rest),
    )
    return answer, rest


def from_facts(policy: PolicyText, said: str) -> Answer:
    """What the policy's facts answer; its words are there to be read."""
    return Answer(speech=said, text=f"{said}\n{policy.title}: {policy.spoken}", suggestions=SUGGESTIONS)


def told(said: str) -> Answer:
    """In other words than the policy's first ones, and with nothing left to be said."""
    return Answer(speech=said, text=said, suggestions=SUGGESTIONS)


def rest_after(told: str, first: str, rest: str) -> str:
    """What remains to be said of a policy once it was `told` otherwise than by its `first` sentences.

    Nothing where none of it was told: then the question was about something else.
    """
    sentences = SENTENCE_END.split(f"{SOURCE.sub('', first)} {rest}".strip())
    left = [sentence for sentence in sentences if _in_words(sentence) not in _in_words(told)]
    return " ".join(left) if len(left) < len(sentences) else ""


def source_of(policy: PolicyText) -> str:
    """Whose word it is: the shop's, and of which matter."""
    return source_of_kind(policy.kind)


def source_of_kind(kind: str) -> str:
    return f"Our {kind.replace('_', ' ')} policy says"


def _in_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _answering(spoken: str, question: str) -> tuple[str, str]:
    """The sentences with a word of the question, or the first ones; and the others."""
    sentences = SENTENCE_END.split(spoken)
    if len(sentences) <= SPOKEN_AT_ONCE:
        return spoken, ""
    asked = set(terms_of(question)) - COMMON
    told = [sentence for sentence in sentences if asked & (set(terms_of(sentence)) - COMMON)]
    told = (told or sentences)[:SPOKEN_AT_ONCE]
    return " ".join(told), " ".join(sentence for sentence in sentences if sentence not in told)
