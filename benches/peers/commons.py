#!/usr/bin/env python3
"""A fishing commons under a law: this crate beside an environment written in Python.

    python benches/peers/commons.py            the peer
    python benches/peers/commons.py --crate    also `cargo bench --bench simulate`, and the ratios

The peer does what the environments of published studies of language models in a commons do, in code
of our own. A month has four phases, in each of which every agent is shown a dictionary and acts: all
say what they want to catch; the law, a class that was run by `exec` once and stays loaded, looks at
the wishes with primitives over balances that last; units of the stock go one by one to somebody who
still wants one, drawn by numpy's `RandomState`; catches are told; a talk and a reflection pass, here
without words; the stock grows back. Every agent's catch is a row of a log. The fishers want the same
number each month, as in `benches/simulate.rs`, so that all time is that of the environment.

Numbers are decisions on a catch in a second of processor time on one core.
"""

import argparse
import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import measure
import numpy as np
from laws import COMMONS, SAFE, Contract, Runtime, new_store

NAMES = ["ann", "bob", "cyd", "dee", "fay"]
PHASES = ("lake", "harbour", "talk", "home")
CAPACITY, MONTHS, COLLAPSE = 100, 12, 5

CAP = '''
class Fishery(Contract):
    VERSION = 1

    def __init__(self, num_agents, agent_names, prior_state=None):
        self.state = prior_state or {}

    def resolve(self, month, stock, submissions, ctx):
        return {name: min(want, 10) for name, want in submissions.items()}
'''


class Enforcer:
    """A contract in force: hooks before and on the wishes and after the regrowth, failing open."""

    def __init__(self, text):
        scope = {
            "__builtins__": {**SAFE, "__build_class__": __build_class__, "super": super},
            "__name__": "contract",
            "Contract": Contract,
        }
        exec(text, scope)
        self.law = scope["Fishery"](len(NAMES), NAMES)
        self.context = Runtime(NAMES)

    def reset(self):
        self.context.store = new_store()
        self.law.__init__(len(NAMES), NAMES)

    def open_month(self, month):
        self.context.reset({})
        self.context.month = month
        seed = (0x9E3779B1 + month * 1_000_003) % 2**32
        self.context.random = random.Random(seed).random

    def harvest(self, month, stock, wanted):
        submissions = {name: float(want) for name, want in wanted.items()}
        self.open_month(month)
        try:
            start = getattr(self.law, "on_round_start", None)
            if start:
                start(month, stock, self.context)
            caught = self.law.resolve(month, stock, dict(submissions), self.context)
            if set(caught) != set(submissions):
                raise ValueError("other names")
            for value in caught.values():
                if isinstance(value, bool) or not value >= 0:
                    raise ValueError("no catch")
        except Exception:
            return submissions, {name: 0.0 for name in NAMES}
        caught = {name: max(0, int(round(value))) for name, value in caught.items()}
        return caught, dict(self.context.adjustments)

    def close_month(self, month, stock, caught):
        end = getattr(self.law, "on_round_end", None)
        if end is None:
            return {}
        self.open_month(month + 17_000)
        try:
            end(month, stock, dict(caught), self.context)
        except Exception:
            return {}
        return dict(self.context.adjustments)


