//! How alike two words are: folding of case and accents, and the number of typing slips between them.

/// Lower case without accents, ligatures spelt out, everything that is neither letter nor digit one single space.
/// "São Tomé & Príncipe" becomes "sao tome principe". Only Latin letters lose their accents.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space_due = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        // Combining marks, as decomposed text has them.
        if ('\u{300}'..='\u{36f}').contains(&c) {
            continue;
        }
        let plain = without_accent(c);
        if plain.is_empty() && !c.is_alphanumeric() {
            space_due = !folded.is_empty();
            continue;
        }
        if space_due {
            folded.push(' ');
            space_due = false;
        }
        if plain.is_empty() {
            folded.push(c);
        } else {
            folded.push_str(plain);
        }
    }
    folded
}

/// The plain spelling of an accented lower-case Latin letter; empty for every other character.
fn without_accent(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ə' | 'ẹ' | 'ế' | 'ề' | 'ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ' | 'ố' | 'ồ' | 'ộ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

/// Slips (a letter missing, added, wrong, or two neighbours swapped) that turn `a` into `b`; `None` when there are more
/// than `most`. The restricted Damerau-Levenshtein distance.
pub(super) fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row: Vec<usize> = Vec::new();
    for (i, &letter) in a.iter().enumerate() {
        row.clear();
        row.push(i + 1);
        for (j, &other) in b.iter().enumerate() {
            let mut fewest = (last[j] + usize::from(letter != other)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && letter == b[j - 1] && a[i - 1] == other {
                fewest = fewest.min(before_last[j - 1] + 1);
            }
            row.push(fewest);
        }
        // Two rows in which every count is too high never lead back below the limit.
        if row.iter().chain(&last).all(|&slips| slips > most) {
            return None;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().copied().filter(|&slips| slips <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_case_and_punctuation_do_not_matter() {
        for (text, folded) in [
            ("États-Unis", "etats unis"),
            ("E\u{301}tats-Unis", "etats unis"),
            ("São Tomé & Príncipe", "sao tome principe"),
            ("  Åland,  Îles ", "aland iles"),
            ("ŒUVRE Straße", "oeuvre strasse"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("東京", "東京"),
            ("--", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn each_kind_of_slip_counts_as_one() {
        assert_eq!(slips("gmial.com", "gmail.com", 2), Some(1));
        assert_eq!(slips("franc", "france", 2), Some(1));
        assert_eq!(slips("ffrance", "france", 2), Some(1));
        assert_eq!(slips("frence", "france", 2), Some(1));
        assert_eq!(slips("france", "france", 0), Some(0));
        assert_eq!(slips("spain", "france", 2), None);
        assert_eq!(slips("", "ab", 2), Some(2));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_limit_changes_no_count_below_it(a in "[abc]{0,6}", b in "[abc]{0,6}", most in 0usize..4) {
            let unlimited = slips(&a, &b, 6);
            prop_assert_eq!(slips(&a, &b, most), unlimited.filter(|&slips| slips <= most));
        }

        #[test]
        fn slips_count_the_same_both_ways(a in "[abc]{0,6}", b in "[abc]{0,6}") {
            prop_assert_eq!(slips(&a, &b, 6), slips(&b, &a, 6));
        }
    }
}
