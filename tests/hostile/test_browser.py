"""A browser opens pages made of hostile articles, and no script of theirs runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from service.settings import Settings
from tests.hostile.corpus import HOSTILE
from tests.web.live import live
from tests.web.service_under_test import Scripted

pytestmark = pytest.mark.browser

ATTACK = (
    "<script>window.ran = 1</script> \"<img src=x onerror='window.ran = 2'>\" said Berg. "
    "</p></title></style></textarea><svg/onload='window.ran = 3'> "
    '"><iframe srcdoc="<script>parent.ran = 4</script>"></iframe> javascript:window.ran=5 '
    "<a href='javascript:window.ran=6' autofocus onfocus='window.ran=7'>x</a>\n"
)
TEXTS = [ATTACK, *(text[:20_000] for text in HOSTILE.values())]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path is not None, "Chromium is missing: run `make packages`"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--headless=new", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("browser")
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'web.db'}")
    with live(settings, Scripted()) as url:
        yield url


class Watched:
    """A page, and all that it did which it should not."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.dialogs: list[str] = []
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(address) else self.elsewhere.append(request.url)
            ),
        )

    def check(self) -> None:
        """No script of an article ran, nothing was asked of anybody else, nothing broke."""
        self.page.mouse.move(300, 300)
        self.page.mouse.click(300, 300)
        self.page.wait_for_timeout(200)
        assert self.page.evaluate("window.ran") is None
        assert (self.dialogs, self.elsewhere, self.errors) == ([], [], [])


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    page = browser.new_page()
    page.set_default_timeout(15_000)
    yield Watched(page, address)
    page.close()


def test_the_attack_is_real(browser: Browser) -> None:
    """On a page that does not defend itself the same article does run its script."""
    page = browser.new_page()
    page.set_content(f"<p>{ATTACK}</p>")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is not None
    page.close()


def test_page_of_a_hostile_summary(address: str, watched: Watched) -> None:
    """The page of a summary of hostile articles shows their words and runs none of them."""
    body = {"articles": [{"text": t, "title": ATTACK, "outlet": ATTACK} for t in TEXTS]}
    made = httpx.post(f"{address}/v1/summaries", json=body, timeout=60).raise_for_status()
    watched.page.goto(f"{address}/v1/summaries/{made.json()['id']}?format=html")
    watched.check()
    assert watched.page.evaluate("document.scripts.length") == 0
    assert watched.page.locator("article").count() == len(TEXTS)
    assert "window.ran = 1" in watched.page.locator("article .text").first.inner_text()


def test_saved_page_is_as_safe(address: str, watched: Watched, tmp_path: Path) -> None:
    """A copy on disk, without the server's headers, runs nothing either."""
    body = {"articles": [{"text": ATTACK, "title": ATTACK}]}
    made = httpx.post(f"{address}/v1/summaries?format=html", json=body).raise_for_status()
    saved = tmp_path / "summary.html"
    saved.write_text(made.text, "utf-8")
    watched.page.goto(saved.as_uri())
    watched.elsewhere.clear()
    watched.check()


def test_pasting_a_hostile_article(address: str, watched: Watched) -> None:
    """A person pastes a hostile article, sees the summary, and nothing of it runs."""
    page = watched.page
    page.goto(f"{address}/")
    page.fill("textarea", ATTACK)
    page.fill("input[name=outlet]", ATTACK)
    page.click("#add")
    page.fill("fieldset:nth-of-type(2) textarea", 'They met. "We agreed," she said.')
    page.click("#go")
    page.wait_for_selector("#result article")
    watched.check()
    assert page.locator("#result article").count() == 2
    assert "We agreed," in page.locator("#result").inner_text()
    assert page.locator("#forms a").count() == 5


def test_page_tells_problems(address: str, watched: Watched) -> None:
    """What the service refuses is told to the person on the page."""
    watched.page.goto(f"{address}/")
    watched.page.fill("textarea", "fail")
    watched.page.click("#go")
    watched.page.wait_for_selector("#problem:not([hidden])")
    assert len(watched.page.locator("#problem").inner_text()) > 20
    watched.check()


def test_api_page(address: str, watched: Watched) -> None:
    """The API page draws every operation without asking anybody else."""
    watched.page.goto(f"{address}/docs")
    watched.page.wait_for_selector(".operation")
    watched.check()
    paths = httpx.get(f"{address}/openapi.json").json()["paths"]
    operations = sum(len(methods) for methods in paths.values())
    assert watched.page.locator(".operation").count() == operations
