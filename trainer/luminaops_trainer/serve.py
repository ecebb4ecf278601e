"""The warm parent: imports paid once, one fork per job.

Reads lines ``{"id", "job"}`` and ``{"id", "cancel": true}`` on stdin; writes ``{"ready"}`` and
``{"id", "event"}`` on stdout. Ends with its stdin, and its forks end with it.
"""

from .limits import limit_threads, threads

limit_threads()

import ctypes  # noqa: E402
import gc  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import selectors  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402

GRACE_S = 10
PR_SET_PDEATHSIG = 1


class Child:
    """A fork that runs one job."""

    def __init__(self, job_id, pid, events, output):
        self.id = job_id
        self.pid = pid
        self.pipes = {events: b"", output: b""}
        self.events = events
        self.kill_at = None


class Parent:
    """Select loop over stdin, the forks' pipes and their deaths; never more than one thread."""

    def __init__(self):
        self._children = {}
        self._select = selectors.DefaultSelector()
        self._input = b""
        self._open = True
        self._alive, self._keep = os.pipe()  # forks hold the read end and end at its close
        wake, self._wake = os.pipe()
        for descriptor in (wake, self._wake):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(self._wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._close())
        self._select.register(0, selectors.EVENT_READ, self._read_input)
        self._select.register(wake, selectors.EVENT_READ, lambda: os.read(wake, 512))

    def loop(self):
        """Serve until stdin closes and the last fork is gone."""
        self._write({"ready": True, "pid": os.getpid()})
        while self._open or self._children:
            for key, _ in self._select.select(self._timeout()):
                key.data()
            self._reap()
            self._kill_late()

    def _read_input(self):
        data = os.read(0, 1 << 16)
        if not data:
            self._close()
            return
        *lines, self._input = (self._input + data).split(b"\n")
        for line in lines:
            if line.strip():
                self._command(json.loads(line))

    def _close(self):
        if self._open:
            self._open = False
            self._select.unregister(0)
            for child in self._children.values():
                self._cancel(child)

    def _command(self, command):
        if command.get("cancel"):
            for child in self._children.values():
                if child.id == command["id"]:
                    self._cancel(child)
            return
        self._fork(command["id"], json.dumps(command["job"]))

    def _cancel(self, child):
        if child.kill_at is None:
            child.kill_at = time.monotonic() + GRACE_S
            _signal(child.pid, signal.SIGTERM)

    def _fork(self, job_id, text):
        if threads() != 1:
            self._write({"id": job_id, "event": {"type": "error", "message": "The trainer has more than one thread.", "fix": "Start it again."}})
            self._write({"id": job_id, "event": {"type": "exit", "code": 1, "signal": None}})
            return
        events_read, events_write = os.pipe()
        output_read, output_write = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_child(parent, events_write, output_write, [events_read, output_read], text)
        os.close(events_write)
        os.close(output_write)
        child = Child(job_id, pid, events_read, output_read)
        self._children[pid] = child
        for descriptor in child.pipes:
            self._select.register(descriptor, selectors.EVENT_READ, lambda d=descriptor: self._read_child(child, d))

    def _become_child(self, parent, events, output, unused, text):
        """Runs in the fork and never returns."""
        code = 1
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _die_with(parent)
            others = [descriptor for child in self._children.values() for descriptor in child.pipes]
            for descriptor in [*unused, *others, self._keep, self._wake]:
                os.close(descriptor)
            self._select.close()
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.dup2(output, 1)
            os.dup2(output, 2)
            threading.Thread(target=_watch, args=(self._alive,), daemon=True).start()
            from .job import run

            code = run(text, events)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)

    def _read_child(self, child, descriptor):
        data = os.read(descriptor, 1 << 16)
        if not data:
            self._select.unregister(descriptor)
            os.close(descriptor)
            rest = child.pipes.pop(descriptor)
            lines = [rest] if rest else []
        else:
            *lines, child.pipes[descriptor] = (child.pipes[descriptor] + data).split(b"\n")
        for line in lines:
            self._forward(child, descriptor, line)

    def _forward(self, child, descriptor, line):
        if descriptor == child.events:
            os_write(b'{"id":' + json.dumps(child.id).encode() + b',"event":' + line + b"}\n")
        elif line.strip():
            text = line.decode(errors="replace")
            self._write({"id": child.id, "event": {"type": "log", "level": "warn", "text": text}})

    def _reap(self):
        for pid in list(self._children):
            child = self._children[pid]
            done, status = os.waitpid(pid, os.WNOHANG)
            if done == 0:
                continue
            for descriptor in list(child.pipes):
                while descriptor in child.pipes:
                    self._read_child(child, descriptor)
            del self._children[pid]
            code = os.waitstatus_to_exitcode(status)
            event = {"type": "exit", "code": code if code >= 0 else None, "signal": -code if code < 0 else None}
            self._write({"id": child.id, "event": event})

    def _kill_late(self):
        for child in self._children.values():
            if child.kill_at is not None and time.monotonic() >= child.kill_at:
                _signal(child.pid, signal.SIGKILL)

    def _timeout(self):
        times = [child.kill_at - time.monotonic() for child in self._children.values() if child.kill_at is not None]
        return max(0.05, min(times)) if times else None

    def _write(self, message):
        os_write(json.dumps(message).encode() + b"\n")


def os_write(data):
    """Write all bytes to stdout; a closed stdout ends the process and with it the forks."""
    try:
        while data:
            data = data[os.write(1, data) :]
    except BrokenPipeError:
        os._exit(1)


def _signal(pid, number):
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        try:  # the fork has not made its group yet
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def _die_with(parent):
    """Ask the kernel for SIGKILL when the parent dies, where it can."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):
        pass
    if os.getppid() != parent:
        os._exit(1)


def _watch(alive):
    """End the fork when the parent's end of the pipe closes."""
    os.read(alive, 1)
    os._exit(1)


def warm_up():
    """Import and touch what every job needs; must leave one thread."""
    from . import inspect_table, train  # noqa: F401
    from .export import warm

    warm()
    gc.collect()
    gc.freeze()  # forks share the parent's pages for longer


def main():
    """``python -m luminaops_trainer.serve``."""
    warm_up()
    if threads() != 1:
        sys.exit(f"the trainer has {threads()} threads after its imports and cannot fork safely")
    Parent().loop()


if __name__ == "__main__":
    main()
