#!/usr/bin/env python3
"""Checks proof documents of lacuna (docs/proofs.md). Written from that page alone, with fractions.

    check.py FILE...      prints one line a file; exit status 0 if all are accepted, 1 if one is
                          refuted, 2 if one is malformed.
"""
import json
import sys
from fractions import Fraction
from hashlib import sha256
from itertools import product


class Malformed(Exception):
    """The document is not one."""


class Refuted(Exception):
    """A claim does not hold."""


def well(condition, what):
    if not condition:
        raise Malformed(what)


def need(condition, what):
    if not condition:
        raise Refuted(what)


# ---------------------------------------------------------------------------------- shapes of data
def number(text):
    well(isinstance(text, str), f"not a number: {text!r}")
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise Malformed(f"not a number: {text!r}") from None
    well(str(value) == text, f"not a number in lowest terms: {text!r}")
    return value


def count(value):
    well(type(value) is int and value >= 0, f"not a count: {value!r}")
    return value


def flag(value):
    well(type(value) is bool, f"not true or false: {value!r}")
    return value


def text(value):
    well(isinstance(value, str), f"not a text: {value!r}")
    return value


def one_of(*words):
    def read(value):
        well(isinstance(value, str) and value in words, f"{value!r} is none of {words}")
        return value
    return read


def maybe(read):
    return lambda value: None if value is None else read(value)


def listed(read):
    def read_list(value):
        well(isinstance(value, list), f"not a list: {value!r}")
        return [read(entry) for entry in value]
    return read_list


def tuple_of(*reads):
    def read_tuple(value):
        well(isinstance(value, list) and len(value) == len(reads), f"not {len(reads)} entries: {value!r}")
        return tuple(read(entry) for read, entry in zip(reads, value))
    return read_tuple


def fields(**reads):
    def read_object(value):
        well(isinstance(value, dict), f"not an object: {value!r}")
        well(set(value) == set(reads), f"fields {sorted(value)} and not {sorted(reads)}")
        return {name: read(value[name]) for name, read in reads.items()}
    return read_object


def by_kind(kinds):
    def read_kind(value):
        well(isinstance(value, dict) and isinstance(value.get("kind"), str), f"no kind: {value!r}")
        well(value["kind"] in kinds, f"unknown kind {value['kind']!r}")
        return fields(kind=text, **kinds[value["kind"]])(value)
    return read_kind


counts, numbers, tables = listed(count), listed(number), listed(listed(number))
deviation = tuple_of(count, count, count, number)
weights_at = listed(tuple_of(counts, number))
LINK = fields(state=count, profile=counts, action=count)
PAID = listed(tuple_of(count, numbers))
RECOMMENDED = listed(fields(told=listed(counts), probability=number, transfers=PAID))
MANIPULATION = fields(player=count, own_type=count, report=count, told=counts, action=count, weight=number)
AFTER = fields(state=count, told=listed(counts), signal=count)
STAYING = fields(player=count, own_type=maybe(count), after=maybe(AFTER), weight=number)
BOUND = dict(manipulations=listed(MANIPULATION), participation=listed(STAYING), budget=number,
             reports=listed(tuple_of(counts, number)))
CLOSED = dict(recommendations=weights_at, transfers=listed(tuple_of(counts, count, numbers)))
FALLEN = fields(player=count, action=count, mixture=numbers)
REFUTATION = by_kind({
    "chain": dict(player=count, links=listed(LINK)),
    "money": dict(plan=listed(maybe(counts)), incentives=listed(deviation),
                  budget=listed(tuple_of(count, number)),
                  liability=listed(tuple_of(count, count, flag, number)), net_at_most=maybe(number)),
})
SETTING = dict(types=counts, alternatives=count, prior=numbers, values=listed(tables), weights=tables)
MULTIPLIERS = {
    "honesty": dict(agent=count, own_type=count, lie=count),
    "honesty_at": dict(agent=count, types=counts, reports=counts, lie=count),
    "participation_ex_ante": dict(agent=count),
    "participation_interim": dict(agent=count, own_type=count),
    "participation_ex_post": dict(agent=count, types=counts, alternative=maybe(count)),
    "budget": {},
    "budget_at": dict(types=counts, alternative=maybe(count)),
    "least_transfer": dict(agent=count, types=counts, alternative=maybe(count)),
    "greatest_transfer": dict(agent=count, types=counts, alternative=maybe(count)),
}


def multiplier(value):
    well(isinstance(value, dict) and isinstance(value.get("condition"), str), f"no condition: {value!r}")
    well(value["condition"] in MULTIPLIERS, f"unknown condition {value['condition']!r}")
    return fields(condition=text, weight=number, **MULTIPLIERS[value["condition"]])(value)


def aim(value):
    if isinstance(value, str):
        return one_of("revenue", "welfare", "residual_surplus")(value)
    well(isinstance(value, dict), "an objective")
    if "payoffs" in value:
        return fields(payoffs=numbers)(value)
    return fields(alternatives=tables, transfers=tables)(value)


BRANCHES = listed(listed(fields(probability=number, alternative=count, transfers=numbers)))
PROBLEM = by_kind({
    "game": dict(actions=counts, payoffs=tables, weights=maybe(tables)),
    "contracting": dict(
        actions=counts, states=listed(fields(probability=number, payoffs=tables)), types=listed(counts),
        signals=count, laws=listed(listed(listed(tuple_of(count, number)))), weights=maybe(tables),
        budget=one_of("unrestricted", "expected", "burning", "balanced"), liability=maybe(number),
        communication=one_of("mediated", "recommendations", "public"),
        participation=one_of("none", "ex_ante", "interim", "ex_post"), outside=tables),
    "setting": SETTING,
    "design": dict(
        concern=one_of("payoffs", "values"), objective=aim,
        incentives=one_of("none", "dominant", "ex_post", "bayesian"),
        participation=one_of("none", "ex_ante", "interim", "ex_post"), outside=tables,
        budget=one_of("none", "expected_no_deficit", "expected_balance", "no_deficit", "balance"),
        least=maybe(number), greatest=maybe(number), allowed=listed(counts), money=flag, branches=flag, **SETTING),
    "linear_program": dict(
        sense=one_of("maximise", "minimise"), objective=numbers, lower=listed(maybe(number)),
        upper=listed(maybe(number)),
        rows=listed(fields(terms=listed(tuple_of(count, number)), bound=number,
                           relation=one_of("at_most", "at_least", "equal")))),
})
CLAIM_FIELDS = {
    "pure_equilibrium": dict(profile=counts, payoffs=numbers),
    "all_pure_equilibria": dict(profiles=listed(counts)),
    "mixed_equilibrium": dict(strategies=tables, payoffs=numbers),
    "zero_sum_value": dict(strategies=tables, total=number, value=number),
    "correlated_equilibrium": dict(coarse=flag, distribution=weights_at, payoffs=numbers),
    "correlated_bound": dict(coarse=flag, sense=one_of("maximise", "minimise"), bound=number,
                             objective=lambda value: value,
                             deviations=listed(tuple_of(count, maybe(count), count, number))),
    "dominated": dict(player=count, action=count, mixture=numbers, strict=flag),
    "best_response": dict(player=count, action=count, belief=weights_at, full_support=flag),
    "elimination": dict(strict=flag, rounds=listed(listed(FALLEN)), surviving=listed(counts),
                        beliefs=listed(fields(player=count, action=count, belief=weights_at))),
    "altruism_interval": {"profile": counts, "from": number, "to": maybe(number)},
    "phase_diagram": dict(points=listed(tuple_of(number, listed(counts))), pieces=listed(listed(counts))),
    "implementation": dict(profile=counts, cost=number, payments=tables),
    "first_best": dict(by_state=numbers, value=number),
    "plain_contract": dict(plan=listed(counts), transfers=tables, welfare=number),
    "no_better_plain_contract": dict(welfare=maybe(number), refutations=listed(REFUTATION)),
    "worst_equilibrium": dict(transfers=tables, welfare=maybe(number)),
    "contract_equilibria": dict(transfers=tables, directives=listed(listed(maybe(counts))), best=maybe(number),
                                equilibria=listed(listed(counts)), worst=maybe(number)),
    "repeated_play": dict(plan=listed(counts), punishments=listed(maybe(listed(counts))), discount=number,
                          binding=maybe(tuple_of(count, count, count)), welfare=number),
    "welfare_gap": dict(first_best=number, gap=maybe(number)),
    "altruism_level": dict(rule=one_of("alone", "messages", "language"), value=maybe(number),
                           plan=maybe(listed(counts)), transfers=maybe(tables),
                           chains=listed(fields(player=count, links=listed(LINK)))),
    "attained_threshold": dict(value=maybe(number), plan=listed(counts), transfers=maybe(tables),
                               incentives=listed(deviation)),
    "mechanism": dict(law=listed(fields(reports=counts, recommendations=RECOMMENDED)), value=number),
    "mechanism_bound": dict(bound=number, **BOUND),
    "no_mechanism": BOUND,
    "mechanism_value": dict(value=number),
    "dilemma": dict(player=count, own_type=count, rule=counts, decisive=count),
    "certified_gap": dict(plans=listed(fields(state=count, deviations=listed(deviation), bound=number)),
                          at_least=number),
    "closed_gap": dict(laws=listed(fields(state=count, **CLOSED))),
    "altruism_threshold": dict(low=maybe(number), high=maybe(number), states=listed(fields(
        state=count, low=maybe(number), high=maybe(number), below=listed(listed(deviation)),
        law=maybe(fields(**CLOSED))))),
    "stable_strategy": dict(strategy=numbers, strict=flag, vectors=tables),
    "unstable_strategy": dict(strategy=numbers, strict=flag, mutant=numbers),
    "cyclically_monotone": dict(rule=tables, transfers=tables),
    "positive_cycle": dict(rule=tables, agent=count, others=counts, own_types=counts, gain=number),
    "balanced_groves": dict(terms=tables),
    "balanced_groves_impossible": {"from": counts, "to": counts, "difference": number},
    "design_mechanism": dict(decisions=BRANCHES, value=number),
    "design_bound": dict(multipliers=listed(multiplier), profiles=numbers, bound=number),
    "no_design": dict(multipliers=listed(multiplier), profiles=numbers),
    "optimal_design": dict(value=number),
    "unbounded_design": dict(decisions=BRANCHES, transfers=tables, gain=number),
    "optimal": dict(value=number, point=numbers, multipliers=numbers),
    "infeasible": dict(multipliers=numbers),
    "unbounded": dict(point=numbers, ray=numbers),
}
GAME_CLAIMS = {"pure_equilibrium", "all_pure_equilibria", "mixed_equilibrium", "zero_sum_value",
               "correlated_equilibrium", "correlated_bound", "dominated", "best_response",
               "elimination", "altruism_interval", "phase_diagram", "implementation", "stable_strategy",
               "unstable_strategy"}
