//! A table of areas taken in: what is new, named otherwise or hangs elsewhere
//! becomes a change of that area. The same table again changes nothing.

use authz::Action;
use domain::areas::{self, AreaChange, MOST_FOUNDED, NewArea, Rights, Tree};
use interop::DivisionRow;
use kernel::{AreaCode, Code, Date, Error, Located, Result, Zone};
use std::collections::{BTreeMap, BTreeSet};

use super::{AreaChangeInput, require_touched};
use crate::{App, Caller, Key, Receipt};

/// Areas not named in a table that are told of by name.
const MOST_TOLD: usize = 100;

/// A table of areas.
#[derive(Clone, Debug)]
pub struct EditionInput {
    /// Its rows, parents before children.
    pub rows: Vec<DivisionRow>,
    /// The name of the file, for the places of faults.
    pub source: String,
    /// The time zone of new areas for which the table names none; that of the area above without.
    pub zone: Option<String>,
    /// From which day its changes hold.
    pub on: Date,
    /// The document by which they do.
    pub document: String,
    /// Why.
    pub reason: String,
    /// Whether areas that it does not name have ended, below those that it does.
    pub complete: bool,
}

/// What a table changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionReport {
    /// Codes of new areas.
    pub founded: usize,
    /// Codes of areas with another name.
    pub renamed: Vec<AreaCode>,
    /// Codes of areas that hang elsewhere.
    pub moved: Vec<AreaCode>,
    /// Codes of areas that ended.
    pub abolished: Vec<AreaCode>,
    /// How many stay as they are.
    pub unchanged: usize,
    /// Areas below those that it names which it does not name itself, at most a hundred of them.
    pub missing: Vec<AreaCode>,
    /// How many these are.
    pub missing_count: usize,
}

