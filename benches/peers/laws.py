#!/usr/bin/env python3
"""Enforcing a law of ten clauses: this crate beside contracts written as Python code.

    python benches/peers/laws.py            the peers
    python benches/peers/laws.py --crate    also `cargo bench --bench laws`, and the ratios

The peers do what the enforcers of published studies of contracts between language models do, in
code of our own: a contract is the text of a Python function (a class for the fishery); it is
searched for forbidden statements, compiled, run by `exec` with few builtins, and called on the
actions; primitives are methods of a runtime object that collects adjustments over balances that
last. The two laws are those of `benches/laws.rs`, clause by clause, on the same four outcomes.

Times are the least of several runs on one core, in microseconds for one outcome: `call` with the
code loaded once, `exec` with the module executed for each outcome, as where a contract is made for
one game, `check` with the static check as well.
"""

import argparse
import ast
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import measure

FORBIDDEN = (
    ast.While,
    ast.For,
    ast.AsyncFor,
    ast.AsyncWith,
    ast.Try,
    ast.Import,
    ast.ImportFrom,
)
SAFE = {
    function.__name__: function
    for function in (dict, list, str, int, float, len, min, max, sum, abs, enumerate, zip, range)
}

TABLE = '''
def enforce(actions, state, context):
    price = 3
    row, column = get_action("row"), get_action("column")
    [escrow(p, 1, "bond") for p in ("row", "column")]
    if row == "C" and column == "D":
        transfer("column", "row", price)
    if row == "D" and column == "C":
        transfer("row", "column", price)
    [graduated_sanction(p, 0.5, "offences", 2) for p in ("row", "column") if get_action(p) == "D"]
    [add_violation(p, "defected") for p in ("row", "column") if get_action(p) == "D"]
    if row == "D" and column == "D":
        sanction("row", 1)
    [set_action(p, "C") for p in ("row", "column") if violation_count(p, "offences") > 3]
    if get_action("row") == "C" and get_action("column") == "C":
        transfer("row", "column", 1)
        transfer("column", "row", 1)
    state["last"] = sum([get_action(p) == "C" for p in ("row", "column")])
    [release_escrow(p, None, "bond") for p in ("row", "column") if get_action(p) == "C"]
'''

COMMONS = '''
class Fishery(Contract):
    VERSION = 1

    def __init__(self, num_agents, agent_names, prior_state=None):
        self.agent_names = agent_names
        self.state = prior_state or {"average": 0}
        self.quota = 12
        self.price = 3

    def resolve(self, month, stock, submissions, ctx):
        names, quota = self.agent_names, self.quota
        for name in names:
            ctx.escrow(name, 2, "deposit")
        for name in names:
            ctx.insurance(name, premium=1, pool="relief")
        catches = {name: min(want, quota) for name, want in submissions.items()}
        for name in names:
            if submissions[name] > quota:
                ctx.graduated_sanction(name, 2, "offences", self.price)
        for name in names:
            if submissions[name] > 2 * quota:
                ctx.add_violation(name, "took twice the quota")
        for name in names:
            if ctx.violation_count(name, "offences") == 0:
                ctx.release_escrow(name, None, "deposit")
        for name in names:
            if stock < 60:
                ctx.insurance(name, payout=1, pool="relief")
        for name in names:
            if catches[name] < self.state["average"] - 4:
                ctx.transfer("fay", name, 0.5)
        ctx.participation_cost("ann", 1)
        self.state["average"] = sum(catches.values()) / len(names)
        return catches
'''


class Contract:
    def __init__(self, num_agents, agent_names, prior_state=None):
        self.state = prior_state or {}


def positive(amount):
    value = float(amount)
    return value if value > 0 else 0.0


def new_store():
    return {"escrow": {}, "pools": {}, "violations": {}, "costs": {}, "transfers": []}