SETTING_CLAIMS = {"cyclically_monotone", "positive_cycle", "balanced_groves", "balanced_groves_impossible"}
DESIGN_CLAIMS = {"design_mechanism", "design_bound", "no_design", "optimal_design", "unbounded_design"}
PROGRAM_CLAIMS = {"optimal", "infeasible", "unbounded"}
FOR_ALL_WEIGHTS = {"altruism_interval", "phase_diagram", "altruism_level", "attained_threshold", "altruism_threshold"}
EITHER_WEIGHTS = {"first_best"} | PROGRAM_CLAIMS | SETTING_CLAIMS | DESIGN_CLAIMS


def probabilities(list_of_numbers, length):
    need(len(list_of_numbers) == length, "a law of the wrong length")
    need(all(p >= 0 for p in list_of_numbers) and sum(list_of_numbers) == 1, "not a law")


def ascending(entries):
    return all(left < right for left, right in zip(entries, entries[1:]))


# -------------------------------------------------------------------------- games and what they pay
class Game:
    """Payoffs as players perceive them with weights `matrix`, and material ones."""

    def __init__(self, actions, payoffs, matrix):
        well(actions and all(k >= 1 for k in actions), "a player without actions")
        self.actions, self.n = actions, len(actions)
        self.profiles = list(product(*(range(k) for k in actions)))
        well(len(payoffs) == self.n and all(len(table) == len(self.profiles) for table in payoffs), "payoffs")
        place = {a: k for k, a in enumerate(self.profiles)}
        self.u = lambda i, a: payoffs[i][place[a]]
        self.matrix = matrix
        self.welfare = {a: sum(table[k] for table in payoffs) for a, k in place.items()}
        if matrix is not None:
            self.V = {(i, a): sum(matrix[i][j] * payoffs[j][k] for j in range(self.n))
                      for a, k in place.items() for i in range(self.n)}

    def profile(self, listed_actions):
        need(len(listed_actions) == self.n and all(x < k for x, k in zip(listed_actions, self.actions)),
             f"no such profile: {listed_actions}")
        return tuple(listed_actions)

    def player(self, i):
        need(i < self.n, f"no player {i}")
        return i

    def action(self, i, b):
        need(b < self.actions[self.player(i)], f"no action {b} of player {i}")
        return b

    @staticmethod
    def swap(a, i, b):
        return a[:i] + (b,) + a[i + 1:]

    def moves(self, a):
        return [(i, b, self.swap(a, i, b)) for i in range(self.n) for b in range(self.actions[i])]

    def gain(self, i, a, to):
        return self.V[i, to] - self.V[i, a]

    def is_equilibrium(self, a):
        return all(self.gain(i, a, to) <= 0 for i, _, to in self.moves(a))

    def optima(self):
        best = max(self.welfare.values())
        return [a for a in self.profiles if self.welfare[a] == best]


def square(matrix, n):
    if matrix is not None:
        well(len(matrix) == n and all(len(row) == n for row in matrix), "weights")


def altruistic(n, lam):
    return [[lam + (i == j) for j in range(n)] for i in range(n)]


def law_of(game, entries):
    law = [(game.profile(a), p) for a, p in entries]
    need(ascending([a for a, _ in law]), "profiles do not ascend")
    need(all(p > 0 for _, p in law) and sum(p for _, p in law) == 1, "not a law")
    return law


def check_belief(game, i, action, belief, full, standing=None, among=None):
    law = law_of(game, belief)
    need(all(a[i] == action for a, _ in law), "a belief about another action")
    if standing:
        need(all(x in standing[j] for a, _ in law for j, x in enumerate(a)), "a belief in what fell")
    for b in among if among is not None else range(game.actions[i]):
        need(sum(p * game.gain(i, a, game.swap(a, i, b)) for a, p in law) <= 0, f"action {b} is better")
    if full:
        possible = [a for a in game.profiles if a[i] == action
                    and (not standing or all(x in standing[j] for j, x in enumerate(a)))]
        need([a for a, _ in law] == possible, "a profile is missing in the belief")


def check_dominated(game, i, action, mixture, strict, standing):
    probabilities(mixture, game.actions[game.player(i)])
    need(mixture[game.action(i, action)] == 0, "the mixture plays the action")
    need(all(p == 0 or b in standing[i] for b, p in enumerate(mixture)), "the mixture plays what fell")
    better = False
    for a in game.profiles:
        if a[i] == action and all(j == i or x in standing[j] for j, x in enumerate(a)):
            gain = sum(p * game.gain(i, a, game.swap(a, i, b)) for b, p in enumerate(mixture) if p)
            need(gain > 0 if strict else gain >= 0, f"no better at {a}")
            better |= gain > 0
    need(better, "nowhere better")


def elimination(game, claim):
    standing = [set(range(k)) for k in game.actions]
    for one_round in claim["rounds"]:
        need(one_round, "an empty round")
        for fall in one_round:
            need(fall["action"] in standing[game.player(fall["player"])], "an action that does not stand")
            check_dominated(game, fall["player"], fall["action"], fall["mixture"], claim["strict"], standing)
        for fall in one_round:
            need(fall["action"] in standing[fall["player"]], "an action is listed twice")
            standing[fall["player"]].remove(fall["action"])
        need(all(standing), "nothing is left")
    need(claim["surviving"] == [sorted(rest) for rest in standing], "other actions survive")
    expected = [(i, b) for i in range(game.n) for b in sorted(standing[i])]
    need([(entry["player"], entry["action"]) for entry in claim["beliefs"]] == expected, "beliefs")
    for entry in claim["beliefs"]:
        i = entry["player"]
        check_belief(game, i, entry["action"], entry["belief"], not claim["strict"], standing,
                     None if claim["strict"] else standing[i])


def objective_of(game, value):
    well(isinstance(value, dict) and len(value) == 1, "an objective has one field")
    if "payoffs" in value:
        k = numbers(value["payoffs"])
        need(len(k) == game.n, "the length of the objective")
        return lambda a: sum(k[i] * game.u(i, a) for i in range(game.n))
    well("profiles" in value, "an unknown objective")
    k = numbers(value["profiles"])
    need(len(k) == len(game.profiles), "the length of the objective")
    return dict(zip(game.profiles, k)).__getitem__


def correlated_bound(game, claim):
    goal = objective_of(game, claim["objective"])
    for i, told, b, weight in claim["deviations"]:
        well((told is None) == claim["coarse"], "what is told")
        game.action(i, b)
        need(weight >= 0 and (told is None or told < game.actions[i]), "a weight")
    for a in game.profiles:
        pays = sum(w * game.gain(i, a, game.swap(a, i, b))
                   for i, told, b, w in claim["deviations"] if told is None or told == a[i])
        need(goal(a) - pays <= claim["bound"] if claim["sense"] == "maximise"
             else goal(a) + pays >= claim["bound"], f"at {a}")


INFINITE = float("inf")


def symmetric_matrix(game):
    size = game.actions[0]
    need(game.n == 2 and game.actions[1] == size, "two players with the same number of actions")
    need(all(game.V[1, (j, i)] == game.V[0, (i, j)] for i in range(size) for j in range(size)), "not symmetric")
    return size, lambda i, j: game.V[0, (i, j)]


def stable(game, claim):
    size, A = symmetric_matrix(game)
    x, everything = claim["strategy"], range(size)
    probabilities(x, size)
    U = [sum(x[j] * A(i, j) for j in everything) for i in everything]
    best = sum(x[j] * U[j] for j in everything)
    need(max(U) <= best, "not an equilibrium")
    replies = [i for i in everything if U[i] == best]
    c = [sum(x[i] * A(i, k) for i in everything) for k in everything]
    C = [[c[k] + c[j] - A(j, k) - A(k, j) for k in everything] for j in everything]
    support = {i for i in everything if x[i] > 0}
    vectors = claim["vectors"]
    need(all(len(y) == size for y in vectors), "vectors")
    for chosen in product((False, True), repeat=len(replies)):
        face = {i for i, taken in zip(replies, chosen) if taken}
        if not face or support <= face:
            continue

        def shows(y):
            if any(y[i] for i in everything if i not in face):
                return False
            least = min(sum(C[i][j] * y[j] for j in face) for i in face)
            total = sum(y)
            return total >= 0 and least > 0 if claim["strict"] else total > 0 and least >= 0
        need(any(shows(y) for y in vectors), f"nothing on {sorted(face)}")


def unstable(game, claim):
    size, A = symmetric_matrix(game)
    x, y = claim["strategy"], claim["mutant"]
    probabilities(x, size)
    probabilities(y, size)
    need(x != y, "the mutant is the strategy")

    def u(a, b):
        return sum(a[i] * b[j] * A(i, j) for i in range(size) for j in range(size))
    own = u(y, y) - u(x, y)
    need(u(y, x) > u(x, x) or (u(y, x) == u(x, x) and (own >= 0 if claim["strict"] else own > 0)), "it does not invade")


