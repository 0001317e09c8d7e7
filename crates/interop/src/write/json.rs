//! Text of JSON and of XML.

use super::Cell;

/// Appends a text in quotes.
pub fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for ch in text.chars() {
        match ch {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            control if control < ' ' => {
                out.extend_from_slice(format!("\\u{:04x}", u32::from(control)).as_bytes());
            }
            other => out.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}

/// Appends a row as an object; what is not said is left out.
pub fn push_row(out: &mut Vec<u8>, headings: &[&'static str], cells: &[Cell]) {
    out.push(b'{');
    let mut first = true;
    for (heading, cell) in headings.iter().zip(cells) {
        if *cell == Cell::Empty {
            continue;
        }
        if !first {
            out.push(b',');
        }
        first = false;
        push_text(out, heading);
        out.push(b':');
        match cell {
            Cell::Int(_) | Cell::Bool(_) => out.extend_from_slice(cell.to_string().as_bytes()),
            Cell::Real(number) if number.is_finite() => {
                out.extend_from_slice(number.to_string().as_bytes());
            }
            other => push_text(out, &other.to_string()),
        }
    }
    out.push(b'}');
}

/// Appends a text for XML. What XML 1.0 cannot say is written `_xHHHH_`, as
/// spreadsheets do, and a text that looks so already has its first underscore
/// written that way.
pub fn push_xml(out: &mut Vec<u8>, text: &str) {
    for (at, ch) in text.char_indices() {
        match ch {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '"' => out.extend_from_slice(b"&quot;"),
            '\r' => out.extend_from_slice(b"_x000D_"),
            '_' if is_escape(&text[at..]) => out.extend_from_slice(b"_x005F_"),
            '\t' | '\n' => out.push(ch as u8),
            '\u{fffe}' | '\u{ffff}' | '\0'..='\u{1f}' => {
                out.extend_from_slice(format!("_x{:04X}_", u32::from(ch)).as_bytes());
            }
            other => out.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7
        && bytes.starts_with(b"_x")
        && bytes[6] == b'_'
        && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}
