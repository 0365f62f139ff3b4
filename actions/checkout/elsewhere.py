"""What becomes of a checkout in a turn that may not place an order."""

from actions.forms.form import Taken
from shop.phrasing import buying_elsewhere as phrasing
from shop.turn import Buying


def elsewhere(buying: Buying, *, cart_page: str) -> Taken:
    """The checkout is over, or never begins."""
    told = phrasing.link_account() if buying is Buying.WHEN_LINKED else phrasing.in_the_browser(cart_page)
    return Taken(done=True, told=told)
