#!/usr/bin/env python3
"""The correlated equilibrium of most welfare side by side: this crate and HiGHS.

    pip install numpy scipy highspy
    python benches/peers/correlated.py [--without-ours] [FOLDER]

HiGHS gets the linear program as a user would write it: a sparse matrix with a row for each player,
action and alternative, and a row for the sum of the probabilities. *Build* is the time from the
payoff tables to a model that HiGHS has taken, *solve* that of its simplex method; its answer is in
floating point. Ours is exact, with the proof that no equilibrium has more welfare, and its time is
from the game to the answer, building included.

FOLDER has games `ce_*.json` (`actions` or `num_actions`, and `payoffs`, one list a player, the last
player's action fastest). Without it the games are made with fixed seeds. The crate is timed through
`cargo bench --bench correlated_files`. Every time is the least of several runs on one core.
"""

import sys
import tempfile
import time

import measure

try:
    import numpy as np
    import scipy.sparse as sparse
except ImportError:
    sys.exit("numpy and scipy are needed for the games and matrices: pip install numpy scipy")
try:
    import highspy
except ImportError:
    highspy = None

GAMES = {
    "ce_10x10": ([10, 10], 5000),
    "ce_6x6x6": ([6] * 3, 5100),
    "ce_4p4a": ([4] * 4, 5200),
    "ce_6p3a": ([3] * 6, 5500),
    "ce_30x30": ([30, 30], 5300),
    "ce_10x10x10": ([10] * 3, 5400),
}
BOUND = 100


def incentives(tables):
    """One row for each player, action and alternative: what obeying gives up, at most zero."""
    profiles = tables[0].size
    numbers = np.arange(profiles).reshape(tables[0].shape)
    entries, columns, rows, row = [], [], [], 0
    for player, table in enumerate(tables):
        slices = np.moveaxis(table, player, 0).reshape(table.shape[player], -1)
        places = np.moveaxis(numbers, player, 0).reshape(table.shape[player], -1)
        for action in range(table.shape[player]):
            for other in range(table.shape[player]):
                if other == action:
                    continue
                entries.append((slices[other] - slices[action]).astype(float))
                columns.append(places[action])
                rows.append(np.full(places[action].size, row))
                row += 1
    triplets = np.concatenate(rows), np.concatenate(columns)
    matrix = sparse.csc_matrix((np.concatenate(entries), triplets), shape=(row, profiles))
    matrix.eliminate_zeros()
    return matrix


def build(tables):
    """A model that HiGHS has taken."""
    gains = incentives(tables)
    rows, profiles = gains.shape
    matrix = sparse.vstack([gains, np.ones((1, profiles))], format="csc")
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = profiles, rows + 1
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = sum(tables).ravel().astype(float)
    program.col_lower_ = np.zeros(profiles)
    program.col_upper_ = np.full(profiles, highspy.kHighsInf)
    program.row_lower_ = np.append(np.full(rows, -highspy.kHighsInf), 1.0)
    program.row_upper_ = np.append(np.zeros(rows), 1.0)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(program)
    return solver


def highs(tables):
    """The welfare, and the least times to build and solve, and to solve."""
    solving = []

    def run():
        solver = build(tables)
        used = time.process_time()
        solver.run()
        solving.append(time.process_time() - used)
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return solver.getInfo().objective_function_value

    welfare, both = measure.least_time(run)
    return welfare, both, min(solving)


def main():
    arguments = sys.argv[1:]
    folders = [argument for argument in arguments if not argument.startswith("-")]
    if folders:
        games = measure.read_folder(np, folders[0], "ce_")
    else:
        games = {
            name: measure.draw(np, actions, seed, BOUND) for name, (actions, seed) in GAMES.items()
        }
    ours = {}
    if "--without-ours" not in arguments:
        with tempfile.TemporaryDirectory() as folder:
            measure.write_games(games, folder)
            ours = measure.crate_times("correlated_files", folder)
    measure.table_head(
        [
            "game",
            "profiles",
            "welfare",
            "ours ms",
            "HiGHS build + solve ms",
            "HiGHS solve ms",
            "build + solve / ours",
            "solve / ours",
        ]
    )
    for name, tables in games.items():
        own = ours.get(name)
        cells = [" × ".join(map(str, tables[0].shape)), str(tables[0].size)]
        if highspy is None:
            welfare = f"{own['welfare']:.6g}" if own else "–"
            times = [measure.MISSING] * 2 + ["–"] * 2
        else:
            value, both, solving = highs(tables)
            welfare = f"{value:.6g}"
            times = [measure.milliseconds(both), measure.milliseconds(solving)]
            if own:
                assert abs(own["welfare"] - value) <= 1e-6 * max(1, abs(value)), f"{name}: {value}"
                times += [measure.ratio(time, own["seconds"]) for time in (both, solving)]
            else:
                times += ["–", "–"]
        cells += [welfare, measure.milliseconds(own["seconds"]) if own else "–", *times]
        measure.table_row(cells)


if __name__ == "__main__":
    main()