class Runtime:
    """Adjustments of one outcome over balances that last."""

    primitives = (
        "get_action",
        "set_action",
        "available_actions",
        "add_violation",
        "transfer",
        "escrow",
        "release_escrow",
        "sanction",
        "graduated_sanction",
        "insurance",
        "participation_cost",
        "violation_count",
    )

    def __init__(self, names, labels=()):
        self.names, self.labels = names, labels
        self.store = new_store()
        self.reset({})

    def reset(self, actions):
        self.actions = actions
        self.adjustments = {name: 0.0 for name in self.names}
        self.recorded = []
        self.log = []

    def _add(self, name, amount):
        self.adjustments[name] = self.adjustments.get(name, 0.0) + amount

    def get_action(self, player):
        return self.actions.get(player)

    def available_actions(self, player):
        return self.labels if player in self.actions else []

    def set_action(self, player, action, reason=""):
        if action not in self.available_actions(player):
            raise ValueError(f"{action} is no action of {player}")
        self.actions[player] = action
        if reason:
            self.log.append(f"{player} set to {action}: {reason}")

    def add_violation(self, player, text):
        self.recorded.append((player, text))

    def transfer(self, source, target, amount):
        value = positive(amount)
        if value:
            self._add(source, -value)
            self._add(target, value)
            self.log.append((source, target, value))

    def escrow(self, name, amount, bucket="default"):
        value = positive(amount)
        if value:
            self._add(name, -value)
            key = f"{name}:{bucket}"
            self.store["escrow"][key] = self.store["escrow"].get(key, 0.0) + value
            self.log.append(("escrow", name, value))

    def release_escrow(self, name, amount=None, bucket="default", recipient=None):
        key = f"{name}:{bucket}"
        there = self.store["escrow"].get(key, 0.0)
        paid = there if amount is None else min(there, positive(amount))
        if paid:
            self.store["escrow"][key] = there - paid
            self._add(recipient or name, paid)
            self.log.append(("release", name, paid))
        return paid

    def sanction(self, name, amount):
        value = positive(amount)
        if value:
            self._add(name, -value)
            self.log.append(("sanction", name, value))

    def graduated_sanction(self, name, base, key="default", multiplier=1):
        full = f"{name}:{key}"
        count = self.store["violations"].get(full, 0) + 1
        self.store["violations"][full] = count
        value = positive(base) * positive(multiplier) * count
        self.sanction(name, value)
        return value

    def insurance(self, name, premium=0, payout=0, pool="default", recipient=None):
        value = positive(premium)
        pools = self.store["pools"]
        if value:
            pools[pool] = pools.get(pool, 0.0) + value
            self._add(name, -value)
        paid = min(pools.get(pool, 0.0), positive(payout))
        if paid:
            pools[pool] -= paid
            self._add(recipient or name, paid)
        return paid

    def participation_cost(self, name, amount):
        value = positive(amount)
        if value:
            self._add(name, -value)
            costs = self.store["costs"]
            costs[name] = costs.get(name, 0.0) + value

    def violation_count(self, name, key="default"):
        return self.store["violations"].get(f"{name}:{key}", 0)


