"""What the scripts beside this one share: one core, least times, games in files, the crate's times.

Import it before numpy: it keeps numerical libraries on one thread.
"""

import json
import os
import pathlib
import subprocess
import time

for variable in (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "RAYON_NUM_THREADS",
):
    os.environ[variable] = "1"
if hasattr(os, "sched_setaffinity"):
    # Children inherit it: everything runs on this one core.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUDGET_SECONDS = 1.0
LEAST_RUNS = 3
MISSING = "not installed"


def least_time(run, budget=BUDGET_SECONDS, clock=time.process_time):
    """The last result and the least time in seconds; one run if that alone exceeds the budget."""
    least, runs, began = float("inf"), 0, time.perf_counter()
    while True:
        used, start = clock(), time.perf_counter()
        result = run()
        least = min(least, clock() - used, time.perf_counter() - start)
        runs += 1
        elapsed = time.perf_counter() - began
        if elapsed >= budget and (runs >= LEAST_RUNS or elapsed >= 5 * budget):
            return result, least


def child_seconds():
    """Processor time of all children that have ended."""
    times = os.times()
    try:
        import resource
    except ImportError:
        return times.children_user + times.children_system
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def draw(np, actions, seed, bound):
    """One table a player of integers below `bound`, the last player's action fastest."""
    generator = np.random.default_rng(seed)
    return [generator.integers(0, bound, size=tuple(actions)) for _ in actions]


def read_folder(np, folder, prefix):
    """The games of a folder whose names start so: `{name: tables}`, smallest first."""
    games = {}
    for path in pathlib.Path(folder).glob(f"{prefix}*.json"):
        document = json.loads(path.read_text())
        actions = document.get("num_actions") or document["actions"]
        games[path.stem] = [np.array(table).reshape(actions) for table in document["payoffs"]]
    if not games:
        raise SystemExit(f"no {prefix}*.json in {folder}")
    return dict(sorted(games.items(), key=lambda item: (item[1][0].size, item[0])))


def write_games(games, folder):
    """Writes games in the form that the crate reads."""
    for name, tables in games.items():
        payoffs = [[int(value) for value in table.ravel()] for table in tables]
        text = {"actions": list(tables[0].shape), "payoffs": payoffs}
        (pathlib.Path(folder) / f"{name}.json").write_text(json.dumps(text))


def crate_times(bench, *arguments):
    """The lines that a bench of the crate prints, by the name of the game."""
    command = ["cargo", "bench", "--quiet", "--bench", bench, "--", *map(str, arguments)]
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    lines = [json.loads(line) for line in output.stdout.splitlines() if line.startswith("{")]
    return {line["game"]: line for line in lines}


def milliseconds(seconds):
    return f"{seconds * 1e3:.3g}"


def ratio(peer, own):
    value = peer / own
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def table_head(titles):
    print("| " + " | ".join(titles) + " |")
    print("|---|" + "---:|" * (len(titles) - 1), flush=True)


def table_row(cells):
    print("| " + " | ".join(cells) + " |", flush=True)
