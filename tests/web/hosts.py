"""Real web servers over a folder: Apache and nginx, each in the foreground, ended with the block."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.absent import absent

_MODULES = "mpm_event authz_core unixd dir mime rewrite headers alias proxy proxy_http"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def apache(root: Path, room: Path, *, more: str = "") -> Iterator[str]:
    """Apache with `root` as its document root, and its own files in `room`; its address. `more` is configuration."""
    program = shutil.which("apache2") or "/usr/sbin/apache2"
    modules = Path("/usr/lib/apache2/modules")
    if not Path(program).is_file() or not modules.is_dir():
        absent("Apache", "Install the Debian package apache2-bin.")
    port = _free_port()
    loaded = "".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so\n"
        for name in _MODULES.split()
        if (modules / f"mod_{name}.so").is_file()
    )
    types = room / "mime.types"
    types.write_text("text/html html\n", encoding="ascii")
    config = room / "apache.conf"
    config.write_text(
        f"{loaded}ServerName localhost\nListen 127.0.0.1:{port}\n"
        f"PidFile {room}/apache.pid\nErrorLog {room}/apache.log\n"
        f"DefaultRuntimeDir {room}\nMutex file:{room} default\nTypesConfig {types}\nDocumentRoot {root}\n"
        f"<Directory {root}>\nAllowOverride All\nOptions +FollowSymLinks\nRequire all granted\n</Directory>\n"
        f"User www-data\nGroup www-data\n{more}",
        encoding="utf-8",
    )
    with _started([program, "-f", str(config), "-DFOREGROUND"], port, room / "apache.log"):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def nginx(root: Path, room: Path, *, maps: Path, site: Path) -> Iterator[str]:
    """nginx with `root` as its root and our two files included; its address."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).is_file():
        absent("nginx", "Install the Debian package nginx-light.")
    port = _free_port()
    config = room / "nginx.conf"
    paths = "".join(
        f"{name}_temp_path {room}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config.write_text(
        f"pid {room}/nginx.pid;\nerror_log {room}/nginx.log;\ndaemon off;\nmaster_process off;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{paths}include {maps};\n"
        f"server {{\nlisten 127.0.0.1:{port};\nroot {root};\ninclude {site};\n}}\n}}\n",
        encoding="utf-8",
    )
    with _started([program, "-c", str(config)], port, room / "nginx.log"):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def _started(command: list[str], port: int, log: Path) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None:
                    break
                time.sleep(0.02)
        if process.poll() is not None:
            said = process.stderr.read().decode() if process.stderr else ""
            raise AssertionError(said + (log.read_text(encoding="utf-8") if log.is_file() else ""))
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stderr:
            process.stderr.close()
