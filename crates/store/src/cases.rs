//! Cases.

use kernel::{AreaPath, AsOf, Date, Error, Page, PageRequest, PersonId, Timestamp};
use uuid::Uuid;

use crate::{
    CaseRow, Scope, Store, Work,
    db::Query,
    merges::same_person,
    rows::ExposureRow,
    scope::{any_of, equals, within},
    table::Record,
    versions::{as_known, related_doors, versioned_room},
};

/// What may not be known yet of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacking {
    /// The day of onset.
    Onset,
    /// The network report.
    Report,
    /// That it is confirmed.
    Confirmation,
    /// How long after onset it was found: onset, or a positive sample.
    Detection,
    /// Isolation or admission.
    Isolation,
    /// Admission.
    Treatment,
}

impl Lacking {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Onset, Self::Report, Self::Confirmation, Self::Detection, Self::Isolation, Self::Treatment];
    /// The wire form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Onset => "onset",
            Self::Report => "report",
            Self::Confirmation => "confirmation",
            Self::Detection => "detection",
            Self::Isolation => "isolation",
            Self::Treatment => "treatment",
        }
    }
    /// Reads the wire form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lacking| lacking.as_str() == text)
    }
    fn add(self, query: &mut Query) {
        query.push(match self {
            Self::Onset => " AND onset IS NULL",
            Self::Report => " AND reported_on IS NULL",
            Self::Confirmation => " AND confirmed_on IS NULL",
            Self::Detection => " AND early_detection IS NULL",
            Self::Isolation => " AND early_isolation IS NULL",
            Self::Treatment => " AND early_treatment IS NULL",
        });
    }
}

/// The days by which cases stand in a curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseDay {
    /// First day of illness.
    Onset,
    /// Day of the network report.
    Report,
    /// Day since which it has been confirmed.
    Confirmation,
}

impl CaseDay {
    const fn column(self) -> &'static str {
        match self {
            Self::Onset => "onset",
            Self::Report => "reported_on",
            Self::Confirmation => "confirmed_on",
        }
    }
}

/// Cases that have their days and their class in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseDays {
    /// The day by which they stand in a curve, where it is known.
    pub day: Option<Date>,
    /// First day of illness.
    pub onset: Option<Date>,
    /// Day of the network report.
    pub reported: Option<Date>,
    /// Classification.
    pub class: String,
    /// How many.
    pub count: i64,
}

/// Which cases a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// Of this disease.
    pub disease: Option<String>,
    /// With this classification, or one of several between commas.
    pub classification: Option<String>,
    /// In this status, or one of several between commas.
    pub status: Option<String>,
    /// Of this severity, as last assessed, or one of several between commas.
    pub severity: Option<String>,
    /// Which turned out to be no case, by class or end; or which did not.
    pub discarded: Option<bool>,
    /// Of which a plan of treatment stands; or does not.
    pub planned: Option<bool>,
    /// Of which this is not known yet.
    pub lacking: Option<Lacking>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// Of this person.
    pub person: Option<PersonId>,
    /// With this number.
    pub number: Option<String>,
    /// Opened at or after this moment.
    pub opened_from: Option<Timestamp>,
    /// Opened before this moment.
    pub opened_until: Option<Timestamp>,
    /// Ill since this day or later.
    pub onset_from: Option<Date>,
    /// Ill since before this day.
    pub onset_before: Option<Date>,
    /// Reported on this day or later.
    pub reported_from: Option<Date>,
    /// Reported before this day.
    pub reported_before: Option<Date>,
    /// Confirmed on this day or later.
    pub confirmed_from: Option<Date>,
    /// Confirmed before this day.
    pub confirmed_before: Option<Date>,
}

/// How many cases of an area stand alike, and how many of them were opened of late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseCount {
    /// Where they belong.
    pub area: AreaPath,
    /// Their class.
    pub classification: String,
    /// Their status.
    pub status: String,
    /// Their severity, as last assessed.
    pub severity: Option<String>,
    /// Whether a plan of treatment stands.
    pub planned: bool,
    /// Whether they turned out to be none.
    pub discarded: bool,
    /// How many.
    pub count: i64,
    /// How many were opened at or after each of the moments asked for.
    pub since: Vec<i64>,
}

