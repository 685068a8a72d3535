"""Follows the output of a running step, line by line, without ever waiting for it blindly."""

import queue
import threading
import time
from collections.abc import Callable, Iterable

from urllib3.exceptions import HTTPError

from builds.errors import BuildUserError

#: Seconds between two looks at the clock and the lease.
TICK = 0.2
#: Seconds that a step may say nothing.
SILENCE = 10 * 60
#: Bytes that a step may say.
MOST = 64 * 1024**2
WAITING_LINES = 1000
END = None


def follow(lines: Iterable[bytes], *, deadline: float, log, check: Callable[[], None] = lambda: None) -> None:
    """Copies the lines to the log until they end.

    Raises BuildUserError at the deadline, after a long silence, or after too many words; and whatever `check`
    and the log's pulse raise: a limit that was reached, a build that is lost.
    """
    waiting: queue.Queue = queue.Queue(WAITING_LINES)
    over = threading.Event()
    threading.Thread(target=_read, args=(lines, waiting, over), daemon=True).start()
    heard, said = time.monotonic(), 0
    try:
        while True:
            log.pulse()
            check()
            now = time.monotonic()
            if now > deadline:
                raise BuildUserError("The build took too long and was stopped; its log says how far it came.")
            if now - heard > SILENCE:
                raise BuildUserError(f"The build said nothing for {SILENCE:g} seconds and was stopped.")
            try:
                line = waiting.get(timeout=TICK)
            except queue.Empty:
                continue
            if line is END:
                return
            heard, said = now, said + len(line)
            if said > MOST:
                raise BuildUserError(f"The build wrote more than {MOST} bytes of log and was stopped.")
            log.write(line.decode(errors="replace"))
    finally:
        over.set()


def _read(lines, waiting, over):
    """Ends with END, also when the source breaks off: the exit code then tells what happened."""
    try:
        for line in lines:
            if not _put(waiting, line, over):
                return
    except (OSError, ValueError, HTTPError):
        pass  # the stream was closed under our feet, because the step was killed
    finally:
        _put(waiting, END, over)


def _put(waiting, line, over) -> bool:
    while not over.is_set():
        try:
            waiting.put(line, timeout=TICK)
            return True
        except queue.Full:
            continue
    return False
