"""What every implementation of the port `Keys` does."""

import threading

import pytest

from ...domain.models.error_models import KeyReused
from ...domain.ports import Keys

NOW = 1_780_000_000.0
DAY = 24 * 60 * 60


class KeysContract:
    """Subclasses give the fixture `keys`."""

    def test_the_first_to_reserve_a_key_gives_it_its_id(self, keys: Keys) -> None:
        assert keys.reserve("k", "print", "first", NOW) == "first"
        assert keys.reserve("k", "print", "second", NOW) == "first"
        assert keys.find("k", "print", NOW) == "first"

    def test_a_key_of_a_different_request_is_refused(self, keys: Keys) -> None:
        keys.reserve("k", "print", "first", NOW)
        with pytest.raises(KeyReused):
            keys.reserve("k", "other", "second", NOW)
        with pytest.raises(KeyReused):
            keys.find("k", "other", NOW)

    def test_a_key_is_forgotten_after_a_day(self, keys: Keys) -> None:
        keys.reserve("k", "print", "first", NOW)
        assert keys.find("k", "print", NOW + DAY - 1) == "first"
        assert keys.find("k", "print", NOW + DAY + 1) is None
        assert keys.reserve("k", "other", "second", NOW + DAY + 1) == "second"

    def test_an_unknown_key_stands_for_nothing(self, keys: Keys) -> None:
        assert keys.find("k", "print", NOW) is None

    def test_many_who_race_for_a_key_get_the_same_id(self, keys: Keys) -> None:
        found: list[str] = []
        start = threading.Barrier(8)

        def race(name: str) -> None:
            start.wait(10)
            found.append(keys.reserve("k", "print", name, NOW))

        threads = [threading.Thread(target=race, args=(f"id-{n}",)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len(found) == 8
        assert len(set(found)) == 1
