"""Google Cloud Storage for bundles: objects are made once, and never written again."""

from google.api_core.exceptions import PreconditionFailed
from google.cloud.storage.retry import DEFAULT_RETRY
from storages.backends.gcloud import GoogleCloudStorage
from storages.utils import clean_name

from builds.bundles import content_type

#: Again after 429, 5xx and broken connections, for two minutes.
RETRY = DEFAULT_RETRY
#: A bundle's address is its own, so whatever stands between may keep it for ever.
CACHE_CONTROL = "public, max-age=31536000, immutable"


class ExperimentsStorage(GoogleCloudStorage):
    """Saves with one request for each object, which the bucket refuses if there is one of that name.

    https://docs.cloud.google.com/storage/docs/request-preconditions: with `ifGenerationMatch=0` an upload may
    be repeated without harm, so the client does so after 429, 5xx and broken connections.
    """

    def get_available_name(self, name, max_length=None):
        """The name itself: whether it is free is said by the bucket while saving."""
        return clean_name(name)

    def _save(self, name, content):
        """Raises FileExistsError if there is another object of that name."""
        name = clean_name(name)
        blob = self.bucket.blob(self._normalize_name(name))
        blob.cache_control = CACHE_CONTROL
        try:
            blob.upload_from_file(
                content,
                rewind=True,
                size=content.size,
                content_type=content_type(name),
                if_generation_match=0,
                checksum="crc32c",
                retry=RETRY,
            )
        except PreconditionFailed as error:
            if not self._has_this(blob.name, content):
                raise FileExistsError(f"{name} exists already.") from error
        return name

    def _has_this(self, name, content) -> bool:
        """Whether it is ours: the answer to an upload can be lost, and the repetition refused."""
        there = self.bucket.get_blob(name)
        if there is None or there.size != content.size:
            return False
        content.seek(0)
        return there.download_as_bytes(checksum="crc32c") == content.read()
