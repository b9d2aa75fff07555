use super::*;

/// Payoff tables, small numbers among them: ties make degenerate programs.
fn tables(players: usize, profiles: usize) -> impl Strategy<Value = Vec<Vec<i64>>> {
    prop_oneof![Just(9i64), Just(1), Just(0)].prop_flat_map(move |range| {
        let table = proptest::collection::vec(-range..=range, profiles);
        proptest::collection::vec(table, players)
    })
}

/// Programs with several kinds of bounds and rows at 0 and at 1; which of the numbers depend on λ is
/// a mask.
fn families() -> impl Strategy<Value = (LinearProgram, LinearProgram)> {
    let number = || {
        let fraction = prop_oneof![3 => Just(1i64), 1 => 2i64..=6];
        ((-4i64..=4), (-2i64..=2), fraction)
            .prop_map(|(n, slope, d)| (rational(n, d), rational(slope, d)))
    };
    let bounds = move || (0usize..8, number(), 0i64..4);
    let relation = prop_oneof![
        3 => Just(Relation::AtMost),
        1 => Just(Relation::AtLeast),
        1 => Just(Relation::Equal),
    ];
    (1usize..=3, 0usize..=4, 0usize..16, any::<bool>()).prop_flat_map(
        move |(columns, rows, mask, maximise)| {
            let terms = proptest::collection::vec(number(), columns);
            let row = (terms, relation.clone(), number());
            let variables = proptest::collection::vec((bounds(), number()), columns);
            (variables, proptest::collection::vec(row, rows)).prop_map(move |(variables, rows)| {
                let at = |part: usize, (constant, slope): &(Rational, Rational), lambda: i64| {
                    let moves = mask >> part & 1 == 1;
                    if moves {
                        constant + slope * Rational::from(lambda)
                    } else {
                        constant.clone()
                    }
                };
                let build = |lambda: i64| {
                    let mut program = if maximise {
                        LinearProgram::maximise()
                    } else {
                        LinearProgram::minimise()
                    };
                    for ((kind, end, width), objective) in &variables {
                        let end = at(3, end, lambda);
                        let bounds = match kind {
                            0..=3 => Bounds::NONNEGATIVE,
                            4 => Bounds::FREE,
                            5 => Bounds::at_most(end),
                            6 => Bounds::at_least(end),
                            _ => Bounds::between(end.clone(), end + Rational::from(*width))
                                .expect("ordered"),
                        };
                        program.variable(bounds, at(0, objective, lambda));
                    }
                    for (terms, relation, bound) in &rows {
                        let terms = terms.iter().enumerate();
                        let terms = terms.map(|(j, term)| (j, at(1, term, lambda)));
                        let bound = at(2, bound, lambda);
                        program.row(terms, *relation, bound).expect("in range");
                    }
                    program
                };
                (build(0), build(1))
            })
        },
    )
}

