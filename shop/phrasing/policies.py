"""What is said about the shop's promises."""

import re
from dataclasses import dataclass

from catalog.contents import PolicyText
from catalog.retrieval.analyser import terms_of
from shop.reply import Answer

SENTENCE_END = re.compile(r"(?<=[.!?]) ")
SPOKEN_AT_ONCE = 2
SUGGESTIONS = ("How do returns work?", "How long does delivery take?", "What is the warranty?")
COMMON = set(
    terms_of(
        "how do does did what when where which who is are can could will would i you your my me we the a an it if for "
        "of to in on at with or and any there have has had get take back return returns policy work long much many "
        "delivery shipping ship warranty price match about explain tell"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """`quoted` is what the answer says in the policy's words, and `rest` what remains to be said if wanted."""

    answer: Answer
    quoted: str = ""
    rest: str = ""


def explained(policy: PolicyText | None, question: str = "") -> Explained:
    """What answers the question is said, and all is shown."""
    if policy is None:
        said = "I don't have that policy at hand. The people in the store will know."
        return Explained(answer=Answer(speech=said, text=said, suggestions=SUGGESTIONS))
    quoted, rest = _answering(policy.spoken, question)
    first = f"{source_of(policy)}: {quoted}"
    answer = Answer(
        speech=f"{first} Would you like to hear the rest?" if rest else first,
        text=f"{policy.title}: {policy.spoken}",
        suggestions=SUGGESTIONS,
        expects_reply=bool(rest),
    )
    return Explained(answer=answer, quoted=quoted, rest=rest)


def from_facts(policy: PolicyText, said: str) -> Answer:
    """What the policy's facts answer; its words are there to be read."""
    return Answer(speech=said, text=f"{said}\n{policy.title}: {policy.spoken}", suggestions=SUGGESTIONS)


def told(said: str) -> Answer:
    """In other words than the policy's first ones, and with nothing left to be said."""
    return Answer(speech=said, text=said, suggestions=SUGGESTIONS)


def rest_after(told: str, rest: str) -> str:
    """What still remains to be said of a policy once more of it was `told`."""
    return " ".join(sentence for sentence in SENTENCE_END.split(rest) if _in_words(sentence) not in _in_words(told))


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
