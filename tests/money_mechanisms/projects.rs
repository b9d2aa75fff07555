//! Public projects.

use lacuna::mechanism::public_project::{PublicProject, SerialCostSharing, serial_setting};
use lacuna::mechanism::{Mechanism, Strategies};
use lacuna::number::Rational;

use super::brute::{
    honest, largest_loss, least_payoff, message_profiles, transfer_sums, type_profiles,
};
use super::draw::Draw;
use super::{list, n, q};

fn only(numbers: &[i64]) -> Vec<Vec<Rational>> {
    numbers.iter().map(|&number| vec![n(number)]).collect()
}

#[test]
fn the_pivotal_example_of_the_theory() {
    let project = PublicProject::equal_shares(only(&[60, 30, 0]), n(75)).expect("values");
    assert_eq!(project.cost(), n(75));
    let decision = project.pivotal().expect("private").decide(&[0, 0, 0]);
    let branch = &decision.branches()[0];
    assert_eq!(
        (branch.alternative, &branch.transfers),
        (1, &list(&[-20, 0, 0]))
    );
    // Nobody is pivotal where any two would build alone.
    let project = PublicProject::equal_shares(only(&[40, 40, 40]), n(75)).expect("values");
    let decision = project.pivotal().expect("private").decide(&[0, 0, 0]);
    assert_eq!(decision.branches()[0].transfers, list(&[0, 0, 0]));
}

#[test]
fn what_pivotal_unanimity_and_referendum_promise() {
    let mut draw = Draw::new(40);
    let mut lost = [0, 0];
    for _ in 0..60 {
        let agents = draw.count(3);
        let values: Vec<_> = (0..agents).map(|_| draw.levels(4, -1, 6)).collect();
        let shares: Vec<Rational> = (0..agents).map(|_| q(draw.number(0, 8), 2)).collect();
        let project = PublicProject::new(values.clone(), shares.clone()).expect("values");
        let setting = project.setting().expect("values");
        let truth = Strategies::truthful(&setting);
        let quota = draw.count(agents as i64);
        let pivotal = project.pivotal().expect("private");
        let unanimity = project.unanimity();
        let referendum = project.referendum(quota).expect("a quota");
        assert!(honest(&setting, &pivotal));
        assert!(honest(&setting, &unanimity));
        assert!(honest(&setting, &referendum));
        assert_eq!(largest_loss(&setting, &pivotal, &truth), n(0));
        assert!(transfer_sums(&pivotal).1 <= n(0));
        assert_eq!(transfer_sums(&unanimity), (n(0), n(0)));
        assert_eq!(transfer_sums(&referendum), (n(0), n(0)));
        assert!(least_payoff(&setting, &unanimity, &truth) >= n(0));
        lost[0] += usize::from(least_payoff(&setting, &referendum, &truth) < n(0));
        lost[1] += usize::from(largest_loss(&setting, &unanimity, &truth) > n(0));
        for types in type_profiles(&setting) {
            let own = |agent: usize| &values[agent][types[agent]];
            let total: Rational = (0..agents).map(own).sum();
            let built =
                |mechanism: &dyn Mechanism| mechanism.decide(&types).branches()[0].alternative == 1;
            assert_eq!(built(&pivotal), total >= project.cost());
            let favour = (0..agents)
                .filter(|&agent| own(agent) >= &shares[agent])
                .count();
            assert_eq!(built(&referendum), favour >= quota);
            assert_eq!(built(&unanimity), favour == agents);
        }
    }
    assert!(lost[0] > 0 && lost[1] > 0, "{lost:?}");
}

#[test]
fn serial_cost_sharing_is_honest_covers_its_cost_and_costs_nobody_more_than_it_is_worth() {
    let mut draw = Draw::new(41);
    let mut inefficient = 0;
    for _ in 0..60 {
        let agents = draw.count(3);
        let levels = draw.count(3);
        let menus: Vec<_> = (0..agents)
            .map(|_| draw.schedules(4, levels, -1, 6))
            .collect();
        let mut costs: Vec<Rational> = (0..levels).map(|_| n(draw.number(0, 9))).collect();
        costs.sort();
        let setting = serial_setting(&menus, levels).expect("schedules");
        let serial = SerialCostSharing::new(menus, costs).expect("schedules");
        let truth = Strategies::truthful(&setting);
        assert!(honest(&setting, &serial));
        assert!(least_payoff(&setting, &serial, &truth) >= n(0));
        for messages in message_profiles(&serial) {
            let decision = serial.decide(&messages);
            let branch = &decision.branches()[0];
            let paid: Rational = branch.transfers.iter().sum();
            assert_eq!(
                -paid,
                serial.cost(branch.alternative).expect("an alternative")
            );
            // Efficiency counts the cost of what is built.
            let net =
                |each: usize| setting.welfare(&messages, each) - serial.cost(each).expect("one");
            let best = (0..setting.alternatives()).map(net).max().expect("one");
            assert!(net(branch.alternative) <= best);
            inefficient += usize::from(net(branch.alternative) < best);
        }
    }
    assert!(inefficient > 0);
}

#[test]
fn users_of_a_level_are_the_largest_group_that_pays_for_it() {
    let mut draw = Draw::new(42);
    for _ in 0..60 {
        let agents = draw.count(4);
        let menus: Vec<_> = (0..agents).map(|_| draw.schedules(1, 2, 0, 6)).collect();
        let mut costs: Vec<Rational> = (0..2).map(|_| n(draw.number(0, 12))).collect();
        costs.sort();
        let serial = SerialCostSharing::new(menus.clone(), costs.clone()).expect("schedules");
        let decision = serial.decide(&vec![0; agents]);
        let branch = &decision.branches()[0];
        let used = serial.uses(branch.alternative).expect("an alternative");
        let mut due = vec![n(0); agents];
        for (level, cost) in costs.iter().enumerate() {
            // The union of all groups whose members would each pay an equal share.
            let mut users = 0usize;
            for group in 1usize..1 << agents {
                let share = cost * &q(1, i64::from(group.count_ones()));
                let willing = |agent: usize| menus[agent][0][level] >= share;
                if (0..agents).all(|agent| group >> agent & 1 == 0 || willing(agent)) {
                    users |= group;
                }
            }
            for agent in 0..agents {
                assert_eq!(used[agent] > level, users >> agent & 1 == 1);
                if users >> agent & 1 == 1 {
                    due[agent] -= cost * &q(1, i64::from(users.count_ones()));
                }
            }
        }
        assert_eq!(branch.transfers, due);
    }
}