def check(text, allowed):
    """Refuses statements and plain calls that are not allowed."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, FORBIDDEN):
            raise SyntaxError(f"{type(node).__name__} is not allowed")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id not in allowed:
                raise SyntaxError(f"a call of {node.func.id} is not allowed")


class TableEnforcer:
    def __init__(self):
        self.runtime = Runtime(["row", "column"], ["C", "D"])
        self.primitives = {name: getattr(self.runtime, name) for name in Runtime.primitives}
        self.state = {}
        self.check()
        self.load()

    def check(self):
        check(TABLE, {*self.primitives, *SAFE})

    def load(self):
        scope = {"__builtins__": SAFE, **self.primitives}
        exec(TABLE, scope)
        self.enforce = scope["enforce"]

    def __call__(self, chosen):
        """Success, the actions as they stand, and what each player receives."""
        runtime = self.runtime
        runtime.reset(dict(chosen))
        try:
            self.enforce(dict(chosen), self.state, {})
        except Exception:
            return False, dict(chosen), {name: 0.0 for name in chosen}
        return True, runtime.actions, runtime.adjustments


class CommonsEnforcer:
    def __init__(self):
        self.names = ["ann", "bob", "cyd", "dee", "fay"]
        self.runtime = Runtime(self.names)
        self.month = 0
        self.check()
        self.load()

    def check(self):
        for node in ast.walk(ast.parse(COMMONS)):
            if isinstance(node, ast.Name) and node.id in ("eval", "exec", "open", "__import__"):
                raise SyntaxError(f"{node.id} is not allowed")

    def load(self):
        scope = {
            "__builtins__": {**SAFE, "__build_class__": __build_class__, "super": super},
            "__name__": "contract",
            "Contract": Contract,
        }
        exec(COMMONS, scope)
        self.law = scope["Fishery"](len(self.names), self.names)

    def __call__(self, outcome):
        """Success, the catches as enforced, and what each player receives."""
        stock, submissions = outcome
        self.month += 1
        self.runtime.reset({})
        try:
            catches = self.law.resolve(self.month, stock, dict(submissions), self.runtime)
            if set(catches) != set(self.names):
                raise ValueError("other names")
            for value in catches.values():
                if not value >= 0:
                    raise ValueError("a negative catch")
            catches = {name: max(0, int(round(value))) for name, value in catches.items()}
        except Exception:
            return False, dict(submissions), {name: 0.0 for name in self.names}
        return True, catches, self.runtime.adjustments


def table_outcomes():
    return [{"row": row, "column": column} for row in "CD" for column in "CD"]


def commons_outcomes():
    names = ["ann", "bob", "cyd", "dee", "fay"]
    catches = [[10, 12, 14, 8, 9 + 6 * month] for month in range(4)]
    return [(50 + 5 * month, dict(zip(names, list(caught)))) for month, caught in enumerate(catches)]


def test_peers():
    """The first outcomes against numbers worked out by hand."""
    table = TableEnforcer()
    expected = [(0.0, 0.0), (3.0, -5.0), (-5.0, 4.0), (-4.0, -3.0)]
    for outcome, (row, column) in zip(table_outcomes(), expected):
        success, actions, paid = table(outcome)
        assert success and actions == outcome, actions
        assert paid == {"row": row, "column": column}, paid
    commons = CommonsEnforcer()
    success, catches, paid = commons(commons_outcomes()[0])
    # Premium and payout cancel; cyd took 14: a sanction of 6, and its deposit of 2 stays.
    expected = {"ann": -1.0, "bob": 0.0, "cyd": -8.0, "dee": 0.0, "fay": 0.0}
    assert success and catches["cyd"] == 12 and paid == expected, paid


REPEATS = 500


def micro(enforcer, outcomes, before=lambda: None):
    """Microseconds of one outcome."""

    def many():
        for _ in range(REPEATS):
            for outcome in outcomes:
                before()
                success, _, _ = enforcer(outcome)
                assert success
            # Counts and records would grow without end.
            enforcer.runtime.store = new_store()

    return measure.least_time(many)[1] / (REPEATS * len(outcomes)) * 1e6


def peers():
    test_peers()
    times = {}
    for name, bench, make, outcomes in (
        ("two players, labels", "two players with labels", TableEnforcer, table_outcomes()),
        ("five players, catches", "five players with quantities", CommonsEnforcer, commons_outcomes()),
    ):
        enforcer = make()

        def both():
            enforcer.check()
            enforcer.load()

        call = micro(enforcer, outcomes)
        run = micro(enforcer, outcomes, enforcer.load)
        times[name] = bench, (call, run, micro(enforcer, outcomes, both))
    return times


def crate():
    """Microseconds by the name that criterion gives."""
    root = measure.ROOT
    command = ["cargo", "bench", "--quiet", "--bench", "laws"]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    meta = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    target = json.loads(subprocess.run(meta, cwd=root, stdout=subprocess.PIPE, check=True).stdout)
    folder = pathlib.Path(target["target_directory"]) / "criterion"
    times = {}
    for path in folder.glob("**/new/estimates.json"):
        name = json.loads((path.parent / "benchmark.json").read_text())["full_id"]
        if name.startswith("laws/"):
            times[name] = json.loads(path.read_text())["median"]["point_estimate"] / 1e3
    return times


def main():
    parser = argparse.ArgumentParser(description="Ten-clause laws: Python contracts, this crate.")
    parser.add_argument("--crate", action="store_true", help="also run the bench of the crate")
    arguments = parser.parse_args()
    times = peers()
    own = crate() if arguments.crate else {}
    heads = ["law", "Python: call (µs)", "exec (µs)", "check (µs)"]
    heads += ["crate (µs)", "call ÷ crate", "exec ÷ crate", "check ÷ crate"] if own else []
    measure.table_head(heads)
    for name, (bench, peer) in times.items():
        cells = [name, *(f"{value:.1f}" for value in peer)]
        mine = next((value for full, value in own.items() if bench in full), None)
        if mine:
            cells += [f"{mine:.2f}", *(measure.ratio(value, mine) for value in peer)]
        measure.table_row(cells)


if __name__ == "__main__":
    main()