def altruism_interval(game, a):
    """The ends of the set of weights at which `a` is an equilibrium (None: infinite), or (0, -1)."""
    low, high = Fraction(0), INFINITE
    for i, _, to in game.moves(a):
        gain, loss = game.u(i, to) - game.u(i, a), game.welfare[a] - game.welfare[to]
        if loss > 0:
            low = max(low, gain / loss)
        elif loss < 0:
            high = min(high, gain / loss)
        elif gain > 0:
            return 0, -1
    return (0, -1) if low > high else (low, None if high == INFINITE else high)


def phase_diagram(game, claim):
    points = [weight for weight, _ in claim["points"]]
    need(points and points[0] == 0 and ascending(points) and len(claim["pieces"]) == len(points), "points")
    lists = [[game.profile(a) for a in one] for one in [at for _, at in claim["points"]] + claim["pieces"]]
    need(all(ascending(one) for one in lists), "profiles do not ascend")
    for a in game.profiles:
        low, high = altruism_interval(game, a)
        high = INFINITE if high is None else high
        for number_of, weight in enumerate(points):
            need((a in lists[number_of]) == (low <= weight <= high), f"{a} at {weight}")
            end = points[number_of + 1] if number_of + 1 < len(points) else INFINITE
            inside, apart = low <= weight and end <= high, high <= weight or end <= low
            if apart and low == high and weight < low < end:
                apart = False
            need(inside or apart, f"{a} changes after {weight}")
            need((a in lists[len(points) + number_of]) == inside, f"{a} after {weight}")


def check_game(game, claim):
    kind = claim["kind"]
    n, actions = game.n, game.actions
    if kind == "pure_equilibrium":
        a = game.profile(claim["profile"])
        need(claim["payoffs"] == [game.u(i, a) for i in range(n)], "payoffs")
        need(game.is_equilibrium(a), "somebody gains")
    elif kind == "all_pure_equilibria":
        need([game.profile(a) for a in claim["profiles"]]
             == [a for a in game.profiles if game.is_equilibrium(a)], "other profiles are equilibria")
    elif kind in ("mixed_equilibrium", "zero_sum_value"):
        s = claim["strategies"]
        need(len(s) == n, "strategies")
        for i in range(n):
            probabilities(s[i], actions[i])
        if kind == "mixed_equilibrium":
            pi = {}
            for a in game.profiles:
                pi[a] = Fraction(1)
                for i in range(n):
                    pi[a] *= s[i][a[i]]
            need(claim["payoffs"] == [sum(p * game.u(i, a) for a, p in pi.items()) for i in range(n)], "payoffs")
            for i in range(n):
                for b in range(actions[i]):
                    need(sum(p * game.gain(i, a, game.swap(a, i, b)) for a, p in pi.items()) <= 0, "a gain")
        else:
            need(n == 2, "two players")
            need(all(game.V[0, a] + game.V[1, a] == claim["total"] for a in game.profiles), "the total")
            for a in range(actions[0]):
                need(sum(s[1][b] * game.V[0, (a, b)] for b in range(actions[1])) <= claim["value"], "player 0")
            for b in range(actions[1]):
                need(sum(s[0][a] * game.V[0, (a, b)] for a in range(actions[0])) >= claim["value"], "player 1")
    elif kind == "correlated_equilibrium":
        law = law_of(game, claim["distribution"])
        need(claim["payoffs"] == [sum(p * game.u(i, a) for a, p in law) for i in range(n)], "payoffs")
        for i in range(n):
            for told in [None] if claim["coarse"] else range(actions[i]):
                for b in range(actions[i]):
                    need(sum(p * game.gain(i, a, game.swap(a, i, b)) for a, p in law
                             if told is None or a[i] == told) <= 0, f"player {i} gains by {b}")
    elif kind == "correlated_bound":
        correlated_bound(game, claim)
    elif kind == "dominated":
        check_dominated(game, claim["player"], claim["action"], claim["mixture"], claim["strict"],
                        [set(range(k)) for k in actions])
    elif kind == "best_response":
        game.action(claim["player"], claim["action"])
        check_belief(game, claim["player"], claim["action"], claim["belief"], claim["full_support"])
    elif kind == "elimination":
        elimination(game, claim)
    elif kind == "altruism_interval":
        need((claim["from"], claim["to"]) == altruism_interval(game, game.profile(claim["profile"])),
             "another interval")
    elif kind == "phase_diagram":
        phase_diagram(game, claim)
    elif kind == "stable_strategy":
        stable(game, claim)
    elif kind == "unstable_strategy":
        unstable(game, claim)
    else:
        z, paid = game.profile(claim["profile"]), claim["payments"]
        need(len(paid) == n and all(len(row) == len(game.profiles) and min(row) >= 0 for row in paid), "payments")
        paid = [dict(zip(game.profiles, row)) for row in paid]
        for i, s in product(range(n), game.profiles):
            if s[i] == z[i]:
                for to in (game.swap(s, i, b) for b in range(actions[i])):
                    need(game.V[i, to] + paid[i][to] <= game.V[i, s] + paid[i][s], f"player {i} gains at {s}")
        least = sum(max(game.gain(i, z, game.swap(z, i, b)) for b in range(actions[i])) for i in range(n))
        need(claim["cost"] == sum(row[z] for row in paid) == least, "another cost")


# ------------------------------------------------------------------------------ contracting problems
class Problem:
    def __init__(self, raw, matrix):
        self.raw, self.matrix = raw, matrix
        self.actions, self.n, self.signals = raw["actions"], len(raw["actions"]), raw["signals"]
        self.p = [state["probability"] for state in raw["states"]]
        self.games = [Game(raw["actions"], state["payoffs"], matrix) for state in raw["states"]]
        self.budget, self.L, self.types = raw["budget"], raw["liability"], raw["types"]
        self.states = range(len(self.p))
        well(self.games and all(p >= 0 for p in self.p) and sum(self.p) == 1, "probabilities of states")
        well(len(self.types) == self.n and all(len(t) == len(self.p) for t in self.types), "types")
        well(all(entry < len(self.p) for t in self.types for entry in t), "a type that is not below the states")
        well(self.signals >= 1 and len(raw["laws"]) == len(self.p), "laws")
        well(self.L is None or self.L >= 0, "a liability below 0")
        well((raw["participation"] == "none") == (raw["outside"] == []), "outside options")
        if raw["outside"]:
            well(len(raw["outside"]) == self.n and all(len(o) == len(self.p) for o in raw["outside"]), "outside")
        self.laws = []
        for game, laws in zip(self.games, raw["laws"]):
            well(len(laws) == len(game.profiles), "one law a profile")
            for law in laws:
                well(ascending([y for y, _ in law]) and all(y < self.signals and p > 0 for y, p in law)
                     and sum(p for _, p in law) == 1, "a law of signals")
            self.laws.append({a: dict(law) for a, law in zip(game.profiles, laws)})
        self.occurring = [w for w in self.states if self.p[w] > 0]
        self.informed = all(len(set(t)) == len(t) for t in self.types)
        self.noisy = any(len(law) > 1 for laws in self.laws for law in laws.values())

    def with_lambda(self, lam):
        return Problem(self.raw, altruistic(self.n, lam))

    def state(self, w):
        need(w in self.states, f"no state {w}")
        return w

    def signal(self, y):
        need(y < self.signals, f"no signal {y}")
        return y

    def seen(self, w, a):
        (y,) = self.laws[w][a]
        return y

    def worth(self, transfers, i):
        """What player i makes of transfers to all."""
        return sum(self.matrix[i][j] * t for j, t in enumerate(transfers))

    def plan(self, profiles):
        need(len(profiles) == len(self.p), "one profile a state")
        return [game.profile(a) for game, a in zip(self.games, profiles)]


def money_table(problem, transfers):
    need(len(transfers) == problem.n and all(len(row) == problem.signals for row in transfers), "transfers")
    return [[row[y] for row in transfers] for y in range(problem.signals)]


def equilibrium_under(problem, w, a, money):
    """Is a an equilibrium of state w when `money[y]` is paid after signal y?"""
    game = problem.games[w]

    def value(i, at):
        return game.V[i, at] + sum(q * problem.worth(money[y], i) for y, q in problem.laws[w][at].items())
    return all(value(i, to) <= value(i, a) for i, _, to in game.moves(a))


def allowed(problem, total, expected_too=True):
    if problem.budget == "burning" or (problem.budget == "expected" and expected_too):
        return total <= 0
    return total == 0 if problem.budget == "balanced" else True


def net(problem, w, a, money):
    kappa = 0 if problem.budget == "unrestricted" else 1
    return kappa * sum(q * sum(money[y]) for y, q in problem.laws[w][a].items())


def within_limits(problem, money):
    for paid in money:
        need(allowed(problem, sum(paid)), "over budget")
        need(problem.L is None or all(abs(t) <= problem.L for t in paid), "over the liability")


def plain_contract(problem, claim):
    plan, money = problem.plan(claim["plan"]), money_table(problem, claim["transfers"])
    for w, a in enumerate(plan):
        need(equilibrium_under(problem, w, a, money), f"somebody gains in state {w}")
    within_limits(problem, money)
    need(claim["welfare"] == sum(problem.p[w] * (problem.games[w].welfare[a] + net(problem, w, a, money))
                                 for w, a in enumerate(plan)), "another welfare")


def chain(problem, player, links):
    """The links as (state, profile, deviation), closed and one profile a state."""
    need(links, "an empty chain")
    steps, at = [], {}
    for link in links:
        w = problem.state(link["state"])
        game = problem.games[w]
        a = game.profile(link["profile"])
        need(at.setdefault(w, a) == a, "two profiles of one state")
        steps.append((w, a, game.swap(a, player, game.action(player, link["action"]))))
    for (w, _, to), (v, a, _) in zip(steps, steps[1:] + steps[:1]):
        need(problem.seen(w, to) == problem.seen(v, a), "the chain is not closed")
    return steps, at


