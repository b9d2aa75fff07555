//! Why a sweep was refused, or stopped.

/// Why a sweep was refused, or stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SweepError {
    /// A grid without axes.
    #[error("the grid has no axes; it needs at least one")]
    NoAxes,
    /// An axis without levels.
    #[error("axis {axis:?} has no levels; it needs at least one")]
    #[non_exhaustive]
    NoLevels {
        /// The axis.
        axis: String,
    },
    /// Two columns of the table would have one name: axes and results share a table, and
    /// `repetition`, `seed` and `error` are taken.
    #[error(
        "the name {name:?} is used twice; axes and columns of results must differ from each other and from \"repetition\", \"seed\" and \"error\""
    )]
    #[non_exhaustive]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// Two levels of an axis with one name.
    #[error("axis {axis:?} has two levels named {level:?}; the names of levels must differ")]
    #[non_exhaustive]
    DuplicateLevel {
        /// The axis.
        axis: String,
        /// The level.
        level: String,
    },
    /// No repetitions.
    #[error("a sweep needs at least one repetition of each cell")]
    NoRepetitions,
    /// More runs than can be counted.
    #[error("the sweep has more runs than can be counted; make it smaller")]
    TooManyRuns,
    /// An axis that the grid has not.
    #[error("there is no axis {axis:?}; the axes are {known}")]
    #[non_exhaustive]
    NoSuchAxis {
        /// The axis that was asked for.
        axis: String,
        /// The axes of the grid.
        known: String,
    },
    /// A level that the axis has not.
    #[error("axis {axis:?} has no level {level:?}; its levels are {known}")]
    #[non_exhaustive]
    NoSuchLevel {
        /// The axis.
        axis: String,
        /// The level that was asked for.
        level: String,
        /// The levels of the axis.
        known: String,
    },
    /// A column that the results have not.
    #[error("there is no column {column:?}; the columns are {known}")]
    #[non_exhaustive]
    NoSuchColumn {
        /// The column that was asked for.
        column: String,
        /// The columns of the results.
        known: String,
    },
    /// A column of text where a number is needed.
    #[error("column {column:?} is text; a mean needs numbers")]
    #[non_exhaustive]
    NotNumeric {
        /// The column.
        column: String,
    },
    /// An axis of several levels that a figure says nothing about.
    #[error(
        "axis {axis:?} has several levels and no place in the figure; show it, or choose one of its levels with `at`"
    )]
    #[non_exhaustive]
    AxisNotShown {
        /// The axis.
        axis: String,
    },
    /// A result that is not what its columns say.
    #[error("the result of {run} does not fit its columns: {problem}")]
    #[non_exhaustive]
    Misfit {
        /// The cell and the repetition.
        run: String,
        /// What does not fit.
        problem: String,
    },
    /// A run failed, and failures stop this sweep.
    #[error("{run} failed: {message}")]
    #[non_exhaustive]
    Failed {
        /// The cell and the repetition.
        run: String,
        /// The error of the experiment.
        message: String,
    },
    /// A file that could not be read or written.
    #[error("{path}: {message}")]
    #[non_exhaustive]
    File {
        /// The file.
        path: String,
        /// What the operating system says.
        message: String,
    },
    /// A file of another sweep.
    #[error("this is a file of another sweep: its {what} is {found}, and not {expected}")]
    #[non_exhaustive]
    OtherSweep {
        /// What differs.
        what: &'static str,
        /// What the file has.
        found: String,
        /// What this sweep has.
        expected: String,
    },
    /// A line of a table that cannot be read.
    #[error("line {line}: {problem}")]
    #[non_exhaustive]
    BadLine {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
}

impl SweepError {
    pub(super) fn bad_line(line: usize, problem: impl ToString) -> Self {
        SweepError::BadLine {
            line,
            problem: problem.to_string(),
        }
    }

    pub(super) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        SweepError::File {
            path: path.display().to_string(),
            message: error.to_string(),
        }
    }
}

/// Names in quotes with commas, for messages.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("{name:?}")).collect();
    quoted.join(", ")
}
