"""Static files as a phone on hotel wifi fetches them: scripts and styles without comments, all text compressed.

No bundler: every file stays a file, by its own name. The copies that are served stand in the data folder, per build,
each with its gzip variant beside it; ServeStatic picks the variant by `Accept-Encoding`.
"""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, FileSystemFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rcssmin import cssmin
from rjsmin import jsmin
from servestatic.compress import Compressor
from servestatic.middleware import ServeStaticMiddleware
from servestatic.responders import StaticFile

from sessions.typeface import files as typeface

LEAN = {".js": jsmin, ".css": cssmin}
#: Days that the copies of another build are kept: a process that has not restarted yet may still serve them.
KEEP_DAYS = 7

#: Gzip alone: every browser reads it, and Python writes it without another package.
compressor = Compressor(use_brotli=False, use_zstd=False, quiet=True)


def static_files(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: ServeStatic finds and judges the files. Its own middleware would put a loop under every request."""

    async def no_page(request: HttpRequest) -> HttpResponseBase:
        raise NotImplementedError  # only files are asked of it, so it never goes on

    files = ServeStaticMiddleware(no_page)

    def answer(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(settings.STATIC_URL):
            return get_response(request)
        file = files.find_file(path) if files.autorefresh else files.files.get(path)
        return _sent(file, request) if file else get_response(request)

    return answer


def _sent(file: StaticFile, request: HttpRequest) -> HttpResponse:
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
    """Finds the files of `static/`, and a lean copy in place of each text file.

    While somebody is at work on them (DEBUG) the server asks `find()`, which gives the files themselves.
    """

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Each file of ours as `(path, storage)`; called once, at the start."""
        yield from copied(super().list(ignore_patterns), LEAN)


class TypefaceFinder(FileSystemFinder):
    """Finds the files of the typeface, which are made and not in `static/` (sessions/typeface/).

    It looks in every place where they may come to lie: Django makes its finders when it checks the settings, and a
    first start makes the files after that.
    """

    def __init__(self, *args: object, **options: object) -> None:
        places = [str(place / "served") for place in typeface.places()]
        self.locations = [("", place) for place in places]
        self.storages = {place: FileSystemStorage(location=place) for place in places}

    def check(self, **options: object) -> list[CheckMessage]:
        """Nothing to check: the folders are no setting."""
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Each file as `(path, storage)`; called once, at the start."""
        yield from copied(super().list(ignore_patterns), {})


class LibraryFinder(AppDirectoriesFinder):
    """Finds the files that libraries bring (htmx), compressed and otherwise as they are."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Each file of a library as `(path, storage)`; called once, at the start."""
        yield from copied(super().list(ignore_patterns), {})


def copied(
    found: Iterable[tuple[str, FileSystemStorage]], shorten: dict[str, Callable[[str], str]]
) -> Iterator[tuple[str, FileSystemStorage]]:
    """Each found file: a picture from its own folder, text from the folder of copies and its gzip variant after it."""
    copies = FileSystemStorage(location=_folder())
    for path, storage in found:
        if not compressor.should_compress(path):
            yield path, storage
            continue
        make_copy(Path(storage.path(path)), Path(copies.path(path)), shorten.get(Path(path).suffix))
        yield path, copies
        if copies.exists(f"{path}.gz"):
            yield f"{path}.gz", copies


def make_copy(source: Path, copy: Path, shorten: Callable[[str], str] | None = None) -> None:
    """Write the copy of a text file, shortened, and its gzip variant where that saves something."""
    if copy.exists():
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    # Two processes may start at once: whoever is last puts the same text there. The copy comes after its variant, since
    # a copy that is there means that nothing is left to do.
    draft = copy.with_name(f"{time.monotonic_ns()}-{copy.name}")
    draft.write_text(shorten(text) if shorten else text, encoding="utf-8")
    for variant in compressor.compress(draft):
        Path(variant).replace(f"{copy}.gz")
    draft.replace(copy)


def _folder() -> Path:
    """Where this build's copies stand; those of builds long gone are cleared away."""
    place = Path(settings.DATA_DIR) / "static"
    limit = time.time() - KEEP_DAYS * 24 * 3600
    with suppress(FileNotFoundError):
        for old in place.iterdir():
            if old.name != settings.BUILD_ID and old.stat().st_mtime < limit:
                shutil.rmtree(old, ignore_errors=True)
    return place / settings.BUILD_ID
