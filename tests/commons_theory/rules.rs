//! Caps and quotas: what they attain, against hand computation and against all rules tried.

use lacuna::number::Rational;
use lacuna::simulate::commons::{
    BestRule, CommonsAnalysis, CommonsPreference, CommonsRule, CommonsRules, EquilibriumSelection,
    Growth, Hysteresis, RuleKind, RuleSees,
};

use super::{brute, factors, q, whole};

const KINDS: [RuleKind; 2] = [RuleKind::Cap, RuleKind::Quota];

fn best(rules: &CommonsRules, kind: RuleKind, sees: RuleSees, lambda: &str) -> BestRule {
    let analysis = CommonsAnalysis::new(rules).expect("valid");
    let preference = CommonsPreference::lambda(q(lambda));
    let worst = EquilibriumSelection::Worst;
    let found = analysis.best_rule(kind, sees, &preference, worst).expect("small");
    found.expect("an equilibrium")
}

#[test]
fn against_selfish_players_a_constant_leaves_a_gap_of_fifty_and_the_month_closes_it() {
    let rules = CommonsRules::default();
    for kind in KINDS {
        let t = std::time::Instant::now();
        let constant = best(&rules, kind, RuleSees::Nothing, "0");
        println!("{kind:?} const {:?} {:?} {:?}", constant.welfare, constant.rule.limit(0, 100), t.elapsed());
        let month = best(&rules, kind, RuleSees::Month, "0");
        println!("{kind:?} month {:?} {:?} {:?}", month.welfare, (month.rule.limit(0, 100), month.rule.limit(11, 100), month.rule.sees()), t.elapsed());
        let stock = best(&rules, kind, RuleSees::Stock, "0");
        println!("{kind:?} stock {:?} {:?} {:?}", stock.welfare, (stock.rule.limit(0, 100), stock.at_most), t.elapsed());
        let both = best(&rules, kind, RuleSees::MonthAndStock, "0");
        println!("{kind:?} both {:?} {:?} {:?}", both.welfare, (both.rule.limit(0, 100), both.at_most), t.elapsed());
        let iid = rules.clone().with_growth(factors(&["3/2", "5/2"]));
        for sees in [RuleSees::Nothing, RuleSees::Month, RuleSees::Stock, RuleSees::MonthAndStock] {
            let found = best(&iid, kind, sees, "0");
            println!("{kind:?} iid {sees:?} {:?} {:?} {:?} {:?}", found.welfare, found.welfare.to_f64(), (found.rule.limit(0, 100), found.rule.limit(0, 60), found.rule.limit(11, 100), found.at_most), t.elapsed());
        }
    }
}
