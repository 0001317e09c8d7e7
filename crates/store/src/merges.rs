//! Persons who are the same as others.

use std::collections::HashMap;

use kernel::{AreaPath, Error, PersonId};

use crate::{
    PersonMergeRow, Scope, Store,
    db::Query,
    versions::{related_doors, versioned_room},
};

versioned_room!(PersonMergeRow, PersonId, "a merge", merge_of, put_merge);
related_doors! { PersonMergeRow:
    /// Who was merged into a person and still is.
    merged_into(PersonId) by "into_id";
}

/// Everybody who is one person with somebody, himself among them, as a list of
/// ids for `IN`: the tree of merges is walked both ways.
const SAME: &str = " UNION SELECT CASE WHEN merge.id = same.id THEN merge.into_id ELSE merge.id END \
    FROM person_merge_version merge JOIN same ON merge.id = same.id OR merge.into_id = same.id \
    WHERE merge.recorded_to IS NULL AND merge.into_id IS NOT NULL";

/// Appends ` AND column IN (…)` with everybody who is one person with somebody.
pub(crate) fn same_person(query: &mut Query, column: &str, person: Option<PersonId>) {
    if let Some(person) = person {
        query
            .push(" AND ")
            .push(column)
            .push(" IN (WITH RECURSIVE same(id) AS (SELECT id FROM person WHERE id = ");
        query.bind(person).push(SAME).push(") SELECT id FROM same)");
    }
}

impl Store {
    /// As whom persons are known, with that person's area; whoever was never
    /// merged is absent. A chain of merges is followed to its end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn known_as(&self, ids: &[PersonId]) -> Result<HashMap<PersonId, (PersonId, AreaPath)>, Error> {
        let mut into: HashMap<PersonId, PersonId> = HashMap::new();
        let mut ask: Vec<PersonId> = ids.to_vec();
        while !ask.is_empty() {
            let mut query = Query::select::<PersonMergeRow>();
            query.push(" WHERE ").bind_in("id", ask.iter().copied());
            query.push(" AND recorded_to IS NULL AND into_id IS NOT NULL");
            let rows: Vec<PersonMergeRow> = self.records(query).await?;
            ask.clear();
            for row in rows {
                let Some(kept) = row.into else { continue };
                if into.insert(row.id, kept).is_none() && !into.contains_key(&kept) {
                    ask.push(kept);
                }
            }
        }
        let end = |id: PersonId| {
            let mut end = id;
            while let Some(next) = into.get(&end) {
                end = *next;
            }
            end
        };
        let ends: HashMap<PersonId, PersonId> =
            ids.iter().filter(|id| into.contains_key(id)).map(|id| (*id, end(*id))).collect();
        let mut wanted: Vec<PersonId> = ends.values().copied().collect();
        wanted.sort();
        wanted.dedup();
        let rows = self.persons(&Scope::system(), &wanted).await?;
        let area = |id: PersonId| rows.iter().find(|row| row.id == id).map(|row| row.area.clone());
        Ok(ends.into_iter().filter_map(|(id, kept)| Some((id, (kept, area(kept)?)))).collect())
    }
}
