"""The house itself: forms from elsewhere, headers, logs, secrets, what it leans on."""

import importlib.util
import io
import json
import logging
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cast import act, base_of, beamer_of, browser_of, chair_of, find_fleur, invite_dirk, lay_table, seat
from django.conf import settings
from django.test import Client, override_settings
from django.urls import get_resolver, path
from house import House
from judge import nothing_changes, rows
from live.test_origin import scope
from screens import Socket

from sessions.origin import is_same_origin
from sessions.views import pages
from workshop import environment
from workshop.method import Step
from workshop.models import Participant, Workshop
from workshop.urls import handler500
from workshop.urls import urlpatterns as ours

ROOT = Path(settings.BASE_DIR)
MARK = "zwijgzaam-merkteken"


def broken(request: Any, word: str = "") -> None:
    raise ValueError(f"this holds {word} and a whole row")


urlpatterns = [*ours, path("broken/<str:word>/", broken, name="broken")]
assert handler500  # the same page for errors here

# S16: forms from elsewhere


def addresses(workshop: Workshop) -> list[str]:
    """Every address of the house, filled in for this workshop."""
    filled = {"kind": "console", "key": workshop.id, "code": workshop.code, "token": "x", "suffix": "csv",
              "action": "steps.go", "knock": "x", "file": "csv"}  # fmt: skip
    found = []
    for pattern in get_resolver("sessions.urls").url_patterns:
        found.append("/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: filled.get(name[1], "x"), str(pattern.pattern)))
    return found


@pytest.mark.django_db
def test_s16_no_form_of_another_site_does_anything():
    workshop = lay_table(Step.SHEET)
    client = Client(enforce_csrf_checks=True)
    client.force_login(find_fleur())
    with nothing_changes():
        for address in addresses(workshop):
            bare = client.post(address, {"code": workshop.code, "name": "Mallory", "step": 0, "action_id": "x"})
            assert bare.status_code in (403, 404, 405), address
            foreign = client.post(
                address, {"csrfmiddlewaretoken": "a" * 64}, headers={"Origin": "https://evil.example"}
            )
            assert foreign.status_code in (403, 404, 405), address


@pytest.mark.django_db
def test_s16_a_refused_form_gets_a_sentence_in_its_own_kind():
    workshop = lay_table(Step.SHEET)
    client = Client(enforce_csrf_checks=True)
    page = client.post(f"/join/{workshop.code}/", {"name": "Eva"}, headers={"Accept": "text/html"})
    assert (page.status_code, "Laad de pagina opnieuw" in page.content.decode()) == (403, True)
    answer = client.post(f"{base_of(workshop)}do/steps.go/", headers={"Accept": "*/*"})
    assert (answer.status_code, "opnieuw" in answer.json()["sentence"]) == (403, True)


@pytest.mark.django_db
def test_s16_looking_changes_nothing():
    workshop = lay_table(Step.SWAP)
    ana = seat(workshop, "Ana")
    before = told(rows())
    for client, base in ((chair_of(workshop), base_of(workshop)), (browser_of(ana), base_of(ana)),
                         (Client(), beamer_of(workshop))):  # fmt: skip
        for address in addresses(workshop):
            if address.startswith("/console/"):
                address = base + address.split("/", 3)[3]
            client.get(address)
            client.head(address)
    assert told(rows()) == before


def told(found: dict[str, list[dict[str, Any]]]) -> list[Any]:
    """All rows without the leases, and without who stood before a shut door."""
    unsaid = {"last_seen", "device"}
    return [[{k: v for k, v in row.items() if k not in unsaid} for row in table] for table in found.values()]


# S17: sockets from elsewhere


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", None, "http://localhost:9000", "https://localhost:8000",
     "http://localhost.evil.example:8000", "http://localhost:8000@evil.example"],
)  # fmt: skip
async def test_s17_a_page_of_another_site_gets_no_socket(origin: str | None):
    assert not is_same_origin(scope(origin))
    assert (await Socket("/seat/x/live/", origin=origin or "", host="localhost:8000").connect())[0] is False


# S25, S26: how it starts


def test_s25_without_any_setting_the_house_is_shut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("SECRET_KEY", "DEBUG", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "fresh"))
    folder = environment.read_data_dir(tmp_path)
    key = environment.read_secret_key(folder)
    assert (len(key) >= 50, environment.read_debug(), "*" in settings.ALLOWED_HOSTS) == (True, False, False)
    modes = [stat.S_IMODE(os.stat(one).st_mode) for one in (folder, folder / "secret-key")]
    assert modes == [0o700, 0o600]
    assert environment.read_secret_key(folder) == key


