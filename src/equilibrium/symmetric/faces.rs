//! The faces of a simplex on which a quadratic form is positive definite.
//!
//! If the form is definite on a face (for directions within it), it is on all smaller faces, so
//! that one search that only ever adds vertices meets each of them once. These are the only faces
//! that can carry an evolutionarily stable strategy in their interior (Haigh, 1975), and the only
//! ones needed to find the least value of the form on the simplex: a least point with the fewest
//! positive coordinates lies in the interior of one.

use crate::number::Rational;

/// How many faces may still be looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    limit: usize,
    used: usize,
}

/// The budget is used up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BudgetSpent {
    pub(super) limit: usize,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Self {
        Budget { limit, used: 0 }
    }

    pub(super) fn used(&self) -> usize {
        self.used
    }

    pub(super) fn spend(&mut self) -> Result<(), BudgetSpent> {
        if self.used >= self.limit {
            return Err(BudgetSpent { limit: self.limit });
        }
        self.used += 1;
        Ok(())
    }
}

/// Whether the faces that contain the one visited are of interest.
pub(super) enum Larger {
    Visit,
    Skip,
}

/// The quotient by a number that is not zero.
pub(super) fn over(numerator: &Rational, denominator: &Rational) -> Rational {
    numerator.checked_div(denominator).unwrap_or_default()
}

/// The members of a face and the elimination of the form on it, restricted to directions
/// `e_i − e_first`; row by row, each from its pivot on. Without fractions if the form has none.
#[derive(Default)]
struct Face {
    members: Vec<usize>,
    rows: Vec<Vec<Rational>>,
}

impl Face {
    /// Adds a vertex if the form stays definite.
    fn push(&mut self, form: &impl Fn(usize, usize) -> Rational, vertex: usize) -> bool {
        let Some((&first, others)) = self.members.split_first() else {
            self.members.push(vertex);
            return true;
        };
        let corner = form(first, first) - form(first, vertex);
        let along = |other: usize| form(other, vertex) - form(first, other) + &corner;
        let mut entries: Vec<Rational> = others.iter().map(|&other| along(other)).collect();
        let mut diagonal = along(vertex);
        let mut previous = Rational::ONE;
        for (place, row) in self.rows.iter().enumerate() {
            let pivot = &row[0];
            let own = entries[place].clone();
            for (later, entry) in entries[place + 1..].iter_mut().enumerate() {
                *entry = over(&(&*entry * pivot - &own * &row[later + 1]), &previous);
            }
            diagonal = over(&(&diagonal * pivot - &own * &own), &previous);
            previous = pivot.clone();
        }
        if !diagonal.is_positive() {
            return false;
        }
        for (row, entry) in self.rows.iter_mut().zip(entries) {
            row.push(entry);
        }
        self.rows.push(vec![diagonal]);
        self.members.push(vertex);
        true
    }

    fn pop(&mut self) -> Option<usize> {
        self.rows.pop();
        for row in &mut self.rows {
            row.pop();
        }
        self.members.pop()
    }
}

/// Visits the faces (ascending lists of `0..vertices`) on which a symmetric form is positive
/// definite, in lexicographic order, a face before those that extend it.
pub(super) fn visit_definite_faces<E: From<BudgetSpent>>(
    vertices: usize,
    form: impl Fn(usize, usize) -> Rational,
    budget: &mut Budget,
    mut visit: impl FnMut(&[usize], &mut Budget) -> Result<Larger, E>,
) -> Result<(), E> {
    let mut face = Face::default();
    let mut next = 0;
    loop {
        if next < vertices {
            if face.push(&form, next) {
                budget.spend()?;
                if let Larger::Skip = visit(&face.members, budget)? {
                    face.pop();
                }
            }
            next += 1;
        } else {
            match face.pop() {
                Some(last) => next = last + 1,
                None => return Ok(()),
            }
        }
    }
}
