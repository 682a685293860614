"""The page in Chromium: nothing of it is refused by its own policy, verdicts choose rows, and everybody can read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from dateline.comparison.page import render_page
from tests.absent import absent
from tests.comparison.test_renderings import USUAL, saying

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        absent("Chromium", "Install the package chromium.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible_and_never_wider_than_the_screen(
    browser: Browser, tmp_path: Path, scheme: str, width: int
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(render_page(USUAL))
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
    )
    page.goto(file.as_uri())
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_policy_lets_the_style_through_and_no_text_runs(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    for place, done in enumerate((USUAL, saying("</style><script>alert(1)</script><img src=x onerror=alert(2)>"))):
        file = tmp_path / f"{place}.html"
        file.write_bytes(render_page(done))
        page.goto(file.as_uri())
        assert page.evaluate("getComputedStyle(document.querySelector('.row')).display") == "grid"
    assert told == []
    page.close()


def test_a_verdict_leaves_its_rows_alone_and_everything_comes_back(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(render_page(USUAL))
    page = browser.new_page()
    page.goto(file.as_uri())
    assert page.locator(".row:visible").count() == 3
    page.get_by_role("link", name="differs 1").click()
    assert page.locator(".row:visible").count() == 1
    assert "133" in page.locator(".row:visible").inner_text()
    page.get_by_role("link", name="Show everything").click()
    assert page.locator(".row:visible").count() == 3
    page.close()
