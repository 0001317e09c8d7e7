//! The mapping file: which column of somebody's table holds what.

mod renumber;
mod write;

use kernel::{Code, Error, Located};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

pub use renumber::Renumber;

use crate::{DateFormat, Encoding, Field, Kind, Shape, TableHints, toml_text};

/// A column that a mapping names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading in the table.
    pub heading: String,
    /// Where the mapping names it.
    pub at: Located,
}

/// Which columns that are no fields are kept with a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ExtraColumns {
    /// None.
    #[default]
    None,
    /// All of them.
    All,
    /// Those named.
    Named(Vec<Column>),
}

/// What becomes of a row that has no number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingNumber {
    /// It is refused.
    #[default]
    Refused,
    /// Its number is `row-` and its row in the file.
    Row,
}

/// How a table is read. Example:
///
/// ```toml
/// kind = "cases"                # default; contacts, exposures, event_participants, or
///                               # exported_cases, … for our own exports, which need no more
/// disease = "covid19"
/// date_format = ["YYYY/M/D", "iso"]  # default YYYY-MM-DD
/// encoding = "gb18030"          # default: guessed
/// delimiter = ";"               # default: guessed; "tab" for tabulators
/// sheet = "病例"                 # default: the first one
/// blanks = ["不详", "NA"]        # these mean an empty cell
/// extras = "all"                # keep the other columns too, or a list of headings
/// missing_number = "row"        # number rows without a number by their row
/// short_rows = true             # cells may lack at the end of a row
/// renumber = { from = "^(\\d+)$", to = "N$1" }
/// [columns]
/// number = "编号"
/// onset = "发病日期"
/// [date_formats]
/// onset = "M/D/YYYY"            # this column alone
/// [values.classification]
/// "确诊" = "confirmed"
/// [defaults]
/// area = "140105000000"
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// What its rows are.
    pub kind: Kind,
    /// Disease key of every row that names none itself; empty where each does.
    pub disease: String,
    /// Forms of the dates, tried in order. Never empty.
    pub date_formats: Vec<DateFormat>,
    /// Forms of the dates of single fields, instead of those.
    pub date_formats_of: BTreeMap<Field, Vec<DateFormat>>,
    /// How letters are written; guessed when absent.
    pub encoding: Option<Encoding>,
    /// What separates the cells; guessed when absent.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook; the first when absent.
    pub sheet: Option<String>,
    /// Heading of each field that the table has.
    pub columns: BTreeMap<Field, Column>,
    /// For a field, what a text of the table means; an empty meaning is no
    /// value. Texts not named here stand as they are.
    pub values: BTreeMap<Field, BTreeMap<String, String>>,
    /// Value of a field where the table has no column or an empty cell.
    pub defaults: BTreeMap<Field, String>,
    /// Texts that mean an empty cell of any field.
    pub blanks: Vec<String>,
    /// What is kept beside the fields.
    pub extras: ExtraColumns,
    /// Rows without a number.
    pub missing_number: MissingNumber,
    /// Whether cells may lack at the end of a row.
    pub short_rows: bool,
    /// A rule that turns the file's numbers into those known already.
    pub renumber: Option<Renumber>,
}

type Names<T> = BTreeMap<Spanned<String>, T>;

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    kind: Option<Spanned<String>>,
    disease: Option<Spanned<String>>,
    date_format: Option<Spanned<OneOrMore>>,
    #[serde(default)]
    date_formats: Names<Spanned<OneOrMore>>,
    encoding: Option<Spanned<String>>,
    delimiter: Option<Spanned<String>>,
    sheet: Option<String>,
    #[serde(default)]
    blanks: Vec<String>,
    extras: Option<Spanned<OneOrMore>>,
    missing_number: Option<Spanned<String>>,
    #[serde(default)]
    short_rows: bool,
    renumber: Option<Spanned<RenumberFile>>,
    #[serde(default)]
    columns: Names<Spanned<String>>,
    #[serde(default)]
    values: Names<BTreeMap<String, Spanned<String>>>,
    #[serde(default)]
    defaults: Names<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RenumberFile {
    from: String,
    to: String,
}

/// Collects faults with their places while a mapping is read.
struct Reader<'a> {
    source: &'a str,
    text: &'a str,
    kind: Kind,
    faults: Vec<Error>,
}

