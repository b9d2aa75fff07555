//! The problem of a document, read into plain arrays.

use super::design::Design;
use super::read::{At, Outcome, is_law, malformed, require};
use super::setting::{FIELDS, Setting};
use crate::number::Rational;

/// Profiles, counted with the last player's action fastest.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) actions: Vec<usize>,
    strides: Vec<usize>,
    pub(super) profiles: usize,
}

impl Shape {
    pub(super) fn read(at: At<'_>) -> Outcome<Self> {
        let actions = at.counts()?;
        require(!actions.is_empty(), || "there are no players".to_owned())?;
        let mut profiles = 1usize;
        let mut strides = vec![0; actions.len()];
        for (stride, &count) in strides.iter_mut().zip(&actions).rev() {
            *stride = profiles;
            match profiles.checked_mul(count) {
                Some(product) if count > 0 => profiles = product,
                _ => return malformed(format!("a player cannot have {count} actions here")),
            }
        }
        Ok(Shape {
            actions,
            strides,
            profiles,
        })
    }

    pub(super) fn players(&self) -> usize {
        self.actions.len()
    }

    /// The number of a profile.
    pub(super) fn profile(&self, at: At<'_>) -> Outcome<usize> {
        let profile = at.counts()?;
        match self.index(&profile) {
            Some(index) => Ok(index),
            None => malformed(format!("`{}`: {profile:?} is not a profile", at.field)),
        }
    }

    pub(super) fn index(&self, profile: &[usize]) -> Option<usize> {
        let fits = profile.len() == self.actions.len()
            && profile
                .iter()
                .zip(&self.actions)
                .all(|(a, count)| a < count);
        fits.then(|| profile.iter().zip(&self.strides).map(|(a, s)| a * s).sum())
    }

    pub(super) fn action(&self, index: usize, player: usize) -> usize {
        index / self.strides[player] % self.actions[player]
    }

    /// The profile in which a player plays something else.
    pub(super) fn replaced(&self, index: usize, player: usize, action: usize) -> usize {
        index - self.action(index, player) * self.strides[player] + action * self.strides[player]
    }

    /// The actions of a player, and the profiles that they lead to.
    pub(super) fn deviations(
        &self,
        index: usize,
        player: usize,
    ) -> impl Iterator<Item = usize> + '_ {
        (0..self.actions[player]).map(move |action| self.replaced(index, player, action))
    }

    pub(super) fn written(&self, index: usize) -> Vec<usize> {
        (0..self.players())
            .map(|player| self.action(index, player))
            .collect()
    }
}

/// Payoffs by player and profile.
pub(super) type Table = Vec<Vec<Rational>>;

/// `Σ_j B_ij x_j` for each player and place.
pub(super) fn weighed(weights: &Table, table: &Table) -> Table {
    let places = table.first().map_or(0, Vec::len);
    let perceived = |row: &Vec<Rational>, place: usize| {
        Rational::dot(row.iter().zip(table.iter().map(|list| &list[place])))
    };
    weights
        .iter()
        .map(|row| (0..places).map(|place| perceived(row, place)).collect())
        .collect()
}

/// `Σ_j x_j` for each place.
pub(super) fn added(table: &Table) -> Vec<Rational> {
    let places = table.first().map_or(0, Vec::len);
    (0..places)
        .map(|place| table.iter().map(|list| &list[place]).sum())
        .collect()
}

/// `I + λ·J`.
pub(super) fn cooperative(players: usize, lambda: &Rational) -> Table {
    let entry = |i, j| match i == j {
        true => Rational::ONE + lambda,
        false => lambda.clone(),
    };
    (0..players)
        .map(|i| (0..players).map(|j| entry(i, j)).collect())
        .collect()
}

/// A game, or one state of a contracting problem.
#[derive(Debug)]
pub(super) struct Game {
    pub(super) payoffs: Table,
    pub(super) welfare: Vec<Rational>,
    /// What players maximise; `None` if weights are what claims are about.
    pub(super) perceived: Option<Table>,
}

