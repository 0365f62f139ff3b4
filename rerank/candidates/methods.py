"""All methods fitted to the same purchases, by the names that figures and features go by."""

from collections.abc import Mapping

from rerank.candidates.als import CustomerFactors, Factorizer
from rerank.candidates.descriptions import AlikeInWords, VariantsInWords
from rerank.candidates.item_knn import ItemNeighbours, PlainItemNeighbours
from rerank.candidates.method import Method
from rerank.candidates.neighbours import LikeCustomers
from rerank.candidates.next_basket import NextBasket
from rerank.candidates.personal import PersonalTop
from rerank.candidates.popularity import Popularity, RecentPopularity
from rerank.candidates.purchases import Purchases, Scores

TRENDS = {"popularity_3_days": 3.0, "popularity_14_days": 14.0, "popularity_60_days": 60.0}
COLLABORATIVE = ("item_knn", "als", "like_customers", "next_basket", "next_basket_damped")
WORDS = ("alike_in_words", "variants_in_words")


def fit_methods(
    purchases: Purchases, *, vectors: Scores | None = None, factorizer: Factorizer | None = None
) -> Mapping[str, Method]:
    """`vectors` are of the items' descriptions, one row each of length one; without them words tell nothing."""
    fitted: dict[str, Method] = {"popularity": Popularity(purchases), "personal_top": PersonalTop(purchases)}
    for name, half_life_days in TRENDS.items():
        fitted[name] = RecentPopularity(purchases, half_life_days=half_life_days)
    fitted["item_knn_plain"] = PlainItemNeighbours(purchases)
    fitted["item_knn"] = ItemNeighbours(purchases)
    fitted["als"] = CustomerFactors(purchases, factorizer=factorizer)
    fitted["like_customers"] = LikeCustomers(purchases)
    fitted["next_basket"] = NextBasket(purchases)
    fitted["next_basket_damped"] = NextBasket(purchases, damped=True)
    if vectors is not None:
        fitted["alike_in_words"] = AlikeInWords(purchases, vectors)
        fitted["variants_in_words"] = VariantsInWords(purchases, vectors)
    return fitted
