//! The rejected rows, written out again for correction.

use kernel::Error;

use crate::LineList;

impl LineList {
    /// The rejected rows as CSV text under their own headings, with a first
    /// column that says why; `heading` and `reason` give its words in the
    /// reader's language. Cells that a spreadsheet would run as a formula get
    /// an apostrophe in front. The text holds personal data as the file did.
    pub fn rejected_csv(&self, heading: &str, reason: impl Fn(&Error) -> String) -> String {
        let mut out = String::new();
        write_row(&mut out, std::iter::once(heading).chain(self.headings.iter().map(String::as_str)));
        for rejected in &self.rejected {
            let reasons: Vec<String> =
                rejected.faults.iter().filter_map(|at| self.faults.get(*at)).map(&reason).collect();
            let reasons = reasons.join(" ");
            let cells = rejected.cells.iter().map(|cell| cell.expose().as_str());
            write_row(&mut out, std::iter::once(reasons.as_str()).chain(cells));
        }
        out
    }
}

fn write_row<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        let guard = if is_formula(cell) { "'" } else { "" };
        if cell.contains(['"', ',', '\n', '\r']) {
            out.push_str(&format!("\"{guard}{}\"", cell.replace('"', "\"\"")));
        } else {
            out.push_str(guard);
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

/// Whether a spreadsheet would compute the cell. A signed number (a phone
/// number, a coordinate) is none.
fn is_formula(cell: &str) -> bool {
    match cell.as_bytes() {
        [b'=' | b'@' | b'\t' | b'\r', ..] => true,
        [b'+' | b'-', rest @ ..] => !rest.iter().all(|b| b.is_ascii_digit() || *b == b'.' || *b == b' '),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_formulas_and_quotes_cells() {
        let mut out = String::new();
        write_row(&mut out, ["=1+1", "-5.2", "+8613800000000", "-cmd|x", "a,\"b\"", "@x", "王"].into_iter());
        assert_eq!(out, "'=1+1,-5.2,+8613800000000,'-cmd|x,\"a,\"\"b\"\"\",'@x,王\r\n");
    }
}
