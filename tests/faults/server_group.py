"""Several servers on one PostgreSQL and one Redis, each of which is reached through a line that can fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from faults.bad_network import Venue
from faults.database_reader import POSTGRES, REDIS, Disk
from faults.proxy import Proxy
from support.server import AppServer, drop_database, make_database


@contextmanager
def database() -> Iterator[str]:
    """A database of our own on the machine's PostgreSQL, for as long as it takes; its address."""
    address = make_database(POSTGRES)
    try:
        yield address
    finally:
        drop_database(address)


def through(address: str) -> tuple[Proxy, str]:
    """A line to that server, and the address at this end of it."""
    parts = urlsplit(address)
    line = Proxy(parts.port or 0)
    user = parts.netloc.rpartition("@")[0]
    return line, urlunsplit(parts._replace(netloc=f"{user}{'@' if user else ''}127.0.0.1:{line.port}"))


class Several(Venue):
    """`postgres` and `redis`: the lines by which the servers reach them. Screens are spread over the servers."""

    def __init__(self, data_dir: Path, address: str, count: int) -> None:
        self.postgres, to_postgres = through(address)
        self.redis, to_redis = through(REDIS)
        extra = {"DATABASE_URL": to_postgres, "REDIS_URL": to_redis}
        servers = [AppServer(data_dir, **extra).start() for _ in range(count)]
        super().__init__(*servers, disk=Disk(address))

    def stop(self) -> None:
        """End the servers and the lines."""
        for server in self.servers:
            server.stop()
        self.postgres.close()
        self.redis.close()


@contextmanager
def several(data_dir: Path, count: int = 3) -> Iterator[Several]:
    """So many servers, on a database that is made for them and dropped after it."""
    with database() as address:
        venue = Several(data_dir, address, count)
        try:
            yield venue
        finally:
            venue.stop()
