//! The import desk: files of cases, contacts, links and participants taken in
//! under a list's name, tried first, completed, brought up to date by a newer
//! edition of the list, and taken back.
//!
//! A row is known by the area of the import, the name of the list and its
//! number: the same file twice changes nothing, and a crash in the middle is
//! mended by sending it again. What a row said last is kept under its person's
//! key, so that a newer edition of the list is compared field by field. Every
//! fact that comes from a file names the import, which is how it is undone.
//!
//! Files are read as streams; what is held of a row beyond its batch is some
//! sixty bytes for its number and each of its links.

mod cells;
mod check;
mod entry;
mod job;
mod links;
mod take_in;
mod take_over;
mod undo;

use authz::Action;
use domain::FactBody;
use interop::{Kind, Mapping, ReadSeek, Record, TableLimits, TableNote};
use kernel::{AreaCode, AreaPath, Code, Error, ImportId, Result, Timestamp, derived_uuid, derived_uuid_near};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use store::{AuditEntry, AuditKind, SavedMappingRow, Scope, Wanted};
use uuid::Uuid;

use crate::audit::Changes;
use crate::ids::SystemIds;
use crate::recorder::TakingIn;
use crate::{App, Caller, Key};

pub(crate) use job::Import;
pub use job::{ImportJob, SentFile};
pub use store::ImportRow;
pub use undo::UndoOutcome;

/// Rows that travel together from the reader to whoever tries or records them:
/// they share a commit.
const BATCH: usize = 1024;
/// Rows recorded by one job of the store.
const CHUNK: usize = 64;
/// Last digits of a row's number that may differ among neighbours.
const NEIGHBOURS: usize = 3;
/// Faults that are told one by one; all are counted, and all are in the file of rejected rows.
const FAULTS_TOLD: usize = 1000;

/// Opens a file anew from its beginning.
pub type OpenFile = Arc<dyn Fn() -> Result<Box<dyn ReadSeek + Send>> + Send + Sync>;

/// One file of an import.
#[derive(Clone)]
pub struct FileInput {
    /// Its name, for the places of faults.
    pub name: String,
    /// How to open it.
    pub open: OpenFile,
    /// How to read it.
    pub mapping: Mapping,
}

impl FileInput {
    /// A file in memory.
    pub fn of_bytes(name: &str, bytes: Vec<u8>, mapping: Mapping) -> Self {
        let bytes: Arc<[u8]> = bytes.into();
        let open: OpenFile = Arc::new(move || Ok(Box::new(std::io::Cursor::new(bytes.clone()))));
        Self { name: name.to_owned(), open, mapping }
    }
}

/// Files to be taken in.
#[derive(Clone)]
pub struct ImportRequest {
    /// Name of the list: numbers are unique in it.
    pub list: String,
    /// The files, in any order.
    pub files: Vec<FileInput>,
    /// Area of the list and of rows that name none; the widest in which the
    /// caller may import when absent.
    pub area: Option<AreaCode>,
    /// What is told happened long ago: it is recorded and owes nothing.
    pub history: bool,
    /// Whether sound rows are taken in although others are not; else one
    /// faulty row refuses everything.
    pub leave_out: bool,
    /// Only try.
    pub dry_run: bool,
    /// What a file may cost.
    pub limits: TableLimits,
}

impl ImportRequest {
    /// Files of a list, all or none of their rows, as of now.
    pub fn new(list: &str, files: Vec<FileInput>) -> Self {
        Self {
            list: list.to_owned(),
            files,
            area: None,
            history: false,
            leave_out: false,
            dry_run: false,
            limits: TableLimits::default(),
        }
    }
}

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Rows are read and tried.
    Checking,
    /// Rows are recorded.
    Recording,
    /// Links between rows are recorded.
    Linking,
}

/// Whoever watches an import.
pub trait Watch: Send + Sync {
    /// So many of so many: bytes while checking, rows afterwards.
    fn progress(&self, stage: Stage, done: u64, of: u64);
    /// Whether to stop. What is recorded by then stays and can be undone.
    fn is_cancelled(&self) -> bool {
        false
    }
    /// A row that is refused, as it stood in the file, with all its faults.
    fn rejected(&self, _file: usize, _headings: &[String], _record: &Record, _faults: &[Error]) {}
    /// Asked after every batch: to put away what was refused, so that it does
    /// not gather in memory.
    fn put_away(&self) -> Pin<Box<dyn Future<Output = Result<()>> + Send + '_>> {
        Box::pin(async { Ok(()) })
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _: Stage, _: u64, _: u64) {}
}

