//! Linear inequalities in exact numbers: a point that meets them all, or weights that show that
//! there is none. Either answer is checked before it is given, so that nothing rests on the
//! simplex below being right.

use lacuna::number::Rational;

/// `Σ coefficient · x_column ≤ bound`.
#[derive(Debug, Clone)]
pub struct AtMost {
    pub coefficients: Vec<(usize, Rational)>,
    pub bound: Rational,
}

impl AtMost {
    pub fn new(coefficients: Vec<(usize, Rational)>, bound: Rational) -> Self {
        AtMost {
            coefficients,
            bound,
        }
    }

    fn dense(&self, columns: usize) -> Vec<Rational> {
        let mut row = vec![Rational::ZERO; columns];
        for (column, coefficient) in &self.coefficients {
            row[*column] += coefficient;
        }
        row
    }
}

/// Is there a point of free variables that meets all inequalities?
///
/// A full tableau, first phase only: every variable is a difference of one at least zero and a
/// common one, every inequality has a slack, and those with a negative bound an artificial
/// variable. The rule of Bland picks the pivots.
pub fn is_feasible(rows: &[AtMost], columns: usize) -> bool {
    let matrix: Vec<Vec<Rational>> = rows.iter().map(|row| row.dense(columns)).collect();
    let (count, slack) = (rows.len(), columns + 1);
    let width = slack + count;
    // `tableau[r]`: the variables, then the right-hand side. Artificial columns are not kept: an
    // artificial variable that leaves the basis never returns.
    let mut tableau: Vec<Vec<Rational>> = Vec::with_capacity(count);
    let mut basis: Vec<Option<usize>> = Vec::with_capacity(count);
    for (position, (row, dense)) in rows.iter().zip(&matrix).enumerate() {
        let mut line = dense.clone();
        line.push(-dense.iter().sum::<Rational>());
        line.resize(width, Rational::ZERO);
        line[slack + position] = Rational::ONE;
        line.push(row.bound.clone());
        if row.bound.is_negative() {
            line = line.iter().map(|entry| -entry).collect();
            basis.push(None);
        } else {
            basis.push(Some(slack + position));
        }
        tableau.push(line);
    }
    // The sum of the artificial variables is `cost[width] − Σ cost[j] x_j`.
    let mut cost = vec![Rational::ZERO; width + 1];
    for (line, _) in tableau.iter().zip(&basis).filter(|(_, b)| b.is_none()) {
        for (total, entry) in cost.iter_mut().zip(line) {
            *total += entry;
        }
    }
    while let Some(entering) = (0..width).find(|&column| cost[column].is_positive()) {
        // An artificial variable counts as the highest number in ties.
        let leaving = (0..count)
            .filter(|&row| tableau[row][entering].is_positive())
            .min_by_key(|&row| {
                let reach = tableau[row][width]
                    .checked_div(&tableau[row][entering])
                    .expect("positive");
                (reach, basis[row].unwrap_or(usize::MAX))
            })
            .expect("the sum of artificial variables is bounded below");
        let scale = tableau[leaving][entering].recip().expect("positive");
        let pivot: Vec<Rational> = tableau[leaving]
            .iter()
            .map(|entry| entry * &scale)
            .collect();
        let eliminate = |line: &mut [Rational]| {
            let factor = line[entering].clone();
            if factor.is_zero() {
                return;
            }
            for (entry, pivot) in line.iter_mut().zip(&pivot) {
                if !pivot.is_zero() {
                    *entry -= &factor * pivot;
                }
            }
        };
        for (row, line) in tableau.iter_mut().enumerate() {
            if row != leaving {
                eliminate(line);
            }
        }
        eliminate(&mut cost);
        tableau[leaving] = pivot;
        basis[leaving] = Some(entering);
    }
    if cost[width].is_zero() {
        let mut values = vec![Rational::ZERO; slack];
        for (line, variable) in tableau.iter().zip(&basis) {
            if let Some(variable) = variable.filter(|&variable| variable < slack) {
                values[variable] = line[width].clone();
            }
        }
        let point: Vec<Rational> = values[..columns]
            .iter()
            .map(|value| value - &values[columns])
            .collect();
        for (row, dense) in rows.iter().zip(&matrix) {
            let left: Rational = dense.iter().zip(&point).map(|(a, x)| a * x).sum();
            assert!(left <= row.bound, "the point found meets every inequality");
        }
        return true;
    }
    // Farkas: weights at least zero under which the left sides cancel and the bounds do not.
    let weights: Vec<Rational> = cost[slack..width].iter().map(|entry| -entry).collect();
    assert!(weights.iter().all(|weight| !weight.is_negative()));
    for column in 0..columns {
        let total: Rational = matrix
            .iter()
            .zip(&weights)
            .map(|(row, weight)| &row[column] * weight)
            .sum();
        assert!(total.is_zero(), "the left sides cancel");
    }
    let bounds: Rational = rows
        .iter()
        .zip(&weights)
        .map(|(row, weight)| &row.bound * weight)
        .sum();
    assert!(bounds.is_negative(), "the bounds contradict");
    false
}

/// Does a linear form stay at or below `limit` wherever the inequalities, which some point meets,
/// hold? By duality: weights at least zero must combine them to the form with a bound of at most
/// `limit`.
pub fn is_bounded_by(
    rows: &[AtMost],
    columns: usize,
    form: &[(usize, Rational)],
    limit: &Rational,
) -> bool {
    let mut target = vec![Rational::ZERO; columns];
    for (column, coefficient) in form {
        target[*column] += coefficient;
    }
    let matrix: Vec<Vec<Rational>> = rows.iter().map(|row| row.dense(columns)).collect();
    let mut dual = Vec::new();
    for (column, target) in target.iter().enumerate() {
        let combined: Vec<(usize, Rational)> = matrix
            .iter()
            .enumerate()
            .filter(|(_, row)| !row[column].is_zero())
            .map(|(position, row)| (position, row[column].clone()))
            .collect();
        let negated = combined.iter().map(|(c, a)| (*c, -a)).collect();
        dual.push(AtMost::new(combined, target.clone()));
        dual.push(AtMost::new(negated, -target));
    }
    for position in 0..rows.len() {
        dual.push(AtMost::new(
            vec![(position, -Rational::ONE)],
            Rational::ZERO,
        ));
    }
    let bounds = rows.iter().enumerate();
    dual.push(AtMost::new(
        bounds.map(|(c, row)| (c, row.bound.clone())).collect(),
        limit.clone(),
    ));
    is_feasible(&dual, rows.len())
}