def money_refutation(problem, refutation):
    """What it covers: a partial plan, and the most it can yield (None: nothing can)."""
    need(len(refutation["plan"]) == len(problem.p), "one profile a state")
    plan = [None if a is None else game.profile(a) for game, a in zip(problem.games, refutation["plan"])]
    S = [[Fraction(0)] * problem.signals for _ in range(problem.n)]
    beta = Fraction(0)
    for w, i, b, weight in refutation["incentives"]:
        need(plan[problem.state(w)] is not None and weight > 0, "an incentive")
        game, a = problem.games[w], plan[w]
        to = game.swap(a, i, game.action(i, b))
        for j in range(problem.n):
            S[j][problem.seen(w, to)] += weight * problem.matrix[i][j]
            S[j][problem.seen(w, a)] -= weight * problem.matrix[i][j]
        beta -= weight * game.gain(i, a, to)
    need(problem.budget in ("burning", "balanced") or not refutation["budget"], "no budget to count on")
    for y, weight in refutation["budget"]:
        need(weight >= 0 or problem.budget == "balanced", "a weight below 0")
        for j in range(problem.n):
            S[j][problem.signal(y)] += weight
    need(problem.L is not None or not refutation["liability"], "no liability to count on")
    for j, y, positive, weight in refutation["liability"]:
        need(weight >= 0 and j < problem.n, "a weight below 0")
        S[j][problem.signal(y)] += weight if positive else -weight
        beta += weight * problem.L
    if refutation["net_at_most"] is not None:
        need(None not in plan, "a bound for a whole plan")
        for w, a in enumerate(plan):
            for j in range(problem.n):
                S[j][problem.seen(w, a)] -= problem.p[w]
        need(beta <= refutation["net_at_most"], "the bound does not follow")
    else:
        need(beta < 0, "no contradiction")
    need(all(s == 0 for row in S for s in row), "transfers are left over")
    return plan


def no_better(problem, claim):
    need(not problem.noisy, "noise")
    limit = claim["welfare"]
    covers = []
    for refutation in claim["refutations"]:
        if refutation["kind"] == "chain":
            i = problem.games[0].player(refutation["player"])
            steps, at = chain(problem, i, refutation["links"])
            need(sum(problem.games[w].gain(i, a, to) for w, a, to in steps) > 0, "the chain does not pay")
            covers.append(at)
        else:
            plan = money_refutation(problem, refutation)
            most = refutation["net_at_most"]
            if most is None:
                covers.append({w: a for w, a in enumerate(plan) if a is not None})
            else:
                worth = sum(problem.p[w] * problem.games[w].welfare[a] for w, a in enumerate(plan))
                if limit is not None and worth + most <= limit:
                    covers.append(dict(enumerate(plan)))
    for plan in product(*(game.profiles for game in problem.games)):
        worth = sum(problem.p[w] * problem.games[w].welfare[a] for w, a in enumerate(plan))
        if limit is None or worth > limit:
            need(any(all(plan[w] == a for w, a in cover.items()) for cover in covers), f"{plan} is not covered")


def level_of_links(problem, i, steps):
    return (sum(problem.games[w].u(i, to) - problem.games[w].u(i, a) for w, a, to in steps),
            sum(problem.games[w].welfare[a] - problem.games[w].welfare[to] for w, a, to in steps))


def altruism_level(problem, claim):
    need(not problem.noisy, "noise")
    value, optima = claim["value"], [game.optima() for game in problem.games]
    infinite = float("inf")
    if claim["rule"] != "language":
        well(claim["plan"] is None and claim["transfers"] is None and not claim["chains"], "what is not needed")
        worst = Fraction(0)
        for w, game in enumerate(problem.games):
            best = infinite
            for a in optima[w]:
                most = Fraction(0)
                for i, _, to in game.moves(a):
                    gain, loss = game.u(i, to) - game.u(i, a), game.welfare[a] - game.welfare[to]
                    if gain > 0 and (claim["rule"] == "alone" or problem.seen(w, to) == problem.seen(w, a)):
                        most = max(most, gain / loss if loss else infinite)
                best = min(best, most)
            worst = max(worst, best)
        need(worst == (infinite if value is None else value), "another level")
        return
    covers = []
    for one in claim["chains"]:
        steps, at = chain(problem, problem.games[0].player(one["player"]), one["links"])
        need(all(a in optima[w] for w, a in at.items()), "not an optimum")
        gain, loss = level_of_links(problem, one["player"], steps)
        need(gain > 0 and (loss == 0 if value is None else gain >= value * loss), "the chain does not pay")
        covers.append(at)
    if value != 0:
        for plan in product(*optima):
            need(any(all(plan[w] == a for w, a in cover.items()) for cover in covers), f"{plan} has no chain")
    if value is None:
        well(claim["plan"] is None and claim["transfers"] is None, "an infinite level has no contract")
        return
    need(value >= 0 and claim["plan"] is not None and claim["transfers"] is not None, "no contract")
    seen = problem.with_lambda(value)
    plan, money = problem.plan(claim["plan"]), money_table(problem, claim["transfers"])
    for w, a in enumerate(plan):
        need(a in optima[w] and equilibrium_under(seen, w, a, money), f"state {w}")


def attained_threshold(problem, claim):
    value, plan = claim["value"], problem.plan(claim["plan"])
    need(problem.budget != "expected" and (problem.L is None or problem.budget == "balanced"), "limits")
    for w, a in enumerate(plan):
        need(problem.games[w].optima() == [a], "not the only optimum")
    planned = {y for w in problem.occurring for y in problem.laws[w][plan[w]]}
    if value is None:
        need(claim["transfers"] is None, "an infinite threshold has no contract")
    else:
        need(value >= 0 and claim["transfers"] is not None, "no contract")
        seen, money = problem.with_lambda(value), money_table(problem, claim["transfers"])
        for w, a in enumerate(plan):
            need(equilibrium_under(seen, w, a, money), f"somebody gains in state {w}")
        within_limits(seen, money)
        need(problem.budget != "burning" or all(sum(money[y]) == 0 for y in planned), "burns on the path")
    gain = loss = Fraction(0)
    c = [[Fraction(0)] * problem.signals for _ in range(problem.n)]
    for w, i, b, weight in claim["incentives"]:
        need(weight > 0, "a weight")
        game, a = problem.games[problem.state(w)], plan[w]
        to = game.swap(a, i, game.action(i, b))
        gain += weight * (game.u(i, to) - game.u(i, a))
        loss += weight * (game.welfare[a] - game.welfare[to])
        for sign, at in ((1, to), (-1, a)):
            for y, q in problem.laws[w][at].items():
                c[i][y] += sign * weight * q
    if value == 0:
        return
    for y in range(problem.signals):
        column = [row[y] for row in c]
        if problem.budget == "unrestricted":
            need(not any(column), "money from outside")
        elif problem.L is not None:
            gain -= problem.L * min(sum(abs(x - at) for x in column) for at in column)
        else:
            need(len(set(column)) == 1, "prices differ")
            need(problem.budget == "balanced" or y in planned or column[0] <= 0, "burning")
    need(gain >= value * loss and loss > 0 if value is not None else loss == 0 and gain > 0, "no proof")


# --------------------------------------------------------------------------------------- mechanisms
class Talk:
    """Who may report and hear what."""

    def __init__(self, problem):
        self.problem, self.way = problem, problem.raw["communication"]
        self.Theta = [sorted({problem.types[i][w] for w in problem.occurring}) for i in range(problem.n)]
        self.alone = self.way == "recommendations"
        tau = {w: tuple(problem.types[i][w] for i in range(problem.n)) for w in problem.occurring}
        self.tau = tau
        reports = {()} if self.alone else set(tau.values()) | {
            Game.swap(r, i, t) for r in tau.values() for i in range(problem.n) for t in self.Theta[i]}
        self.reports = sorted(reports)
        self.length = [1 + max(problem.types[i]) if self.alone else 1 for i in range(problem.n)]

    def honest(self, r):
        return [w for w in self.problem.occurring if self.alone or self.tau[w] == r]

    def lies(self, i, r):
        if self.alone:
            return []
        return [w for w in self.problem.occurring
                if r[i] != self.tau[w][i] and Game.swap(r, i, self.tau[w][i]) == self.tau[w]]

    def after(self, w, i, report):
        return () if self.alone else Game.swap(self.tau[w], i, report)

    def told(self, lists):
        need(len(lists) == self.problem.n, "what is told")
        for i, one in enumerate(lists):
            need(len(one) == self.length[i] and all(b < self.problem.actions[i] for b in one), "what is told")
        return tuple(tuple(one) for one in lists)

    def profile(self, w, told):
        types = self.problem.types
        return tuple(told[i][types[i][w] if self.alone else 0] for i in range(self.problem.n))

    def hears(self, i, r, told):
        return r + tuple(one[0] for one in told) if self.way == "public" else told[i]

    def all_told(self):
        """Every recommendation; a type that never comes about is told 0."""
        own = [[one for one in product(range(self.problem.actions[i]), repeat=self.length[i])
                if not self.alone or all(b == 0 for t, b in enumerate(one) if t not in self.Theta[i])]
               for i in range(self.problem.n)]
        return product(*own)


