//! Strategies that remember one round of a game of two actions.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::error::check_probability;
use super::fixed::happens;
use super::{AgentError, LastRound};
use crate::game::catalogue::DilemmaPayoffs;
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::simulate::Agent;

/// A strategy that cooperates (action 0) with a probability that depends on the round before:
/// memory one (Nowak and Sigmund, 1993). Action 1 defects; of others, any action but 0 counts as
/// defection.
///
/// The probabilities are exact. In a game of more than two players "the other cooperated" means that
/// all others did; a [`ConditionalCooperator`](super::ConditionalCooperator) asks for fewer.
///
/// ```
/// use lacuna::game::catalogue::DilemmaPayoffs;
/// use lacuna::number::Rational;
/// use lacuna::simulate::agents::MemoryOne;
///
/// // An extortioner gains three times as much above mutual defection as whoever it meets.
/// let dilemma = DilemmaPayoffs::new(3, 0, 5, 1);
/// let extortioner = MemoryOne::extortioner(&dilemma, 3.into(), Rational::new(1, 26)?)?;
/// let payoffs = extortioner.long_run_payoffs(&MemoryOne::always_cooperate(), &dilemma);
/// assert_eq!(payoffs, Some([Rational::new(41, 11)?, Rational::new(21, 11)?]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawMemoryOne")]
pub struct MemoryOne {
    name: String,
    first: Rational,
    after: [Rational; 4],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMemoryOne {
    name: String,
    first: Rational,
    after: [Rational; 4],
}

impl TryFrom<RawMemoryOne> for MemoryOne {
    type Error = AgentError;
    fn try_from(raw: RawMemoryOne) -> Result<Self, AgentError> {
        Ok(MemoryOne::new(raw.first, raw.after)?.named(raw.name))
    }
}

impl MemoryOne {
    /// Cooperates with probability `first` in the first round, and with probability `after[s]` after
    /// both cooperated (s = 0), only itself did (1), only the other did (2), and nobody did (3).
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] unless all are between 0 and 1.
    pub fn new(first: Rational, after: [Rational; 4]) -> Result<Self, AgentError> {
        check_probability("the probability of the first move", &first)?;
        const NAMES: [&str; 4] = [
            "the probability after both cooperated",
            "the probability after only oneself cooperated",
            "the probability after only the other cooperated",
            "the probability after both defected",
        ];
        for (name, probability) in NAMES.into_iter().zip(&after) {
            check_probability(name, probability)?;
        }
        Ok(MemoryOne {
            name: "memory one".to_owned(),
            first,
            after,
        })
    }

    fn known(name: &str, first: i64, after: [i64; 4]) -> Self {
        MemoryOne {
            name: name.to_owned(),
            first: first.into(),
            after: after.map(Rational::from),
        }
    }

    /// The same strategy under this name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Always cooperates.
    pub fn always_cooperate() -> Self {
        Self::known("always cooperates", 1, [1; 4])
    }

    /// Always defects.
    pub fn always_defect() -> Self {
        Self::known("always defects", 0, [0; 4])
    }

    /// Tit for tat (Rapoport; Axelrod, 1984): cooperates first, then does what the other did.
    pub fn tit_for_tat() -> Self {
        Self::known("tit for tat", 1, [1, 0, 1, 0])
    }

    /// Tit for tat that begins with defection.
    pub fn suspicious_tit_for_tat() -> Self {
        Self::known("suspicious tit for tat", 0, [1, 0, 1, 0])
    }

    /// Win–stay, lose–shift, or Pavlov (Nowak and Sigmund, 1993): does the same again if the other
    /// cooperated, and something else if not.
    pub fn win_stay_lose_shift() -> Self {
        Self::known("win-stay lose-shift", 1, [1, 0, 0, 1])
    }

    /// Generous, or forgiving, tit for tat (Nowak and Sigmund, 1992): as tit for tat, but forgives a
    /// defection with this probability.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] unless it is between 0 and 1.
    pub fn generous_tit_for_tat(forgives: Rational) -> Result<Self, AgentError> {
        let one = Rational::ONE;
        let after = [one.clone(), forgives.clone(), one.clone(), forgives];
        Ok(Self::new(one, after)?.named("generous tit for tat"))
    }

