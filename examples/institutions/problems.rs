//! The three problems: a dilemma with hidden effort, a monitor, and a supply contract.

use lacuna::contract::{ContractError, ContractingProblem, Information, Language};
use lacuna::game::NormalForm;
use lacuna::game::catalogue::DilemmaPayoffs;
use lacuna::game::hidden_effort::{HiddenEffort, base_action};
use lacuna::gap::GapError;
use lacuna::gap::verifiability::{Observation, ObservationMenu};
use lacuna::number::Rational;

/// A problem with what a court verifies and what it could be made to verify.
pub struct Case {
    /// Its name in documents.
    pub id: &'static str,
    pub title: &'static str,
    pub story: &'static str,
    /// What payoffs are measured in.
    pub unit: &'static str,
    pub problem: ContractingProblem,
    /// What the court verifies.
    pub language: Language,
    /// What it could verify, and at which cost a court would be able to.
    pub menu: ObservationMenu,
    /// The most that anybody can be made to pay, below unlimited fines.
    pub liability: Rational,
    /// The altruism weights at which languages are compared.
    pub lambdas: Vec<Rational>,
}

/// All three.
pub fn all() -> Result<Vec<Case>, GapError> {
    Ok(vec![dilemma()?, monitor()?, supply()?])
}

fn weights(texts: [&str; 3]) -> Vec<Rational> {
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

fn named(
    game: NormalForm<Rational>,
    players: &[&str],
    actions: &[&[&str]],
) -> Result<NormalForm<Rational>, ContractError> {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let actions = actions.iter().map(|names| owned(names)).collect();
    Ok(game.with_names(owned(players), actions)?)
}

fn halves(numerator: i64) -> Rational {
    Rational::new(numerator, 2).unwrap_or_default()
}

fn seen<K: Ord + std::fmt::Debug>(
    name: &str,
    cost: i64,
    problem: &ContractingProblem,
    observe: impl Fn(usize, &[usize]) -> K,
) -> Result<Observation, GapError> {
    Observation::new(name, Language::observed(problem, observe), halves(cost))
}

/// The lifted prisoner's dilemma of scenario 251.
pub fn dilemma() -> Result<Case, GapError> {
    let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0)).map_err(ContractError::from)?;
    let problem = ContractingProblem::hidden_effort(&lift)?;
    let effort = |player: usize| move |_: usize, profile: &[usize]| profile[player] % 2;
    let action = |player: usize| move |_: usize, profile: &[usize]| base_action(profile[player]);
    let observations = vec![
        seen("action of A", 1, &problem, action(0))?,
        seen("action of B", 1, &problem, action(1))?,
        seen("effort of A", 2, &problem, effort(0))?,
        seen("effort of B", 2, &problem, effort(1))?,
    ];
    Ok(Case {
        id: "lifted_dilemma",
        title: "Lifted prisoner's dilemma",
        story: "A and B cooperate or defect, with high or low effort (R, S, T, P = 5, −5, 9, 0). A \
                court sees who cooperated and never how hard anybody worked.",
        unit: "",
        language: Language::base_actions(&problem),
        menu: ObservationMenu::new(Language::trivial(&problem), observations)?,
        liability: Rational::from(5),
        lambdas: weights(["0", "1", "2"]),
        problem,
    })
}

/// Who monitors the monitor (Rahman 2012)?
pub fn monitor() -> Result<Case, GapError> {
    let game = NormalForm::from_fn(&[2, 2], |player, profile| {
        let (bad, monitors) = (profile[0] as i64, profile[1] as i64);
        match player {
            0 => Rational::from(bad),
            _ => halves(-6 * bad - monitors),
        }
    })
    .map_err(ContractError::from)?;
    let game = named(
        game,
        &["agent", "monitor"],
        &[&["good", "bad"], &["rest", "look"]],
    )?;
    let problem = ContractingProblem::single_state(game)?;
    let language = Language::observed(&problem, |_, profile| profile[1] * (1 + profile[0]));
    let observations = vec![
        seen("whether the monitor looked", 1, &problem, |_, p| p[1])?,
        seen("what the monitor saw", 2, &problem, |_, p| p[1] * p[0])?,
        seen("what the agent did", 6, &problem, |_, p| p[0])?,
    ];
    Ok(Case {
        id: "monitor",
        title: "Monitor game",
        story: "An agent can be bad, which gains it 1 and costs the monitor 3. The monitor can rest, \
                or look at a cost of 1/2. A court sees whether it looked and, only then, what the \
                agent did.",
        unit: "",
        menu: ObservationMenu::new(Language::trivial(&problem), observations)?,
        language,
        liability: Rational::ONE,
        lambdas: weights(["0", "1/4", "1/2"]),
        problem,
    })
}

