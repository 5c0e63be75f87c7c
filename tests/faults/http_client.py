"""A browser without a window: cookies, and requests over a real line; its answers are those of Django's client."""

import json
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Any

#: Seconds that regions.js and command.js give a request.
TIMEOUT = 8.0


class Answer:
    """Status, content and headers of an answer; a status of 4xx or 5xx is an answer too."""

    def __init__(self, answer: Any) -> None:
        self.status_code = int(answer.status)
        self.headers, self.url = answer.headers, answer.url
        self.content: bytes = answer.read()

    def json(self) -> Any:
        return json.loads(self.content)

    def __getitem__(self, name: str) -> str:
        return str(self.headers[name])


class Web:
    """One browser that reaches the server at `address`; no answer at all is an OSError."""

    def __init__(self, address: str) -> None:
        self.address, self.token = address, ""
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str, data: dict[str, Any] | None = None) -> Answer:
        query = f"?{urllib.parse.urlencode(data, doseq=True)}" if data else ""
        return self._ask(urllib.request.Request(f"{self.address}{path}{query}"))

    def post(self, path: str, data: dict[str, Any]) -> Answer:
        body = urllib.parse.urlencode(data, doseq=True).encode()
        return self._ask(urllib.request.Request(f"{self.address}{path}", body, {"X-CSRFToken": self.token}))

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=TIMEOUT) as answer:
                return Answer(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal)
        except (ValueError, EOFError) as broken:  # half an answer
            raise ConnectionError(str(broken)) from broken

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
