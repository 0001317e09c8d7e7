//! Runs the worked examples of protocol files: given these facts, this
//! follows. An example states what holds under its own file's edition, unless
//! it names another edition or area.

mod build;
mod clock;
mod form;
mod kinds;

use std::{fmt, sync::Arc};

use kernel::{AreaPath, Code, Error, Located, Zone};

use crate::{
    library::Library,
    load::LoadedFile,
    protocol::Protocol,
    schema::{ANY_DISEASE, ProtocolFile},
};
use form::{Form, Kind};

/// The time zone of an example that names none.
pub const DEFAULT_ZONE: &str = "Asia/Shanghai";

/// The area of an example that names none, in a file that holds everywhere.
pub const DEFAULT_AREA: &str = "CN";

/// What came of one example.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Name of the file.
    pub file: String,
    /// Id of the example; its number (`#3`) where the id cannot be read.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Rules it exercises.
    pub cites: Vec<String>,
    /// Where the expected result comes from.
    pub source: String,
    /// Whether it holds.
    pub ok: bool,
    /// What should follow, in words.
    pub expected: String,
    /// What follows.
    pub got: String,
    /// Why it could not be run at all.
    pub fault: Option<Error>,
}

impl Outcome {
    /// The error of an example that does not hold, located by file and id.
    pub fn error(&self) -> Option<Error> {
        let at =
            Located { source: Some(self.file.clone()), field: Some(self.id.clone()), ..Located::default() };
        match &self.fault {
            _ if self.ok => None,
            Some(fault) => Some(
                Error::new(Code::ProtocolExampleFailed)
                    .arg("example", &self.id)
                    .arg("expected", &self.expected)
                    .arg("got", fault)
                    .at(at),
            ),
            None => Some(
                Error::new(Code::ProtocolExampleFailed)
                    .arg("example", &self.id)
                    .arg("expected", &self.expected)
                    .arg("got", &self.got)
                    .at(at),
            ),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.error() {
            None => write!(f, "{}:{}: ok", self.file, self.id),
            Some(error) => error.fmt(f),
        }
    }
}

/// Runs every example of a library, file by file.
pub fn run(library: &Library) -> Vec<Outcome> {
    library.files().flat_map(|file| run_file(library, file)).collect()
}

/// Runs the examples of one file of a library.
pub fn run_file(library: &Library, file: &LoadedFile) -> Vec<Outcome> {
    (0..file.file.example.len()).map(|index| run_one(library, file, index)).collect()
}

/// Runs one example of a file, counted from 0.
///
/// # Panics
/// When the file has no such example.
pub fn run_one(library: &Library, file: &LoadedFile, index: usize) -> Outcome {
    let table = file.file.example[index].clone();
    let id = table
        .get("id")
        .and_then(toml::Value::as_str)
        .map_or_else(|| format!("#{}", index + 1), str::to_owned);
    let mut outcome = Outcome {
        file: file.name.clone(),
        id,
        title: String::new(),
        cites: Vec::new(),
        source: String::new(),
        ok: false,
        expected: String::new(),
        got: String::new(),
        fault: None,
    };
    let form: Form = match form::read(table) {
        Ok(form) => form,
        Err(detail) => {
            outcome.fault = Some(Fault::form(detail).0);
            return outcome;
        }
    };
    outcome.title.clone_from(&form.title);
    outcome.cites.clone_from(&form.cites);
    outcome.source.clone_from(&form.source);
    outcome.id.clone_from(&form.id);
    outcome.expected = toml::Value::Table(form.expect.clone()).to_string();
    match check(library, &file.file, form) {
        Ok(verdict) => {
            outcome.ok = verdict.holds();
            (outcome.expected, outcome.got) = verdict.texts();
        }
        Err(fault) => outcome.fault = Some(fault.0),
    }
    outcome
}

fn check(library: &Library, file: &ProtocolFile, form: Form) -> Result<Verdict, Fault> {
    let (mut given, expect) = (form.given, form.expect);
    let setting = Setting::take(library, file, &mut given, form.kind)?;
    macro_rules! ask {
        ($function:path) => {
            $function(&setting, form::read(given).map_err(Fault::given)?, read_expect(expect)?)
        };
    }
    let verdict = match form.kind {
        Kind::Regime => ask!(kinds::regime),
        Kind::Contact => ask!(kinds::contact),
        Kind::Zone => ask!(kinds::zone),
        Kind::Cluster => ask!(kinds::cluster),
        Kind::Notation => ask!(kinds::notation),
        Kind::Change => ask!(kinds::change),
        Kind::ReportClock => ask!(kinds::report_clock),
        Kind::Parameter => ask!(kinds::parameter),
        Kind::Release => ask!(kinds::release),
        Kind::Clock => clock::run(&setting, &form::read(given).map_err(Fault::given)?, &read_expect(expect)?),
        Kind::Classify => kinds::classify(&setting, given, read_expect(expect)?),
        Kind::MustNot => kinds::must_not(&setting, given, read_expect(expect)?),
    }?;
    if verdict.pairs.is_empty() {
        return Err(Fault::form("it expects nothing"));
    }
    Ok(verdict)
}

fn read_expect<T: serde::de::DeserializeOwned>(table: toml::Table) -> Result<T, Fault> {
    form::read(table).map_err(|detail| Fault::form(format!("expect: {detail}")))
}

/// Where and under which rules an example plays.
struct Setting<'a> {
    library: &'a Library,
    file: &'a ProtocolFile,
    edition: Option<String>,
    area: AreaPath,
    area_given: bool,
    zone: Zone,
    view: toml::Table,
}

