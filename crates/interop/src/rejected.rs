//! The rejected rows, written out again to be mended and sent once more.

use kernel::{Error, Located};
use std::io::{self, Write};

use crate::write::guarded;
use crate::{Record, shapes::fault_labels};

/// Writes rejected rows as CSV under their own headings, with four more
/// columns: row in the file, columns at fault, their values unless personal,
/// and the reasons. A reader passes over those columns, so the mended file can
/// be sent as it is. Cells that a spreadsheet would run as a formula get an
/// apostrophe in front, which the reader takes off. The text begins with a byte
/// order mark, so that Excel shows Chinese, and holds personal data as the file did.
pub struct RejectedWriter<W> {
    out: W,
    width: usize,
}

impl<W: Write> RejectedWriter<W> {
    /// Writes the headings; those of the four columns in a language such as `zh-CN`.
    ///
    /// # Errors
    /// As the writer's.
    pub fn new(mut out: W, headings: &[String], language: &str) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let labels = fault_labels(language);
        write_row(&mut out, headings.iter().map(String::as_str).chain(labels))?;
        Ok(Self { out, width: headings.len() })
    }

    /// Writes a row and what is wrong with it; `reason` says a fault in the reader's language.
    ///
    /// # Errors
    /// As the writer's.
    pub fn write(
        &mut self,
        record: &Record,
        faults: &[Error],
        reason: impl Fn(&Error) -> String,
    ) -> io::Result<()> {
        let joined = |texts: Vec<String>| texts.join("; ");
        let column = |fault: &Error| fault.location().and_then(|at: &Located| at.field.clone());
        let value = |fault: &Error| fault.argument("value").map(str::to_owned);
        let told = [
            record.row.to_string(),
            joined(faults.iter().filter_map(column).collect()),
            joined(faults.iter().filter_map(value).collect()),
            joined(faults.iter().map(reason).collect()),
        ];
        // A short row gets its missing cells, a long one keeps its surplus behind the reasons.
        let cell = |at: usize| record.cells.get(at).map_or("", String::as_str);
        let own = (0..self.width).map(cell);
        let surplus = record.cells.iter().skip(self.width).map(String::as_str);
        write_row(&mut self.out, own.chain(told.iter().map(String::as_str)).chain(surplus))
    }

    /// Gives the writer back, flushed.
    ///
    /// # Errors
    /// As the writer's.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

fn write_row<'a>(out: &mut impl Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let mut line = String::new();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            line.push(',');
        }
        let cell = if is_signed_number(cell) { cell.into() } else { guarded(cell) };
        if cell.contains(['"', ',', '\n', '\r']) || cell.trim() != cell {
            line.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
        } else {
            line.push_str(&cell);
        }
    }
    line.push_str("\r\n");
    out.write_all(line.as_bytes())
}

/// A signed number (a phone number, a coordinate) computes to itself.
fn is_signed_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']);
    digits.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::unguarded;

    #[test]
    fn guards_formulas_and_quotes_cells() {
        let mut out = Vec::new();
        let cells = ["=1+1", "-5.2", "+8613800000000", "-cmd|x", "a,\"b\"", "@x", "'=1", "'n", "王"];
        write_row(&mut out, cells.into_iter()).expect("room");
        let text = String::from_utf8(out).expect("text");
        assert!(cells.iter().all(|cell| unguarded(&guarded(cell)) == *cell));
        assert_eq!(text, "'=1+1,-5.2,+8613800000000,'-cmd|x,\"a,\"\"b\"\"\",'@x,''=1,'n,王\r\n");
    }
}
