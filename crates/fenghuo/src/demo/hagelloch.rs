//! Hagelloch, 1861: 188 cases of measles in one village, as they were taken
//! down, with who infected whom. The list is taken in day by day, each case on
//! the day its rash showed; deaths are told on their day.
//!
//! For the clocks a physician is assumed who works through eight cases an
//! evening, oldest first, and who cannot close the search for a source that
//! was never found. In 1861 nobody reported or traced like this.

use super::cast::{Cast, Part};
use super::summary::{counts, counts_json, numbers};
use crate::voice::{Outcome, Voice};
use app::App;
use app::commands::TakeStep;
use app::imports::{FileInput, ImportRequest, Unwatched};
use authz::Role;
use domain::Stage;
use domain::clinical::Step;
use interop::{Division, Field, Limits, LineListRow, Mapping, read_line_list};
use kernel::{AreaCode, AreaLevel, AreaPath, CaseId, Date, PageRequest, Span, Text, Zone};
use serde_json::json;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use store::{CaseFilter, ObligationFilter};

const LIST: &str = include_str!("../../../../content/hagelloch/cases.csv");
const MAPPING: &str = include_str!("../../../../content/hagelloch/mapping.toml");
const AREA: &str = "HAGELLOCH";
/// The day before the first onset.
const START: &str = "1861-10-30";
const DISEASE: &str = "measles";
const SOURCE: &str = "hagelloch";
/// Cases that the physician manages in one evening.
const AN_EVENING: usize = 8;

/// Shows the outbreak; the clock stands after the last day.
pub async fn show(voice: Voice, app: &App) -> Outcome<Cast> {
    voice.tell("demo-preparing", &[]);
    let village = Division {
        code: AreaCode::new(AREA)?,
        parent: None,
        level: AreaLevel::County,
        name: Text { zh: "哈格洛赫".to_owned(), en: "Hagelloch".to_owned() },
        zone: None,
    };
    app.load_areas(&[village], &interop::unit_templates(), "UTC").await?;
    let area = AreaPath::root(&AreaCode::new(AREA)?);
    app.become_drill(Zone::UTC.start_of(kernel::parse_date(START)?), 1, true).await?;
    let cast = cast(app, &area).await?;
    replay(voice, app, &cast).await?;
    print(voice, app, &cast).await?;
    Ok(cast)
}

async fn cast(app: &App, area: &AreaPath) -> Outcome<Cast> {
    let mut cast = Cast::new();
    for (login, unit, post, role) in [
        ("physician", "cdc", "duty", Role::Epidemiologist),
        ("commander", "command_office", "duty", Role::Commander),
        ("admin", "command_office", "leader", Role::Administrator),
    ] {
        cast.add(app, Part { login, area, unit, facility: None, post, role, over: None }).await?;
    }
    Ok(cast)
}

/// The list, cut into days: a case comes on the day of its rash, and never
/// before the one who infected it.
struct Days {
    heading: String,
    rows: BTreeMap<Date, Vec<String>>,
    /// Numbers of the cases of a day, and whether a source is known.
    cases: BTreeMap<Date, Vec<(String, bool)>>,
    deaths: BTreeMap<Date, Vec<String>>,
}

fn days(mapping: &Mapping) -> Outcome<Days> {
    let list = read_line_list(SOURCE, LIST.as_bytes(), mapping, &Limits::default())?;
    if !list.faults.is_empty() {
        return Err(list.faults.into());
    }
    let by_number: BTreeMap<&str, &LineListRow> =
        list.rows.iter().map(|row| (row.number.as_str(), row)).collect();
    let own_day = |row: &LineListRow| row.rash.or(row.onset).or(row.reported).unwrap_or(Date::MIN);
    let day_of = |row: &LineListRow| {
        let (mut day, mut at) = (own_day(row), row.infector.as_deref());
        while let Some(above) = at.and_then(|number| by_number.get(number)) {
            day = day.max(own_day(above));
            at = above.infector.as_deref();
        }
        day
    };
    let mut lines = LIST.lines();
    let heading = lines.next().unwrap_or_default().to_owned();
    let mut days = Days { heading, rows: BTreeMap::new(), cases: BTreeMap::new(), deaths: BTreeMap::new() };
    let lines: Vec<&str> = lines.collect();
    for row in &list.rows {
        // The heading is row 1.
        let line = usize::try_from(row.row).ok().and_then(|row| lines.get(row.checked_sub(2)?));
        let Some(line) = line else { continue };
        days.rows.entry(day_of(row)).or_default().push((*line).to_owned());
        days.cases.entry(day_of(row)).or_default().push((row.number.clone(), row.infector.is_some()));
        if let Some(death) = row.death {
            days.deaths.entry(death.max(day_of(row))).or_default().push(row.number.clone());
        }
    }
    Ok(days)
}

