//! What is played: table games in all treatments and roles, and a lake with negotiations.

use std::cell::RefCell;
use std::fmt::Write;
use std::rc::Rc;

use comfy_table::Table;
use lacuna::game::hidden_effort::scenarios;
use lacuna::number::Rational;
use lacuna::simulate::commons::{Commons, CommonsLog, CommonsRules};
use lacuna::simulate::llm::{
    Agreed, AnswerStatistics, Asker, ChatError, ChatModel, CommonsSituation, ModelAgent,
    ModelNegotiator, Role, Sampling, TableSituation,
};
use lacuna::simulate::negotiation::{
    AlternatingOffers, Majority, Negotiated, OfGoverned, RoundRobin,
};
use lacuna::simulate::table_game::{
    Choice, Form, Scene, Seated, SessionRecord, TableMetrics, TableSession, Treatment,
};
use lacuna::simulate::{Environment, Runner, Verifiable};

pub type Failure = Box<dyn std::error::Error>;

/// One model for everybody.
pub type Shared = Rc<RefCell<dyn ChatModel>>;

const SEED: u64 = 1;
const MONTHS: usize = 4;
/// They negotiate before the first month, and after every so many.
const EVERY: usize = 3;

/// Everything that was played, in words.
pub fn run(model: &Shared) -> Result<String, Failure> {
    let mut report = String::new();
    tables(model, &mut report)?;
    lake(model, &mut report)?;
    Ok(report)
}

/// One who asks the model, once more if the answer cannot be read.
fn asker(model: &Shared, role: &Role, name: String) -> Asker<Shared> {
    let sampling = Sampling::default()
        .with_temperature(0.0)
        .with_max_tokens(60);
    Asker::new(Rc::clone(model), role.clone())
        .with_name(name)
        .with_sampling(sampling)
        .with_ask_again(1)
}

/// How to answer with a label, shown on something else.
fn show_choice(asker: Asker<Shared>) -> Asker<Shared> {
    let question = "You may take the bus or walk. It rains. What do you choose?\n\nEnd your reply \
                    with one line that has this form and nothing after it:\nANSWER: <choice>\nwhere \
                    <choice> is exactly one of: bus | walk";
    asker.with_demonstration(question, "It rains, and the bus is dry.\nANSWER: bus")
}

/// How to answer with a number, shown on something else.
fn show_number(asker: Asker<Shared>) -> Asker<Shared> {
    let question = "How many legs do two dogs have?\n\nEnd your reply with one line that has this \
                    form and nothing after it:\nANSWER: <number>\nwhere <number> is a whole number \
                    from 0 to 20, in digits, without a unit";
    asker.with_demonstration(question, "A dog has four legs.\nANSWER: 8")
}

/// How to make a statement, shown on something else.
fn show_statement(asker: Asker<Shared>) -> Asker<Shared> {
    let question = "Two friends talk about their evening. It is your turn.\n\nReply with exactly \
                    one of these lines: ANSWER: PROPOSE | ANSWER: END. After ANSWER: PROPOSE, and \
                    only then, your proposal follows on the next lines.";
    asker.with_demonstration(question, "ANSWER: PROPOSE\nWe eat at seven.")
}

fn in_words(statistics: &AnswerStatistics) -> String {
    format!(
        "{} asked, {} readable at first, {} after asking again, {} given up",
        statistics.asked, statistics.at_first, statistics.after_asking_again, statistics.given_up
    )
}

/// An experiment whose model is gone has no result.
fn no_error(error: Option<ChatError>) -> Result<(), ChatError> {
    error.map_or(Ok(()), Err)
}

fn tables(model: &Shared, report: &mut String) -> Result<(), Failure> {
    let treatments = [
        Treatment::NoContract,
        Treatment::Talk,
        Treatment::EnforcedLaw,
    ];
    let mut choices = AnswerStatistics::default();
    let mut statements = AnswerStatistics::default();
    let mut records = Vec::new();
    let mut table = Table::new();
    table.load_style(comfy_table::presets::ASCII_MARKDOWN);
    table.set_header([
        "game",
        "treatment",
        "role",
        "agreed",
        "row",
        "column",
        "payoffs",
    ]);
    for form in [Form::Base, Form::LiftedInIntegers] {
        let scene = Scene::of_scenario(&scenarios()[0], form)?;
        for treatment in treatments {
            for role in Role::READY {
                let mut choosers = [0, 1].map(|player| {
                    let asker = asker(model, &role, format!("table, {player}, choice"));
                    ModelAgent::of_asker(show_choice(asker), TableSituation)
                        .or_else(TableSituation::no_answer)
                });
                let mut talkers = [0, 1].map(|player| {
                    let asker = asker(model, &role, format!("table, {player}, talk"));
                    let talker = ModelNegotiator::of_asker(show_statement(asker));
                    match treatment.requires_law() {
                        true => talker.with_court(scene.court().clone()),
                        false => talker,
                    }
                });
                let mut seats: Vec<_> = choosers
                    .iter_mut()
                    .zip(&mut talkers)
                    .map(|(chooser, talker)| Seated::new(chooser, talker))
                    .collect();
                let record = TableSession::new(scene.clone(), treatment)
                    .with_protocol(AlternatingOffers::starting_with(0).with_max_turns(2))
                    .with_attempts(1)
                    .with_condition("role", role.name())
                    .play(&mut seats, SEED)?;
                table.add_row(row(&scene, form, &role, &record));
                records.push(record);
                for (chooser, talker) in choosers.iter_mut().zip(&mut talkers) {
                    choices = choices.and(chooser.statistics());
                    statements = statements.and(talker.statistics());
                    no_error(chooser.take_error())?;
                    no_error(talker.take_error())?;
                }
            }
        }
    }
    let metrics = TableMetrics::of(&records);
    writeln!(report, "Table games\n{table}")?;
    writeln!(report, "choices: {}", in_words(&choices))?;
    writeln!(report, "statements: {}", in_words(&statements))?;
    writeln!(
        report,
        "{} sessions, {} of them invalid; share of negotiations with an agreement: {}; share of \
         valid sessions in which all cooperate: {}, in which somebody is exploited: {}",
        metrics.samples,
        metrics.invalid,
        shown(metrics.formation.as_ref()),
        shown(metrics.all_cooperate.as_ref()),
        shown(metrics.exploitation.as_ref()),
    )?;
    Ok(())
}