    /// The greatest probability of forgiveness that does not pay a defector in a prisoner's dilemma:
    /// min{1 − (T−R)/(R−S), (R−P)/(T−P)} (Nowak and Sigmund, 1992).
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] unless T > R > P > S and the value is at least 0, that is
    /// 2R ≥ T + S.
    pub fn greatest_generosity(payoffs: &DilemmaPayoffs) -> Result<Rational, AgentError> {
        let [r, s, t, p] = ordered(payoffs)?;
        let first = Rational::ONE - &share(&(t - r), &(r - s));
        let second = share(&(r - p), &(t - p));
        let least = first.min(second);
        check_probability("the greatest generosity", &least)?;
        Ok(least)
    }

    /// A zero-determinant strategy that enforces s_X − l = χ(s_Y − l) between its own long-run payoff
    /// s_X and the other's s_Y, whatever the other does (Press and Dyson, 2012; Stewart and Plotkin,
    /// 2013, for any baseline l).
    ///
    /// The probabilities are (1, 1, 0, 0) + φ[(S_X − l) − χ(S_Y − l)] with S_X = (R, S, T, P) and
    /// S_Y = (R, T, S, P). `baseline` is l: P extorts, R is generous. `slope` is χ. `scale` is φ, for
    /// a unit of payoff, and not 0; that of Press and Dyson is this times P − S. Begins with
    /// cooperation.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] if the scale is 0, which enforces nothing, or if a probability
    /// would not be one; the error says which.
    pub fn zero_determinant(
        payoffs: &DilemmaPayoffs,
        baseline: &Rational,
        slope: &Rational,
        scale: &Rational,
    ) -> Result<Self, AgentError> {
        if scale.is_zero() {
            let range = "above or below 0: otherwise nothing is enforced";
            return Err(AgentError::bad_parameter("the scale", scale, range));
        }
        let [r, s, t, p] = numbers(payoffs);
        let cooperated = [Rational::ONE, Rational::ONE, Rational::ZERO, Rational::ZERO];
        let pairs = [(r, r), (s, t), (t, s), (p, p)];
        let mut after = cooperated;
        for (probability, (own, other)) in after.iter_mut().zip(pairs) {
            let tilt = (own - baseline) - slope * &(other - baseline);
            *probability += scale * &tilt;
        }
        Ok(Self::new(Rational::ONE, after)?.named("zero-determinant"))
    }

    /// The zero-determinant extortioner (Press and Dyson, 2012) of a prisoner's dilemma: gains
    /// `factor` χ ≥ 1 times as much above mutual defection as the other, s_X − P = χ(s_Y − P). `scale`
    /// is φ for a unit of payoff, with φ > 0, φ((P − S) + χ(T − P)) ≤ 1 and φ((T − P) + χ(P − S)) ≤ 1.
    /// The second bound is the lower one where P − S > T − P.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] unless T > R > P > S and both are in their ranges.
    pub fn extortioner(
        payoffs: &DilemmaPayoffs,
        factor: Rational,
        scale: Rational,
    ) -> Result<Self, AgentError> {
        let [_, s, t, p] = ordered(payoffs)?;
        if factor < Rational::ONE {
            return Err(AgentError::bad_parameter(
                "the factor of extortion",
                factor,
                "at least 1",
            ));
        }
        // Cooperation after CD reaches 0, or cooperation after DC reaches 1.
        let (lost, won) = (p - s, t - p);
        let steepest = (&lost + &factor * &won).max(&won + &factor * &lost);
        let largest = share(&Rational::ONE, &steepest);
        if !scale.is_positive() || scale > largest {
            let range = format!("above 0 and at most {largest}");
            return Err(AgentError::bad_parameter(
                "the scale of extortion",
                scale,
                range,
            ));
        }
        Ok(Self::zero_determinant(payoffs, p, &factor, &scale)?.named("extortioner"))
    }

    /// The equaliser (Press and Dyson, 2012) of a prisoner's dilemma: whatever the other does, its
    /// long-run payoff is ((1 − p₁)P + p₄R)/((1 − p₁) + p₄), with p₁ and p₄ the probabilities to
    /// cooperate after both cooperated and after both defected.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] unless T > R > P > S and what follows for the other two
    /// probabilities is between 0 and 1, and if p₁ = 1 and p₄ = 0, which enforces nothing.
    pub fn equaliser(
        payoffs: &DilemmaPayoffs,
        after_both_cooperated: Rational,
        after_both_defected: Rational,
    ) -> Result<Self, AgentError> {
        let [r, s, t, p] = ordered(payoffs)?;
        let (p1, p4) = (after_both_cooperated, after_both_defected);
        if p1 == Rational::ONE && p4.is_zero() {
            let value = "1, and that after both defected 0";
            let range = "below 1, or the other above 0: otherwise nothing is enforced";
            return Err(AgentError::bad_parameter(
                "the first probability",
                value,
                range,
            ));
        }
        let unit = r - p;
        let p2 = &p1 * &(t - p) - (Rational::ONE + &p4) * &(t - r);
        let p3 = (Rational::ONE - &p1) * &(p - s) + &p4 * &(r - s);
        let after = [p1, share(&p2, &unit), share(&p3, &unit), p4];
        Ok(Self::new(Rational::ONE, after)?.named("equaliser"))
    }

    /// The same strategy with another probability to cooperate in the first round.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] unless it is between 0 and 1.
    pub fn with_first(self, first: Rational) -> Result<Self, AgentError> {
        Ok(MemoryOne::new(first, self.after)?.named(self.name))
    }

    /// The probability to cooperate in the first round.
    pub fn first(&self) -> &Rational {
        &self.first
    }

    /// The probabilities to cooperate after CC, CD, DC and DD, the own action first.
    pub fn after(&self) -> &[Rational; 4] {
        &self.after
    }

    /// The probability to cooperate next.
    pub fn probability<O: LastRound + ?Sized>(&self, seen: &O) -> &Rational {
        let (Some(own), Some(defected)) = (seen.own(), seen.others_except(0)) else {
            return &self.first;
        };
        &self.after[2 * usize::from(own != 0) + usize::from(defected > 0)]
    }

    /// The chances of the four outcomes CC, CD, DC, DD in the first round against another strategy,
    /// and the transitions between them.
    fn chain(&self, other: &MemoryOne) -> ([Rational; 4], [[Rational; 4]; 4]) {
        // The other sees the second and third outcome exchanged.
        let transitions = [0, 1, 2, 3].map(|state| {
            let mirrored = [0, 2, 1, 3][state];
            outcomes(&self.after[state], &other.after[mirrored])
        });
        (outcomes(&self.first, &other.first), transitions)
    }

    /// The expected payoffs, own first, of the infinitely repeated game against another such strategy
    /// in which the payoff of round t counts (1 − δ)δᵗ. Exact. `discount` is δ.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] unless 0 ≤ δ < 1.
    ///
    /// ```
    /// use lacuna::game::catalogue::DilemmaPayoffs;
    /// use lacuna::number::Rational;
    /// use lacuna::simulate::agents::MemoryOne;
    ///
    /// // At δ = 1/2 an exploiter of tit for tat gains as much as it loses later: 5, 1, 1, ….
    /// let dilemma = DilemmaPayoffs::new(3, 0, 5, 1);
    /// let defector = MemoryOne::always_defect();
    /// let half = Rational::new(1, 2)?;
    /// let payoffs = defector.discounted_payoffs(&MemoryOne::tit_for_tat(), &dilemma, &half)?;
    /// assert_eq!(payoffs[0], Rational::from(3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn discounted_payoffs(
        &self,
        other: &MemoryOne,
        payoffs: &DilemmaPayoffs,
        discount: &Rational,
    ) -> Result<[Rational; 2], AgentError> {
        if discount.is_negative() || *discount >= Rational::ONE {
            let range = "at least 0 and below 1";
            return Err(AgentError::bad_parameter(
                "the discount factor",
                discount,
                range,
            ));
        }
        let (first, transitions) = self.chain(other);
        // The shares of the rounds are first·(1 − δ)(I − δM)⁻¹, and the matrix is regular below 1.
        let rows = square(|i, j| unit(i, j) - discount * &transitions[i][j]);
        let inverse = WeightMatrix::new(rows)?.inverse();
        let weight = Rational::ONE - discount;
        let shares = [0, 1, 2, 3].map(|state| {
            let visits = first.iter().enumerate().map(|(from, chance)| {
                let entry = inverse.as_ref().map(|inverse| inverse.entry(from, state));
                chance * entry.unwrap_or(&Rational::ZERO)
            });
            visits.sum::<Rational>() * &weight
        });
        Ok(worth(&shares, payoffs))
    }

    /// The long-run payoffs a round, own first, against another such strategy: exact, whatever the
    /// first moves. `None` if play may settle in several ways, so that the first moves matter.
    pub fn long_run_payoffs(
        &self,
        other: &MemoryOne,
        payoffs: &DilemmaPayoffs,
    ) -> Option<[Rational; 2]> {
        let (_, transitions) = self.chain(other);
        // π(M − I) = 0 with the last equation replaced by Σπ = 1: the last row of the inverse. The
        // matrix is regular exactly if the stationary distribution is unique.
        let rows = square(|i, j| {
            if j == 3 {
                Rational::ONE
            } else {
                &transitions[i][j] - &unit(i, j)
            }
        });
        let inverse = WeightMatrix::new(rows).ok()?.inverse()?;
        let shares = [0, 1, 2, 3].map(|state| inverse.entry(3, state).clone());
        Some(worth(&shares, payoffs))
    }
}

