//! Round robin: thresholds, who stands for what, ratification; and play at random against the
//! definition.

use lacuna::simulate::negotiation::{
    AlternatingOffers, Ending, Majority, NegotiationOutcome, NegotiationSetting, Negotiator,
    Proposal, Protocol, RoundRobin, Scripted, Spoken, Stance, Statement, Stubborn, Table, Vote,
};
use rand::{Rng, RngExt};

use super::protocols::{AGREE, agree_with, names, run, say};

fn five(protocol: RoundRobin, scripts: [Vec<Statement>; 5]) -> NegotiationOutcome {
    let names = names(5);
    let setting = NegotiationSetting::new(&names).with_attempts(1);
    run(protocol, &setting, scripts.into())
}

#[test]
fn the_threshold_is_what_is_configured() {
    // F3.32: a configured 3 acted as 4.
    let scripts = || {
        [
            vec![say("ten")],
            vec![say("TEN ")],
            vec![agree_with(1)],
            vec![say("twenty")],
            vec![],
        ]
    };
    let outcome = five(RoundRobin::new(Majority::AtLeast(3)), scripts());
    assert_eq!(outcome.ending, Ending::Adopted);
    assert_eq!(outcome.supporters, [0, 1, 2]);
    assert_eq!(outcome.transcript.len(), 3);
    let outcome = five(RoundRobin::new(Majority::AtLeast(4)), scripts());
    assert_eq!(outcome.ending, Ending::TurnsUsedUp);
    assert_eq!(outcome.transcript.len(), 10);
}

#[test]
fn agreement_is_transitive_and_the_last_statement_counts() {
    let outcome = five(
        RoundRobin::new(Majority::Everybody),
        [
            vec![say("ten"), Statement::Disagree],
            vec![say("twenty"), agree_with(3)],
            vec![agree_with(0)],
            vec![agree_with(2)],
            vec![agree_with(3)],
        ],
    );
    // Player 1 comes round in turn 7, through 3 and 2 to what 0 proposed.
    assert_eq!(outcome.transcript.len(), 7);
    assert_eq!(outcome.adopted, Some(Proposal::text("ten")));
    assert_eq!(outcome.stances, [Some(Stance::Proposal(0)); 5]);
}

#[test]
fn agreement_with_nobody_or_nothing_has_no_effect() {
    let outcome = five(
        RoundRobin::new(Majority::AtLeast(2)),
        [
            vec![agree_with(9)],
            vec![agree_with(2)],
            vec![agree_with(2)],
            vec![],
            vec![say("ten"), agree_with(4)],
        ],
    );
    assert_eq!(outcome.ending, Ending::TurnsUsedUp);
    for turn in [0, 1, 2, 9] {
        assert!(!outcome.transcript[turn].problems.is_empty(), "turn {turn}");
    }
}

#[test]
fn enough_for_the_status_quo_keep_it_and_one_can_end_the_talk() {
    let keep = Statement::KeepStatusQuo;
    let outcome = five(
        RoundRobin::new(Majority::MoreThanHalf),
        [
            vec![keep.clone()],
            vec![say("ten")],
            vec![keep.clone()],
            vec![agree_with(2)],
            vec![],
        ],
    );
    assert_eq!(outcome.ending, Ending::StatusQuoKept);
    assert_eq!(outcome.supporters, [0, 2, 3]);
    let outcome = five(
        RoundRobin::new(Majority::MoreThanHalf),
        [
            vec![say("ten")],
            vec![Statement::End],
            vec![],
            vec![],
            vec![],
        ],
    );
    assert_eq!(outcome.ending, Ending::Ended { by: 1 });
}

#[test]
fn who_speaks_first_rotates_with_the_occasion() {
    let names = names(5);
    for occasion in 0..12 {
        let setting = NegotiationSetting::new(&names).with_occasion(occasion);
        let protocol = RoundRobin::new(Majority::Everybody).with_starter(3);
        let outcome = run(protocol, &setting, vec![vec![]; 5]);
        assert_eq!(outcome.transcript[0].player, (3 + occasion as usize) % 5);
    }
}

