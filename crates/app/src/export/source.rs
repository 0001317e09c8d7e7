//! The records of an export, page after page, as known at one moment.

use domain::investigation::Exposure;
use interop::write::{Cell, ExportKind};
use kernel::{AreaPath, AsOf, Cursor, IdSource, PageRequest, PersonId, PersonalField, Result, SubjectKind};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use store::{
    AuditKind, AuditNote, CaseFilter, CaseRow, ContactFilter, ExposureFilter, ExposureRow, ObligationFilter,
    ObligationState, OrderFilter, Scope, TestFilter, VisitFilter,
};
use uuid::Uuid;

use super::ExportRequest;
use super::make::PAGE;
use super::rows::{Known, Making, Pseudonyms, Row};
use crate::audit::detail;
use crate::directory::Directory;
use crate::ids::SystemIds;
use crate::{App, Caller, rows};

/// A link of a chain: from, to, and what is told of it.
pub(super) type Link = (String, String, Vec<Cell>);

/// The records of one kind.
pub(super) struct Source<'a> {
    app: &'a App,
    caller: &'a Caller,
    scope: &'a Scope,
    request: &'a ExportRequest,
    names: &'a Pseudonyms,
    as_of: AsOf,
    kind: ExportKind,
    directory: Arc<Directory>,
    /// The last case written.
    number: Option<(String, Uuid)>,
    /// The last record of any other kind.
    after: Option<Uuid>,
    /// The last obligation.
    cursor: Option<Cursor>,
    over: bool,
}

impl<'a> Source<'a> {
    pub(super) fn new(
        app: &'a App,
        caller: &'a Caller,
        scope: &'a Scope,
        request: &'a ExportRequest,
        names: &'a Pseudonyms,
        as_of: AsOf,
        kind: ExportKind,
    ) -> Self {
        let directory = app.directory();
        let (number, after, cursor) = (None, None, None);
        Self {
            app,
            caller,
            scope,
            request,
            names,
            as_of,
            kind,
            directory,
            number,
            after,
            cursor,
            over: false,
        }
    }

    fn area(&self) -> Result<Option<AreaPath>> {
        self.request.filter.area.as_ref().map(|code| self.app.path_of(code)).transpose()
    }

    /// The next records; none at the end.
    pub(super) async fn next(&mut self) -> Result<Vec<Row>> {
        if self.over {
            return Ok(Vec::new());
        }
        let rows = match self.kind {
            ExportKind::Cases | ExportKind::Chains => self.cases().await?,
            ExportKind::Contacts => self.contacts().await?,
            ExportKind::Exposures => self.exposures().await?,
            ExportKind::Orders => self.orders().await?,
            ExportKind::Obligations => self.obligations().await?,
            ExportKind::Tests => self.tests().await?,
            ExportKind::Visits => self.visits().await?,
        };
        self.over = self.over || rows.len() < PAGE as usize;
        Ok(rows)
    }

    async fn cases(&mut self) -> Result<Vec<Row>> {
        let filter = &self.request.filter;
        let filter = CaseFilter {
            disease: filter.disease.clone(),
            classification: filter.classification.clone(),
            status: filter.status.clone(),
            area: self.area()?,
            opened_from: filter.opened_from,
            opened_until: filter.opened_until,
            ..CaseFilter::default()
        };
        let after = self.number.as_ref().map(|(number, id)| (number.as_str(), *id));
        let found = self.app.store().walk_cases(self.scope, &filter, self.as_of, after, PAGE).await?;
        self.number = found.last().map(|row| (row.number.clone(), row.id.0));
        let making = self.making(found.iter().map(|row| row.person)).await?;
        found.iter().map(|row| making.case(row)).collect()
    }

