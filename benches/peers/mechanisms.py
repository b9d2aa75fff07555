#!/usr/bin/env python3
"""The value of the best mechanism side by side: this crate and HiGHS.

    pip install numpy scipy highspy
    python benches/peers/mechanisms.py [--growth] [--without-ours] [FOLDER]

HiGHS gets the whole linear program as a careful user would write it: probabilities of reports and
recommendations, transfers times these for the signals that are reachable, what lies lead to; one
sparse matrix passed in one call, presolve on, one thread. *Build* is the time from the parsed
problem to a model that HiGHS has taken, *solve* that of the fastest of its simplex and its
interior-point method (with crossover), each with the liability as two rows a transfer or as one row
and a shifted variable. Its answer is in floating point. Ours is timed from the problem to the
answer: *numeric* in floating point, *exact* with a mechanism and the proof that none does better.

FOLDER has problems `mechanism_*.json`; without it the crate writes them (`cargo bench --bench
mechanisms_files -- --write FOLDER`), those of the growth table with `--growth`, which also shows
the peak memory of the whole process, and gives HiGHS up after a minute. Every time is the least of
several runs on one core, of one run in the growth table.
"""

import json
import multiprocessing
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import measure

try:
    import numpy as np
    import scipy.sparse as sparse
except ImportError:
    sys.exit("numpy and scipy are needed for the matrices: pip install numpy scipy")
try:
    import highspy
except ImportError:
    highspy = None

LONGEST = 60
AGREEMENT = 1e-7


def number(text):
    above, _, below = str(text).partition("/")
    return float(above) / float(below or 1)


