"""What never gets into a log."""

import logging

#: Addresses below these carry media keys, signatures or capabilities.
PRIVATE_PATHS = ("/edge/", "/run/", "/welcome/")


class WithoutMedia(logging.Filter):
    """Drops what Django says of a refused request for media: a log carries ids, never keys or links."""

    def filter(self, record):
        request = getattr(record, "request", None)
        return not (request and request.path.startswith(PRIVATE_PATHS))