/// The changes that lead from a tree to a table.
fn compare(tree: &Tree, input: &EditionInput) -> Result<(Vec<AreaChange>, EditionReport), Vec<Error>> {
    let mut faults = Vec::new();
    let mut report = EditionReport::default();
    let (mut new, mut renamed, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    let mut zones: BTreeMap<&AreaCode, String> = BTreeMap::new();
    let mut named: BTreeSet<&AreaCode> = BTreeSet::new();
    for DivisionRow { row, division } in &input.rows {
        named.insert(&division.code);
        let fault = |field: &str, error: Error| error.at(Located::cell(*row, field).in_source(&input.source));
        let Some(known) = tree.area(&division.code) else {
            let above = division.parent.as_ref().and_then(|parent| {
                zones.get(parent).cloned().or_else(|| tree.area(parent).map(|area| area.zone.clone()))
            });
            let zone = division.zone.clone().or_else(|| input.zone.clone()).or(above);
            let Some(zone) = zone else {
                faults.push(fault("zone", Error::new(Code::MissingField).arg("field", "zone")));
                continue;
            };
            if let Err(error) = Zone::named(&zone) {
                faults.push(fault("zone", error));
                continue;
            }
            zones.insert(&division.code, zone.clone());
            new.push(NewArea {
                code: division.code.clone(),
                parent: division.parent.clone(),
                level: division.level,
                name: division.name.clone(),
                zone,
            });
            continue;
        };
        if let Err(error) = tree.standing(&known.code) {
            faults.push(fault("code", error));
            continue;
        }
        let mut same = true;
        let unreadable = |field: &str, before: &str, after: &str| {
            Error::new(Code::AreaUnreadableChange)
                .arg("value", &known.code)
                .arg("field", field)
                .arg("before", before)
                .arg("after", after)
        };
        if known.level != division.level {
            let error = unreadable("level", known.level.as_str(), division.level.as_str());
            faults.push(fault("level", error));
        }
        if let Some(zone) = division.zone.as_ref().filter(|zone| **zone != known.zone) {
            faults.push(fault("zone", unreadable("zone", &known.zone, zone)));
        }
        // A table without English names has the Chinese one in both; it takes no name away.
        let mut name = division.name.clone();
        if name.en == name.zh && known.name.en != known.name.zh && name.zh == known.name.zh {
            name.en.clone_from(&known.name.en);
        }
        if known.name != name {
            same = false;
            renamed.push(AreaChange::Renamed { area: known.code.clone(), name });
            report.renamed.push(known.code.clone());
        }
        match (&known.parent, &division.parent) {
            (before, after) if before == after => {}
            (_, Some(parent)) => {
                same = false;
                moved.push(AreaChange::Moved { area: known.code.clone(), parent: parent.clone() });
                report.moved.push(known.code.clone());
            }
            // A table of a part of a tree begins with an area whose parent it leaves out.
            (Some(_), None) => {}
            (None, None) => {}
        }
        report.unchanged += usize::from(same);
    }
    // What lies below an area that is named, and is not named itself.
    let mut missing: Vec<&areas::Area> = tree
        .all()
        .filter(|area| !named.contains(&area.code))
        .filter(|area| area.path.codes_upward().skip(1).any(|code| named.iter().any(|n| n.as_str() == code)))
        .collect();
    report.missing_count = missing.len();
    report.missing = missing.iter().take(MOST_TOLD).map(|area| area.code.clone()).collect();
    let mut abolished = Vec::new();
    if input.complete {
        // Children end before their parents.
        missing.sort_by_key(|area| std::cmp::Reverse(area.path.depth()));
        report.abolished = missing.iter().map(|area| area.code.clone()).collect();
        abolished.extend(report.abolished.iter().map(|code| AreaChange::Abolished { area: code.clone() }));
    }
    report.founded = new.len();
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut changes: Vec<AreaChange> =
        new.chunks(MOST_FOUNDED).map(|chunk| AreaChange::Founded(chunk.to_vec())).collect();
    changes.extend(renamed);
    changes.extend(moved);
    changes.extend(abolished);
    Ok((changes, report))
}

/// A fault of a change, with the row that asks for it.
fn located(error: Error, change: &AreaChange, input: &EditionInput) -> Error {
    let main = change.named();
    let row = input.rows.iter().find(|row| main.first().is_some_and(|code| **code == row.division.code));
    match row {
        Some(row) => error.at(Located::cell(row.row, "code").in_source(&input.source)),
        None => error.in_source(&input.source),
    }
}

impl App {
    /// Tells what a table of areas would change, and whether it could.
    ///
    /// # Errors
    /// As [`Self::import_areas`].
    pub async fn try_areas(
        &self,
        caller: &Caller,
        input: &EditionInput,
    ) -> Result<EditionReport, Vec<Error>> {
        let one = |error: Error| vec![error];
        caller.authority.areas_for(Action::Administer).map_err(one)?;
        self.refresh().await.map_err(one)?;
        let directory = self.directory();
        let mut tree = directory.tree();
        let first = tree.all().next().map(|area| directory.zone_at(&area.path));
        let today = first.unwrap_or(Zone::UTC).date_of(self.now());
        areas::by_document(input.on, &input.document, &input.reason, today).map_err(one)?;
        let (changes, report) = compare(&tree, input)?;
        let mut faults = Vec::new();
        for change in &changes {
            match areas::outcome(&tree, change, Rights::End, input.on) {
                Ok(outcome) => {
                    require_touched(caller, &tree, &outcome).map_err(one)?;
                    tree.apply(&outcome);
                }
                Err(error) => faults.push(located(error, change, input)),
            }
        }
        if faults.is_empty() { Ok(report) } else { Err(faults) }
    }

    /// Takes in a table of areas, whole or not at all. Rights in areas that end
    /// by it end too.
    ///
    /// # Errors
    /// Every fault with its row: `area.unreadable_change` for a level or zone
    /// that differs, `area.ended`; as [`Self::change_area`].
    pub async fn import_areas(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: EditionInput,
    ) -> Result<(EditionReport, Option<Receipt>), Vec<Error>> {
        let report = self.try_areas(caller, &input).await?;
        let (changes, _) = compare(&self.directory().tree(), &input)?;
        if changes.is_empty() {
            return Ok((report, None));
        }
        let of = |change| AreaChangeInput {
            change,
            rights: Rights::End,
            on: input.on,
            document: input.document.clone(),
            reason: input.reason.clone(),
        };
        let changes = changes.into_iter().map(of).collect();
        let receipt = self.change_areas(caller, key, changes).await.map_err(|error| vec![error])?;
        Ok((report, Some(receipt)))
    }
}
