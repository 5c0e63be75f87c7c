"""Which language a screen speaks: what somebody chose on that device, else the workshop's, else Dutch."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from workshop.models import Workshop
from workshop.steps import Form
from workshop.wording import spoken


def speak(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer in the language of the device's cookie.

    Not Django's LocaleMiddleware, which follows the browser: many Dutch teams work in an English
    browser, and then eight people at one table would read two languages.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        with translation.override(language(request)):
            return marked(get_response(request), request)

    return answer


def language(request: HttpRequest) -> str:
    """The language of this device: what its cookie says when we speak it, else Dutch."""
    request.LANGUAGE_CODE = chosen(request.COOKIES) or settings.LANGUAGE_CODE
    return request.LANGUAGE_CODE


def chosen(cookies: Mapping[str, str]) -> str:
    """What somebody chose on this device; empty when nobody did, or when we do not speak it."""
    code = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in dict(settings.LANGUAGES) else ""


def follow(request: HttpRequest, workshop: Workshop, *, always: bool = False) -> None:
    """Answer in the workshop's language, unless another one was chosen on this device, and in the words of its form;
    `speak` ends it."""
    if always or not chosen(request.COOKIES):
        request.LANGUAGE_CODE = workshop.language
    translation.activate(spoken(request.LANGUAGE_CODE, Form(workshop.form)))


def of(cookies: Mapping[str, str], workshop: Workshop) -> str:
    """What a device with these cookies hears of this workshop; as `follow`, where there is no request."""
    return spoken(chosen(cookies) or workshop.language, Form(workshop.form))


def marked(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """The answer with its language in the header."""
    response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
    return response