impl Game {
    fn read(at: At<'_>, shape: &Shape, weights: Option<&Table>) -> Outcome<Self> {
        let payoffs = at.table(shape.players(), shape.profiles)?;
        Ok(Game {
            welfare: added(&payoffs),
            perceived: weights.map(|weights| weighed(weights, &payoffs)),
            payoffs,
        })
    }

    /// What players maximise; claims that need it are malformed without weights.
    pub(super) fn seen(&self) -> Outcome<&Table> {
        match &self.perceived {
            Some(table) => Ok(table),
            None => malformed("the claim needs `weights`, and they are null"),
        }
    }

    /// Claims about all λ are malformed with weights.
    pub(super) fn unweighed(&self) -> Outcome {
        require(self.perceived.is_none(), || {
            "the claim is about all λ, and `weights` is not null".to_owned()
        })
    }

    pub(super) fn first_best(&self) -> Rational {
        self.welfare.iter().max().cloned().unwrap_or_default()
    }

    pub(super) fn optima(&self) -> Vec<usize> {
        let best = self.first_best();
        (0..self.welfare.len())
            .filter(|&index| self.welfare[index] == best)
            .collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Budget {
    Unrestricted,
    Expected,
    Burning,
    Balanced,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Communication {
    Mediated,
    Recommendations,
    Public,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    None,
    ExAnte,
    Interim,
    ExPost,
}

impl Stage {
    pub(super) fn read(at: At<'_>) -> Outcome<Self> {
        at.one_of(&[
            ("none", Stage::None),
            ("ex_ante", Stage::ExAnte),
            ("interim", Stage::Interim),
            ("ex_post", Stage::ExPost),
        ])
    }
}

/// A contracting problem.
#[derive(Debug)]
pub(super) struct Contracting {
    pub(super) shape: Shape,
    pub(super) chances: Vec<Rational>,
    pub(super) games: Vec<Game>,
    pub(super) types: Vec<Vec<usize>>,
    pub(super) signals: usize,
    /// The law of the signal by state and profile.
    pub(super) laws: Vec<Vec<Vec<(usize, Rational)>>>,
    pub(super) weights: Option<Table>,
    pub(super) budget: Budget,
    pub(super) liability: Option<Rational>,
    pub(super) communication: Communication,
    pub(super) stage: Stage,
    pub(super) outside: Table,
}

/// A linear program.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) maximise: bool,
    pub(super) objective: Vec<Rational>,
    pub(super) lower: Vec<Option<Rational>>,
    pub(super) upper: Vec<Option<Rational>>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    AtMost,
    AtLeast,
    Equal,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) terms: Vec<(usize, Rational)>,
    pub(super) relation: Relation,
    pub(super) bound: Rational,
}

#[derive(Debug)]
pub(super) enum Problem {
    Game(Shape, Game),
    Contracting(Box<Contracting>),
    Program(Program),
    Setting(Box<Setting>),
    Design(Box<Design>),
}

impl Problem {
    pub(super) fn read(at: At<'_>) -> Outcome<Self> {
        match at.peek("kind")?.word()? {
            "game" => {
                let form = at.object(&["kind", "actions", "payoffs", "weights"])?;
                let shape = Shape::read(form.at("actions")?)?;
                let weights = read_weights(form.at("weights")?, shape.players())?;
                let game = Game::read(form.at("payoffs")?, &shape, weights.as_ref())?;
                Ok(Problem::Game(shape, game))
            }
            "contracting" => Ok(Problem::Contracting(Box::new(Contracting::read(at)?))),
            "linear_program" => Ok(Problem::Program(Program::read(at)?)),
            "setting" => {
                let setting = Setting::read(at.object(&FIELDS)?)?;
                Ok(Problem::Setting(Box::new(setting)))
            }
            "design" => Ok(Problem::Design(Box::new(Design::read(at)?))),
            other => malformed(format!("the kind {other:?} of problem is unknown")),
        }
    }
}

fn read_weights(at: At<'_>, players: usize) -> Outcome<Option<Table>> {
    at.optional()
        .map(|at| at.table(players, players))
        .transpose()
}

impl Contracting {
    fn read(at: At<'_>) -> Outcome<Self> {
        let form = at.object(&[
            "kind",
            "actions",
            "states",
            "types",
            "signals",
            "laws",
            "weights",
            "budget",
            "liability",
            "communication",
            "participation",
            "outside",
        ])?;
        let shape = Shape::read(form.at("actions")?)?;
        let weights = read_weights(form.at("weights")?, shape.players())?;
        let states = form.at("states")?.each(|state| {
            let state = state.object(&["probability", "payoffs"])?;
            let game = Game::read(state.at("payoffs")?, &shape, weights.as_ref())?;
            Ok((state.at("probability")?.number()?, game))
        })?;
        let (chances, games): (Vec<Rational>, Vec<Game>) = states.into_iter().unzip();
        require(is_law(chances.iter()), || {
            "the probabilities of the states must be at least 0 and sum to 1".to_owned()
        })?;
        let types = form.at("types")?.each(At::counts)?;
        let fits = types.len() == shape.players()
            && types
                .iter()
                .all(|list| list.len() == games.len() && list.iter().all(|t| *t < games.len()));
        require(fits, || {
            "`types` must have one list a player with one type a state, below the number of states"
                .to_owned()
        })?;
        let signals = form.at("signals")?.count()?;
        let laws = form
            .at("laws")?
            .each(|state| state.each(|law| read_law(law, signals)))?;
        let fits = laws.len() == games.len() && laws.iter().all(|l| l.len() == shape.profiles);
        require(fits, || {
            "`laws` must have one list a state with one law a profile".to_owned()
        })?;
        let stage = Stage::read(form.at("participation")?)?;
        let outside = match stage {
            Stage::None => form.at("outside")?.table(0, 0)?,
            _ => form.at("outside")?.table(shape.players(), games.len())?,
        };
        Ok(Contracting {
            chances,
            games,
            types,
            signals,
            laws,
            weights,
            budget: form.at("budget")?.one_of(&[
                ("unrestricted", Budget::Unrestricted),
                ("expected", Budget::Expected),
                ("burning", Budget::Burning),
                ("balanced", Budget::Balanced),
            ])?,
            liability: form
                .at("liability")?
                .optional()
                .map(At::nonnegative)
                .transpose()?,
            communication: form.at("communication")?.one_of(&[
                ("mediated", Communication::Mediated),
                ("recommendations", Communication::Recommendations),
                ("public", Communication::Public),
            ])?,
            stage,
            outside,
            shape,
        })
    }