    async fn contacts(&mut self) -> Result<Vec<Row>> {
        let filter = &self.request.filter;
        let filter = ContactFilter {
            disease: filter.disease.clone(),
            class: filter.class.clone(),
            status: filter.status.clone(),
            area: self.area()?,
            ..ContactFilter::default()
        };
        let store = self.app.store();
        let found = store.walk_contacts(self.scope, &filter, self.as_of, self.after, PAGE).await?;
        self.after = found.last().map(|row| row.id.0);
        let mut making = self.making(found.iter().map(|row| row.person)).await?;
        let ids: Vec<Uuid> = found.iter().map(|row| row.case.0).collect();
        let cases = store.many::<CaseRow>(self.scope, &ids, self.as_of).await?;
        making.numbers = cases.into_iter().map(|case| (case.id.0, case.number)).collect();
        found.iter().map(|row| making.contact(row)).collect()
    }

    async fn exposures(&mut self) -> Result<Vec<Row>> {
        let found = self.walk_exposures(self.request.filter.status.clone()).await?;
        let mut making = self.making([]).await?;
        let cases = self.cases_at_ends(&found).await?;
        making.of_people =
            cases.into_iter().map(|case| ((case.person.0, case.disease), case.number)).collect();
        found.iter().map(|row| making.exposure(row)).collect()
    }

    async fn walk_exposures(&mut self, status: Option<String>) -> Result<Vec<ExposureRow>> {
        let filter = ExposureFilter {
            disease: self.request.filter.disease.clone(),
            status,
            area: self.area()?,
            ..ExposureFilter::default()
        };
        let store = self.app.store();
        let found = store.walk_exposures(self.scope, &filter, self.as_of, self.after, PAGE).await?;
        self.after = found.last().map(|row| row.id.0);
        Ok(found)
    }

    /// The cases of the people at either end, the oldest of a person and a disease last.
    async fn cases_at_ends(&self, exposures: &[ExposureRow]) -> Result<Vec<CaseRow>> {
        let ends = exposures.iter().flat_map(|row| [(row.from_kind, row.from_id), (row.to_kind, row.to_id)]);
        let mut people: Vec<PersonId> =
            ends.filter(|(kind, _)| *kind == SubjectKind::Person).map(|(_, id)| PersonId(id)).collect();
        people.sort_unstable();
        people.dedup();
        let mut cases = self.app.store().cases_of_people(self.scope, &people, self.as_of).await?;
        cases.sort_by_key(|case| std::cmp::Reverse((case.opened_at, case.id)));
        Ok(cases)
    }

    /// The next links between cases of the graph; none at the end. A link with
    /// an end that is no case of the export is not drawn.
    pub(super) async fn links(&mut self) -> Result<Option<Vec<Link>>> {
        let found = self.walk_exposures(Some("standing".to_owned())).await?;
        if found.is_empty() {
            return Ok(None);
        }
        let passed: Vec<ExposureRow> = found.into_iter().filter(|row| row.transmission).collect();
        let filter = &self.request.filter;
        let drawn = |case: &CaseRow| {
            filter
                .classification
                .as_deref()
                .is_none_or(|wanted| wanted.split(',').any(|one| one.trim() == case.classification))
                && filter.opened_from.is_none_or(|from| case.opened_at >= from)
                && filter.opened_until.is_none_or(|until| case.opened_at < until)
        };
        let area = self.area()?;
        let cases: HashMap<(Uuid, String), Uuid> = self
            .cases_at_ends(&passed)
            .await?
            .into_iter()
            .filter(|case| drawn(case) && area.as_ref().is_none_or(|area| case.area.is_within(area)))
            .map(|case| ((case.person.0, case.disease), case.id.0))
            .collect();
        let mut links = Vec::new();
        for row in &passed {
            let of = |end: Uuid| cases.get(&(end, row.disease.clone()));
            if let (Some(from), Some(to)) = (of(row.from_id), of(row.to_id)) {
                let exposure: Exposure = rows::state(&row.state)?;
                let cells = vec![
                    exposure.kind.into(),
                    exposure.setting.into(),
                    exposure.started_at.into(),
                    exposure.ended_at.into(),
                ];
                links.push((self.names.id(*from), self.names.id(*to), cells));
            }
        }
        Ok(Some(links))
    }

