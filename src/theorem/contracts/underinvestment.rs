//! Closed forms of underinvestment: hold-up and teams.

use super::validity::{Valid, hypothesis};
use crate::contract::{AttainableOptions, ContractingProblem, Language};
use crate::game::NormalForm;
use crate::gap::welfare_gap;
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

fn half_square(value: &Rational) -> Rational {
    value * value * Rational::new(1, 2).unwrap_or_default()
}

fn over(above: &Rational, below: &Rational) -> Rational {
    above.checked_div(below).unwrap_or_default()
}

fn among(values: &[Rational], value: &Rational) -> Finding {
    Finding::when(values.contains(value), || {
        format!("{value} cannot be chosen")
    })
}

/// The gap where nothing is verifiable.
fn gap(game: NormalForm<Rational>, lambda: &Rational) -> Result<Option<Rational>, TheoremError> {
    let players = game.space().players();
    let problem = ContractingProblem::single_state(game)?;
    let agents = WeightMatrix::cooperative(players, lambda)?;
    let (nothing, options) = (Language::trivial(&problem), AttainableOptions::default());
    let found = welfare_gap(&problem, &nothing, &agents, &options)?;
    let sound = found.verify(&problem, &nothing, &agents, &options);
    Ok(found.best.filter(|_| sound))
}

/// One party invests e at a cost of e²/2, which makes a surplus v·e of which it gets a share.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HoldUp {
    /// The value v of a unit of investment.
    pub value: Rational,
    /// The share of the surplus that the investor gets.
    pub share: Rational,
    /// How much weight both give to welfare.
    pub lambda: Rational,
    /// What can be invested.
    pub investments: Vec<Rational>,
}

impl HoldUp {
    /// A value of investment, the investor's share, the weight on welfare, and what can be invested.
    pub fn new(
        value: Rational,
        share: Rational,
        lambda: Rational,
        investments: Vec<Rational>,
    ) -> Self {
        HoldUp {
            value,
            share,
            lambda,
            investments,
        }
    }

    /// v(β + λ)/(1 + λ).
    fn chosen(&self) -> Rational {
        let weight = &self.share + &self.lambda;
        over(&(&self.value * &weight), &(Rational::ONE + &self.lambda))
    }
}

/// Hold-up loses `(v(1 − β)/(1 + λ))²/2`, at every λ.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::theorem::contracts::{HoldUp, HoldUpHasAClosedForm};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let [half, one] = [Rational::new(1, 2)?, Rational::ONE];
/// let investments = vec![Rational::ZERO, half.clone(), one.clone()];
/// let hold_up = HoldUp::new(one, half, Rational::ZERO, investments);
/// assert!(matches!(HoldUpHasAClosedForm.check(&hold_up)?, Verdict::Holds));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldUpHasAClosedForm;

impl Theorem for HoldUpHasAClosedForm {
    type Instance = HoldUp;

    fn statement(&self) -> Statement {
        Statement::new("hold_up_has_a_closed_form", "What hold-up loses")
            .saying(
                "An investment e costs e²/2 and makes a surplus v·e of which the investor gets the \
                 share β. Where it is not verifiable, (v(1 − β)/(1 + λ))²/2 is lost: altruism \
                 lowers a gap and never closes it.",
            )
            .from_source("Grossman and Hart, 1986; Hart and Moore, 1988")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "equilibrium_can_be_chosen",
                "v(β + λ)/(1 + λ) can be invested.",
                |instance: &HoldUp| Ok(among(&instance.investments, &instance.chosen())),
            ),
            Hypothesis::new(
                "optimum_can_be_chosen",
                "v can be invested.",
                |instance: &HoldUp| Ok(among(&instance.investments, &instance.value)),
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = NormalForm::from_fn(&[instance.investments.len(), 1], |player, profile| {
            let invested = &instance.investments[profile[0]];
            let surplus = &instance.value * invested;
            let own = &instance.share * &surplus;
            match player {
                0 => own - half_square(invested),
                _ => surplus - own,
            }
        })?;
        let kept = &instance.value * &(Rational::ONE - &instance.share);
        let expected = half_square(&over(&kept, &(Rational::ONE + &instance.lambda)));
        let found = gap(game, &instance.lambda)?;
        Ok(Finding::when(found.as_ref() == Some(&expected), || {
            format!("{found:?} is lost, not {expected}")
        }))
    }
}

