"""What the environment variables say, read once and strictly.

A setting with an odd value stops the start with one sentence on the terminal:
half understood settings are found out in the middle of an afternoon with eight people.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import dj_database_url
from django.conf.locale import LANG_INFO
from django.utils.translation import to_language

from workshop.file_permissions import close_to_others

LOOPBACK = {"localhost", "127.0.0.1", "::1"}

#: Seconds that a request waits for the database before it says so: less than the 8 that a page waits for an answer.
PATIENCE = 7

YES = {"1", "t", "true", "on", "y", "yes"}
NO = {"0", "f", "false", "off", "n", "no"}


def stop(sentence: str) -> NoReturn:
    """End the process with a sentence instead of a traceback; the exit code is 1."""
    raise SystemExit(sentence)


def read_debug() -> bool:
    """DEBUG: off unless asked for."""
    given = os.environ.get("DEBUG", "no")
    if given.lower() not in YES | NO:
        stop(f"DEBUG={given} is geen ja of nee: gebruik DEBUG=1 of laat het weg.")
    return given.lower() in YES


def read_port() -> int:
    """PORT: a number from 1 to 65535, 8000 when it is left out."""
    given = os.environ.get("PORT", "") or "8000"
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 65535):
        stop(f"PORT={given} is geen poortnummer: kies een getal van 1 tot en met 65535, bijvoorbeeld PORT=8080.")
    return int(given)


def read_public_url(*, debug: bool) -> str:
    """PUBLIC_URL: scheme and host that people type, without a slash at the end; empty when unset."""
    given = os.environ.get("PUBLIC_URL", "").strip()
    if not given:
        return ""
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not valid_host(given) or parts.path.strip("/") or parts.query:
        stop(f"PUBLIC_URL={given} is geen adres: schrijf het als https://ruilen.voorbeeld.nl, zonder pad erachter.")
    if debug and parts.hostname not in LOOPBACK:
        stop("DEBUG=1 laat geheimen zien aan iedereen die het adres kent: laat DEBUG weg, of haal PUBLIC_URL weg.")
    return f"{parts.scheme}://{parts.netloc}"


def valid_host(url: str) -> bool:
    """Whether an address has a host, a sound port and no user name or odd signs in it."""
    parts = urlsplit(url)
    try:
        sound_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return bool(parts.hostname) and sound_port and not set(parts.netloc) & set("@ \\<>\"'")


def read_data_dir(default: Path) -> Path:
    """DATA_DIR: the folder of database and secret key, made when it is not there, and closed to others."""
    folder = Path(os.environ.get("DATA_DIR", "") or default).expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        close_to_others(folder)
    except OSError as problem:
        stop(f"De gegevensmap {folder} kan niet worden gemaakt ({problem.strerror}): kies een andere met DATA_DIR=...")
    if not os.access(folder, os.W_OK | os.X_OK):
        stop(f"De gegevensmap {folder} is niet beschrijfbaar: kies een andere met DATA_DIR=...")
    return folder


def read_secret_key(folder: Path) -> str:
    """SECRET_KEY when given (several machines share one), else the key in the data folder, made at first need."""
    given = os.environ.get("SECRET_KEY", "")
    if given:
        return given if len(given) >= 32 else stop("SECRET_KEY is te kort: geef minstens 32 willekeurige tekens.")
    path = folder / "secret-key"
    try:
        if not path.exists():
            make_secret_key(path)
        return path.read_text(encoding="ascii").strip() or stop(
            f"{path} is leeg: haal dat bestand weg en start opnieuw."
        )
    except OSError as problem:
        stop(f"De gegevensmap {folder} is niet te gebruiken ({problem.strerror}): kies een andere met DATA_DIR=...")


def make_secret_key(path: Path) -> None:
    """Write a new key, readable by its owner only; of two processes that start at once one wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def read_database(data_dir: Path) -> dict[str, object]:
    """DATABASE_URL: PostgreSQL; without it one SQLite file in the data folder (docs/decisions.md, *Data*)."""
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        return sqlite(data_dir)
    try:
        config = dj_database_url.parse(given)
    except ValueError:
        config = {}
    if config.get("ENGINE") != "django.db.backends.postgresql" or not config.get("NAME"):
        stop("DATABASE_URL is geen PostgreSQL-adres: schrijf het als postgres://naam:wachtwoord@computer:5432/ruilen.")
    # Soon given up, and begun anew by who needs it: the pool itself waits twice as long after each failure.
    pool = {"min_size": 2, "max_size": 10, "timeout": PATIENCE, "reconnect_timeout": 4}
    options = {"connect_timeout": PATIENCE, "tcp_user_timeout": PATIENCE * 1000, **config.get("OPTIONS", {})}
    # Who waits for a row that somebody else holds is told so in time, as on SQLite.
    options["options"] = f"-c lock_timeout={PATIENCE - 1}s {options.get('options', '')}".rstrip()
    # Asked before it is lent out: after a restart of PostgreSQL every connection in the pool is dead.
    return {**config, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": {**options, "pool": pool}}


def sqlite(data_dir: Path) -> dict[str, object]:
    """The embedded database: writers queue up before they start, and a commit has reached the disk."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data_dir / "db.sqlite3",
        # The threads that answer requests live on, and opening the file costs more than a move.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": PATIENCE,
            # What is erased is overwritten (secure_delete): people confide things here.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON;",
        },
        "TEST": {"NAME": data_dir / "test.sqlite3"},
    }


def make_installation_id(secret_key: str) -> str:
    """The same for all processes of an installation, and no other's: several may use one Redis."""
    return hashlib.sha256(f"installation {secret_key}".encode()).hexdigest()[:10]


def read_channel_layer(installation: str) -> dict[str, object]:
    """REDIS_URL: news between several processes; without it news stays inside this one."""
    address = read_redis_url()
    if address:
        config = {"hosts": [address], "prefix": f"ruilen-{installation}"}
        return {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": config}
    return {"BACKEND": "sessions.live.memory_layer.OneProcess", "CONFIG": {"capacity": 500}}


def read_redis_url() -> str:
    """The address of Redis, empty when unset."""
    address = os.environ.get("REDIS_URL", "")
    if address and urlsplit(address).scheme not in {"redis", "rediss", "unix"}:
        stop("REDIS_URL is geen Redis-adres: schrijf het als redis://computer:6379/0.")
    return address


def read_metrics_token() -> str:
    """METRICS_TOKEN: who may read the figures of the server; empty when nobody may."""
    given = os.environ.get("METRICS_TOKEN", "")
    if given and (len(given) < 32 or not given.isascii() or not given.isprintable()):
        stop("METRICS_TOKEN is geen geheim: geef minstens 32 willekeurige letters en cijfers.")
    return given


def read_log_level(*, default: str) -> str:
    """LOG_LEVEL: from INFO on there is a line for every request."""
    given = (os.environ.get("LOG_LEVEL", "") or default).upper()
    if given not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        stop(f"LOG_LEVEL={given} kennen we niet: kies DEBUG, INFO, WARNING of ERROR.")
    return given


def read_languages(folder: Path) -> list[tuple[str, str]]:
    """Dutch, and every language that has sentences in `folder`: its code and its own name for itself."""
    spoken = sorted(to_language(path.parent.parent.name) for path in folder.glob("*/LC_MESSAGES/django.po"))
    return [(code, LANG_INFO[code]["name_local"].capitalize()) for code in ["nl", *spoken]]


def make_build_id(root: Path, folders: Iterable[str]) -> str:
    """Ten hex signs that change when the code, a template or a static file does; equal on every machine."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in (root / folder).rglob("*") if counts(path)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]


def counts(path: Path) -> bool:
    """Whether a file is part of the build: caches, compiled catalogues and editors' leftovers are not."""
    kinds = {".css", ".html", ".js", ".json", ".po", ".py", ".svg", ".png", ".txt", ".webp", ".woff2", ".ico"}
    return path.suffix in kinds and path.is_file()
