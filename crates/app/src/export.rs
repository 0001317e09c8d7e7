//! Records out, as files in our own shape: asked for with a purpose, made by a
//! job, without anything that names a person unless somebody may and says so.

mod make;
mod rows;
mod source;

pub(crate) use make::Export;

pub(crate) use rows::band as age_band;

use authz::Action;
use interop::write::{ExportKind, TableFormat};
use kernel::{AreaCode, AreaPath, Code, Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use store::{AuditEntry, AuditKind, Scope};

use crate::audit::detail;
use crate::jobs::{JobRow, NewJob};
use crate::questions::checked_purpose;
use crate::{App, Caller, Key};

/// The kind of job.
pub const JOB: &str = "export";

/// Which records; what is absent does not restrict. What does not fit a kind
/// is refused, not overlooked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportFilter {
    /// Of this disease.
    pub disease: Option<String>,
    /// In this area or below it.
    pub area: Option<AreaCode>,
    /// In this status; of obligations the state, of tests the result.
    pub status: Option<String>,
    /// Cases with this classification.
    pub classification: Option<String>,
    /// Contacts of this class.
    pub class: Option<String>,
    /// Cases opened at or after this moment.
    pub opened_from: Option<Timestamp>,
    /// Cases opened before this moment.
    pub opened_until: Option<Timestamp>,
}

/// What is to be written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExportRequest {
    /// Kinds of record, a file each. Within one export everything has one pseudonym.
    pub kinds: Vec<String>,
    /// `csv`, `xlsx`, `json`, `ndjson`; `graphml` for chains.
    pub format: String,
    /// What for.
    pub purpose: String,
    /// Whether persons are named.
    pub identified: bool,
    /// The fields wanted, of one kind; all of its shape when empty.
    pub fields: Vec<String>,
    /// Whether a CSV begins with the mark of UTF-8.
    pub bom: bool,
    /// What was known by then; by now when absent.
    pub as_of: Option<Timestamp>,
    /// Which records.
    pub filter: ExportFilter,
}

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Table(TableFormat),
    Graph,
}

impl Format {
    const fn ending(self) -> &'static str {
        match self {
            Self::Table(format) => format.as_str(),
            Self::Graph => "graphml",
        }
    }
    const fn media_type(self) -> &'static str {
        match self {
            Self::Table(format) => format.media_type(),
            Self::Graph => "application/graphml+xml",
        }
    }
}

fn invalid(field: &str, value: &str, expected: &str) -> Error {
    Error::new(Code::InvalidValue).arg("field", field).arg("value", value).arg("expected", expected)
}

fn joined<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(" | ")
}

impl ExportRequest {
    /// Its kinds.
    pub(crate) fn kinds(&self) -> Result<Vec<ExportKind>> {
        let known = || joined(ExportKind::ALL.iter().map(|kind| kind.as_str()));
        let mut seen = BTreeSet::new();
        let kinds = self.kinds.iter().map(|name| {
            let kind = ExportKind::parse(name).filter(|kind| seen.insert(*kind));
            kind.ok_or_else(|| invalid("kinds", name, &known()))
        });
        let kinds = kinds.collect::<Result<Vec<_>>>()?;
        if kinds.is_empty() {
            return Err(Error::new(Code::MissingField).arg("field", "kinds"));
        }
        Ok(kinds)
    }
    /// Its format, which fits every one of its kinds.
    pub(crate) fn format(&self) -> Result<Format> {
        let chains = self.kinds()?.iter().filter(|kind| **kind == ExportKind::Chains).count();
        let tables = || joined(TableFormat::ALL.iter().map(|format| format.as_str()));
        if chains > 0 {
            let graph = self.format == "graphml" && chains == self.kinds.len();
            return if graph { Ok(Format::Graph) } else { Err(invalid("format", &self.format, "graphml")) };
        }
        let format = TableFormat::parse(&self.format);
        format.map(Format::Table).ok_or_else(|| invalid("format", &self.format, &tables()))
    }
    /// The headings of a kind.
    pub(crate) fn headings(&self, kind: ExportKind) -> Result<Vec<&'static str>> {
        let all = kind.headings(self.identified);
        if self.fields.is_empty() {
            return Ok(all);
        }
        if self.kinds.len() > 1 {
            return Err(invalid("fields", &self.fields.join(" "), "kinds: 1"));
        }
        if let Some(unknown) = self.fields.iter().find(|field| !all.contains(&field.as_str())) {
            return Err(invalid("fields", unknown, &joined(all)));
        }
        // The order is that of the shape, whatever the order in which they are named.
        Ok(all.into_iter().filter(|heading| self.fields.iter().any(|field| field == heading)).collect())
    }
    /// Refuses a filter that a kind does not know.
    fn check_filter(&self) -> Result<()> {
        let filter = &self.filter;
        for kind in self.kinds()? {
            let cases = matches!(kind, ExportKind::Cases | ExportKind::Chains);
            let given = [
                ("disease", filter.disease.is_some() && kind == ExportKind::Visits),
                ("status", filter.status.is_some() && kind == ExportKind::Chains),
                ("classification", filter.classification.is_some() && !cases),
                ("class", filter.class.is_some() && kind != ExportKind::Contacts),
                ("opened_from", filter.opened_from.is_some() && !cases),
                ("opened_until", filter.opened_until.is_some() && !cases),
            ];
            if let Some((field, _)) = given.iter().find(|(_, misplaced)| *misplaced) {
                return Err(invalid(&format!("filter.{field}"), kind.as_str(), ""));
            }
            if let (ExportKind::Obligations, Some(status)) = (kind, &filter.status)
                && store::ObligationState::parse(status).is_none()
            {
                let known = joined(store::ObligationState::ALL.map(store::ObligationState::as_str));
                return Err(invalid("filter.status", status, &known));
            }
        }
        Ok(())
    }
}