impl Reader<'_> {
    fn at(&self, offset: usize) -> Located {
        toml_text::position(self.text, offset).in_source(self.source)
    }

    fn keep<T>(&mut self, result: Result<T, Error>, offset: usize) -> Option<T> {
        result.map_err(|error| self.faults.push(error.at(self.at(offset)))).ok()
    }

    fn field(&mut self, name: &Spanned<String>) -> Option<Field> {
        let field = Field::parse(name.get_ref()).filter(|field| field.is_of(self.kind));
        let unknown = || {
            Error::new(Code::ImportUnknownField)
                .arg("field", name.get_ref())
                .arg("known", Field::known(self.kind))
        };
        self.keep(field.ok_or_else(unknown), name.span().start)
    }

    /// A code on the right-hand side must be one that the field knows.
    fn check_code(&mut self, field: Field, value: &Spanned<String>, may_be_empty: bool) {
        let text = value.get_ref().as_str();
        if let Some(expected) = field.codes().filter(|codes| !codes.contains(&text))
            && !(may_be_empty && text.is_empty())
        {
            let fault = invalid(field.as_str(), text, &expected.join(", "));
            self.faults.push(fault.at(self.at(value.span().start)));
        }
    }

    fn forms(&mut self, forms: &Spanned<OneOrMore>) -> Option<Vec<DateFormat>> {
        let read: Result<Vec<_>, _> = match forms.get_ref() {
            OneOrMore::One(form) => DateFormat::parse(form).map(|form| vec![form]),
            OneOrMore::More(forms) if forms.is_empty() => {
                Err(Error::new(Code::MissingField).arg("field", "date_format"))
            }
            OneOrMore::More(forms) => forms.iter().map(|form| DateFormat::parse(form)).collect(),
        };
        self.keep(read, forms.span().start)
    }
}

fn invalid(field: &str, value: &str, expected: &str) -> Error {
    Error::new(Code::InvalidValue).arg("field", field).arg("value", value).arg("expected", expected)
}

impl Mapping {
    /// A mapping that names no column yet.
    pub fn empty(kind: Kind) -> Self {
        Self {
            kind,
            disease: String::new(),
            date_formats: vec![DateFormat::default()],
            date_formats_of: BTreeMap::new(),
            encoding: None,
            delimiter: None,
            sheet: None,
            columns: BTreeMap::new(),
            values: BTreeMap::new(),
            defaults: BTreeMap::new(),
            blanks: Vec::new(),
            extras: ExtraColumns::None,
            missing_number: MissingNumber::Refused,
            short_rows: false,
            renumber: None,
        }
    }

    /// Reads a mapping file; `source` is its name, for the places of faults.
    ///
    /// # Errors
    /// All faults, each with line and column: `import.unreadable` for text that
    /// is not TOML or lacks a key, `import.unknown_field`, `value.invalid` for a
    /// kind, date format, encoding, delimiter, rule or code that nothing can
    /// mean, `value.missing` for a mapping without a disease or a needed column.
    pub fn parse(source: &str, text: &str) -> Result<Self, Vec<Error>> {
        let file: MappingFile =
            toml::from_str(text).map_err(|error| vec![toml_text::unreadable(source, text, &error)])?;
        let mut reader = Reader { source, text, kind: Kind::Cases, faults: Vec::new() };
        if let Some(kind) = &file.kind {
            let name = kind.get_ref();
            let read =
                Kind::parse(name).ok_or_else(|| Error::new(Code::ImportUnsupportedKind).arg("kind", name));
            match reader.keep(read, kind.span().start) {
                Some(kind) => reader.kind = kind,
                // Its fields cannot be judged.
                None => return Err(reader.faults),
            }
        }
        let mut mapping = Self::empty(reader.kind);
        mapping.read_columns(&file, &mut reader);
        mapping.read_table(&file, &mut reader);
        mapping.check_needed(&file, &mut reader);
        if reader.faults.is_empty() { Ok(mapping) } else { Err(reader.faults) }
    }

