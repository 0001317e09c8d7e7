//! Makes the files of an export.

use interop::write::shape::LINK_FIELDS;
use interop::write::{Cell, ExportKind, GraphWriter, TableWriter};
use kernel::{AreaCode, AreaPath, AsOf, Code, Error, Result};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{AuditEntry, AuditKind, BlobRow, BlobWriter, Scope};

use super::rows::{Pseudonyms, Row};
use super::source::Source;
use super::{ExportRequest, Format, JOB, action_of};
use crate::audit::detail;
use crate::files::{FileGuard, NewFile};
use crate::ids::random_bytes;
use crate::jobs::{JobKind, Running, Working};
use crate::{App, Caller};

/// Records written at once: the most that is held in memory.
pub(super) const PAGE: u32 = 500;

/// The job that exports. Broken off, it begins again: the moment of what is
/// known is fixed, so the file is the same.
pub(crate) struct Export;

impl JobKind for Export {
    fn name(&self) -> &'static str {
        JOB
    }
    fn resumable(&self) -> bool {
        true
    }
    fn run(&self, app: App, job: Running) -> Working {
        Box::pin(async move { export(&app, &job).await })
    }
}

async fn export(app: &App, job: &Running) -> Result<Value> {
    let request: ExportRequest = job.params()?;
    // What he may do now counts: the job may have waited.
    let caller = job.caller().await?;
    let names = Pseudonyms::new(random_bytes::<32>(), request.identified);
    let as_of = AsOf::Known(request.as_of.unwrap_or_else(|| app.now()));
    let made = Making { app, job, caller, request, names, as_of, done: AtomicU64::new(0) };
    let mut files = Vec::new();
    for kind in made.request.kinds()? {
        files.push(made.file(kind).await?);
    }
    Ok(json!({ "rows": made.done.into_inner(), "files": files }))
}

struct Making<'a> {
    app: &'a App,
    job: &'a Running,
    caller: Caller,
    request: ExportRequest,
    names: Pseudonyms,
    as_of: AsOf,
    /// Rows of all files so far.
    done: AtomicU64,
}

/// Whatever is written to.
enum Writer {
    Table(TableWriter),
    Graph(GraphWriter),
}

impl Writer {
    fn take(&mut self) -> Result<Vec<u8>> {
        match self {
            Self::Table(table) => table.take(),
            Self::Graph(graph) => Ok(graph.take()),
        }
    }
    fn finish(self) -> Result<Vec<u8>> {
        match self {
            Self::Table(table) => table.finish(),
            Self::Graph(graph) => Ok(graph.finish()),
        }
    }
}

/// How many records of each area of the scope were written.
struct Count<'a>(Vec<(&'a AreaPath, i64)>);

impl<'a> Count<'a> {
    fn of(scope: &'a Scope) -> Self {
        Self(scope.areas().unwrap_or_default().iter().map(|area| (area, 0)).collect())
    }
    fn add(&mut self, area: &AreaPath) {
        if let Some((_, count)) = self.0.iter_mut().find(|(own, _)| area.is_within(own)) {
            *count += 1;
        }
    }
}