def mechanism(problem, claim):
    talk, law = Talk(problem), {}
    for entry in claim["law"]:
        need(tuple(entry["reports"]) not in law, "reports twice")
        after = {}
        for one in entry["recommendations"]:
            told = talk.told(one["told"])
            need(told not in after and one["probability"] > 0, "recommendations")
            paid = {problem.signal(y): t for y, t in one["transfers"]}
            need(len(paid) == len(one["transfers"]) and all(len(t) == problem.n for t in paid.values()), "transfers")
            for t in paid.values():
                need(problem.budget not in ("burning", "balanced") or allowed(problem, sum(t)), "over budget")
                need(problem.L is None or all(abs(x) <= problem.L for x in t), "over the liability")
            after[told] = (one["probability"], paid)
        need(sum(p for p, _ in after.values()) == 1, "probabilities")
        law[tuple(entry["reports"])] = after
    need(sorted(law) == talk.reports, "other reports")

    def U(i, w, r, told, b):
        game = problem.games[w]
        at = game.swap(talk.profile(w, told), i, b)
        paid = law[r][told][1]
        return game.V[i, at] + sum(q * problem.worth(paid[y], i) for y, q in problem.laws[w][at].items() if y in paid)

    def honest_report(w):
        return () if talk.alone else talk.tau[w]

    H = {}
    for i in range(problem.n):
        for theta in talk.Theta[i]:
            mine = [w for w in problem.occurring if problem.types[i][w] == theta]
            H[i, theta] = sum(problem.p[w] * p * U(i, w, honest_report(w), told, talk.profile(w, told)[i])
                              for w in mine for told, (p, _) in law[honest_report(w)].items())
            for report in [theta] if talk.alone else talk.Theta[i]:
                heard = {}
                for w in mine:
                    r = talk.after(w, i, report)
                    for told, (p, _) in law[r].items():
                        values = heard.setdefault(talk.hears(i, r, told), [Fraction(0)] * problem.actions[i])
                        for b in range(problem.actions[i]):
                            values[b] += problem.p[w] * p * U(i, w, r, told, b)
                need(sum(max(values) for values in heard.values()) <= H[i, theta],
                     f"player {i} of type {theta} gains by reporting {report}")
    value = spent = Fraction(0)
    outside, way = problem.raw["outside"], problem.raw["participation"]
    for w in problem.occurring:
        for told, (p, paid) in law[honest_report(w)].items():
            a = talk.profile(w, told)
            flow = sum(q * sum(paid[y]) for y, q in problem.laws[w][a].items() if y in paid)
            spent += problem.p[w] * p * flow
            value += problem.p[w] * p * (problem.games[w].welfare[a] + (flow if problem.budget == "burning" else 0))
            if way == "ex_post":
                for i in range(problem.n):
                    for y in problem.laws[w][a]:
                        need(problem.games[w].V[i, a] + (problem.worth(paid[y], i) if y in paid else 0)
                             >= outside[i][w], "somebody stays away")
    need(problem.budget != "expected" or spent <= 0, "over the expected budget")
    for i in range(problem.n):
        owed = {t: sum(problem.p[w] * outside[i][w] for w in problem.occurring if problem.types[i][w] == t)
                for t in talk.Theta[i]} if outside else {}
        if way == "interim":
            need(all(H[i, t] >= owed[t] for t in talk.Theta[i]), "somebody stays away")
        elif way == "ex_ante":
            need(sum(H[i, t] for t in talk.Theta[i]) >= sum(owed.values()), "somebody stays away")
    need(value == claim["value"], "another value")


def least_distance(values, points):
    return min(sum(abs(v - x) for v in values) for x in points)


def money_part(problem, prices):
    budget, L = problem.budget, problem.L
    if L is None:
        if budget in ("unrestricted", "expected"):
            need(not any(prices), "money from outside")
        else:
            need(len(set(prices)) == 1 and (budget == "balanced" or prices[0] >= 0), "prices")
        return Fraction(0)
    if budget in ("unrestricted", "expected"):
        return L * sum(abs(c) for c in prices)
    points = prices if budget == "balanced" else [Fraction(0)] + [c for c in prices if c > 0]
    return L * least_distance(prices, points)


def mechanism_bound(problem, claim, counts_welfare):
    talk, n = Talk(problem), problem.n
    m, total = {}, {}
    for one in claim["manipulations"]:
        i, theta, lie, b = one["player"], one["own_type"], one["report"], one["action"]
        problem.games[0].action(i, b)
        need(theta in talk.Theta[i] and lie in talk.Theta[i] and one["weight"] >= 0, "a manipulation")
        heard = tuple(one["told"])
        if talk.way == "public":
            possible = {talk.after(w, i, lie) for w in problem.occurring if problem.types[i][w] == theta}
            need(len(heard) == 2 * n and heard[:n] in possible, "what is heard")
            need(all(x < k for x, k in zip(heard[n:], problem.actions)), "what is heard")
        else:
            need(len(heard) == talk.length[i] and all(x < problem.actions[i] for x in heard), "what is heard")
        need(not talk.alone or lie == theta, "a report where there is none")
        need((i, theta, lie, heard, b) not in m, "a manipulation twice")
        m[i, theta, lie, heard, b] = one["weight"]
        total[i, theta, lie, heard] = total.get((i, theta, lie, heard), 0) + one["weight"]

    def heard_after(i, theta, lie):
        if talk.way == "public":
            reports = {talk.after(w, i, lie) for w in problem.occurring if problem.types[i][w] == theta}
            return [r + a for r in reports for a in problem.games[0].profiles]
        return [(b,) for b in range(problem.actions[i])]

    stay = {}
    for i in range(n):
        for theta in talk.Theta[i]:
            stay[i, theta] = Fraction(0)
            for lie in talk.Theta[i] if not talk.alone else []:
                if lie != theta:
                    sums = {total.get((i, theta, lie, h), Fraction(0)) for h in heard_after(i, theta, lie)}
                    need(len(sums) == 1, "a lie weighs more after one recommendation than after another")
                    stay[i, theta] += sums.pop()
    way, ex_post, owed, seen = problem.raw["participation"], {}, Fraction(0), set()
    outside = problem.raw["outside"]
    for one in claim["participation"]:
        i, theta, after, weight = one["player"], one["own_type"], one["after"], one["weight"]
        key = (i, theta, json.dumps(after, sort_keys=True))
        need(problem.games[0].player(i) == i and weight >= 0 and key not in seen and way != "none", "participation")
        seen.add(key)
        if way == "ex_post":
            need(theta is None and after is not None and after["state"] in problem.occurring, "participation")
            told = talk.told(after["told"])
            need(after["signal"] in problem.laws[after["state"]][talk.profile(after["state"], told)], "a signal")
            ex_post.setdefault((after["state"], told), []).append((i, after["signal"], weight))
            continue
        need(after is None and (theta is None if way == "ex_ante" else theta in talk.Theta[i]), "participation")
        for t in talk.Theta[i] if theta is None else [theta]:
            stay[i, t] += weight
            owed += weight * sum(problem.p[w] * outside[i][w] for w in problem.occurring if problem.types[i][w] == t)
    spend = claim["budget"]
    need(spend >= 0 and (spend == 0 or problem.budget == "expected"), "the budget")
    limits = {tuple(r): x for r, x in claim["reports"]}
    need(len(limits) == len(claim["reports"]) and sorted(limits) == talk.reports, "other reports")
    counted = 1 if counts_welfare else 0
    mu = counted if problem.budget == "burning" else -spend if problem.budget == "expected" else Fraction(0)
    for r in talk.reports:
        honest, lies = talk.honest(r), [talk.lies(i, r) for i in range(n)]
        for told in talk.all_told():
            def F(i, phi):
                h, sum_of = talk.hears(i, r, told), Fraction(0)
                for w in honest:
                    theta, a = problem.types[i][w], talk.profile(w, told)
                    here = (stay[i, theta] + total.get((i, theta, theta, h), 0)) * phi(i, w, a)
                    for b in range(problem.actions[i]):
                        weight = m.get((i, theta, theta, h, b))
                        if weight:
                            here -= weight * phi(i, w, Game.swap(a, i, b))
                    sum_of += problem.p[w] * here
                for w in lies[i]:
                    theta, a = problem.types[i][w], talk.profile(w, told)
                    for b in range(problem.actions[i]):
                        weight = m.get((i, theta, r[i], h, b))
                        if weight:
                            sum_of -= problem.p[w] * weight * phi(i, w, Game.swap(a, i, b))
                return sum_of
            value = counted * sum(problem.p[w] * problem.games[w].welfare[talk.profile(w, told)] for w in honest)
            value += sum(F(i, lambda j, w, a: problem.games[w].V[j, a]) for i in range(n))
            late = [(w, entry) for w in honest for entry in ex_post.get((w, told), [])]
            for w, (i, _, weight) in late:
                value += weight * (problem.games[w].V[i, talk.profile(w, told)] - outside[i][w])
            for y in range(problem.signals):
                flows = [F(i, lambda j, w, a: problem.laws[w][a].get(y, Fraction(0))) for i in range(n)]
                for _, (i, signal, weight) in late:
                    flows[i] += weight if signal == y else 0
                likely = sum(problem.p[w] * problem.laws[w][talk.profile(w, told)].get(y, 0) for w in honest)
                prices = [sum(flows[i] * problem.matrix[i][j] for i in range(n)) + mu * likely for j in range(n)]
                value += money_part(problem, prices)
            need(value <= limits[r], f"more is possible after {r} at {told}")
    if counts_welfare:
        need(claim["bound"] >= sum(limits.values()) - owed, "the bound does not follow")
    else:
        need(sum(limits.values()) - owed < 0, "no contradiction")


# ---------------------------------------------------------------------------- one state at a time
def plan_of(game, deviations):
    for i, told, b, weight in deviations:
        need(weight > 0 and game.action(i, told) != game.action(i, b), "a deviation")
    need(len({d[:3] for d in deviations}) == len(deviations), "a deviation twice")
    return deviations


def pays(game, deviations, a, value):
    return sum(weight * (value(i, game.swap(a, i, b)) - value(i, a)) for i, told, b, weight in deviations if a[i] == told)


def prices(problem, w, deviations, a, y, matrix):
    game, law = problem.games[w], problem.laws[w]
    return [sum(weight * matrix[i][j] * (law[a].get(y, 0) - law[game.swap(a, i, b)].get(y, 0))
                for i, told, b, weight in deviations if a[i] == told) for j in range(problem.n)]


