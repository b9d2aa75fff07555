//! The checker: it reads a document into plain arrays and decides each claim by adding, multiplying
//! and comparing fractions. It shares no code with what made the certificates: it uses the numbers
//! of this crate and JSON values, and nothing else.

mod altruism;
mod contracts;
mod design;
mod design_bound;
mod dominance;
mod enforced;
mod games;
mod irreducible;
mod levels;
mod mechanism;
mod plan;
mod problem;
mod program;
mod read;
mod refutations;
mod repetition;
mod reports;
mod setting;
mod stability;

use problem::Problem;
use read::{At, Failure, Outcome, ensure, malformed};

use super::document::hash_of;
use super::{CheckOptions, Checked, CheckedClaim, Proof, ProofError, Verdict};
use crate::number::Rational;

/// The verdict on every claim of a document.
///
/// # Errors
/// [`ProofError::Hash`], [`ProofError::Malformed`], [`ProofError::TooLarge`]. A claim that does not
/// hold is no error here but a [`Verdict`].
///
/// # Complexity
/// That of adding up what a claim says: profiles times deviations for most, the plans that a
/// refutation must cover, the recommendations that a bound on mechanisms must cover.
pub fn verdicts(proof: &Proof, options: &CheckOptions) -> Result<Vec<Verdict>, ProofError> {
    let computed = hash_of(proof.problem());
    if proof.problem_hash() != computed {
        return Err(ProofError::Hash {
            found: proof.problem_hash().to_owned(),
            computed,
        });
    }
    let at = At {
        value: proof.problem(),
        field: "problem",
    };
    let problem = Problem::read(at)
        .and_then(|problem| limited(problem, options))
        .map_err(|failure| reported(failure, "the problem".to_owned()))?;
    if proof.claims().is_empty() {
        let failure = Failure::Malformed("there are no claims".to_owned());
        return Err(reported(failure, "the document".to_owned()));
    }
    let mut verdicts = Vec::new();
    for (number, value) in proof.claims().iter().enumerate() {
        let field = "claim";
        let at = At { value, field };
        let place = |kind: &str| format!("claim {number} ({kind})");
        let word = |name| at.peek(name)?.word();
        let (kind, statement) = word("kind")
            .and_then(|kind| Ok((kind, word("statement")?)))
            .map_err(|failure| reported(failure, place("?")))?;
        let refuted = match decide(&problem, kind, at, proof, options) {
            Ok(()) => None,
            Err(Failure::Refuted(reason)) => Some(reason),
            Err(failure) => return Err(reported(failure, place(kind))),
        };
        verdicts.push(Verdict {
            kind: kind.to_owned(),
            statement: statement.to_owned(),
            refuted,
        });
    }
    Ok(verdicts)
}

/// Checks a document: its form, its hash, and every claim.
///
/// # Errors
/// As [`verdicts`], and [`ProofError::Refuted`] for the first claim that does not hold.
///
/// # Complexity
/// As [`verdicts`].
///
/// ```
/// use lacuna::game::catalogue;
/// use lacuna::proof::{CheckOptions, Proof, ProofError, check};
/// let game = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
/// let wrong = Proof::of_pure_equilibrium(&[0, 0], &game)?;
/// let refused = check(&wrong, &CheckOptions::default());
/// assert!(matches!(refused, Err(ProofError::Refuted { claim: 0, .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check(proof: &Proof, options: &CheckOptions) -> Result<Checked, ProofError> {
    let mut claims = Vec::new();
    for (claim, verdict) in verdicts(proof, options)?.into_iter().enumerate() {
        let (kind, statement) = (verdict.kind, verdict.statement);
        if let Some(problem) = verdict.refuted {
            return Err(ProofError::Refuted {
                claim,
                kind,
                problem,
            });
        }
        claims.push(CheckedClaim { kind, statement });
    }
    Ok(Checked {
        problem_hash: proof.problem_hash().to_owned(),
        claims,
    })
}

fn reported(failure: Failure, place: String) -> ProofError {
    match failure {
        Failure::Malformed(problem) | Failure::Refuted(problem) => {
            ProofError::Malformed { place, problem }
        }
        Failure::TooLarge(what, limit) => ProofError::TooLarge { place, what, limit },
    }
}

fn limited(problem: Problem, options: &CheckOptions) -> Outcome<Problem> {
    let limit = options.max_outcomes;
    // Tables of pairs of actions, and of players and signals, are made before they are filled.
    let pairs = |actions: &[usize]| {
        let most = actions.iter().copied().max().unwrap_or(0);
        most.saturating_mul(most)
    };
    let sizes_of_types = |setting: &setting::Setting| {
        let (shape, alternatives) = (&setting.shape, setting.alternatives);
        let places = shape.profiles.saturating_mul(alternatives);
        [
            places,
            pairs(&shape.actions),
            places.saturating_mul(shape.players()),
        ]
    };
    let sizes = match &problem {
        Problem::Game(shape, _) => [shape.profiles, pairs(&shape.actions), 0],
        Problem::Contracting(problem) => [
            problem.shape.profiles.saturating_mul(problem.states()),
            pairs(&problem.shape.actions),
            problem.players().saturating_mul(problem.signals),
        ],
        Problem::Program(program) => [program.rows.len(), program.objective.len(), 0],
        Problem::Setting(setting) => sizes_of_types(setting),
        Problem::Design(design) => sizes_of_types(&design.setting),
    };
    match sizes.into_iter().all(|size| size <= limit) {
        true => Ok(problem),
        false => Err(Failure::TooLarge("entries of a table", limit)),
    }
}

