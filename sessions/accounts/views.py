"""Facilitators: signing in and out, and the one-time link of the first one."""

from django import forms
from django.contrib.auth import authenticate, login, logout, password_validation
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sessions import submissions
from sessions.accounts import first_facilitator, signed_out
from sessions.rate_limits.guess_limit import guess_of, know, slows_guessing
from sessions.submissions import knows_browser
from workshop.models import Submission

WRONG = _("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Probeer het nog eens.")

USERNAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class SignInForm(forms.Form):
    """A username and a password that belong together; then `user` is theirs."""

    name = forms.CharField(
        label=_("Gebruikersnaam"), label_suffix="", max_length=150, widget=forms.TextInput(attrs=USERNAME)
    )
    password = forms.CharField(
        label=_("Wachtwoord"),
        label_suffix="",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    user: User

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own, handed on as they came
        self.request = request

    def clean(self) -> None:
        """Refuse a wrong pair; the next try for this name, or from here, may have to wait."""
        name = str(self.cleaned_data.get("name", ""))
        known = first_facilitator.find_facilitator(name)
        username = known.username if known else name
        user = authenticate(self.request, username=username, password=self.cleaned_data.get("password", ""))
        if not isinstance(user, User):
            guess_of(self.request).wrong(told=False)
            raise ValidationError(WRONG, code="wrong")
        self.user = user


class BeginForm(forms.Form):
    """The username and the password that the first facilitator wants."""

    name = forms.CharField(
        label=_("Gebruikersnaam"),
        label_suffix="",
        max_length=150,
        help_text=_("Hiermee log je in. Je eigen naam mag, bijvoorbeeld Marijke de Wit."),
        widget=forms.TextInput(attrs=USERNAME),
    )
    password = forms.CharField(
        label=_("Wachtwoord"),
        label_suffix="",
        max_length=200,
        strip=False,
        help_text=_("Minstens tien tekens. Een korte zin is goed te onthouden."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_name(self) -> str:
        """Refuse a name without letters, with odd signs, or that is taken."""
        name = first_facilitator.clean_username(str(self.cleaned_data["name"]))
        first_facilitator.check_username(name)
        if first_facilitator.find_facilitator(name):
            raise ValidationError(_("Deze gebruikersnaam is al in gebruik. Kies een andere."), code="taken")
        return name

    def clean(self) -> None:
        """Refuse a password that is easy to guess."""
        if {"name", "password"} <= self.cleaned_data.keys():
            try:
                password_validation.validate_password(
                    self.cleaned_data["password"], User(username=self.cleaned_data["name"])
                )
            except ValidationError as weak:
                self.add_error("password", weak)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@slows_guessing(named=lambda request: _account(request.POST.get("name", "")))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, and go on to where somebody was heading."""
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        login(request, form.user)
        response: HttpResponse = signed_out.offer_again(request) or redirect(destination(request))
        know(request, response, _account(form.user.username))
        return response
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    context["kept"] = request.POST.get("kept", "")
    return render(request, "account/sign_in.html", context, status=status(form))


def _account(name: str) -> str:
    """What a try to sign in tries to open: the same for every spelling that `setup.find_facilitator` takes."""
    return f"sign in:{first_facilitator.clean_username(name).casefold()}"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; by POST only, so that no link can throw anybody out."""
    logout(request)
    return redirect("sign_in")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@knows_browser
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link: choose name and password, and be the first facilitator."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    sound = form.is_valid()  # first: a name that is taken meanwhile means a link that is spent
    try:
        first_facilitator.check_token(token)
        if not sound:
            return render(request, "account/begin.html", {"form": form}, status=status(form))
        user = _create_first(request, token, form)
    except first_facilitator.Spent:
        made = _made_by(request)
        if made is None:
            return render(request, "account/spent.html", status=410)
        user = made
    login(request, user)
    response: HttpResponse = redirect("dashboard")
    know(request, response, _account(user.username))
    return response


def _create_first(request: HttpRequest, token: str, form: BeginForm) -> User:
    name, password = form.cleaned_data["name"], form.cleaned_data["password"]
    with transaction.atomic():
        user = first_facilitator.create_first(token, name=name, password=password)
        Submission.objects.create(user=user, **_sender(request))
    return user


def _made_by(request: HttpRequest) -> User | None:
    """The facilitator whom this very form of this browser made: pressed twice, or its answer was lost."""
    sent = Submission.objects.filter(**_sender(request)).select_related("user").first()
    made = sent.user if sent else None
    return made if made and made.check_password(request.POST.get("password", "")) else None


def _sender(request: HttpRequest) -> dict[str, str]:
    return {"sender": f"browser:{submissions.browser_of(request)}", "action_id": submissions.action_id_of(request)}


def destination(request: HttpRequest) -> str:
    """The page somebody asked for before signing in, when it is one of ours; else the dashboard."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else resolve_url("dashboard")


def status(form: forms.Form) -> int:
    """The status code of a page with this form: not sent, or refused."""
    return 422 if form.is_bound else 200
