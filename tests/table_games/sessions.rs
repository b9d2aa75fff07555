//! Sessions: treatments, answers that are none, and agreement with the environment under a law.

use std::sync::{Arc, Mutex};

use lacuna::contract::Contractible;
use lacuna::contract::law::{CheckOptions, Court, FailurePolicy, Reading};
use lacuna::game::NormalForm;
use lacuna::game::hidden_effort::Effort;
use lacuna::number::Rational;
use lacuna::simulate::negotiation::Negotiator;
use lacuna::simulate::negotiation::{
    AlternatingOffers, Drafted, Ending, Proposal, Silent, Statement, Table,
};
use lacuna::simulate::table_game::{
    Choice, Force, Form, NoAnswer, Scene, Seated, SessionRecord, TableError, TableGame,
    TableObservation, TablePlayer, TableSession, Treatment,
};
use lacuna::simulate::{Environment, FromFunction, Governed, Recording, Runner};
use rand::{Rng, RngExt};

use super::{action, chooses, cooperate, first, law, q, silent, willing};

fn session(form: Form, treatment: Treatment) -> TableSession {
    TableSession::new(first(form), treatment).with_protocol(AlternatingOffers::starting_with(0))
}

#[test]
fn a_law_is_carried_out_or_put_on_record_or_only_said() {
    let text = "law \"Cooperate\"
      resolve:
        for each p: if chosen action of p is D: sanction p 2
        for each p: if chosen action of p is D: violation by p \"defected\"
        for each p: direct p to C";
    let agreed = Proposal::Law(law(text));
    let play = |treatment| {
        let mut players = [willing(action(0), &agreed), willing(action(3), &agreed)];
        session(Form::Lifted, treatment)
            .play(&mut players, 1)
            .expect("a session")
    };
    let payoffs = |record: &SessionRecord| record.played.as_ref().expect("valid").payoffs.clone();
    // (CH, DL) is (S − ε, T − 2ε) = (−5 − 5/6, 9 − 10/6).
    let unforced = [q("-35/6"), q("22/3")];
    let record = play(Treatment::NoContract);
    assert_eq!(
        (record.negotiation.is_none(), record.agreed.is_none()),
        (true, true)
    );
    assert_eq!(payoffs(&record), unforced);
    assert_eq!(record.played.as_ref().expect("valid").hearing, None);
    for (treatment, force) in [
        (Treatment::Talk, Force::Words),
        (Treatment::MonitoredLaw, Force::Monitored),
    ] {
        let record = play(treatment);
        assert_eq!(
            record.agreed.as_ref().map(|agreed| agreed.force),
            Some(force)
        );
        assert_eq!(payoffs(&record), unforced);
        let played = record.played.expect("valid");
        assert_eq!(played.carried_out, [0, 3]);
        let hearing = played.hearing.expect("a hearing");
        assert_eq!(hearing.violations.len(), 2);
        assert_eq!(hearing.violations[1].text.as_deref(), Some("defected"));
        assert_eq!(hearing.breached, [false, true]);
    }
    let record = play(Treatment::EnforcedLaw);
    let played = record.played.expect("valid");
    // DL becomes CL: effort stays. (CH, CL) is (R − 2ε − η, R), less the fine.
    assert_eq!(played.carried_out, [0, 1]);
    assert_eq!(played.efforts, [Some(Effort::High), Some(Effort::Low)]);
    assert_eq!(played.material, [q("35/12"), q("5")]);
    assert_eq!(played.payoffs, [q("35/12"), q("3")]);
    assert_eq!(played.hearing.expect("a hearing").destroyed, q("2"));
}

#[test]
fn without_an_agreement_the_game_is_played_without_one() {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let sees = Arc::clone(&shown);
    let defects = FromFunction::new("sees", move |seen: &TableObservation, _: &mut dyn Rng| {
        sees.lock().expect("unpoisoned").push(seen.agreed.clone());
        Choice::Action(1)
    });
    let mut players: [Box<dyn TablePlayer>; 2] = [
        Box::new(willing(action(1), &cooperate())),
        Box::new(Seated::new(defects, Silent)),
    ];
    let record = session(Form::Base, Treatment::EnforcedLaw)
        .play(&mut players, 1)
        .expect("a session");
    let negotiation = record.negotiation.expect("a negotiation");
    assert_eq!(negotiation.ending, Ending::TurnsUsedUp);
    assert_eq!(record.agreed, None);
    assert_eq!(record.played.expect("valid").payoffs, [q("0"), q("0")]);
    assert_eq!(*shown.lock().expect("unpoisoned"), [None]);
}