#[test]
fn a_ratification_counts_votes_for_and_nothing_else() {
    let names = names(5);
    let setting = NegotiationSetting::new(&names).with_attempts(1);
    let statements = [vec![say("ten")], vec![AGREE], vec![AGREE], vec![], vec![]];
    let ratified = |votes: [Vote; 5]| {
        let mut players: Vec<Scripted> = statements
            .iter()
            .zip(votes)
            .map(|(said, vote)| Scripted::new(said.clone()).with_votes([vote]))
            .collect();
        let mut seats: Vec<&mut dyn Negotiator> = Vec::new();
        for player in &mut players {
            seats.push(player);
        }
        RoundRobin::new(Majority::AtLeast(3))
            .with_ratification(Majority::MoreThanHalf)
            .negotiate(&setting, &mut seats)
            .expect("a negotiation")
    };
    let unclear = || Vote::Unclear("yes, unless".to_owned());
    let (yes, no) = (|| Vote::For, || Vote::Against);
    let outcome = ratified([yes(), yes(), unclear(), Vote::Abstain, yes()]);
    assert_eq!(outcome.ending, Ending::Adopted);
    assert_eq!(outcome.supporters, [0, 1, 4]);
    assert_eq!(outcome.ballots.len(), 5);
    let outcome = ratified([yes(), yes(), unclear(), Vote::Abstain, no()]);
    assert_eq!(outcome.ending, Ending::NotRatified);
    assert_eq!(outcome.adopted, None);
}

/// Says one of a few things at random.
#[derive(Clone)]
struct Erratic;

impl Negotiator for Erratic {
    fn speak(&mut self, table: &Table<'_>, rng: &mut dyn Rng) -> Statement {
        match rng.random_range(0..8) {
            0..=2 => say(&format!("plan {}", rng.random_range(0..3))),
            3 => AGREE,
            4 => agree_with(rng.random_range(0..=table.names.len())),
            5 => Statement::KeepStatusQuo,
            6 => Statement::Unclear(rng.random_range(0..9).to_string()),
            _ => Statement::Disagree,
        }
    }
}

/// Who stands for what, from the definition: the stance of each player is followed back, from its
/// last statement that counts, to a proposal.
fn stands_for(said: &[Spoken], player: usize) -> Option<String> {
    let counts = |spoken: &Spoken| {
        spoken.problems.is_empty()
            && matches!(
                spoken.statement,
                Statement::Propose(_) | Statement::Agree { .. } | Statement::KeepStatusQuo
            )
    };
    let last = said
        .iter()
        .rposition(|spoken| spoken.player == player && counts(spoken))?;
    match &said[last].statement {
        Statement::Propose(proposal) => Some(proposal.words().to_string()),
        Statement::KeepStatusQuo => Some("status quo".to_owned()),
        Statement::Agree { with: Some(with) } => stands_for(&said[..last], *with),
        Statement::Agree { with: None } => {
            let mut before = said[..last].iter().rev();
            before.find_map(|spoken| match &spoken.statement {
                Statement::Propose(proposal) if spoken.problems.is_empty() => {
                    Some(proposal.words().to_string())
                }
                Statement::KeepStatusQuo => Some("status quo".to_owned()),
                _ => None,
            })
        }
        _ => None,
    }
}

