//! What the paper measured: how often language-model agents played the welfare optimum.

/// Mean over five models of the share of plays that were the utilitarian optimum, in one cell of
/// the paper's design (30 scenarios, 5 repetitions each).
pub struct Measured {
    pub family: &'static str,
    pub form: &'static str,
    pub contract: bool,
    pub selfish: f64,
    pub prosocial: f64,
}

const fn cell(
    family: &'static str,
    form: &'static str,
    contract: bool,
    selfish: f64,
    prosocial: f64,
) -> Measured {
    Measured {
        family,
        form,
        contract,
        selfish,
        prosocial,
    }
}

/// Agents prompted to be selfish and to be prosocial; without communication, and with a contract
/// enforced on base actions.
pub const MEASURED: [Measured; 8] = [
    cell("pd", "base", false, 0.000, 0.995),
    cell("pd", "base", true, 0.841, 0.997),
    cell("pd", "lifted", false, 0.000, 0.995),
    cell("pd", "lifted", true, 0.389, 0.999),
    cell("sh", "base", false, 0.029, 0.947),
    cell("sh", "base", true, 0.815, 0.991),
    cell("sh", "lifted", false, 0.151, 1.000),
    cell("sh", "lifted", true, 0.321, 0.977),
];

/// Altruism weight λ estimated from play of the base prisoner's dilemmas without communication
/// (quantal response, with 95% interval), for agents given no social role.
pub const ESTIMATES: [(&str, f64, f64, f64); 5] = [
    ("GPT-4o", 4.10, 3.28, 10.00),
    ("GPT-5.4", 0.11, 0.00, 0.36),
    ("GPT-5.4 Mini", 0.00, 0.00, 0.00),
    ("Grok 4.1 Fast", 0.00, 0.00, 0.20),
    ("Gemma 4 31B", 0.00, 0.00, 0.05),
];
