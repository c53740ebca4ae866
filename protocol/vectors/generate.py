#!/usr/bin/env python3
"""Writes bundles.json: documents that every implementation must accept or reject.

An implementation of SPEC.md's encoding that shares no code with the Swift one: Python's json module
and the cryptography package (Debian: python3-cryptography). Run it after a change of the format, read
the difference, and commit both.
"""

import base64
import copy
import hashlib
import json
import pathlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# RFC 8032, section 7.1, TEST 1.
SECRET = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")


def canonical(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def row(place="CN", service="tls", flows=3, up=(12, 4096), down=(10, 1500), minutes=2, **more):
    return {
        "places": [place], "service": service, "flows": flows,
        "packets_up": up[0], "bytes_up": up[1], "packets_down": down[0], "bytes_down": down[1],
        "contact_minutes": minutes, **more,
    }


def bundle(public_key):
    return {
        "format": "flowcensus-bundle/1",
        "organisation": "saigon-phones",
        "key": hashlib.sha256(public_key).hexdigest(),
        "session": "00112233445566778899aabbccddeeff",
        "site": {"id": "district-1", "country": "VN"},
        "plan": {"name": "quick-look", "version": 1},
        "unit": {
            "id": "0123456789abcdef", "model": "simulated-caller", "region": "global",
            "build": "SIMULATED-1 \"quoted\" \\ back", "system": "Android 4.4.2", "sim": "none",
            "first_boot": "2024-02-29",
        },
        "network": "wifi",
        "agent": "flowcensus-agent/0.1.0",
        "catalogue": 1,
        "databases": [{"name": "tor-geoipdb", "version": "2026-06-25"}],
        "phases": [
            {
                "condition": "Z", "step": "measured", "started": "2026-11-23T09:50:00Z", "ended": "2026-11-23T10:10:00Z",
                "loss": {"dropped": 0, "undecodable": 2, "damaged_blocks": 0, "cut_captures": 0},
                "captures": [{"digest": "ab" * 32, "bytes": 1024, "packets": 3}],
                "blocks": [
                    {"hour": "2026-11-23T09:00:00Z", "exposure_minutes": 10, "rows": []},
                    {"hour": "2026-11-23T10:00:00Z", "exposure_minutes": 10, "rows": []},
                ],
            },
            {
                "condition": "A", "step": "measured", "started": "2026-11-23T10:30:00Z", "ended": "2026-11-23T11:00:00Z",
                "loss": {"dropped": 0, "undecodable": 0, "damaged_blocks": 0, "cut_captures": 0},
                "captures": [{"digest": "cd" * 32, "bytes": 2048, "packets": 25}],
                "blocks": [
                    {
                        "hour": "2026-11-23T10:00:00Z", "exposure_minutes": 30,
                        "rows": [
                            row("??", "other", flows=1, up=(1, 40), down=(0, 0), minutes=1),
                            row("CN", "ntp", flows=1, up=(1, 76), down=(1, 76), minutes=1),
                            row("CN", "tls", handshake_microseconds=41250),
                            row("lan", "dns", flows=2, up=(2, 120), down=(0, 0), minutes=2),
                        ],
                    }
                ],
            },
        ],
    }


def change(path, value):
    """A change of the document at a path like ("phases", 1, "ended"); None takes the key away."""

    def apply(document):
        place = document
        for step in path[:-1]:
            place = place[step]
        if value is None:
            del place[path[-1]]
        else:
            place[path[-1]] = value

    return apply


ROW = ("phases", 1, "blocks", 0, "rows", 2)

INVALID = [
    ("another format", ("format",), "flowcensus-bundle/2", "format"),
    ("an unknown key", ("notes",), "free text", ""),
    ("a missing key", ("agent",), None, "agent"),
    ("an organisation with capitals", ("organisation",), "Saigon", "organisation"),
    ("a short session id", ("session",), "0011", "session"),
    ("a key that is no digest", ("key",), "AB" * 32, "key"),
    ("no geo database", ("databases",), [], "databases"),
    ("no phase", ("phases",), [], "phases"),
    ("a plan version of 0", ("plan", "version"), 0, "plan.version"),
    ("a network that is not in the list", ("network",), "lte", "network"),
    ("a build with a line feed", ("unit", "build"), "a\nb", "unit.build"),
    ("a region with capitals", ("unit", "region"), "CN", "unit.region"),
    ("a first boot on 30 February", ("unit", "first_boot"), "2024-02-30", "unit.first_boot"),
    ("an unknown key in the unit", ("unit", "address"), "02:00:5e:10:00:01", "unit"),
    ("a condition that is not in the list", ("phases", 1, "condition"), "Q", "phases[1].condition"),
    ("a phase without a step", ("phases", 1, "step"), None, "phases[1].step"),
    ("a step that is not in the list", ("phases", 1, "step"), "warm-up", "phases[1].step"),
    ("a dose without its bytes", ("phases", 1, "step"), "dose", "phases[1].dose_bytes"),
    ("a dose in a phase that is none", ("phases", 1, "dose_bytes"), 0, "phases[1].dose_bytes"),
    ("no site", ("site",), None, "site"),
    ("a site in no country", ("site", "country"), "vn", "site.country"),
    ("a phase that ends before it begins", ("phases", 1, "ended"), "2026-11-23T10:30:00Z", "phases[1].ended"),
    ("a phase that begins within the one before", ("phases", 1, "started"), "2026-11-23T10:09:00Z", "phases[1].started"),
    ("a start that is not at a whole minute", ("phases", 1, "started"), "2026-11-23T10:30:01Z", "phases[1].started"),
    ("a time with an offset", ("phases", 1, "started"), "2026-11-23T10:30:00+07:00", "phases[1].started"),
    ("a counted phase without a capture", ("phases", 1, "captures"), [], "phases[1].captures"),
    ("a counted phase that lost packets", ("phases", 1, "loss", "dropped"), 1, "phases[1].loss"),
    ("a counted phase with a cut capture", ("phases", 1, "loss", "cut_captures"), 1, "phases[1].loss"),
    ("a phase without a block of its hour", ("phases", 0, "blocks", 1), None, "phases[0].blocks"),
    ("a block of another hour", ("phases", 1, "blocks", 0, "hour"), "2026-11-23T11:00:00Z", "phases[1].blocks"),
    ("an exposure that is not the phase's", ("phases", 1, "blocks", 0, "exposure_minutes"), 31, "phases[1].blocks[0].exposure_minutes"),
    ("a void reason that is not in the list", ("phases", 1, "void"), "tired", "phases[1].void"),
    ("a place that is an address", ROW + ("places",), ["42.62.48.1"], "phases[1].blocks[0].rows[2].places[0]"),
    ("more places than databases", ROW + ("places",), ["CN", "HK"], "phases[1].blocks[0].rows[2].places"),
    ("a service that is not in the list", ROW + ("service",), "sni", "phases[1].blocks[0].rows[2].service"),
    ("a row out of order", ROW + ("places",), ["AA"], "phases[1].blocks[0].rows[2]"),
    ("a repeated row", ROW + ("service",), "ntp", "phases[1].blocks[0].rows[2]"),
    ("fewer bytes than the packets' headers", ROW + ("bytes_up",), 239, "phases[1].blocks[0].rows[2].bytes_up"),
    ("bytes without packets", ("phases", 1, "blocks", 0, "rows", 0, "bytes_down"), 40, "phases[1].blocks[0].rows[0].bytes_down"),
    ("more flows than packets", ROW + ("flows",), 23, "phases[1].blocks[0].rows[2].flows"),
    ("more contact than exposure", ROW + ("contact_minutes",), 31, "phases[1].blocks[0].rows[2].contact_minutes"),
    ("no contact minute", ROW + ("contact_minutes",), 0, "phases[1].blocks[0].rows[2].contact_minutes"),
    ("a negative count", ROW + ("flows",), -1, "phases[1].blocks[0].rows[2].flows"),
    ("a count past 2^53", ROW + ("bytes_up",), 9007199254740992, None),
    ("bytes that sum to more than 2^53", ROW + ("bytes_up",), 9007199254740991, "phases"),
    ("a count as a text", ROW + ("flows",), "3", "phases[1].blocks[0].rows[2].flows"),
    ("a fraction", ROW + ("flows",), 3.5, None),
]


def main():
    key = Ed25519PrivateKey.from_private_bytes(SECRET)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    good = bundle(public)

    lossy = copy.deepcopy(good)
    lossy["phases"][1].update(void="capture-loss")
    lossy["phases"][1]["loss"].update(dropped=7, cut_captures=1)
    lossy["unit"].pop("first_boot")

    two = copy.deepcopy(good)
    two["databases"].append({"name": "another-database", "version": "2026-11"})
    for phase in two["phases"]:
        for block in phase["blocks"]:
            for line in block["rows"]:
                line["places"] = line["places"] * 2
    two["phases"][1]["blocks"][0]["rows"][2]["places"] = ["CN", "HK"]

    dosed = copy.deepcopy(good)
    dosed["phases"][1].update(step="dose", dose_bytes=200_000_000)

    valid = [
        ("one database", good), ("a void phase", lossy), ("two databases", two), ("a dose", dosed),
    ]
    for step in ["start-up", "settle", "script"]:
        stepped = copy.deepcopy(good)
        stepped["phases"][1]["step"] = step
        valid.append((f"a phase of step {step}", stepped))
    for reason in ["unit-absent", "other-client", "no-uplink", "clock-jump", "interrupted"]:
        void = copy.deepcopy(good)
        void["phases"][1]["void"] = reason
        valid.append((f"a phase void for {reason}", void))
    invalid = []
    for name, path, value, where in INVALID:
        document = copy.deepcopy(good)
        change(path, value)(document)
        invalid.append({"name": name, "document": canonical(document).decode(), "violation": where})
    text = canonical(good).decode()
    for name, document in [
        ("white space after the document", text + "\n"),
        ("white space after a colon", text.replace('":', '": ', 1)),
        ("keys in another order", '{"format":"flowcensus-bundle/1","agent":"x"}'),
        ("a repeated key", '{"agent":"x","agent":"x"}'),
        ("a leading zero", text.replace('"catalogue":1', '"catalogue":01')),
        ("an exponent", text.replace('"catalogue":1', '"catalogue":1e0')),
        ("null", text.replace('"catalogue":1', '"catalogue":null')),
        ("a needless escape", text.replace("saigon", "\\u0073aigon")),
        ("a cut document", text[:-1]),
        ("nothing", ""),
        ("a hundred brackets", "[" * 100),
    ]:
        invalid.append({"name": name, "document": document, "violation": None})

    vectors = {
        "secret_key": base64.b64encode(SECRET).decode(),
        "public_key": base64.b64encode(public).decode(),
        "fingerprint": hashlib.sha256(public).hexdigest(),
        "valid": [
            {
                "name": name,
                "document": canonical(document).decode(),
                "digest": hashlib.sha256(canonical(document)).hexdigest(),
                "signature": base64.b64encode(key.sign(canonical(document))).decode(),
            }
            for name, document in valid
        ],
        "invalid": invalid,
    }
    target = pathlib.Path(__file__).with_name("bundles.json")
    target.write_text(json.dumps(vectors, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