    pub(super) fn players(&self) -> usize {
        self.shape.players()
    }

    pub(super) fn states(&self) -> usize {
        self.games.len()
    }

    /// `q(y | ω, a)`.
    pub(super) fn chance(&self, signal: usize, state: usize, index: usize) -> Rational {
        let law = &self.laws[state][index];
        law.iter()
            .find(|(other, _)| *other == signal)
            .map_or(Rational::ZERO, |(_, chance)| chance.clone())
    }

    /// `q(y | ω, to) − q(y | ω, from)` for each signal that changes.
    pub(super) fn change(&self, state: usize, from: usize, to: usize) -> Vec<(usize, Rational)> {
        let mut change: std::collections::BTreeMap<usize, Rational> =
            self.laws[state][to].iter().cloned().collect();
        for (signal, chance) in &self.laws[state][from] {
            *change.entry(*signal).or_default() -= chance;
        }
        change.into_iter().filter(|(_, c)| !c.is_zero()).collect()
    }

    /// The weights; claims that need them are malformed without.
    pub(super) fn weights(&self) -> Outcome<&Table> {
        match &self.weights {
            Some(weights) => Ok(weights),
            None => malformed("the claim needs `weights`, and they are null"),
        }
    }

    /// Claims about all λ are malformed with weights.
    pub(super) fn unweighed(&self) -> Outcome {
        require(self.weights.is_none(), || {
            "the claim is about all λ, and `weights` is not null".to_owned()
        })
    }

