"""What is known of shoppers, what they wait for and their cases, in memory: as the stored ones behave."""

from collections.abc import Sequence
from types import SimpleNamespace

from shop.alerts.stock_alerts import Back
from shop.handoffs.handoffs import Case
from shop.order import OrderState
from shop.preferences.preference import Aim, Preference, Preferences
from shop.preferences.stored_preferences import Changed


class PreferencesInMemory:
    def __init__(self) -> None:
        self.held: dict[str, list[Preference]] = {}
        self.accounts: dict[str, str] = {}
        self.reads = 0
        self.forgotten: list[str] = []
        self.may_learn: dict[str, bool] = {}

    async def of(self, shopper_id: str) -> Preferences:
        self.reads += 1
        return Preferences(self.held.get(shopper_id, []), is_customer=shopper_id in self.accounts)

    async def account_name(self, shopper_id: str) -> str | None:
        return self.accounts.get(shopper_id)

    async def change(
        self, shopper_id: str, *, turn_id: str, told: Sequence[Preference] = (), forgotten: Sequence[Aim] = ()
    ) -> Changed:
        known = Preferences(self.held.get(shopper_id, []))
        gone = known.meeting(forgotten)
        replaced = [one for one in known if one not in gone and any(new.replaces(one) for new in told)]
        self.held[shopper_id] = [*(one for one in known if one not in gone and one not in replaced), *told]
        unknown = tuple(aim for aim in forgotten if not any(aim.meets(one) for one in known))
        return Changed(told=tuple(told), replaced=tuple(replaced), gone=tuple(gone), unknown=unknown)

    async def forget_all(self, shopper_id: str, *, turn_id: str) -> None:
        self.held[shopper_id] = []

    async def forget_everything(self, shopper_id: str, *, turn_id: str) -> None:
        self.held[shopper_id] = []
        self.forgotten.append(shopper_id)

    async def learn(self, shopper_id: str, *, turn_id: str, may: bool) -> None:
        self.may_learn[shopper_id] = may


class AlertsInMemory:
    def __init__(self) -> None:
        self.waiting: dict[str, list[str]] = {}
        self.back: dict[str, list[Back]] = {}

    async def wait_for(self, shopper_id: str, variant_id: str, *, turn_id: str, contact: str | None = None) -> None:
        waiting = self.waiting.setdefault(shopper_id, [])
        if variant_id not in waiting:
            waiting.append(variant_id)

    async def cancel(self, shopper_id: str, *, turn_id: str, variant_ids: Sequence[str] | None = None) -> int:
        waiting = self.waiting.get(shopper_id, [])
        going = [one for one in waiting if variant_ids is None or one in variant_ids]
        self.waiting[shopper_id] = [one for one in waiting if one not in going]
        return len(going)

    async def tell(self, shopper_id: str) -> tuple[Back, ...]:
        return tuple(self.back.pop(shopper_id, ()))


class HandoffsInMemory:
    def __init__(self) -> None:
        self.opened: list[Case] = []

    async def open(self, shopper_id: str, *, turn_id: str, reason: str, summary: str) -> Case:
        case = Case(id=f"CASE{len(self.opened) + 1}", reason=reason, summary=summary)
        self.opened.append(case)
        return case


class OrdersToGreetWith:
    """Only what a greeting asks of orders."""

    def __init__(self, *states: OrderState) -> None:
        self._orders = tuple(SimpleNamespace(state=state) for state in states)

    async def of_shopper(self, shopper_id: str, *, limit: int = 1) -> tuple[SimpleNamespace, ...]:
        return self._orders[:limit]
