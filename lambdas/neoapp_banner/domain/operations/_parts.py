"""What the readers of all formats share."""

from dataclasses import dataclass


class Broken(Exception):
    """The bytes are not what their format says.

    Args:
        reason: what is wrong.
        code: a stable name of it.
    """

    def __init__(self, reason: str, code: str = "damaged") -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is.

    Args:
        width, height: in pixels.
        data: the same picture, without what shows nothing.
        frames: how many pictures it moves through.
    """

    width: int
    height: int
    data: bytes = b""
    frames: int = 1


class Reader:
    """Bytes, taken from front to back; one too few is Broken."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        end = self.at + count
        if end > len(self.data):
            raise Broken("it ends too early", "truncated")
        found = self.data[self.at : end]
        self.at = end
        return found

    def number(self, count: int) -> int:
        """The next `count` bytes, the most significant first."""
        return int.from_bytes(self.take(count))

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.at == len(self.data)

    def check_ended(self) -> None:
        """Nothing may follow the end of a picture: whoever reads it from behind finds another file."""
        if not self.ended:
            raise Broken("bytes follow the end of the picture", "more_than_a_picture")