impl Making<'_> {
    /// One file with the one beside it.
    async fn file(&self, kind: ExportKind) -> Result<Value> {
        let headings = self.request.headings(kind)?;
        let format = self.request.format()?;
        let scope = self.app.export_scope(&self.caller, kind, &self.request)?;
        let mut source =
            Source::new(self.app, &self.caller, &scope, &self.request, &self.names, self.as_of, kind);
        let mut writer = match format {
            Format::Table(format) => Writer::Table(TableWriter::new(format, &headings, self.request.bom)?),
            Format::Graph => Writer::Graph(GraphWriter::new(&headings, &LINK_FIELDS)),
        };
        let name = self.name(kind, format);
        let mut out = self.begin(&name, format.media_type(), kind, &scope).await?;
        let (mut count, mut rows, mut links) = (Count::of(&scope), 0_u64, 0_u64);
        loop {
            self.job.check()?;
            let page = source.next().await?;
            if page.is_empty() {
                break;
            }
            for row in &page {
                let cells =
                    headings.iter().map(|heading| row.cell(heading)).collect::<Result<Vec<Cell>>>()?;
                match &mut writer {
                    Writer::Table(table) => table.row(&cells)?,
                    Writer::Graph(graph) => graph.node(&row.id, &cells),
                }
                count.add(&row.area);
            }
            rows += page.len() as u64;
            self.told(page.len(), &mut writer, &mut out).await?;
        }
        while let Writer::Graph(graph) = &mut writer {
            self.job.check()?;
            let page = source.links().await?;
            let Some(page) = page else { break };
            for (from, to, cells) in &page {
                graph.link(from, to, cells);
            }
            links += page.len() as u64;
            self.told(page.len(), &mut writer, &mut out).await?;
        }
        out.write(&writer.finish()?).await?;
        let file = out.finish().await?;
        self.audit(kind, &count).await?;
        let beside = self.watermark(kind, &headings, &scope, &file, (rows, links)).await?;
        Ok(
            json!({ "kind": kind.as_str(), "file": file.id, "watermark": beside.id, "rows": rows, "links": links }),
        )
    }

    async fn told(&self, count: usize, writer: &mut Writer, out: &mut BlobWriter) -> Result<()> {
        out.write(&writer.take()?).await?;
        let done = self.done.fetch_add(count as u64, Ordering::Relaxed) + count as u64;
        self.job.progress(done, None);
        Ok(())
    }

    fn is_drill(&self) -> bool {
        self.app.clocks().mode().is_drill()
    }

    /// A name that says what is in it and names nobody.
    fn name(&self, kind: ExportKind, format: Format) -> String {
        let at: String =
            self.as_of.at().to_string().chars().filter(|c| c.is_ascii_alphanumeric()).take(15).collect();
        let drill = if self.is_drill() { "DRILL-" } else { "" };
        format!("{drill}fenghuo-{kind}-{at}Z.{}", format.ending())
    }

    async fn begin(
        &self,
        name: &str,
        media_type: &str,
        kind: ExportKind,
        scope: &Scope,
    ) -> Result<BlobWriter> {
        let areas = codes(scope)?;
        let mut needs = vec![(action_of(kind).as_str().to_owned(), areas.clone())];
        if self.request.identified {
            needs.push((authz::Action::ReadPersonal.as_str().to_owned(), areas));
        }
        let new = NewFile {
            job: Some(self.job.id()),
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            guard: FileGuard { needs },
        };
        self.app.begin_file(self.caller.user, new).await
    }

    /// The file beside the file: what it is, for whoever finds it.
    async fn watermark(
        &self,
        kind: ExportKind,
        headings: &[&str],
        scope: &Scope,
        file: &BlobRow,
        (rows, links): (u64, u64),
    ) -> Result<BlobRow> {
        let hash = file.sha256.clone().unwrap_or_default();
        let mark = json!({
            "file": file.name.expose(),
            "media_type": file.media_type,
            "bytes": file.length,
            "sha256": hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
            "kind": kind.as_str(),
            "rows": rows,
            "links": links,
            "fields": headings,
            "identified": self.request.identified,
            "purpose": self.request.purpose.trim(),
            "filter": self.request.filter,
            "areas": codes(scope)?,
            "as_of": self.as_of.at(),
            "made_at": self.app.clocks().wall(),
            "by": { "user": self.caller.user, "login": self.caller.login, "post": self.caller.post, "unit": self.caller.unit },
            "job": self.job.id(),
            "installation": self.app.store().node(),
            "mode": if self.is_drill() { "DRILL" } else { "live" },
        });
        let mut text =
            serde_json::to_vec_pretty(&mark).map_err(|e| Error::new(Code::Internal).caused_by(e))?;
        text.push(b'\n');
        let name = format!("{}.watermark.json", file.name.expose());
        let mut out = self.begin(&name, "application/json", kind, scope).await?;
        out.write(&text).await?;
        out.finish().await
    }

    /// Leaves in the audit that somebody exported, for each of his areas. Who
    /// was named is there already, person by person.
    async fn audit(&self, kind: ExportKind, count: &Count<'_>) -> Result<()> {
        let entry = |(area, count): &(&AreaPath, i64)| AuditEntry {
            subject: Some(("job".to_owned(), self.job.id().0)),
            area: (*area).clone(),
            purpose: self.request.purpose.trim().to_owned(),
            count: *count,
            detail: detail(&json!({ "kind": kind.as_str(), "identified": self.request.identified })),
            ..self.app.audit_entry(&self.caller, AuditKind::Export, "export.write")
        };
        self.app.write_audit(count.0.iter().map(entry).collect()).await
    }
}

fn codes(scope: &Scope) -> Result<Vec<AreaCode>> {
    scope.areas().unwrap_or_default().iter().map(|area| AreaCode::new(area.code())).collect()
}

/// A row's cell under a heading.
impl Row {
    fn cell(&self, heading: &str) -> Result<Cell> {
        let found = self.cells.iter().find(|(name, _)| *name == heading);
        found.map(|(_, cell)| cell.clone()).ok_or_else(|| {
            Error::new(Code::Internal).caused_by(format!("the shape has a field without a value: {heading}"))
        })
    }
}
