//! A game at a table: what everybody knows of it, and what a court can see of an action.

use serde::{Deserialize, Serialize};

use super::TableError;
use crate::contract::law::{ActionKind, Court};
use crate::contract::{Contractible, ContractingProblem};
use crate::game::hidden_effort::{
    BaseAction, Effort, Family, HiddenEffort, Scenario, base_action, effort,
};
use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::simulate::WrongLength;

/// In which form a scenario of the paper is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Form {
    /// The 2×2 game with actions C and D.
    Base,
    /// The 4×4 game with hidden effort, in the units of the base game.
    Lifted,
    /// The 4×4 game with hidden effort in integers, as the paper shows it.
    LiftedInIntegers,
}

/// What everybody at a table knows: the game with names and stories, which actions cooperate, how
/// much effort they take, and what a court sees of them. It never changes.
///
/// ```
/// use lacuna::game::hidden_effort::scenarios;
/// use lacuna::simulate::table_game::{Form, Scene};
///
/// let scene = Scene::of_scenario(&scenarios()[0], Form::Lifted)?;
/// assert_eq!(scene.name(), "prisoner's dilemma 1091, lifted");
/// assert_eq!(scene.labels(0), ["CH", "CL", "DH", "DL"]);
/// // A court sees the base action alone.
/// assert_eq!(scene.seen_label(0, 1), Some("C"));
/// assert!(scene.effort_hint().is_some());
/// # Ok::<(), lacuna::simulate::table_game::TableError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    name: String,
    stories: Vec<String>,
    problem: ContractingProblem,
    court: Court,
    labels: Vec<Vec<String>>,
    seen: Vec<Vec<String>>,
    scale: Rational,
    bases: Option<Vec<Vec<BaseAction>>>,
    efforts: Option<Vec<Vec<Effort>>>,
}

