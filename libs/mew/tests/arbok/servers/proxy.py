"""A TCP proxy on 127.0.0.1 that can do to connections what networks do."""

import random
import selectors
import socket
import struct
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

_CHUNK = 65536
_RESET = struct.pack("ii", 1, 0)


@dataclass(eq=False)
class _Pair:
    """One connection: the client's side and the server's."""

    client: socket.socket
    server: socket.socket
    mute: bool = False
    sides: tuple[socket.socket, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.sides = (self.client, self.server)

    def other(self, side: socket.socket) -> socket.socket:
        return self.server if side is self.client else self.client


class Proxy:
    """Forwards `port` to `target` (a port of 127.0.0.1) in a thread of its own."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        self._pairs: list[_Pair] = []
        self._ending = False
        self._deaf = False
        self.accepted = 0
        self._random = random.Random(7)  # noqa: S311 - which connection to cut
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    def __enter__(self) -> Self:
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending = True
        self._thread.join(10)
        self.cut_all()
        self._listener.close()
        self._selector.close()

    def retarget(self, target: int) -> None:
        """Lead new connections to another port."""
        self._target = target

    def mute_all(self) -> None:
        """From now on swallow what goes through today's connections, and keep them open.

        What a NAT gateway does to a connection that it has forgotten.
        """
        with self._lock:
            for pair in self._pairs:
                pair.mute = True

    def cut_all(self) -> None:
        """Reset every connection."""
        with self._lock:
            pairs = list(self._pairs)
        for pair in pairs:
            self._cut(pair)

    def cut_one(self) -> None:
        """Reset one connection at random, if there is one."""
        with self._lock:
            pair = self._random.choice(self._pairs) if self._pairs else None
        if pair is not None:
            self._cut(pair)

    def drop_next_answer(self) -> None:
        """Let the next request through and reset its connection instead of answering."""
        self._deaf = True

    def _cut(self, pair: _Pair) -> None:
        with self._lock:
            if pair not in self._pairs:
                return
            self._pairs.remove(pair)
            for side in pair.sides:
                self._selector.unregister(side)
        for side in pair.sides:
            side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            side.close()

    def _run(self) -> None:
        while not self._ending:
            for key, _ in self._selector.select(timeout=0.05):
                if key.fileobj is self._listener:
                    self._accept()
                else:
                    self._forward(key.data, key.fileobj)  # type: ignore[arg-type]

    def _accept(self) -> None:
        client, _ = self._listener.accept()
        try:
            server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
        except OSError:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            client.close()
            return
        pair = _Pair(client, server)
        for side in pair.sides:
            side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            side.settimeout(5)
        with self._lock:
            self.accepted += 1
            self._pairs.append(pair)
            for side in pair.sides:
                self._selector.register(side, selectors.EVENT_READ, pair)

    def _forward(self, pair: _Pair, side: socket.socket) -> None:
        with self._lock:
            if pair not in self._pairs:
                return
        try:
            data = side.recv(_CHUNK)
            if pair.mute and data:
                return
            if self._deaf and side is pair.server and data:
                self._deaf = False
                data = b""
            if not data:
                self._cut(pair)
                return
            pair.other(side).sendall(data)
        except OSError:
            self._cut(pair)
