"""Django's settings, made from the environment alone (`environment.py` names and checks it).

Owns every value Django reads. Never holds a secret, a machine's path or a district's name.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from lianxin.site import environment, logs, postgres, secret

try:
    ENVIRONMENT = environment.read(os.environ)
except environment.BadSettings as refusal:
    raise ImproperlyConfigured(str(refusal)) from refusal

MODE = ENVIRONMENT.mode
SERVE = MODE == "serve"
LIANXIN_DATA: Path = ENVIRONMENT.data
POSTGRES = LIANXIN_DATA / "postgres"
FILES = LIANXIN_DATA / "files"
STATIC_ROOT = LIANXIN_DATA / "static"

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or ("test" * 16 if MODE == "test" else secret.kept_key(LIANXIN_DATA))
ALLOWED_HOSTS = list(ENVIRONMENT.hosts) or ["127.0.0.1", "localhost", "[::1]"]
TRUSTED_PROXIES = ENVIRONMENT.proxies
HOTLINE = ENVIRONMENT.hotline

SLICES = ("ui", "trust", "rulebook", "people", "workrooms", "matters", "boards", "intake", "notices", "site")

INSTALLED_APPS = [
    *(f"lianxin.{name}" for name in SLICES),
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "lianxin.site.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "lianxin.site.middleware.behind_proxy",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lianxin.site.middleware.body_limit",
    "lianxin.site.middleware.readable",
    "lianxin.site.middleware.one_transaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lianxin.site.middleware.language",
    "lianxin.site.middleware.reader_and_frame",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "axes.middleware.AxesMiddleware",
    "lianxin.site.middleware.RefusalsAsPages",
]

ROOT_URLCONF = "lianxin.site.urls"
WSGI_APPLICATION = "lianxin.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = []  # pages are drawn by lianxin.ui.render
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Database. `default` and `aside` speak as the runtime role, which owns nothing; `aside` is a second
# connection for what must count although the request is rolled back; `owner` migrates and nothing else.
_POOL: dict[str, Any] = {"min_size": 1, "max_size": 4, "timeout": 5.0, "max_idle": 300.0}
_PATIENCE = {"connect_timeout": 3}


def _database(url: str, user: str, *, pool: bool) -> dict[str, Any]:
    built_in = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "lianxin",
        "HOST": "" if url else str(postgres.socket_folder(POSTGRES)),
        "USER": user,
    }
    found: dict[str, Any] = dict(dj_database_url.parse(url)) if url else built_in
    options = {**found.get("OPTIONS", {}), **_PATIENCE}
    pooled = pool and MODE != "test"
    return found | {
        "OPTIONS": options | ({"pool": dict(_POOL)} if pooled else {}),
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {
    "default": _database(ENVIRONMENT.database_url, "lianxin_app", pool=True),
    "aside": _database(ENVIRONMENT.database_url, "lianxin_app", pool=True),
    "owner": _database(ENVIRONMENT.owner_url, "lianxin_owner", pool=False),
}
ATOMIC_REQUESTS = False  # middleware.one_transaction does it, around the session's own writes too

# People and sign-in
AUTH_USER_MODEL = "people.Person"
LOGIN_REDIRECT_URL = "matters:inbox"  # where somebody goes who has signed in
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if MODE == "test" else []),
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # an attacker elsewhere does not lock the owner out
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # an attacker who goes on does not prolong the lock
AXES_CLIENT_IP_CALLABLE = "lianxin.trust.networks.network_of"
AXES_LOCKOUT_CALLABLE = "lianxin.site.errors.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "password", "csrfmiddlewaretoken"]

# Cookies
_HOST = "__Host-" if SERVE else ""
SESSION_COOKIE_NAME = f"{_HOST}lianxin"
CSRF_COOKIE_NAME = f"{_HOST}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

CSRF_FAILURE_VIEW = "lianxin.site.errors.csrf_failure"

# Headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SERVE
SECURE_HSTS_SECONDS = 31_536_000 if SERVE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SERVE
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# What may be sent
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # typed text; files go to temporary files
FILE_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 30

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# What a process keeps in memory for a minute; the suite keeps nothing
_KEEPING = "dummy.DummyCache" if MODE == "test" else "locmem.LocMemCache"
CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{_KEEPING}"}}

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.CONFIG

# Static files
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
