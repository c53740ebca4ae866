"""Reads releases as somebody who wants to know what is not in them.

Standard input: a line of JSON with the public lists (regions, places, brands), then one for each release:
the rule, the contributions behind it, and its two tables. For each it checks, sharing no code with what
made them, that
- every cell has the contributors that it must have, at least k of them, and enough confirmed;
- every row of a contribution lies in exactly one cell, or is counted as dropped, and none is dropped that
  could have been shown;
- of whatever was merged, a reader must hold it possible that nobody contributed to it and that k - 1 did:
  the feasible interval of each merged child, found by linear programming over everything published.
Prints what does not hold, and a last line with the number of problems, cells and linear programs.
"""
import collections
import functools
import json
import sys

import numpy as np
from scipy import optimize

lists = json.loads(sys.stdin.readline())
region_of = {country: code for code, members in lists["regions"].items() for country in members}
brand_of = {model: brand for brand, models in lists["brands"].items() for model in models}
SERVICES = 8
problems, cells_seen = [], 0


def shown(count, k):
    """How a count is published."""
    return 0 if count < k else max((count + 2) // 5 * 5, -(-k // 5) * 5)


def behind(number, k):
    """The counts that are published as `number`."""
    counts = [count for count in range(k, number + 5) if shown(count, k) == number]
    return (counts[0], counts[-1]) if counts else (number, number)


@functools.lru_cache(maxsize=None)
def interval(children, low, high, k, adds_up):
    """The least and the greatest that one of so many merged children can be.

    The cell has low to high distinct contributors: each child has at most as many as the cell, and together
    they have at least as many; exactly as many where the table adds up. Each child has fewer than k.
    """
    ends = []
    together = np.append(-np.ones(children), 1)
    each = np.hstack([np.eye(children), -np.ones((children, 1))])
    target = np.zeros(children + 1)
    target[0] = 1
    for sign in (1, -1):
        found = optimize.linprog(
            sign * target, bounds=[(0, k - 1)] * children + [(low, high)], method="highs",
            A_ub=each if adds_up else np.vstack([each, together]),
            b_ub=np.zeros(children + (0 if adds_up else 1)),
            A_eq=together[None, :] if adds_up else None, b_eq=[0] if adds_up else None)
        if found.status == 0:
            ends.append(sign * found.fun)
    return (min(ends), max(ends)) if ends else (np.inf, -np.inf)


def expect_open(name, children, count, k, adds_up=False):
    low, high = count
    least, most = interval(children, low, high, k, adds_up)
    if least > 1e-6 or most < k - 1 - 1e-6:
        problems.append(f"{name}: one of {children} children is pinned to {least:.0f} to {most:.0f}")


def is_enough(contributors, contributions, rule):
    return len(contributors) >= rule["k"] and sum(contributions[w][1] for w in contributors) >= rule["confirmed"]


def may_be_left(destination, published):
    """Whether rows of a cell's destination may be missing among the published cells of an arm."""
    if "other" in published:
        return False
    if destination == "other":
        return True
    if destination.startswith("other-"):
        return destination not in published and any(
            country not in published for country in lists["regions"][destination[6:]])
    return destination not in published and "other-" + region_of.get(destination, "") not in published


def check_cell(name, number, contributors, contributions, rule):
    global cells_seen
    cells_seen += 1
    k = rule["k"]
    confirmed = sum(contributions[who][1] for who in contributors)
    if len(contributors) < k or confirmed < rule["confirmed"]:
        problems.append(f"{name}: {len(contributors)} contributors, {confirmed} of them confirmed")
    elif number != shown(len(contributors), k):
        problems.append(f"{name}: {number} published of {len(contributors)} contributors")


def check_arm(subject, service, cells, rows, contributions, rule):
    """The cells of one subject and service; gives the rows that are in none of them."""
    left, k = set(rows), rule["k"]
    numbers = dict(cells)
    # Countries first, then regions, then the rest: each takes what is left.
    for destination in sorted(numbers, key=lambda d: (d == "other", d.startswith("other-"))):
        if destination == "other":
            taken = set(left)
            children = len(lists["places"]) - sum(
                len(lists["regions"][d[6:]]) if d.startswith("other-") else 1
                for d in numbers if d != "other")
            expect_open(f"{subject} {service} other", children, behind(numbers["other"], k), k)
        elif destination.startswith("other-"):
            taken = {row for row in left if region_of.get(row[1]) == destination[6:]}
            children = sum(country not in numbers for country in lists["regions"][destination[6:]])
            expect_open(f"{subject} {service} {destination}", children, behind(numbers[destination], k), k)
        else:
            taken = {row for row in left if row[1] == destination}
        name = f"{subject} {service} {destination}"
        check_cell(name, numbers[destination], {row[0] for row in taken}, contributions, rule)
        left -= taken
    if not subject.startswith("*") and is_enough({row[0] for row in left}, contributions, rule):
        problems.append(f"{subject} {service}: {len(left)} rows are kept back")
    return left


def check(table):
    rule, contributions, k = table["rule"], table["contributions"], table["rule"]["k"]
    arms = collections.defaultdict(list)
    for subject, service, destination, number in table["contacts"]:
        arms[subject, service].append((destination, number))
    own = {subject for subject, _ in table["contributors"] if not subject.startswith("*")}
    rows = collections.defaultdict(set)
    for who, (model, _, contacts) in enumerate(contributions):
        for destination, service in contacts:
            rows[model, service].add((who, destination))
    counted = 0
    left = collections.defaultdict(set)
    for (model, service), found in rows.items():
        rest = found
        if model in own:
            cells = arms.get((model, service), [])
            rest = check_arm(model, service, cells, found, contributions, rule)
        counted += len(found) - len(rest)
        left["*" + brand_of.get(model, ""), service] |= rest
    for (subject, service), cells in arms.items():
        if not subject.startswith("*"):
            continue
        found = left[subject, service]
        counted += len(found) - len(check_arm(subject, service, cells, found, contributions, rule))
        for destination, number in cells:
            children = sum(
                may_be_left(destination, dict(arms.get((model, service), []))) for model in lists["brands"][subject[1:]])
            expect_open(f"models in {subject} {service} {destination}", children, behind(number, k), k)
    if table["dropped"][1] != shown(sum(len(c[2]) for c in contributions) - counted, k):
        problems.append(f"{table['dropped'][1]} rows said to be dropped")
    held = 0
    for subject, number in table["contributors"]:
        members = {who for who, c in enumerate(contributions)
                   if (c[0] if c[0] in own else "*" + brand_of.get(c[0], "")) == subject}
        held += len(members)
        check_cell(subject, number, members, contributions, rule)
        if subject.startswith("*"):
            children = sum(model not in own for model in lists["brands"][subject[1:]])
            expect_open(f"models in {subject}", children, behind(number, k), k)
        else:
            # Who is in no published cell used a service of which not all is published.
            complete = sum("other" in dict(cells) for (who, _), cells in arms.items() if who == subject)
            most = sum(behind(n, k)[1] for (who, _), cells in arms.items() if who == subject for _, n in cells)
            surplus = behind(number, k)[0] - most
            if SERVICES > complete and surplus > 0:
                expect_open(f"services of {subject}", SERVICES - complete, (surplus, 8 * k), k)
    if table["dropped"][0] != shown(len(contributions) - held, k):
        problems.append(f"{table['dropped'][0]} contributions said to be dropped")
    for name, children, number in table.get("margins", []):
        # A mutant that suppresses small cells and publishes what the whole row adds up to.
        expect_open(name, children, (number, number), k, adds_up=True)


tables = 0
for line in sys.stdin:
    check(json.loads(line))
    tables += 1
for problem in problems[:20]:
    print(problem)
print(len(problems), cells_seen, interval.cache_info().misses, tables)
