//! The 144 ordinal games against brute force and known classifications.

use std::collections::{BTreeMap, BTreeSet};

use lacuna::equilibrium::phase_diagram::Threshold;
use lacuna::game::{Game, GameExt, catalogue};
use lacuna::number::{Extended, Rational};
use lacuna::theorem::search::ordinal::{Family, OrdinalAnalysis, OrdinalGame, Pattern};
use lacuna::theorem::search::{Followed, GameClass, Symmetry};

use crate::harm::by_definition;

fn analyses() -> Vec<OrdinalAnalysis> {
    OrdinalAnalysis::all().expect("small games")
}

#[test]
fn the_pairs_of_patterns_are_the_classes_of_strict_games() {
    let strict = GameClass::integers(&[2, 2], 1..=4)
        .expect("valid")
        .with_strict();
    let apart = strict.clone().with_symmetry(Symmetry::Actions);
    let mut seen = BTreeSet::new();
    for one in apart.representatives().expect("few") {
        let game = apart.game(&one.word).expect("its word");
        let ordinal = OrdinalGame::of(&game).expect("strict");
        assert!(seen.insert(ordinal), "{ordinal} twice");
        // The oriented game is the same up to the names of actions.
        let oriented = apart
            .canonical(&ordinal.game().expect("small"))
            .expect("few");
        assert_eq!(oriented.map(|(game, _)| game), Some(game));
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), OrdinalGame::all());
    // If it does not matter who is who, mirror images are one.
    let pairs: BTreeSet<_> = (OrdinalGame::all().into_iter())
        .map(|game| game.min(game.mirrored()))
        .collect();
    assert_eq!(pairs.len(), 78);
    for game in OrdinalGame::all() {
        let canonical = |game: OrdinalGame| {
            strict
                .canonical(&game.game().expect("small"))
                .expect("few")
                .expect("a member")
        };
        assert_eq!(canonical(game), canonical(game.mirrored()));
        assert_eq!(canonical(game).1 == 4, game.is_symmetric());
    }
}

#[test]
fn games_of_the_catalogue_have_their_names() {
    let named = [
        (
            catalogue::prisoners_dilemma(3, 0, 5, 1),
            Pattern::PrisonersDilemma,
        ),
        (catalogue::stag_hunt(4, 0, 3, 2), Pattern::StagHunt),
        (catalogue::chicken(3, 1, 4, 0), Pattern::Chicken),
        (catalogue::deadlock(2, 0, 5, 3), Pattern::Deadlock),
        (catalogue::harmony(4, 3, 2, 1), Pattern::Harmony),
    ];
    for (game, pattern) in named {
        let found = OrdinalGame::of(&game.expect("in range"));
        assert_eq!(found, Some(OrdinalGame::new(pattern, pattern)));
    }
    // Matching pennies and the battle of the sexes of the catalogue have ties.
    assert_eq!(
        OrdinalGame::of(&catalogue::matching_pennies(1).expect("in range")),
        None
    );
    let battle = catalogue::battle_of_the_sexes(2, 1, 0).expect("in range");
    assert_eq!(OrdinalGame::of(&battle), None);
}

#[test]
fn patterns_are_the_symmetric_games_with_the_order_of_their_name() {
    for pattern in Pattern::ALL {
        let value =
            |letter: char| 4 - pattern.order().find(letter).expect("one of the four") as i64;
        let table =
            [['R', 'S'], ['T', 'P']].map(|row| row.map(|c| Rational::from(value(c))).to_vec());
        let game = lacuna::game::NormalForm::symmetric(&table).expect("square");
        assert_eq!(
            OrdinalGame::of(&game),
            Some(OrdinalGame::new(pattern, pattern))
        );
        // The orientation of the literature.
        let (row, column) = (pattern.row(), pattern.column());
        assert!(row[0][1] == 4 || row[1][1] == 4);
        assert!(column[0].contains(&4));
    }
}

#[test]
fn patterns_follow_on_one_another_by_exchanges_of_ranks() {
    let exchanged = |pattern: Pattern, low: i64| {
        let swap = |rank: i64| match rank {
            r if r == low => low + 1,
            r if r == low + 1 => low,
            r => r,
        };
        // The exchange can leave the orientation as it is, because rank 4 does not move.
        pattern.row().map(|line| line.map(swap))
    };
    for six in Pattern::ALL.chunks(6) {
        for at in 0..6 {
            let next = six[(at + 1) % 6].row();
            // 1 with 2 and 2 with 3 in turns; the second six begin with the other.
            let first = if six[0] == Pattern::PrisonersDilemma {
                0
            } else {
                1
            };
            assert_eq!(
                exchanged(six[at], 1 + ((at + first) % 2) as i64),
                next,
                "{}",
                six[at]
            );
        }
    }
}

