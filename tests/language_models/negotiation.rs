//! Models that negotiate: what counts as said.

use lacuna::contract::law::{ActionKind, CheckOptions, Court, Law, Observable};
use lacuna::game::random::generator;
use lacuna::number::Rational;
use lacuna::simulate::llm::{ChatError, ModelNegotiator, Role, Scripted, law_guide};
use lacuna::simulate::negotiation::{
    AlternatingOffers, NegotiationSetting, Negotiator, Proposal, Protocol, Spoken, Statement,
    Table, Vote,
};

fn names() -> Vec<String> {
    ["row", "column"].map(str::to_owned).to_vec()
}

/// What is made of a reply when the other has proposed, or the speaker itself.
fn said(reply: &str, proposer: usize) -> Statement {
    let names = names();
    let said = [Spoken::new(
        proposer,
        Statement::Propose(Proposal::text("ten each")),
    )];
    let mut table = Table::new(0, &names, "A lake.");
    table.said = &said;
    let mut model = ModelNegotiator::new(Scripted::always(reply), Role::Adviser).with_ask_again(0);
    model.speak(&table, &mut generator(1, 0))
}

#[test]
fn statements_are_read_to_the_letter() {
    let agree = Statement::Agree { with: None };
    assert_eq!(said("Good.\nANSWER: AGREE", 1), agree);
    assert_eq!(
        said("ANSWER: agree with column", 1),
        Statement::Agree { with: Some(1) }
    );
    assert_eq!(said("ANSWER: DISAGREE", 1), Statement::Disagree);
    assert_eq!(said("ANSWER: KEEP", 1), Statement::KeepStatusQuo);
    assert_eq!(said("ANSWER: END", 1), Statement::End);
    let proposal = Statement::Propose(Proposal::text("nine each,\nand no more"));
    assert_eq!(
        said("ANSWER: PROPOSE\nnine each,\nand no more\n", 1),
        proposal
    );
    assert_eq!(
        said("ANSWER: PROPOSE\n```text\nnine each,\nand no more\n```", 1),
        proposal
    );
}

#[test]
fn what_is_quoted_denied_or_talked_about_is_unclear() {
    for reply in [
        "<ACCEPT>",
        "If you had said less I would have written <ACCEPT>, but no.",
        "I cannot say \"ANSWER: AGREE\" to this.",
        "ANSWER: not AGREE",
        "ANSWER: AGREE\nBut only if you give me all.",
        "ANSWER: AGREE | DISAGREE",
        "I reject this proposal.",
        "ANSWER: PROPOSE",
        "ANSWER: PROPOSE ten each",
        "Error",
        "ANSWER: AGREE WITH nobody",
        "ANSWER: AGREE WITH row",
    ] {
        assert_eq!(
            said(reply, 1),
            Statement::Unclear(reply.to_owned()),
            "{reply:?}"
        );
    }
}

#[test]
fn nobody_agrees_with_itself_or_with_nothing() {
    for reply in [
        "ANSWER: AGREE",
        "ANSWER: AGREE WITH column",
        "ANSWER: AGREE WITH row",
    ] {
        assert!(matches!(said(reply, 0), Statement::Unclear(_)), "{reply}");
    }
    let names = names();
    let table = Table::new(0, &names, "");
    let model = Scripted::always("ANSWER: AGREE");
    let mut model = ModelNegotiator::new(model, Role::Adviser).with_ask_again(0);
    assert!(matches!(
        model.speak(&table, &mut generator(1, 0)),
        Statement::Unclear(_)
    ));
}

#[test]
fn an_error_is_never_a_proposal_nor_a_vote() {
    let down = || Scripted::from_function(|_| Err(ChatError::other("Error: server down")));
    let names = names();
    let table = Table::new(0, &names, "");
    let mut model = ModelNegotiator::new(down(), Role::Adviser);
    let mut rng = generator(1, 0);
    assert!(matches!(
        model.speak(&table, &mut rng),
        Statement::Unclear(_)
    ));
    assert!(model.take_error().is_some());
    assert!(model.take_error().is_none());
    let vote = model.vote(&table, &Proposal::text("ten each"), &mut rng);
    assert!(matches!(vote, Vote::Unclear(_)));

    // A whole negotiation of models that are down ends with nothing.
    let mut seats = [down(), down()].map(|model| ModelNegotiator::new(model, Role::Adviser));
    let [row, column] = &mut seats;
    let outcome = AlternatingOffers::starting_with(0)
        .negotiate(&NegotiationSetting::new(&names), &mut [row, column])
        .unwrap();
    assert_eq!(outcome.adopted, None);
}

