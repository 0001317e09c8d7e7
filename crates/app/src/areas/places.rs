//! Where areas lie and who lives there: taken in from files, told for an area
//! and what lies below it.

use authz::Action;
use interop::{Boundary, PopulationRow};
use kernel::{AreaCode, AreaLevel, Code, Date, Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use store::{AreaBoundaryRow, AreaPopulationRow, AreaRow, Wanted};

use crate::{App, Caller};

/// Most boundaries in one answer.
const MOST_BOUNDARIES: usize = 5_000;
/// Most positions in one answer.
const MOST_POSITIONS: i64 = 1_000_000;
/// The longest name of a source, in characters.
const MAX_SOURCE: usize = 200;

/// An area with its boundary.
#[derive(Clone, Debug)]
pub struct AreaWithBoundary {
    /// The area.
    pub area: AreaRow,
    /// Where it lies.
    pub boundary: AreaBoundaryRow,
}

/// People of an age and sex.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Band {
    /// `all`, `female` or `male`.
    pub sex: String,
    /// Least age, in whole years.
    pub age_from: i64,
    /// Greatest age, included; open when absent.
    pub age_to: Option<i64>,
}

/// Who lives in an area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Population {
    /// The day of the count.
    pub counted_on: Option<Date>,
    /// Where it comes from.
    pub sources: BTreeSet<String>,
    /// People by sex and age, as they were counted.
    pub bands: BTreeMap<Band, i64>,
    /// All of them.
    pub persons: i64,
    /// Whether these are the sums of areas below.
    pub summed: bool,
    /// Areas below of which nothing is known: the sums leave them out.
    pub missing: Vec<AreaCode>,
}

impl Population {
    fn of(rows: &[&AreaPopulationRow]) -> Self {
        let mut found = Self::default();
        // Where both are told, those of either sex are all.
        let both = rows.iter().any(|row| row.sex == "all");
        for row in rows {
            found.sources.insert(row.source.clone());
            let band = Band { sex: row.sex.clone(), age_from: row.age_from, age_to: row.age_to };
            *found.bands.entry(band).or_default() += row.persons;
            if (row.sex == "all") == both {
                found.persons += row.persons;
            }
        }
        found
    }
    fn add(&mut self, other: Self) {
        self.sources.extend(other.sources);
        for (band, persons) in other.bands {
            *self.bands.entry(band).or_default() += persons;
        }
        self.persons += other.persons;
        self.missing.extend(other.missing);
    }
}

impl App {
    /// Takes in boundaries of areas that the caller administers; each takes the
    /// place of the one before.
    ///
    /// # Errors
    /// `access.forbidden`, `value.missing` and `value.too_long` for the source.
    pub async fn put_boundaries(
        &self,
        caller: &Caller,
        boundaries: Vec<Boundary>,
        source: &str,
        dry_run: bool,
    ) -> Result<usize> {
        let codes = boundaries.iter().map(|boundary| &boundary.code);
        self.require_administered(caller, codes)?;
        let length = source.trim().chars().count();
        if length == 0 {
            return Err(Error::new(Code::MissingField).arg("field", "source"));
        }
        if length > MAX_SOURCE {
            let error = Error::new(Code::TooLong).arg("field", "source").arg("length", length);
            return Err(error.arg("max", MAX_SOURCE));
        }
        let recorded_at = self.inner.clocks.wall();
        let row = |boundary: Boundary| {
            let [west, south, east, north] = boundary.bounds;
            AreaBoundaryRow {
                code: boundary.code,
                geometry: boundary.geometry,
                vertices: i64::try_from(boundary.positions).unwrap_or(i64::MAX),
                west,
                south,
                east,
                north,
                source: source.trim().to_owned(),
                recorded_at,
            }
        };
        let rows: Vec<AreaBoundaryRow> = boundaries.into_iter().map(row).collect();
        let count = rows.len();
        if !dry_run {
            self.put_rows(rows).await?;
        }
        Ok(count)
    }

