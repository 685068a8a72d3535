"""Reads a video of the bucket piece by piece; one that breaks off is taken up again where it broke off."""

from collections.abc import Iterator
from contextlib import closing

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import FileSystemStorage, Storage

PIECE = 1024 * 1024
TRIES = 3


def pieces(storage: Storage, name: str) -> Iterator[bytes]:
    """The object's bytes. Raises FileNotFoundError if there is none, OSError if they can't all be read."""
    of = _of_folder if isinstance(storage, FileSystemStorage) else _of_bucket
    return of(storage, name)


def _of_folder(storage, name):
    with storage.open(name) as file:
        while piece := file.read(PIECE):
            yield piece


def _of_bucket(storage, name):
    """S3, https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, with Range after a break."""
    key = "/".join(filter(None, (storage.location.strip("/"), name)))
    done, etag, tries = 0, "", TRIES
    while True:
        wanted = {"Range": f"bytes={done}-", "IfMatch": etag} if done else {}
        try:
            answer = storage.bucket.Object(key).get(**wanted)
            etag, length = answer["ETag"], answer["ContentLength"]
            with closing(answer["Body"]) as body:
                for piece in body.iter_chunks(PIECE):
                    done += len(piece)
                    length -= len(piece)
                    yield piece
            if length <= 0:
                return
            problem = "it broke off"
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in ("NoSuchKey", "404"):
                raise FileNotFoundError(name) from error
            if code in ("AccessDenied", "403", "InvalidRange", "PreconditionFailed"):
                raise OSError(f"the bucket said {code}") from error
            problem = f"the bucket said {code}"
        except BotoCoreError as error:
            problem = type(error).__name__
        tries -= 1
        if not tries:
            raise OSError(problem)
