//! Which numbers of a sheet are days or times, told by their number format.

/// How a number is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::table) enum Shown {
    /// As a number.
    #[default]
    Number,
    /// As a day, perhaps with a time.
    Day,
    /// As a time of day alone.
    Time,
}

/// A format that every workbook has, by its id.
pub(super) fn built_in(id: &str) -> Shown {
    match id.parse::<u32>() {
        // 27 to 36 and 50 to 58 are the days and times of East Asian editions.
        Ok(14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57..=58) => Shown::Day,
        Ok(18..=21 | 32..=35 | 45..=47 | 55..=56) => Shown::Time,
        _ => Shown::Number,
    }
}

/// A format of the workbook's own, such as `yyyy"年"m"月"d"日"`.
pub(super) fn by_code(code: &str) -> Shown {
    // Only the first section counts; it is for positive numbers.
    let (mut day, mut time, mut month) = (false, false, false);
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            ';' => break,
            '"' => letters.by_ref().take_while(|ch| *ch != '"').for_each(drop),
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inner: String = letters.by_ref().take_while(|ch| *ch != ']').collect();
                // `[h]` counts hours; a colour or a language says nothing.
                time |= !inner.is_empty()
                    && inner.chars().all(|ch| matches!(ch.to_ascii_lowercase(), 'h' | 'm' | 's'));
            }
            'y' | 'd' => day = true,
            'h' | 's' => time = true,
            'm' => month = true,
            // `General` holds letters that mean nothing.
            'g' if letters.as_str().to_ascii_lowercase().starts_with("eneral") => {
                letters.nth(5);
            }
            _ => {}
        }
    }
    if day || (month && !time) {
        Shown::Day
    } else if time {
        Shown::Time
    } else {
        Shown::Number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_days_from_numbers() {
        for (code, expected) in [
            ("General", Shown::Number),
            ("0.00", Shown::Number),
            ("#,##0;[Red]-#,##0", Shown::Number),
            ("0 \"days\"", Shown::Number),
            ("yyyy-mm-dd", Shown::Day),
            ("yyyy\"年\"m\"月\"d\"日\";@", Shown::Day),
            ("[$-409]d-mmm-yy;@", Shown::Day),
            ("mmm", Shown::Day),
            ("dd/mm/yyyy hh:mm", Shown::Day),
            ("hh:mm:ss", Shown::Time),
            ("[h]:mm", Shown::Time),
            ("0;yyyy", Shown::Number),
            ("\\d0", Shown::Number),
        ] {
            assert_eq!(by_code(code), expected, "{code}");
        }
        assert_eq!(built_in("14"), Shown::Day);
        assert_eq!(built_in("21"), Shown::Time);
        assert_eq!(built_in("0"), Shown::Number);
    }
}