#[test]
fn a_round_robin_of_erratic_players_adopts_exactly_what_the_definition_says_and_when() {
    let names = names(4);
    let mut endings = [0; 3];
    for seed in 0..500 {
        let threshold = 2 + (seed % 3) as usize;
        let setting = NegotiationSetting::new(&names)
            .with_seed(seed)
            .with_occasion(seed);
        let negotiate = || {
            let mut players = [Erratic, Erratic, Erratic, Erratic];
            let mut seats: Vec<&mut dyn Negotiator> = Vec::new();
            for player in &mut players {
                seats.push(player);
            }
            RoundRobin::new(Majority::AtLeast(threshold))
                .negotiate(&setting, &mut seats)
                .expect("a negotiation")
        };
        let outcome = negotiate();
        assert_eq!(outcome, negotiate(), "the same seed");
        let said = &outcome.transcript;
        for turns in 1..=said.len() {
            let stances: Vec<_> = (0..4).map(|p| stands_for(&said[..turns], p)).collect();
            let support = |words: &Option<String>| stances.iter().filter(|s| *s == words).count();
            let largest = stances.iter().filter(|s| s.is_some()).map(support).max();
            let reached = largest.unwrap_or(0) >= threshold;
            assert_eq!(
                reached,
                turns == said.len() && outcome.ending != Ending::TurnsUsedUp
            );
            if !reached {
                continue;
            }
            let winner = stances
                .iter()
                .find(|s| s.is_some() && support(s) >= threshold);
            let winner = winner.and_then(Clone::clone).expect("somebody");
            let adopted = outcome.adopted.as_ref().map(|p| p.words().to_string());
            assert_eq!(adopted.unwrap_or("status quo".to_owned()), winner);
        }
        match outcome.ending {
            Ending::Adopted => endings[0] += 1,
            Ending::StatusQuoKept => endings[1] += 1,
            _ => endings[2] += 1,
        }
        let json = serde_json::to_string(&outcome).expect("serialised");
        let back: NegotiationOutcome = serde_json::from_str(&json).expect("read");
        assert_eq!(back, outcome);
    }
    assert!(endings.iter().all(|&times| times > 10), "{endings:?}");
}

#[test]
fn alternating_offers_of_erratic_players_adopt_exactly_what_the_definition_says_and_when() {
    let mut endings = [0; 3];
    for seed in 0..500 {
        let players = 2 + (seed % 3) as usize;
        let names = names(players);
        let setting = NegotiationSetting::new(&names).with_seed(seed);
        let mut erratic = vec![Erratic; players];
        let mut seats: Vec<&mut dyn Negotiator> = Vec::new();
        for player in &mut erratic {
            seats.push(player);
        }
        let outcome = AlternatingOffers::starting_with(0)
            .with_max_turns(4 * players)
            .negotiate(&setting, &mut seats)
            .expect("a negotiation");
        // The offer on the table is the last; what counts as accepting it came after it.
        let said = &outcome.transcript;
        for turns in 1..=said.len() {
            let sound = |spoken: &&Spoken| spoken.problems.is_empty();
            let offers = |spoken: &Spoken| {
                let statement = &spoken.statement;
                matches!(statement, Statement::Propose(_) | Statement::KeepStatusQuo)
            };
            let offer = said[..turns]
                .iter()
                .rposition(|spoken| sound(&spoken) && offers(spoken));
            let reached = offer.is_some_and(|offer| {
                (0..players).all(|player| {
                    let agrees = |spoken: &&Spoken| {
                        let agree = matches!(spoken.statement, Statement::Agree { .. });
                        spoken.player == player && agree
                    };
                    said[offer].player == player
                        || said[offer..turns].iter().filter(sound).any(|s| agrees(&s))
                })
            });
            let closed = outcome.ending != Ending::TurnsUsedUp;
            assert_eq!(reached, turns == said.len() && closed, "{said:?}");
            let Some(offer) = offer.filter(|_| reached) else {
                continue;
            };
            match &said[offer].statement {
                Statement::Propose(words) => assert_eq!(outcome.adopted.as_ref(), Some(words)),
                _ => assert_eq!(outcome.ending, Ending::StatusQuoKept),
            }
        }
        match outcome.ending {
            Ending::Adopted => endings[0] += 1,
            Ending::StatusQuoKept => endings[1] += 1,
            _ => endings[2] += 1,
        }
    }
    assert!(endings.iter().all(|&times| times > 10), "{endings:?}");
}

#[test]
fn what_one_negotiator_draws_does_not_depend_on_the_others() {
    let names = names(2);
    let first_words = |other: &mut dyn Negotiator| {
        let mut erratic = Erratic;
        let mut seats: [&mut dyn Negotiator; 2] = [other, &mut erratic];
        let setting = NegotiationSetting::new(&names)
            .with_seed(9)
            .with_attempts(1);
        let outcome = AlternatingOffers::starting_with(1)
            .negotiate(&setting, &mut seats)
            .expect("a negotiation");
        let own = outcome.transcript.into_iter().filter(|s| s.player == 1);
        own.map(|spoken| spoken.statement).next()
    };
    let stubborn = first_words(&mut Stubborn(Proposal::text("no")));
    assert_eq!(stubborn, first_words(&mut Erratic));
}