    fn read_columns(&mut self, file: &MappingFile, reader: &mut Reader<'_>) {
        for (name, heading) in &file.columns {
            if let Some(field) = reader.field(name) {
                let at = reader.at(heading.span().start);
                let column = Column { heading: heading.get_ref().trim().to_owned(), at };
                self.columns.insert(field, column);
            }
        }
        for (name, meanings) in &file.values {
            let Some(field) = reader.field(name) else { continue };
            let mut known = BTreeMap::new();
            for (written, meant) in meanings {
                reader.check_code(field, meant, true);
                known.insert(written.clone(), meant.get_ref().clone());
            }
            self.values.insert(field, known);
        }
        for (name, value) in &file.defaults {
            let Some(field) = reader.field(name) else { continue };
            reader.check_code(field, value, false);
            self.defaults.insert(field, value.get_ref().clone());
        }
        for (name, forms) in &file.date_formats {
            let Some(field) = reader.field(name) else { continue };
            if field.shape() != Shape::Day {
                let fault = invalid("date_formats", field.as_str(), "onset, reported, death");
                reader.faults.push(fault.at(reader.at(name.span().start)));
            } else if let Some(forms) = reader.forms(forms) {
                self.date_formats_of.insert(field, forms);
            }
        }
    }

    fn read_table(&mut self, file: &MappingFile, reader: &mut Reader<'_>) {
        if let Some(forms) = file.date_format.as_ref().and_then(|forms| reader.forms(forms)) {
            self.date_formats = forms;
        }
        if let Some(name) = &file.encoding {
            self.encoding = reader.keep(Encoding::parse(name.get_ref()), name.span().start);
        }
        if let Some(mark) = &file.delimiter {
            self.delimiter = reader.keep(delimiter(mark.get_ref()), mark.span().start);
        }
        self.sheet.clone_from(&file.sheet);
        self.blanks.clone_from(&file.blanks);
        self.short_rows = file.short_rows;
        if let Some(extras) = &file.extras {
            let at = reader.at(extras.span().start);
            self.extras = match extras.get_ref() {
                OneOrMore::One(all) if all == "all" => ExtraColumns::All,
                OneOrMore::One(none) if none == "none" => ExtraColumns::None,
                OneOrMore::One(other) => {
                    reader.faults.push(invalid("extras", other, "all, none, [\"…\"]").at(at));
                    ExtraColumns::None
                }
                OneOrMore::More(names) => ExtraColumns::Named(
                    names
                        .iter()
                        .map(|name| Column { heading: name.trim().to_owned(), at: at.clone() })
                        .collect(),
                ),
            };
        }
        if let Some(rule) = &file.missing_number {
            let read = match rule.get_ref().as_str() {
                "row" => Ok(MissingNumber::Row),
                "refused" => Ok(MissingNumber::Refused),
                other => Err(invalid("missing_number", other, "row, refused")),
            };
            self.missing_number = reader.keep(read, rule.span().start).unwrap_or_default();
        }
        if let Some(rule) = &file.renumber {
            let read = Renumber::new(&rule.get_ref().from, &rule.get_ref().to);
            self.renumber = reader.keep(read, rule.span().start);
        }
    }

    fn check_needed(&mut self, file: &MappingFile, reader: &mut Reader<'_>) {
        for field in Field::needed(self.kind) {
            let numbered = *field == Field::Number && self.missing_number == MissingNumber::Row;
            if !self.columns.contains_key(field) && !numbered {
                let fault = Error::new(Code::MissingField).arg("field", field.as_str());
                reader.faults.push(fault.at(reader.at(0)));
            }
        }
        let disease = file.disease.as_ref().map_or("", |disease| disease.get_ref().trim());
        let told = self.columns.contains_key(&Field::Disease) || self.defaults.contains_key(&Field::Disease);
        if self.kind == Kind::Cases && disease.is_empty() && !told {
            let offset = file.disease.as_ref().map_or(0, |disease| disease.span().start);
            let fault = Error::new(Code::MissingField).arg("field", "disease");
            reader.faults.push(fault.at(reader.at(offset)));
        }
        disease.clone_into(&mut self.disease);
    }

    /// What it says about the file itself, for [`crate::open_table`].
    pub fn hints(&self) -> TableHints {
        TableHints { encoding: self.encoding, delimiter: self.delimiter, sheet: self.sheet.clone() }
    }

    /// The forms of a field's dates.
    pub fn forms_of(&self, field: Field) -> &[DateFormat] {
        self.date_formats_of.get(&field).unwrap_or(&self.date_formats)
    }
}