fn seeds() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(0i64..10_007, 40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn curves_of_games_of_two_by_two(tables in tables(2, 4), seeds in seeds()) {
        let game = best_correlated(&[2, 2], &tables);
        let curve = curve_of(&game, 0, 4);
        prop_assert!(holds_everywhere(&game, &curve, &probes(&curve, &seeds, 0, 4)), "{curve}");
    }

    #[test]
    fn curves_of_games_of_two_by_three(tables in tables(2, 6), seeds in seeds()) {
        let game = best_correlated(&[2, 3], &tables);
        let curve = curve_of(&game, 0, 4);
        prop_assert!(holds_everywhere(&game, &curve, &probes(&curve, &seeds, 0, 4)), "{curve}");
    }

    #[test]
    fn curves_of_games_of_three_by_three(tables in tables(2, 9), seeds in seeds()) {
        let game = best_correlated(&[3, 3], &tables);
        let curve = curve_of(&game, -1, 4);
        prop_assert!(holds_everywhere(&game, &curve, &probes(&curve, &seeds, -1, 4)), "{curve}");
    }

    #[test]
    fn curves_of_games_of_three_players(tables in tables(3, 8), seeds in seeds()) {
        let game = best_correlated(&[2, 2, 2], &tables);
        let curve = curve_of(&game, 0, 4);
        prop_assert!(holds_everywhere(&game, &curve, &probes(&curve, &seeds, 0, 4)), "{curve}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn curves_of_programs_of_every_kind((zero, one) in families(), seeds in seeds()) {
        let family = ParametricProgram::new(&zero, &one).expect("of one shape");
        let curve = curve_of(&family, -6, 6);
        prop_assert!(holds_everywhere(&family, &curve, &probes(&curve, &seeds, -6, 6)), "{curve}");
        for breakpoint in &curve.breakpoints {
            if let Some(lambda) = breakpoint.at.exact() {
                let level = curve.value_at(lambda);
                prop_assert_eq!(&level, &breakpoint.value);
            }
        }
    }

    #[test]
    fn one_side_alone_makes_a_curve_piecewise_linear((zero, one) in families(), objective in any::<bool>()) {
        // Only the objective, or only the right-hand sides, depend on λ (Gass and Saaty, 1955).
        let mut second = zero.clone();
        if objective {
            let terms = one.objective().iter().cloned().enumerate();
            second.set_objective(zero.sense(), terms).expect("in range");
        } else {
            second = LinearProgram::new(zero.sense());
            for (bounds, objective) in zero.bounds().iter().zip(zero.objective()) {
                second.variable(bounds.clone(), objective.clone());
            }
            for (row, other) in zero.rows().iter().zip(one.rows()) {
                let bound = other.bound.clone();
                second.row(row.terms.clone(), row.relation, bound).expect("in range");
            }
        }
        let family = ParametricProgram::new(&zero, &second).expect("of one shape");
        let curve = curve_of(&family, -6, 6);
        prop_assert!(curve.unresolved.is_empty());
        for piece in &curve.pieces {
            prop_assert!(piece.low.exact().is_some() && piece.high.exact().is_some());
            if let CurveValue::Finite(function) = &piece.value {
                prop_assert!(function.denominator().is_constant());
                prop_assert!(function.numerator().degree() <= 1);
            }
        }
        // Between two finite pieces it is continuous, and bends to one side.
        let slopes: Vec<Option<Rational>> = (curve.pieces.iter())
            .map(|piece| match &piece.value {
                CurveValue::Finite(f) => Some(
                    f.evaluate(&Rational::ONE).expect("no pole") - f.evaluate(&Rational::ZERO).expect("no pole"),
                ),
                _ => None,
            })
            .collect();
        let convex = objective == (zero.sense() == crate::linear_program::Sense::Maximise);
        for (pair, breakpoint) in slopes.windows(2).zip(&curve.breakpoints[1..]) {
            if let [Some(before), Some(after)] = pair {
                prop_assert_eq!(breakpoint.jump, Some(false));
                prop_assert_eq!(before < after, convex);
            }
        }
    }
}

/// Run by hand for the times: `cargo test --release --lib -- --ignored --nocapture times_of`.
#[test]
#[ignore = "prints times"]
fn times_of_curves() {
    let mut state = 2605u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % 15) as i64 - 5
    };
    let shapes: [(&[usize], usize); 6] = [
        (&[2, 2], 200),
        (&[2, 3], 100),
        (&[3, 3], 50),
        (&[2, 2, 2], 50),
        (&[4, 4], 10),
        (&[5, 5], 3),
    ];
    for (actions, games) in shapes {
        let profiles = actions.iter().product();
        let (mut total, mut longest, mut pieces) = (0.0, 0.0f64, 0);
        for _ in 0..games {
            let tables: Vec<Vec<i64>> = actions
                .iter()
                .map(|_| (0..profiles).map(|_| draw()).collect())
                .collect();
            let game = best_correlated(actions, &tables);
            let start = std::time::Instant::now();
            let curve = curve_of(&game, 0, 4);
            let seconds = start.elapsed().as_secs_f64();
            total += seconds;
            longest = longest.max(seconds);
            pieces += curve.pieces.len();
        }
        println!(
            "{actions:?}: {:.3} ms a curve, {:.3} ms the longest, {:.1} pieces",
            1e3 * total / games as f64,
            1e3 * longest,
            pieces as f64 / games as f64
        );
    }
}