#[test]
fn equilibria_are_as_often_there_as_is_known() {
    let mut by_number = BTreeMap::new();
    let mut dominant = BTreeMap::new();
    for analysis in analyses() {
        *by_number.entry(analysis.equilibria.len()).or_insert(0) += 1;
        let players = analysis.dominant.iter().flatten().count();
        *dominant.entry(players).or_insert(0) += 1;
    }
    // Each player has a dominant action in half of the rankings; without any, best responses
    // coordinate in half of the games and run in circles in the other half.
    assert_eq!(dominant, BTreeMap::from([(0, 36), (1, 72), (2, 36)]));
    assert_eq!(by_number, BTreeMap::from([(0, 18), (1, 108), (2, 18)]));
    let families = |family| analyses().iter().filter(|a| a.family == family).count();
    // Both bests in one profile: a quarter.
    assert_eq!(families(Family::WinWin), 36);
    assert_eq!(families(Family::Cyclic), 18);
    assert_eq!(Family::ALL.map(families).iter().sum::<usize>(), 144);
    let inferior: Vec<String> = (analyses().iter())
        .filter(|a| a.family == Family::Inferior && a.game.is_symmetric())
        .map(|a| a.game.to_string())
        .collect();
    assert_eq!(inferior, ["Prisoner's dilemma"]);
}

#[test]
fn every_analysis_is_that_of_the_definitions() {
    for analysis in analyses() {
        let game = analysis.game.game().expect("small");
        let welfare = |profile: &Vec<usize>| game.welfare(profile).expect("valid");
        let profiles: Vec<Vec<usize>> = game.space().iter().collect();
        let stable = |lambda: &Rational, profile: &Vec<usize>| {
            (0..2).all(|player| {
                let mut other = profile.clone();
                other[player] = 1 - other[player];
                let want = |at: &Vec<usize>| game.payoff(player, at) + lambda * &welfare(at);
                want(profile) >= want(&other)
            })
        };
        let at = |lambda: &Rational| -> Vec<Vec<usize>> {
            let all = profiles.iter().filter(|profile| stable(lambda, profile));
            all.cloned().collect()
        };
        let selfish = at(&Rational::ZERO);
        assert_eq!(analysis.equilibria, selfish);
        let best = profiles.iter().map(&welfare).max().expect("four");
        assert_eq!(analysis.first_best, best);
        let optima: Vec<_> = profiles
            .iter()
            .filter(|p| welfare(p) == best)
            .cloned()
            .collect();
        assert_eq!(analysis.optima, optima);
        let gap = |welfare: Option<Rational>| welfare.map(|welfare| &best - &welfare);
        assert_eq!(analysis.best_gap, gap(selfish.iter().map(&welfare).max()));
        assert_eq!(analysis.worst_gap, gap(selfish.iter().map(&welfare).min()));
        for player in 0..2 {
            let column = |action: usize, other: usize| {
                let mut profile = vec![other; 2];
                profile[player] = action;
                game.payoff(player, &profile)
            };
            let dominates = |own: usize| (0..2).all(|j| column(own, j) > column(1 - own, j));
            assert_eq!(
                analysis.dominant[player],
                (0..2).find(|&own| dominates(own))
            );
        }
        // Between breakpoints nothing changes, at each something does.
        let half = Rational::new(1, 2).expect("not 0");
        let mut marks = vec![Rational::ZERO];
        marks.extend(analysis.breakpoints.iter().cloned());
        let beyond = marks.last().expect("0") + &Rational::from(1000);
        marks.push(beyond);
        let optimal = |lambda: &Rational| at(lambda).iter().any(|p| welfare(p) == best);
        let all_optimal = |lambda: &Rational| {
            let found = at(lambda);
            !found.is_empty() && found.iter().all(|p| welfare(p) == best)
        };
        let mut level = Extended::Infinite;
        let mut every = Threshold::Infinite;
        for pair in marks.windows(2).rev() {
            let (low, high) = (&pair[0], &pair[1]);
            let third = Rational::new(1, 3).expect("not 0");
            let inside = [&half, &third].map(|share| low + &((high - low) * share));
            assert_eq!(at(&inside[0]), at(&inside[1]), "{}", analysis.game);
            if !low.is_zero() {
                let before = marks.iter().rev().find(|mark| *mark < low).expect("0");
                let before = (before + low) * &half;
                assert!(at(low) != at(&before) || at(low) != at(&inside[0]));
            }
            // Levels of finite games are attained.
            if optimal(low)
                && (high == marks.last().expect("0") || level == Extended::Finite(high.clone()))
            {
                level = Extended::Finite(low.clone());
            }
            let unbroken =
                high == marks.last().expect("0") || every == Threshold::Attained(high.clone());
            if unbroken && all_optimal(&inside[0]) {
                every = if all_optimal(low) {
                    Threshold::Attained(low.clone())
                } else {
                    Threshold::Infimum(low.clone())
                };
            }
        }
        assert_eq!(analysis.level, level, "{}", analysis.game);
        assert_eq!(
            analysis.every_equilibrium_is_optimal, every,
            "{}",
            analysis.game
        );
        for (harm, followed) in [
            (&analysis.harm_at_best, Followed::Best),
            (&analysis.harm_at_worst, Followed::Worst),
            (&analysis.harm_at_unique, Followed::Unique),
        ] {
            let loss = harm.as_ref().map(|harm| harm.loss.clone());
            assert_eq!(loss, by_definition(&game, followed), "{}", analysis.game);
            assert!(
                harm.as_ref()
                    .is_none_or(|harm| harm.verify(&game).expect("its game"))
            );
        }
    }
}

