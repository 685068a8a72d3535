"""The viewer's tag: a signed link says, to the operators alone, for whom it was made (VIEWER_TAG)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.crypto import salted_hmac

from archive.links import cloudfront, keys
from archive.links.refusal import LinkRefused

#: The parameter of a link that carries the tag. It is signed with the rest of the address.
PARAMETER = "v"


def tag(user_pk: int, secret: str) -> str:
    """Tells nothing of the person to who has not the secret."""
    hashed = salted_hmac("archive.links.viewers", str(user_pk), secret=secret, algorithm="sha256")
    return hashed.hexdigest()[:12]


def of(request):
    """Who is really there, also where the exhibition is seen as another person sees it."""
    return getattr(request, "real_user", getattr(request, "user", None))


def query(viewer) -> str:
    """What a link for this person carries; nothing, unless VIEWER_TAG asks for it."""
    if not settings.VIEWER_TAG or viewer is None or viewer.is_anonymous:
        return ""
    return f"?{PARAMETER}={tag(viewer.pk, settings.SECRET_KEY)}"


@dataclass(frozen=True)
class Trace:
    """What a link says of itself; nobody's tag is one of somebody whose account is gone."""

    ends: datetime
    tag: str
    viewers: list


def trace(link: str) -> Trace:
    """Raises LinkRefused if the link was not made here, or with a key that is not in use any more."""
    parts = urlsplit(link)
    # A link to the embedded edge is signed for the site's own address, whatever name it was opened under.
    url = link if settings.CLOUDFRONT else f"{settings.BASE_URL}{parts.path}?{parts.query}"
    _, given = cloudfront.taken_apart(url)
    try:
        ends = datetime.fromtimestamp(int(given["Expires"]), UTC)
        before = datetime.fromtimestamp(int(given["Expires"]) - 1, UTC)
    except (KeyError, ValueError, OverflowError, OSError) as error:
        raise LinkRefused("The link's expiry can't be read.") from error
    cloudfront.verify(url, before, trusted=keys.trusted_keys())
    found = parse_qs(parts.query).get(PARAMETER, [""])[0]
    return Trace(ends, found, whose(found) if found else [])


def whose(found: str) -> list:
    """The people whose tag it is: one, or nobody."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    people = get_user_model().objects.order_by("pk").iterator()
    return [user for user in people if found in {tag(user.pk, secret) for secret in secrets}]
