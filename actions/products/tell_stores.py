"""Where the stores are and when they are open: told for more than one kind of question."""

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.heard import Heard
from actions.services import Services
from catalog.contents import Store
from shop.days import day_meant
from shop.phrasing import availability


async def tell_stores(services: Services, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
    every = await stores_as_called(services)
    named = availability.named_stores(every, said.text)
    calendar = await services.commerce.checkouts.calendar(said.shopper_id)
    today = calendar.today(named[0].id if len(named) == 1 else None)
    day = day_meant(said.text, today=today)
    if day:
        replies.tell(dispatcher, availability.open_on(every, day, said.text, today=today))
    else:
        replies.tell(dispatcher, availability.stores(every, said.text))
    return []


async def stores_as_called(services: Services) -> list[Store]:
    """ "Riverside" is enough of "Tansy Lane Riverside" where all stores are Tansy Lane's."""
    called = services.reader().store_called
    return [replace(store, name=called(store.id) or store.name) for store in await services.products.stores()]