/// What an import counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Rows read.
    pub rows: u64,
    /// Rows that were refused.
    pub rejected: u64,
    /// Rows that are new to the list.
    pub new: u64,
    /// Rows that were in the list before.
    pub kept: u64,
    /// Rows of those that say something else than before.
    pub changed: u64,
    /// Rows of those whose class is another than before.
    pub status_changes: u64,
    /// Rows that were in the list before and are not in the file. They stay.
    pub missing: u64,
    /// Links between listed rows.
    pub links: u64,
    /// Links with an end that no row lists. None is invented.
    pub unlisted_links: u64,
    /// Ends of those.
    pub unlisted_ends: u64,
    /// Different numbers of those.
    pub unlisted_numbers: u64,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default)]
pub struct ImportOutcome {
    /// Which; none when it was only tried.
    pub import: Option<ImportId>,
    /// What was counted.
    pub counts: Counts,
    /// What was wrong, located; at most a thousand are told.
    pub faults: Vec<Error>,
    /// What is to be known and refuses nothing: ends of links that no row
    /// lists; at most a thousand are told.
    pub warnings: Vec<Error>,
    /// What showed of each file, in the order of the request.
    pub notes: Vec<Vec<TableNote>>,
    /// Whether it was told to stop.
    pub cancelled: bool,
}

impl ImportOutcome {
    fn warn(&mut self, warning: Error) {
        if self.warnings.len() < FAULTS_TOLD {
            self.warnings.push(warning);
        }
    }
    fn fault(&mut self, fault: Error) {
        if self.faults.len() < FAULTS_TOLD {
            self.faults.push(fault);
        }
    }
}

/// A list: what the numbers of its rows are unique in. Two counties may both
/// number their cases from 1.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) area: AreaPath,
    pub(crate) name: String,
}

impl List {
    /// The list's id.
    pub(crate) fn id(&self) -> Uuid {
        self.derived("list", "")
    }
    /// An id for what a list names without a row of its own.
    pub(crate) fn derived(&self, what: &str, name: &str) -> Uuid {
        derived_uuid(&["line_list", self.area.code(), &self.name, what, name, ""])
    }
    /// An id for a row; after an undo the row gets another one. Rows whose
    /// numbers differ in the last three digits alone lie side by side: a list
    /// comes in the order of its numbers, and ids strewn over a large index
    /// have a page written for every row.
    pub(crate) fn row_id(&self, what: &str, number: &str, turn: i64) -> Uuid {
        let digits = number.bytes().rev().take(NEIGHBOURS).take_while(u8::is_ascii_digit).count();
        let near = ["line_list", self.area.code(), &self.name, what, &number[..number.len() - digits]];
        let turn = turn.to_string();
        derived_uuid_near(&near, &["line_list", self.area.code(), &self.name, what, number, &turn])
    }
}

impl App {
    /// Takes in files of a list. Everything is read and tried before the first
    /// row is recorded. The key is recorded when the recording begins: the same
    /// key with the same request completes what is missing.
    ///
    /// # Errors
    /// Where nothing can be read at all, `access.forbidden`,
    /// `idempotency.other_body`; faults of rows are in the outcome.
    pub async fn import(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        mut request: ImportRequest,
        watch: Arc<dyn Watch>,
    ) -> Result<ImportOutcome> {
        // What happened to a record elsewhere owes nothing here.
        request.history |= request.files.iter().any(|file| file.mapping.kind.exported().is_some());
        let list = self.list_of(caller, &request)?;
        let mut desk = Desk::new(self.clone(), caller.clone(), list, request, watch);
        desk.check().await?;
        let refused = desk.outcome.counts.rejected > 0 && !desk.request.leave_out;
        if desk.request.dry_run || refused || desk.outcome.cancelled {
            return Ok(desk.outcome);
        }
        desk.begin(key).await?;
        let done = desk.record().await;
        let state = match &done {
            Ok(()) if desk.outcome.cancelled => "cancelled",
            Ok(()) => "done",
            Err(_) => "broken_off",
        };
        desk.end(state).await?;
        done?;
        Ok(desk.outcome)
    }

