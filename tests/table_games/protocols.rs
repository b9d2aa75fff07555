//! Protocols: who can accept what, when it ends, and the holes that the published code had.

use lacuna::contract::law::{Court, Law};
use lacuna::simulate::negotiation::{
    AlternatingOffers, Drafted, Ending, Majority, Mayor, NegotiationError, NegotiationOutcome,
    NegotiationSetting, Negotiator, Proposal, Proposer, Protocol, RandomDictator, RoundRobin,
    Scripted, Spoken, Stance, Standing, Statement, Table, Vote,
};
use lacuna::simulate::table_game::Form;
use rand::Rng;

use super::{cooperate, first, law};

pub const AGREE: Statement = Statement::Agree { with: None };

pub fn agree_with(player: usize) -> Statement {
    Statement::Agree { with: Some(player) }
}

pub fn say(words: &str) -> Statement {
    Statement::Propose(Proposal::text(words))
}

pub fn names(count: usize) -> Vec<String> {
    (0..count).map(|player| format!("p{player}")).collect()
}

pub fn run(
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
fn to_disagree_takes_back_neither_an_offer_nor_what_was_accepted() {
    let outcome = two([
        vec![say("both C"), Statement::Disagree],
        vec![Statement::Disagree, AGREE],
    ]);
    assert_eq!(outcome.adopted, Some(Proposal::text("both C")));
    assert_eq!(outcome.transcript.len(), 4);
    // Of three, one accepts at once and then disagrees; it is bound when the last accepts.
    let names = names(3);
    let setting = NegotiationSetting::new(&names).with_attempts(1);
    let outcome = run(
        AlternatingOffers::starting_with(0).with_max_turns(6),
        &setting,
        vec![
            vec![say("fair"), Statement::Disagree],
            vec![AGREE, Statement::Disagree],
            vec![Statement::Disagree, AGREE],
        ],
    );
    assert_eq!(outcome.adopted, Some(Proposal::text("fair")));
    assert_eq!(outcome.transcript.len(), 6);
    assert_eq!(outcome.stances, [Some(Stance::Proposal(0)); 3]);
}

#[test]
fn the_same_words_are_the_same_offer() {
    let names = names(3);
    let setting = NegotiationSetting::new(&names).with_attempts(1);
    // What player 2 agrees with was said by player 0, and is what player 1 has put on the table.
    let outcome = run(
        AlternatingOffers::starting_with(0),
        &setting,
        vec![
            vec![say("fair"), agree_with(1)],
            vec![say("Fair")],
            vec![agree_with(0)],
        ],
    );
    assert_eq!(outcome.transcript[2].problems, [""; 0]);
    assert_eq!(outcome.adopted, Some(Proposal::text("Fair")));
}

#[test]
fn that_things_stay_is_a_proposal_with_which_one_agrees_like_with_any() {
    // The last offer is that nothing changes, and not the one before it.
    let outcome = two([vec![say("both C"), AGREE], vec![Statement::KeepStatusQuo]]);
    assert_eq!(outcome.ending, Ending::StatusQuoKept);
    assert_eq!(outcome.transcript.len(), 3);
    let names = names(3);
    let setting = NegotiationSetting::new(&names).with_attempts(1);
    let outcome = run(
        RoundRobin::new(Majority::AtLeast(2)),
        &setting,
        vec![
            vec![say("ten")],
            vec![Statement::KeepStatusQuo],
            vec![AGREE],
        ],
    );
    assert_eq!(outcome.ending, Ending::StatusQuoKept);
    assert_eq!(outcome.supporters, [1, 2]);
    // One who accepts ten does not agree by mistake with what it does not accept.
    let said = [
        Spoken::new(0, say("ten")),
        Spoken::new(1, Statement::KeepStatusQuo),
    ];
    let mut table = Table::new(2, &names, "");
    table.said = &said;
    assert_eq!(table.last_proposal(), None);
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
