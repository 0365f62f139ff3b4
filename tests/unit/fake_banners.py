"""Banners of a page's server in tests."""

from rerank.banners.banner import Banner
from rerank.recommending import Visit


class FakeBanners:
    """Has these, whoever looks, and remembers who did."""

    def __init__(self, *banners: Banner) -> None:
        self.banners = list(banners)
        self.visits: list[Visit] = []

    async def shown(self, visit: Visit, *, limit: int) -> list[Banner]:
        self.visits.append(visit)
        return self.banners[:limit]
