//! From a file to a game.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;

use lacuna::game::{Names, NormalForm};
use lacuna::io::{ReadError, from_json, read_gam, read_nfg};
use lacuna::number::Rational;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::Failure;

/// The largest file that is read; no end is in sight in some files, such as `/dev/zero`.
const MAX_BYTES: u64 = 1 << 30;

/// A fault in a text: line and column from 1, and what is wrong there.
struct Fault {
    line: usize,
    column: usize,
    problem: String,
}

impl Fault {
    /// A fault of the whole text.
    fn whole(problem: impl ToString) -> Self {
        Fault::at(1, 1, problem)
    }

    /// Parsers that count from 0 or have no place say 0.
    fn at(line: usize, column: usize, problem: impl ToString) -> Self {
        Fault {
            line: line.max(1),
            column: column.max(1),
            problem: problem.to_string(),
        }
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Invalid {
                line,
                column,
                problem,
                ..
            } => Fault::at(line, column, problem),
            ReadError::Unexpected {
                line,
                column,
                expected,
                found,
                ..
            } => Fault::at(line, column, format!("expected {expected}; found {found}")),
            other => Fault::whole(other),
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        let text = error.to_string();
        // The place is said apart.
        let problem = text
            .rsplit_once(" at line ")
            .map_or(text.as_str(), |(problem, _)| problem);
        Fault::at(error.line(), error.column(), problem)
    }
}

/// The name of the input in messages.
pub fn shown(file: &OsStr) -> String {
    if file == "-" {
        "<stdin>".to_owned()
    } else {
        Path::new(file).display().to_string()
    }
}

/// The game in a file.
pub fn read(file: &OsStr) -> Result<NormalForm<Rational>, Failure> {
    text(file)
        .and_then(|text| parse(file, &text))
        .map_err(|fault| {
            Failure::Input(format!(
                "{}:{}:{}: {}",
                shown(file),
                fault.line,
                fault.column,
                fault.problem
            ))
        })
}

fn text(file: &OsStr) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let length = if file == "-" {
        std::io::stdin()
            .lock()
            .take(MAX_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|f| f.take(MAX_BYTES + 1).read_to_end(&mut bytes))
    };
    let length = length.map_err(|error| Fault::whole(format!("cannot be read: {error}")))?;
    if length as u64 > MAX_BYTES {
        return Err(Fault::whole(format!(
            "is longer than {MAX_BYTES} bytes, the largest file that is read"
        )));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line_start = valid.iter().rposition(|&byte| byte == b'\n');
        let lines = valid.iter().filter(|&&byte| byte == b'\n').count();
        Fault::at(
            lines + 1,
            valid.len() - line_start.map_or(0, |newline| newline + 1) + 1,
            "the text is not UTF-8 here",
        )
    })
}

enum Format {
    Json,
    Nfg,
    Gam,
}

/// The format that the extension names, or else the one that the text starts like.
fn format(file: &OsStr, text: &str) -> Option<Format> {
    let extension = Path::new(file).extension().and_then(OsStr::to_str);
    match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("json") => return Some(Format::Json),
        Some("nfg") => return Some(Format::Nfg),
        Some("gam") => return Some(Format::Gam),
        _ => {}
    }
    let start = text.trim_start();
    match start.as_bytes().first()? {
        b'{' => Some(Format::Json),
        b'N' if start.starts_with("NFG") => Some(Format::Nfg),
        b'#' | b'0'..=b'9' => Some(Format::Gam),
        _ => None,
    }
}

fn parse(file: &OsStr, text: &str) -> Result<NormalForm<Rational>, Fault> {
    match format(file, text) {
        Some(Format::Json) => json(text),
        Some(Format::Nfg) => Ok(read_nfg(text)?.game),
        Some(Format::Gam) => Ok(read_gam(text)?),
        None => Err(Fault::whole(
            "the text is no game: JSON starts with \"{\", .nfg with \"NFG\", .gam with the number \
             of players or a comment",
        )),
    }
}

/// A game without the frame of a document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bare {
    #[serde(alias = "num_actions")]
    actions: Vec<usize>,
    payoffs: Vec<Vec<Rational>>,
    #[serde(default)]
    names: Option<Names>,
}

fn json(text: &str) -> Result<NormalForm<Rational>, Fault> {
    let fields: BTreeMap<String, IgnoredAny> = serde_json::from_str(text)?;
    let bare = ["actions", "num_actions", "payoffs"];
    if fields.contains_key("format") || !bare.iter().any(|field| fields.contains_key(*field)) {
        return Ok(from_json(text)?);
    }
    let bare: Bare = serde_json::from_str(text)?;
    let game = NormalForm::from_tables(&bare.actions, bare.payoffs).map_err(Fault::whole)?;
    match bare.names {
        Some(names) => game
            .with_names(names.players().to_vec(), names.actions().to_vec())
            .map_err(Fault::whole),
        None => Ok(game),
    }
}