class Problem:
    """A problem in arrays; profiles are numbered with the last player's action fastest."""

    def __init__(self, document):
        states = document["problem"]["states"]
        prior = [number(state["probability"]) for state in states]
        self.actions = states[0]["game"]["actions"]
        self.players = len(self.actions)
        self.profiles = int(np.prod(self.actions))
        self.prior = prior
        self.payoffs = np.array(
            [[[number(u) for u in row] for row in state["game"]["payoffs"]] for state in states]
        )
        self.types = np.array(
            document["problem"].get("information") or [range(len(states))] * self.players
        )
        self.cells = np.array(document["language"]["cells"]).reshape(len(states), self.profiles)
        self.budget = document["options"]["budget"]
        liability = document["options"]["liability"]
        self.liability = None if liability is None else number(liability)
        self.strides = [int(np.prod(self.actions[i + 1 :])) for i in range(self.players)]
        numbers = np.arange(self.profiles)
        self.action = np.array([numbers // s % a for s, a in zip(self.strides, self.actions)])

    def deviation(self, player, action):
        """The profile after a deviation, for every profile."""
        step = action - self.action[player]
        return np.arange(self.profiles) + step * self.strides[player]


    def reports(self):
        """The profiles of reports in which at most one player lies, each with a number."""
        found = set()
        for honest in map(tuple, self.types.T):
            for player in range(self.players):
                for other in set(self.types[player]):
                    found.add(honest[:player] + (other,) + honest[player + 1 :])
        return {report: number for number, report in enumerate(sorted(found))}

    def arms(self):
        return len(self.reports()) * self.profiles

    def size(self):
        return self.liability is None, self.players, len(self.prior), self.profiles


class Program:
    """Triplets of a linear program, gathered in arrays."""

    def __init__(self):
        self.parts = []
        self.rows, self.columns = 0, 0
        self.row_upper, self.row_lower = [], []
        self.lower, self.upper, self.cost = [], [], []

    def variables(self, cost, lower, upper):
        cost = np.asarray(cost, float)
        first = self.columns
        self.columns += cost.size
        self.cost.append(cost)
        self.lower.append(np.full(cost.size, lower))
        self.upper.append(np.full(cost.size, upper))
        return first + np.arange(cost.size)

    def add_rows(self, count, lower, upper):
        first = self.rows
        self.rows += count
        self.row_lower.append(np.full(count, float(lower)))
        self.row_upper.append(np.full(count, float(upper)))
        return first + np.arange(count)

    def terms(self, rows, columns, values):
        self.parts.append(np.broadcast_arrays(rows, columns, np.asarray(values, float)))

    def model(self, options):
        rows, columns, values = (
            np.concatenate([part[k].ravel() for part in self.parts]) for k in range(3)
        )
        matrix = sparse.csc_matrix((values, (rows, columns)), shape=(self.rows, self.columns))
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self.columns, self.rows
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_ = np.concatenate(self.cost)
        program.col_lower_ = np.concatenate(self.lower)
        program.col_upper_ = np.concatenate(self.upper)
        program.row_lower_ = np.concatenate(self.row_lower)
        program.row_upper_ = np.concatenate(self.row_upper)
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = matrix.indptr
        program.a_matrix_.index_ = matrix.indices
        program.a_matrix_.value_ = matrix.data
        solver = highspy.Highs()
        settings = {"output_flag": False, "threads": 1, "presolve": "on", "time_limit": LONGEST}
        for name, value in {**settings, **options}.items():
            solver.setOptionValue(name, value)
        solver.passModel(program)
        return solver


def build(problem, shifted, options):
    """A model that HiGHS has taken. `shifted`: transfers are variables from 0 to 2Lπ, less Lπ."""
    infinity, bound = highspy.kHighsInf, problem.liability
    shifted = shifted and bound is not None
    program = Program()
    states, players, profiles = len(problem.prior), problem.players, problem.profiles
    honest = [tuple(problem.types[:, state]) for state in range(states)]
    reports = problem.reports()

    # Probabilities of every recommendation after every profile of reports.
    worth = np.zeros((len(reports), profiles))
    for state in range(states):
        worth[reports[honest[state]]] += problem.prior[state] * problem.payoffs[state].sum(axis=0)
    pi = program.variables(worth.ravel(), 0.0, infinity).reshape(worth.shape)
    total = program.add_rows(len(reports), 1, 1)
    program.terms(total[:, None], pi, 1.0)

    # Transfers after the signals that honesty or one player's manipulation can lead to.
    signals = int(problem.cells.max()) + 1
    reachable = np.zeros((len(reports), profiles, signals), bool)
    everyone = np.arange(profiles)
    for state in range(states):
        for player in range(players):
            for report in set(problem.types[player]):
                lie = honest[state][:player] + (report,) + honest[state][player + 1 :]
                for action in range(problem.actions[player]):
                    after = problem.deviation(player, action)
                    reachable[reports[lie], everyone, problem.cells[state, after]] = True
    where, advice, signal = np.nonzero(reachable)
    number_of = np.full(reachable.shape, -1)
    number_of[where, advice, signal] = np.arange(where.size)
    weight = np.zeros(reachable.shape)
    for state in range(states):
        played = reports[honest[state]], everyone, problem.cells[state]
        weight[played] += problem.prior[state]
    burnt = weight[where, advice, signal] * (problem.budget == "burning")
    low = 0.0 if shifted else -infinity
    z = np.array([program.variables(burnt, low, infinity) for _ in range(players)])
    carrier = pi[where, advice]
    if shifted:
        # Σ burnt·(z − Lπ): what the shift takes back.
        back = np.bincount(carrier, weights=burnt, minlength=pi.size) * players * bound
        program.cost[0] = program.cost[0] - back
        rows = program.add_rows(z.size, -infinity, 0).reshape(z.shape)
        program.terms(rows, z, 1.0)
        program.terms(rows, carrier[None, :], -2 * bound)
    elif bound is not None:
        for sign in (1.0, -1.0):
            rows = program.add_rows(z.size, -infinity, 0).reshape(z.shape)
            program.terms(rows, z, sign)
            program.terms(rows, carrier[None, :], -bound)
    if problem.budget in ("burning", "balanced"):
        floor = 0 if problem.budget == "balanced" else -infinity
        rows = program.add_rows(where.size, floor, 0)
        program.terms(rows[None, :], z, 1.0)
        if shifted:
            program.terms(rows, carrier, -bound * players)

    def add(rows, report, player, state, after, scale):
        """The expectation of a player who is told each profile in a state and plays `after`."""
        share = scale * problem.prior[state]
        money = z[player, number_of[report, everyone, problem.cells[state, after]]]
        value = problem.payoffs[state, player, after]
        if shifted:
            value = value - bound
        program.terms(rows, pi[report], share * value)
        program.terms(rows, money, share)

    for player in range(players):
        count = problem.actions[player]
        told = problem.action[player]
        for own in sorted(set(problem.types[player])):
            obedience = program.add_rows(count * count, -infinity, 0).reshape(count, count)
            for state in np.flatnonzero(problem.types[player] == own):
                report = reports[honest[state]]
                for action in range(count):
                    rows = obedience[told, action]
                    add(rows, report, player, state, problem.deviation(player, action), 1)
                    add(rows, report, player, state, everyone, -1)
            for lie in sorted(set(problem.types[player]) - {own}):
                v = program.variables(np.zeros(count), -infinity, infinity)
                after_lie = program.add_rows(count * count, -infinity, 0).reshape(count, count)
                program.terms(after_lie, v[:, None], -1.0)
                honesty = program.add_rows(1, -infinity, 0)
                program.terms(honesty, v, 1.0)
                for state in np.flatnonzero(problem.types[player] == own):
                    truth = honest[state]
                    report = reports[truth[:player] + (lie,) + truth[player + 1 :]]
                    for action in range(count):
                        rows = after_lie[told, action]
                        add(rows, report, player, state, problem.deviation(player, action), 1)
                    rows = np.broadcast_to(honesty, profiles)
                    add(rows, reports[truth], player, state, everyone, -1)
    return program.model(options)


METHODS = {
    "simplex": ({"solver": "simplex"}, False),
    "simplex, shifted": ({"solver": "simplex"}, True),
    "ipm": ({"solver": "ipm"}, False),
    "ipm, shifted": ({"solver": "ipm"}, True),
}


def attempt(problem, options, shifted, budget):
    """Value, least time to build, least time to solve; `None` if it takes too long."""
    building, solving = [], []

    def run():
        used = time.process_time()
        solver = build(problem, shifted, options)
        building.append(time.process_time() - used)
        used = time.process_time()
        solver.run()
        solving.append(time.process_time() - used)
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return solver.getInfo().objective_function_value

    value, _ = measure.least_time(run, budget)
    return None if value is None else (value, min(building), min(solving))


def highs(problem, budget=measure.BUDGET_SECONDS, plain=True):
    """The best of the methods: value, build, solve, its name."""
    best = None
    for name, (options, shifted) in METHODS.items():
        if problem.liability is None and shifted or problem.liability and not shifted and not plain:
            continue
        found = attempt(problem, options, shifted, budget)
        if found and (best is None or sum(found[1:]) < sum(best[1:3])):
            best = (*found, name)
    return best


def highs_alone(path, queue):
    """One run of the shifted methods in a process of its own, with the peak memory."""
    problem = Problem(json.loads(pathlib.Path(path).read_text()))
    best = highs(problem, budget=0, plain=False)
    queue.put((best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))


def limit(problem):
    return "∞" if problem.liability is None else f"{problem.liability:g}"


def title(problem, name):
    states = len(problem.prior)
    shape = " × ".join(map(str, problem.actions))
    kind = "effort" if "_effort_" in name else "uniform"
    return f"{shape}, {states} state{'s' * (states > 1)}, {kind}"


def check(name, own, peer):
    scale = max(1.0, abs(own["exact"]))
    for what, value in (("numeric", own["numeric"]), ("HiGHS", peer and peer[0])):
        if value is not None:
            distance = abs(value - own["exact"]) / scale
            assert distance <= AGREEMENT, f"{name}: {what} {value}, exact {own['exact']}"


def compared(folder, with_ours):
    ours = measure.crate_times("mechanisms_files", folder) if with_ours else {}
    measure.table_head(
        [
            "problem",
            "budget",
            "L",
            "value",
            "numeric ms",
            "exact ms",
            "HiGHS build ms",
            "HiGHS solve ms",
            "its method",
            "solve / numeric",
            "solve / exact",
            "build + solve / exact",
        ]
    )
    for path in sorted(pathlib.Path(folder).glob("mechanism_*.json")):
        problem = Problem(json.loads(path.read_text()))
        own = ours.get(path.stem)
        peer = highs(problem) if highspy else None
        if own:
            check(path.stem, own, peer)
        cells = [title(problem, path.stem), problem.budget, limit(problem)]
        cells.append(f"{own['exact'] if own else peer[0]:.6g}" if own or peer else "–")
        times = [own["numeric_seconds"], own["exact_seconds"]] if own else []
        cells += [measure.milliseconds(t) for t in times] or ["–", "–"]
        cells += [measure.milliseconds(t) for t in peer[1:3]] if peer else ["–", "–"]
        cells.append(peer[3] if peer else "–")
        if own and peer:
            cells += [measure.ratio(peer[2], t) for t in times]
            cells.append(measure.ratio(peer[1] + peer[2], times[1]))
        else:
            cells += ["–"] * 3
        measure.table_row(cells)


def megabytes(size):
    return "–" if size is None else f"{size / 1e6:.0f}"


def growth(folder, with_ours):
    os.environ["LACUNA_BENCH_ONCE"] = "1"
    measure.table_head(
        [
            "problem",
            "L",
            "arms",
            "rounds",
            "numeric s",
            "exact s",
            "numeric MB",
            "exact MB",
            "HiGHS build + solve s",
            "HiGHS MB",
            "its method",
        ]
    )
    paths = list(pathlib.Path(folder).glob("mechanism_*.json"))
    problems = [(Problem(json.loads(path.read_text())), path) for path in paths]
    problems.sort(key=lambda pair: pair[0].size())
    done = set()
    for problem, path in problems:
        family = (problem.players, len(problem.prior), problem.liability)
        own = None
        if with_ours:
            try:
                lines = measure.crate_times("mechanisms_files", folder, path.stem)
                own = lines[path.stem]
            except subprocess.CalledProcessError as error:
                print(f"{path.stem}: {error}", file=sys.stderr)
        peer, memory = None, None
        if highspy and family not in done:
            queue = multiprocessing.Queue()
            child = multiprocessing.Process(target=highs_alone, args=(path, queue))
            child.start()
            peer, memory = queue.get()
            child.join()
            if peer is None or sum(peer[1:3]) > LONGEST:
                done.add(family)
        if own:
            check(path.stem, own, peer)
        cells = [title(problem, path.stem), limit(problem), str(problem.arms())]
        if own:
            cells.append(str(own["rounds"]))
            cells += [f"{own[key]:.2g}" for key in ("numeric_seconds", "exact_seconds")]
            cells += [megabytes(own[key]) for key in ("numeric_memory", "exact_memory")]
        else:
            cells += ["–"] * 5
        if peer:
            cells += [f"{peer[1] + peer[2]:.2g}", megabytes(memory), peer[3]]
        else:
            cells += [f"> {LONGEST}" if highspy and family in done else "–", "–", "–"]
        measure.table_row(cells)


def main():
    arguments = sys.argv[1:]
    folders = [argument for argument in arguments if not argument.startswith("-")]
    with_ours = "--without-ours" not in arguments
    table = growth if "--growth" in arguments else compared
    if folders:
        table(folders[0], with_ours)
        return
    with tempfile.TemporaryDirectory() as folder:
        flag = "--write-growth" if "--growth" in arguments else "--write"
        command = ["cargo", "bench", "--quiet", "--bench", "mechanisms_files", "--", flag, folder]
        subprocess.run(command, cwd=measure.ROOT, check=True)
        table(folder, with_ours)


if __name__ == "__main__":
    main()
