//! The file of a sweep under way.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{SweepError, SweepHeader, SweepRow};

/// A JSONL file to which finished runs are appended, in order.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens the file of a sweep, and reads what it has; begins it if there is none. A last line
    /// without its end was torn by what interrupted the sweep, and is cut off.
    pub(super) fn open(
        path: &Path,
        header: &SweepHeader,
    ) -> Result<(Self, Vec<SweepRow>), SweepError> {
        let problem = |error: std::io::Error| SweepError::file(path, &error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(problem)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(problem)?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n');
        let whole = whole.map_or(0, |last| last + 1);
        let line = header.line()?;
        let torn = &bytes[whole..];
        if whole == 0 && !line.as_bytes().starts_with(torn) {
            // Something else lies there: nothing of it may be lost.
            return Err(SweepError::bad_line(1, "no header of a sweep"));
        }
        let text = std::str::from_utf8(&bytes[..whole]).map_err(|error| {
            let line = 1 + bytes[..error.valid_up_to()]
                .iter()
                .filter(|&&b| b == b'\n')
                .count();
            SweepError::bad_line(line, "no text in UTF-8")
        })?;
        let mut rows = Vec::new();
        let mut lines = text.lines();
        if let Some(first) = lines.next() {
            header.same(&SweepHeader::read(first)?)?;
        }
        for (run, line) in lines.enumerate() {
            let row = header.read_row(run, line);
            rows.push(row.map_err(|problem| SweepError::bad_line(run + 2, problem))?);
        }
        file.set_len(whole as u64).map_err(problem)?;
        file.seek(SeekFrom::Start(whole as u64)).map_err(problem)?;
        let mut journal = Journal {
            path: path.to_owned(),
            file,
        };
        if whole == 0 {
            journal.write(&line)?;
        }
        Ok((journal, rows))
    }

    /// Appends runs, and sees to it that the file has them.
    pub(super) fn append(
        &mut self,
        header: &SweepHeader,
        rows: &[SweepRow],
    ) -> Result<(), SweepError> {
        let mut text = String::new();
        for row in rows {
            text += &header.row_line(row)?;
        }
        self.write(&text)
    }

    fn write(&mut self, text: &str) -> Result<(), SweepError> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| SweepError::file(&self.path, &error))
    }
}
