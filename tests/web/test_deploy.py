"""What is copied to run a server: the unit, the image, the proxies. The proxies are run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dateline.cli.commands import main_group
from tests.absent import absent
from tests.conftest import ROOT
from tests.web.hosts import apache, nginx
from tests.web.serving import Running, collection_of, running

DEPLOY = ROOT / "scripts" / "deploy"
QUADS = (
    '<https://example.org/kg/e/a%2Fb> <http://www.w3.org/2004/02/skos/core#prefLabel> "X" <https://example.org/kg/> .'
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(collection_of(tmp_path_factory.mktemp("kg"), QUADS), "--trust", "127.0.0.1") as started:
        yield started


@pytest.fixture(scope="module", params=["nginx", "apache"])
def proxy(request: pytest.FixtureRequest, server: Running) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="dateline-proxy-") as made:
        room = Path(made)
        room.chmod(0o755)
        text = (DEPLOY / f"{request.param}-proxy.conf").read_text(encoding="utf-8")
        config = room / "proxy.conf"
        config.write_text(text.replace(":8080", f":{server.port}"), encoding="utf-8")
        (room / "maps.conf").write_text("", encoding="utf-8")
        if request.param == "nginx":
            with nginx(room, room, maps=room / "maps.conf", site=config) as address:
                yield address
        else:
            with apache(room, room, more=f"Include {config}\n") as address:
                yield address


def test_a_proxy_changes_nothing_that_matters(proxy: str, server: Running) -> None:
    for path in ("e/a%2Fb", "e/a%2Fb.ttl", "", "nope", "e/a%2Fb?format=xyz", "sparql?query=ASK{}"):
        for accept in ("text/turtle", "text/html", "application/json"):
            direct = httpx.get(server.url + path, headers={"Accept": accept})
            proxied = httpx.get(proxy + path, headers={"Accept": accept})
            assert proxied.status_code == direct.status_code, path
            assert proxied.content == direct.content
            for name in ("content-type", "vary", "link", "cache-control", "etag", "access-control-allow-origin"):
                said = [one.headers.get(name, "").replace(" ", "") for one in (direct, proxied)]
                assert said[0] == said[1], (path, name)


def test_a_redirect_through_a_proxy_leads_back_to_it(proxy: str) -> None:
    answer = httpx.get(proxy + "e/a%2Fb", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert answer.status_code == 200
    assert str(answer.url) == f"{proxy}e/a%2Fb.ttl"


def test_a_proxy_does_not_let_strangers_to_the_operations(proxy: str) -> None:
    assert httpx.get(proxy + "-/metrics").status_code in (403, 404)
    assert httpx.get(proxy + "-/health").status_code in (403, 404)


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        absent("systemd-analyze", "Install the Debian package systemd.")
    unit = tmp_path / "dateline.service"
    program = shutil.which("true")
    text = (DEPLOY / "dateline.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/dateline/bin/dateline", str(program)), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert "dateline.service" not in done.stderr, done.stderr
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", unit], capture_output=True, text=True, check=False
    )
    exposure = re.search(r"Overall exposure level for dateline.service: ([0-9.]+)", rated.stdout)
    assert exposure, rated.stderr
    assert float(exposure[1]) < 2


def test_the_options_that_are_given_are_options_of_the_command() -> None:
    known = {name for option in main_group.commands["serve"].params for name in option.opts}
    unit = (DEPLOY / "dateline.service").read_text(encoding="utf-8")
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    started = re.findall(r"^ExecStart=.*", unit, re.MULTILINE)[0].split()
    for line in re.findall(r"^(?:ENTRYPOINT|CMD) (\[.*\])$", image, re.MULTILINE):
        started += json.loads(line)
    given = {word for word in started if word.startswith("--")}
    assert len(given) >= 5
    assert given <= known
