"""Every setting; what differs between places comes from the environment (docs/settings.md)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import sentry_sdk
from celery.schedules import crontab
from kombu import Queue

from config.embedded import broker_folders, secret_key
from config.env import Environment
from config.sites import site_of

env = Environment(os.environ)

BASE_DIR = Path(__file__).resolve().parents[3]
#: Whatever the embedded default keeps on disk: database, bundles, message folders, kept thumbnails.
VAR_DIR = BASE_DIR / "var"

# --- the place ---------------------------------------------------------------------------------
LOCAL = env.flag("LOCAL")
#: Serving what was restored on one's own machine (docker-compose-restore-local.yml).
LOCAL_RESTORE = env.flag("LOCAL_RESTORE")
DEBUG = LOCAL
PORT = env.port("PORT", 8000)
BASE_URL = env.origin("BASE_URL", f"http://localhost:{PORT}" if LOCAL or LOCAL_RESTORE else "")
ALLOWED_HOSTS = env.names_list("ALLOWED_HOSTS")
KEY_FORM = {"pattern": r".{32,}", "form": "at least 32 characters long"}
SECRET_KEY = env.text("DJANGO_SECRET_KEY", **KEY_FORM)
#: The key before it, for as long as links and sessions that were signed with it are to count (docs/links.md).
SECRET_KEY_FALLBACKS = [key for key in [env.text("DJANGO_PREVIOUS_SECRET_KEY", **KEY_FORM)] if key]
if SECRET_KEY in SECRET_KEY_FALLBACKS:
    env.note("DJANGO_PREVIOUS_SECRET_KEY is the same as DJANGO_SECRET_KEY; it should be the key before it.")
ON_THIS_MACHINE = urlsplit(BASE_URL).hostname in ("localhost", "127.0.0.1")
if LOCAL:
    if not ON_THIS_MACHINE:
        env.note("LOCAL shows debug pages, so BASE_URL must be http://localhost or http://127.0.0.1 with it.")
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["*"]
    SECRET_KEY = SECRET_KEY or secret_key(VAR_DIR)
else:
    for name in ("DJANGO_SECRET_KEY", "ALLOWED_HOSTS"):
        if name not in os.environ:
            env.note(f"{name} must be set, or LOCAL=1 on a machine of your own.")
    if "BASE_URL" not in os.environ and not LOCAL_RESTORE:
        env.note("BASE_URL must be set, or LOCAL=1 on a machine of your own.")
    if BASE_URL.startswith("http://") and not ON_THIS_MACHINE:
        env.note("BASE_URL must begin with https://, because people sign in there.")
    if "*" in ALLOWED_HOSTS:
        env.note("ALLOWED_HOSTS must name the hosts; * is for LOCAL=1.")
#: The password of the demo archive's users; `manage.py demo` makes one up if there is none.
DEMO_PASSWORD = env.text("DEMO_PASSWORD")

# --- what Vitrine is made of -------------------------------------------------------------------
INSTALLED_APPS = [
    "home",
    "studies",
    "archive",
    "builds",
    "guardian",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "storages",
    "anymail",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "builds.origins.only_experiments",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "home.middleware.content_security_policy",
    "home.middleware.no_store_for_the_signed_in",
    "home.two_step.require_two_steps",
    "home.admin_gate.AdminGate",
    "archive.kiosk.keep_inside",
    "archive.viewing_as.view_as_another",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.chrome",
            ],
        },
    }
]

# --- data --------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR}/vitrine.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- users and permissions ---------------------------------------------------------------------
AUTH_USER_MODEL = "home.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
#: Whether whoever may enter the workroom must sign in in two steps.
TWO_STEP_REQUIRED = env.flag("TWO_STEP_REQUIRED")
OTP_TOTP_ISSUER = "Vitrine"
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "/sign-in/"
#: How many days before the end of a grant its person is told.
GRANT_NOTICE_DAYS = 14
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# --- how it is spoken to -----------------------------------------------------------------------
SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
#: Wagtail shows its previews in a frame, so DENY is not for us.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]

# --- media, thumbnails, bundles ----------------------------------------------------------------
HAS_S3 = env.all_or_none(
    "AWS_STORAGE_BUCKET_NAME", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"
)
HAS_CLOUDFRONT = env.all_or_none("CLOUDFRONT_DOMAIN", "CLOUDFRONT_KEY_ID", "CLOUDFRONT_KEY")
HAS_CLOUDINARY = env.all_or_none("CLOUDINARY_CLOUD_NAME", "CLOUDINARY_API_KEY", "CLOUDINARY_API_SECRET")
# What was restored on one's own machine publishes, and cleans up, nothing in the bucket it came from.
HAS_GS = env.all_or_none("GS_BUCKET_NAME", "GS_PRIVATE_BUCKET_NAME", "GS_PROJECT_ID") and not LOCAL_RESTORE
GOOGLE_APPLICATION_CREDENTIALS = env.json_file("GOOGLE_APPLICATION_CREDENTIALS")
if HAS_CLOUDFRONT and not HAS_S3:
    env.note("AWS_STORAGE_BUCKET_NAME must be set too, because CLOUDFRONT_DOMAIN is set.")
if GOOGLE_APPLICATION_CREDENTIALS and not env.has("GS_BUCKET_NAME"):
    env.note("GS_BUCKET_NAME must be set too, because GOOGLE_APPLICATION_CREDENTIALS is set.")

#: CloudFront signs with this; None means the embedded edge with a key of its own (archive.links).
CLOUDFRONT = {
    "domain": env.text("CLOUDFRONT_DOMAIN", pattern=r"[\w-]+(\.[\w-]+)+", form="a host name"),
    "key_id": env.text("CLOUDFRONT_KEY_ID", pattern=r"[A-Z0-9]{6,64}", form="CloudFront's public key id"),
    "key": env.private_key("CLOUDFRONT_KEY"),
}
CLOUDINARY = {
    "cloud_name": env.text("CLOUDINARY_CLOUD_NAME", pattern=r"[\w-]+", form="a cloud's name"),
    "api_key": env.text("CLOUDINARY_API_KEY", pattern=r"\d+", form="a number"),
    "api_secret": env.text("CLOUDINARY_API_SECRET", pattern=r"[\w-]+", form="an API secret"),
}
CLOUDFRONT = CLOUDFRONT if HAS_CLOUDFRONT else None
CLOUDINARY = CLOUDINARY if HAS_CLOUDINARY else None
#: For so long an item keeps its link; the link lives up to twice as long (archive.links.expiry).
LINK_SECONDS = 900
#: Whether a link says for whom it was made (archive.links.viewers).
VIEWER_TAG = env.flag("VIEWER_TAG")
#: Where nginx, in front of the embedded edge, has the files that the edge allows it to send
#: (deploy/nginx.conf).
EDGE_ACCEL_REDIRECT = env.text(
    "EDGE_ACCEL_REDIRECT", pattern=r"(/[\w-]+)+", form="a path, such as /protected"
)

BUCKET = {"pattern": r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]", "form": "a bucket's name"}
S3_OPTIONS = {
    "bucket_name": env.text("AWS_STORAGE_BUCKET_NAME", **BUCKET),
    "region_name": env.text(
        "AWS_REGION", pattern=r"[a-z]{2}(-[a-z]+)+-\d", form="a region, such as eu-west-1"
    ),
    "access_key": env.text("AWS_ACCESS_KEY_ID", pattern=r"[A-Z0-9]{16,128}", form="an access key's id"),
    "secret_key": env.text("AWS_SECRET_ACCESS_KEY", pattern=r"[\w/+=]{30,}", form="a secret access key"),
    "default_acl": None,
    "file_overwrite": False,
    # A part in memory, the rest in a temporary file: a video never stands in memory whole.
    "max_memory_size": 8 * 2**20,
}
GS_OPTIONS = {
    "project_id": env.text("GS_PROJECT_ID", pattern=r"[a-z][a-z0-9-]{4,}", form="a project's id"),
    "querystring_auth": False,
    "file_overwrite": False,
}
MEDIA_URL = "/uploads/"
MEDIA_ROOT = VAR_DIR / "uploads"


def folder(path):
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": path}}


def s3(**options):
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": S3_OPTIONS | options}


def google(bucket, backend="storages.backends.gcloud.GoogleCloudStorage", **options):
    return {"BACKEND": backend, "OPTIONS": GS_OPTIONS | {"bucket_name": bucket} | options}


VIDEOS_BUCKET = env.text("AWS_VIDEOS_BUCKET_NAME", **BUCKET)
if VIDEOS_BUCKET and not HAS_S3:
    env.note("AWS_STORAGE_BUCKET_NAME must be set too, because AWS_VIDEOS_BUCKET_NAME is set.")
STORAGES = {
    # Wagtail's own public images and documents; never anything of a participant.
    "default": s3(location="uploads")
    if HAS_S3
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # The participants' bucket, under the path convention of archive.paths.
    "participants": s3() if HAS_S3 else folder(BASE_DIR / "media"),
    # Built experiments.
    "experiments": google(env.text("GS_BUCKET_NAME", **BUCKET), "builds.storage.ExperimentsStorage")
    if HAS_GS
    else folder(VAR_DIR / "experiments"),
    # Participants' videos, as their browsers name them (studies.recordings).
    "videos": s3(bucket_name=VIDEOS_BUCKET) if VIDEOS_BUCKET else folder(VAR_DIR / "videos"),
    # What is handed out by mail and is nobody else's.
    "private": google(
        env.text("GS_PRIVATE_BUCKET_NAME", **BUCKET), querystring_auth=True, blob_chunk_size=8 * 2**20
    )
    if HAS_GS
    else folder(VAR_DIR / "private"),
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
if LOCAL:
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# --- backups -----------------------------------------------------------------------------------
ED25519 = {"pattern": r"[\w+/]{43}=", "form": "32 bytes in base64"}
#: Signs backups; without it a key made of the secret key does.
BACKUP_SIGNING_KEY = env.text("BACKUP_SIGNING_KEY", **ED25519)
#: Public keys of those whose backups may be restored here.
BACKUP_TRUSTED_KEYS = env.text(
    "BACKUP_TRUSTED_KEYS",
    pattern=rf"{ED25519['pattern']}( *, *{ED25519['pattern']})*",
    form="public keys, each of 32 bytes in base64, with commas between",
)
BACKUP_TRUSTED_KEYS = [key.strip() for key in BACKUP_TRUSTED_KEYS.split(",") if key]

#: Where backups are made each night and proved each week: a folder, or s3://bucket/prefix.
BACKUP_PLACE = env.text(
    "BACKUP_PLACE", pattern=r"(/|s3://)\S+", form="the path of a folder, or s3://bucket/prefix"
)

# --- builds ------------------------------------------------------------------------------------
#: Archives of repositories, <owner>/<name>/<sha>.zip with the default branch's SHA in HEAD.
REPOSITORIES_ROOT = VAR_DIR / "repositories"
CHECKOUTS_ROOT = VAR_DIR / "checkouts"
#: Bundles that were compiled here, so that nothing is compiled twice.
COMPILED_ROOT = VAR_DIR / "compiled"
#: Lets GitHub answer more of our questions, and shows private repositories.
GITHUB_TOKEN = env.text("GITHUB_TOKEN", pattern=r"[A-Za-z0-9_]{20,255}", form="a token of GitHub")
#: The hosts that a build may ask for its dependencies.
BUILD_REGISTRIES = env.names_list("BUILD_REGISTRIES") or ["registry.npmjs.org", "registry.yarnpkg.com"]
EXPERIMENTS_ORIGIN = env.text(
    "EXPERIMENTS_ORIGIN",
    pattern=r"https?://\{uuid\}\.[\w.-]+(:\d+)?",
    form="an address with {uuid} for the study, such as https://{uuid}.experiments.example",
)
if EXPERIMENTS_ORIGIN:
    experiments_host = urlsplit(EXPERIMENTS_ORIGIN.replace("{uuid}", "any")).hostname
    if site_of(experiments_host) == site_of(urlsplit(BASE_URL).hostname or ""):
        env.note(
            "EXPERIMENTS_ORIGIN must be under another registered name than BASE_URL, "
            "because experiments are other people's code."
        )
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, f".{experiments_host.partition('.')[2]}"]

# --- work in the background --------------------------------------------------------------------
CELERY_BROKER_URL = env.broker("CELERY_BROKER_URL")
if not CELERY_BROKER_URL:
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = broker_folders(VAR_DIR) | {"polling_interval": 0.2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("default", "builds", "cleanup", "email")]
CELERY_TASK_ROUTES = {
    "home.tasks.send_waiting_mails": {"queue": "email"},
    "builds.tasks.build_*": {"queue": "builds"},
    "builds.tasks.cleanup_*": {"queue": "cleanup"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "send waiting mails": {"task": "home.tasks.send_waiting_mails", "schedule": 30.0},
    "tell of access that ends": {
        "task": "archive.tasks.tell_of_ends",
        "schedule": crontab(hour=6, minute=0),
    },
    "take an inventory": {"task": "archive.tasks.take_inventory", "schedule": crontab(hour=1, minute=0)},
    "index everything": {
        "task": "archive.search.tasks.index_everything",
        "schedule": crontab(hour=1, minute=30),
    },
    "chain the record of openings": {"task": "archive.tasks.chain_openings", "schedule": 60.0},
    "take up builds whose worker is gone": {"task": "builds.tasks.reap_builds", "schedule": 30.0},
    "take up uploads whose worker is gone": {"task": "archive.tasks.take_up_uploads", "schedule": 300.0},
    "clear away what was uploaded for nothing": {
        "task": "archive.tasks.clear_away_uploads",
        "schedule": crontab(hour=5, minute=0),
    },
    "delete what was withdrawn": {
        "task": "archive.tasks.delete_withdrawn",
        "schedule": crontab(minute=0),
    },
    "clean up builds": {"task": "builds.tasks.cleanup_builds", "schedule": crontab(hour=2, minute=0)},
    "clean up docker images": {
        "task": "builds.tasks.cleanup_docker_images",
        "schedule": crontab(hour=3, minute=0),
    },
    "clean up checkouts": {"task": "builds.tasks.cleanup_checkouts", "schedule": crontab(hour=4, minute=0)},
    "read media again": {"task": "archive.tasks.check_fixity", "schedule": crontab(hour=1, minute=45)},
    "check studies": {"task": "studies.tasks.check_studies", "schedule": crontab(hour=4, minute=30)},
}

if BACKUP_PLACE:
    CELERY_BEAT_SCHEDULE |= {
        "make a backup": {"task": "archive.tasks.make_backup", "schedule": crontab(hour=0, minute=30)},
        "prove the newest backup": {
            "task": "archive.tasks.drill",
            "schedule": crontab(day_of_week="sunday", hour=5, minute=30),
        },
    }

# --- mail and errors ---------------------------------------------------------------------------
SENDGRID_API_KEY = env.text("SENDGRID_API_KEY", pattern=r"SG\.[\w.-]{20,}", form="a SendGrid key (SG.…)")
mail_settings = env.mail("EMAIL_URL")
if SENDGRID_API_KEY and mail_settings:
    env.note("EMAIL_URL and SENDGRID_API_KEY are both set; keep one of them.")
if LOCAL_RESTORE or not (SENDGRID_API_KEY or mail_settings):
    # What was restored may have mails waiting; they must not go out a second time.
    mail_settings = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": VAR_DIR / "mail",
    }
elif SENDGRID_API_KEY:
    mail_settings = {
        "EMAIL_BACKEND": "anymail.backends.sendgrid.EmailBackend",
        "ANYMAIL": {"SENDGRID_API_KEY": SENDGRID_API_KEY},
    }
globals().update(mail_settings)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", "vitrine@localhost", pattern=r"[^@\s]+@[^@\s]+", form="a mail address"
)
SENTRY_DSN = env.text("SENTRY_DSN", pattern=r"https?://\w+@[\w.:-]+/\d+", form="a Sentry address")
if SENTRY_DSN:
    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_media": {"()": "home.logs.WithoutMedia"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_media"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # These tell titles at INFO, and a log carries no names.
    "loggers": {name: {"level": "WARNING"} for name in ("wagtail", "django_tasks", "transitions")},
}

# --- words and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

#: The languages of the archive's words: the first is that of the plain fields (archive.languages).
CONTENT_LANGUAGES = env.text(
    "CONTENT_LANGUAGES",
    "en,hu",
    pattern=r"[a-z]{2,3}(-[A-Za-z]{2,4})?(,[a-z]{2,3}(-[A-Za-z]{2,4})?)*",
    form="language tags with commas between, such as en,hu",
).split(",")

# --- Wagtail -----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Vitrine"
WAGTAILADMIN_BASE_URL = BASE_URL
# A redirect from an old address would tell that something was there, and what it is called now.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# What is published past its review does not end the review.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "studies.finish.publish_what_was_approved"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

env.stop_if_wrong()
