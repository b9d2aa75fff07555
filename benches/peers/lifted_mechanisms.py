"""The best mechanism for lifted scenarios by a linear program in floating point (HiGHS).

Compares with tests/golden/lifted_mechanisms.csv, the mechanism column:

    python benches/peers/lifted_mechanisms.py [entries]

Needs numpy and scipy. The program is written out by hand: one variable for the probability of each
recommendation, and one for each transfer times that probability.
"""

import csv
import itertools
import pathlib
import random
import re
import sys
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "golden" / "lifted_mechanisms.csv"
SCENARIOS = ROOT / "src" / "game" / "hidden_effort" / "scenarios.rs"
PROFILES = list(itertools.product(range(4), repeat=2))


def tuples():
    """R, S, T, P of each scenario, in the order of the table."""
    rows = re.findall(r"^    \((.*)\),$", SCENARIOS.read_text(), re.M)
    rows = [[int(x) for x in row.split(",")] for row in rows]
    return [row[-4:] for row in rows]


def lift(r, s, t, p):
    """The payoffs of the row player."""
    e, m = (r - p) / 6, (r + p) / 2
    return np.array(
        [
            [r - e, r - 2 * e - e / 2, s - e, s - e],
            [r, m, s - 3 * e, s - 3 * e],
            [t - e, t - e, p - e, p],
            [t - 2 * e, t - 2 * e, p - 2 * e, p - 3 * e],
        ]
    )


def value(payoffs, budget, lam, liability):
    """The value of the best mechanism."""
    u = [lambda a: payoffs[a[0], a[1]], lambda a: payoffs[a[1], a[0]]]
    weights = np.eye(2) + lam
    signal = {a: 2 * (a[0] // 2) + a[1] // 2 for a in PROFILES}
    number = {a: n for n, a in enumerate(PROFILES)}
    z = lambda a, y, i: 16 + (number[a] * 4 + y) * 2 + i
    size = 16 + 16 * 4 * 2
    cost = np.zeros(size)
    upper, equal, equal_to = [], [np.zeros(size)], [1.0]
    equal[0][:16] = 1
    for a in PROFILES:
        cost[number[a]] -= u[0](a) + u[1](a)
        if budget == "burning":
            for i in range(2):
                cost[z(a, signal[a], i)] -= 1
        for y in range(4):
            both = np.zeros(size)
            both[[z(a, y, 0), z(a, y, 1)]] = 1
            if budget == "burning":
                upper.append(both)
            if budget == "balanced":
                equal.append(both)
                equal_to.append(0.0)
            if liability is not None:
                for i, sign in itertools.product(range(2), (1, -1)):
                    row = np.zeros(size)
                    row[z(a, y, i)] = sign
                    row[number[a]] = -liability
                    upper.append(row)
    for i, told, done in itertools.product(range(2), range(4), range(4)):
        row = np.zeros(size)
        for other in range(4):
            a, b = [other, other], [other, other]
            a[i], b[i] = told, done
            a, b = tuple(a), tuple(b)
            for j in range(2):
                row[number[a]] += weights[i, j] * (u[j](b) - u[j](a))
                row[z(a, signal[b], j)] += weights[i, j]
                row[z(a, signal[a], j)] -= weights[i, j]
        upper.append(row)
    bounds = [(0, None)] * 16 + [(None, None)] * (size - 16)
    found = linprog(
        cost, np.array(upper), np.zeros(len(upper)), np.array(equal), equal_to, bounds, method="highs"
    )
    assert found.success, found.message
    return -found.fun


def main():
    games = tuples()
    with TABLE.open() as file:
        rows = list(csv.DictReader(file))
    assert len(games) == 60 and len(rows) == 60 * 48
    random.seed(1)
    chosen = random.sample(rows, int(sys.argv[1]) if len(sys.argv) > 1 else 300)
    worst = 0.0
    for row in chosen:
        limit = None if row["liability"] == "unlimited" else float(row["liability"])
        payoffs = lift(*games[int(row["scenario"])])
        found = value(payoffs, row["budget"], float(Fraction(row["lambda"])), limit)
        expected = float(Fraction(row["mechanism"]))
        worst = max(worst, abs(found - expected))
        if abs(found - expected) > 1e-6:
            print("differs:", row, found)
    print(f"{len(chosen)} entries, largest difference {worst:.1e}")


if __name__ == "__main__":
    main()
