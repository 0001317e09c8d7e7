//! The languages of the product.

use std::fmt;

/// A language the product speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Simplified Chinese, the default.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Language {
    /// Both, in the order of the content folders.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The tag, which is also the name of the content folder.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// Reads the header `Accept-Language` (`en-GB,zh;q=0.8`): the language of
    /// ours with the highest weight, the earlier one of equals. `None` when
    /// neither is asked for; weights that cannot be read count as 1.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(language) = pieces.next().and_then(Self::from_tag) else { continue };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .and_then(|q| q.trim().parse::<f32>().ok())
                .unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(_, known)| weight > known) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }

    /// Reads the variable `LANG` of a terminal (`zh_CN.UTF-8`, `en_US`, `C`).
    /// `None` when it names neither language.
    pub fn from_lang(variable: &str) -> Option<Self> {
        Self::from_tag(variable.split(['.', '@']).next().unwrap_or_default())
    }

    /// Reads one tag, by its primary part (`zh`, `zh-Hant-TW`, `en_GB`).
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.trim().split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::ZhCn),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_browsers_and_terminals_say() {
        for (header, expected) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Language::ZhCn)),
            ("de;q=1,en-GB;q=0.5,zh;q=0.4", Some(Language::En)),
            ("zh;q=0.2, en", Some(Language::En)),
            ("en;q=0, zh;q=0.1", Some(Language::ZhCn)),
            ("fr, *", None),
            ("", None),
            (";;,q=,;q=x", None),
        ] {
            assert_eq!(Language::from_accept_language(header), expected, "{header}");
        }
        for (variable, expected) in [
            ("zh_CN.UTF-8", Some(Language::ZhCn)),
            ("en_US", Some(Language::En)),
            ("C.UTF-8", None),
            ("", None),
        ] {
            assert_eq!(Language::from_lang(variable), expected, "{variable}");
        }
    }
}