    /// Takes in who lives in areas that the caller administers; a band that is
    /// known takes the new count.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub async fn put_population(
        &self,
        caller: &Caller,
        rows: Vec<PopulationRow>,
        dry_run: bool,
    ) -> Result<usize> {
        self.require_administered(caller, rows.iter().map(|row| &row.code))?;
        let recorded_at = self.inner.clocks.wall();
        let row = |row: PopulationRow| AreaPopulationRow {
            code: row.code,
            counted_on: row.counted_on,
            sex: row.sex,
            age_from: row.age_from,
            age_to: row.age_to,
            persons: row.persons,
            source: row.source,
            recorded_at,
        };
        let rows: Vec<AreaPopulationRow> = rows.into_iter().map(row).collect();
        let count = rows.len();
        if !dry_run {
            self.put_rows(rows).await?;
        }
        Ok(count)
    }

    async fn put_rows<R: store::Record + Clone + 'static>(&self, rows: Vec<R>) -> Result<()> {
        self.store()
            .write(Wanted::nothing(), move |work| {
                rows.iter().for_each(|row| work.put(row));
                Box::pin(async { Ok(()) })
            })
            .await
    }

    fn require_administered<'c>(
        &self,
        caller: &Caller,
        codes: impl Iterator<Item = &'c AreaCode>,
    ) -> Result<()> {
        caller.authority.areas_for(Action::Administer)?;
        let directory = self.directory();
        for code in codes.collect::<BTreeSet<_>>() {
            caller.authority.require(Action::Administer, &directory.area(code)?.row.path)?;
        }
        Ok(())
    }

    /// The boundaries of an area, or of those of a level in it, as far as they
    /// are known, by path.
    ///
    /// # Errors
    /// `value.out_of_range` for more than an answer holds; those of the store.
    pub async fn boundaries(
        &self,
        within: &AreaRow,
        level: Option<AreaLevel>,
    ) -> Result<Vec<AreaWithBoundary>> {
        let directory = self.directory();
        let areas: Vec<AreaRow> = match level {
            None => vec![within.clone()],
            Some(level) => {
                let all = directory.areas().into_iter().map(|area| &area.row);
                all.filter(|row| row.level == level && row.path.is_within(&within.path)).cloned().collect()
            }
        };
        let limit = |field: &str, value: i64, max: i64| {
            let error = Error::new(Code::OutOfRange).arg("field", field).arg("value", value);
            error.arg("min", 0).arg("max", max)
        };
        if areas.len() > MOST_BOUNDARIES {
            return Err(limit("level", counted(areas.len()), counted(MOST_BOUNDARIES)));
        }
        let codes: Vec<AreaCode> = areas.iter().map(|row| row.code.clone()).collect();
        let found = self.store().area_boundaries(&codes).await?;
        let positions: i64 = found.iter().map(|row| row.vertices).sum();
        if positions > MOST_POSITIONS {
            return Err(limit("positions", positions, MOST_POSITIONS));
        }
        let mut by_code: BTreeMap<AreaCode, AreaBoundaryRow> =
            found.into_iter().map(|row| (row.code.clone(), row)).collect();
        let with = |area: AreaRow| Some(AreaWithBoundary { boundary: by_code.remove(&area.code)?, area });
        Ok(areas.into_iter().filter_map(with).collect())
    }

    /// Who lived in an area, by the last count up to a day: its own, else the
    /// sum of the areas directly below that were there on that day, each by
    /// its own count of one day or by sums again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn population(&self, area: &AreaRow, on: Option<Date>) -> Result<Population> {
        let directory = self.directory();
        let own = self.store().population_days(std::slice::from_ref(&area.code), on).await?;
        let tree: Vec<AreaRow> = match on {
            Some(day) => directory.areas_on(day),
            None => directory.areas().into_iter().map(|area| area.row.clone()).collect(),
        };
        let below: Vec<&AreaRow> = tree.iter().filter(|row| row.path.is_within(&area.path)).collect();
        let mut codes: Vec<AreaCode> = vec![area.code.clone()];
        if own.is_empty() {
            codes.extend(below.iter().map(|row| row.code.clone()).filter(|code| *code != area.code));
        }
        let days = if own.is_empty() { self.store().population_days(&codes, on).await? } else { own };
        let Some(day) = days.first().copied() else { return Ok(Population::default()) };
        let rows = self.store().population(&codes, day).await?;
        let mut counted: BTreeMap<&AreaCode, Vec<&AreaPopulationRow>> = BTreeMap::new();
        for row in &rows {
            counted.entry(&row.code).or_default().push(row);
        }
        let mut children: BTreeMap<&AreaCode, Vec<&AreaCode>> = BTreeMap::new();
        for row in &below {
            if let Some(parent) = &row.parent {
                children.entry(parent).or_default().push(&row.code);
            }
        }
        let mut found = summed(&area.code, &counted, &children).unwrap_or_default();
        found.counted_on = Some(day);
        found.summed = !counted.contains_key(&area.code);
        Ok(found)
    }
}

fn counted(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The count of an area, or the sums of those below; none when nothing is known there.
fn summed<'r>(
    code: &'r AreaCode,
    counted: &BTreeMap<&'r AreaCode, Vec<&'r AreaPopulationRow>>,
    children: &BTreeMap<&'r AreaCode, Vec<&'r AreaCode>>,
) -> Option<Population> {
    if let Some(rows) = counted.get(code) {
        return Some(Population::of(rows));
    }
    let below = children.get(code)?;
    let (mut sum, mut any) = (Population::default(), false);
    let mut missing = Vec::new();
    for child in below.iter().copied() {
        match summed(child, counted, children) {
            Some(part) => {
                any = true;
                sum.add(part);
            }
            None => missing.push(child.clone()),
        }
    }
    sum.missing.extend(missing);
    any.then_some(sum)
}
