"""Baseline (a): one asyncio loop that writes a move to SQLite and sends it to every socket of that workshop.

No rights, no rules, no framework: how fast this machine, this disk and this client can be at all.
"""

import json
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path

from aiohttp import web

folder, port = Path(sys.argv[1]), int(sys.argv[2])
disk = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
disk.execute("PRAGMA journal_mode=WAL")
disk.execute("PRAGMA synchronous=FULL")
disk.execute("CREATE TABLE IF NOT EXISTS figure (id TEXT PRIMARY KEY, zone TEXT)")
disk.execute("CREATE TABLE IF NOT EXISTS journal (workshop TEXT, seq INTEGER, id TEXT, figure TEXT, zone TEXT)")

rooms: defaultdict[str, set[web.WebSocketResponse]] = defaultdict(set)
heads: defaultdict[str, int] = defaultdict(int)


async def live(request: web.Request) -> web.WebSocketResponse:
    workshop = request.match_info["workshop"]
    screen = web.WebSocketResponse(compress=False)
    await screen.prepare(request)
    rooms[workshop].add(screen)
    await screen.send_json({"hello": heads[workshop]})
    async for message in screen:
        text = json.dumps(write(workshop, json.loads(message.data)))
        for each in tuple(rooms[workshop]):
            await each.send_str(text)
    rooms[workshop].discard(screen)
    return screen


def write(workshop: str, move: dict[str, str]) -> dict[str, object]:
    heads[workshop] += 1
    disk.execute("BEGIN IMMEDIATE")
    disk.execute("INSERT OR REPLACE INTO figure VALUES (?, ?)", (move["figure"], move["zone"]))
    entry = (workshop, heads[workshop], move["action_id"], move["figure"], move["zone"])
    disk.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?)", entry)
    disk.execute("COMMIT")
    return {"seq": heads[workshop], **move}


async def alive(request: web.Request) -> web.Response:
    return web.Response(text="ok")


app = web.Application()
app.add_routes([web.get("/sign-in/", alive), web.get("/seat/{workshop}/{seat}/live/", live)])
web.run_app(app, host="127.0.0.1", port=port, print=None)
