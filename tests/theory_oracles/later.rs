//! Oracles that are not computed, with the reason for each group.

pub const LATER: &[(&str, &[&str])] = &[
    (
        "the file states no payoffs and no parameters for it",
        &["fs.example2"],
    ),
    (
        "a continuum of players",
        &[
            "poa.nonatomic_linear.beta_0.0",
            "poa.nonatomic_linear.beta_0.25",
            "poa.nonatomic_linear.beta_0.5",
            "poa.pigou_x_1.beta_0.0",
            "poa.pigou_x_1.beta_0.25",
            "poa.pigou_x_1.beta_0.5",
            "poa.pigou_x_1.beta_1.0",
        ],
    ),
    (
        "renegotiation, or normally distributed noise and constant risk aversion",
        &[
            "adr.first_best",
            "adr.seller_investment_at_default_q*",
            "len.beta.r2.0_c1.0_s0.5",
            "len.beta.r1.0_c2.0_s1.0",
            "multitask.both_measured",
        ],
    ),
    (
        "quantal response",
        &[
            "qre.donation.b3.0_c1.0_beta2.0",
            "qre.donation_lambda.b3.0_c1.0_beta2.0_l1.0",
            "qre.matching_pennies",
            "qre.asym_mp_beta1",
            "qre.stag_hunt_count",
        ],
    ),
    (
        "evolutionary dynamics",
        &[
            "replicator.stag_hunt_basin",
            "replicator.stag_hunt_basin_lambda1",
            "nowak.kin",
            "nowak.group",
            "moran.N10_r1.1",
            "moran.N20_r2.0",
            "moran.frequency_dependent",
            "moran.one_third",
        ],
    ),
    (
        "repeated games",
        &[
            "folk.grim",
            "folk.grim_lambda_0.0",
            "folk.grim_lambda_0.1",
            "folk.pgg_grim.n4_c2.0",
            "folk.pgg_grim.n5_c2.0",
        ],
    ),
];
