"""Why nothing can be simulated.

SimulationError
├── NothingToSell      the catalogue has nothing in stock
├── NotASandbox        the shop is a real one: made-up shoppers do not belong there
├── ShopOutOfReach     nobody answers where the shop should be
└── ShopAnswersWrong   the shop that is driven refused, or answered something else than a list
"""


class SimulationError(Exception):
    """The root of this folder's errors."""


class NothingToSell(SimulationError):
    def __init__(self) -> None:
        super().__init__("Nothing is in stock that a shopper could want.")


class NotASandbox(SimulationError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"Simulated shoppers only go where nothing is sold in earnest: {reason}.")
        self.reason = reason


class ShopOutOfReach(SimulationError):
    def __init__(self, *, address: str) -> None:
        super().__init__(f"Nobody answers at {address}. `make up` opens the shop; --address says where it is.")


class ShopAnswersWrong(SimulationError):
    def __init__(self, *, route: str, answer: str) -> None:
        super().__init__(f"{route} answered wrongly: {answer}.")
        self.route = route
        self.answer = answer
