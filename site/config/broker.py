"""Celery's `filesystem://` transport, with messages that appear whole.

Kombu 5.7 makes a message's file before it has written the message: a worker that looks in between takes an
empty one, and ends.
"""

from pathlib import Path
from time import monotonic
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        name, folder = f"{round(monotonic() * 1000)}_{uuid4()}", Path(self.data_folder_out)
        part = folder / f"{name}.part"
        part.write_bytes(str_to_bytes(dumps(payload)))
        part.rename(folder / f"{name}.{queue}.msg")


class Transport(filesystem.Transport):
    Channel = Channel


def use_whole_messages() -> None:
    TRANSPORT_ALIASES["filesystem"] = "config.broker:Transport"