def test_s26_debugging_is_for_this_machine_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PUBLIC_URL", "https://ruilen.voorbeeld.nl")
    with pytest.raises(SystemExit, match="DEBUG=1"):
        environment.read_public_url(debug=True)
    start = (ROOT / "sessions/management/commands/start.py").read_text(encoding="utf-8")
    assert '"127.0.0.1" if settings.DEBUG else' in start


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `check --deploy` says of an installation on public https, and of one in a meeting room."""
    found = {}
    for url in ("https://ruilen.voorbeeld.nl", "http://ruilen.local:8000"):
        house = House(tmp_path_factory.mktemp("deploy") / "data", PUBLIC_URL=url)
        done = house.manage("check", "--deploy", "--fail-level", "CRITICAL")
        found[url] = done.stdout + done.stderr
    return found


def test_s25_check_deploy_has_nothing_to_say_of_a_public_address(checked: dict[str, str]):
    assert "no issues" in checked["https://ruilen.voorbeeld.nl"]


def test_s25_on_plain_http_it_says_exactly_what_is_missing(checked: dict[str, str]):
    said = set(re.findall(r"security\.(W\d+)", checked["http://ruilen.local:8000"]))
    assert said == {"W004", "W008", "W012", "W016"}  # all of them: there is no https


@pytest.mark.django_db
def test_s25_a_line_that_is_not_encrypted_is_called_so_where_people_see_it():
    workshop = lay_table(Step.LOBBY)
    ana = seat(workshop, "Ana")
    pages_ = (("/", Client()), (f"/join/{workshop.code}/", Client()), ("/sign-in/", Client()),
              (base_of(ana), browser_of(ana)), (base_of(workshop), chair_of(workshop)))  # fmt: skip
    for address, client in pages_:
        assert "niet versleuteld" in client.get(address).content.decode(), address
        assert "niet versleuteld" not in client.get(address, secure=True).content.decode(), address


# S27: headers


def kinds(workshop: Workshop) -> Iterator[tuple[str, Any]]:
    """Every kind of answer, by name."""
    ana, chair = seat(workshop, "Ana"), chair_of(workshop)
    seated = browser_of(ana)
    page = seated.get(f"{base_of(ana)}regions/?r=own")
    yield "page", seated.get(base_of(ana))
    yield "region", page
    yield "304", seated.get(f"{base_of(ana)}regions/?r=own", headers={"If-None-Match": page["ETag"]})
    yield "static", Client().get(f"{settings.STATIC_URL}css/main.css")
    for file in ("swap-list.csv", "swap-list.xlsx", "swap-list.pdf", "table.svg", "copy/", "hand-over.ics"):
        yield file, chair.get(base_of(workshop) + file)
    yield "redirect", Client().get("/dashboard/")
    yield "400", Client().get("/", headers={"Host": "evil.example"})
    yield "400 nul", Client().get("/seat/%00/")
    yield "401", Client().get(base_of(ana))
    yield "403", Client(enforce_csrf_checks=True).post("/")
    yield "404", Client().get("/nergens/")
    yield "405", Client().get("/sign-out/")
    yield "409", seated.post(f"{base_of(ana)}do/table.place_all/", {"action_id": "x", "step": 0})
    yield "500", Client(raise_request_exception=False).get("/broken/x/")
    yield "socket's address", Client().get(f"{base_of(ana)}live/")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_s27_every_kind_of_answer_says_what_a_browser_may_not_do():
    wanted = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
              "Cross-Origin-Resource-Policy": "same-origin"}  # fmt: skip
    workshop = lay_table(Step.TABLE)
    statuses = set()
    for name, answer in kinds(workshop):
        statuses.add(answer.status_code)
        assert {key: answer.headers.get(key) for key in wanted} == wanted, name
        assert "default-src 'none'" in answer.headers.get("Content-Security-Policy", ""), name
        assert "unsafe" not in answer.headers["Content-Security-Policy"], name
        assert re.fullmatch("[0-9a-f]{10}", answer.headers["X-Request-Id"]), name
        assert "Strict-Transport-Security" not in answer.headers, name
        assert "Access-Control-Allow-Origin" not in answer.headers, name
        assert "Server" not in answer.headers, name
        if name not in ("static", "400", "400 nul", "redirect", "405", "404", "socket's address"):
            assert "no-store" in answer.headers.get("Cache-Control", "no-store" if name == "403" else ""), name
    assert statuses >= {200, 302, 304, 400, 401, 403, 404, 405, 500}


# S29: logs


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log of a server says meanwhile, requests too."""
    from sessions.logs import Lines

    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(Lines())
    root, traffic = logging.getLogger(), logging.getLogger("sessions.traffic")
    before = traffic.level, root.level
    root.addHandler(handler)
    traffic.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    traffic.setLevel(before[0])


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_s29_the_log_knows_what_was_asked_and_not_by_whom_or_about_whom(log: io.StringIO):
    workshop = lay_table(Step.SHEET)
    dirk, ana = invite_dirk(workshop), seat(workshop, "Ana")
    Participant.objects.filter(pk=ana.pk).update(name=MARK)
    client = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.77")
    secrets = [workshop.code, workshop.projector_token, workshop.console_token, ana.token, ana.return_code,
               workshop.takeover_code, dirk.token, MARK, "203.0.113.77", ana.id, "Ruilen"]  # fmt: skip
    client.get(f"/seat/{ana.id}/enter/{ana.token}/")
    client.get(beamer_of(workshop))
    client.post(f"/join/{workshop.code}/", {"name": MARK})
    client.post("/return/", {"code": workshop.code, "return_code": ana.return_code})
    client.post("/return/", {"code": "ZZZZZZ", "return_code": MARK})
    client.post("/sign-in/", {"name": MARK, "password": MARK})
    client.get(f"/{MARK}/?{MARK}={MARK}", headers={"Referer": f"http://x/{MARK}", "User-Agent": MARK, "Host": MARK})
    failed = client.get(f"/broken/{MARK}/", headers={"Accept": "text/html"})
    logging.getLogger("foreign").error("somebody asked for %s", f"/seat/{MARK}/")
    logging.getLogger("foreign").error(ValueError(MARK))

    text = log.getvalue()
    assert [secret for secret in secrets if secret in text] == []
    lines = [json.loads(line) for line in text.splitlines()]
    asked = [line for line in lines if line["event"] == "request"]
    assert {"enter_seat", "page", "join", "come_back", "sign_in", "broken"} <= {line["route"] for line in asked}
    number = failed.headers["X-Request-Id"]
    assert (failed.status_code, number in failed.content.decode()) == (500, True)
    trouble = [line for line in lines if line.get("request") == number]
    assert {line["event"] for line in trouble} == {"a view failed", "request"}
    (told,) = [line for line in trouble if "error" in line]
    assert (told["error"], told["where"][-1].endswith(" broken")) == ("builtins.ValueError", True)


