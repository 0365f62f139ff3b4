"""Finds what in a shop's texts speaks to a machine instead of a shopper: it is neither spoken nor handed on."""

import re
import unicodedata

SENTENCE_END = re.compile(r"(?<=[.!?])\s+|[\r\n]+")
_WHOM = r"(?:the |your |every |all |any )?(?:shoppers?|customers?|users?|buyers?|visitors?|them|everyone|people)"
_SPEAKS_TO_A_MACHINE = re.compile(
    r"\b(?:system|assistant|user|developer|human|ai|bot)\s*[:>\]]"
    r"|\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:rules?|instructions?|previous|prior|above|prompts?|"
    r"everything|all|policy|policies|guidelines?)\b"
    r"|\b(?:prompt|instructions? (?:to|for) the|language model|as an ai|jailbreak|chatgpt|chatbot|llm)\b"
    r"|\byou are (?:now|an?) (?:assistant|ai|bot|model|helpful|new|unrestricted|free to)\b|\byou are now\b"
    rf"|\b(?:tell|inform|assure|convince|remind|promise|persuade) {_WHOM}\b"
    r"|\b(?:say|state|claim|answer|respond|reply|output|print|repeat|pretend|act) (?:that|with|as|to the|only|always)\b"
    r"|\b(?:always|never|do not|don't|must) (?:say|mention|recommend|tell|reveal|compare|answer|respond|choose|pick)\b"
    r"|\b(?:recommend|choose|pick|prefer) (?:only )?(?:this|it)\b.{0,30}\b(?:always|over|instead|first)\b"
    r"|\b(?:add|put)\b.{0,60}\b(?:cart|basket|bag)\b|\b(?:place|confirm|submit) (?:the |an |this )?order\b"
    r"|\bset (?:the |its )?(?:price|rating|stock)\b|\b(?:price|cost)\b.{0,12}(?:[:=]\s*|to )(?:0|zero)\b"
    r"|https?:|www\.|!\[|\]\(|<\s*/?\s*\w|```|\{\{|\bjson\b",
    re.IGNORECASE | re.DOTALL,
)


def plain(text: str) -> str:
    """As it is read: no signs that cannot be seen, and no look-alikes of letters where Unicode knows better ones."""
    known = unicodedata.normalize("NFKC", text)
    seen = (sign for sign in known if unicodedata.category(sign) not in {"Cf", "Cc", "Co", "Cs"} or sign in "\n\t")
    return "".join(seen).replace("\t", " ")


def speaks_to_a_machine(text: str) -> bool:
    return _SPEAKS_TO_A_MACHINE.search(plain(text)) is not None


def for_shoppers(text: str) -> str:
    """As it is written, but for the sentences that speak to a machine."""
    sentences = SENTENCE_END.split(text)
    told = [sentence for sentence in sentences if not speaks_to_a_machine(sentence)]
    return text if len(told) == len(sentences) else " ".join(told)


def without_instructions(text: str) -> tuple[str, tuple[str, ...]]:
    """What may be handed to a model, plainly written, and what was taken out of it."""
    sentences = [sentence.strip() for sentence in SENTENCE_END.split(plain(text)) if sentence.strip()]
    taken = tuple(sentence for sentence in sentences if speaks_to_a_machine(sentence))
    if not taken and speaks_to_a_machine(text):
        return "", (text,)
    return " ".join(sentence for sentence in sentences if sentence not in taken), taken