async fn replay(voice: Voice, app: &App, cast: &Cast) -> Outcome {
    let mapping = Mapping::parse("mapping.toml", MAPPING)?;
    let days = days(&mapping)?;
    // A death is not known on the day of the rash.
    let mut living = mapping;
    living.columns.remove(&Field::Death);
    let physician = cast.actor("physician")?.caller.clone();
    let all: Vec<Date> = days.rows.keys().chain(days.deaths.keys()).copied().collect();
    let (Some(first), Some(last)) = (all.iter().min().copied(), all.iter().max().copied()) else {
        return Ok(());
    };
    let total = usize::try_from(first.until(last).map_or(0, |span| span.get_days())).unwrap_or(0) + 1;
    let what = voice.words("demo-replaying", &[]);
    let mut day = first;
    let mut waiting: VecDeque<(String, bool)> = VecDeque::new();
    for done in 1..=total {
        // In the evening: what the day brought is known.
        app.set_drill_clock(Zone::UTC.at(day, 20, 0), 1, true).await?;
        if let Some(rows) = days.rows.get(&day) {
            let text = format!("{}\n{}\n", days.heading, rows.join("\n"));
            let file = FileInput::of_bytes(SOURCE, text.into_bytes(), living.clone());
            let request = ImportRequest::new(SOURCE, vec![file]);
            let taken = app.import(&physician, None, request, Arc::new(Unwatched)).await?;
            if !taken.faults.is_empty() {
                return Err(taken.faults.into());
            }
        }
        let dead: Vec<String> = days.deaths.get(&day).cloned().unwrap_or_default();
        waiting.extend(days.cases.get(&day).into_iter().flatten().cloned());
        // Who has died today is written down first, however long the list.
        let (today, later): (Vec<_>, Vec<_>) =
            waiting.drain(..).partition(|(number, _)| dead.contains(number));
        let room = AN_EVENING.saturating_sub(today.len()).min(later.len());
        let (next, rest) = later.split_at(room);
        waiting.extend(rest.iter().cloned());
        for (number, source_known) in today.iter().chain(next) {
            let found = source_known.then_some(Step::Investigate(Stage::OnSite));
            for step in std::iter::once(Step::Report).chain(found) {
                take(app, cast, number, step).await?;
            }
        }
        for number in &dead {
            take(app, cast, number, Step::End("died".to_owned())).await?;
        }
        app.sweep().await?;
        voice.progress(&what, done, total);
        day = day.tomorrow().unwrap_or(day);
    }
    let end = Zone::UTC.end_of(last).plus(Span::days(1));
    app.set_drill_clock(end, 1, true).await?;
    app.sweep().await?;
    Ok(())
}

async fn take(app: &App, cast: &Cast, number: &str, step: Step) -> Outcome {
    let case = case_of(app, cast, number).await?;
    let step = TakeStep { case, expected_version: None, step, at: None };
    app.take_step(&cast.actor("physician")?.caller, None, step).await?;
    Ok(())
}

async fn case_of(app: &App, cast: &Cast, number: &str) -> Outcome<CaseId> {
    let filter = CaseFilter { number: Some(format!("{SOURCE}-{number}")), ..CaseFilter::default() };
    let page = PageRequest { limit: 1, after: None };
    let caller = &cast.actor("physician")?.caller;
    let found = app.cases(caller, &filter, app.as_of(None), &page).await?;
    let missing = || kernel::Error::new(kernel::Code::NotFound).arg("kind", "case").arg("id", number);
    Ok(found.items.first().map(|seen| CaseId(seen.id)).ok_or_else(missing)?)
}

async fn print(voice: Voice, app: &App, cast: &Cast) -> Outcome {
    let now = app.as_of(None);
    let chains = app.chains(&cast.actor("physician")?.caller, DISEASE, now).await?;
    let caller = &cast.actor("commander")?.caller;
    let counted = app.obligation_counts(caller, &ObligationFilter::default(), now).await?;
    let (number, offspring) = chains.largest_offspring.clone().unwrap_or_default();
    let number = number.strip_prefix(&format!("{SOURCE}-")).unwrap_or(&number).to_owned();
    if voice.json {
        voice.print_json(&json!({
            "cases": chains.cases, "components": chains.components, "generations": chains.generations,
            "unlinked": chains.unlinked, "largest_offspring": { "number": number, "offspring": offspring },
            "obligations": counts_json(&counted),
        }));
        return Ok(());
    }
    voice.print("");
    let args = [
        ("cases", chains.cases.to_string()),
        ("components", numbers(&chains.components)),
        ("generations", numbers(&chains.generations)),
        ("number", number),
        ("offspring", offspring.to_string()),
        ("unlinked", chains.unlinked.to_string()),
    ];
    voice.say("demo-hagelloch", &args);
    voice.print(&counts(voice, &counted));
    Ok(())
}
