//! Samples and results, read back: by whoever may read cases, in his areas; and
//! by whoever only records them, as far as his own unit did.

use authz::Action;
use domain::{FactBody, TestMethod, TestOutcome};
use kernel::{
    AreaPath, AsOf, CaseId, Code, Error, FactId, Page, PageRequest, PersonId, Result, Timestamp, UnitId,
};
use store::{SampleFilter, SampleState, Scope, TestFilter};

use crate::audit::{AuditKind, Looked};
use crate::{App, Caller, rows};

/// A test result as somebody sees it.
#[derive(Clone, Debug)]
pub struct TestLine {
    /// The fact that recorded it.
    pub id: FactId,
    /// When we learnt it so.
    pub recorded_at: Timestamp,
    /// Where it belongs.
    pub area: AreaPath,
    /// Who was tested.
    pub person: PersonId,
    /// Disease key.
    pub disease: String,
    /// How.
    pub method: TestMethod,
    /// What was found.
    pub result: TestOutcome,
    /// Cycle threshold.
    pub ct: Option<f64>,
    /// When sampled.
    pub sampled_at: Timestamp,
    /// When the result was known.
    pub resulted_at: Timestamp,
    /// The laboratory.
    pub unit: UnitId,
    /// Whether it was not so.
    pub withdrawn: bool,
}

/// A sample as somebody sees it.
#[derive(Clone, Debug)]
pub struct SampleLine {
    /// The fact that recorded it.
    pub id: FactId,
    /// When we learnt it so.
    pub recorded_at: Timestamp,
    /// Where it belongs.
    pub area: AreaPath,
    /// Of whom.
    pub person: PersonId,
    /// Disease key.
    pub disease: String,
    /// How it is tested.
    pub method: TestMethod,
    /// When taken.
    pub sampled_at: Timestamp,
    /// By whom.
    pub unit: UnitId,
    /// Whether its result is known.
    pub state: SampleState,
}

const PURPOSE: &str = "records";

fn unreadable(table: &str) -> Error {
    Error::new(Code::StoreInconsistent).arg("detail", format!("{table}.state"))
}

impl App {
    /// Where somebody may read samples and results, and of which unit alone.
    fn sight_of_tests(&self, caller: &Caller) -> Result<(Scope, Option<UnitId>)> {
        if let Ok(scope) = self.scope(caller, Action::ReadCases, PURPOSE) {
            return Ok((scope, None));
        }
        let scope = self.scope(caller, Action::RecordTest, PURPOSE)?;
        let unit = caller.unit.ok_or_else(|| Error::new(Code::Forbidden).arg("action", Action::ReadCases))?;
        Ok((scope, Some(unit)))
    }

    /// The person and the disease of a case that the caller may read.
    async fn asked_by_case(
        &self,
        caller: &Caller,
        case: CaseId,
        as_of: AsOf,
    ) -> Result<Option<(PersonId, String)>> {
        let Ok(scope) = self.scope(caller, Action::ReadCases, PURPOSE) else { return Ok(None) };
        let found = self.store().case(&scope, case, as_of).await?;
        Ok(found.map(|row| (row.person, row.disease)))
    }

    /// Test results, those that became known last first; of a case, those of
    /// its person for its disease.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn test_results(
        &self,
        caller: &Caller,
        mut filter: TestFilter,
        case: Option<CaseId>,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<TestLine>> {
        let (scope, own) = self.sight_of_tests(caller)?;
        if let Some(case) = case {
            match self.asked_by_case(caller, case, as_of).await? {
                Some((person, disease)) if filter.person.is_none_or(|asked| asked == person) => {
                    filter.person = Some(person);
                    filter.disease = Some(filter.disease.take().unwrap_or(disease));
                }
                _ => return Ok(Page { items: Vec::new(), next: None }),
            }
        }
        if own.is_some() && filter.unit.is_some() && filter.unit != own {
            return Ok(Page { items: Vec::new(), next: None });
        }
        filter.unit = filter.unit.or(own);
        let found = self.store().tests(&scope, &filter, as_of, page).await?;
        let mut lines = Vec::with_capacity(found.items.len());
        for row in found.items {
            let FactBody::TestResult { disease, method, result, ct, sampled_at, resulted_at, unit } =
                rows::state(&row.state)?
            else {
                return Err(unreadable("test_version"));
            };
            lines.push(TestLine {
                id: row.id,
                recorded_at: row.recorded_from,
                area: row.area,
                person: row.person,
                withdrawn: row.result == rows::WITHDRAWN,
                disease,
                method,
                result,
                ct,
                sampled_at,
                resulted_at,
                unit,
            });
        }
        let seen = lines.iter().map(|line| (line.person, &line.area));
        self.saw_tests(caller, "test_results.list", filter.person, seen).await?;
        Ok(Page { items: lines, next: found.next })
    }

    /// Samples, those that became known last first, each with whether its
    /// result is known.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn samples(
        &self,
        caller: &Caller,
        mut filter: SampleFilter,
        case: Option<CaseId>,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<SampleLine>> {
        let (scope, own) = self.sight_of_tests(caller)?;
        if let Some(case) = case {
            match self.asked_by_case(caller, case, as_of).await? {
                Some((person, disease)) if filter.person.is_none_or(|asked| asked == person) => {
                    filter.person = Some(person);
                    filter.disease = Some(filter.disease.take().unwrap_or(disease));
                }
                _ => return Ok(Page { items: Vec::new(), next: None }),
            }
        }
        if own.is_some() && filter.unit.is_some() && filter.unit != own {
            return Ok(Page { items: Vec::new(), next: None });
        }
        filter.unit = filter.unit.or(own);
        let found = self.store().samples(&scope, &filter, as_of, page).await?;
        let mut lines = Vec::with_capacity(found.items.len());
        for (row, state) in found.items {
            let FactBody::SampleTaken { disease, method, sampled_at, unit } = rows::state(&row.state)? else {
                return Err(unreadable("sample_version"));
            };
            lines.push(SampleLine {
                id: row.id,
                recorded_at: row.recorded_from,
                area: row.area,
                person: row.person,
                disease,
                method,
                sampled_at,
                unit,
                state,
            });
        }
        let seen = lines.iter().map(|line| (line.person, &line.area));
        self.saw_tests(caller, "samples.list", filter.person, seen).await?;
        Ok(Page { items: lines, next: found.next })
    }

    async fn saw_tests<'a>(
        &self,
        caller: &Caller,
        action: &str,
        asked: Option<PersonId>,
        seen: impl Iterator<Item = (PersonId, &'a AreaPath)>,
    ) -> Result<()> {
        let (mut persons, areas): (Vec<PersonId>, Vec<&AreaPath>) = seen.unzip();
        persons.extend(asked);
        if persons.is_empty() {
            return Ok(());
        }
        let looked = Looked {
            kind: if asked.is_some() { AuditKind::Search } else { AuditKind::List },
            action,
            subject: asked.map(PersonId::subject),
            area: AreaPath::holding(areas.into_iter()),
            persons,
            filters: if asked.is_some() { vec!["person"] } else { Vec::new() },
        };
        self.looked(caller, looked).await
    }
}