def test_s29_nothing_leaves_for_another_site():
    """No page links to, loads from or posts to another host; what does link there sends no referrer."""
    found = {
        file.name: link
        for folder, kind in (("templates", "*.html"), ("static/css", "*.css"), ("static/js", "*.js"))
        for file in (ROOT / folder).rglob(kind)
        for link in re.findall(r"""(?:src|href|action|url\(|fetch\(|import)\s*=?\s*["'(]*(https?://[^"')\s]+)""",
                               file.read_text(encoding="utf-8"))
    }  # fmt: skip
    assert found == {}
    assert settings.SECURE_REFERRER_POLICY == "same-origin"


def test_s29_keys_are_compared_without_a_clock_to_read():
    """A secret is never compared with == : how long that takes tells how much of it was right."""
    for file in (ROOT / "sessions").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"(?:token|secret)\s*[!=]=|[!=]=\s*\w+\.(?:\w+_)?(?:token|secret)\b", text) == [], file.name
    assert pages.constant_time_compare


# S31, S32: what it leans on


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_s31_everything_is_pinned_with_hashes_and_without_an_address(name: str):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^[A-Za-z0-9._-]+(?:\[[\w,-]+\])?==[^\n]*(?:\n {4}--hash[^\n]*)*", text, re.MULTILINE)
    assert len(blocks) > 40
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|--index|--find-links|file:", text) == []


def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "requirements/audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("report", "says"),
    [
        ("", "niets nagekeken"),
        ('{"dependencies": []}', "maar 0 van 2"),
        ('{"dependencies": [{"name": "a", "skip_reason": "new"}, {"name": "b", "vulns": []}]}', "overgeslagen: a"),
        (json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]},
                                      {"name": "b", "version": "1", "vulns": []}]}), "a 1: CVE-1, verholpen in 2"),
    ],
)  # fmt: skip
def test_s31_an_audit_that_found_something_or_asked_nothing_is_loud(report: str, says: str):
    assert says in "\n".join(audit().judge(report, {"a", "b"}))


def test_s31_an_audit_in_order_is_quiet():
    clean = json.dumps({"dependencies": [{"name": name, "version": "1", "vulns": []} for name in "ab"]})
    assert audit().judge(clean, {"a", "b"}) == []


def test_s31_nothing_of_others_is_copied_into_the_repository():
    strangers = [file.name for file in (ROOT / "static").rglob("*") if re.search(r"\.min\.|htmx|jquery", file.name)]
    assert strangers == []


STORES = re.compile(r"image:\s*[\"']?\S*(?:postgres|redis|valkey)")


def exposed(text: str) -> list[str]:
    """What is wrong with the databases of a compose file: a port for the world, a password for everybody."""
    found = []
    for service in re.split(r"\n(?=  \w[\w-]*:\s*\n)", text):
        if STORES.search(service):
            found += re.findall(r"\n\s+ports:", service)
            found += re.findall(r"PASSWORD[=:]\s*[\"']?[a-z0-9]+", service)
    return found


def test_s32_no_sample_shows_a_database_to_the_network():
    sample = "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: geheim\n    ports:\n"
    assert len(exposed(sample)) == 2
    files = [file for kind in ("*.yml", "*.yaml", "*.md") for file in ROOT.rglob(kind) if ".venv" not in file.parts]
    assert files
    assert {file.name: exposed(file.read_text(encoding="utf-8")) for file in files
            if exposed(file.read_text(encoding="utf-8"))} == {}  # fmt: skip
    assert act
