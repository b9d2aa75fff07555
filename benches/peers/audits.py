#!/usr/bin/env python3
"""Audits of mechanisms side by side: this crate and mechaudit.

    pip install mechaudit
    python benches/peers/audits.py [FOLDER]

The same second-price auction (2 bidders, 15 values) and the same bilateral trade (15 × 15 values,
price in the middle) are asked every question that mechaudit has a constraint family for. Ours is
timed from the setting and the mechanism to all answers, exact; mechaudit from an environment and a
mechanism that it has taken already, in floating point. Verdicts, least slacks and numbers of cases
must agree. Every time is the least of several runs on one core.

FOLDER has files `audit_*.json`; without it the crate writes them (`cargo bench --bench audits_files
-- --write FOLDER`).
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import measure

try:
    import mechaudit
    from mechaudit import requirements as required
except ImportError:
    sys.exit("mechaudit is needed: pip install mechaudit")

AGREEMENT = 1e-7


def number(text):
    above, _, below = str(text).partition("/")
    return float(above) / float(below or 1)


def environment_of(document):
    """The setting as mechaudit wants it, with types, agents and outcomes as numbers."""
    setting = document["setting"]
    counts = setting["types"]
    outcomes = range(setting["alternatives"])
    values = setting["values"]["private"]
    tables = [
        {own: {a: number(values[i][own * len(outcomes) + a]) for a in outcomes} for own in range(n)}
        for i, n in enumerate(counts)
    ]
    names = [f"agent {i}" for i in range(len(counts))]
    types = {name: range(n) for name, n in zip(names, counts)}
    marginals = {
        name: {own: number(share) for own, share in enumerate(shares)}
        for name, shares in zip(names, setting["prior"]["independent"])
    }
    prior = mechaudit.JointPrior.from_independent(marginals)
    private = mechaudit.PrivateValues.from_mapping(dict(zip(names, tables)))
    return mechaudit.FiniteEnvironment(agents=types, outcomes=outcomes, prior=prior, values=private)


def mechanism_of(document, environment):
    """Expected allocation and payments, profile by profile, in one array each."""
    setting, rows = document["setting"], document["mechanism"]["decisions"]
    allocation = [[0.0] * setting["alternatives"] for _ in rows]
    payments = [[0.0] * len(setting["types"]) for _ in rows]
    for row, branches in enumerate(rows):
        for branch in branches:
            share = number(branch["probability"])
            allocation[row][branch["alternative"]] += share
            for agent, transfer in enumerate(branch["transfers"]):
                payments[row][agent] -= share * number(transfer)
    return mechaudit.DirectMechanism(
        allocation=allocation, payments=payments, environment=environment
    )


def questions(environment, swaps):
    """What `benches/audited` asks, in mechaudit's terms."""
    base = required
    report = environment.coerce_report_profile({"agent 0": 3, "agent 1": 1})
    custom = base.CustomLinearConstraint(
        "custom",
        {
            base.PaymentCoordinate(report, "agent 0"): 1.0,
            base.AllocationCoordinate(report, 1): 2.0,
        },
        rhs=3.0,
    )
    asked = [
        base.DSIC(),
        base.ExPostIC(),
        base.BIC(zero_probability_types="vacuous"),
        base.ExAnteIR(),
        base.InterimIR(zero_probability_types="vacuous"),
        base.ExPostIR(),
        base.NoSubsidies(),
        base.PaymentBounds(lower=-10.0, upper=10.0),
        base.WeakBudgetBalance(),
        base.WeakBudgetBalance(timing="ex_ante"),
        base.StrongBudgetBalance(),
        base.StrongBudgetBalance(timing="ex_ante"),
        base.Capacity(
            resource="uses",
            usage={a: float(a > 0) for a in environment.outcomes},
            upper=1.0,
            lower=0.0,
        ),
        custom,
    ]
    if swaps:
        same = {own: own for own in environment.types["agent 0"]}
        operation = base.SymmetryOperation(
            agents={"agent 0": "agent 1", "agent 1": "agent 0"},
            types={"agent 0": same, "agent 1": same},
            outcomes={0: 0, 1: 2, 2: 1},
        )
        asked.append(base.Symmetry(operation))
    return asked


def summary(report):
    """For each family the number of checks, of failures, and the least slack."""
    found = {}
    for check in report.checks:
        family = check.family
        if check.metadata.get("timing") == "ex_ante":
            family += " ex ante"
        slack = check.slack if check.slack is not None else -abs(check.residual)
        count, failures, least = found.get(family, (0, 0, float("inf")))
        found[family] = (count + 1, failures + (not check.passed), min(least, slack))
    return found


def compare(name, own, report):
    found = summary(report)
    for answer in own["answers"]:
        family = answer["family"]
        count, failures, least = found[family]
        agrees = (
            count == answer["comparisons"]
            and failures == answer["violations"]
            and abs(least - answer["least_slack"]) < AGREEMENT
        )
        if not agrees:
            sys.exit(f"{name}, {family}: {answer} against {(count, failures, least)}")
    return len(own["answers"]), sum(answer["comparisons"] for answer in own["answers"])


def compared(folder):
    own = measure.crate_times("audits_files", folder)
    measure.table_head(["mechanism", "questions", "cases", "ours, ms", "mechaudit, ms", "ratio"])
    for name, line in own.items():
        document = json.loads((pathlib.Path(folder) / f"{name}.json").read_text())
        environment = environment_of(document)
        mechanism = mechanism_of(document, environment)
        asked = questions(environment, document["setting"]["alternatives"] == 3)

        def run():
            return mechaudit.audit_mechanism(
                environment=environment, mechanism=mechanism, requirements=asked
            )

        report, seconds = measure.least_time(run)
        count, cases = compare(name, line, report)
        measure.table_row(
            [
                name.removeprefix("audit_").replace("_", " "),
                str(count),
                str(cases),
                measure.milliseconds(line["seconds"]),
                measure.milliseconds(seconds),
                measure.ratio(seconds, line["seconds"]),
            ]
        )


def main():
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if folders:
        compared(folders[0])
        return
    with tempfile.TemporaryDirectory() as folder:
        command = ["cargo", "bench", "--quiet", "--bench", "audits_files", "--", "--write", folder]
        subprocess.run(command, cwd=measure.ROOT, check=True)
        compared(folder)


if __name__ == "__main__":
    main()
