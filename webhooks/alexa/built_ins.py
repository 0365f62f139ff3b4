"""What Alexa's own intents mean here: a sentence for the assistant, or the end of the session."""

from collections.abc import Mapping

STOPS = frozenset({"AMAZON.StopIntent"})
LEAVES_QUIETLY = frozenset({"AMAZON.NavigateHomeIntent", "AMAZON.PauseIntent"})
CANCELS = frozenset({"AMAZON.CancelIntent"})
SELECTS = "AMAZON.SelectIntent"
# Of what Alexa did not understand it tells no word.
NOT_HEARD = "…"
LEAVE_IT = "never mind"
# Tells a summary again that waits for a yes, and agrees to nothing.
GO_ON = "continue"
MORE, BACK = "show me more", "go back to the previous ones"
SENTENCES: Mapping[str, str] = {
    "AMAZON.HelpIntent": "help",
    "AMAZON.FallbackIntent": NOT_HEARD,
    "AMAZON.YesIntent": "yes",
    "AMAZON.NoIntent": "no",
    "AMAZON.RepeatIntent": "repeat that",
    "AMAZON.MoreIntent": MORE,
    "AMAZON.NextIntent": MORE,
    "AMAZON.PageDownIntent": MORE,
    "AMAZON.ScrollDownIntent": MORE,
    "AMAZON.ScrollRightIntent": MORE,
    "AMAZON.PreviousIntent": BACK,
    "AMAZON.PageUpIntent": BACK,
    "AMAZON.ScrollUpIntent": BACK,
    "AMAZON.ScrollLeftIntent": BACK,
    "AMAZON.StartOverIntent": "let's look for something else",
    "AMAZON.ResumeIntent": GO_ON,
}
# Where a whole sentence was asked for, these come as one of its words too.
STOP_WORDS = frozenset({"stop", "exit", "quit", "alexa stop", "close the skill"})
CANCEL_WORDS = frozenset({"cancel", "never mind", "nevermind", "alexa cancel"})
# Those after which whatever was open still is: they ask nothing of their own.
LEAVE_OPEN = frozenset({"AMAZON.HelpIntent", "AMAZON.FallbackIntent", "AMAZON.RepeatIntent"})