    async fn orders(&mut self) -> Result<Vec<Row>> {
        let filter = OrderFilter {
            disease: self.request.filter.disease.clone(),
            status: self.request.filter.status.clone(),
            area: self.area()?,
            ..OrderFilter::default()
        };
        let store = self.app.store();
        let found = store.walk_orders(self.scope, &filter, self.as_of, self.after, PAGE).await?;
        self.after = found.last().map(|row| row.id.0);
        let making = self.making(found.iter().filter_map(|row| row.person)).await?;
        found.iter().map(|row| making.order(row)).collect()
    }

    async fn obligations(&mut self) -> Result<Vec<Row>> {
        let filter = ObligationFilter {
            disease: self.request.filter.disease.clone(),
            states: self
                .request
                .filter
                .status
                .as_deref()
                .and_then(ObligationState::parse)
                .into_iter()
                .collect(),
            area: self.area()?,
            ..ObligationFilter::default()
        };
        let page = PageRequest { limit: PAGE, after: self.cursor.take() };
        let found = self.app.store().obligations(self.scope, &filter, self.as_of, &page).await?;
        self.over = found.next.is_none();
        self.cursor = found.next;
        let making = self.making([]).await?;
        Ok(found.items.iter().map(|row| making.obligation(row)).collect())
    }

    async fn tests(&mut self) -> Result<Vec<Row>> {
        let filter = TestFilter {
            disease: self.request.filter.disease.clone(),
            result: self.request.filter.status.clone(),
            area: self.area()?,
            ..TestFilter::default()
        };
        let store = self.app.store();
        let found = store.walk_tests(self.scope, &filter, self.as_of, self.after, PAGE).await?;
        self.after = found.last().map(|row| row.id.0);
        let making = self.making(found.iter().map(|row| row.person)).await?;
        found.iter().map(|row| making.test(row)).collect()
    }

    async fn visits(&mut self) -> Result<Vec<Row>> {
        let filter = VisitFilter {
            status: self.request.filter.status.clone(),
            area: self.area()?,
            ..VisitFilter::default()
        };
        let store = self.app.store();
        let found = store.walk_visits(self.scope, &filter, self.as_of, self.after, PAGE).await?;
        self.after = found.last().map(|row| row.id.0);
        let making = self.making(found.iter().map(|row| row.person)).await?;
        found.iter().map(|row| making.visit(row)).collect()
    }

    /// What rows about these people are made with. Each of them who is named
    /// stands in the audit before he is written.
    async fn making(&self, people: impl IntoIterator<Item = PersonId>) -> Result<Making<'_>> {
        let mut ids: Vec<PersonId> = people.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut known: HashMap<PersonId, Known> = HashMap::new();
        for row in self.app.store().persons(self.scope, &ids).await? {
            known.insert(row.id, Known { sex: row.sex, birth_year: row.birth_year, values: Vec::new() });
        }
        let headings = self.request.headings(self.kind)?;
        let fields: Vec<PersonalField> =
            PersonalField::ALL.into_iter().filter(|field| headings.contains(&field.as_str())).collect();
        if self.names.identified() && !ids.is_empty() {
            let note = AuditNote {
                id: SystemIds.next_uuid(),
                at: self.app.clocks().wall(),
                post: self.caller.post,
                kind: AuditKind::Export,
                action: "export.name".to_owned(),
                detail: detail(&json!({ "kind": self.kind.as_str(), "fields": &fields })),
            };
            for (person, values) in self.app.store().personal(self.scope, &ids, &fields, note).await? {
                known.entry(person).or_default().values = values;
            }
        }
        Ok(Making {
            directory: &self.directory,
            names: self.names,
            as_of: self.as_of,
            people: known,
            numbers: HashMap::new(),
            of_people: HashMap::new(),
        })
    }
}
