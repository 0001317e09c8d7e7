//! Phone numbers in the one form in which they are compared: `+`, country,
//! number (E.164). Numbers of the mainland need no country.

use unicode_normalization::UnicodeNormalization as _;

/// Numbers looked for in one text.
const MOST: usize = 4;
/// Characters of a text that are looked at.
const LONGEST: usize = 200;
/// What may follow a number to reach somebody behind it.
const EXTENSIONS: [&str; 6] = ["转", "轉", "分机", "分機", "ext", "#"];

/// The phone numbers in a text, in the form of E.164; what is none is left out.
pub fn phones(text: &str) -> Vec<String> {
    let text: String = text.nfkc().take(LONGEST).flat_map(char::to_lowercase).collect();
    let mut found: Vec<String> =
        text.split(['/', ',', '、', ';', '，', '；', '|', '\n']).filter_map(one).take(MOST).collect();
    let mut kept = Vec::with_capacity(found.len());
    for phone in found.drain(..) {
        if !kept.contains(&phone) {
            kept.push(phone);
        }
    }
    kept
}

fn one(text: &str) -> Option<String> {
    let end = EXTENSIONS.iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
    let text = text[..end].trim();
    if text.chars().any(|c| c.is_alphabetic()) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = text.trim_start_matches('(').starts_with('+');
    let international =
        if abroad { Some(digits.as_str()) } else { digits.strip_prefix("00").filter(|d| d.len() > 8) };
    match international {
        Some(rest) => match rest.strip_prefix("86") {
            Some(home) => mainland(home.strip_prefix('0').unwrap_or(home)),
            None => (7..=15).contains(&rest.len()).then(|| format!("+{rest}")),
        },
        None if digits.starts_with('0') => mainland(&digits[1..]),
        None => {
            let home =
                if digits.len() == 13 { digits.strip_prefix("86").unwrap_or(&digits) } else { &digits };
            mainland(home).filter(|_| is_mobile(home))
        }
    }
}

/// A number of the mainland without its leading 0.
fn mainland(digits: &str) -> Option<String> {
    (is_mobile(digits) || is_land_line(digits)).then(|| format!("+86{digits}"))
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])
}

/// Area code of two digits (10, 2x) with eight, or of three with seven or eight.
fn is_land_line(digits: &str) -> bool {
    match digits.as_bytes() {
        [b'1', b'0', rest @ ..] | [b'2', _, rest @ ..] => rest.len() == 8 && rest[0] != b'0',
        [b'3'..=b'9', _, _, rest @ ..] => (7..=8).contains(&rest.len()) && rest[0] != b'0',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_however_it_is_written() {
        for (text, phone) in [
            ("13800138000", "+8613800138000"),
            ("138 0013 8000", "+8613800138000"),
            ("138-0013-8000", "+8613800138000"),
            ("１３８００１３８０００", "+8613800138000"),
            ("+86 138 0013 8000", "+8613800138000"),
            ("（+86）13800138000", "+8613800138000"),
            ("0086-13800138000", "+8613800138000"),
            ("8613800138000", "+8613800138000"),
            ("+86013800138000", "+8613800138000"),
            ("0351-4071234", "+863514071234"),
            ("（0351）4071234 转 12", "+863514071234"),
            ("010-62345678 ext. 9", "+861062345678"),
            ("+86 21 6234 5678", "+862162345678"),
            ("+852 2345 6789", "+85223456789"),
            ("00852 23456789", "+85223456789"),
            ("+49 (30) 901820", "+4930901820"),
        ] {
            assert_eq!(phones(text), [phone], "{text}");
        }
    }

    #[test]
    fn several_in_one_text_and_none() {
        assert_eq!(phones("13800138000 / 13900139000、13800138000"), ["+8613800138000", "+8613900139000"]);
        for text in
            ["", "无", "62345678", "12800138000", "1380013800", "+12", "no phone", "400-800-8000", "0000"]
        {
            assert!(phones(text).is_empty(), "{text}");
        }
        assert!(phones(&"9".repeat(4000)).is_empty());
    }
}