def dilemma(problem, claim):
    i, rule = problem.games[0].player(claim["player"]), claim["rule"]
    need(len(rule) == problem.actions[i] and all(b < problem.actions[i] for b in rule), "the rule")
    concerned = [w for w in problem.occurring if problem.types[i][w] == claim["own_type"]]
    need(claim["decisive"] in concerned, "the decisive state")
    for w in concerned:
        game = problem.games[w]
        for a in game.optima():
            to = game.swap(a, i, rule[a[i]])
            need(problem.laws[w][to] == problem.laws[w][a], "it can be noticed")
            gain = game.gain(i, a, to)
            need(gain > 0 if w == claim["decisive"] else gain >= 0, "it does not pay")


def certified_gap(problem, claim):
    total, seen = Fraction(0), set()
    for entry in claim["plans"]:
        w = entry["state"]
        need(w in problem.occurring and w not in seen, "a state")
        seen.add(w)
        game, bound = problem.games[w], entry["bound"]
        deviations = plan_of(game, entry["deviations"])
        best = max(game.welfare.values())
        need(bound < best, "no gap")
        for a in game.profiles:
            need(game.welfare[a] - pays(game, deviations, a, lambda i, at: game.V[i, at]) <= bound, f"at {a}")
            for y in range(problem.signals):
                x = prices(problem, w, deviations, a, y, problem.matrix)
                if problem.budget in ("unrestricted", "expected"):
                    need(not any(x), "money from outside")
                else:
                    need(len(set(x)) == 1, "prices differ")
                    need(problem.budget == "balanced" or problem.laws[w][a].get(y, 0) + x[0] >= 0, "burning")
        total += problem.p[w] * (best - bound)
    need(total == claim["at_least"] and total > 0, "another gap")


def closed_law(problem, w, law):
    game = problem.games[w]
    optima = game.optima()
    told = [(game.profile(a), weight) for a, weight in law["recommendations"]]
    need(all(a in optima and weight > 0 for a, weight in told) and sum(x for _, x in told) == 1, "recommendations")
    paid = [(game.profile(a), problem.signal(y), t) for a, y, t in law["transfers"]]
    for a, y, t in paid:
        need(len(t) == problem.n, "transfers")
        if problem.budget == "balanced" or (problem.budget == "burning" and y in problem.laws[w][a]):
            need(sum(t) == 0, "over budget")
        elif problem.budget == "burning":
            need(sum(t) <= 0, "over budget")
    for i in range(problem.n):
        for r, b in product(range(problem.actions[i]), repeat=2):
            gain = sum(x * game.gain(i, a, game.swap(a, i, b)) for a, x in told if a[i] == r)
            for a, y, t in paid:
                if a[i] == r:
                    change = problem.laws[w][game.swap(a, i, b)].get(y, 0) - problem.laws[w][a].get(y, 0)
                    gain += change * problem.worth(t, i)
            need(gain <= 0, f"player {i} gains by {b}")


def altruism_threshold(problem, claim):
    need([entry["state"] for entry in claim["states"]] == problem.occurring, "states")
    infinite = float("inf")
    order = lambda x: infinite if x is None else x
    for end in ("low", "high"):
        need(order(claim[end]) == max(order(entry[end]) for entry in claim["states"]), f"another {end} end")
    selfish = altruistic(problem.n, Fraction(0))
    for entry in claim["states"]:
        w, low, high = entry["state"], entry["low"], entry["high"]
        need(0 <= order(low) <= order(high), "low above high")
        well((entry["law"] is None) == (high is None), "a law")
        if high is not None:
            closed_law(problem.with_lambda(high), w, entry["law"])
        if low == 0:
            need(not entry["below"], "plans for nothing")
            continue
        game = problem.games[w]
        left = game.optima()
        for deviations in entry["below"]:
            plan_of(game, deviations)
            for a, y in product(game.profiles, range(problem.signals)):
                x = prices(problem, w, deviations, a, y, selfish)
                if problem.budget in ("unrestricted", "expected"):
                    need(not any(x), "money from outside")
                else:
                    need(len(set(x)) == 1, "prices differ")
                    need(problem.budget == "balanced" or y in problem.laws[w][a] or x[0] >= 0, "burning")
            remaining = []
            for a in left:
                gain = pays(game, deviations, a, game.u)
                loss = -pays(game, deviations, a, lambda i, at: game.welfare[at])
                need(gain >= 0 and loss >= 0 and (loss == 0 if low is None else gain >= low * loss), f"at {a}")
                if gain == 0:
                    remaining.append(a)
            left = remaining
        need(not left, "optima are left")


def contract_equilibria(problem, claim):
    need(not problem.noisy, "noise")
    money, orders = money_table(problem, claim["transfers"]), claim["directives"]
    need(len(orders) == problem.n and all(len(row) == problem.signals for row in orders), "directives")
    for i, row in enumerate(orders):
        need(all(order is None or len(order) == problem.actions[i] and all(b < problem.actions[i] for b in order)
                 for order in row), "a directive")
    need(len(claim["equilibria"]) == len(problem.p), "equilibria")
    best = worst = Fraction(0)
    for w, game in enumerate(problem.games):
        after = {}
        for a in game.profiles:
            y = problem.seen(w, a)
            after[a] = (tuple(x if orders[i][y] is None else orders[i][y][x] for i, x in enumerate(a)), money[y])

        def value(i, a):
            return game.V[i, after[a][0]] + problem.worth(after[a][1], i)
        found = [a for a in game.profiles if all(value(i, to) <= value(i, a) for i, _, to in game.moves(a))]
        need([game.profile(a) for a in claim["equilibria"][w]] == found, f"other equilibria in state {w}")
        burnt = 0 if problem.budget == "unrestricted" else 1
        welfare = [game.welfare[after[a][0]] + burnt * min(0, sum(after[a][1])) for a in found]
        best = None if best is None or not found else best + problem.p[w] * max(welfare)
        worst = None if worst is None or not found else worst + problem.p[w] * min(welfare)
    need((claim["best"], claim["worst"]) == (best, worst), "another welfare")


def repeated_play(problem, claim):
    plan, delta, n = problem.plan(claim["plan"]), claim["discount"], problem.n
    need(claim["welfare"] == sum(problem.p[w] * problem.games[w].welfare[a] for w, a in enumerate(plan)), "welfare")
    need(0 <= delta < 1 and len(claim["punishments"]) == n, "punishments")
    kept = []
    for i, punishment in enumerate(claim["punishments"]):
        if punishment is None:
            kept.append(None)
            continue
        punishment = problem.plan(punishment)
        need(all(game.is_equilibrium(a) for game, a in zip(problem.games, punishment)), "no equilibrium")
        kept.append(sum(problem.p[w] * (problem.games[w].V[i, a] - problem.games[w].V[i, b])
                        for w, (a, b) in enumerate(zip(plan, punishment))))
    for w, a in enumerate(plan):
        for i, b, to in problem.games[w].moves(a):
            gain = problem.games[w].gain(i, a, to)
            need(gain <= 0 if kept[i] is None else (1 - delta) * gain <= delta * kept[i], f"player {i} gains by {b}")
    if claim["binding"] is not None:
        w, i, b = claim["binding"]
        game, a = problem.games[problem.state(w)], plan[w]
        gain = game.gain(i, a, game.swap(a, i, game.action(i, b)))
        need(gain > 0 and kept[i] is not None and (1 - delta) * gain == delta * kept[i], "not binding")
        for game, punishment in zip(problem.games, claim["punishments"][i]):
            least = min(game.V[i, at] for at in game.profiles if game.is_equilibrium(at))
            need(game.V[i, tuple(punishment)] == least, "a worse punishment exists")


def check_contracting(problem, claim, claims):
    kind = claim["kind"]
    contracts = {"plain_contract", "no_better_plain_contract", "worst_equilibrium", "welfare_gap",
                 "contract_equilibria", "repeated_play", "altruism_level", "attained_threshold"}
    separate = {"certified_gap", "closed_gap", "altruism_threshold"}
    well(kind not in contracts or problem.informed, "not everybody is informed")
    if kind in separate:
        for types in problem.types:
            known = [types[w] for w in problem.occurring]
            well(len(set(known)) == len(known), "not everybody is informed")

    def others(kind, **fields):
        return any(other["kind"] == kind and all(other[k] == v for k, v in fields.items()) for other in claims)
    if kind == "first_best":
        best = [max(game.welfare.values()) for game in problem.games]
        need(claim["by_state"] == best, "another first best")
        need(claim["value"] == sum(p * x for p, x in zip(problem.p, best)), "another first best")
    elif kind == "plain_contract":
        plain_contract(problem, claim)
    elif kind == "no_better_plain_contract":
        well(problem.budget != "expected", "an expected budget")
        no_better(problem, claim)
    elif kind == "worst_equilibrium":
        money = money_table(problem, claim["transfers"])
        total = Fraction(0)
        for w, game in enumerate(problem.games):
            values = [game.welfare[a] + net(problem, w, a, money) for a in game.profiles
                      if equilibrium_under(problem, w, a, money)]
            total = None if total is None or not values else total + problem.p[w] * min(values)
        need(total == claim["welfare"], "another welfare")
    elif kind == "welfare_gap":
        need(others("first_best", value=claim["first_best"]), "no first best")
        rest = None if claim["gap"] is None else claim["first_best"] - claim["gap"]
        need(rest is None or others("plain_contract", welfare=rest), "no contract")
        need(others("no_better_plain_contract", welfare=rest), "no bound")
    elif kind == "mechanism_value":
        need(others("mechanism", value=claim["value"]), "no mechanism")
        need(others("mechanism_bound", bound=claim["value"]), "no bound")
    elif kind in ("mechanism_bound", "no_mechanism"):
        mechanism_bound(problem, claim, kind == "mechanism_bound")
    elif kind == "closed_gap":
        need([law["state"] for law in claim["laws"]] == problem.occurring, "states")
        for law in claim["laws"]:
            closed_law(problem, law["state"], law)
    else:
        {"contract_equilibria": contract_equilibria, "repeated_play": repeated_play, "altruism_level": altruism_level, "attained_threshold": attained_threshold, "mechanism": mechanism,
         "dilemma": dilemma, "certified_gap": certified_gap,
         "altruism_threshold": altruism_threshold}[kind](problem, claim)


