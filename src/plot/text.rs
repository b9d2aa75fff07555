//! How much room a text takes, and how it is broken into lines.
//!
//! The reader's fonts are unknown when an SVG is written, so widths are estimated on the wide side
//! of the common sans-serif fonts.

use super::PlotError;

/// Height of a line of text relative to the font size.
pub const LINE: f64 = 1.35;

/// Width of heavy letters relative to others.
pub const BOLD: f64 = 1.2;

/// The width of a text in pixels, rather over than under.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// The width of a character relative to the font size.
fn advance(character: char) -> f64 {
    match character {
        '\u{300}'..='\u{36f}' => 0.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.31,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '+' | '=' | '<' | '>' | '−' => 0.88,
        'A'..='Z' => 0.7,
        '\0'..='\u{7f}' => 0.58,
        // Wide scripts and pictographs.
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' => 1.05,
        '\u{ff00}'..='\u{ff60}' | '\u{1f000}'.. => 1.05,
        _ => 0.65,
    }
}

/// Breaks a text into lines no wider than `room` pixels: between words where possible, else
/// within a word. An empty text has no lines.
pub fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(last) = lines.last_mut()
            && width(last, size) + width(" ", size) + width(word, size) <= room
        {
            last.push(' ');
            last.push_str(word);
            continue;
        }
        let mut line = String::new();
        let mut used = 0.0;
        for character in word.chars() {
            let more = advance(character) * size;
            if used + more > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(character);
            used += more;
        }
        lines.push(line);
    }
    lines
}

/// Refuses a text that an XML document cannot hold, or not on one line.
pub fn check(what: impl FnOnce() -> String, text: &str) -> Result<(), PlotError> {
    if text
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    {
        return Err(PlotError::BadText {
            what: what(),
            text: text.to_owned(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_no_letter() {
        let text = "welfare of the best and of the worst pure equilibrium incomprehensibilities";
        let lines = wrap(text, 10.0, 60.0);
        assert!(lines.len() > 5);
        assert!(lines.iter().all(|line| width(line, 10.0) <= 60.0));
        let letters = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
        assert_eq!(letters(&lines.concat()), letters(text));
        assert_eq!(wrap(text, 10.0, 1e4), [text]);
        assert!(wrap("  ", 10.0, 60.0).is_empty());
    }

    #[test]
    fn control_characters_are_refused() {
        assert!(check(String::new, "λ ≥ ½ <&>").is_ok());
        for bad in ["a\0b", "two\nlines", "\u{ffff}"] {
            assert!(matches!(
                check(|| "title".into(), bad),
                Err(PlotError::BadText { .. })
            ));
        }
    }
}