class Lake:
    def __init__(self, enforcer=None):
        self.enforcer = enforcer

    def reset(self, seed):
        self.random = np.random.RandomState(seed)
        self.growth_random = np.random.RandomState(seed + 1)
        self.state = {
            "stock": CAPACITY,
            "before_harvest": CAPACITY,
            "factor": 2.0,
            "threshold": 10,
            "month": 0,
            "wanted": {name: 0 for name in NAMES},
            "caught": {name: 0 for name in NAMES},
            "collected": {name: 0 for name in NAMES},
            "reward": {name: 0.0 for name in NAMES},
            "place": {name: "lake" for name in NAMES},
            "over": {name: False for name in NAMES},
        }
        self.phase = 0
        self.turn = 0
        self.log = []
        if self.enforcer:
            self.enforcer.reset()

    def observe(self, name):
        state = self.state
        seen = {
            "name": name,
            "place": state["place"][name],
            "phase": PHASES[self.phase],
            "month": state["month"],
            "stock": state["stock"],
            "threshold": state["threshold"],
        }
        if self.phase:
            seen["wanted"] = dict(state["wanted"])
            seen["caught"] = dict(state["caught"])
        return seen

    def step(self, name, action):
        phase = PHASES[self.phase]
        if phase == "lake":
            self.state["wanted"][name] = action
        elif phase == "home":
            self.state["place"][name] = "lake"
        last = self.turn == len(NAMES) - 1
        self.turn = 0 if last else self.turn + 1
        if last:
            if phase == "lake":
                self.harvest()
            elif phase == "home":
                self.regrow()
            else:
                place = PHASES[self.phase + 1]
                for each in NAMES:
                    self.state["place"][each] = place
            self.phase = (self.phase + 1) % len(PHASES)
        return NAMES[self.turn], dict(self.state["reward"]), dict(self.state["over"])

    def harvest(self):
        state = self.state
        state["before_harvest"] = state["stock"]
        paid = {}
        if self.enforcer:
            month = state["month"] + 1
            wanted, paid = self.enforcer.harvest(month, state["stock"], state["wanted"])
            state["wanted"].update(wanted)
        caught = {name: 0 for name in NAMES}
        while state["stock"] > 0:
            hungry = [name for name in NAMES if caught[name] < state["wanted"][name]]
            if not hungry:
                break
            caught[self.random.choice(hungry)] += 1
            state["stock"] -= 1
        for name in NAMES:
            state["caught"][name] = caught[name]
            state["collected"][name] += caught[name]
            state["reward"][name] += caught[name]
            state["place"][name] = "harbour"
            self.log.append(
                {
                    "agent": name,
                    "month": state["month"],
                    "before_harvest": state["before_harvest"],
                    "after_harvest": state["stock"],
                    "wanted": state["wanted"][name],
                    "caught": caught[name],
                    "paid": paid.get(name, 0.0),
                }
            )
        for name, amount in paid.items():
            if name in state["reward"]:
                state["reward"][name] += amount

    def regrow(self):
        state = self.state
        state["month"] += 1
        if state["stock"] < COLLAPSE or state["month"] >= MONTHS:
            state["over"] = {name: True for name in NAMES}
        state["stock"] = int(min(CAPACITY, state["stock"] * state["factor"]))
        if self.enforcer:
            month = state["month"]
            paid = self.enforcer.close_month(month, state["stock"], state["caught"])
            for name, amount in paid.items():
                if name in state["reward"]:
                    state["reward"][name] += amount
        factor = state["factor"]
        share = (factor - 1) * state["stock"] / (len(NAMES) * factor)
        state["threshold"] = int(max(0, share))


def run(lake, wants, seed):
    """One episode; the number of decisions on a catch."""
    lake.reset(seed)
    name, decisions = NAMES[0], 0
    while True:
        seen = lake.observe(name)
        action = None
        if seen["phase"] == "lake":
            action = wants
            decisions += 1
        name, _, over = lake.step(name, action)
        if all(over.values()):
            return decisions


def test_peer():
    """The reference trajectories of the published environment."""
    for wants, months, total in ((10, 12, 600), (20, 1, 100), (5, 12, 300), (0, 12, 0)):
        lake = Lake()
        assert run(lake, wants, 1) == 5 * months
        assert sum(lake.state["collected"].values()) == total
        assert lake.state["reward"] == lake.state["collected"]
    lake = Lake(Enforcer(CAP))
    assert run(lake, 15, 1) == 60 and sum(lake.state["collected"].values()) == 600
    lake = Lake(Enforcer(COMMONS))
    # Nobody is fined; ann pays 1 a month for taking part, and premiums of 5 stay in the pool.
    assert run(lake, 10, 1) == 60 and sum(lake.state["reward"].values()) == 600 - 12 - 60


def rate(lake, wants):
    start, decisions, seed = time.process_time(), 0, 0
    while True:
        decisions += run(lake, wants, seed)
        seed += 1
        spent = time.process_time() - start
        if spent >= 2 * measure.BUDGET_SECONDS:
            return decisions / spent


def main():
    parser = argparse.ArgumentParser(description="Decisions a second in a commons.")
    parser.add_argument("--crate", action="store_true", help="also run the bench of the crate")
    arguments = parser.parse_args()
    test_peer()
    cases = {
        "no law": (Lake(), 10),
        "cap law": (Lake(Enforcer(CAP)), 15),
        "ten clauses": (Lake(Enforcer(COMMONS)), 10),
        "unit lottery in one month": (Lake(), 100),
    }
    own = measure.crate_times("simulate", "--json") if arguments.crate else {}
    heads = ["case", "Python: decisions a second"]
    measure.table_head(heads + (["crate: decisions a second", "crate ÷ Python"] if own else []))
    for name, (lake, wants) in cases.items():
        peer = rate(lake, wants)
        cells = [name, f"{peer:,.0f}"]
        if own:
            mine = own[name]["decisions_a_second"]
            cells += [f"{mine:,.0f}", f"{mine / peer:,.0f}"]
        measure.table_row(cells)


if __name__ == "__main__":
    main()
