//! The mapping file: which column of somebody's table holds what.

use kernel::{Code, Error, Located};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

use crate::{DateFormat, line_list, toml_text};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $personal:literal;)+) => {
        /// A field of a line list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $name,)+ }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
            /// The name in a mapping file, and the code of its label.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $text,)+ } }
            /// Whether its values are personal: they never appear in a fault.
            pub const fn is_personal(self) -> bool { match self { $(Self::$name => $personal,)+ } }
        }
    };
}

fields! {
    /// Number of the case, unique in the file.
    Number = "number", false;
    /// First day of symptoms.
    Onset = "onset", false;
    /// First day of the rash.
    Rash = "rash", false;
    /// Day of the report.
    Reported = "reported", false;
    /// Day of death.
    Death = "death", false;
    /// Age in years.
    Age = "age", false;
    /// Sex.
    Sex = "sex", false;
    /// Name of the person.
    Name = "name", true;
    /// Number of an identity document.
    IdNumber = "id_number", true;
    /// Phone number.
    Phone = "phone", true;
    /// Address.
    Address = "address", true;
    /// Code of the area.
    Area = "area", false;
    /// Class of the case.
    Classification = "classification", false;
    /// Number of the case that infected this one.
    Infector = "infector", false;
    /// Kind of the exposure to the infector.
    ExposureKind = "exposure_kind", false;
    /// Household.
    Household = "household", false;
    /// School class.
    SchoolClass = "school_class", false;
    /// Anything else.
    Note = "note", true;
}

impl Field {
    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }
    fn known() -> String {
        Self::ALL.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// A column that a mapping names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading in the table.
    pub heading: String,
    /// Where the mapping names it.
    pub at: Located,
}

/// How a table is read. Example:
///
/// ```toml
/// disease = "covid19"
/// date_format = "YYYY/M/D"      # default YYYY-MM-DD
/// delimiter = ";"               # default a comma; "tab" for tabulators
/// [columns]
/// number = "编号"
/// onset = "发病日期"
/// [values.classification]
/// "确诊" = "confirmed"
/// [defaults]
/// area = "140105000000"
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// Disease key of every row.
    pub disease: String,
    /// Form of all dates.
    pub date_format: DateFormat,
    /// What separates the cells.
    pub delimiter: u8,
    /// Heading of each field that the table has; `number` is always there.
    pub columns: BTreeMap<Field, Column>,
    /// For a field, what a text of the table means. Texts not named here stand as they are.
    pub values: BTreeMap<Field, BTreeMap<String, String>>,
    /// Value of a field where the table has no column or an empty cell.
    pub defaults: BTreeMap<Field, String>,
}

type Names<T> = BTreeMap<Spanned<String>, T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    disease: Spanned<String>,
    date_format: Option<Spanned<String>>,
    delimiter: Option<Spanned<String>>,
    columns: Names<Spanned<String>>,
    #[serde(default)]
    values: Names<BTreeMap<String, Spanned<String>>>,
    #[serde(default)]
    defaults: Names<Spanned<String>>,
}

impl Mapping {
    /// Reads a mapping file; `source` is its name, for the places of faults.
    ///
    /// # Errors
    /// All faults, each with line and column: `import.unreadable` for text that
    /// is not TOML or lacks a key, `import.unknown_field`, `value.invalid` for a
    /// date format, delimiter or code that nothing can mean, `value.missing`
    /// for a mapping without `number`.
    pub fn parse(source: &str, text: &str) -> Result<Self, Vec<Error>> {
        let file: MappingFile =
            toml::from_str(text).map_err(|error| vec![toml_text::unreadable(source, text, &error)])?;
        let at = |offset: usize| toml_text::position(text, offset).in_source(source);
        let mut faults = Vec::new();
        let field_of = |name: &Spanned<String>, faults: &mut Vec<Error>| {
            let field = Field::parse(name.get_ref());
            if field.is_none() {
                faults.push(
                    Error::new(Code::ImportUnknownField)
                        .arg("field", name.get_ref())
                        .arg("known", Field::known())
                        .at(at(name.span().start)),
                );
            }
            field
        };

        let mut columns = BTreeMap::new();
        for (name, heading) in &file.columns {
            if let Some(field) = field_of(name, &mut faults) {
                let column =
                    Column { heading: heading.get_ref().trim().to_owned(), at: at(heading.span().start) };
                columns.insert(field, column);
            }
        }
        if !columns.contains_key(&Field::Number) {
            faults.push(Error::new(Code::MissingField).arg("field", "number").at(at(0)));
        }
        let mut values = BTreeMap::new();
        for (name, meanings) in &file.values {
            let Some(field) = field_of(name, &mut faults) else { continue };
            let mut known = BTreeMap::new();
            for (written, meant) in meanings {
                check_code(field, meant, &at, &mut faults);
                known.insert(written.clone(), meant.get_ref().clone());
            }
            values.insert(field, known);
        }
        let mut defaults = BTreeMap::new();
        for (name, value) in &file.defaults {
            let Some(field) = field_of(name, &mut faults) else { continue };
            check_code(field, value, &at, &mut faults);
            defaults.insert(field, value.get_ref().clone());
        }

        let mut keep = |result: Result<_, Error>, span: usize| match result {
            Ok(value) => Some(value),
            Err(error) => {
                faults.push(error.at(at(span)));
                None
            }
        };
        let date_format = match &file.date_format {
            Some(form) => keep(DateFormat::parse(form.get_ref()), form.span().start),
            None => Some(DateFormat::default()),
        };
        let delimiter = file.delimiter.as_ref().map_or(Ok(b','), |text| {
            delimiter(text.get_ref()).map_err(|error| faults.push(error.at(at(text.span().start))))
        });
        let disease = file.disease.get_ref().trim();
        if disease.is_empty() {
            let fault = Error::new(Code::MissingField).arg("field", "disease");
            faults.push(fault.at(at(file.disease.span().start)));
        }
        match (date_format, delimiter) {
            (Some(date_format), Ok(delimiter)) if faults.is_empty() => {
                Ok(Self { disease: disease.to_owned(), date_format, delimiter, columns, values, defaults })
            }
            _ => Err(faults),
        }
    }
}

/// A code on the right-hand side of the mapping must be one that the field knows.
fn check_code(
    field: Field,
    value: &Spanned<String>,
    at: &impl Fn(usize) -> Located,
    faults: &mut Vec<Error>,
) {
    if let Some(expected) =
        line_list::codes_of(field).filter(|codes| !codes.contains(&value.get_ref().as_str()))
    {
        faults.push(
            Error::new(Code::InvalidValue)
                .arg("field", field.as_str())
                .arg("value", value.get_ref())
                .arg("expected", expected.join(", "))
                .at(at(value.span().start)),
        );
    }
}

fn delimiter(text: &str) -> Result<u8, Error> {
    match text.as_bytes() {
        b"tab" => Ok(b'\t'),
        [byte @ (b',' | b';' | b'\t' | b'|')] => Ok(*byte),
        _ => Err(Error::new(Code::InvalidValue)
            .arg("field", "delimiter")
            .arg("value", text)
            .arg("expected", ", ; | tab")),
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
        assert_eq!(faults("disease = \"x\"\n[columns]\n"), ["m.toml:1:1 value.missing"]);
        assert_eq!(faults("disease = \"x\"\ndisease = 1"), ["m.toml:2:1 import.unreadable"]);
        assert_eq!(faults("disease = \"x\"\ncolumn = 1\n"), ["m.toml:2:1 import.unreadable"]);
    }
}
