//! Protocols: who can accept what, when it ends, and the holes that the published code had.

use lacuna::contract::law::{Court, Law};
use lacuna::simulate::negotiation::{
    AlternatingOffers, Drafted, Ending, Majority, Mayor, NegotiationError, NegotiationOutcome,
    NegotiationSetting, Negotiator, Proposal, Proposer, Protocol, RandomDictator, RoundRobin,
    Scripted, Spoken, Stance, Standing, Statement, Stubborn, Table, Vote,
};
use lacuna::simulate::table_game::Form;
use rand::{Rng, RngExt};

use super::{cooperate, first, law};

const AGREE: Statement = Statement::Agree { with: None };

fn agree_with(player: usize) -> Statement {
    Statement::Agree { with: Some(player) }
}

fn say(words: &str) -> Statement {
    Statement::Propose(Proposal::text(words))
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|player| format!("p{player}")).collect()
}

fn run(
    mut protocol: impl Protocol,
    setting: &NegotiationSetting<'_>,
    scripts: Vec<Vec<Statement>>,
) -> NegotiationOutcome {
    let mut players: Vec<Scripted> = scripts.into_iter().map(Scripted::new).collect();
    let mut seats: Vec<&mut dyn Negotiator> = Vec::new();
    for player in &mut players {
        seats.push(player);
    }
    protocol
        .negotiate(setting, &mut seats)
        .expect("a negotiation")
}

fn two(scripts: [Vec<Statement>; 2]) -> NegotiationOutcome {
    let names = names(2);
    // One attempt a turn, so that a script is said as it is written.
    let setting = NegotiationSetting::new(&names).with_attempts(1);
    run(
        AlternatingOffers::starting_with(0),
        &setting,
        scripts.into(),
    )
}

fn five(protocol: RoundRobin, scripts: [Vec<Statement>; 5]) -> NegotiationOutcome {
    let names = names(5);
    let setting = NegotiationSetting::new(&names).with_attempts(1);
    run(protocol, &setting, scripts.into())
}

#[test]
fn an_offer_that_the_other_accepts_is_adopted_after_two_turns() {
    let outcome = two([vec![say("both C")], vec![AGREE]]);
    assert_eq!(outcome.ending, Ending::Adopted);
    assert_eq!(outcome.adopted, Some(Proposal::text("both C")));
    assert_eq!(outcome.transcript.len(), 2);
    assert_eq!(outcome.supporters, [0, 1]);
}

#[test]
fn nobody_accepts_its_own_offer_nor_one_that_was_not_made() {
    let outcome = two([
        vec![AGREE, AGREE, AGREE],
        vec![say("all for me"), Statement::Disagree],
    ]);
    // Player 0 accepts nothing at first, and then what the other offered.
    assert!(!outcome.transcript[0].problems.is_empty());
    assert_eq!(outcome.ending, Ending::Adopted);
    let outcome = two([vec![say("mine"), AGREE, agree_with(0)], vec![]]);
    assert_eq!(outcome.ending, Ending::TurnsUsedUp);
    assert_eq!(outcome.adopted, None);
    assert!(!outcome.transcript[2].problems.is_empty());
    assert!(!outcome.transcript[4].problems.is_empty());
}

#[test]
fn an_offer_takes_the_place_of_the_one_before() {
    let outcome = two([
        vec![say("first"), Statement::Disagree],
        vec![say("second"), agree_with(0)],
    ]);
    // The first offer is no longer on the table: to agree with who made it adopts nothing, and says so.
    let problem = &outcome.transcript[3].problems[0];
    assert_eq!(
        problem,
        "what you agree with is not on the table; the offer there is that of p1"
    );
    assert_eq!(outcome.adopted, None);
    assert_eq!(outcome.ending, Ending::TurnsUsedUp);
}

#[test]
fn what_is_not_understood_is_kept_word_by_word_and_is_no_proposal() {
    let words = "I <ACCEPT> nothing of the kind. Error 429";
    let unclear = || Statement::Unclear(words.to_owned());
    let outcome = two([
        vec![unclear(), say("both C"), AGREE],
        vec![AGREE, unclear()],
    ]);
    assert_eq!(outcome.adopted, None);
    assert_eq!(outcome.ending, Ending::TurnsUsedUp);
    assert_eq!(outcome.transcript[0].statement, unclear());
    assert!(!outcome.transcript[0].problems.is_empty());
}

#[test]
fn an_empty_text_is_no_proposal() {
    let outcome = two([vec![say("  \n")], vec![AGREE]]);
    assert_eq!(outcome.adopted, None);
}

#[test]
fn the_end_is_the_end_and_the_status_quo_can_be_agreed() {
    let outcome = two([vec![say("both C")], vec![Statement::End]]);
    assert_eq!(outcome.ending, Ending::Ended { by: 1 });
    let outcome = two([vec![Statement::KeepStatusQuo], vec![agree_with(0)]]);
    assert_eq!(outcome.ending, Ending::StatusQuoKept);
    assert_eq!(outcome.adopted, None);
}

