#!/usr/bin/env python3
"""Automated mechanism design side by side: this crate and HiGHS.

    pip install numpy scipy highspy
    python benches/peers/designs.py [--without-ours] [FOLDER]

HiGHS gets the linear program as a careful user would write it: probabilities of alternatives and
expected transfers at every type profile, all incentive conditions, one sparse matrix passed in one
call, presolve on, one thread. With Bayesian incentives, independent types and interim participation
it also gets the program in interim probabilities and transfers, and the faster of the two counts.
*Build* is the time from the parsed setting to a model that HiGHS has taken, *solve* that of the
faster of its simplex and its interior-point method (with crossover). Its answer is in floating
point. Ours is exact, with a mechanism as a table and a proof by conditions; *verify* is the time of
its check from the definitions.

FOLDER has settings `design_*.json`; without it the crate writes them (`cargo bench --bench
designs_files -- --write FOLDER`). Every time is the least of several runs on one core.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

import measure

try:
    import highspy
    import numpy as np
    import scipy.sparse as sparse
except ImportError:
    sys.exit("numpy, scipy and highspy are needed: pip install numpy scipy highspy")

AGREEMENT = 1e-6


def number(text):
    above, _, below = str(text).partition("/")
    return float(above) / float(below or 1)


class Setting:
    """Two agents with private values, in arrays."""

    def __init__(self, document):
        setting = document["setting"]
        self.types = setting["types"]
        self.alternatives = setting["alternatives"]
        self.values = [
            np.array([number(v) for v in table]).reshape(count, self.alternatives)
            for table, count in zip(setting["values"]["private"], self.types)
        ]
        prior = setting["prior"]
        self.marginals = None
        if "independent" in prior:
            self.marginals = [np.array([number(p) for p in row]) for row in prior["independent"]]
            self.prior = np.outer(*self.marginals)
        else:
            self.prior = np.array([number(p) for p in prior["joint"]]).reshape(self.types)
        self.dominant = document["incentives"] == "dominant"
        self.interim = document["participation"] == "interim"


class Program:
    def __init__(self):
        self.parts, self.rows, self.columns = [], 0, 0
        self.low, self.cost, self.row_low, self.row_high = [], [], [], []

    def variables(self, cost, low):
        cost = np.asarray(cost, float)
        first, self.columns = self.columns, self.columns + cost.size
        self.cost.append(cost.ravel())
        self.low.append(np.full(cost.size, low))
        return (first + np.arange(cost.size)).reshape(cost.shape)

    def add_rows(self, shape, low, high):
        count = int(np.prod(shape))
        first, self.rows = self.rows, self.rows + count
        self.row_low.append(np.full(count, float(low)))
        self.row_high.append(np.full(count, float(high)))
        return (first + np.arange(count)).reshape(shape)

    def terms(self, rows, columns, values):
        self.parts.append(np.broadcast_arrays(rows, columns, np.asarray(values, float)))

    def model(self, method):
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
        program.col_lower_ = np.concatenate(self.low)
        program.col_upper_ = np.full(self.columns, highspy.kHighsInf)
        program.row_lower_ = np.concatenate(self.row_low)
        program.row_upper_ = np.concatenate(self.row_high)
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = matrix.indptr
        program.a_matrix_.index_ = matrix.indices
        program.a_matrix_.value_ = matrix.data
        solver = highspy.Highs()
        settings = {"output_flag": False, "threads": 1, "presolve": "on", "solver": method}
        for name, value in settings.items():
            solver.setOptionValue(name, value)
        solver.passModel(program)
        return solver


def choices(program, setting):
    first, second = setting.types
    chosen = program.variables(np.zeros((first, second, setting.alternatives)), 0.0)
    total = program.add_rows((first, second, 1), 1, 1)
    program.terms(total, chosen, 1.0)
    return chosen


def full(setting):
    """Transfers at every type profile."""
    infinity = highspy.kHighsInf
    program = Program()
    chosen = choices(program, setting)
    paid = [program.variables(setting.prior, -infinity) for _ in range(2)]
    for agent in range(2):
        # The own type first.
        own_chosen = np.swapaxes(chosen, 0, agent) if agent else chosen
        own_paid = paid[agent].T if agent else paid[agent]
        prior = setting.prior.T if agent else setting.prior
        values = setting.values[agent]
        count, others = own_paid.shape
        if setting.interim:
            rows = program.add_rows((count, 1, 1), 0, infinity)
            program.terms(rows, own_chosen, values[:, None, :] * prior[:, :, None])
            program.terms(rows[:, :, 0], own_paid, -prior)
        else:
            rows = program.add_rows((count, others, 1), 0, infinity)
            program.terms(rows, own_chosen, values[:, None, :])
            program.terms(rows[:, :, 0], own_paid, -1.0)
        truth, lie = (a.ravel() for a in np.meshgrid(range(count), range(count), indexing="ij"))
        truth, lie = truth[truth != lie], lie[truth != lie]
        if setting.dominant:
            rows = program.add_rows((truth.size, others, 1), 0, infinity)
            weight = np.ones((truth.size, others))
        else:
            rows = program.add_rows((truth.size, 1, 1), 0, infinity)
            weight = prior[truth]
        for report, sign in ((truth, 1.0), (lie, -1.0)):
            share = sign * weight
            program.terms(rows, own_chosen[report], values[truth][:, None, :] * share[:, :, None])
            program.terms(rows[:, :, 0], own_paid[report], -share)
    return program


def interim(setting):
    """Interim probabilities and transfers; for independent types and interim participation."""
    infinity = highspy.kHighsInf
    program = Program()
    chosen = choices(program, setting)
    for agent in range(2):
        own_chosen = np.swapaxes(chosen, 0, agent) if agent else chosen
        own, others = setting.marginals[agent], setting.marginals[1 - agent]
        values = setting.values[agent]
        count = own.size
        reached = program.variables(np.zeros((count, setting.alternatives)), 0.0)
        paid = program.variables(own, -infinity)
        rows = program.add_rows((count, 1, setting.alternatives), 0, 0)
        program.terms(rows, own_chosen, others[None, :, None])
        program.terms(rows[:, 0, :], reached, -1.0)
        rows = program.add_rows((count, 1), 0, infinity)
        program.terms(rows, reached, values)
        program.terms(rows[:, 0], paid, -1.0)
        truth, lie = (a.ravel() for a in np.meshgrid(range(count), range(count), indexing="ij"))
        truth, lie = truth[truth != lie], lie[truth != lie]
        rows = program.add_rows((truth.size, 1), 0, infinity)
        for report, sign in ((truth, 1.0), (lie, -1.0)):
            program.terms(rows, reached[report], sign * values[truth])
            program.terms(rows[:, 0], paid[report], -sign)
    return program


def attempt(setting, write, method):
    building, solving = [], []

    def run():
        used = time.process_time()
        solver = write(setting).model(method)
        building.append(time.process_time() - used)
        used = time.process_time()
        solver.run()
        solving.append(time.process_time() - used)
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return solver.getInfo().objective_function_value

    value, _ = measure.least_time(run)
    return None if value is None else (value, min(building), min(solving))


def highs(setting):
    """The best of the ways: value, build, solve, its name."""
    ways = {"full": full}
    if not setting.dominant and setting.interim and setting.marginals:
        ways["interim"] = interim
    best = None
    for name, write in ways.items():
        for method in ("simplex", "ipm"):
            found = attempt(setting, write, method)
            if found and (best is None or sum(found[1:]) < sum(best[1:3])):
                best = (*found, f"{name}, {method}")
    return best


def compared(folder, with_ours):
    ours = measure.crate_times("designs_files", folder) if with_ours else {}
    measure.table_head(
        [
            "setting",
            "value",
            "exact ms",
            "verify ms",
            "HiGHS build ms",
            "HiGHS solve ms",
            "its way",
            "solve / exact",
            "build + solve / exact",
        ]
    )
    for path in sorted(pathlib.Path(folder).glob("design_*.json")):
        setting = Setting(json.loads(path.read_text()))
        own, peer = ours.get(path.stem), highs(setting)
        if own and peer:
            distance = abs(peer[0] - own["exact"]) / max(1.0, abs(own["exact"]))
            assert distance <= AGREEMENT, f"{path.stem}: HiGHS {peer[0]}, exact {own['exact']}"
        _, kind, incentives, types = path.stem.split("_")
        cells = [f"{kind}, {incentives}, 2 × {int(types)} types × 3"]
        cells.append(f"{own['exact'] if own else peer[0]:.6g}" if own or peer else "–")
        keys = ("seconds", "verify_seconds")
        cells += [measure.milliseconds(own[key]) for key in keys] if own else ["–"] * 2
        cells += [measure.milliseconds(t) for t in peer[1:3]] if peer else ["–"] * 2
        cells.append(peer[3] if peer else "–")
        if own and peer:
            cells.append(measure.ratio(peer[2], own["seconds"]))
            cells.append(measure.ratio(peer[1] + peer[2], own["seconds"]))
        else:
            cells += ["–"] * 2
        measure.table_row(cells)


def main():
    arguments = sys.argv[1:]
    folders = [argument for argument in arguments if not argument.startswith("-")]
    with_ours = "--without-ours" not in arguments
    if folders:
        compared(folders[0], with_ours)
        return
    with tempfile.TemporaryDirectory() as folder:
        command = ["cargo", "bench", "--quiet", "--bench", "designs_files", "--", "--write", folder]
        subprocess.run(command, cwd=measure.ROOT, check=True)
        compared(folder, with_ours)


if __name__ == "__main__":
    main()