#[test]
fn mirror_images_come_to_the_same() {
    let all = analyses();
    let by_game: BTreeMap<OrdinalGame, &OrdinalAnalysis> = all
        .iter()
        .map(|analysis| (analysis.game, analysis))
        .collect();
    let loss = |harm: &Option<lacuna::theorem::search::Harm>| harm.as_ref().map(|h| h.loss.clone());
    for analysis in &all {
        let mirror = by_game[&analysis.game.mirrored()];
        assert_eq!(analysis.family, mirror.family);
        assert_eq!(analysis.level, mirror.level);
        assert_eq!(analysis.best_gap, mirror.best_gap);
        assert_eq!(analysis.worst_gap, mirror.worst_gap);
        assert_eq!(analysis.breakpoints, mirror.breakpoints);
        assert_eq!(loss(&analysis.harm_at_best), loss(&mirror.harm_at_best));
        assert_eq!(loss(&analysis.harm_at_worst), loss(&mirror.harm_at_worst));
        assert_eq!(loss(&analysis.harm_at_unique), loss(&mirror.harm_at_unique));
        assert_eq!(
            analysis.dominant.iter().flatten().count(),
            mirror.dominant.iter().flatten().count()
        );
    }
}

#[test]
fn levels_of_the_symmetric_dilemmas_are_those_of_the_closed_forms() {
    let level = |pattern| {
        let game = OrdinalGame::new(pattern, pattern);
        OrdinalAnalysis::new(game).expect("small").level
    };
    // (T − R)/(2R − T − S) with 2R > T + S.
    assert_eq!(
        level(Pattern::PrisonersDilemma),
        Extended::Finite(Rational::ONE)
    );
    // Chicken: 2R = 6 = T + S, so that both are optimal, and (C, D) is an equilibrium.
    assert_eq!(level(Pattern::Chicken), Extended::Finite(Rational::ZERO));
    // Deadlock: P = 3 is the best sum, and both defect.
    assert_eq!(level(Pattern::Deadlock), Extended::Finite(Rational::ZERO));
}

#[test]
fn what_the_page_says_in_words_is_so() {
    let analyses = analyses();
    let level = |value: Option<i64>| {
        let wanted = value.map_or(Extended::Infinite, |v| Extended::Finite(v.into()));
        analyses.iter().filter(|a| a.level <= wanted).count()
    };
    assert_eq!(
        (level(Some(0)), level(Some(2)), level(None)),
        (111, 142, 144)
    );
    let harmed = |harm: fn(&OrdinalAnalysis) -> &Option<lacuna::theorem::search::Harm>| {
        let positive =
            |a: &&OrdinalAnalysis| (harm(a).as_ref()).is_some_and(|harm| harm.loss.is_positive());
        analyses.iter().filter(positive).count()
    };
    assert_eq!(harmed(|a| &a.harm_at_best), 0);
    assert_eq!(harmed(|a| &a.harm_at_unique), 0);
    assert_eq!(harmed(|a| &a.harm_at_worst), 18);
}
