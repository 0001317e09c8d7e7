//! Fills what boards count by, for rows that an earlier program wrote. What is
//! written from then on has it from `app`; this is told once, by the migration.

use kernel::{Code, Error, Timestamp, Zone};
use serde_json::Value as Json;
use std::collections::HashMap;
use uuid::Uuid;

use crate::{
    JournalRow, SampleRow,
    db::{Conn, Query, Row},
    table::Record as _,
    tally,
    value::{Cell as _, Value},
};

/// Rows read at once.
const BLOCK: i64 = 1000;
const CASES: &str = "UPDATE case_version SET reported_on = change.reported_on, \
    confirmed_on = change.confirmed_on, discarded = change.discarded, planned = change.planned, \
    early_detection = change.early_detection, early_reporting = change.early_reporting, \
    early_isolation = change.early_isolation, early_treatment = change.early_treatment, \
    state = change.state FROM change \
    WHERE case_version.id = change.id AND case_version.version = change.version";
const COLUMNS: &str = "id, version, reported_on, confirmed_on, discarded, planned, early_detection, \
    early_reporting, early_isolation, early_treatment, state";

/// Fills the columns of cases, version by version, tells the laboratories of
/// results and the samples of the journal, and counts obligations, contacts and
/// orders.
///
/// # Errors
/// `store.inconsistent` for a state that cannot be read; when the database fails.
pub(crate) async fn fill(conn: &mut Conn) -> Result<(), Error> {
    let zones = zones(conn).await?;
    // The case of the version before, and since when it has been confirmed.
    let mut before: (Uuid, Option<Timestamp>) = (Uuid::nil(), None);
    let mut after = (Uuid::nil(), 0);
    loop {
        let mut query = Query::new(
            "SELECT id, version, recorded_from, area_path, opened_at, state FROM case_version WHERE (id, version) > (",
        );
        query.bind(after.0).push(", ").bind(after.1).push(") ORDER BY id, version LIMIT ").bind(BLOCK);
        let rows = conn.fetch(query).await?;
        let mut changes = Vec::with_capacity(rows.len());
        for row in &rows {
            let case = Told::read(row, &zones)?;
            after = (case.id, case.version);
            let confirmed = case.is("classification", "confirmed");
            let known = before.1.filter(|_| before.0 == case.id);
            // A class is set when it is recorded; a case opens when it is diagnosed.
            let since = if case.version == 1 { case.opened } else { case.recorded };
            before = (case.id, confirmed.then(|| known.unwrap_or(since)));
            changes.push(case.columns(before.1));
        }
        if changes.is_empty() {
            break;
        }
        conn.update_many(COLUMNS, CASES, changes).await?;
    }
    fill_tests(conn).await?;
    fill_samples(conn).await?;
    tally::fill(conn).await
}

/// The unit stands in what a result says.
async fn fill_tests(conn: &mut Conn) -> Result<(), Error> {
    let mut after = (Uuid::nil(), 0);
    loop {
        let mut query = Query::new("SELECT id, version, state FROM test_version WHERE (id, version) > (");
        query.bind(after.0).push(", ").bind(after.1).push(") ORDER BY id, version LIMIT ").bind(BLOCK);
        let mut changes = Vec::new();
        for row in conn.fetch(query).await? {
            after = (row.cell(0)?, row.cell(1)?);
            let told: Json = read(row.cell::<String>(2)?.as_bytes(), "test_version.state")?;
            changes.push(vec![Value::Uuid(after.0), Value::Int(after.1), unit_of(&told).to_value()]);
        }
        if changes.is_empty() {
            return Ok(());
        }
        const UNITS: &str = "UPDATE test_version SET unit_id = change.unit_id FROM change \
            WHERE test_version.id = change.id AND test_version.version = change.version";
        conn.update_many("id, version, unit_id", UNITS, changes).await?;
    }
}

