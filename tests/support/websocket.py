"""One WebSocket without a browser; who uses it is faults/plain_client.py."""

import base64
import json
import secrets
import socket
import struct
from itertools import cycle
from typing import Any

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Line:
    """One WebSocket (RFC 6455). What goes wrong with it is an OSError. `opening`, `silence`: seconds that it may take
    to open, and that may pass without a word."""

    def __init__(self, address: str, path: str, cookies: str, *, opening: float = 20, silence: float = 20) -> None:
        host, _, port = address.rpartition("/")[2].partition(":")
        self.socket = socket.create_connection((host, int(port)), timeout=opening)
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        heads = {"Host": f"{host}:{port}", "Origin": address, "Cookie": cookies, "Upgrade": "websocket"}
        heads |= {"Connection": "Upgrade", "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in heads.items()), "", ""]
        self.socket.sendall("\r\n".join(lines).encode())
        self.file = self.socket.makefile("rb")
        self._read_welcome()
        self.socket.settimeout(silence)

    def _read_welcome(self) -> None:
        status = self.file.readline()
        while self.file.readline().strip():
            pass
        if b" 101 " not in status:
            raise ConnectionError(status)

    def read(self) -> dict[str, Any]:
        """The next frame of text; pings are answered on the way."""
        while True:
            kind, content = self._read_frame()
            if kind == TEXT:
                return dict(json.loads(content))
            if kind == CLOSE:
                raise ConnectionError(f"closed with {content[:2].hex()}")
            if kind == PING:
                self._send(PONG, content)

    def _read_frame(self) -> tuple[int, bytes]:
        head = self._read(2)
        size = head[1] & 127
        if size == 126:
            (size,) = struct.unpack("!H", self._read(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._read(8))
        return head[0] & 15, self._read(size)

    def _read(self, size: int) -> bytes:
        content = self.file.read(size)
        if len(content) < size:
            raise ConnectionError("cut off")
        return content

    def say(self, **frame: Any) -> None:
        self._send(TEXT, json.dumps(frame).encode())

    def _send(self, kind: int, content: bytes) -> None:
        """A frame of less than 64 kB, masked as a client's must be."""
        mask = secrets.token_bytes(4)
        masked = bytes(byte ^ key for byte, key in zip(content, cycle(mask), strict=False))
        size = bytes([128 | len(content)]) if len(content) < 126 else struct.pack("!BH", 128 | 126, len(content))
        self.socket.sendall(bytes([128 | kind]) + size + mask + masked)

    def close(self) -> None:
        self.file.close()
        self.socket.close()