/// The four earlies of a case in microseconds, where both ends are known:
/// detection, reporting, isolation, treatment.
pub type Earlies = [Option<i64>; 4];

impl CaseFilter {
    pub(crate) fn add(&self, scope: &Scope, query: &mut Query) {
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
        self.add_but_area(query);
    }

    /// The narrow spans of days by which a list is asked for, if by any: SQLite
    /// has no statistics and must be kept from walking an area instead.
    const fn is_of_days(&self) -> bool {
        (self.onset_from.is_some() && self.onset_before.is_some())
            || (self.reported_from.is_some() && self.reported_before.is_some())
            || (self.confirmed_from.is_some() && self.confirmed_before.is_some())
    }

    fn add_but_area(&self, query: &mut Query) {
        equals(query, "disease", self.disease.as_deref());
        any_of(query, "classification", self.classification.as_deref());
        any_of(query, "status", self.status.as_deref());
        any_of(query, "severity", self.severity.as_deref());
        equals(query, "discarded", self.discarded);
        equals(query, "planned", self.planned);
        if let Some(lacking) = self.lacking {
            lacking.add(query);
        }
        same_person(query, "person_id", self.person);
        equals(query, "number", self.number.as_deref());
        for (column, from, before) in [
            ("onset", self.onset_from, self.onset_before),
            ("reported_on", self.reported_from, self.reported_before),
            ("confirmed_on", self.confirmed_from, self.confirmed_before),
        ] {
            if let Some(from) = from {
                query.push(" AND ").push(column).push(" >= ").bind(from);
            }
            if let Some(before) = before {
                query.push(" AND ").push(column).push(" < ").bind(before);
            }
        }
        if let Some(from) = self.opened_from {
            query.push(" AND opened_at >= ").bind(from);
        }
        if let Some(until) = self.opened_until {
            query.push(" AND opened_at < ").bind(until);
        }
    }
}

versioned_room!(CaseRow, CaseId, "a case", case, put_case);
related_doors! { CaseRow:
    /// The cases of a person.
    cases_of_person(PersonId) by "person_id";
}

