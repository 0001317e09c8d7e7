//! Which bytes make which letters: guessed on a sample, held to for the whole file.

use kernel::{Code, Error};
use std::fmt;

/// How a text table's letters are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, and GBK and GB2312 within it.
    Gb18030,
    /// Windows-1252, and ISO-8859-1 within it.
    Windows1252,
}

/// The letters that mean nothing in Windows-1252: where they stand, the guess was wrong.
pub(super) const UNDEFINED_1252: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

impl Encoding {
    /// The name, as in mappings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// Reads a name; the older names of the same encodings are known.
    ///
    /// # Errors
    /// `value.invalid`.
    pub fn parse(name: &str) -> Result<Self, Error> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(Self::Utf8),
            "utf-16le" | "utf-16" => Ok(Self::Utf16Le),
            "utf-16be" => Ok(Self::Utf16Be),
            "gb18030" | "gbk" | "gb2312" | "cp936" => Ok(Self::Gb18030),
            "windows-1252" | "cp1252" | "iso-8859-1" | "latin1" => Ok(Self::Windows1252),
            _ => Err(Error::new(Code::InvalidValue)
                .arg("field", "encoding")
                .arg("value", name)
                .arg("expected", "utf-8, utf-16le, utf-16be, gb18030, windows-1252, iso-8859-1")),
        }
    }

    pub(super) const fn decoder(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The encoding that a byte order mark names, and the mark's length.
pub(super) fn by_mark(start: &[u8]) -> Option<(Encoding, usize)> {
    match start {
        [0xef, 0xbb, 0xbf, ..] => Some((Encoding::Utf8, 3)),
        [0xff, 0xfe, ..] => Some((Encoding::Utf16Le, 2)),
        [0xfe, 0xff, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

/// Guesses on the first bytes; `whole` when there are no more. `None` when nothing fits.
pub(super) fn guess(sample: &[u8], whole: bool) -> Option<Encoding> {
    match std::str::from_utf8(sample) {
        Ok(_) => return Some(Encoding::Utf8),
        // Cut within a letter.
        Err(error) if error.error_len().is_none() && !whole => return Some(Encoding::Utf8),
        Err(_) => {}
    }
    if looks_chinese(sample, whole) {
        Some(Encoding::Gb18030)
    } else if sample.iter().any(|byte| UNDEFINED_1252.contains(byte)) {
        None
    } else {
        Some(Encoding::Windows1252)
    }
}

/// Whether all reads as GB18030, and most of what is not ASCII are common characters and marks.
fn looks_chinese(sample: &[u8], whole: bool) -> bool {
    let mut decoder = encoding_rs::GB18030.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(sample.len()).unwrap_or(0);
    let mut text = vec![0; room];
    let (result, _, written) = decoder.decode_to_utf8_without_replacement(sample, &mut text, whole);
    if result != encoding_rs::DecoderResult::InputEmpty {
        return false;
    }
    let text = std::str::from_utf8(&text[..written]).unwrap_or_default();
    let (mut common, mut all) = (0usize, 0usize);
    for ch in text.chars().filter(|ch| !ch.is_ascii()) {
        all += 1;
        let mut letter = [0; 4];
        let (bytes, _, _) = encoding_rs::GBK.encode(ch.encode_utf8(&mut letter));
        // The first level of GB2312 and its marks.
        common += usize::from(matches!(*bytes, [0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..=0xfe]));
    }
    // Letters with accents read as pairs are rare characters; names hold some, sentences few.
    all > 0 && common * 10 >= all * 6
}

/// Whether a run of bytes beyond ASCII is a piece of UTF-8 within a text of another encoding.
pub(super) fn is_foreign_run(encoding: Encoding, run: &[u8]) -> bool {
    match encoding {
        // Two such letters in a row that happen to be sound UTF-8 are no word of any language.
        Encoding::Windows1252 => run.len() >= 2 && std::str::from_utf8(run).is_ok(),
        // Rare characters and Japanese letters amid Chinese are what UTF-8 looks like in GB18030.
        Encoding::Gb18030 => {
            run.len() >= 6
                && std::str::from_utf8(run).is_ok()
                && run.chunks(2).any(|pair| matches!(pair, [0x80..=0xaf, _]))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_what_offices_send() {
        let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
        let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        for (bytes, expected) in [
            (b"plain".to_vec(), Some(Encoding::Utf8)),
            ("编号,姓名".into(), Some(Encoding::Utf8)),
            (gb("编号,姓名,发病日期\n1,王明,2022-05-01\n"), Some(Encoding::Gb18030)),
            (gb("姓名\n翟鑫\n"), Some(Encoding::Gb18030)),
            (latin("Region with ä,RG1"), Some(Encoding::Windows1252)),
            (latin("Müller, Jörg; Straße; façade"), Some(Encoding::Windows1252)),
            (b"\x81 \x8d".to_vec(), None),
        ] {
            assert_eq!(guess(&bytes, true), expected, "{bytes:?}");
        }
        // A cut letter at the end of a sample is none that does not fit.
        assert_eq!(guess(&"编号".as_bytes()[..4], false), Some(Encoding::Utf8));
    }

    #[test]
    fn knows_pieces_of_another_encoding() {
        assert!(is_foreign_run(Encoding::Windows1252, "ü".as_bytes()));
        assert!(!is_foreign_run(Encoding::Windows1252, &encoding_rs::WINDOWS_1252.encode("öß").0));
        assert!(is_foreign_run(Encoding::Gb18030, "你好".as_bytes()));
        assert!(!is_foreign_run(Encoding::Gb18030, &encoding_rs::GB18030.encode("太原市小店区").0));
    }
}
