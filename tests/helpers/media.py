# SPDX-License-Identifier: Apache-2.0
"""Real media on loopback: servers and mounts that end with the test, whatever happens in it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE_S = 60.0
"""So long something may take on a busy machine."""
_SMB_CONF = """\
[global]
 smb ports = {port}
 interfaces = 127.0.0.1
 bind interfaces only = yes
 private dir = {home}
 lock directory = {home}
 state directory = {home}
 cache directory = {home}
 pid directory = {home}
 ncalrpc dir = {home}/ncalrpc
 passdb backend = tdbsam:{home}/passdb.tdb
 log file = {home}/log
 load printers = no
 disable spoolss = yes
 server min protocol = SMB2
[share]
 path = {share}
 read only = no
"""
_MOUNT = (
    "--vfs-cache-mode", "writes", "--vfs-write-back", "100ms", "--dir-cache-time", "0s", "--attr-timeout", "0s",
    "--poll-interval", "0", "--config", "/dev/null",
)  # fmt: skip


def until(happens: Callable[[], bool], what: str) -> None:
    """Wait for something that other processes do."""
    end_s = time.monotonic() + PATIENCE_S
    while not happens():
        assert time.monotonic() < end_s, f"{what} did not happen in {PATIENCE_S:.0f} s"
        time.sleep(0.05)


def media_program(name: str) -> str:
    """The path of a program; where it is missing the test is skipped, since few machines have such servers."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed; python3 dev.py media does that")
    return path


def require_mounts() -> None:
    """Skip where nothing can be mounted: it takes the system's FUSE, and the right to use it."""
    media_program("rclone")
    media_program("fusermount3")
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("this machine lets nobody mount anything")


def require_root() -> None:
    """Skip where only root may do what follows."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount file systems")


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: Sequence[str | Path], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs beside the test, with those that it starts, and not a moment longer."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(10)
            break
        except subprocess.TimeoutExpired:
            continue
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def webdav(share: Path, home: Path) -> Iterator[tuple[str, ...]]:
    """A WebDAV server for a directory; gives what rclone needs to mount it."""
    port = free_port()
    serve = ("rclone", "serve", "webdav", share, "--addr", f"127.0.0.1:{port}", "--config", "/dev/null")
    with running(serve, home / "webdav.log"):
        until(lambda: answers(port), "the WebDAV server")
        yield (":webdav:", "--webdav-url", f"http://127.0.0.1:{port}", "--webdav-vendor", "other")


@contextmanager
def samba(share: Path, home: Path) -> Iterator[tuple[str, ...]]:
    """A Samba server for a directory; gives what rclone needs to mount it."""
    require_root()
    smbd, smbpasswd = media_program("smbd"), media_program("smbpasswd")
    port, state, conf = free_port(), home / "samba", home / "smb.conf"
    state.mkdir()
    conf.write_text(_SMB_CONF.format(port=port, home=state, share=share), encoding="utf-8")
    subprocess.run([smbpasswd, "-c", conf, "-a", "-s", "root"], input=b"pw\npw\n", check=True, capture_output=True)
    hidden = subprocess.run(["rclone", "obscure", "pw"], check=True, capture_output=True, text=True).stdout.strip()
    with running((smbd, "-F", "--no-process-group", "-s", conf), home / "smbd.log"):
        until(lambda: answers(port), "the Samba server")
        yield (":smb:share", "--smb-host", "127.0.0.1", "--smb-port", str(port), "--smb-user", "root",
               "--smb-pass", hidden)  # fmt: skip


@contextmanager
def mounted(remote: Sequence[str], at: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A remote directory mounted for one laptop; gives the process that a test may kill."""
    at.mkdir(exist_ok=True)
    cache = at.with_name(f"{at.name}-cache")
    name, *options = remote
    command = ["rclone", "mount", name, str(at), *options, *_MOUNT, "--cache-dir", str(cache)]
    with running(command, at.with_name(f"{at.name}.log")) as process:
        try:
            until(lambda: at.is_mount() or process.poll() is not None, "the mount")
            yield process
        finally:
            unmount(at)
    shutil.rmtree(cache, ignore_errors=True)


def unmount(at: Path) -> None:
    """Take a mount away, also one whose process is gone."""
    subprocess.run(["fusermount3", "-u", "-z", at], check=False, capture_output=True)


@contextmanager
def file_system(at: Path, *options: str) -> Iterator[None]:
    """Something that the kernel mounts, such as a small tmpfs."""
    require_root()
    at.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, at], check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", at], check=True)
