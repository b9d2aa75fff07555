#!/usr/bin/env python3
"""Enforcing a law of ten clauses: this crate beside contracts written as Python code.

    python benches/peers/laws.py            the peers
    python benches/peers/laws.py --crate    also `cargo bench --bench laws`, and the ratios

The peers do what the enforcers of published studies of contracts between language models do, in
code of our own: a contract is the text of a Python function (a class for the fishery); it is
searched for forbidden statements, compiled, run by `exec` with few builtins, and called on the
actions; primitives are methods of a runtime object that collects adjustments. Two laws: a dilemma
with labels, two players; a fishery with catches, five players, and three hooks a round.

Times are the least of several runs on one core, for one enforcement (dilemma) or one round
(fishery): `call` with the code loaded once, `load` with the check, compilation and `exec` each time,
as where a contract is made for one game.
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

DILEMMA = '''
def enforce(actions, state, context):
    row, column = get_action("row"), get_action("column")
    if row == "D":
        apply_fine("row", 1, "defection")
    if column == "D":
        apply_fine("column", 1, "defection")
    if row == "C" and column == "D":
        transfer_reward("column", "row", 3, "compensation")
    if row == "D" and column == "C":
        transfer_reward("row", "column", 3, "compensation")
    if row == "C" and column == "C":
        transfer_reward("row", "column", 0.5, "gift")
        transfer_reward("column", "row", 0.5, "gift")
    if row == "D":
        add_violation("row", "defected")
    if column == "D":
        add_violation("column", "defected")
    if row == "D" and column == "D":
        set_action("row", "C")
        set_action("column", "C")
'''


class Dilemma:
    """The runtime of a game of two players whose base actions a contract sees."""

    primitives = (
        "get_action",
        "set_action",
        "available_actions",
        "apply_fine",
        "transfer_reward",
        "add_violation",
    )

    def __init__(self, labels):
        self.labels = labels
        self.reset({})

    def reset(self, actions):
        self.actions = actions
        names = self.labels
        self.adjustments = {name: {"fines": [], "received": [], "sent": []} for name in names}
        self.violations = []
        self.log = []

    def get_action(self, player):
        return self.actions.get(player)

    def set_action(self, player, action, reason=""):
        if action not in self.available_actions(player):
            raise ValueError(f"{action} is no action of {player}")
        self.actions[player] = action
        if reason:
            self.log.append(f"{player} set to {action}: {reason}")

    def available_actions(self, player):
        return self.labels.get(player, [])

    def apply_fine(self, player, amount, reason):
        self.adjustments[player]["fines"].append(-abs(amount))
        self.log.append(f"{player} fined {amount}: {reason}")

    def transfer_reward(self, source, target, amount, reason):
        self.adjustments[source]["sent"].append(-abs(amount))
        self.adjustments[target]["received"].append(abs(amount))
        self.log.append(f"{source} to {target} {amount}: {reason}")

    def add_violation(self, player, text):
        self.violations.append((player, text))


def check(text, allowed):
    """The statements and plain calls of a contract; refuses those that are not allowed."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, FORBIDDEN):
            raise SyntaxError(f"{type(node).__name__} is not allowed")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id not in allowed:
                raise SyntaxError(f"a call of {node.func.id} is not allowed")
    return compile(tree, "contract", "exec")


class DilemmaEnforcer:
    def __init__(self, text):
        self.text = text
        self.runtime = Dilemma({"row": ["C", "D"], "column": ["C", "D"]})
        self.load()

    def load(self):
        primitives = {name: getattr(self.runtime, name) for name in Dilemma.primitives}
        code = check(self.text, {*primitives, *SAFE})
        scope = {"__builtins__": SAFE, **primitives}
        exec(code, scope)
        self.enforce = scope["enforce"]

    def __call__(self, chosen):
        """Success, the actions as they stand, and what each player receives."""
        runtime = self.runtime
        runtime.reset(dict(chosen))
        try:
            self.enforce(dict(chosen), {}, {})
        except Exception:
            return False, dict(chosen), {name: 0.0 for name in chosen}
        totals = {
            name: sum(entry["fines"]) + sum(entry["received"]) + sum(entry["sent"])
            for name, entry in runtime.adjustments.items()
        }
        return True, runtime.actions, totals