fn unit(i: usize, j: usize) -> Rational {
    Rational::from(i64::from(i == j))
}

fn square(entry: impl Fn(usize, usize) -> Rational) -> Vec<Vec<Rational>> {
    let row = |i| (0..4).map(|j| entry(i, j)).collect();
    (0..4).map(row).collect()
}

/// The chances of CC, CD, DC and DD from those of cooperation.
fn outcomes(own: &Rational, other: &Rational) -> [Rational; 4] {
    let (not, other_not) = (Rational::ONE - own, Rational::ONE - other);
    [
        own * other,
        own * &other_not,
        &not * other,
        &not * &other_not,
    ]
}

fn worth(shares: &[Rational; 4], payoffs: &DilemmaPayoffs) -> [Rational; 2] {
    let [r, s, t, p] = numbers(payoffs);
    let add = |values: [&Rational; 4]| shares.iter().zip(values).map(|(a, b)| a * b).sum();
    [add([r, s, t, p]), add([r, t, s, p])]
}

fn numbers(payoffs: &DilemmaPayoffs) -> [&Rational; 4] {
    [
        &payoffs.reward,
        &payoffs.sucker,
        &payoffs.temptation,
        &payoffs.punishment,
    ]
}

/// R, S, T, P of a prisoner's dilemma.
fn ordered(payoffs: &DilemmaPayoffs) -> Result<[&Rational; 4], AgentError> {
    let [r, s, t, p] = numbers(payoffs);
    if t > r && r > p && p > s {
        return Ok([r, s, t, p]);
    }
    let range = "those of a prisoner's dilemma, T > R > P > S";
    Err(AgentError::bad_parameter("the payoffs", payoffs, range))
}

/// A quotient whose divisor is known not to be 0.
fn share(part: &Rational, whole: &Rational) -> Rational {
    part.checked_div(whole).unwrap_or_default()
}

impl<O: LastRound> Agent<O, usize> for MemoryOne {
    fn act(&mut self, observation: &O, rng: &mut dyn Rng) -> usize {
        usize::from(!happens(self.probability(observation), rng))
    }
    fn name(&self) -> String {
        self.name.clone()
    }
}
