//! Files taken in, what the rows of lists became, saved mappings.

use kernel::{AreaPath, Code, Error, ImportId, PersonId, SubjectKind, Timestamp};
use std::collections::HashMap;
use uuid::Uuid;

use crate::{
    FactRefRow, ImportRow, JournalRow, ListRowRow, PersonKeyRow, SavedMappingRow, Scope, Store, Work,
    db::Query, table::Record as _,
};

/// Whether a row of a list says what it said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// It does.
    Same,
    /// It does not; the text as it was.
    Was(String),
}

/// The name under which the text of a row is committed to.
const CONTENT: &str = "list_row";
/// Rows of a list asked for at once.
const LOOKED_UP: usize = 1000;

impl Store {
    /// An import within a scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import(&self, scope: &Scope, id: ImportId) -> Result<Option<ImportRow>, Error> {
        let mut query = Query::select::<ImportRow>();
        query.push(" WHERE id = ").bind(id.0);
        scope.restrict(&mut query, "area_path");
        self.record(query).await
    }

    /// Imports within a scope, newest first, those before `after` (when it
    /// began, and its id).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imports(
        &self,
        scope: &Scope,
        after: Option<(Timestamp, ImportId)>,
        limit: u32,
    ) -> Result<Vec<ImportRow>, Error> {
        let mut query = Query::select::<ImportRow>();
        query.push(" WHERE 1 = 1");
        scope.restrict(&mut query, "area_path");
        if let Some((at, id)) = after {
            query.push(" AND (started_at < ").bind(at).push(" OR (started_at = ").bind(at);
            query.push(" AND id < ").bind(id.0).push("))");
        }
        query.push(&format!(" ORDER BY started_at DESC, id DESC LIMIT {limit}"));
        self.records(query).await
    }

    /// Imports of a list that have not been brought to an end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unfinished_imports(&self, area: &AreaPath, list: &str) -> Result<Vec<ImportRow>, Error> {
        let mut query = Query::select::<ImportRow>();
        query.push(" WHERE area_path = ").bind(area.clone()).push(" AND list = ").bind(list);
        query.push(" AND state = 'running'");
        self.records(query).await
    }

    /// What rows of a list became, by their numbers; those not taken in yet are absent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_rows(&self, list: Uuid, numbers: &[&str]) -> Result<Vec<ListRowRow>, Error> {
        let mut found = Vec::with_capacity(numbers.len());
        for chunk in numbers.chunks(LOOKED_UP) {
            let mut query = Query::select::<ListRowRow>();
            query.push(" WHERE list_id = ").bind(list).push(" AND ");
            query.bind_in("number", chunk.iter().copied());
            found.extend(self.records::<ListRowRow>(query).await?);
        }
        Ok(found)
    }

    /// How many rows of a list stand, links not counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_list_rows(&self, list: Uuid) -> Result<u64, Error> {
        let mut query = Query::new("SELECT COUNT(*) FROM list_row WHERE list_id = ");
        query.bind(list).push(" AND record_id IS NOT NULL AND record_kind <> ");
        query.bind(SubjectKind::Exposure.as_str());
        let rows = self.fetch(query).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.cell(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Rows of a list that an import wrote last, in the order of their numbers, those behind `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_rows_of_import(
        &self,
        list: Uuid,
        import: ImportId,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<ListRowRow>, Error> {
        let mut query = Query::select::<ListRowRow>();
        query.push(" WHERE list_id = ").bind(list).push(" AND import_id = ").bind(import.0);
        if let Some(after) = after {
            query.push(" AND number > ").bind(after);
        }
        query.push(&format!(" ORDER BY number LIMIT {limit}"));
        self.records(query).await
    }

    /// What rows of any list made of a person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_rows_of_person(&self, person: PersonId) -> Result<Vec<ListRowRow>, Error> {
        let mut query = Query::select::<ListRowRow>();
        query.push(" WHERE person_id = ").bind(person);
        self.records(query).await
    }

    /// What rows said last, against what they say now: for each, whether it
    /// says the same, and if not, the text as it was. Whoever is erased stays
    /// so: his rows count as the same.
    ///
    /// # Errors
    /// `keys.missing` when a row cannot be opened, or when the database fails.
    pub async fn compare_list_rows(&self, rows: &[(ListRowRow, String)]) -> Result<Vec<Compared>, Error> {
        let mut keys = HashMap::new();
        for chunk in rows.chunks(LOOKED_UP) {
            let mut query = Query::select::<PersonKeyRow>();
            query.push(" WHERE ").bind_in("person_id", chunk.iter().map(|(row, _)| row.person));
            for key in self.records::<PersonKeyRow>(query).await? {
                if let Some(wrapped) = &key.wrapped {
                    keys.insert(key.person, self.keys().unwrap_key(key.person, wrapped)?);
                }
            }
        }
        rows.iter()
            .map(|(row, now)| {
                let Some((key, sealed)) = keys.get(&row.person).zip(row.sealed.as_ref()) else {
                    return Ok(Compared::Same);
                };
                if row.content == key.commitment(CONTENT, now) {
                    return Ok(Compared::Same);
                }
                Ok(Compared::Was(key.open_row(row.person, row.list, sealed)?))
            })
            .collect()
    }

    /// Facts that name an import, newest first, those before `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn facts_of_import(
        &self,
        import: ImportId,
        after: Option<kernel::FactId>,
        limit: u32,
    ) -> Result<Vec<JournalRow>, Error> {
        let mut query = Query::new(format!(
            "SELECT {} FROM {} JOIN journal ON journal.fact_id = fact_ref.fact_id WHERE fact_ref.subject_id = ",
            JournalRow::TABLE.select_list(),
            FactRefRow::TABLE.name
        ));
        query.bind(import.0);
        if let Some(after) = after {
            query.push(" AND fact_ref.fact_id < ").bind(after.0);
        }
        query.push(&format!(" ORDER BY fact_ref.fact_id DESC LIMIT {limit}"));
        self.records(query).await
    }

    /// Mappings saved in an area of the scope or above it, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn saved_mappings(&self, areas: &[AreaPath]) -> Result<Vec<SavedMappingRow>, Error> {
        let mut seen: Vec<AreaPath> = areas
            .iter()
            .flat_map(|area| std::iter::successors(Some(area.clone()), AreaPath::parent))
            .collect();
        seen.sort();
        seen.dedup();
        let mut query = Query::select::<SavedMappingRow>();
        query.push(" WHERE ").bind_in("area_path", seen).push(" ORDER BY name, area_path");
        self.records(query).await
    }
}