FISHERY = '''
class Fishery(Contract):
    VERSION = 1

    def __init__(self, num_agents, agent_names, prior_state=None):
        self.agent_names = agent_names
        self.state = prior_state or {}
        self.quota = 12

    def on_round_start(self, month, stock, ctx):
        for name in self.agent_names:
            ctx.escrow(name, 5, "deposit")

    def resolve(self, month, stock, submissions, ctx):
        catches = {name: min(want, 2 * self.quota) for name, want in submissions.items()}
        for name in self.agent_names:
            if submissions[name] > self.quota:
                ctx.graduated_sanction(name, 2, "offences", 3)
        for name in self.agent_names:
            ctx.insurance(name, premium=1, pool="relief")
        total = sum(catches.values())
        for name in self.agent_names:
            if 2 * self.quota * len(self.agent_names) < total:
                ctx.participation_cost(name, 1)
        for name in self.agent_names:
            if catches[name] > total / len(self.agent_names) + 3:
                ctx.sanction(name, catches[name] - total / len(self.agent_names))
        return catches

    def on_round_end(self, month, stock, catches, ctx):
        for name in self.agent_names:
            if ctx.violation_count(name, "offences") == 0:
                ctx.release_escrow(name, None, "deposit")
        for name in self.agent_names:
            if stock < 40:
                ctx.insurance(name, payout=2, pool="relief")
        for name in self.agent_names:
            ctx.release_escrow(name, 1, "deposit")
        self.state["price"] = max(0.5, stock / 100)
'''


class Contract:
    def __init__(self, num_agents, agent_names, prior_state=None):
        self.state = prior_state or {}


def positive(amount):
    value = float(amount)
    return value if value > 0 else 0.0


class Context:
    """Adjustments of one round over balances that last."""

    def __init__(self, names, store):
        self.adjustments = {name: 0.0 for name in names}
        self.store = store
        self.log = []

    def _add(self, name, amount):
        self.adjustments[name] = self.adjustments.get(name, 0.0) + amount

    def transfer(self, source, target, amount):
        value = positive(amount)
        if value:
            self._add(source, -value)
            self._add(target, value)
            self.store["transfers"].append((source, target, value))

    def escrow(self, name, amount, bucket="default"):
        value = positive(amount)
        if value:
            self._add(name, -value)
            key = f"{name}:{bucket}"
            self.store["escrow"][key] = self.store["escrow"].get(key, 0.0) + value
            self.log.append(f"escrow {name} {value}")

    def release_escrow(self, name, amount=None, bucket="default", recipient=None):
        key = f"{name}:{bucket}"
        there = self.store["escrow"].get(key, 0.0)
        paid = there if amount is None else min(there, positive(amount))
        if paid:
            self.store["escrow"][key] = there - paid
            self._add(recipient or name, paid)
            self.log.append(f"release {name} {paid}")
        return paid

    def sanction(self, name, amount):
        value = positive(amount)
        if value:
            self._add(name, -value)
            self.log.append(f"sanction {name} {value}")

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


