#!/usr/bin/env python3
"""Nash equilibria of two-player games side by side: this crate, lrsnash, quantecon and pygambit.

    pip install numpy quantecon pygambit
    apt install lrslib
    python benches/peers/two_player.py [--without-ours] [FOLDER]

Two tables, everything on one core in one run. *All equilibria* of random n × n games: `lrsnash`
(exact; processor time of the process), `quantecon.game_theory.vertex_enumeration` (floating point)
and `pygambit.nash.enummixed_solve(rational=True)` (exact; up to 8 × 8, given up after a minute).
*One equilibrium*: `quantecon.game_theory.lemke_howson(init_pivot=0)` (floating point), with the
regret of what it returns; ours is exact. quantecon is compiled by a first call that is not counted.

FOLDER has games `enum_*.json` and `lh_*.json` (`actions` or `num_actions`, and `payoffs`, one list
a player, the last player's action fastest). Without it the games are made with fixed seeds. The
crate is timed through `cargo bench --bench two_player_files`. Every time is the least of several.
A peer that is missing leaves its columns "not installed".
"""

import multiprocessing
import re
import shutil
import subprocess
import sys
import tempfile

import measure

try:
    import numpy as np
except ImportError:
    sys.exit("numpy is not installed; it makes the games: pip install numpy")
try:
    import quantecon.game_theory as quantecon
except ImportError:
    quantecon = None
try:
    import pygambit
except ImportError:
    pygambit = None

LRSNASH = shutil.which("lrsnash")
ALL_SIZES = range(4, 13)
ONE_SIZES = (10, 20, 50, 100, 200, 500)
BOUND = 10**4
GAMBIT_LARGEST = 8
GAMBIT_SECONDS = 60


def made():
    every = {f"enum_{n}x{n}": measure.draw(np, [n, n], 2000 + 10 * n, BOUND) for n in ALL_SIZES}
    one = {f"lh_{n}x{n}": measure.draw(np, [n, n], 3000 + 10 * n, BOUND) for n in ONE_SIZES}
    return every, one


def lrs_text(tables):
    rows, columns = tables[0].shape
    blocks = ["\n".join(" ".join(map(str, row)) for row in table.tolist()) for table in tables]
    return f"{rows} {columns}\n\n" + "\n\n".join(blocks) + "\n"


def lrsnash(tables, folder):
    """The number of equilibria and the processor time of the process."""
    path = f"{folder}/game.lrs"
    with open(path, "w") as file:
        file.write(lrs_text(tables))

    def run():
        # Its exit status is 1 also when it succeeds.
        return subprocess.run([LRSNASH, path], capture_output=True, text=True).stdout

    output, seconds = measure.least_time(run, clock=measure.child_seconds)
    count = re.search(r"Number of equilibria found:\s*(\d+)", output)
    return int(count.group(1)) if count else None, seconds


def quantecon_game(tables):
    row, column = (table.astype(float) for table in tables)
    players = [quantecon.Player(row), quantecon.Player(np.ascontiguousarray(column.T))]
    return quantecon.NormalFormGame(players)


def quantecon_all(tables):
    game = quantecon_game(tables)
    quantecon.vertex_enumeration(game)
    result, seconds = measure.least_time(lambda: quantecon.vertex_enumeration(game))
    return len(result), seconds


def quantecon_one(tables):
    """The time, and the regret of the result over the range of payoffs."""
    game = quantecon_game(tables)
    quantecon.lemke_howson(game, init_pivot=0)
    (x, y), seconds = measure.least_time(lambda: quantecon.lemke_howson(game, init_pivot=0))
    worths = tables[0] @ y, tables[1].T @ x
    regret = max(worths[0].max() - x @ worths[0], worths[1].max() - y @ worths[1])
    return seconds, regret / max(np.ptp(table) for table in tables)


def gambit_in_child(tables, pipe):
    game = pygambit.Game.from_arrays(*tables)
    result, seconds = measure.least_time(
        lambda: pygambit.nash.enummixed_solve(game, rational=True)
    )
    pipe.send((len(result.equilibria), seconds))


def gambit(tables):
    """The number of equilibria and the time, or `None` if it was given up."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=gambit_in_child, args=(tables, sender))
    process.start()
    done = receiver.poll(GAMBIT_SECONDS)
    found = receiver.recv() if done else None
    process.kill()
    process.join()
    return found


def all_equilibria(games, ours, folder):
    print("\nAll equilibria\n")
    titles = ["game", "equilibria", "ours ms"]
    for peer in ("lrsnash", "quantecon", "pygambit"):
        titles += [f"{peer} ms", f"{peer} / ours"]
    measure.table_head(titles)
    for name, tables in games.items():
        own = ours.get(name)
        count = own and own["equilibria"]
        cells = [name.removeprefix("enum_").replace("x", " × ", 1)]
        cells += [str(count), measure.milliseconds(own["seconds"])] if own else ["–", "–"]
        peers = [
            (LRSNASH, lambda: lrsnash(tables, folder), True),
            (quantecon, lambda: quantecon_all(tables), False),
            (pygambit, lambda: gambit(tables), True),
        ]
        for peer, run, exact in peers:
            if not peer:
                cells += [measure.MISSING, "–"]
                continue
            if peer is pygambit and max(tables[0].shape) > GAMBIT_LARGEST:
                cells += ["–", "–"]
                continue
            found = run()
            if found is None:
                cells += [f"over {GAMBIT_SECONDS} s", "–"]
                continue
            assert not (own and exact) or found[0] == count, f"{name}: {found[0]} and {count}"
            # Floating point can lose or double an equilibrium.
            note = "" if not own or found[0] == count else f" ({found[0]} found)"
            cells.append(measure.milliseconds(found[1]) + note)
            cells.append(measure.ratio(found[1], own["seconds"]) if own else "–")
        measure.table_row(cells)


def one_equilibrium(games, ours):
    print("\nOne equilibrium\n")
    titles = ["game", "ours ms", "quantecon ms", "quantecon / ours", "quantecon regret / range"]
    measure.table_head(titles)
    for name, tables in games.items():
        own = ours.get(name)
        cells = [name.removeprefix("lh_").replace("x", " × ", 1)]
        cells.append(measure.milliseconds(own["seconds"]) if own else "–")
        if quantecon is None:
            cells += [measure.MISSING, "–", "–"]
        else:
            seconds, regret = quantecon_one(tables)
            cells.append(measure.milliseconds(seconds))
            cells.append(measure.ratio(seconds, own["seconds"]) if own else "–")
            cells.append(f"{regret:.1e}")
        measure.table_row(cells)


def main():
    arguments = sys.argv[1:]
    alone = "--without-ours" in arguments
    folders = [argument for argument in arguments if not argument.startswith("-")]
    if folders:
        every = measure.read_folder(np, folders[0], "enum_")
        one = measure.read_folder(np, folders[0], "lh_")
    else:
        every, one = made()
    with tempfile.TemporaryDirectory() as folder:
        ours = {}
        if not alone:
            measure.write_games(every | one, folder)
            ours = measure.crate_times("two_player_files", folder)
        all_equilibria(every, ours, folder)
    one_equilibrium(one, ours)


if __name__ == "__main__":
    main()