    /// The states of positive probability.
    pub(super) fn possible(&self) -> Vec<usize> {
        (0..self.states())
            .filter(|&state| self.chances[state].is_positive())
            .collect()
    }

    /// Claims that need everybody to tell these states apart are malformed otherwise.
    pub(super) fn told_apart(&self, states: &[usize]) -> Outcome {
        for (player, types) in self.types.iter().enumerate() {
            let mut seen: Vec<usize> = states.iter().map(|&state| types[state]).collect();
            seen.sort_unstable();
            seen.dedup();
            require(seen.len() == states.len(), || {
                format!("player {player} cannot tell all states apart, and the claim needs it")
            })?;
        }
        Ok(())
    }

    pub(super) fn informed(&self) -> Outcome {
        self.told_apart(&(0..self.states()).collect::<Vec<_>>())
    }

    /// The signal of each state and profile, if there is no noise.
    pub(super) fn cells(&self) -> Outcome<Vec<Vec<usize>>> {
        let cell = |law: &Vec<(usize, Rational)>| match law.as_slice() {
            [(signal, _)] => Ok(*signal),
            _ => malformed("the claim needs a language without noise"),
        };
        let state = |laws: &Vec<Vec<(usize, Rational)>>| laws.iter().map(cell).collect();
        self.laws.iter().map(state).collect()
    }
}

fn read_law(at: At<'_>, signals: usize) -> Outcome<Vec<(usize, Rational)>> {
    let law = at.each(|entry| {
        let [signal, chance] = entry.tuple()?;
        Ok((signal.below(signals)?, chance.number()?))
    })?;
    let fits = law.windows(2).all(|pair| pair[0].0 < pair[1].0)
        && law.iter().all(|(_, chance)| chance.is_positive())
        && is_law(law.iter().map(|(_, chance)| chance));
    require(fits, || {
        "a law must have ascending signals and positive probabilities of sum 1".to_owned()
    })?;
    Ok(law)
}

impl Program {
    fn read(at: At<'_>) -> Outcome<Self> {
        let form = at.object(&["kind", "sense", "objective", "lower", "upper", "rows"])?;
        let objective = form.at("objective")?.numbers()?;
        let lower = form.at("lower")?.each(At::optional_number)?;
        let upper = form.at("upper")?.each(At::optional_number)?;
        let variables = objective.len();
        require(lower.len() == variables && upper.len() == variables, || {
            "there must be one bound of each side a variable".to_owned()
        })?;
        let crossed = |(low, high): (&Option<Rational>, &Option<Rational>)| {
            low.as_ref()
                .zip(high.as_ref())
                .is_some_and(|(low, high)| low > high)
        };
        require(!lower.iter().zip(&upper).any(crossed), || {
            "a lower bound is above its upper bound".to_owned()
        })?;
        let rows = form.at("rows")?.each(|row| {
            let row = row.object(&["terms", "relation", "bound"])?;
            Ok(Row {
                terms: row.at("terms")?.each(|term| {
                    let [variable, coefficient] = term.tuple()?;
                    Ok((variable.below(variables)?, coefficient.number()?))
                })?,
                relation: row.at("relation")?.one_of(&[
                    ("at_most", Relation::AtMost),
                    ("at_least", Relation::AtLeast),
                    ("equal", Relation::Equal),
                ])?,
                bound: row.at("bound")?.number()?,
            })
        })?;
        Ok(Program {
            maximise: form
                .at("sense")?
                .one_of(&[("maximise", true), ("minimise", false)])?,
            objective,
            lower,
            upper,
            rows,
        })
    }
}
