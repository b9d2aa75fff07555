//! Answers to linear programs.

use serde_json::{Value, json};

use super::claim;
use crate::linear_program::{Answer, Bounds, LinearProgram, Sense};
use crate::proof::Proof;

impl Proof {
    /// The answer to a linear program: an optimal point with its multipliers, a contradiction, or a
    /// ray.
    ///
    /// ```
    /// use lacuna::linear_program::{Bounds, LinearOptions, LinearProgram, Relation};
    /// use lacuna::proof::{CheckOptions, Proof, check};
    /// let mut program = LinearProgram::maximise();
    /// let x = program.variable(Bounds::NONNEGATIVE, 3);
    /// program.row([(x, 2)], Relation::AtMost, 5)?;
    /// let answer = program.solve(&LinearOptions::default())?.answer;
    /// let proof = Proof::of_linear_program(&answer, &program);
    /// assert_eq!(check(&proof, &CheckOptions::default())?.claims[0].kind, "optimal");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_linear_program(answer: &Answer, program: &LinearProgram) -> Self {
        let rows: Vec<Value> = program
            .rows()
            .iter()
            .map(|row| json!({"terms": row.terms, "relation": row.relation, "bound": row.bound}))
            .collect();
        let problem = json!({
            "kind": "linear_program",
            "sense": match program.sense() {
                Sense::Maximise => "maximise",
                Sense::Minimise => "minimise",
            },
            "objective": program.objective(),
            "lower": program.bounds().iter().map(Bounds::lower).collect::<Vec<_>>(),
            "upper": program.bounds().iter().map(Bounds::upper).collect::<Vec<_>>(),
            "rows": rows,
        });
        let claim = match answer {
            Answer::Optimal(best) => claim(
                "optimal",
                format!("The optimum of the linear program is {}.", best.value),
                json!({"value": best.value, "point": best.point, "multipliers": best.multipliers}),
            ),
            Answer::Infeasible(farkas) => claim(
                "infeasible",
                "No point meets all rows and bounds.".to_owned(),
                json!({"multipliers": farkas.multipliers}),
            ),
            Answer::Unbounded(endless) => claim(
                "unbounded",
                "The objective can be improved without limit.".to_owned(),
                json!({"point": endless.point, "ray": endless.ray}),
            ),
        };
        Proof::new(problem, vec![claim])
    }
}