fn shown(share: Option<&Rational>) -> String {
    share.map_or_else(|| "none".to_owned(), Rational::to_string)
}

fn row(scene: &Scene, form: Form, role: &Role, record: &SessionRecord) -> Vec<String> {
    let treatment = match record.treatment {
        Treatment::NoContract => "no contract",
        Treatment::Talk => "talk",
        _ => "enforced law",
    };
    let choice = |player: usize| match &record.choices[player] {
        Choice::Action(action) => scene.labels(player)[*action].clone(),
        _ => "no answer".to_owned(),
    };
    let payoffs = record.played.as_ref().map_or_else(
        || "invalid".to_owned(),
        |played| {
            let payoffs: Vec<String> = played.payoffs.iter().map(Rational::to_string).collect();
            payoffs.join(", ")
        },
    );
    vec![
        if form == Form::Base { "base" } else { "lifted" }.to_owned(),
        treatment.to_owned(),
        role.name().to_owned(),
        if record.agreed.is_some() { "yes" } else { "no" }.to_owned(),
        choice(0),
        choice(1),
        payoffs,
    ]
}

fn lake(model: &Shared, report: &mut String) -> Result<(), Failure> {
    let rules = CommonsRules::default().with_months(MONTHS);
    let lake = Commons::new(rules.clone())?;
    let court = lake.court()?;
    let role = Role::Adviser;
    let mut talkers: Vec<_> = (0..rules.players)
        .map(|player| {
            let asker = asker(model, &role, format!("lake, {player}, talk"));
            ModelNegotiator::of_asker(show_statement(asker)).with_court(court.clone())
        })
        .collect();
    // Who gives no answer wants any amount that it could have said, each as likely as another.
    let mut fishers: Vec<_> = (0..rules.players)
        .map(|player| {
            let asker = asker(model, &role, format!("lake, {player}, catch"));
            ModelAgent::of_asker(show_number(asker), Agreed(CommonsSituation::new(&rules)))
                .or_random(0)
        })
        .collect();
    let speakers: Vec<_> = talkers.iter_mut().collect();
    let protocol = RoundRobin::new(Majority::AtLeast(3)).with_max_turns(5);
    let mut lake = Negotiated::new(lake, protocol, speakers)?
        .every(EVERY)
        .with_opening()
        .with_laws_only()
        .with_attempts(1)
        .with_briefing(|lake, player| {
            format!(
                "Fisher {player} of {} at one lake with {} tons of fish. Each month everybody \
                 catches some. What is left doubles, up to {}; below {} the lake is dead.",
                lake.players(),
                lake.stock(),
                lake.rules().capacity,
                lake.rules().collapse_below
            )
        });
    let mut log = OfGoverned(CommonsLog::default());
    Runner::default().run(&mut lake, &mut fishers, SEED, &mut log)?;
    let laws = lake.history().iter();
    let laws = laws.filter(|talks| talks.outcome.adopted.is_some()).count();
    let talks = lake.history().len();
    drop(lake);

    let log = log.0;
    let mut table = Table::new();
    table.load_style(comfy_table::presets::ASCII_MARKDOWN);
    table.set_header(["month", "stock", "wanted", "caught"]);
    for (month, played) in log.played.iter().enumerate() {
        table.add_row([
            (month + 1).to_string(),
            played.stock.to_string(),
            format!("{:?}", played.wanted),
            format!("{:?}", played.caught),
        ]);
    }
    let catches = fishers
        .iter()
        .fold(AnswerStatistics::default(), |sum, fisher| {
            sum.and(fisher.statistics())
        });
    let substituted: u64 = fishers.iter().map(|fisher| fisher.substituted()).sum();
    let statements = talkers
        .iter()
        .fold(AnswerStatistics::default(), |sum, talker| {
            sum.and(talker.statistics())
        });
    for fisher in &mut fishers {
        no_error(fisher.take_error())?;
    }
    for talker in &mut talkers {
        no_error(talker.take_error())?;
    }
    let published = log.published();
    writeln!(report, "\nA lake\n{table}")?;
    writeln!(report, "catches: {}", in_words(&catches))?;
    writeln!(
        report,
        "{substituted} catches were drawn at random in the place of answers"
    )?;
    writeln!(report, "statements: {}", in_words(&statements))?;
    writeln!(report, "{laws} of {talks} negotiations ended in a law")?;
    writeln!(
        report,
        "{} of {MONTHS} months, {} tons, {}",
        log.played.len(),
        published.gain,
        if log.collapsed { "collapsed" } else { "kept" }
    )?;
    Ok(())
}
