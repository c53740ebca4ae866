#!/usr/bin/env python3
"""Writes house.json: uploads of households that every implementation must accept or reject.

An implementation of SPEC.md's encoding and padding that shares no code with the Swift one. Run it
after a change of the format, read the difference, and commit both. A body is given without its padding;
"padded" in an invalid vector is the whole body, as base64, where the padding itself is wrong.
"""

import base64
import copy
import hashlib
import json
import pathlib

SIZE = 4096


def canonical(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def padded(document):
    return document + b" " * (SIZE - len(document))


def row(destination="CN", service="tls", up=20, down=18, hours="24-71"):
    return {
        "destination": destination, "service": service, "up": up, "down": down,
        "active_hours": hours,
    }


GOOD = {
    "format": "flowcensus-house/1",
    "epoch": "2026-W47",
    "model": "xiaomi-redmi-note-2014-4g",
    "level": "model",
    "catalogue": 1,
    "geo": {"source": "ipfire", "month": "2026-06"},
    "region": "ZZ",
    "agent": "0.1",
    "loss": "none",
    "rows": [
        row("??", "other", 3, 0, "1"), row("CN", "ntp", 7, 7, "2-5"), row("CN", "tls"),
        row("lan", "dns", 12, 12, "72+"),
    ],
}

ROW = ("rows", 2)

INVALID = [
    ("another format", ("format",), "flowcensus-bundle/1", "format"),
    ("an unknown key", ("notes",), "free text", ""),
    ("an address", ("address",), "192.0.2.7", ""),
    ("a missing key", ("loss",), None, "loss"),
    ("an epoch without its week", ("epoch",), "2026-47", "epoch"),
    ("a week 53 of a year with 52", ("epoch",), "2025-W53", "epoch"),
    ("a week 0", ("epoch",), "2026-W00", "epoch"),
    ("a day instead of a week", ("epoch",), "2026-11-23", "epoch"),
    ("a model with capitals", ("model",), "Redmi", "model"),
    ("a level that is not in the list", ("level",), "unit", "level"),
    ("a catalogue revision of 0", ("catalogue",), 0, "catalogue"),
    ("a geo database by a free name", ("geo", "source"), "my-own", "geo.source"),
    ("a geo database to the day", ("geo", "month"), "2026-06-25", "geo.month"),
    ("a month 13", ("geo", "month"), "2026-13", "geo.month"),
    ("an unknown key in geo", ("geo", "file"), "GeoIP.dat", "geo"),
    ("a region that is no country", ("region",), "XX", "region"),
    ("an agent with its patch level", ("agent",), "0.1.0", "agent"),
    ("an agent with a leading zero", ("agent",), "0.01", "agent"),
    ("an agent beyond 255", ("agent",), "0.256", "agent"),
    ("a loss that is not in the list", ("loss",), "7", "loss"),
    ("no row", ("rows",), [], "rows"),
    ("17 rows", ("rows",), [row(c) for c in "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA".split()], "rows"),
    ("rows that are no list", ("rows",), {}, "rows"),
    ("an unknown key in a row", ROW + ("port",), 443, "rows[2]"),
    ("a missing key in a row", ROW + ("up",), None, "rows[2].up"),
    ("a destination that is an address", ROW + ("destination",), "42.62.48.1", "rows[2].destination"),
    ("a destination that is a network's number", ROW + ("destination",), "AS4837", "rows[2].destination"),
    ("a country that is not in the list", ROW + ("destination",), "SU", "rows[2].destination"),
    ("a destination that is not said", ROW + ("destination",), "ZZ", "rows[2].destination"),
    ("a service that is not in the list", ROW + ("service",), "sni", "rows[2].service"),
    ("a bucket beyond 40", ROW + ("up",), 41, "rows[2].up"),
    ("a negative bucket", ROW + ("down",), -1, "rows[2].down"),
    ("a bucket as a text", ROW + ("up",), "20", "rows[2].up"),
    ("active hours as a number", ROW + ("active_hours",), 30, "rows[2].active_hours"),
    ("active hours that are not in the list", ROW + ("active_hours",), "30", "rows[2].active_hours"),
    ("a row out of order", ROW + ("destination",), "AD", "rows[2]"),
    ("a repeated row", ROW + ("service",), "ntp", "rows[2]"),
    ("a fraction", ROW + ("up",), 3.5, None),
]


def change(document, path, value):
    place = document
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value


def main():
    silent = copy.deepcopy(GOOD)
    silent["rows"][2].update(up=0, down=0)

    longest = copy.deepcopy(GOOD)
    longest.update(
        model="-".join(["ab"] * 21), catalogue=1000000, agent="255.255", loss="sampled", region="VN",
        epoch="9999-W51", geo={"source": "maxmind", "month": "9999-12"},
        rows=[row(d, s, 40, 40, "24-71") for d in ("multicast", "reserved")
              for s in sorted(["dns", "ntp", "http", "tls", "quic", "push", "mail", "other"])],
    )
    brand = copy.deepcopy(GOOD)
    brand.update(model="xiaomi", level="brand", region="VN", loss="sampled", epoch="2026-W53")
    withdrawal = {"format": "flowcensus-house/1", "epoch": "2026-W47"}

    valid = [
        ("four rows", GOOD), ("a brand, in a week 53", brand), ("the longest", longest),
        ("a withdrawal", withdrawal),
    ]
    invalid = [{"name": "a row without bytes", "document": canonical(silent).decode(), "violation": "rows[2]"}]
    for name, path, value, where in INVALID:
        document = copy.deepcopy(GOOD)
        change(document, path, value)
        invalid.append({"name": name, "document": canonical(document).decode(), "violation": where})
    text = canonical(GOOD).decode()
    for name, document in [
        ("white space after a colon", text.replace('":', '": ', 1)),
        ("a needless escape", text.replace("xiaomi", "\\u0078iaomi")),
        ("a leading zero", text.replace('"catalogue":1', '"catalogue":01')),
        ("a cut document", text[:-1]),
        ("nothing", ""),
        ("null", text.replace('"catalogue":1', '"catalogue":null')),
    ]:
        invalid.append({"name": name, "document": document, "violation": None})
    body = padded(canonical(GOOD))
    for name, whole in [
        ("a byte too few", body[:-1]),
        ("a byte too many", body + b" "),
        ("without padding", canonical(GOOD)),
        ("padding of line feeds", canonical(GOOD).ljust(SIZE, b"\n")),
        ("padding of zeros", canonical(GOOD).ljust(SIZE, b"\0")),
        ("padding before the document", canonical(GOOD).rjust(SIZE, b" ")),
        ("a byte within the padding", body[:-1] + b"."),
        ("a second document within the padding", (canonical(GOOD) + b" " + canonical(withdrawal)).ljust(SIZE, b" ")),
    ]:
        invalid.append({"name": name, "padded": base64.b64encode(whole).decode()})

    vectors = {
        "valid": [
            {
                "name": name,
                "document": canonical(document).decode(),
                "digest": hashlib.sha256(padded(canonical(document))).hexdigest(),
            }
            for name, document in valid
        ],
        "invalid": invalid,
    }
    target = pathlib.Path(__file__).with_name("house.json")
    target.write_text(json.dumps(vectors, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