/// Samples stand in the journal alone until now.
async fn fill_samples(conn: &mut Conn) -> Result<(), Error> {
    let mut query = Query::new("SELECT corrects, recorded_at FROM journal WHERE kind = ");
    query.bind("withdrawn").push(" AND corrects IS NOT NULL");
    let mut withdrawn: HashMap<Uuid, Timestamp> = HashMap::new();
    for row in conn.fetch(query).await? {
        withdrawn.insert(row.cell(0)?, row.cell(1)?);
    }
    let mut after = Uuid::nil();
    loop {
        let mut query = Query::select::<JournalRow>();
        query.push(" WHERE kind = ").bind("sample_taken").push(" AND fact_id > ").bind(after);
        query.push(" ORDER BY fact_id LIMIT ").bind(BLOCK);
        let facts: Vec<JournalRow> = conn.records(query).await?;
        let Some(last) = facts.last() else { return Ok(()) };
        after = last.fact.0;
        let mut rows = Vec::with_capacity(facts.len());
        for fact in facts {
            let told: Json = read(&fact.body, "journal.body")?;
            let text = |field: &str| told.get(field).and_then(Json::as_str).unwrap_or_default();
            let taken = SampleRow {
                id: fact.fact,
                version: 1,
                recorded_from: fact.recorded_at,
                recorded_to: withdrawn.get(&fact.fact.0).copied(),
                area: fact.area.clone(),
                person: fact.subject_id.into(),
                disease: text("disease").to_owned(),
                status: "taken".to_owned(),
                sampled_at: text("sampled_at").parse().unwrap_or(fact.occurred_at),
                unit: unit_of(&told).unwrap_or_default().into(),
                state: told.to_string(),
            };
            if let Some(at) = taken.recorded_to {
                let status = "withdrawn".to_owned();
                let gone =
                    SampleRow { version: 2, recorded_from: at, recorded_to: None, status, ..taken.clone() };
                rows.push(gone.to_values());
            }
            rows.push(taken.to_values());
        }
        conn.insert_many(SampleRow::TABLE, rows).await?;
    }
}

fn unit_of(told: &Json) -> Option<Uuid> {
    Uuid::parse_str(told.get("unit")?.as_str()?).ok()
}

fn read<T: serde::de::DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, Error> {
    serde_json::from_slice(bytes)
        .map_err(|e| Error::new(Code::StoreInconsistent).arg("detail", what).caused_by(e))
}

async fn zones(conn: &mut Conn) -> Result<HashMap<String, Zone>, Error> {
    let mut zones = HashMap::new();
    for row in conn.fetch(Query::new("SELECT code, zone FROM area")).await? {
        zones.insert(row.cell(0)?, Zone::named(&row.cell::<String>(1)?)?);
    }
    Ok(zones)
}

/// A version of a case, as far as its columns follow from it.
struct Told {
    id: Uuid,
    version: i64,
    recorded: Timestamp,
    opened: Timestamp,
    zone: Zone,
    state: serde_json::Map<String, Json>,
}

impl Told {
    fn read(row: &Row, zones: &HashMap<String, Zone>) -> Result<Self, Error> {
        let area: kernel::AreaPath = row.cell(3)?;
        Ok(Self {
            id: row.cell(0)?,
            version: row.cell(1)?,
            recorded: row.cell(2)?,
            opened: row.cell(4)?,
            zone: zones.get(area.code()).cloned().unwrap_or(Zone::UTC),
            state: read(row.cell::<String>(5)?.as_bytes(), "case_version.state")?,
        })
    }
    fn is(&self, field: &str, word: &str) -> bool {
        self.state.get(field).and_then(Json::as_str) == Some(word)
    }
    fn at(&self, field: &str) -> Option<Timestamp> {
        self.state.get(field)?.as_str()?.parse().ok()
    }
    fn columns(mut self, confirmed: Option<Timestamp>) -> Vec<Value> {
        let day = |at: Option<Timestamp>| at.map(|at| self.zone.date_of(at)).to_value();
        let known = self.at("resulted_at").unwrap_or(self.opened);
        let since = |at: Option<Timestamp>| at.map(|at| at.since(known).as_micros()).to_value();
        let onset = self.state.get("onset").and_then(Json::as_str);
        let onset = onset.and_then(|text| kernel::parse_date(text).ok()).map(|day| self.zone.start_of(day));
        let detection = onset.zip(self.at("first_positive")).map(|(onset, positive)| positive.since(onset));
        let outcome = self.state.get("ended").and_then(|ended| ended.get(1)).and_then(Json::as_str);
        let discarded = self.is("classification", "discarded") || outcome == Some("discarded");
        let apart = [self.at("isolated_at"), self.at("admitted_at")].into_iter().flatten().min();
        let (reported, treated) = (self.at("reported_at"), self.at("admitted_at"));
        let mut columns = vec![
            Value::Uuid(self.id),
            Value::Int(self.version),
            day(reported),
            day(confirmed),
            Value::Bool(discarded),
            Value::Bool(self.at("plan_at").is_some()),
            detection.map(kernel::Span::as_micros).to_value(),
            since(reported),
            since(apart),
            since(treated),
        ];
        if let Some(at) = confirmed {
            self.state.insert("confirmed_at".to_owned(), Json::String(at.to_string()));
        }
        columns.push(Value::Text(Json::Object(self.state).to_string()));
        columns
    }
}
