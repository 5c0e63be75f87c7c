"""Runs Daphne inside this process, and sees to it that the process ends.

Not a child process: whoever ends this process, however rudely, ends the server and frees the port.
"""

import gc
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable

MOST_FILES = 10_240  # the most that macOS gives a process whose hard limit is endless
LAST_MOMENT = 3.0  # seconds that connections get to end once somebody pressed Ctrl-C


def take_port(host: str, port: int) -> socket.socket:
    """A socket that holds the port; raises OSError when somebody else has it."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Without this a restart has to wait a minute for the closed connections of the last one.
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((host, port))
        held.listen(128)
    except OSError:
        held.close()
        raise
    return held


def serve(held: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM and end the process; `ready` is called when connections are welcome."""
    # Daphne chooses Twisted's event loop when it is imported, so only a command that serves does.
    from daphne.server import Server
    from twisted.internet import reactor

    from sessions.live import fast_send
    from sessions.server import request_limits
    from workshop.asgi import application

    raise_file_limit()
    request_limits.put_in_place()
    fast_send.put_in_place()
    server = Server(
        application=application,
        endpoints=[f"fd:fileno={held.detach()}"],
        # How long somebody may be gone before we see it, and how much one screen may say at once (docs/decisions.md,
        # *Process and network*).
        ping_interval=5,
        ping_timeout=5,
        websocket_timeout=-1,
        websocket_max_message_size=16384,
        websocket_max_frame_size=16384,
        application_close_timeout=5,
        http_timeout=90,  # more than a guess may wait for its turn (guess_limit.PATIENCE)
        server_name="",
        verbosity=0,
        ready_callable=ready,
    )
    # A shell that starts it in the background has Ctrl-C ignored, and then nobody could end it that way.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    reactor.addSystemEventTrigger("before", "shutdown", end_soon)
    # A thread that paints would else keep the loop from sending for five milliseconds at a time.
    sys.setswitchinterval(0.0005)
    # What a start made stays: not to be looked through again and again, which would hold everybody up.
    gc.freeze()
    # Nor is all that hundreds of sockets hold: each full collection would stop everybody for a tenth of a second, every
    # few seconds on a busy server (docs/performance.md). Not never: closed sockets leave cycles, some 20 kB each.
    gc.set_threshold(50_000, 10, 5)
    server.run()
    end()


def raise_file_limit() -> None:
    """Raise the soft limit of open files: each connection is one, and the usual 1024, or 256, are soon used up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def end_soon() -> None:
    """Should a request keep the server from ending, it is ended all the same."""
    timer = threading.Timer(LAST_MOMENT, end)
    timer.daemon = True
    timer.start()


def end() -> None:
    """Leave at once: the usual way out waits for busy threads, and on Python 3.11.7 it crashes.

    Nothing is lost: what was answered was committed before.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