fn decide(
    problem: &Problem,
    kind: &str,
    at: At<'_>,
    proof: &Proof,
    options: &CheckOptions,
) -> Outcome {
    match problem {
        Problem::Game(shape, game) => match kind {
            "pure_equilibrium" => games::pure_equilibrium(shape, game, at),
            "all_pure_equilibria" => games::all_pure_equilibria(shape, game, at),
            "mixed_equilibrium" => games::mixed_equilibrium(shape, game, at),
            "zero_sum_value" => games::zero_sum_value(shape, game, at),
            "correlated_equilibrium" => games::correlated_equilibrium(shape, game, at),
            "correlated_bound" => games::correlated_bound(shape, game, at),
            "dominated" => dominance::dominated(shape, game, at),
            "best_response" => dominance::best_response(shape, game, at),
            "elimination" => dominance::elimination(shape, game, at),
            "altruism_interval" => altruism::altruism_interval(shape, game, at),
            "phase_diagram" => altruism::phase_diagram(shape, game, at),
            "implementation" => games::implementation(shape, game, at),
            "stable_strategy" => stability::stable_strategy(shape, game, at, options.max_plans),
            "unstable_strategy" => stability::unstable_strategy(shape, game, at),
            other => malformed(format!("{other:?} is no kind of claim about a game")),
        },
        Problem::Program(program) => match kind {
            "optimal" => program::optimal(program, at),
            "infeasible" => program::infeasible(program, at),
            "unbounded" => program::unbounded(program, at),
            other => malformed(format!(
                "{other:?} is no kind of claim about a linear program"
            )),
        },
        Problem::Setting(setting) => setting::decide(setting, kind, at, options.max_plans),
        Problem::Design(design) => match kind {
            "design_mechanism" => design::design_mechanism(design, at, options.max_plans),
            "design_bound" => design_bound::design_bound(design, at),
            "no_design" => design_bound::no_design(design, at),
            "optimal_design" => optimal_design(at, proof),
            "unbounded_design" => design::unbounded_design(design, at, options.max_plans),
            other => malformed(format!("{other:?} is no kind of claim about a design")),
        },
        Problem::Contracting(problem) => match kind {
            "first_best" => contracts::first_best(problem, at),
            "plain_contract" => contracts::plain_contract(problem, at),
            "no_better_plain_contract" => {
                refutations::no_better_plain_contract(problem, at, options.max_plans)
            }
            "worst_equilibrium" => contracts::worst_equilibrium(problem, at),
            "contract_equilibria" => enforced::contract_equilibria(problem, at),
            "repeated_play" => repetition::repeated_play(problem, at),
            "welfare_gap" => welfare_gap(at, proof),
            "altruism_level" => levels::altruism_level(problem, at, options.max_plans),
            "attained_threshold" => levels::attained_threshold(problem, at),
            "mechanism" => mechanism::mechanism(problem, at),
            "mechanism_bound" => plan::mechanism_bound(problem, at, options.max_recommendations),
            "no_mechanism" => plan::no_mechanism(problem, at, options.max_recommendations),
            "mechanism_value" => mechanism_value(at, proof),
            "dilemma" => irreducible::dilemma(problem, at),
            "certified_gap" => irreducible::certified_gap(problem, at),
            "closed_gap" => irreducible::closed_gap(problem, at),
            "altruism_threshold" => irreducible::altruism_threshold(problem, at),
            other => malformed(format!("{other:?} is no kind of claim about contracts")),
        },
    }
}

/// Another claim of the document has this kind, and says this number (`None`: null) in this field.
fn ensure_another(
    proof: &Proof,
    kind: &str,
    field: &'static str,
    number: Option<&Rational>,
) -> Outcome {
    let says_so = proof.claims().iter().any(|value| {
        let at = At {
            value,
            field: "claim",
        };
        let is = |name, wanted: &str| at.peek(name).is_ok_and(|at| at.word() == Ok(wanted));
        let said = at.peek(field).and_then(At::optional_number);
        is("kind", kind) && said.is_ok_and(|said| said.as_ref() == number)
    });
    ensure(says_so, || match number {
        Some(number) => format!("no claim `{kind}` of the document has `{field}` {number}"),
        None => format!("no claim `{kind}` of the document has `{field}` null"),
    })
}

fn welfare_gap(at: At<'_>, proof: &Proof) -> Outcome {
    let claim = at.object(&["kind", "statement", "first_best", "gap"])?;
    let first_best = claim.at("first_best")?.number()?;
    ensure_another(proof, "first_best", "value", Some(&first_best))?;
    let welfare = claim
        .at("gap")?
        .optional_number()?
        .map(|gap| &first_best - &gap);
    if welfare.is_some() {
        ensure_another(proof, "plain_contract", "welfare", welfare.as_ref())?;
    }
    ensure_another(
        proof,
        "no_better_plain_contract",
        "welfare",
        welfare.as_ref(),
    )
}

fn mechanism_value(at: At<'_>, proof: &Proof) -> Outcome {
    let claim = at.object(&["kind", "statement", "value"])?;
    let value = claim.at("value")?.number()?;
    ensure_another(proof, "mechanism", "value", Some(&value))?;
    ensure_another(proof, "mechanism_bound", "bound", Some(&value))
}

fn optimal_design(at: At<'_>, proof: &Proof) -> Outcome {
    let claim = at.object(&["kind", "statement", "value"])?;
    let value = claim.at("value")?.number()?;
    ensure_another(proof, "design_mechanism", "value", Some(&value))?;
    ensure_another(proof, "design_bound", "bound", Some(&value))
}