# ------------------------------------------------------------------------------ settings and designs
class Setting:
    def __init__(self, raw):
        self.raw, self.types, self.n = raw, raw["types"], len(raw["types"])
        well(self.n and all(k >= 1 for k in self.types) and raw["alternatives"] >= 1, "types and alternatives")
        self.profiles = list(product(*(range(k) for k in self.types)))
        self.alternatives = range(raw["alternatives"])
        well(len(raw["prior"]) == len(self.profiles), "the prior")
        well(all(p >= 0 for p in raw["prior"]) and sum(raw["prior"]) == 1, "the prior")
        well(len(raw["values"]) == self.n and all(len(table) == len(self.profiles) and
             all(len(row) == len(self.alternatives) for row in table) for table in raw["values"]), "values")
        square(raw["weights"], self.n)
        self.place = {t: k for k, t in enumerate(self.profiles)}
        self.p = dict(zip(self.profiles, raw["prior"]))
        self.B = raw["weights"]

    def v(self, i, t, a):
        return self.raw["values"][i][self.place[t]][a]

    def V(self, i, t, a):
        return sum(self.B[i][j] * self.v(j, t, a) for j in range(self.n))

    def profile(self, t):
        need(len(t) == self.n and all(x < k for x, k in zip(t, self.types)), f"no such types: {t}")
        return tuple(t)

    def agent(self, i):
        need(i < self.n, f"no agent {i}")
        return i

    def private(self):
        return all(self.v(i, t, a) == self.v(i, Game.swap((0,) * self.n, i, t[i]), a)
                   for i in range(self.n) for t in self.profiles for a in self.alternatives)

    def best(self, t):
        return max(sum(self.v(j, t, a) for j in range(self.n)) for a in self.alternatives)

    def rule(self, table):
        need(len(table) == len(self.profiles), "a rule")
        for row in table:
            probabilities(row, len(self.alternatives))
        rule = dict(zip(self.profiles, table))
        return lambda i, t, s: sum(q * self.V(i, t, a) for a, q in enumerate(rule[s]) if q)


def check_setting(setting, claim):
    kind, n = claim["kind"], setting.n
    if kind == "cyclically_monotone":
        w, paid = setting.rule(claim["rule"]), claim["transfers"]
        need(len(paid) == n and all(len(row) == len(setting.profiles) for row in paid), "transfers")
        for i, t in product(range(n), setting.profiles):
            for s in (Game.swap(t, i, x) for x in range(setting.types[i])):
                need(w(i, t, s) + paid[i][setting.place[s]] <= w(i, t, t) + paid[i][setting.place[t]], f"{t} says {s}")
    elif kind == "positive_cycle":
        w, i = setting.rule(claim["rule"]), setting.agent(claim["agent"])
        others, own = setting.profile(claim["others"]), claim["own_types"]
        need(len(own) >= 2 and all(x < setting.types[i] for x in own), "types of the agent")
        cycle = [Game.swap(others, i, x) for x in own]
        gain = sum(w(i, t, s) - w(i, t, t) for t, s in zip(cycle, cycle[1:] + cycle[:1]))
        need(gain == claim["gain"] and gain > 0, "another gain")
    elif kind == "balanced_groves":
        need(setting.private(), "values are not private")
        terms = claim["terms"]
        need(len(terms) == n, "terms")
        by_others = []
        for i, row in enumerate(terms):
            others = list(product(*(range(k) for j, k in enumerate(setting.types) if j != i)))
            need(len(row) == len(others), "terms")
            by_others.append(dict(zip(others, row)))
        for t in setting.profiles:
            need((n - 1) * setting.best(t) + sum(by_others[i][t[:i] + t[i + 1:]] for i in range(n)) == 0, f"at {t}")
    else:
        need(n >= 2 and setting.private(), "two agents with private values")
        low, high = setting.profile(claim["from"]), setting.profile(claim["to"])
        difference = sum((-1) ** sum(chosen) * setting.best(tuple(low[i] if chosen[i] else high[i] for i in range(n)))
                         for chosen in product((0, 1), repeat=n))
        need(difference == claim["difference"] and difference != 0, "another difference")


class Design(Setting):
    def __init__(self, raw):
        super().__init__(raw)
        size = len(self.profiles)
        self.allowed = dict(zip(self.profiles, raw["allowed"]))
        well(len(raw["allowed"]) == size and all(row and ascending(row) and row[-1] < len(self.alternatives)
                                                 for row in raw["allowed"]), "what is allowed")
        well((raw["participation"] == "none") == (raw["outside"] == []), "outside options")
        if raw["outside"]:
            well(len(raw["outside"]) == self.n and all(len(row) == size for row in raw["outside"]), "outside options")
        low, high = raw["least"], raw["greatest"]
        well(low is None or high is None or low <= high, "bounds of transfers")
        goal = raw["objective"]
        if isinstance(goal, dict):
            if "payoffs" in goal:
                well(len(goal["payoffs"]) == self.n, "the objective")
            else:
                well(len(goal["alternatives"]) == len(goal["transfers"]) == size, "the objective")
                well(all(len(row) == len(self.alternatives) for row in goal["alternatives"]), "the objective")
                well(all(len(row) == self.n for row in goal["transfers"]), "the objective")
        own = [[Fraction(i == j) for j in range(self.n)] for i in range(self.n)]
        self.M = self.B if raw["concern"] == "payoffs" else own

    def o(self, i, t):
        return self.raw["outside"][i][self.place[t]]

    def K0(self, t, a):
        goal = self.raw["objective"]
        if goal in ("welfare", "residual_surplus"):
            return self.p[t] * sum(self.v(j, t, a) for j in range(self.n))
        if goal == "revenue":
            return Fraction(0)
        if "payoffs" in goal:
            return self.p[t] * sum(w * self.v(j, t, a) for j, w in enumerate(goal["payoffs"]))
        return goal["alternatives"][self.place[t]][a]

    def N0(self, t, j):
        goal = self.raw["objective"]
        if isinstance(goal, str):
            return self.p[t] * {"revenue": -1, "welfare": 0, "residual_surplus": 1}[goal]
        if "payoffs" in goal:
            return self.p[t] * goal["payoffs"][j]
        return goal["transfers"][self.place[t]][j]

    def made_of(self, i, transfers):
        return sum(self.M[i][j] * x for j, x in enumerate(transfers))


def decided(design, decisions):
    need(len(decisions) == len(design.profiles), "one decision a type profile")
    for t, branches in zip(design.profiles, decisions):
        need(sum(b["probability"] for b in branches) == 1 and all(b["probability"] > 0 for b in branches), "a lottery")
        for b in branches:
            need(b["alternative"] in design.allowed[t] and len(b["transfers"]) == design.n, "a branch")
            need(design.raw["money"] or not any(b["transfers"]), "money")
    return {t: [(b["probability"], b["alternative"], b["transfers"]) for b in branches]
            for t, branches in zip(design.profiles, decisions)}


def meets(design, decision, scale=1):
    """All conditions; with scale 0 without values, outside options and bounds."""
    raw, n, types = design.raw, design.n, design.types

    def branch(i, t, a, x):
        return (scale * design.V(i, t, a) if scale else 0) + design.made_of(i, x)

    def U(i, t, r):
        return sum(q * branch(i, t, a, x) for q, a, x in decision[r])

    def mean(t):
        return [sum(q * x[j] for q, _, x in decision[t]) for j in range(n)]
    for i in range(n):
        for s in range(types[i]):
            if raw["incentives"] == "dominant":
                pairs = [(t, r) for t in design.profiles for r in design.profiles if t[i] == r[i]]
            elif raw["incentives"] == "ex_post":
                pairs = [(t, t) for t in design.profiles]
            else:
                pairs = []
            for t, r in pairs:
                need(U(i, t, Game.swap(r, i, s)) <= U(i, t, r), f"agent {i} of {t} says {s}")
            if raw["incentives"] == "bayesian":
                for own in range(types[i]):
                    need(sum(design.p[t] * (U(i, t, Game.swap(t, i, s)) - U(i, t, t))
                             for t in design.profiles if t[i] == own) <= 0, f"agent {i} of type {own} says {s}")
        slack = {t: U(i, t, t) - scale * design.o(i, t) for t in design.profiles} if raw["outside"] else {}
        if raw["participation"] == "ex_ante":
            need(sum(design.p[t] * x for t, x in slack.items()) >= 0, f"agent {i} stays away")
        elif raw["participation"] == "interim":
            for own in range(types[i]):
                need(sum(design.p[t] * x for t, x in slack.items() if t[i] == own) >= 0, f"agent {i} stays away")
        elif raw["participation"] == "ex_post":
            need(all(x >= 0 for x in slack.values()), f"agent {i} stays away")
            if raw["branches"]:
                need(all(branch(i, t, a, x) >= scale * design.o(i, t) for t in design.profiles
                         for _, a, x in decision[t]), f"agent {i} stays away")
    expected = sum(design.p[t] * sum(mean(t)) for t in design.profiles)
    budget = raw["budget"]
    need(budget != "expected_no_deficit" or expected <= 0, "a deficit")
    need(budget != "expected_balance" or expected == 0, "no balance")
    for t in design.profiles:
        for x in [mean(t)] + ([x for _, _, x in decision[t]] if raw["branches"] else []):
            need(budget != "no_deficit" or sum(x) <= 0, "a deficit")
            need(budget != "balance" or sum(x) == 0, "no balance")
            need(raw["least"] is None or min(x) >= scale * raw["least"], "too little")
            need(raw["greatest"] is None or max(x) <= scale * raw["greatest"], "too much")


