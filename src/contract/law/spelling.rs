//! What a name may look like, and which words are near another.

/// Characters that are not seen where they stand, or that change the order in which others are
/// seen: a text must say what it looks like. Besides control characters these are the code points
/// that Unicode calls ignorable by default, and spaces that are no ordinary ones.
pub(super) fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || (letter.is_whitespace() && letter != ' ')
        || matches!(
            u32::from(letter),
            0xAD | 0x34F
                | 0x61C
                | 0x115F..=0x1160
                | 0x17B4..=0x17B5
                | 0x180B..=0x180F
                | 0x200B..=0x200F
                | 0x2028..=0x202E
                | 0x2060..=0x206F
                | 0x2800
                | 0x3164
                | 0xFE00..=0xFE0F
                | 0xFEFF
                | 0xFFA0
                | 0xFFF0..=0xFFFB
                | 0x1_BCA0..=0x1_BCA3
                | 0x1_D173..=0x1_D17A
                | 0xE_0000..=0xE_0FFF
        )
}

/// A name can be written between quotes on one line, without escapes.
pub(super) fn is_name(name: &str) -> bool {
    let unfit = |letter: char| is_unseen(letter) || letter == '"' || letter == '\\';
    !name.is_empty() && name.trim() == name && !name.contains(unfit)
}

/// What [`is_name`] asks for, in words.
pub(super) const NAME_RULE: &str = "a name is one line of visible characters, not empty, without \
     quotes or backslashes, and with no space at either end";

/// The candidates that are probably meant: nearest in letters put in, left out, replaced or swapped
/// with a neighbour, whatever their case; at most three, nearest first, in the order given where
/// equally near; none if no candidate is near.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    nearest_of(word, &mut candidates.into_iter())
}

/// One copy for all sorts of candidates.
fn nearest_of<'a>(word: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Vec<&'a str> {
    // This bounds the work; beyond it a word is near to nothing.
    const LONGEST: usize = 200;
    let folded = |word: &str| -> Vec<char> {
        let letters = word.chars().flat_map(char::to_lowercase);
        letters.take(LONGEST + 1).collect()
    };
    let wanted = folded(word);
    let allowed = (wanted.len() / 3).clamp(1, 3);
    let mut found: Vec<(usize, &str)> = candidates
        .filter_map(|candidate| {
            let letters = folded(candidate);
            let longest = letters.len().max(wanted.len());
            if longest > LONGEST || letters.len().abs_diff(wanted.len()) > allowed {
                return None;
            }
            let steps = distance(&wanted, &letters);
            // A word of one letter is near to far too many.
            (steps <= allowed && steps < letters.len()).then_some((steps, candidate))
        })
        .collect();
    found.sort_by_key(|(steps, _)| *steps);
    let mut meant: Vec<&str> = Vec::new();
    for (_, candidate) in found {
        if meant.len() < 3 && !meant.contains(&candidate) {
            meant.push(candidate);
        }
    }
    meant
}

/// The distance of Damerau and Levenshtein, without changing a letter twice.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let mut steps = (above[column] + usize::from(a != b))
                .min(above[column + 1] + 1)
                .min(current[column] + 1);
            if row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b {
                steps = steps.min(before[column - 1] + 1);
            }
            current.push(steps);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let words = ["fine", "transfer", "to", "start", "players"];
        for (word, meant) in [
            ("fne", Some("fine")),
            ("Fine", Some("fine")),
            ("fien", Some("fine")),
            ("trasnfer", Some("transfer")),
            ("player", Some("players")),
            ("stat", Some("start")),
            ("x", None),
            ("elephant", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, words).first().copied(), meant, "{word}");
        }
    }

    #[test]
    fn the_nearest_of_several_comes_first() {
        let names = ["stack", "stock", "stocks", "effort"];
        assert_eq!(nearest("stok", names), ["stock"]);
        assert_eq!(nearest("Stock", names), ["stock", "stack", "stocks"]);
        assert!(nearest("zzz", names).is_empty());
        let long = "a".repeat(300);
        assert!(nearest(&long, [long.as_str()]).is_empty());
    }

    #[test]
    fn distances_are_the_least_numbers_of_changes() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        for (left, right, steps) in [
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 1),
            ("ca", "abc", 3),
            ("same", "same", 0),
        ] {
            assert_eq!(distance(&chars(left), &chars(right)), steps);
        }
    }

    #[test]
    fn names_that_cannot_be_seen_are_no_names() {
        for name in ["Jack Smith", "law", "日本語", "1/3", "it's"] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "",
            " a",
            "a ",
            "a\nb",
            "a\tb",
            "a\"b",
            "a\\b",
            "a\u{202e}b",
            "\u{feff}a",
            // All of these look like `ann`, or like `Jack Smith`.
            "ann\u{ad}",
            "a\u{200c}nn",
            "a\u{200d}nn",
            "ann\u{fe0f}",
            "ann\u{3164}",
            "ann\u{e0061}",
            "Jack\u{a0}Smith",
            "Jack\u{2003}Smith",
            "Jack\u{2800}Smith",
        ] {
            assert!(!is_name(name), "{name:?}");
        }
    }
}