/// Partners who share what their efforts add up to; an effort a costs a²/2.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Team {
    /// How many partners.
    pub partners: usize,
    /// How much weight all give to welfare.
    pub lambda: Rational,
    /// The efforts that can be made.
    pub efforts: Vec<Rational>,
}

impl Team {
    /// A number of partners, the weight on welfare, and the efforts that can be made.
    pub fn new(partners: usize, lambda: Rational, efforts: Vec<Rational>) -> Self {
        Team {
            partners,
            lambda,
            efforts,
        }
    }

    fn partners(&self) -> Rational {
        Rational::from(self.partners)
    }

    /// (1/n + λ)/(1 + λ).
    fn chosen(&self) -> Rational {
        let share = over(&Rational::ONE, &self.partners());
        over(&(share + &self.lambda), &(Rational::ONE + &self.lambda))
    }
}

/// A team with equal shares loses `(n/2)·((1 − 1/n)/(1 + λ))²`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamHasAClosedForm;

impl Theorem for TeamHasAClosedForm {
    type Instance = Team;

    fn statement(&self) -> Statement {
        Statement::new("team_has_a_closed_form", "What equal shares lose in a team")
            .saying(
                "n partners share equally what their efforts add up to, and an effort a costs a²/2. \
                 Where nothing else is agreed, (n/2)·((1 − 1/n)/(1 + λ))² is lost.",
            )
            .from_source("Holmström, 1982; Rotemberg, 1994")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis(
                "equilibrium_can_be_chosen",
                "(1/n + λ)/(1 + λ) can be chosen.",
                |instance: &Team| Ok(among(&instance.efforts, &instance.chosen())),
            ),
            hypothesis(
                "optimum_can_be_chosen",
                "An effort of 1 can be chosen.",
                |instance: &Team| Ok(among(&instance.efforts, &Rational::ONE)),
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let efforts = vec![instance.efforts.len(); instance.partners];
        let game = NormalForm::from_fn(&efforts, |player, profile| {
            let output: Rational = profile.iter().map(|&a| &instance.efforts[a]).sum();
            let share = over(&output, &instance.partners());
            share - half_square(&instance.efforts[profile[player]])
        })?;
        let missing = Rational::ONE - over(&Rational::ONE, &instance.partners());
        let each = half_square(&over(&missing, &(Rational::ONE + &instance.lambda)));
        let expected = instance.partners() * each;
        let found = gap(game, &instance.lambda)?;
        Ok(Finding::when(found.as_ref() == Some(&expected), || {
            format!("{found:?} is lost, not {expected}")
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::{HoldUp, HoldUpHasAClosedForm, Team, TeamHasAClosedForm};
    use crate::number::Rational;
    use crate::theorem::strategy::rationals;
    use crate::theorem::{Drawn, Theorem};

    /// What can be chosen: a few numbers, and unless it is left out, each of two.
    fn choices(others: Vec<Rational>, wanted: [Rational; 2], without: &str) -> Vec<Rational> {
        let [equilibrium, optimum] = wanted;
        let mut choices = others;
        if without != "equilibrium_can_be_chosen" {
            choices.push(equilibrium);
        }
        if without != "optimum_can_be_chosen" {
            choices.push(optimum);
        }
        choices
    }

    fn hold_ups(without: &str) -> impl Strategy<Value = HoldUp> + use<> {
        let without = without.to_owned();
        let some = vec(rationals(0..=4, 4), 1..=4);
        (rationals(1..=4, 3), 0i64..=4, rationals(0..=3, 4), some).prop_map(
            move |(value, share, lambda, others)| {
                let share = Rational::new(share, 4).unwrap_or_default();
                let mut instance = HoldUp::new(value, share, lambda, Vec::new());
                let wanted = [instance.chosen(), instance.value.clone()];
                instance.investments = choices(others, wanted, &without);
                instance
            },
        )
    }

    fn teams(without: &str) -> impl Strategy<Value = Team> + use<> {
        let without = without.to_owned();
        (
            2usize..=3,
            rationals(0..=3, 4),
            vec(rationals(0..=2, 4), 1..=2),
        )
            .prop_map(move |(partners, lambda, others)| {
                let mut instance = Team::new(partners, lambda, Vec::new());
                let wanted = [instance.chosen(), Rational::ONE];
                instance.efforts = choices(others, wanted, &without);
                instance
            })
    }

    impl Drawn for HoldUpHasAClosedForm {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            hold_ups("").boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            hold_ups(hypothesis).boxed()
        }
    }

    impl Drawn for TeamHasAClosedForm {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            teams("").boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            teams(hypothesis).boxed()
        }
    }
}