impl Store {
    /// A page of cases, newest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn cases(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<CaseRow>, Error> {
        if !filter.is_of_days() || self.engine() != "sqlite" {
            return self.list_versions(scope, as_of, page, |query| filter.add(scope, query)).await;
        }
        self.list_versions_but(as_of, page, |query| {
            // With an empty text appended, the column no longer matches the area's index.
            scope.narrow_to(query, "(area_path || '')", "disease", filter.area.as_ref());
            filter.add_but_area(query);
        })
        .await
    }

    /// How many cases stand how, area by area; those of each disease stand
    /// apart. It reads the index of current cases alone; as of a past moment,
    /// the versions of then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_board(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        since: &[Timestamp],
        as_of: AsOf,
    ) -> Result<Vec<CaseCount>, Error> {
        const KEYS: &str = "discarded, classification, status, severity, planned";
        let mut query = Query::new(format!("SELECT area_path, {KEYS}, count(*)"));
        for since in since {
            query.push(", sum(CASE WHEN opened_at >= ").bind(*since).push(" THEN 1 ELSE 0 END)");
        }
        self.counted(&mut query, scope, filter, as_of);
        // In the order of the index, nothing has to be sorted.
        query.push(" GROUP BY area_path, disease, ").push(KEYS);
        let rows = self.fetch(query).await?;
        rows.iter()
            .map(|row| {
                Ok(CaseCount {
                    area: row.cell(0)?,
                    discarded: row.cell(1)?,
                    classification: row.cell(2)?,
                    status: row.cell(3)?,
                    severity: row.cell(4)?,
                    planned: row.cell(5)?,
                    count: row.cell(6)?,
                    since: (0..since.len()).map(|at| row.cell(7 + at)).collect::<Result<_, _>>()?,
                })
            })
            .collect()
    }

    /// How many cases of which class fell ill on which day and were reported on
    /// which, with the day by which they stand in a curve.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_days(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        by: CaseDay,
        as_of: AsOf,
    ) -> Result<Vec<CaseDays>, Error> {
        // One walk for a curve and its delays: a province has a hundred thousand cases.
        let columns = format!("{}, onset, reported_on, classification", by.column());
        let mut query = Query::new(format!("SELECT {columns}, count(*)"));
        self.counted(&mut query, scope, filter, as_of);
        query.push(" GROUP BY ").push(&columns);
        let rows = self.fetch(query).await?;
        let days = rows.iter().map(|row| {
            let (day, onset, reported) = (row.cell(0)?, row.cell(1)?, row.cell(2)?);
            Ok(CaseDays { day, onset, reported, class: row.cell(3)?, count: row.cell(4)? })
        });
        days.collect()
    }

    /// The four earlies of the cases that a filter lets through, in no order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_earlies(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        as_of: AsOf,
    ) -> Result<Vec<Earlies>, Error> {
        let mut query =
            Query::new("SELECT early_detection, early_reporting, early_isolation, early_treatment");
        self.counted(&mut query, scope, filter, as_of);
        let rows = self.fetch(query).await?;
        rows.iter().map(|row| Ok([row.cell(0)?, row.cell(1)?, row.cell(2)?, row.cell(3)?])).collect()
    }

    /// Appends the table and which of its rows count.
    fn counted(&self, query: &mut Query, scope: &Scope, filter: &CaseFilter, as_of: AsOf) {
        // The moment of opening is the narrower of two ranges.
        let by_opening = filter.opened_from.is_some() && self.engine() == "sqlite";
        let column = if by_opening { "(area_path || '')" } else { "area_path" };
        query.push(" FROM case_version WHERE 1 = 1");
        as_known(query, as_of);
        scope.narrow_to(query, column, "disease", filter.area.as_ref());
        filter.add_but_area(query);
    }

    /// How many cases there are by disease, classification and status.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_counts(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        as_of: AsOf,
    ) -> Result<Vec<([String; 3], i64)>, Error> {
        let mut query =
            Query::new("SELECT disease, classification, status, count(*) FROM case_version WHERE 1 = 1");
        as_known(&mut query, as_of);
        scope.narrow_to(&mut query, "area_path", "disease", filter.area.as_ref());
        filter.add_but_area(&mut query);
        query.push(" GROUP BY disease, classification, status ORDER BY disease, classification, status");
        let rows = self.fetch(query).await?;
        rows.iter().map(|row| Ok(([row.cell(0)?, row.cell(1)?, row.cell(2)?], row.cell(3)?))).collect()
    }
}

impl Work {
    /// How many cases of a disease were opened in an area (and below) since a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_count_in_area(
        &mut self,
        area: &AreaPath,
        disease: &str,
        since: Timestamp,
    ) -> Result<i64, Error> {
        self.settle_table(CaseRow::TABLE).await?;
        let mut query = Query::new("SELECT count(*) FROM case_version WHERE recorded_to IS NULL AND ");
        within(&mut query, "area_path", area);
        query.push(" AND disease = ").bind(disease).push(" AND opened_at >= ").bind(since);
        count(&self.fetch(query).await?)
    }

    /// How many people at either end of an exposure at a place since a moment
    /// are cases of the disease.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_count_at_place(
        &mut self,
        place: Uuid,
        disease: &str,
        since: Timestamp,
    ) -> Result<i64, Error> {
        self.settle_table(CaseRow::TABLE).await?;
        self.settle(ExposureRow::TABLE, &[place]).await?;
        let mut query = Query::new(
            "SELECT count(DISTINCT c.id) FROM exposure_version e \
             JOIN case_version c ON c.person_id = CASE WHEN e.from_id = ",
        );
        query.bind(place).push(
            " THEN e.to_id ELSE e.from_id END AND c.recorded_to IS NULL \
             WHERE e.recorded_to IS NULL AND (e.from_id = ",
        );
        query.bind(place).push(" OR e.to_id = ").bind(place);
        query.push(") AND e.ended_at >= ").bind(since).push(" AND c.disease = ").bind(disease);
        count(&self.fetch(query).await?)
    }
}

fn count(rows: &[crate::db::Row]) -> Result<i64, Error> {
    rows.first().map_or(Ok(0), |row| row.cell(0))
}
