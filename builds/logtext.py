"""The text of a log: made harmless, and kept to its beginning and its end when it grows too long."""

import re
from collections import deque

LIMIT = 1024 * 1024
#: Terminal colours and titles, and control characters other than tab and new line.
NOISE = re.compile(
    r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)


def clean(text: str) -> str:
    return NOISE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class BoundedText:
    def __init__(self, limit: int = LIMIT):
        self._half = limit // 2
        self._head = []
        self._head_length = 0
        self._tail = deque()
        self._tail_length = 0
        self._left_out = 0

    def add(self, text: str) -> None:
        room = self._half - self._head_length
        if room > 0:
            self._head.append(text[:room])
            self._head_length += len(self._head[-1])
            text = text[room:]
        if text:
            self._tail.append(text[-self._half :])
            self._left_out += max(0, len(text) - self._half)
            self._tail_length += len(self._tail[-1])
            self._trim()

    def _trim(self):
        while self._tail_length > self._half:
            first = self._tail.popleft()
            extra = min(len(first), self._tail_length - self._half)
            if extra < len(first):
                self._tail.appendleft(first[extra:])
            self._tail_length -= extra
            self._left_out += extra

    def __str__(self):
        gap = f"\n… {self._left_out} characters left out …\n" if self._left_out else ""
        return "".join([*self._head, gap, *self._tail])
