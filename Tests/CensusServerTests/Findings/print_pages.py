#!/usr/bin/env python3
"""print_pages.py FOLDER ADDRESS...: prints each page on A4 and on US letter paper, as a person does in a browser,
into FOLDER/1-a4.pdf, FOLDER/1-letter.pdf and so on."""
import base64, pathlib, sys, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "EndToEndTests/GuidedBench"))
from browser import Browser

# Width and height in inches (ISO 216, ANSI/ASME Y14.1).
PAPERS = {"a4": (8.27, 11.69), "letter": (8.5, 11)}

folder = sys.argv[1]
browser = Browser([], f"{folder}/profile")
try:
    for number, address in enumerate(sys.argv[2:], 1):
        browser.open(address)
        deadline = time.monotonic() + 30
        ready = f"location.href === '{address}' && document.readyState === 'complete'"
        while not browser.evaluate(ready):
            if time.monotonic() > deadline:
                raise SystemExit(f"{address} was not loaded")
            time.sleep(0.1)
        for paper, (width, height) in PAPERS.items():
            printed = browser.ask("Page.printToPDF", paperWidth=width, paperHeight=height, printBackground=False)
            pathlib.Path(f"{folder}/{number}-{paper}.pdf").write_bytes(base64.b64decode(printed["data"]))
finally:
    browser.close()
