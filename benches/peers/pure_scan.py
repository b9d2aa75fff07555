#!/usr/bin/env python3
"""Pure equilibria side by side: this crate, numpy and pygambit on the same games in one run.

    pip install numpy pygambit
    python benches/peers/pure_scan.py

Makes four games with fixed seeds, writes them to a temporary folder, times the peers in this
process and the crate through `cargo bench --bench pure_scan_files`, checks that all find the same
equilibria, and prints one markdown table. Every time is the least of several runs on one thread.
A peer that is missing leaves its columns "not installed"; numpy is needed for the games.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"
if hasattr(os, "sched_setaffinity"):
    # Children inherit it: everything runs on this one core.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

try:
    import numpy as np
except ImportError:
    sys.exit("numpy is not installed; it makes the games: pip install numpy")
try:
    import pygambit
except ImportError:
    pygambit = None

GAMES = [
    ("200 × 200", [200, 200], 101),
    ("40 × 40 × 40", [40, 40, 40], 102),
    ("5 players × 8 actions", [8] * 5, 103),
    ("8 players × 4 actions", [4] * 8, 104),
]
BUDGET_SECONDS = 1.5
LEAST_RUNS = 5
ROOT = pathlib.Path(__file__).resolve().parents[2]


def make(actions, seed):
    generator = np.random.default_rng(seed)
    return [generator.integers(0, 10**6, size=tuple(actions)) for _ in actions]


def numpy_scan(payoffs):
    """The four lines that a user writes first."""
    mutual = np.ones(payoffs[0].shape, bool)
    for player, table in enumerate(payoffs):
        mutual &= table >= table.max(axis=player, keepdims=True)
    return np.argwhere(mutual)


def least_time(run):
    """The result and the least wall-clock and processor time in seconds."""
    wall, processor, runs, began = float("inf"), float("inf"), 0, time.perf_counter()
    while runs < LEAST_RUNS or time.perf_counter() - began < BUDGET_SECONDS:
        used, start = time.process_time(), time.perf_counter()
        result = run()
        wall = min(wall, time.perf_counter() - start)
        processor = min(processor, time.process_time() - used)
        runs += 1
    return result, min(wall, processor)


def gambit_equilibria(game, result):
    strategies = [list(player.strategies) for player in game.players]
    return sorted(
        tuple(
            next(a for a, strategy in enumerate(options) if profile[strategy] == 1)
            for options in strategies
        )
        for profile in result.equilibria
    )


def crate_times(folder):
    command = ["cargo", "bench", "--quiet", "--bench", "pure_scan_files", "--", folder]
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    lines = [json.loads(line) for line in output.stdout.splitlines() if line.startswith("{")]
    return {line["game"]: line for line in lines}


def milliseconds(seconds):
    return f"{seconds * 1e3:.3g}"


def main():
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        for index, (_, actions, seed) in enumerate(GAMES):
            payoffs = make(actions, seed)
            made[str(index)] = payoffs
            text = {"actions": actions, "payoffs": [table.ravel().tolist() for table in payoffs]}
            (pathlib.Path(folder) / f"{index}.json").write_text(json.dumps(text))
        ours = crate_times(folder)

    print(
        "| game | payoffs | equilibria | `Rational` ms | `f64` ms | numpy ms "
        "| numpy / `Rational` | numpy / `f64` | pygambit ms "
        "| pygambit / `Rational` | pygambit / `f64` |"
    )
    print("|---|" + "---:|" * 10)
    for index, (label, actions, _) in enumerate(GAMES):
        payoffs, own = made[str(index)], ours[str(index)]
        exact, numeric = own["rational_seconds"], own["f64_seconds"]
        found = [tuple(int(a) for a in np.unravel_index(i, actions)) for i in own["equilibria"]]
        floats = [table.astype(float) for table in payoffs]
        result, numpy_seconds = least_time(lambda: numpy_scan(floats))
        assert [tuple(map(int, row)) for row in result] == found, "numpy disagrees"
        cells = [
            label,
            f"{sum(table.size for table in payoffs):,}",
            str(len(found)),
            milliseconds(exact),
            milliseconds(numeric),
            milliseconds(numpy_seconds),
            f"{numpy_seconds / exact:.1f}",
            f"{numpy_seconds / numeric:.1f}",
        ]
        if pygambit is None:
            cells += ["not installed"] * 3
        else:
            game = pygambit.Game.from_arrays(*payoffs)
            result, gambit_seconds = least_time(lambda: pygambit.nash.enumpure_solve(game))
            assert gambit_equilibria(game, result) == found, "pygambit disagrees"
            cells += [
                milliseconds(gambit_seconds),
                f"{gambit_seconds / exact:.0f}",
                f"{gambit_seconds / numeric:.0f}",
            ]
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