    /// The area of the list: the one named, else the widest in which the caller may import.
    fn list_of(&self, caller: &Caller, request: &ImportRequest) -> Result<List> {
        if request.list.trim().is_empty() {
            return Err(Error::new(Code::MissingField).arg("field", "list"));
        }
        if request.files.is_empty() {
            return Err(Error::new(Code::MissingField).arg("field", "files"));
        }
        let mut kinds: Vec<Kind> = request.files.iter().map(|file| file.mapping.kind).collect();
        kinds.sort();
        if let Some(twice) = kinds.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "files")
                .arg("value", twice[0].as_str())
                .arg("expected", Kind::CODES.join(", ")));
        }
        let exported = kinds.iter().filter(|kind| kind.exported().is_some()).count();
        if exported > 0 && exported < kinds.len() {
            let told: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "files")
                .arg("value", told.join(", "))
                .arg("expected", "exported_cases, exported_contacts, exported_exposures"));
        }
        let areas = caller.authority.areas_for(Action::ImportCases)?;
        let area = match &request.area {
            Some(code) => {
                let path = self.path_of(code)?;
                caller.authority.require(Action::ImportCases, &path)?;
                path
            }
            None => areas
                .into_iter()
                .min_by_key(AreaPath::depth)
                .ok_or_else(|| Error::new(Code::Forbidden).arg("action", Action::ImportCases))?,
        };
        Ok(List { area, name: request.list.clone() })
    }

    /// Imports in the caller's areas, newest first.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub async fn imports(
        &self,
        caller: &Caller,
        after: Option<(Timestamp, ImportId)>,
        limit: u32,
    ) -> Result<Vec<ImportRow>> {
        let scope = self.scope(caller, Action::ImportCases, "imports")?;
        self.store().imports(&scope, after, limit).await
    }

    /// One import.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found`.
    pub async fn import_by_id(&self, caller: &Caller, id: ImportId) -> Result<ImportRow> {
        let scope = self.scope(caller, Action::ImportCases, "import")?;
        let found = self.store().import(&scope, id).await?;
        found.ok_or_else(|| crate::recorder::not_found(kernel::SubjectKind::Import, id))
    }

    /// Keeps a mapping under a name, for everybody who imports in the area or below it.
    ///
    /// # Errors
    /// `access.forbidden`; `value.missing` without a name.
    pub async fn save_mapping(
        &self,
        caller: &Caller,
        area: AreaPath,
        name: String,
        mapping: &Mapping,
    ) -> Result<()> {
        caller.authority.require(Action::ImportCases, &area)?;
        if name.trim().is_empty() || name.chars().count() > 200 {
            return Err(Error::new(Code::MissingField).arg("field", "name"));
        }
        let row = SavedMappingRow {
            area,
            name,
            kind: mapping.kind.as_str().to_owned(),
            text: mapping.to_text(),
            by: caller.user,
            saved_at: self.inner.clocks.wall(),
        };
        let entry = AuditEntry {
            area: row.area.clone(),
            detail: Changes::default().hidden("name").new_field("kind", &row.kind).detail(),
            ..self.audit_entry(caller, AuditKind::Setting, "mapping.save")
        };
        self.store()
            .write(Wanted::nothing(), move |work| {
                work.put(&row);
                work.audit(entry.clone());
                Box::pin(async { Ok(()) })
            })
            .await
    }

    /// Mappings kept in the caller's areas and above them.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub async fn saved_mappings(&self, caller: &Caller) -> Result<Vec<SavedMappingRow>> {
        let areas = caller.authority.areas_for(Action::ImportCases)?;
        self.store().saved_mappings(&areas).await
    }

    /// Forgets a mapping.
    ///
    /// # Errors
    /// `access.forbidden`; `record.not_found`.
    pub async fn forget_mapping(&self, caller: &Caller, area: AreaPath, name: String) -> Result<()> {
        caller.authority.require(Action::ImportCases, &area)?;
        let told = name.clone();
        let entry = AuditEntry {
            area: area.clone(),
            ..self.audit_entry(caller, AuditKind::Setting, "mapping.forget")
        };
        let dropped = self
            .store()
            .write(Wanted::nothing(), move |work| {
                let (area, name, entry) = (area.clone(), name.clone(), entry.clone());
                Box::pin(async move {
                    let dropped = work.drop_mapping(&area, &name).await?;
                    if dropped {
                        work.audit(entry);
                    }
                    Ok(dropped)
                })
            })
            .await?;
        if dropped { Ok(()) } else { Err(Error::new(Code::NotFound).arg("kind", "mapping").arg("id", told)) }
    }
}

/// An import at work.
pub(crate) struct Desk {
    app: App,
    caller: Caller,
    list: List,
    request: ImportRequest,
    /// The files in the order in which they are taken in: whoever is named by others comes first.
    order: Vec<usize>,
    watch: Arc<dyn Watch>,
    outcome: ImportOutcome,
    /// Rows that are not to be recorded, by file.
    refused: Vec<std::collections::BTreeSet<u64>>,
    taking_in: Option<TakingIn>,
}

