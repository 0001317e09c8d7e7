//! Samples. A sample waits until a result of the same person and disease is
//! known that was sampled then or later; that is asked, not stored, so that a
//! result which is withdrawn leaves it waiting again.

use kernel::{AreaPath, AsOf, Error, Page, PageRequest, PersonId, Timestamp, UnitId};

use crate::{
    SampleRow, Scope, Store, db::Query, merges::same_person, scope::equals, versions::versioned_room,
};

/// How a sample stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SampleState {
    /// No result is known.
    Awaiting,
    /// A result is known.
    Resulted,
    /// It was not so.
    Withdrawn,
}

impl SampleState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Awaiting, Self::Resulted, Self::Withdrawn];
    /// The wire form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Awaiting => "awaiting",
            Self::Resulted => "resulted",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Which samples a list asks for; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct SampleFilter {
    /// For this disease.
    pub disease: Option<String>,
    /// That stand so.
    pub state: Option<SampleState>,
    /// Of this person.
    pub person: Option<PersonId>,
    /// Taken by this unit.
    pub unit: Option<UnitId>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// Taken at or after this moment.
    pub sampled_from: Option<Timestamp>,
    /// Taken before this moment.
    pub sampled_before: Option<Timestamp>,
}

/// Whether a result of the sample is known at a moment.
fn resulted(query: &mut Query, as_of: AsOf) {
    query.push(
        "EXISTS (SELECT 1 FROM test_version t WHERE t.person_id = sample_version.person_id \
         AND t.disease = sample_version.disease AND t.sampled_at >= sample_version.sampled_at \
         AND t.result <> 'withdrawn'",
    );
    match as_of {
        AsOf::Now(_) => query.push(" AND t.recorded_to IS NULL"),
        AsOf::Known(at) => {
            query.push(" AND t.recorded_from <= ").bind(at);
            query.push(" AND (t.recorded_to IS NULL OR t.recorded_to > ").bind(at).push(")")
        }
    };
    query.push(")");
}

impl SampleFilter {
    fn add(&self, scope: &Scope, query: &mut Query, as_of: AsOf) {
        equals(query, "disease", self.disease.as_deref());
        same_person(query, "person_id", self.person);
        equals(query, "unit_id", self.unit);
        match self.state {
            None => {}
            Some(SampleState::Withdrawn) => {
                query.push(" AND status = 'withdrawn'");
            }
            Some(state) => {
                query.push(" AND status <> 'withdrawn' AND ");
                query.push(if state == SampleState::Awaiting { "NOT " } else { "" });
                resulted(query, as_of);
            }
        }
        if let Some(area) = &self.area {
            query.push(" AND ");
            scope.within(query, "area_path", area);
        }
        if let Some(from) = self.sampled_from {
            query.push(" AND sampled_at >= ").bind(from);
        }
        if let Some(before) = self.sampled_before {
            query.push(" AND sampled_at < ").bind(before);
        }
    }
}

versioned_room!(SampleRow, FactId, "a sample", sample, put_sample);

impl Store {
    /// A page of samples with how each stands, those that became known last first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn samples(
        &self,
        scope: &Scope,
        filter: &SampleFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<(SampleRow, SampleState)>, Error> {
        let found: Page<SampleRow> =
            self.list_versions(scope, as_of, page, |query| filter.add(scope, query, as_of)).await?;
        let waiting = self.awaiting(&found.items, as_of).await?;
        Ok(found.map(|row| {
            let state = if row.status == "withdrawn" {
                SampleState::Withdrawn
            } else if waiting.contains(&row.id) {
                SampleState::Awaiting
            } else {
                SampleState::Resulted
            };
            (row, state)
        }))
    }

    async fn awaiting(
        &self,
        rows: &[SampleRow],
        as_of: AsOf,
    ) -> Result<std::collections::HashSet<kernel::FactId>, Error> {
        let mut query = Query::new("SELECT id FROM sample_version WHERE ");
        query.bind_in("id", rows.iter().map(|row| row.id));
        crate::versions::as_known(&mut query, as_of);
        query.push(" AND NOT ");
        resulted(&mut query, as_of);
        self.fetch(query).await?.iter().map(|row| row.cell(0)).collect()
    }
}