impl Scene {
    /// A game in which a contract can command these parts of the players' actions, and a court sees
    /// the same parts: [`Contractible::everything`] for a player whose actions are all seen.
    ///
    /// Names of players and actions are those of the game; labels of what the court sees are what
    /// the names of the actions of a class begin with, as in [`Court::of_actions`].
    ///
    /// # Errors
    /// [`TableError`] for parts that do not fit the game, or names that make no court.
    ///
    /// ```
    /// use lacuna::contract::Contractible;
    /// use lacuna::game::NormalForm;
    /// use lacuna::game::hidden_effort::BaseAction::{Cooperate, Defect};
    /// use lacuna::number::Rational;
    /// use lacuna::simulate::table_game::Scene;
    ///
    /// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    /// let game = NormalForm::symmetric(&dilemma)?.with_action_names(&["keep", "break"])?;
    /// let scene = Scene::new("promises", game, vec![Contractible::everything(2); 2])?
    ///     .with_cooperation(vec![vec![Cooperate, Defect]; 2])?;
    /// assert_eq!(scene.cooperates(1, 0), Some(true));
    /// assert_eq!(scene.effort(1, 0), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        name: impl Into<String>,
        game: NormalForm<Rational>,
        contractible: Vec<Contractible>,
    ) -> Result<Self, TableError> {
        let problem = ContractingProblem::single_state(game)?.with_contractible(contractible)?;
        let court = Court::of_actions(&problem)?;
        let players = problem.players();
        let labels: Vec<Vec<String>> = (0..players)
            .map(|player| {
                let actions = 0..problem.space().actions()[player];
                let label = |action| problem.action_name(player, action);
                actions.map(label).collect()
            })
            .collect();
        let seen = match court.action() {
            ActionKind::Labels { labels, .. } => labels.clone(),
            ActionKind::Quantity { .. } => Vec::new(),
        };
        Ok(Scene {
            name: name.into(),
            stories: vec![String::new(); players],
            problem,
            court,
            labels,
            seen,
            scale: Rational::ONE,
            bases: None,
            efforts: None,
        })
    }

    /// A scenario of the paper in one of its forms.
    ///
    /// # Errors
    /// None for the scenarios of the paper.
    pub fn of_scenario(scenario: &Scenario, form: Form) -> Result<Self, TableError> {
        let family = match scenario.family {
            Family::PrisonersDilemma => "prisoner's dilemma",
            Family::StagHunt => "stag hunt",
        };
        let payoffs = scenario.payoffs.clone();
        match form {
            Form::Base => {
                let game = payoffs.game()?.with_action_names(&["C", "D"])?;
                let name = format!("{family} {}", scenario.base_id);
                let both = vec![BaseAction::Cooperate, BaseAction::Defect];
                Scene::new(name, game, vec![Contractible::everything(2); 2])?
                    .with_cooperation(vec![both; 2])
            }
            Form::Lifted | Form::LiftedInIntegers => {
                let lift = HiddenEffort::new(payoffs)?;
                let name = format!("{family} {}, lifted", scenario.lifted_id);
                if form == Form::Lifted {
                    return Scene::lifted(name, lift.game()?, Rational::ONE);
                }
                let normalised = lift.normalised()?;
                Scene::lifted(name, normalised.game, normalised.scale)
            }
        }
    }

    /// A lift of one's own dilemma, in the units of the base game.
    ///
    /// # Errors
    /// None that the payoffs can cause.
    pub fn of_lift(name: impl Into<String>, lift: &HiddenEffort) -> Result<Self, TableError> {
        Scene::lifted(name, lift.game()?, Rational::ONE)
    }

    fn lifted(
        name: impl Into<String>,
        game: NormalForm<Rational>,
        scale: Rational,
    ) -> Result<Self, TableError> {
        let split = Contractible::new(vec![0, 0, 1, 1], vec![0, 1, 0, 1])?;
        let bases: Vec<BaseAction> = (0..4).filter_map(base_action).collect();
        let efforts: Vec<Effort> = (0..4).filter_map(effort).collect();
        let mut scene = Scene::new(name, game, vec![split; 2])?
            .with_cooperation(vec![bases; 2])?
            .with_efforts(vec![efforts; 2])?;
        scene.scale = scale;
        Ok(scene)
    }

    /// The same scene with a story for each player, of which others are not told.
    ///
    /// # Errors
    /// [`TableError::WrongLength`].
    pub fn with_stories(mut self, stories: Vec<String>) -> Result<Self, TableError> {
        WrongLength::check_players("the list of stories", stories.len(), self.players())?;
        self.stories = stories;
        Ok(self)
    }

    /// The same scene, in which it is known which actions cooperate: one list a player, one entry
    /// an action.
    ///
    /// # Errors
    /// [`TableError::WrongLength`].
    pub fn with_cooperation(mut self, bases: Vec<Vec<BaseAction>>) -> Result<Self, TableError> {
        self.check_lists("what cooperates", &bases)?;
        self.bases = Some(bases);
        Ok(self)
    }

    /// The same scene, in which it is known how much effort each action takes: one list a player,
    /// one entry an action.
    ///
    /// # Errors
    /// [`TableError::WrongLength`].
    pub fn with_efforts(mut self, efforts: Vec<Vec<Effort>>) -> Result<Self, TableError> {
        self.check_lists("efforts", &efforts)?;
        self.efforts = Some(efforts);
        Ok(self)
    }

    fn check_lists<T>(&self, what: &str, lists: &[Vec<T>]) -> Result<(), TableError> {
        let name = format!("the list of {what}");
        WrongLength::check_players(name, lists.len(), self.players())?;
        for (player, list) in lists.iter().enumerate() {
            let name = format!("the list of {what} of player {player}");
            WrongLength::check(name, list.len(), self.labels[player].len(), "actions")?;
        }
        Ok(())
    }

    /// What the scene is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.problem.players()
    }

    /// The names of the players.
    pub fn player_names(&self) -> &[String] {
        self.court.player_names()
    }

    /// The story of a player; empty if there is none, or no such player.
    pub fn story(&self, player: usize) -> &str {
        self.stories.get(player).map_or("", String::as_str)
    }

    /// The labels of a player's actions; none if there is no such player.
    pub fn labels(&self, player: usize) -> &[String] {
        self.labels.get(player).map_or(&[], Vec::as_slice)
    }

    /// The action of this label; without one, the only action whose label is the same but for case.
    pub fn action_labelled(&self, player: usize, label: &str) -> Option<usize> {
        let (label, wanted) = (label.trim(), label.trim().to_lowercase());
        let labels = self.labels(player);
        if let Some(action) = labels.iter().position(|own| own == label) {
            return Some(action);
        }
        let mut alike = (0..labels.len()).filter(|&action| labels[action].to_lowercase() == wanted);
        alike.next().filter(|_| alike.next().is_none())
    }

    /// The labels of what a court sees of a player's actions.
    pub fn seen_labels(&self, player: usize) -> &[String] {
        self.seen.get(player).map_or(&[], Vec::as_slice)
    }

    /// The number of the label by which a court sees an action.
    pub fn seen(&self, player: usize, action: usize) -> Option<usize> {
        let exists = action < self.labels(player).len();
        exists.then(|| self.problem.contractible(player).class(action))
    }

    /// The label by which a court sees an action.
    pub fn seen_label(&self, player: usize, action: usize) -> Option<&str> {
        let seen = self.seen(player, action)?;
        self.seen_labels(player).get(seen).map(String::as_str)
    }

    /// The action that a player who chose `action` takes when it is ordered to another label: what
    /// the court cannot see stays. `action` itself if there is no such player, action or label.
    pub fn directed(&self, player: usize, action: usize, label: usize) -> usize {
        if action >= self.labels(player).len() {
            return action;
        }
        self.problem.contractible(player).directed(action, label)
    }

    /// Does this action cooperate? `None` if the scene does not say, or there is no such action.
    pub fn cooperates(&self, player: usize, action: usize) -> Option<bool> {
        let base = self.bases.as_ref()?.get(player)?.get(action)?;
        Some(*base == BaseAction::Cooperate)
    }

    /// How much effort an action takes. `None` if the scene does not say, or there is no such action.
    pub fn effort(&self, player: usize, action: usize) -> Option<Effort> {
        self.efforts.as_ref()?.get(player)?.get(action).copied()
    }

    /// Why a court cannot see how an action is carried out, if that is so.
    pub fn effort_hint(&self) -> Option<&str> {
        self.court.hidden("effort")
    }

    /// What a player is told before it negotiates or chooses: its story, its actions, what
    /// everybody gains (in games of up to 256 profiles), and what a court can see.
    ///
    /// ```
    /// use lacuna::game::hidden_effort::scenarios;
    /// use lacuna::simulate::table_game::{Form, Scene};
    /// let scene = Scene::of_scenario(&scenarios()[0], Form::Base)?;
    /// assert_eq!(
    ///     scene.briefing(1),
    ///     "You are column. Your actions: C, D. Payoffs of (row, column): C, C: 5, 5; C, D: -5, 9; \
    ///      D, C: 9, -5; D, D: 0, 0."
    /// );
    /// # Ok::<(), lacuna::simulate::table_game::TableError>(())
    /// ```
    pub fn briefing(&self, player: usize) -> String {
        let names = self.player_names();
        let mut words = String::new();
        if !self.story(player).is_empty() {
            words.push_str(self.story(player));
            words.push_str("\n\n");
        }
        let name = names.get(player).map_or("nobody", String::as_str);
        let actions = self.labels(player).join(", ");
        let cell = |profile: Vec<usize>| {
            let labels = profile
                .iter()
                .zip(&self.labels)
                .map(|(&action, labels)| &*labels[action]);
            let payoffs = (0..names.len()).map(|i| self.game().payoff(i, &profile).to_string());
            let (labels, payoffs): (Vec<&str>, Vec<String>) = (labels.collect(), payoffs.collect());
            format!("{}: {}", labels.join(", "), payoffs.join(", "))
        };
        words.push_str(&format!("You are {name}. Your actions: {actions}."));
        if self.game().space().len() <= 256 {
            let cells: Vec<String> = self.game().space().iter().map(cell).collect();
            let (names, cells) = (names.join(", "), cells.join("; "));
            words.push_str(&format!(" Payoffs of ({names}): {cells}."));
        }
        if let Some(hint) = self.effort_hint() {
            words.push_str(&format!(" No law can mention effort: {hint}."));
        }
        words
    }

    /// What a player gains when everybody acts like this; `None` for a profile that the game does
    /// not have.
    pub fn payoff(&self, player: usize, profile: &[usize]) -> Option<Rational> {
        let fits = profile.len() == self.players()
            && player < self.players()
            && profile
                .iter()
                .zip(&self.labels)
                .all(|(&action, labels)| action < labels.len());
        fits.then(|| self.game().payoff(player, profile))
    }

    /// A player's payoffs in a game of two, by its own action and then by the other's; `None` with
    /// other numbers of players.
    pub fn matrix(&self, player: usize) -> Option<Vec<Vec<Rational>>> {
        if self.players() != 2 || player > 1 {
            return None;
        }
        let payoff = |own: usize, other: usize| {
            let profile = if player == 0 {
                [own, other]
            } else {
                [other, own]
            };
            self.game().payoff(player, &profile)
        };
        let others = self.labels[1 - player].len();
        let row = |own| (0..others).map(|other| payoff(own, other)).collect();
        Some((0..self.labels[player].len()).map(row).collect())
    }

    /// The game.
    pub fn game(&self) -> &NormalForm<Rational> {
        self.problem.game(0)
    }

    /// What the payoffs of the base game were multiplied by.
    pub fn scale(&self) -> &Rational {
        &self.scale
    }

    /// The game with what a contract can command.
    pub fn problem(&self) -> &ContractingProblem {
        &self.problem
    }

    /// What a court can see.
    pub fn court(&self) -> &Court {
        &self.court
    }
}
