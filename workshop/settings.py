"""Django's settings. What environment variables may say stands in environment.py."""

from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.headers import Headers

from csp.constants import NONE, SELF

from sessions import network
from workshop import environment

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = environment.read_debug()
PORT = environment.read_port()
PUBLIC_URL = environment.read_public_url(debug=DEBUG)
DATA_DIR = environment.read_data_dir(default=BASE_DIR / "data")
SECRET_KEY = environment.read_secret_key(DATA_DIR)
INSTALLATION = environment.make_installation_id(SECRET_KEY)
REDIS_URL = environment.read_redis_url()
METRICS_TOKEN = environment.read_metrics_token()
HTTPS = PUBLIC_URL.startswith("https://")

# Tells pages that the program changed under them; also part of every static address, because
# the browser resolves `import "./x.js"` itself and Django cannot put a hash in it.
BUILD_ID = environment.make_build_id(
    BASE_DIR, ["static", "templates", "workshop", "sessions", "locale", "requirements"]
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_htmx",
    "servestatic",
    "workshop.apps.WorkshopConfig",
    "sessions.apps.SessionsConfig",
]

# All of a request is done in one thread (sessions/server/http_handler.py), so none of these has to know about loops.
MIDDLEWARE = [
    "sessions.middleware.request_log.number",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sessions.middleware.static_files.static_files",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sessions.middleware.language.speak",
    "django.middleware.common.CommonMiddleware",
    "sessions.middleware.form_token.trust_our_pages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sessions.middleware.database_unavailable.DatabaseAway",
]

ROOT_URLCONF = "workshop.urls"
ASGI_APPLICATION = "workshop.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    },
]

DATABASES = {"default": environment.read_database(DATA_DIR)}
CHANNEL_LAYERS = {"default": environment.read_channel_layer(INSTALLATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may knock: a list, never a star, because the socket's check of origins leans on it.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(network.bracketed(urlsplit(PUBLIC_URL).hostname or ""))
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
else:
    ALLOWED_HOSTS += network.names() + network.addresses()

# Cookies: a browser drops Secure ones on plain http, so they follow the address people use. The
# name is our own because cookies do not look at ports.
SESSION_COOKIE_NAME = "kr_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "kr_csrf"
CSRF_FAILURE_VIEW = "sessions.middleware.error_pages.foreign"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    # Daphne itself speaks http; the proxy in front of it tells what the browser spoke.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_SSL_REDIRECT, SECURE_SSL_HOST = True, urlsplit(PUBLIC_URL).netloc
    # Whether the rest of somebody's domain speaks https is not ours to promise.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
#: A team's list of 500 (limits.MOST_LISTED) is sent as a field per ticked row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "sign_in"

LANGUAGE_CODE = "nl"
LANGUAGES = environment.read_languages(BASE_DIR / "locale")
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# Found where they stand, so nothing has to be collected before the first start. The address
# holds the build id, so a browser may keep a file for ever.
STATIC_URL = f"/static/{BUILD_ID}/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "sessions.middleware.static_files.LeanFinder",
    "sessions.middleware.static_files.TypefaceFinder",
    "sessions.middleware.static_files.LibraryFinder",
]
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = DEBUG
SERVESTATIC_ALLOW_ALL_ORIGINS = False


# A function under the name of a setting.
def SERVESTATIC_ADD_HEADERS_FUNCTION(headers: Headers, path: str, url: str) -> None:  # noqa: N802
    """Every static file is kept for ever, except while somebody is at work on it."""
    # Not SERVESTATIC_IMMUTABLE_FILE_TEST: the middleware of servestatic 4.4 does not look at it.
    if not DEBUG:
        headers["Cache-Control"] = "max-age=31536000, public, immutable"


# No line of a log may hold an address: seats' and projectors' keys stand in them (sessions/server/json_log.py).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "sessions.server.json_log.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # A line for each request is for who looks after a server; on a laptop it would hide the addresses.
        "sessions.middleware.request_log": {
            "level": environment.read_log_level(default="INFO" if HTTPS else "WARNING")
        },
        "django": {"handlers": [], "level": "WARNING"},
        # sessions/middleware/request_log.py says what these say, without the address.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
    },
}
