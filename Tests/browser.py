"""Looks at dailies reports in Chromium: browser.py FOLDER REPORT.html...

Checks of each report, in light and dark: nothing is written to the console, axe finds no violation, nothing is
wider than a window of 390 pixels, every copy button copies its command. Pictures of it go to FOLDER.
"""

import pathlib
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

VIEWS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "narrow": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
    "narrow-dark": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}


def look(browser, report, folder):
    """Every fault of a report, as lines of text."""
    faults = []
    for view, options in VIEWS.items():
        context = browser.new_context(**options, permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(f"not loaded: {request.url}"))
        page.goto(report.resolve().as_uri(), wait_until="load")

        def complain(text):
            faults.append(f"{report} ({view}): {text}")

        width = page.evaluate("document.documentElement.scrollWidth")
        if width > options["viewport"]["width"]:
            complain(f"it is {width} pixels wide")
        for violation in Axe().run(page).response["violations"]:
            places = [" ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
            complain(f"axe: {violation['id']}: {violation['help']}: {', '.join(places)}")

        buttons = page.locator(".command button")
        for index in range(buttons.count()):
            button = buttons.nth(index)
            command = button.locator("xpath=preceding-sibling::code").text_content()
            if not button.is_visible():
                complain(f"no copy button is visible for: {command}")
                continue
            page.evaluate("navigator.clipboard.writeText('')")
            button.click()
            page.wait_for_function("(button) => button.textContent != 'Copy'", arg=button.element_handle())
            copied = page.evaluate("navigator.clipboard.readText()")
            if copied != command:
                complain(f"the button copies {copied!r} in place of {command!r}")
        if view == "light":
            print(f"{report}: {buttons.count()} commands")

        name = f"{report.resolve().parent.name}-{view}"
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        if view == "light":
            page.emulate_media(media="print")
            page.screenshot(path=folder / f"{report.resolve().parent.name}-print.png", full_page=True)
        if said:
            complain(f"it says: {'; '.join(said)}")
        context.close()
    return faults


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        faults = [
            fault for path in sys.argv[2:] for fault in look(browser, pathlib.Path(path), folder)]
        browser.close()
    print("\n".join(faults))
    sys.exit(1 if faults else 0)


main()
