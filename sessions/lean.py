"""Scripts and styles as a phone on hotel wifi fetches them: without comments and indentation.

No bundler: every file stays a file, by its own name. The lean copies stand in the data folder, per build.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rcssmin import cssmin
from rjsmin import jsmin
from servestatic.middleware import ServeStaticMiddleware

LEAN = {".js": jsmin, ".css": cssmin}
#: Days that the copies of another build are kept: a process that has not restarted yet may still serve them.
KEEP_DAYS = 7


def static_files(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: ServeStatic finds and judges the files. Its own middleware would put a loop under every request."""

    async def no_page(request: HttpRequest) -> HttpResponseBase:
        raise NotImplementedError  # it is asked for files only, and not through its own door

    files = ServeStaticMiddleware(no_page)

    def answer(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(settings.STATIC_URL):
            return get_response(request)
        file = files.find_file(path) if files.autorefresh else files.files.get(path)
        return _sent(file, request) if file else get_response(request)

    return answer


def _sent(file: Any, request: HttpRequest) -> HttpResponse:
    found = file.get_response(request.method, request.META)
    if found.file is None:
        response = HttpResponse(status=found.status)
    else:
        with closing(found.file) as content:
            response = HttpResponse(content.read(), status=found.status)
    del response["Content-Type"]
    for name, value in found.headers:
        if value is not None:
            response[name] = value
    return response


class LeanFinder(FileSystemFinder):
    """Finds the files of `static/`, and a lean copy in place of each script and style sheet.

    While somebody is at work on them (DEBUG) the server asks `find()`, which gives the files themselves.
    """

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Each file of ours as `(path, storage)`; called once, at the start."""
        copies = FileSystemStorage(location=_folder())
        for path, storage in super().list(ignore_patterns):
            lean = make_lean(Path(storage.path(path)), Path(copies.path(path)))
            yield path, copies if lean else storage


def make_lean(source: Path, copy: Path) -> bool:
    """Write the lean copy of a script or style sheet; False for any other file."""
    shorten = LEAN.get(source.suffix)
    if shorten is None:
        return False
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: whoever is last puts the same text there.
        draft = copy.with_suffix(f".{time.monotonic_ns()}")
        draft.write_text(shorten(source.read_text(encoding="utf-8")), encoding="utf-8")
        draft.replace(copy)
    return True


def _folder() -> Path:
    """Where this build's copies stand; those of builds long gone are cleared away."""
    place = Path(settings.DATA_DIR) / "static"
    limit = time.time() - KEEP_DAYS * 24 * 3600
    with suppress(FileNotFoundError):
        for old in place.iterdir():
            if old.name != settings.BUILD_ID and old.stat().st_mtime < limit:
                shutil.rmtree(old, ignore_errors=True)
    return place / settings.BUILD_ID