#[test]
fn both_players_are_briefed_and_told_what_was_agreed() {
    // F1.12: the published negotiation gave the column player an empty story.
    struct Listens(Arc<Mutex<Vec<String>>>);
    impl Negotiator for Listens {
        fn speak(&mut self, table: &Table<'_>, _: &mut dyn Rng) -> Statement {
            self.0
                .lock()
                .expect("unpoisoned")
                .push(table.briefing.to_owned());
            Statement::Disagree
        }
    }
    let heard = Arc::new(Mutex::new(Vec::new()));
    let scene = first(Form::Lifted)
        .with_stories(vec!["You farm.".to_owned(), "You fish.".to_owned()])
        .expect("two stories");
    let player = || Seated::new(chooses(action(0)), Listens(Arc::clone(&heard)));
    TableSession::new(scene, Treatment::Talk)
        .with_protocol(AlternatingOffers::starting_with(1).with_max_turns(2))
        .play(&mut [player(), player()], 1)
        .expect("a session");
    let heard = heard.lock().expect("unpoisoned");
    assert!(
        heard[0].starts_with("You fish.\n\nYou are column."),
        "{heard:?}"
    );
    assert!(
        heard[1].starts_with("You farm.\n\nYou are row."),
        "{heard:?}"
    );
    assert!(heard[0].contains("No law can mention effort"));
}

#[test]
fn a_law_that_was_drafted_is_shown_with_the_words_it_came_from() {
    let words = Proposal::text("We both cooperate.");
    let clerk = |_: &str, _: &Court, _: &[String], _: &mut dyn Rng| match cooperate() {
        Proposal::Law(law) => Ok(law),
        _ => Err("no law".to_owned()),
    };
    let record = TableSession::new(first(Form::Lifted), Treatment::EnforcedLaw)
        .with_protocol(Drafted::new(AlternatingOffers::starting_with(0), clerk))
        .with_briefing(|scene, player| format!("{player} of {}", scene.players()))
        .play(
            &mut [willing(action(3), &words), willing(action(3), &words)],
            1,
        )
        .expect("a session");
    let agreed = record.agreed.expect("agreed");
    assert_eq!(agreed.words, cooperate().words());
    assert_eq!(agreed.drafted_from.as_deref(), Some("We both cooperate."));
    assert_eq!(record.played.expect("valid").carried_out, [1, 1]);
}

#[test]
fn no_answer_is_never_cooperation() {
    let silence = || Choice::no_answer("not Engage");
    let play = |policy: NoAnswer, seed: u64| {
        session(Form::Lifted, Treatment::EnforcedLaw)
            .with_no_answer(policy)
            .expect("a policy")
            .play(
                &mut [
                    willing(silence(), &cooperate()),
                    willing(action(2), &cooperate()),
                ],
                seed,
            )
            .expect("a session")
    };
    let record = play(NoAnswer::Invalid, 1);
    assert!(record.is_invalid());
    assert_eq!(record.welfare(), None);
    assert_eq!(record.choices[0], silence());
    // A default is what is stated, and the law sees it.
    let record = play(NoAnswer::Default(vec![3, 0]), 1);
    assert_eq!(record.played.expect("valid").chosen, [3, 2]);
    // Chance takes each of four actions, the same one in one seed.
    let mut times = [0; 4];
    for seed in 0..200 {
        let chosen = |seed| play(NoAnswer::Random, seed).played.expect("valid").chosen;
        if seed % 50 == 0 {
            assert_eq!(chosen(seed), chosen(seed));
        }
        times[chosen(seed)[0]] += 1;
    }
    // Binomial(200, 1/4): five standard deviations are 31.
    assert!(
        times.iter().all(|&times| (19..=81).contains(&times)),
        "{times:?}"
    );
    let bad = |policy| {
        let session = session(Form::Lifted, Treatment::Talk);
        session
            .with_no_answer(policy)
            .err()
            .expect("refused")
            .to_string()
    };
    assert_eq!(
        bad(NoAnswer::Default(vec![0])),
        "the list of default actions has 1 entries; it must have one for each of the 2 players"
    );
    assert_eq!(
        bad(NoAnswer::Default(vec![0, 4])),
        "player 1 has no action 4; its actions are 0 to 3"
    );
}

