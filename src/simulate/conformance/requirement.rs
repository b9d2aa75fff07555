//! What an implementation promises, one requirement at a time.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! requirements {
    ($($(#[$docs:meta])* $name:ident => $words:literal,)*) => {
        /// A promise that the documentation of a trait makes on behalf of its implementations.
        /// Prints as a sentence.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Requirement {
            $($(#[$docs])* $name,)*
        }

        impl Requirement {
            /// All requirements, in the order of the list.
            pub const ALL: &[Requirement] = &[$(Requirement::$name),*];

            /// The requirement in words.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Requirement::$name => $words,)*
                }
            }
        }
    };
}

requirements! {
    /// Of everything: a valid question is answered, and nothing panics.
    AnswersWithoutPanic => "a valid question must be answered without a panic",
    /// Of games, mechanisms and environments.
    AtLeastOnePlayer => "there must be at least one player",
    /// Of games and mechanisms: actions, messages, alternatives.
    AtLeastOneAction => "everybody must have at least one action",
    /// Of games, mechanisms and environments: how many players and actions there are.
    ConstantShape => "the numbers of players and actions must never change",
    /// Of games, mechanisms, environments and agents.
    StableNames => "names must never change",
    /// Of everything that computes: games, preferences, welfares, mechanisms, courts.
    Pure => "equal questions must have equal answers",
    /// Of payoffs, utilities and welfares.
    Finite => "numbers must be finite",
    /// Of games: `payoffs_into` is `payoff` for each player, whatever was in the list before.
    PayoffsTogether => "payoffs_into must write what payoff says, for every player",
    /// Of games: `as_normal_form` is the same game.
    DenseFormAgrees => "as_normal_form must be the same game",
    /// Of preferences and welfares: there are payoffs for which they are defined.
    DefinedSomewhere => "it must be defined for some payoffs of so many players",
    /// Of preferences: a game that passes `check` has only outcomes that pass `check_outcome`.
    CheckedGamesAreDefined => "a game that passes check must have only outcomes that pass check_outcome",
    /// Of linear preferences: one row and one column a player.
    WeightsFit => "the weights among n players must be n by n",
    /// Of linear preferences.
    WeightsAgree => "perceived must be what the weights give",
    /// Of preferences that claim it: who is who does not matter.
    Anonymous => "when players change places, utilities must change places with them",
    /// Of welfares.
    TotalPreorder => "compare must be a total preorder",
    /// Of welfares: where the first is better, its number is not lower.
    CompareAgreesWithWelfare => "compare must not say Greater where the welfare is lower",
    /// Of welfares.
    CompareIsDefined => "compare must be defined where the welfare of both is",
    /// Of mechanisms: probabilities, alternatives and transfers.
    ValidDecision => "a decision must be a lottery over alternatives with one transfer for each agent",
    /// Of mechanisms that declare a budget.
    Budget => "the budget that is declared must hold",
    /// Of welfares and environments: lists that do not fit.
    WrongLengthRefused => "lists of a wrong length must be refused",
    /// Of environments, and of samplers of payoffs.
    LegalActionsAccepted => "a step of legal actions must be taken",
    /// Of environments, for actions that the caller knows to be illegal.
    IllegalActionsRefused => "a step with an illegal action must be refused",
    /// Of environments.
    StepAfterEndRefused => "a step after the end must be refused",
    /// Of environments.
    RefusedStepChangesNothing => "a step that is refused must change nothing",
    /// Of environments: all chance comes from the seed.
    SameSeedSameEpisode => "the same seed and the same actions must give the same episode",
    /// Of environments.
    ResetForgets => "a reset must forget the episode before it",
    /// Of environments: `observe`, `render`, and what a court sees.
    ObservingChangesNothing => "observing and rendering must change nothing",
    /// Of environments and samplers of payoffs: written, not added to what is there.
    EveryRewardWritten => "a step must write the reward of every player over what was there",
    /// Of environments with a conserved quantity.
    Conserved => "what the world has and what was paid out must always add up to the same",
    /// Of what can be verified: the court is there and never changes.
    ConstantCourt => "the court must exist and never change",
    /// Of what can be verified: the players of the court are those of the environment.
    CourtHasThePlayers => "the court must know as many players as there are",
    /// Of what can be verified: kinds, labels, limits and numbers of readings.
    ReadingsFitTheCourt => "what is reported must be what the court declares",
    /// Of what can be verified: `observations` writes over what was written before.
    ObservationsOverwrite => "observations must be written over what was written before",
    /// Of what can be verified: an order is carried out.
    OrdersAreReadBack => "an action that the law orders must read as it was ordered",
    /// Of agents and negotiators: all chance comes from the generator that they are given.
    ChanceFromTheGenerator => "the same history and the same random numbers must give the same",
    /// Of agents.
    ActsLegally => "an agent must do what the environment allows",
    /// Of agents that do not learn from episode to episode.
    BeginForgets => "a new episode must forget the one before it",
    /// Of samplers of payoffs: players who are interchangeable have the same strategies.
    InterchangeablePlayersAreAlike => "interchangeable players must have as many strategies each",
    /// Of negotiators: they agree with players that there are.
    KnowsThePlayers => "only players that there are can be agreed with",
}

impl fmt::Display for Requirement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words())
    }
}
