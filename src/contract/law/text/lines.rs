//! Where the parts of a law stand in its text.

use super::super::{Hook, LawPlace};

/// Where the parts of a law stand in its text: lines counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LawLines {
    pub(super) title: Part,
    pub(super) declarations: Vec<Part>,
    pub(super) hooks: [Option<Part>; 3],
    pub(super) clauses: [Vec<Part>; 3],
}

/// A line, and the bytes of the text that the part takes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Part {
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl LawLines {
    /// The line of the title.
    pub fn title(&self) -> usize {
        self.title.line
    }

    /// The line of a declaration, by its number from 0.
    pub fn declaration(&self, declaration: usize) -> Option<usize> {
        self.line(LawPlace::Declaration { declaration })
    }

    /// The line on which a clause begins, by its hook and its number from 0.
    pub fn clause(&self, hook: Hook, clause: usize) -> Option<usize> {
        self.line(LawPlace::Clause { hook, clause })
    }

    /// The line on which a part of the law begins; none if the text has no such part.
    pub fn line(&self, place: LawPlace) -> Option<usize> {
        self.part(place).map(|part| part.line)
    }

    pub(super) fn part(&self, place: LawPlace) -> Option<Part> {
        let index = |hook| match hook {
            Hook::Start => 0,
            Hook::Resolve => 1,
            Hook::End => 2,
        };
        match place {
            LawPlace::Court => None,
            LawPlace::Title => Some(self.title),
            LawPlace::Declaration { declaration } => self.declarations.get(declaration).copied(),
            LawPlace::Hook { hook } => self.hooks[index(hook)],
            LawPlace::Clause { hook, clause } => self.clauses[index(hook)].get(clause).copied(),
        }
    }
}