class FisheryEnforcer:
    def __init__(self, text, names):
        self.text, self.names = text, names
        self.store = {"escrow": {}, "pools": {}, "violations": {}, "costs": {}, "transfers": []}
        self.load()

    def load(self):
        tree = ast.parse(self.text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in ("eval", "exec", "open", "__import__"):
                raise SyntaxError(f"{node.id} is not allowed")
        scope = {
            "__builtins__": {**SAFE, "__build_class__": __build_class__, "super": super},
            "__name__": "contract",
            "Contract": Contract,
        }
        exec(compile(tree, "contract", "exec"), scope)
        self.law = scope["Fishery"](len(self.names), self.names)

    def round(self, month, stock, submissions, after):
        """The catches as enforced and what each player receives in the round."""
        ctx = Context(self.names, self.store)
        try:
            self.law.on_round_start(month, stock, ctx)
        except Exception:
            ctx.log.append("on_round_start failed")
        try:
            catches = self.law.resolve(month, stock, dict(submissions), ctx)
            if set(catches) != set(self.names):
                raise ValueError("other names")
            for value in catches.values():
                if not value >= 0:
                    raise ValueError("a negative catch")
            catches = {name: max(0, int(round(value))) for name, value in catches.items()}
        except Exception:
            catches, ctx = dict(submissions), Context(self.names, self.store)
        final = Context(self.names, self.store)
        try:
            self.law.on_round_end(month, after, catches, final)
        except Exception:
            final = Context(self.names, self.store)
        return catches, {
            name: ctx.adjustments[name] + final.adjustments[name] for name in self.names
        }


REPEATS = 2_000


def micro(run, repeats=REPEATS):
    """Microseconds of one of several equal runs."""

    def many():
        for _ in range(repeats):
            run()

    return measure.least_time(many)[1] / repeats * 1e6


def peers():
    outcome = {"row": "C", "column": "D"}
    dilemma = DilemmaEnforcer(DILEMMA)
    success, _, totals = dilemma(outcome)
    assert success and totals == {"row": 3.0, "column": -4.0}, totals
    names = ["John", "Kate", "Jack", "Emma", "Luke"]
    wants = dict(zip(names, [10, 11, 12, 20, 9]))
    fishery = FisheryEnforcer(FISHERY, names)
    catches, totals = fishery.round(1, 100.0, wants, 80.0)
    assert catches == wants, catches
    # 5 into escrow, 1 premium; all is released, but of the violator 1, who is fined 6 + 7.6.
    assert {name: round(total, 9) for name, total in totals.items()} == {
        name: -18.6 if name == "Emma" else -1.0 for name in names
    }, totals

    def reload_dilemma():
        dilemma.load()
        dilemma(outcome)

    def reload_fishery():
        fishery.load()
        fishery.round(1, 100.0, wants, 80.0)

    return {
        "dilemma": (micro(lambda: dilemma(outcome)), micro(reload_dilemma, 200)),
        "fishery": (
            micro(lambda: fishery.round(1, 100.0, wants, 80.0)),
            micro(reload_fishery, 200),
        ),
    }


def crate():
    """Microseconds by the name that criterion gives."""
    root = measure.ROOT
    subprocess.run(["cargo", "bench", "--quiet", "--bench", "laws"], cwd=root, check=True)
    meta = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    target = json.loads(subprocess.run(meta, cwd=root, stdout=subprocess.PIPE, check=True).stdout)
    folder = pathlib.Path(target["target_directory"]) / "criterion"
    times = {}
    for path in folder.glob("**/new/estimates.json"):
        name = json.loads((path.parent / "benchmark.json").read_text())["full_id"]
        if "law" in name:
            times[name] = json.loads(path.read_text())["median"]["point_estimate"] / 1e3
    return times


def main():
    parser = argparse.ArgumentParser(description="Ten-clause laws: Python contracts, this crate.")
    parser.add_argument("--crate", action="store_true", help="also run the bench of the crate")
    arguments = parser.parse_args()
    times = peers()
    measure.table_head(["law", "Python, call (µs)", "Python, load (µs)"])
    for name, (call, load) in times.items():
        measure.table_row([name, f"{call:.2f}", f"{load:.1f}"])
    if arguments.crate:
        print()
        measure.table_head(["bench of the crate", "µs"])
        for name, value in sorted(crate().items()):
            measure.table_row([name, f"{value:.3f}"])


if __name__ == "__main__":
    main()
