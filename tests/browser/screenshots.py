"""Take pictures of the pages: ``python -m tests.browser.screenshots FOLDER [--all]``.

Without ``--all`` only search.png is written, the picture of the README.
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.driving import browsing, go, log_in
from tests.browser.serving import Site, serving

README = "/search?q=Messer&collection=messergewalt"
TONES = ("light", "dark")
PAGES = {
    "start": "/",
    "search": README,
    "nothing": "/search?q=Messer+Quarzuhrwerk&type=funding&from=2025",
    "collection": "/collection?id=messergewalt",
    "resource": "/resource?id=messer-machen-moerder-berlin",
}


def picture(browser: Browser, site: Site, page: str, file: Path, **look: object) -> None:
    """One page in one look: width, dark, English."""
    width = int(str(look.get("width", 1440)))
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if look.get("dark") else "light",
    )
    language = "en" if look.get("english") else "de"
    context.add_cookies([{"name": "hub_language", "value": language, "url": site.address}])
    tab = context.new_page()
    log_in(tab, site)
    go(tab, site, PAGES[page])
    tab.evaluate("document.activeElement.blur()")
    tab.wait_for_timeout(400)
    tab.screenshot(path=file)
    context.close()
    print(file)


def main() -> None:
    """Serve a hub of our own and take the pictures."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as site,
        browsing() as browser,
    ):
        if "--all" not in sys.argv:
            picture(browser, site, "search", target / "search.png")
            return
        for page, width, tone, language in product(PAGES, (1440, 390), TONES, ("de", "en")):
            file = target / f"{page}-{width}-{tone}-{language}.png"
            dark, english = tone == "dark", language == "en"
            picture(browser, site, page, file, width=width, dark=dark, english=english)


if __name__ == "__main__":
    main()
