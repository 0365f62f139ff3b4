"""What is said of a database address that cannot be used."""

import pytest

from assistant.supervisor.errors import DatabaseUnusable
from assistant.supervisor.probes import require_fit_database


@pytest.mark.parametrize("url", ["postgresql://shop:open sesame@db/shop", "postgres//shop:open-sesame@db/shop"])
def test_an_address_that_cannot_be_read_is_not_repeated_with_its_password(url: str) -> None:
    with pytest.raises(DatabaseUnusable) as refused:
        require_fit_database(url)
    assert "sesame" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert "AISLE_DATABASE_URL" in str(refused.value)
    assert "postgresql://" in str(refused.value)
