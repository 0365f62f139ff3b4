"""What the shop keeps of bodies and sizes: whose it is, that it is kept once, forgotten and merged."""

from catalog.connections import Connections
from shop.sizes import rows
from shop.sizes.evidence import Outcome, Past, Usual
from shop.sizes.measurements import Measurements
from shop.sizes.model import SizeModels
from shop.sizes.sizes import StoredSizes
from tests.integration.conftest import new_id

ANN, BOB = "shopper-ann", "shopper-bob"
BOOTS = Past(product_id="boots", brand="Stonecairn", chart_id=None, kind="", size="9", outcome=Outcome.TOO_SMALL)


def sizes_of(database: Connections) -> StoredSizes:
    return StoredSizes(database, SizeModels(()), new_id=new_id)


async def test_measures_are_kept_for_whom_they_are_told_of(database: Connections) -> None:
    sizes = sizes_of(database)
    await sizes.remember(ANN, Measurements(height_cm=168), turn_id="t1")
    await sizes.remember(ANN, Measurements(weight_kg=62), turn_id="t2")
    await sizes.remember(ANN, Measurements(height_cm=120, age=8), wearer="son", turn_id="t3")
    assert (await sizes.known(ANN)).body == Measurements(height_cm=168, weight_kg=62)
    assert (await sizes.known(ANN, wearer="son")).body == Measurements(height_cm=120, age=8)
    assert (await sizes.known(BOB)).body == Measurements()


async def test_a_size_that_is_told_again_replaces_the_earlier(database: Connections) -> None:
    sizes = sizes_of(database)
    await sizes.remember(ANN, Measurements(), [Usual(size="M", brand="Fernhollow", worn="tops")], turn_id="t1")
    await sizes.remember(ANN, Measurements(), [Usual(size="L", brand="Fernhollow", worn="tops")], turn_id="t2")
    assert [usual.size for usual in (await sizes.known(ANN)).usual] == ["L"]


async def test_a_turn_that_is_repeated_changes_nothing_twice(database: Connections) -> None:
    sizes = sizes_of(database)
    await sizes.remember(ANN, Measurements(height_cm=168), turn_id="t1")
    await sizes.remember(ANN, Measurements(height_cm=190), turn_id="t1")
    assert (await sizes.known(ANN)).body.height_cm == 168


async def test_how_a_size_turned_out_is_told_once_and_may_be_corrected(database: Connections) -> None:
    sizes = sizes_of(database)
    await sizes.note_outcome(ANN, BOOTS, turn_id="t1")
    assert (await sizes.runs("boots")).too_small == 1
    fits = Past(product_id="boots", brand="Stonecairn", chart_id=None, kind="", size="9", outcome=Outcome.FITS)
    await sizes.note_outcome(ANN, fits, turn_id="t2")
    told = await sizes.runs("boots")
    assert (told.fits, told.too_small) == (1, 0)
    assert [past.outcome for past in await sizes.past(ANN)] == [Outcome.FITS]


async def test_everything_that_was_told_is_forgotten(database: Connections) -> None:
    sizes = sizes_of(database)
    await sizes.remember(ANN, Measurements(height_cm=168), [Usual(size="M")], turn_id="t1")
    await sizes.note_outcome(ANN, BOOTS, turn_id="t2")
    assert await sizes.forget(ANN) is True
    assert (await sizes.known(ANN)).body == Measurements()
    assert (await sizes.known(ANN)).usual == ()
    assert await sizes.past(ANN) == ()
    assert await sizes.forget(ANN) is False


async def test_what_was_told_before_signing_in_is_the_customers_and_newer(database: Connections) -> None:
    sizes = sizes_of(database)
    await sizes.remember(BOB, Measurements(height_cm=168, weight_kg=60), turn_id="t1")
    await sizes.note_outcome(BOB, BOOTS, turn_id="t2")
    await sizes.remember(ANN, Measurements(weight_kg=62), [Usual(size="M")], turn_id="t3")
    await sizes.note_outcome(ANN, BOOTS, turn_id="t4")
    for _ in range(2):
        async with database.connection() as connection:
            await rows.merge(connection, from_id=ANN, to_id=BOB)
    known = await sizes.known(BOB)
    assert known.body == Measurements(height_cm=168, weight_kg=62)
    assert [usual.size for usual in known.usual] == ["M"]
    assert len(await sizes.past(BOB)) == 1
    assert (await sizes.known(ANN)).body == Measurements()