impl Desk {
    fn new(app: App, caller: Caller, list: List, request: ImportRequest, watch: Arc<dyn Watch>) -> Self {
        let files = request.files.len();
        let mut order: Vec<usize> = (0..files).collect();
        order.sort_by_key(|file| request.files[*file].mapping.kind);
        Self {
            app,
            caller,
            list,
            request,
            order,
            watch,
            outcome: ImportOutcome { notes: vec![Vec::new(); files], ..ImportOutcome::default() },
            refused: vec![std::collections::BTreeSet::new(); files],
            taking_in: None,
        }
    }

    fn kind(&self) -> Kind {
        self.order.first().map_or(Kind::Cases, |file| self.request.files[*file].mapping.kind)
    }

    /// Records that the import begins, together with the key. An earlier import
    /// of the list that has not ended is taken for broken off.
    async fn begin(&mut self, key: Option<&Key>) -> Result<()> {
        let now = self.app.inner.clocks.wall();
        for mut earlier in self.app.store().unfinished_imports(&self.list.area, &self.list.name).await? {
            earlier.state = "broken_off".to_owned();
            earlier.ended_at = Some(now);
            self.put(earlier).await?;
        }
        let id = ImportId::new(&mut SystemIds);
        let body = FactBody::ImportBegun {
            list: self.list.name.clone(),
            rows: self.kind().as_str().to_owned(),
            history: self.request.history,
        };
        let input = (id, self.list.area.clone(), body);
        let receipt = self
            .app
            .run(&self.caller, key, Wanted::nothing(), input, |rec, (id, area, body)| {
                Box::pin(async move {
                    let now = rec.now();
                    let fact = rec.ctx(area).fact(id.subject(), Vec::new(), area, now, body.clone());
                    rec.record(vec![fact]).await
                })
            })
            .await?;
        // The same key gives the first answer, and with it the first import.
        let id = receipt.subject_of("import_begun").map_or(id, |subject| ImportId(subject.id));
        self.taking_in = Some(TakingIn { import: id, history: self.request.history });
        self.outcome.import = Some(id);
        let row = self.row(id, "running", now, None)?;
        self.put(row).await
    }

    async fn end(&mut self, state: &str) -> Result<()> {
        let Some(id) = self.outcome.import else { return Ok(()) };
        let now = self.app.inner.clocks.wall();
        let scope = Scope::system();
        let began = self.app.store().import(&scope, id).await?.map_or(now, |row| row.started_at);
        let row = self.row(id, state, began, Some(now))?;
        self.put(row).await
    }

    fn row(
        &self,
        id: ImportId,
        state: &str,
        started_at: Timestamp,
        ended_at: Option<Timestamp>,
    ) -> Result<ImportRow> {
        let names: Vec<&str> = self.request.files.iter().map(|file| file.name.as_str()).collect();
        let mappings: Vec<String> = self.request.files.iter().map(|file| file.mapping.to_text()).collect();
        Ok(ImportRow {
            id,
            area: self.list.area.clone(),
            list: self.list.name.clone(),
            kind: self.kind().as_str().to_owned(),
            history: self.request.history,
            state: state.to_owned(),
            file_name: names.join(", "),
            mapping: mappings.join("\n"),
            by: self.caller.user,
            started_at,
            ended_at,
            counts: serde_json::to_string(&self.outcome.counts)
                .map_err(|e| Error::new(Code::Internal).caused_by(e))?,
        })
    }

    async fn put(&self, row: ImportRow) -> Result<()> {
        self.app
            .store()
            .write(Wanted::nothing(), move |work| {
                work.put(&row);
                Box::pin(async { Ok(()) })
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_numbers_side_by_side_get_ids_side_by_side() {
        let area = AreaPath::root(&AreaCode::new("14").expect("a code"));
        let list = List { area, name: "cases".to_owned() };
        let block = |number: &str| list.row_id("case", number, 0).as_bytes()[..6].to_vec();
        assert_eq!(block("140105-001000"), block("140105-001999"));
        assert_ne!(block("140105-001999"), block("140105-002000"));
        assert_eq!(block("甲1"), block("甲23"));
        assert_ne!(block("甲1"), block("乙1"));
        assert_ne!(block("1a"), block("1b"), "what does not end in digits has no neighbours");
        // A row has an id of its own for each thing that it becomes, and after each undo.
        let ids = [("case", "1", 0), ("case", "1", 1), ("case", "11", 0), ("person", "1", 0)];
        let ids: std::collections::BTreeSet<Uuid> =
            ids.into_iter().map(|(what, n, turn)| list.row_id(what, n, turn)).collect();
        assert_eq!(ids.len(), 4);
    }
}