impl Work {
    /// Writes what a row of a list says now, sealed under its person's key.
    ///
    /// # Errors
    /// `person.erased`, `record.not_found`, `keys.missing`, or when the database fails.
    pub async fn put_list_row(&mut self, mut row: ListRowRow, text: &str) -> Result<(), Error> {
        let key = self.person_key(row.person).await?;
        row.content = key.commitment(CONTENT, text).to_vec();
        row.before = row.sealed.take();
        row.sealed = Some(key.seal_row(row.person, row.list, text)?);
        self.put(&row);
        Ok(())
    }

    /// Puts what a row of a list said before in the place of what it said
    /// last; a row that said nothing before is taken out of its list.
    ///
    /// # Errors
    /// `record.not_found`, `keys.missing`, or when the database fails.
    pub async fn take_back_list_row(&mut self, mut row: ListRowRow) -> Result<(), Error> {
        row.sealed = row.before.take();
        match &row.sealed {
            Some(sealed) => match self.person_key(row.person).await {
                Ok(key) => {
                    let text = key.open_row(row.person, row.list, sealed)?;
                    row.content = key.commitment(CONTENT, &text).to_vec();
                }
                // Whoever was erased meanwhile stays so.
                Err(error) if error.code() == Code::PersonErased => row.content = Vec::new(),
                Err(error) => return Err(error),
            },
            None => {
                row.record = None;
                row.content = Vec::new();
            }
        }
        // No import wrote what stands there now: a second undo passes it over.
        row.import = ImportId(Uuid::nil());
        self.put(&row);
        Ok(())
    }

    /// Forgets a saved mapping; false when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_mapping(&mut self, area: &AreaPath, name: &str) -> Result<bool, Error> {
        self.settle_table(SavedMappingRow::TABLE).await?;
        let mut query = Query::new("DELETE FROM saved_mapping WHERE area_path = ");
        query.bind(area.clone()).push(" AND name = ").bind(name);
        Ok(self.execute(query).await? > 0)
    }
}
