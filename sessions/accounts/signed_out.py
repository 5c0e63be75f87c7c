"""Keeps the form of a browser that was signed out in another tab until its user has signed in again. Nothing is stored:
the page for signing in carries it, signed."""

from __future__ import annotations

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sessions.signatures import View

SALT = "a form that waits for its writer to sign in"
LONGEST_WAIT = 12 * 3600  # seconds
_UNKEPT = "csrfmiddlewaretoken"


def signed_in(view: View) -> View:
    """For facilitators only. What somebody else typed is kept while they sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, **rest: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, **rest)
        return ask(request) if request.method == "POST" else redirect_to_login(request.get_full_path())

    return guarded


def ask(request: HttpRequest) -> HttpResponse:
    """The page for signing in, with the form that somebody wanted to send."""
    from sessions.accounts.views import SignInForm

    fields = [[name, value] for name, values in request.POST.lists() if name != _UNKEPT for value in values]
    waiting = {"path": request.get_full_path(), "fields": fields}
    kept = signing.dumps(waiting, salt=SALT, compress=True) if fields else ""
    context = {"form": SignInForm(request=request), "next": reverse("dashboard"), "kept": kept}
    return render(request, "account/sign_in.html", context, status=401)


def offer_again(request: HttpRequest) -> HttpResponse | None:
    """After signing in: the form that was kept, to be sent with one press; None when there is none."""
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=LONGEST_WAIT)
    except signing.BadSignature:
        return None
    return render(request, "account/send_again.html", kept)