/// A part for a machine: made by a supplier, brought by a carrier, mounted by the buyer.
///
/// Every slip costs the buyer the same and nobody can tell one from another: whoever slipped, the
/// machine breaks down.
pub fn supply() -> Result<Case, GapError> {
    // In the order cheap, normal and dear steel.
    const SHODDY: [i64; 3] = [6, 10, 16];
    const EARNED: [i64; 3] = [30, 50, 40];
    const SLIP: [i64; 3] = [10, 12, 6];
    // What a sound part costs more than a shoddy one, and care costs the carrier and the buyer.
    const SOUND: i64 = 2;
    const CARRY: i64 = 4;
    const MOUNT: i64 = 5;
    let mut states = Vec::new();
    for (state, prior) in ["1/2", "1/4", "1/4"].iter().enumerate() {
        let game = NormalForm::from_fn(&[3, 2, 2], |player, profile| {
            let [made, carried, mounted] = [0, 1, 2].map(|i| profile[i] as i64);
            let slips = i64::from(made == 1) + (1 - carried) + (1 - mounted);
            let works = if made == 0 {
                0
            } else {
                EARNED[state] - SLIP[state] * slips
            };
            Rational::from(match player {
                0 if made == 0 => 0,
                0 => -SHODDY[state] - SOUND * (made - 1),
                1 => -CARRY * carried,
                _ => works - MOUNT * mounted,
            })
        })
        .map_err(ContractError::from)?;
        let game = named(
            game,
            &["supplier", "carrier", "buyer"],
            &[
                &["none", "shoddy", "sound"],
                &["careless", "careful"],
                &["careless", "careful"],
            ],
        )?;
        states.push((prior.parse().unwrap_or_default(), game));
    }
    let problem = ContractingProblem::new(states)?
        .with_state_names(&["cheap", "normal", "dear"])?
        // The carrier and the buyer only know whether steel is cheap.
        .with_information(Information::new(vec![
            vec![0, 1, 2],
            vec![0, 1, 1],
            vec![0, 1, 1],
        ])?)?;
    let outcome = |_: usize, profile: &[usize]| match profile {
        [0, _, _] => "nothing delivered",
        [2, 1, 1] => "the machine runs",
        _ => "breakdown",
    };
    let observations = vec![
        seen("price of steel", 2, &problem, |state, _| state)?,
        seen("quality of the part", 6, &problem, |_, p| p[0])?,
        seen("care on the road", 4, &problem, |_, p| p[1])?,
    ];
    let language = Language::observed(&problem, outcome);
    Ok(Case {
        id: "supply_contract",
        title: "Supply contract",
        story: "A supplier makes a part, or none; a carrier brings it; the buyer mounts it. A sound \
                part costs 2 more than a shoddy one (which costs 6, 10 or 16 when steel is cheap, \
                normal or dear), careful carriage 4, careful mounting 5. The machine earns the buyer \
                30, 50 or 40, less 10, 12 or 6 for each slip of anybody. A court sees whether a part \
                came and whether the machine broke down, not why, nor how badly. The supplier knows \
                the price of steel, the others only whether it is cheap.",
        unit: "thousand euros",
        menu: ObservationMenu::new(language.clone(), observations)?,
        language,
        liability: Rational::from(8),
        lambdas: weights(["0", "1/4", "1/2"]),
        problem,
    })
}