impl<'a> Setting<'a> {
    /// Takes what is common to all kinds out of `given`.
    fn take(
        library: &'a Library,
        file: &'a ProtocolFile,
        given: &mut toml::Table,
        kind: Kind,
    ) -> Result<Self, Fault> {
        let mut text = |name: &str| match given.get(name) {
            Some(toml::Value::String(text)) => {
                let text = text.clone();
                given.remove(name);
                Some(text)
            }
            _ => None,
        };
        let area = text("area");
        let zone = text("zone");
        // A change names the edition that its running order stands under.
        let edition = if kind == Kind::Change { None } else { text("edition") };
        let own_area = file.area.as_ref().map_or(DEFAULT_AREA, kernel::AreaCode::as_str);
        let view = match given.remove("view") {
            Some(toml::Value::Table(view)) => view,
            None => toml::Table::new(),
            Some(_) => return Err(Fault::form("given: `view` is a table")),
        };
        Ok(Self {
            library,
            file,
            edition,
            area: build::area_path(area.as_deref().unwrap_or(own_area))?,
            area_given: area.is_some(),
            zone: Zone::named(zone.as_deref().unwrap_or(DEFAULT_ZONE))?,
            view,
        })
    }

    /// The rules an example is about: its own file's edition, in its area.
    fn protocol(&self) -> Result<Arc<Protocol>, Fault> {
        if self.file.disease == ANY_DISEASE {
            return Ok(self.library.general(&self.area, self.file.from));
        }
        let edition = self.edition.as_deref().unwrap_or(&self.file.edition);
        Ok(self.library.edition(&self.file.disease, edition, Some(&self.area))?)
    }
}

/// Why an example could not be run.
struct Fault(Error);

impl Fault {
    fn form(detail: impl ToString) -> Self {
        Self(Error::new(Code::ProtocolUnreadable).arg("detail", detail))
    }
    fn given(detail: String) -> Self {
        Self::form(format!("given: {detail}"))
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

/// What was compared: expected and found, piece by piece.
#[derive(Default)]
struct Verdict {
    pairs: Vec<(String, String)>,
}

impl Verdict {
    fn pair(&mut self, expected: String, got: String) {
        self.pairs.push((expected, got));
    }

    /// Compares one value, if the example states it.
    fn same<T: fmt::Display>(&mut self, name: &str, expected: Option<T>, got: T) {
        if let Some(expected) = expected {
            self.pair(format!("{name}={expected}"), format!("{name}={got}"));
        }
    }

    /// Compares lists, if the example states one.
    fn list<T: fmt::Display>(&mut self, name: &str, expected: Option<&[T]>, got: &[T]) {
        let text = |list: &[T]| {
            format!("{name}=[{}]", list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        };
        if let Some(expected) = expected {
            self.pair(text(expected), text(got));
        }
    }

    fn holds(&self) -> bool {
        self.pairs.iter().all(|(expected, got)| expected == got)
    }

    /// Both sides as text; of an example that fails, only what differs.
    fn texts(&self) -> (String, String) {
        let holds = self.holds();
        let shown = self.pairs.iter().filter(|(expected, got)| holds || expected != got);
        let (expected, got): (Vec<_>, Vec<_>) = shown.cloned().unzip();
        (expected.join("; "), got.join("; "))
    }
}