#[test]
fn votes_are_read_to_the_letter() {
    let names = names();
    let table = Table::new(0, &names, "");
    let vote = |reply: &str| {
        let model = Scripted::always(reply);
        let mut model = ModelNegotiator::new(model, Role::Adviser).with_ask_again(0);
        model.vote(&table, &Proposal::text("ten each"), &mut generator(1, 0))
    };
    assert_eq!(vote("ANSWER: FOR"), Vote::For);
    assert_eq!(vote("ANSWER: against"), Vote::Against);
    assert_eq!(vote("ANSWER: ABSTAIN"), Vote::Abstain);
    for reply in ["ANSWER: not FOR", "FOR", "ANSWER: FOR or AGAINST"] {
        assert_eq!(vote(reply), Vote::Unclear(reply.to_owned()));
    }
}

fn courts() -> Vec<Court> {
    let each = || ["row", "the other player"];
    let labels = |lists: [Vec<&'static str>; 2]| ActionKind::labels("action", lists);
    vec![
        Court::new(each(), labels([vec!["C", "D"], vec!["C", "D"]])).unwrap(),
        Court::new(
            each(),
            labels([vec!["stay put", "go"], vec!["hide", "seek"]]),
        )
        .unwrap(),
        Court::new(
            each(),
            labels([vec!["first", "both"], vec!["both", "other"]]),
        )
        .unwrap(),
        Court::new(
            each(),
            ActionKind::quantity_between("hours", Rational::from(2), Rational::from(8)),
        )
        .unwrap(),
        Court::new(each(), ActionKind::quantity("tons of fish"))
            .unwrap()
            .with_observable(Observable::quantity("last catch").of_each_player())
            .unwrap()
            .with_observable(Observable::labels("weather", ["fine", "very bad"]))
            .unwrap()
            .with_hidden("effort", "nobody sees it")
            .unwrap(),
    ]
}

#[test]
fn the_guide_to_laws_ends_with_a_law_that_the_court_accepts() {
    for court in courts() {
        let guide = law_guide(&court);
        let (_, example) = guide.split_once("Example:\n").unwrap();
        Law::parse_and_check(example, &court, &CheckOptions::default())
            .unwrap_or_else(|error| panic!("{guide}\n{error}"));
    }
}

#[test]
fn every_clause_that_the_guide_shows_is_one_that_the_court_accepts() {
    for court in courts() {
        let guide = law_guide(&court);
        let (_, rest) = guide.split_once("one of these:\n").unwrap();
        let (clauses, _) = rest.split_once("\nExample:\n").unwrap();
        assert!(clauses.lines().count() >= 3, "{guide}");
        let mut each = "for each p: ";
        for clause in clauses.lines() {
            if clause.starts_with("Without") {
                each = "";
                continue;
            }
            let clause = clause.split(" (").next().unwrap_or(clause);
            let law = format!("law \"Ours\"\nresolve:\n  {each}{clause}");
            Law::parse_and_check(&law, &court, &CheckOptions::default())
                .unwrap_or_else(|error| panic!("{law}\n{error}"));
        }
    }
}

#[test]
fn words_of_the_language_of_laws_are_quoted_as_names() {
    let labels = || vec!["set".to_owned(), "wait".to_owned()];
    let court = Court::new(
        ["fine", "pool"],
        ActionKind::labels("count", [labels(), labels()]),
    )
    .unwrap();
    let guide = law_guide(&court);
    for quoted in [
        "\"fine\", \"pool\"",
        "the \"count\" of each",
        "\"set\", wait",
    ] {
        assert!(guide.contains(quoted), "{quoted}: {guide}");
    }
    let (_, example) = guide.split_once("Example:\n").unwrap();
    Law::parse_and_check(example, &court, &CheckOptions::default())
        .unwrap_or_else(|error| panic!("{guide}\n{error}"));
}

#[test]
fn a_law_that_cannot_be_read_or_enforced_goes_back_with_the_reason() {
    let court = courts().swap_remove(0);
    let propose = |clause: &str| format!("ANSWER: PROPOSE\nlaw \"Ours\"\nresolve:\n  {clause}");
    let row = Scripted::new([
        propose("everybody shall be nice"),
        propose("for each p: fine p effort of p"),
        propose("for each p: if action of p is D: fine p 2"),
    ]);
    let column = Scripted::always("ANSWER: AGREE");
    let mut seats = [row, column]
        .map(|model| ModelNegotiator::new(model, Role::Adviser).with_court(court.clone()));
    let names = court.player_names().to_vec();
    let setting = NegotiationSetting::new(&names)
        .with_court(&court)
        .with_requires_law(true);
    let [row, column] = &mut seats;
    let outcome = AlternatingOffers::starting_with(0)
        .negotiate(&setting, &mut [row, column])
        .unwrap();
    let law = Law::parse("law \"Ours\"\nresolve:\n  for each p: if action of p is D: fine p 2");
    assert_eq!(outcome.adopted, Some(Proposal::Law(law.unwrap())));
    let requests = seats[0].asker().model().requests();
    let told = |request: usize| requests[request].messages.last().unwrap().text.clone();
    assert!(told(1).contains("the proposal is no law"), "{}", told(1));
    assert!(told(2).contains("effort"), "{}", told(2));
}