fn delimiter(text: &str) -> Result<u8, Error> {
    match text.as_bytes() {
        b"tab" => Ok(b'\t'),
        [byte @ (b',' | b';' | b'\t' | b'|')] => Ok(*byte),
        _ => Err(invalid("delimiter", text, ", ; | tab")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let faults = Mapping::parse("m.toml", text).expect_err("faulty");
        faults
            .iter()
            .map(|fault| format!("{} {}", fault.location().expect("located"), fault.code().as_str()))
            .collect()
    }

    #[test]
    fn reads_a_mapping() {
        let mapping = Mapping::parse("hagelloch", include_str!("../../../content/hagelloch/mapping.toml"))
            .expect("sound mapping");
        assert_eq!(mapping.disease, "measles");
        assert_eq!(mapping.columns[&Field::Onset].heading, "prodrome");
        assert_eq!(mapping.values[&Field::Sex]["m"], "male");
        assert_eq!(mapping.defaults[&Field::Classification], "confirmed");
    }

    #[test]
    fn names_every_fault_with_its_place() {
        let text = "disease = \"x\"\ndate_format = \"YY\"\n[columns]\nnumber = \"n\"\ncolour = \"c\"\n\
                    [values.sex]\n\"男\" = \"man\"\n[defaults]\nclassification = \"sure\"\n";
        assert_eq!(
            faults(text),
            [
                "m.toml:5:1 import.unknown_field",
                "m.toml:7:7 value.invalid",
                "m.toml:9:18 value.invalid",
                "m.toml:2:15 value.invalid"
            ]
        );
        let text = "kind = \"exposures\"\nencoding = \"x\"\nextras = \"some\"\nrenumber = { from = \"(\", to = \"\" }\n\
                    [columns]\nfrom = \"a\"\nnumber = \"n\"\n[date_formats]\nfrom = \"iso\"\n";
        assert_eq!(
            faults(text),
            [
                "m.toml:7:1 import.unknown_field",
                "m.toml:9:1 value.invalid",
                "m.toml:2:12 value.invalid",
                "m.toml:3:10 value.invalid",
                "m.toml:4:12 value.invalid",
                "m.toml:1:1 value.missing",
            ]
        );
        assert_eq!(faults("disease = \"x\"\n[columns]\n"), ["m.toml:1:1 value.missing"]);
        assert_eq!(faults("disease = \"x\"\ndisease = 1"), ["m.toml:2:1 import.unreadable"]);
        assert_eq!(faults("disease = \"x\"\ncolumn = 1\n"), ["m.toml:2:1 import.unreadable"]);
        assert_eq!(faults("kind = \"tasks\"\n[columns]\n"), ["m.toml:1:8 import.unsupported_kind"]);
    }

    #[test]
    fn a_mapping_written_out_is_the_same_mapping() {
        for text in [
            include_str!("../../../content/hagelloch/mapping.toml"),
            "kind = \"contacts\"\ndate_format = [\"D/M/YYYY\", \"iso\"]\nencoding = \"gbk\"\ndelimiter = \"tab\"\n\
             sheet = \"一\\\"二\"\nblanks = [\"NA\", \"不详\"]\nextras = [\"a b\", \"c\\\\d\"]\nmissing_number = \"row\"\n\
             short_rows = true\nrenumber = { from = '^(\\d+)$', to = \"N$1\" }\n[columns]\nname = \"姓 名\"\n\
             [date_formats]\nlast_contact = [\"excel\", \"D.M.YY\"]\n[values.sex]\n\"1\" = \"male\"\n\"?\" = \"\"\n\
             [defaults]\narea = \"140105000000\"\n",
        ] {
            let mapping = Mapping::parse("m.toml", text).expect("sound mapping");
            let written = mapping.to_text();
            let again = Mapping::parse("m.toml", &written).expect("what was written is sound");
            assert_eq!(again.to_text(), written);
            assert_eq!(again.values, mapping.values);
            assert_eq!(again.date_formats_of, mapping.date_formats_of);
            assert_eq!((again.hints(), &again.blanks), (mapping.hints(), &mapping.blanks));
            assert_eq!((again.renumber, again.short_rows), (mapping.renumber, mapping.short_rows));
        }
    }
}
