"""What is said about the shop's promises."""

from catalog.contents import PolicyText
from shop.reply import Answer


def explained(policy: PolicyText | None) -> Answer:
    if policy is None:
        said = "I don't have that policy at hand. The people in the store will know."
        return Answer(speech=said, text=said)
    return Answer(
        speech=policy.spoken,
        text=f"{policy.title}: {policy.spoken}",
        suggestions=("How long does delivery take?", "What is the warranty?"),
    )