/// What it takes to read a kind of record.
const fn action_of(kind: ExportKind) -> Action {
    match kind {
        ExportKind::Cases
        | ExportKind::Contacts
        | ExportKind::Exposures
        | ExportKind::Tests
        | ExportKind::Chains => Action::ReadCases,
        ExportKind::Orders => Action::ReadOrders,
        ExportKind::Obligations => Action::ReadObligations,
        ExportKind::Visits => Action::ReportFever,
    }
}

/// What lies in both of two lists of areas.
fn both(a: &[AreaPath], b: &[AreaPath]) -> Vec<AreaPath> {
    let mut inside: Vec<AreaPath> = Vec::new();
    for (one, others) in [(a, b), (b, a)] {
        inside.extend(one.iter().filter(|area| others.iter().any(|other| area.is_within(other))).cloned());
    }
    inside.sort();
    inside.dedup();
    inside
}

impl App {
    /// Where somebody may export a kind: where he may read it and, if persons
    /// are named, them.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub(crate) fn export_scope(
        &self,
        caller: &Caller,
        kind: ExportKind,
        request: &ExportRequest,
    ) -> Result<Scope> {
        let mut areas = caller.authority.areas_for(action_of(kind))?;
        if request.identified {
            areas = both(&areas, &caller.authority.areas_for(Action::ReadPersonal)?);
        }
        if let Some(code) = &request.filter.area {
            areas = both(&areas, &[self.path_of(code)?]);
        }
        if areas.is_empty() && request.filter.area.is_none() {
            return Err(Error::new(Code::Forbidden).arg("action", Action::ReadPersonal));
        }
        Ok(Scope::new(caller.user, areas, request.purpose.trim()))
    }

    /// Asks for an export. The job makes a file for each kind and beside it
    /// another that says who made it, when, what for and of what.
    ///
    /// # Errors
    /// `access.forbidden`, `value.missing`, `value.invalid`, `area.unknown`,
    /// `idempotency.other_body`; those of the store.
    pub async fn export(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        mut request: ExportRequest,
    ) -> Result<JobRow> {
        checked_purpose(&request.purpose)?;
        request.format()?;
        request.check_filter()?;
        let mut areas = Vec::new();
        for kind in request.kinds()? {
            request.headings(kind)?;
            areas.extend(self.export_scope(caller, kind, &request)?.areas().unwrap_or_default().to_vec());
        }
        // One moment for all pages: what is recorded meanwhile is not in it.
        request.as_of = Some(request.as_of.unwrap_or_else(|| self.now()));
        let area = match &request.filter.area {
            Some(code) => self.path_of(code)?,
            None => AreaPath::holding(areas.iter())
                .ok_or_else(|| Error::new(Code::Forbidden).arg("action", JOB))?,
        };
        let params = serde_json::to_value(&request).map_err(|e| Error::new(Code::Internal).caused_by(e))?;
        let job = self.submit_job(caller, key, NewJob { kind: JOB, area: area.clone(), params }).await?;
        let entry = AuditEntry {
            subject: Some(("job".to_owned(), job.id.0)),
            area,
            purpose: request.purpose.trim().to_owned(),
            detail: detail(&json!({
                "kinds": request.kinds, "format": request.format, "identified": request.identified,
                "fields": request.fields,
            })),
            ..self.audit_entry(caller, AuditKind::Export, "export.ask")
        };
        self.write_audit(vec![entry]).await?;
        Ok(job)
    }
}