#[test]
fn a_court_is_not_shown_an_answer_that_is_none() {
    let scene = first(Form::Lifted);
    let fine = law("law \"L\"\nresolve:\n  for each p: if action of p is C: fine p 1")
        .check(scene.court(), &CheckOptions::default())
        .expect("checked");
    let mut table =
        Governed::new(TableGame::new(scene), fine, FailurePolicy::Open).expect("governed");
    table.reset(1);
    let mut rewards = [Rational::ZERO, Rational::ZERO];
    let choices = [Choice::no_answer(""), Choice::Action(0)];
    assert!(table.step(&choices, &mut rewards).is_err());
    // Nothing happened.
    assert!(!table.is_over());
    assert_eq!(table.enforcement().transfers, [q("0"), q("0")]);
}

#[test]
fn misuse_is_refused_and_says_what_would_be_right() {
    let text = Proposal::text("We both cooperate.");
    let play = |session: TableSession, choice: Choice| {
        let mut session = session;
        let played = session.play(&mut [silent(choice), silent(action(0))], 1);
        played.expect_err("refused")
    };
    let bare = |treatment| TableSession::new(first(Form::Base), treatment);
    assert!(matches!(
        play(bare(Treatment::Talk), action(0)),
        TableError::NothingToAgree
    ));
    let words = bare(Treatment::MonitoredLaw).with_agreement(text);
    assert!(matches!(play(words, action(0)), TableError::NotALaw));
    let unknown = Proposal::Law(law("law \"L\"\nresolve:\n  for each p: direct p to X"));
    let refused = bare(Treatment::EnforcedLaw).with_agreement(unknown);
    assert!(matches!(play(refused, action(0)), TableError::Rejected(_)));
    let error = play(bare(Treatment::NoContract), action(2));
    assert_eq!(
        error.to_string(),
        "player 0 cannot do Action(2): its actions are 0 to 1"
    );
    let fallback = FailurePolicy::Closed {
        actions: vec![Reading::Label(7), Reading::Label(0)],
    };
    let session = bare(Treatment::EnforcedLaw)
        .with_agreement(cooperate())
        .with_failure_policy(fallback);
    assert!(matches!(play(session, action(0)), TableError::Enforce(_)));
    let mut session = bare(Treatment::NoContract);
    assert!(matches!(
        session.play(&mut [silent(action(0))], 1),
        Err(TableError::WrongLength { .. })
    ));
}

/// Chooses any action.
fn erratic() -> impl lacuna::simulate::Agent<TableObservation, Choice> {
    FromFunction::new("erratic", |seen: &TableObservation, rng: &mut dyn Rng| {
        Choice::Action(rng.random_range(0..seen.own_labels().len()))
    })
}

#[test]
fn a_session_pays_what_the_environment_under_the_law_pays() {
    // Two ways to the same: the session hears the law itself, the environment is governed.
    let agreed = law("law \"All hooks\"
          pool relief
          escrow deposit
        start:
          for each p: escrow 1 from p in deposit
          for each p: premium 1/3 from p into relief
        resolve:
          for each p: if action of p is D: sanction p 2
          if action of row is D and action of column is C: direct row to C
          for each p: for each q other than p: if chosen action of p is D: transfer 1/2 from p to q
        end:
          for each p: if action of p is C: release all from deposit of p
          payout 1/2 from relief to row");
    for seed in 0..60 {
        let scene = first(Form::Lifted);
        let mut session = TableSession::new(scene.clone(), Treatment::EnforcedLaw)
            .with_agreement(Proposal::Law(agreed.clone()));
        let mut players = [Seated::silent(erratic()), Seated::silent(erratic())];
        let record = session.play(&mut players, seed).expect("a session");
        let checked = agreed
            .check(scene.court(), &CheckOptions::default())
            .expect("checked");
        let mut table =
            Governed::new(TableGame::new(scene), checked, FailurePolicy::Open).expect("governed");
        let mut recording = Recording::default();
        let outcome = Runner::default()
            .run(
                &mut table,
                &mut [erratic(), erratic()],
                seed,
                &mut recording,
            )
            .expect("an episode");
        let played = record.played.as_ref().expect("valid");
        assert_eq!(recording.steps[0].actions, record.choices);
        assert_eq!(outcome.totals, played.payoffs);
        assert_eq!(
            table.environment().carried_out_actions(),
            Some(&played.carried_out[..])
        );
        let hearing = played.hearing.as_ref().expect("a hearing");
        assert_eq!(table.enforcement().transfers, hearing.transfers);
        assert_eq!(table.enforcement().destroyed, hearing.destroyed);
        assert_eq!(table.enforcer().ledgers().total_held(), hearing.held);
        assert_eq!(recording.replay(&mut table).expect("the same"), outcome);
    }
}

#[test]
fn a_session_is_the_same_in_the_same_seed_and_goes_through_json() {
    let play = |seed| {
        let player = || {
            let negotiator =
                lacuna::simulate::negotiation::Proposer::new(cooperate()).accepting([cooperate()]);
            Seated::new(erratic(), negotiator)
        };
        session(Form::Lifted, Treatment::EnforcedLaw)
            .with_condition("prompt", "selfish")
            .play(&mut [player(), player()], seed)
            .expect("a session")
    };
    let bytes = |record: &SessionRecord| serde_json::to_string(record).expect("serialised");
    let mut chosen = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let record = play(seed);
        assert_eq!(bytes(&record), bytes(&play(seed)));
        let back: SessionRecord = serde_json::from_str(&bytes(&record)).expect("read");
        assert_eq!(back, record);
        assert_eq!(back.condition("prompt"), Some("selfish"));
        chosen.insert(record.played.expect("valid").chosen);
    }
    assert!(chosen.len() > 8, "seeds differ: {chosen:?}");
}

