#!/usr/bin/env python3
"""Writes releases.json: entries of a log that every implementation must accept or reject.

An implementation of SPEC.md's section 10 that shares no code with the Swift one. Run it after a change of the
format, read the difference, and commit both. Entries stand here without signatures; the token key is that of
RFC 9578, appendix B.2, the log's key that of RFC 8032, section 7.1, test 1.
"""

import base64
import copy
import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).parent
TOKEN_KEY = base64.b64encode(bytes.fromhex(
    json.loads((HERE / "tokens.json").read_text())["issuance"]["vectors"][0]["pkS"])).decode()
LOG_KEY = base64.b64encode(
    bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")).decode()


def canonical(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entry(content, number=7):
    return {
        "format": "flowcensus-log/1", "number": number, "time": "2026-11-26T00:00:05Z", "key": LOG_KEY,
        "previous": hashlib.sha256(b"the entry before").hexdigest(), **content,
    }


def release(figures):
    return entry({"release": {
        "format": "flowcensus-release/1", "epoch": "2026-W47", "catalogue": 4, **figures}})


KEYS = entry({"keys": {
    "epoch": "2026-W49", "new": TOKEN_KEY, "established": TOKEN_KEY, "organisation": TOKEN_KEY}})
MODELS = entry({"models": ["google-pixel-6", "xiaomi-mi-3"]})
MERGED = release({"merged": {
    "rule": {"k": 10, "confirmed": 5, "rounding": 5},
    "intake": {"late": 0, "withdrawn": 10, "tokens": {"new": 120, "established": 80, "organisation": 0}},
    "dropped": {"contributions": 0, "rows": 15},
    "geo": [{"source": "ipfire", "month": "2026-05"}, {"source": "ipfire", "month": "2026-06"}],
    "loss": [{"classes": ["none"], "contributors": 40}, {"classes": ["low", "sampled"], "contributors": 20}],
    "contributors": [
        {"model": "acme-a", "contributors": 45}, {"other_models_of": "Acme", "contributors": 15}],
    "contacts": [
        {"model": "acme-a", "service": "tls", "destination": "CN", "contributors": 30,
         "up": [12, 20, 22], "down": [0, 18, 40], "active_hours": ["1", "6-23", "72+"]},
        {"model": "acme-a", "service": "tls", "destination": "other-030", "contributors": 15},
        {"other_models_of": "Acme", "service": "tls", "destination": "CN", "contributors": 15},
        {"other_models_of": "Acme", "service": "tls", "destination": "other", "contributors": 10}],
}})
NOISY = release({"noisy": {
    "rule": {
        "mechanism": "discrete-gaussian", "unit": "contribution", "variance": "60/1", "destinations": 8,
        "cells": 10, "threshold": 42, "from": 500, "delta": "1/1000000", "rho": "1/12"},
    "guarantee": {
        "epsilon_millionths": 1940000, "spent": "1/6", "spent_epsilon_millionths": 2800000,
        "limit": "13/3"},
    "total": 704,
    "contributors": [{"model": "acme-a", "contributors": 650}, {"model": "zeta-x", "contributors": 47}],
    "contacts": [
        {"model": "acme-a", "destination": "??", "contributors": 42},
        {"model": "acme-a", "destination": "CN", "contributors": 640}],
}})
WITHHELD = release({"withheld": {
    "reason": "privacy-budget-spent", "cost": "1/12", "spent": "13/3", "limit": "13/3"}})

FIGURES = ("release", "merged")
NOISE = ("release", "noisy")
HELD = ("release", "withheld")
INVALID = [
    ("another format", KEYS, ("format",), "flowcensus-log/2", "format"),
    ("an unknown key", KEYS, ("note",), "hello", ""),
    ("neither keys nor a release", KEYS, ("keys",), None, "keys"),
    ("keys and a release", KEYS, ("release",), MERGED["release"], ""),
    ("keys and models", KEYS, ("models",), ["google-pixel-6"], ""),
    ("models out of order", MODELS, ("models",), ["xiaomi-mi-3", "google-pixel-6"], "models[1]"),
    ("a repeated model", MODELS, ("models",), ["xiaomi-mi-3", "xiaomi-mi-3"], "models[1]"),
    ("a model that is no identifier", MODELS, ("models", 0), "Pixel 6", "models[0]"),
    ("a negative number", KEYS, ("number",), -1, "number"),
    ("a digest in capitals", KEYS, ("previous",), "A" * 64, "previous"),
    ("a time with an offset", KEYS, ("time",), "2026-11-26T00:00:05+01:00", "time"),
    ("a log's key that is too short", KEYS, ("key",), LOG_KEY[4:], "key"),
    ("a tier without a key", KEYS, ("keys", "new"), None, "keys.new"),
    ("a fourth tier", KEYS, ("keys", "gold"), TOKEN_KEY, "keys"),
    ("a token key that is no RSA-PSS key", KEYS, ("keys", "new"), "MIIB" + TOKEN_KEY[4:20], "keys.new"),
    ("a week 53 of a year with 52", KEYS, ("keys", "epoch"), "2025-W53", "keys.epoch"),
    ("a release of another format", MERGED, ("release", "format"), "flowcensus-release/2", "release.format"),
    ("a release without figures", MERGED, FIGURES, None, "release.merged"),
    ("raw counts beside noise", NOISY, FIGURES, MERGED["release"]["merged"], "release"),
    ("raw counts beside a withheld table", WITHHELD, FIGURES, MERGED["release"]["merged"], "release"),
    ("k below 5", MERGED, FIGURES + ("rule", "k"), 4, "release.merged.rule.k"),
    ("more confirmed than k", MERGED, FIGURES + ("rule", "confirmed"), 11, "release.merged.rule.confirmed"),
    ("no rounding", MERGED, FIGURES + ("rule", "rounding"), 1, "release.merged.rule.rounding"),
    ("a count that is not rounded", MERGED, FIGURES + ("contacts", 0, "contributors"), 31,
     "release.merged.contacts[0].contributors"),
    ("a cell below k", MERGED, FIGURES + ("contacts", 3, "contributors"), 5,
     "release.merged.contacts[3].contributors"),
    ("a cell without a subject", MERGED, FIGURES + ("contacts", 0, "model"), None,
     "release.merged.contacts[0].model"),
    ("quartiles of bytes up alone", MERGED, FIGURES + ("contacts", 0, "down"), None,
     "release.merged.contacts[0].down"),
    ("a quartile below the one before it", MERGED, FIGURES + ("contacts", 0, "up"), [20, 12, 22],
     "release.merged.contacts[0].up"),
    ("two quartiles", MERGED, FIGURES + ("contacts", 0, "up"), [12, 20], "release.merged.contacts[0].up"),
    ("a region that is none", MERGED, FIGURES + ("contacts", 1, "destination"), "other-000",
     "release.merged.contacts[1].destination"),
    ("an address as a destination", MERGED, FIGURES + ("contacts", 0, "destination"), "42.62.48.1",
     "release.merged.contacts[0].destination"),
    ("cells out of order", MERGED, FIGURES + ("contacts", 0, "destination"), "other-035",
     "release.merged.contacts[1]"),
    ("a repeated subject", MERGED, FIGURES + ("contributors", 1),
     {"model": "acme-a", "contributors": 15}, "release.merged.contributors[1]"),
    ("classes of loss out of order", MERGED, FIGURES + ("loss", 1, "classes"), ["sampled", "low"],
     "release.merged.loss[1].classes"),
    ("a day of a geo edition", MERGED, FIGURES + ("geo", 0, "month"), "2026-05-01",
     "release.merged.geo[0].month"),
    ("another mechanism", NOISY, NOISE + ("rule", "mechanism"), "laplace", "release.noisy.rule.mechanism"),
    ("a rho that does not follow", NOISY, NOISE + ("rule", "rho"), "1/13", "release.noisy.rule.rho"),
    ("a fraction that is not in lowest terms", NOISY, NOISE + ("rule", "variance"), "120/2",
     "release.noisy.rule.variance"),
    ("a cell below the threshold", NOISY, NOISE + ("contacts", 0, "contributors"), 41,
     "release.noisy.contacts[0].contributors"),
    ("a noisy cell with a service", NOISY, NOISE + ("contacts", 0, "service"), "tls",
     "release.noisy.contacts[0]"),
    ("more spent than the limit", NOISY, NOISE + ("guarantee", "limit"), "1/12",
     "release.noisy.guarantee.spent"),
    ("another reason", WITHHELD, HELD + ("reason",), "too-few", "release.withheld.reason"),
    ("a table withheld that could have been paid", WITHHELD, HELD + ("limit",), "5/1",
     "release.withheld.cost"),
    ("a count in a withheld table", WITHHELD, HELD + ("total",), 700, "release.withheld"),
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
    valid = [
        ("token keys", KEYS), ("models that may be named", MODELS), ("merged figures", MERGED), ("noisy figures", NOISY),
        ("a withheld table", WITHHELD),
    ]
    invalid = []
    for name, good, path, value, where in INVALID:
        document = copy.deepcopy(good)
        change(document, path, value)
        invalid.append({"name": name, "document": canonical(document).decode(), "violation": where})
    vectors = {
        "valid": [
            {"name": name, "document": canonical(document).decode(),
             "digest": hashlib.sha256(canonical(document)).hexdigest()}
            for name, document in valid
        ],
        "invalid": invalid,
    }
    (HERE / "releases.json").write_text(json.dumps(vectors, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