#[test]
fn three_alternate_and_all_others_must_accept() {
    let names = names(3);
    let setting = NegotiationSetting::new(&names).with_attempts(1);
    let protocol = || AlternatingOffers::starting_with(1).with_max_turns(7);
    let outcome = run(
        protocol(),
        &setting,
        vec![vec![AGREE], vec![say("fair")], vec![AGREE]],
    );
    assert_eq!(outcome.adopted, Some(Proposal::text("fair")));
    let speakers: Vec<usize> = outcome.transcript.iter().map(|s| s.player).collect();
    assert_eq!(speakers, [1, 2, 0]);
    // One of the two is not enough.
    let outcome = run(
        protocol(),
        &setting,
        vec![vec![], vec![say("fair")], vec![AGREE]],
    );
    assert_eq!(outcome.ending, Ending::TurnsUsedUp);
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

#[test]
fn the_default_vote_is_for_what_the_player_stands_for_and_for_nothing_else() {
    let names = names(3);
    let said = [
        Spoken::new(0, say("ten")),
        Spoken::new(1, say("twenty")),
        Spoken::new(2, agree_with(0)),
        // Something was wrong with it: player 0 still stands for ten.
        Spoken::new(0, say("nonsense")).with_problems(vec!["no".to_owned()]),
    ];
    let mut rng = lacuna::game::random::generator(1, 0);
    let mut vote = |player: usize, words: &str| {
        let mut table = Table::new(player, &names, "");
        table.said = &said;
        Scripted::default().vote(&table, &Proposal::text(words), &mut rng)
    };
    assert_eq!(vote(2, "Ten"), Vote::For);
    assert_eq!(vote(2, "twenty"), Vote::Against);
    assert_eq!(vote(0, "ten"), Vote::For);
    assert_eq!(vote(0, "nonsense"), Vote::Against);
    assert_eq!(vote(1, "ten"), Vote::Against);
    let standing = Standing::of(3, &said);
    assert_eq!(standing.with(Stance::Proposal(0)), [0, 2]);
    // One who does not take part stands for nothing, whatever its number.
    let strange = [Spoken::new(usize::MAX, say("mine")), Spoken::new(0, AGREE)];
    assert_eq!(Standing::of(1, &strange).stances(), [None]);
}

#[test]
fn a_law_that_the_court_refuses_goes_back_to_its_speaker_and_never_into_force() {
    struct Corrects {
        heard: Vec<Vec<String>>,
        corrects: bool,
    }
    impl Negotiator for Corrects {
        fn speak(&mut self, table: &Table<'_>, _: &mut dyn Rng) -> Statement {
            self.heard.push(table.problems.to_vec());
            if self.corrects && !table.problems.is_empty() {
                return Statement::Propose(cooperate());
            }
            let effort = law("law \"Work\"\nresolve:\n  for each p: fine p 3 - effort of p");
            Statement::Propose(Proposal::Law(effort))
        }
    }
    let scene = first(Form::Lifted);
    let setting = NegotiationSetting::new(scene.player_names()).with_court(scene.court());
    let run = |corrects: bool| {
        let mut row = Corrects {
            heard: Vec::new(),
            corrects,
        };
        let mut column = Scripted::new(vec![AGREE; 9]);
        let mut seats: [&mut dyn Negotiator; 2] = [&mut row, &mut column];
        let outcome = AlternatingOffers::starting_with(0)
            .with_max_turns(2)
            .negotiate(&setting, &mut seats)
            .expect("a negotiation");
        (outcome, row.heard)
    };
    let (outcome, heard) = run(true);
    assert_eq!(outcome.adopted, Some(cooperate()));
    assert!(heard[1][0].contains("not verifiable"), "{heard:?}");
    assert_eq!(outcome.discarded.len(), 1);
    assert_eq!(outcome.discarded[0].turn, 0);
    // Three attempts, then the statement stands with its problems, and nobody can accept it.
    let (outcome, heard) = run(false);
    assert_eq!(heard.len(), 3);
    assert_eq!(outcome.adopted, None);
    assert!(!outcome.transcript[0].problems.is_empty());
    assert!(!outcome.transcript[1].problems.is_empty());
}

#[test]
fn words_are_no_law_where_a_law_is_required() {
    let scene = first(Form::Base);
    let setting = NegotiationSetting::new(scene.player_names())
        .with_court(scene.court())
        .with_requires_law(true);
    let outcome = run(
        AlternatingOffers::starting_with(0),
        &setting,
        vec![vec![say("both C"); 9], vec![AGREE; 9]],
    );
    assert_eq!(outcome.adopted, None);
}

#[test]
fn words_are_drafted_after_they_were_agreed_or_nothing_is_in_force() {
    let scene = first(Form::Lifted);
    let setting = NegotiationSetting::new(scene.player_names())
        .with_court(scene.court())
        .with_requires_law(true);
    let draft = |good_at: usize| {
        let mut tries = 0;
        let clerk = move |words: &str, _: &Court, problems: &[String], _: &mut dyn Rng| {
            assert_eq!(words, "both C");
            assert_eq!(problems.is_empty(), tries == 0);
            tries += 1;
            let label = if tries > good_at { "C" } else { "CH" };
            let text = format!("law \"L\"\nresolve:\n  for each p: direct p to {label}");
            Law::parse(&text).map_err(|error| error.to_string())
        };
        let words = Proposal::text("both C");
        let mut row = Proposer::new(words.clone());
        let mut column = Proposer::new(words.clone()).accepting([words]);
        let mut seats: [&mut dyn Negotiator; 2] = [&mut row, &mut column];
        Drafted::new(AlternatingOffers::starting_with(0), clerk)
            .negotiate(&setting, &mut seats)
            .expect("a negotiation")
    };
    let outcome = draft(2);
    assert_eq!(outcome.ending, Ending::Adopted);
    assert!(matches!(&outcome.adopted, Some(Proposal::Law(law)) if law.title == "L"));
    let outcome = draft(3);
    assert_eq!(outcome.adopted, None);
    assert!(matches!(&outcome.ending, Ending::NotDrafted { problems } if !problems.is_empty()));
}

#[test]
fn a_mayor_needs_a_majority_and_rotates_and_unclear_votes_are_none() {
    let names = names(3);
    let proposals = ["a", "b", "c"].map(say);
    let passes = |occasion: u64, votes: [Vote; 3]| {
        let setting = NegotiationSetting::new(&names).with_occasion(occasion);
        let mut players: Vec<Scripted> = proposals
            .iter()
            .zip(votes)
            .map(|(proposal, vote)| Scripted::new([proposal.clone()]).with_votes([vote]))
            .collect();
        let mut seats: Vec<&mut dyn Negotiator> = Vec::new();
        for player in &mut players {
            seats.push(player);
        }
        Mayor::starting_with(0)
            .negotiate(&setting, &mut seats)
            .expect("a negotiation")
    };
    let unclear = || Vote::Unclear("Error".to_owned());
    let outcome = passes(1, [Vote::For, Vote::Against, Vote::Against]);
    assert_eq!(outcome.adopted, Some(Proposal::text("b")));
    assert_eq!(outcome.supporters, [0, 1]);
    let outcome = passes(5, [unclear(), unclear(), Vote::Against]);
    assert_eq!(outcome.ending, Ending::NoMajority);
    assert_eq!(outcome.supporters, [2]);
}

#[test]
fn every_player_is_dictator_in_some_seed_and_always_the_same_in_one() {
    let names = names(4);
    let mut seen = [0; 4];
    for seed in 0..400 {
        let dictator = |seed| {
            let setting = NegotiationSetting::new(&names).with_seed(seed);
            let outcome = run(RandomDictator, &setting, vec![vec![say("mine")]; 4]);
            assert_eq!(outcome.adopted, Some(Proposal::text("mine")));
            outcome.transcript[0].player
        };
        assert_eq!(dictator(seed), dictator(seed));
        seen[dictator(seed)] += 1;
    }
    // Binomial(400, 1/4): five standard deviations are 43.
    assert!(
        seen.iter().all(|&times| (57..=143).contains(&times)),
        "{seen:?}"
    );
}

/// Says one of a few things at random.
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
            let proposal = said[..last]
                .iter()
                .rev()
                .find_map(|spoken| match &spoken.statement {
                    Statement::Propose(proposal) if spoken.problems.is_empty() => Some(proposal),
                    _ => None,
                });
            proposal.map(|proposal| proposal.words().to_string())
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

#[test]
fn parameters_that_make_no_sense_are_refused() {
    let names = names(2);
    let setting = NegotiationSetting::new(&names);
    let refuse =
        |mut protocol: Box<dyn Protocol>, setting: &NegotiationSetting<'_>, count: usize| {
            let mut players = vec![Scripted::default(); count];
            let mut seats: Vec<&mut dyn Negotiator> = Vec::new();
            for player in &mut players {
                seats.push(player);
            }
            protocol
                .negotiate(setting, &mut seats)
                .expect_err("refused")
        };
    let starter = AlternatingOffers::starting_with(2);
    let error = refuse(Box::new(starter), &setting, 2);
    assert_eq!(
        error.to_string(),
        "the starter is 2; it must be one of the players 0 to 1"
    );
    for votes in [0, 3] {
        let protocol = RoundRobin::new(Majority::AtLeast(votes));
        let error = refuse(Box::new(protocol), &setting, 2);
        assert!(matches!(error, NegotiationError::Parameter { .. }));
    }
    let error = refuse(Box::new(RandomDictator), &setting, 3);
    assert!(matches!(error, NegotiationError::WrongLength { .. }));
    let no_attempts = setting.clone().with_attempts(0);
    assert!(matches!(
        refuse(Box::new(RandomDictator), &no_attempts, 2),
        NegotiationError::Parameter { .. }
    ));
    let briefed = setting.clone().with_briefings(&names[..1]);
    assert!(matches!(
        refuse(Box::new(RandomDictator), &briefed, 2),
        NegotiationError::WrongLength { .. }
    ));
    let nobody: [String; 0] = [];
    assert!(matches!(
        refuse(
            Box::new(RandomDictator),
            &NegotiationSetting::new(&nobody),
            0
        ),
        NegotiationError::Parameter { .. }
    ));
}