#[test]
fn labels_that_differ_in_case_alone_are_told_apart() {
    let rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::symmetric(&rows)
        .and_then(|game| game.with_action_names(&["a", "A", "Stop"]))
        .expect("a game");
    let scene = Scene::new("case", game, vec![Contractible::everything(3); 2]).expect("a scene");
    let found = |label: &str| scene.action_labelled(0, label);
    assert_eq!((found("a"), found(" A ")), (Some(0), Some(1)));
    assert_eq!((found("stop"), found("STOP")), (Some(2), Some(2)));
    assert_eq!((found("B"), found("")), (None, None));
}

#[test]
fn three_can_sit_at_the_table_with_labels_of_their_own() {
    // A public good: who gives pays 1, and everybody has 3/4 of what is given. Quietly or openly.
    let give = |action: usize| Rational::from(i64::from(action < 2));
    let game = NormalForm::from_fn(&[4, 4, 4], |player, profile| {
        let given: Rational = profile.iter().map(|&action| give(action)).sum();
        given * &q("3/4") - give(profile[player])
    })
    .and_then(|game| {
        let labels = ["give aloud", "give quietly", "keep aloud", "keep quietly"];
        let labels = labels.map(str::to_owned).to_vec();
        let names = ["ann", "bob", "eve"].map(str::to_owned).to_vec();
        game.with_names(names, vec![labels; 3])
    })
    .expect("a game");
    let split = Contractible::new(vec![0, 0, 1, 1], vec![0, 1, 0, 1]).expect("a split");
    let scene = Scene::new("public good", game, vec![split; 3]).expect("a scene");
    assert_eq!(scene.seen_labels(2), ["give", "keep"]);
    assert_eq!(scene.matrix(0), None);
    assert_eq!(scene.directed(2, 3, 0), 1);
    // What there is not stays as it is.
    assert_eq!(
        (
            scene.directed(3, 1, 0),
            scene.directed(0, 9, 1),
            scene.directed(0, 1, 9)
        ),
        (1, 9, 1)
    );
    assert_eq!(
        (
            scene.seen(0, 4),
            scene.payoff(0, &[0, 0]),
            scene.payoff(3, &[0; 3])
        ),
        (None, None, None)
    );
    let agreed = law("law \"Give\"\nresolve:\n  for each p: direct p to give");
    let mut session = TableSession::new(scene, Treatment::EnforcedLaw)
        .with_protocol(AlternatingOffers::starting_with(2));
    let player = |choice| willing(action(choice), &Proposal::Law(agreed.clone()));
    let record = session
        .play(&mut [player(3), player(2), player(1)], 1)
        .expect("a session");
    let played = record.played.expect("valid");
    assert_eq!(played.carried_out, [1, 0, 1]);
    assert_eq!(played.payoffs, [q("5/4"), q("5/4"), q("5/4")]);
    assert_eq!(played.cooperated, [None; 3]);
    assert!(played.targets.utilitarian);
}