def design_sum(design, claim, counts_objective):
    """What the multipliers add up to: a bound on the objective (on 0, without it)."""
    raw, n, by_branch = design.raw, design.n, design.raw["branches"]
    K = {(t, a): design.K0(t, a) * counts_objective for t in design.profiles for a in design.alternatives}
    N = {(t, a, j): design.N0(t, j) * counts_objective for t in design.profiles
         for a in (design.alternatives if by_branch else [None]) for j in range(n)}
    c, seen = Fraction(0), set()

    def utility(w, i, t, r, only=None):
        for a in design.alternatives if only is None else [only]:
            K[r, a] += w * design.V(i, t, a)
        for a in ([None] if not by_branch else design.alternatives if only is None else [only]):
            for j in range(n):
                N[r, a, j] += w * design.M[i][j]

    def constant(w, t, a):
        nonlocal c
        if a is None:
            c += w
        else:
            K[t, a] += w
    way = raw["participation"]
    for m in claim["multipliers"]:
        name, w = m["condition"], m["weight"]
        key = json.dumps({k: x for k, x in m.items() if k != "weight"}, sort_keys=True)
        need(key not in seen, "a multiplier twice")
        seen.add(key)
        balanced = raw["budget"] in ("balance", "expected_balance") and name in ("budget", "budget_at")
        need(w >= 0 or balanced, "a weight below 0")
        i = design.agent(m["agent"]) if "agent" in m else None
        t = design.profile(m["types"]) if "types" in m else None
        a = m.get("alternative")
        if "alternative" in m:
            need((a is None) != by_branch and (a is None or a in design.allowed[t]), "an alternative")
        if "own_type" in m:
            need(m["own_type"] < design.types[i], "a type")
        if "lie" in m:
            need(m["lie"] < design.types[i], "a type")
        mine = [t2 for t2 in design.profiles if i is None or "own_type" not in m or t2[i] == m["own_type"]]
        if name == "honesty":
            need(raw["incentives"] == "bayesian" and m["own_type"] != m["lie"], "honesty")
            for t2 in mine:
                utility(w * design.p[t2], i, t2, t2)
                utility(-w * design.p[t2], i, t2, Game.swap(t2, i, m["lie"]))
        elif name == "honesty_at":
            r = design.profile(m["reports"])
            need(raw["incentives"] == "dominant" or (raw["incentives"] == "ex_post" and t == r), "honesty")
            need(t[i] == r[i] != m["lie"], "honesty")
            utility(w, i, t, r)
            utility(-w, i, t, Game.swap(r, i, m["lie"]))
        elif name in ("participation_ex_ante", "participation_interim"):
            need(name == "participation_" + way, "participation")
            for t2 in mine:
                utility(w * design.p[t2], i, t2, t2)
                c -= w * design.p[t2] * design.o(i, t2)
        elif name == "participation_ex_post":
            need(way == "ex_post", "participation")
            utility(w, i, t, t, a)
            constant(-w * design.o(i, t), t, a)
        elif name == "budget":
            need(raw["budget"] in ("expected_no_deficit", "expected_balance"), "a budget")
            for t2, a2, j in N:
                N[t2, a2, j] -= w * design.p[t2]
        elif name == "budget_at":
            need(raw["budget"] in ("no_deficit", "balance"), "a budget")
            for j in range(n):
                N[t, a, j] -= w
        else:
            end, sign = (raw["least"], 1) if name == "least_transfer" else (raw["greatest"], -1)
            need(end is not None, "a bound")
            N[t, a, i] += sign * w
            constant(-sign * w * end, t, a)
    need(not raw["money"] or not any(x for (t, a, _), x in N.items() if a is None or a in design.allowed[t]), "money")
    need(len(claim["profiles"]) == len(design.profiles), "profiles")
    for t, most in zip(design.profiles, claim["profiles"]):
        need(all(K[t, a] <= most for a in design.allowed[t]), f"more is possible at {t}")
    return c + sum(claim["profiles"])


def check_design(design, claim, claims):
    kind = claim["kind"]
    if kind == "design_mechanism":
        decision = decided(design, claim["decisions"])
        meets(design, decision)
        value = sum(q * (design.K0(t, a) + sum(design.N0(t, j) * x[j] for j in range(design.n)))
                    for t, branches in decision.items() for q, a, x in branches)
        need(value == claim["value"], "another value")
    elif kind == "design_bound":
        need(design_sum(design, claim, 1) <= claim["bound"], "the bound does not follow")
    elif kind == "no_design":
        need(design_sum(design, claim, 0) < 0, "no contradiction")
    elif kind == "optimal_design":
        need(any(other["kind"] == "design_mechanism" and other["value"] == claim["value"] for other in claims), "no design")
        need(any(other["kind"] == "design_bound" and other["bound"] == claim["value"] for other in claims), "no bound")
    else:
        need(design.raw["money"], "no money")
        meets(design, decided(design, claim["decisions"]))
        paid = claim["transfers"]
        need(len(paid) == len(design.profiles) and all(len(x) == design.n for x in paid), "transfers")
        meets(design, {t: [(Fraction(1), 0, x)] for t, x in zip(design.profiles, paid)}, 0)
        gain = sum(design.N0(t, j) * x[j] for t, x in zip(design.profiles, paid) for j in range(design.n))
        need(gain == claim["gain"] and gain > 0, "another gain")


# ----------------------------------------------------------------------------------- linear programs
def check_program(program, claim):
    rows, lower, upper, c = program["rows"], program["lower"], program["upper"], program["objective"]
    n = len(c)
    well(len(lower) == n == len(upper), "bounds")
    well(all(a is None or b is None or a <= b for a, b in zip(lower, upper)), "a bound above the other")
    well(all(j < n for row in rows for j, _ in row["terms"]), "a variable")

    def feasible(x, scale):
        need(len(x) == n, "the length of a point")
        for value, low, high in zip(x, lower, upper):
            need((low is None or value >= low * scale) and (high is None or value <= high * scale), "a bound")
        for row in rows:
            form, bound = sum(a * x[j] for j, a in row["terms"]), row["bound"] * scale
            need({"at_most": form <= bound, "at_least": form >= bound, "equal": form == bound}[row["relation"]], "a row")

    def bound(multipliers, objective, maximise):
        need(len(multipliers) == len(rows), "multipliers")
        rest, total = list(objective), Fraction(0)
        for m, row in zip(multipliers, rows):
            sign = m if maximise else -m
            need({"at_most": sign >= 0, "at_least": sign <= 0, "equal": True}[row["relation"]], "a sign")
            total += m * row["bound"]
            for j, a in row["terms"]:
                rest[j] -= m * a
        for value, low, high in zip(rest, lower, upper):
            if value:
                end = high if (value > 0) == maximise else low
                need(end is not None, "a variable without end")
                total += value * end
        return total
    maximise = program["sense"] == "maximise"
    worth = lambda x: sum(a * b for a, b in zip(c, x))
    if claim["kind"] == "optimal":
        feasible(claim["point"], 1)
        need(claim["value"] == worth(claim["point"]) == bound(claim["multipliers"], c, maximise), "the value")
    elif claim["kind"] == "infeasible":
        need(bound(claim["multipliers"], [Fraction(0)] * n, True) < 0, "no contradiction")
    else:
        feasible(claim["point"], 1)
        feasible(claim["ray"], 0)
        need(worth(claim["ray"]) > 0 if maximise else worth(claim["ray"]) < 0, "the ray does not improve")


# ------------------------------------------------------------------------------------------ documents
def check(document):
    """Raises Malformed or Refuted unless the document is accepted."""
    def refuse(value):
        raise Malformed(f"a JSON number {value}")
    try:
        raw = json.loads(document, parse_float=refuse, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Malformed(str(error)) from None
    claim_kinds = by_kind({kind: dict(statement=text, **reads) for kind, reads in CLAIM_FIELDS.items()})
    proof = fields(format=one_of("lacuna-proof"), version=count, problem=PROBLEM, problem_hash=text,
                   claims=listed(claim_kinds))(raw)
    well(proof["version"] == 1, f"version {proof['version']}")
    well(proof["claims"], "no claims")
    canonical = json.dumps(raw["problem"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    well(proof["problem_hash"] == "sha256:" + sha256(canonical.encode()).hexdigest(), "the hash is another")
    problem, kind = proof["problem"], proof["problem"]["kind"]
    weights = problem.get("weights")
    if kind in ("game", "contracting"):
        square(weights, len(problem["actions"]))
        # Claims about all weights need a matrix for none of their payoffs.
        built = Game(problem["actions"], problem["payoffs"], weights) if kind == "game" else Problem(problem, weights)
    elif kind != "linear_program":
        built = {"setting": Setting, "design": Design}[kind](problem)
    for claim in proof["claims"]:
        name = claim["kind"]
        homes = {"game": GAME_CLAIMS, "linear_program": PROGRAM_CLAIMS, "setting": SETTING_CLAIMS, "design": DESIGN_CLAIMS}
        home = next((home for home, names in homes.items() if name in names), "contracting")
        well(home == kind, f"`{name}` is no claim about a {kind}")
        well(name in EITHER_WEIGHTS or (name in FOR_ALL_WEIGHTS) == (weights is None), f"weights of `{name}`")
        try:
            if kind == "game":
                check_game(built, claim)
            elif kind == "contracting":
                check_contracting(built, claim, proof["claims"])
            elif kind == "setting":
                check_setting(built, claim)
            elif kind == "design":
                check_design(built, claim, proof["claims"])
            else:
                check_program(problem, claim)
        except Refuted as reason:
            raise Refuted(f"{name}: {reason}") from None


def main():
    worst = 0
    for path in sys.argv[1:]:
        try:
            with open(path, encoding="utf-8") as file:
                check(file.read())
            verdict, code = "accepted", 0
        except Refuted as reason:
            verdict, code = f"refuted: {reason}", 1
        except (Malformed, UnicodeDecodeError) as reason:
            verdict, code = f"malformed: {reason}", 2
        except OSError as reason:
            verdict, code = f"cannot be read: {reason}", 2
        print(f"{path}: {verdict}")
        worst = max(worst, code)
    sys.exit(worst)


if __name__ == "__main__":
    main()
