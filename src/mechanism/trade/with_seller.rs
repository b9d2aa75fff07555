//! A seller who receives what the agents pay.

use crate::mechanism::{Branch, Decision, Mechanism, Prior, Setting, SettingError};
use crate::number::Rational;

/// A mechanism with one agent more, the last, who has one message and receives what the others pay
/// in sum (and pays what they receive): the money stays in the group. [`with_seller`] is the setting.
///
/// ```
/// use lacuna::mechanism::Mechanism;
/// use lacuna::mechanism::auction::SealedBid;
/// use lacuna::mechanism::trade::WithSeller;
/// use lacuna::number::Rational;
/// let grid: Vec<Rational> = (0..=5).map(Rational::from).collect();
/// let auction = WithSeller::new(SealedBid::second_price(vec![grid; 2])?);
/// assert_eq!(auction.decide(&[5, 4, 0]).branches()[0].transfers, [-4, 0, 4].map(Rational::from));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithSeller<M> {
    mechanism: M,
}

impl<M: Mechanism> WithSeller<M> {
    /// The mechanism with a seller.
    pub fn new(mechanism: M) -> Self {
        WithSeller { mechanism }
    }
}

impl<M: Mechanism> Mechanism for WithSeller<M> {
    fn agents(&self) -> usize {
        self.mechanism.agents() + 1
    }

    fn messages(&self, agent: usize) -> usize {
        match agent == self.mechanism.agents() {
            true => 1,
            false => self.mechanism.messages(agent),
        }
    }

    fn alternatives(&self) -> usize {
        self.mechanism.alternatives()
    }

    fn decide(&self, messages: &[usize]) -> Decision {
        let decision = self.mechanism.decide(&messages[..self.mechanism.agents()]);
        let branches: Vec<Branch> = decision
            .branches()
            .iter()
            .map(|branch| {
                let mut longer = branch.clone();
                let paid: Rational = branch.transfers.iter().sum();
                longer.transfers.push(-paid);
                longer
            })
            .collect();
        // The probabilities are those of a decision.
        match <[Branch; 1]>::try_from(branches) {
            Ok([only]) => Decision::certain(only.alternative, only.transfers),
            Err(branches) => {
                let none = vec![Rational::ZERO; self.agents()];
                Decision::lottery(branches).unwrap_or_else(|_| Decision::certain(0, none))
            }
        }
    }

    fn message_name(&self, agent: usize, message: usize) -> Option<String> {
        match agent == self.mechanism.agents() {
            true => None,
            false => self.mechanism.message_name(agent, message),
        }
    }
}

/// The setting with one agent more, the last: a seller of one type who values each alternative at
/// `values[alternative]`, for instance what the object is worth to it where it stays unsold.
///
/// # Errors
/// [`SettingError::WrongLength`].
///
/// ```
/// use lacuna::mechanism::auction::one_object;
/// use lacuna::mechanism::trade::with_seller;
/// use lacuna::number::Rational;
/// let bidders = one_object(&vec![[3, 7].map(Rational::from).to_vec(); 2])?;
/// let all = with_seller(&bidders, &[4, 0, 0].map(Rational::from))?;
/// assert_eq!((all.agents(), all.welfare(&[0, 1, 0], 0)), (3, Rational::from(4)));
/// # Ok::<(), lacuna::mechanism::SettingError>(())
/// ```
pub fn with_seller(setting: &Setting, values: &[Rational]) -> Result<Setting, SettingError> {
    let alternatives = setting.alternatives();
    SettingError::check_length("the seller's values", values.len(), alternatives)?;
    let agents = setting.agents();
    let mut types = setting.types().to_vec();
    types.push(1);
    let larger = if setting.has_private_values() {
        Setting::private(
            &types,
            alternatives,
            |agent, own_type, alternative| match agent == agents {
                true => values[alternative].clone(),
                false => setting
                    .private_value(agent, own_type, alternative)
                    .cloned()
                    .unwrap_or_default(),
            },
        )?
    } else {
        Setting::interdependent(&types, alternatives, |agent, profile, alternative| {
            match agent == agents {
                true => values[alternative].clone(),
                false => setting
                    .value(agent, &profile[..agents], alternative)
                    .clone(),
            }
        })?
    };
    let prior = match setting.prior() {
        Prior::Independent(lists) => {
            let mut lists = lists.clone();
            lists.push(vec![Rational::ONE]);
            Prior::Independent(lists)
        }
        // The seller's type is the last and only one: the profiles are the same in number and order.
        joint => joint.clone(),
    };
    let names = (0..agents).map(|agent| setting.agent_name(agent));
    let type_names = setting.types().iter().enumerate().map(|(agent, &count)| {
        let own = 0..count;
        own.map(|own_type| setting.type_name(agent, own_type))
            .collect()
    });
    let alternative_names = (0..alternatives).map(|each| setting.alternative_name(each));
    larger
        .with_prior(prior)?
        .with_agent_names(names.chain(["seller".to_owned()]))?
        .with_type_names(type_names.chain([vec!["seller".to_owned()]]))?
        .with_alternative_names(alternative_names)
}
