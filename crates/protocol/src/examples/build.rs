//! Builds what the engine takes from what an example states: area paths,
//! views, facts.

use jiff::ToSpan as _;
use kernel::{AreaCode, AreaPath, Date, FactId, SubjectKind, SubjectRef, Zone, derived_uuid};
use serde_json::{Map, Value, json};

use super::{Fault, Setting, form::GivenFact};
use crate::{
    catalogue::{self, FactKind, Type},
    fact_view::{FactView, Need, View},
    library::Library,
    regime::Regime,
    schedule::{Item, Schedule, schedule},
    schema::ANY_DISEASE,
};

/// A path as written (`CN/14…`), or the path of a code: twelve digits tell
/// their own ancestors below `CN`, any other code is a root.
pub(super) fn area_path(text: &str) -> Result<AreaPath, Fault> {
    let mut codes: Vec<String> = text.trim_end_matches('/').split('/').map(str::to_owned).collect();
    if let [code] = &codes[..]
        && code.len() == 12
        && code.bytes().all(|b| b.is_ascii_digit())
    {
        let prefixes = [2, 4, 6, 9, 12].map(|digits| format!("{:0<12}", &code[..digits]));
        codes = std::iter::once("CN".to_owned()).chain(prefixes).collect();
        codes.dedup();
    }
    let mut path: Option<AreaPath> = None;
    for code in codes {
        let code = AreaCode::new(code)?;
        path = Some(path.map_or_else(|| AreaPath::root(&code), |above| above.child(&code)));
    }
    path.ok_or_else(|| Fault::form("`area` is empty"))
}

/// The id of a label: the same word is the same subject throughout an example.
pub(super) fn subject(kind: SubjectKind, label: &str) -> Result<SubjectRef, Fault> {
    if kind == SubjectKind::Area && label != "area" {
        return Ok(SubjectRef::area(&AreaCode::new(label)?));
    }
    let id = match label.strip_prefix("fact:").and_then(|n| n.parse().ok()) {
        Some(number) => fact_id(number).0,
        None => derived_uuid(&["example", kind.as_str(), label]),
    };
    Ok(SubjectRef { kind, id })
}

/// The id of the n-th fact, from 1.
pub(super) fn fact_id(number: usize) -> FactId {
    FactId(derived_uuid(&["example-fact", &number.to_string()]))
}

/// A view from nested tables: `subject = { epi_items = 1 }`,
/// `place = { cases = 3 }` (any window) or `"place.cases(7d)" = 3`.
/// `day_zero` is the date before day 1 of the regime, for tests that tell
/// only their day.
pub(super) fn view(given: &toml::Table, day_zero: Date, zone: &Zone) -> Result<View, Fault> {
    let mut view = View::default();
    for (scope, value) in given {
        let toml::Value::Table(fields) = value else {
            set(&mut view, scope.parse()?, value, day_zero, zone)?;
            continue;
        };
        for (field, value) in fields {
            let name = format!("{scope}.{field}");
            match name.as_str() {
                "place.cases" => any_window(&mut view, Need::PlaceCases, value)?,
                "area.cases" => any_window(&mut view, Need::AreaCases, value)?,
                _ => set(&mut view, name.parse()?, value, day_zero, zone)?,
            }
        }
    }
    Ok(view)
}

fn any_window(view: &mut View, need: fn(u32) -> Need, value: &toml::Value) -> Result<(), Fault> {
    let value = json_of(value)?;
    for days in 1..=366 {
        view.set(need(days), value.clone());
    }
    Ok(())
}

fn set(view: &mut View, need: Need, value: &toml::Value, day_zero: Date, zone: &Zone) -> Result<(), Fault> {
    let value = match (need.value_type(), value) {
        (Type::Tests, toml::Value::Array(tests)) => {
            let tests = tests.iter().map(|test| match test {
                toml::Value::Table(test) => test_record(test, day_zero, zone),
                _ => Err(Fault::form(format!("{need}: a test is a table"))),
            });
            Value::Array(tests.collect::<Result<_, _>>()?)
        }
        _ => json_of(value)?,
    };
    view.set(need, value);
    Ok(())
}

/// One test with its defaults: a nucleic acid test without Ct, sampled at
/// 08:00 on its day of the regime.
pub(super) fn test_record(test: &toml::Table, day_zero: Date, zone: &Zone) -> Result<Value, Fault> {
    let (mut day, mut record) = (0, json!({ "method": "nat", "ct": -1.0 }));
    let mut sampled_at = None;
    for (name, value) in test {
        match (name.as_str(), value) {
            ("day", toml::Value::Integer(value)) => day = *value,
            ("at" | "sampled_at", value) => sampled_at = Some(json_of(value)?),
            ("ct", toml::Value::Integer(value)) => record["ct"] = json!(*value as f64),
            ("ct", toml::Value::Float(value)) => record["ct"] = json!(value),
            ("method" | "result", toml::Value::String(value)) => record[name] = json!(value),
            _ => return Err(Fault::form(format!("a test has no such field or value: {name} = {value}"))),
        }
    }
    if record.get("result").is_none() {
        return Err(Fault::form("a test lacks its `result`"));
    }
    let morning = zone.at(day_zero.saturating_add(day.days()), 8, 0);
    record["day"] = json!(day);
    record["sampled_at"] = sampled_at.unwrap_or_else(|| json!(morning));
    Ok(record)
}

/// The n-th fact of an example (from 1), with every field that its kind must
/// have: what the example leaves out is neutral.
pub(super) fn fact<'a>(
    setting: &Setting<'_>,
    given: &'a GivenFact,
    number: usize,
) -> Result<FactView<'a>, Fault> {
    let kind = catalogue::fact_kind(&given.fact)
        .ok_or_else(|| Fault::form(format!("no such kind of fact: {}", given.fact)))?;
    let main = kind.subjects.first().copied().unwrap_or(SubjectKind::Fact);
    let label = given.subject.as_deref().unwrap_or(main.as_str());
    let area = given.area.as_deref().map_or_else(|| Ok(setting.area.clone()), area_path)?;
    let mut view = FactView {
        kind: kind.name,
        id: fact_id(number),
        subject: if main == SubjectKind::Area && given.subject.is_none() {
            SubjectRef::area(&AreaCode::new(area.code())?)
        } else {
            subject(main, label)?
        },
        refs: refs(kind, given)?,
        area,
        occurred_at: given.at,
        recorded_at: given.recorded.unwrap_or(given.at),
        fields: Map::new(),
    };
    for (name, value) in &given.fields {
        let planned = kind.name == "order_issued" && name == "known_on";
        if kind.field(name).is_none() && !planned {
            return Err(Fault::form(format!("{} has no field `{name}`", kind.name)));
        }
        view.fields.insert(name.clone(), json_of(value)?);
    }
    let disease = setting.file.disease.as_str();
    if kind.field("disease").is_some() && disease != ANY_DISEASE {
        view.fields.entry("disease").or_insert_with(|| json!(disease));
    }
    if let Some(unit) = kind.field("unit").map(|_| view.text("unit").unwrap_or("unit").to_owned()) {
        view.fields.insert("unit".to_owned(), json!(subject(SubjectKind::Unit, &unit)?.id));
    }
    if kind.name == "order_issued" {
        plan_order(setting.library, &mut view, &setting.zone)?;
    }
    let date = setting.zone.date_of(given.at);
    for field in kind.fields.iter().filter(|field| !field.optional) {
        view.fields.entry(field.name).or_insert_with(|| field.neutral(given.at, date));
    }
    Ok(view)
}

fn refs(kind: &FactKind, given: &GivenFact) -> Result<Vec<SubjectRef>, Fault> {
    match &given.refs {
        Some(refs) => refs.iter().map(|(kind, label)| subject(kind.parse()?, label)).collect(),
        None => kind.refs.iter().map(|kind| subject(*kind, kind.as_str())).collect(),
    }
}

/// Fills the plan of an order from the regime that is in force where and when
/// it is issued, as issuing it would.
fn plan_order(library: &Library, view: &mut FactView<'_>, zone: &Zone) -> Result<(), Fault> {
    let text = |name: &str| view.text(name).map(str::to_owned);
    let known_on = text("known_on").map(|date| kernel::parse_date(&date)).transpose()?;
    let (regime, anchor, disease) = (text("regime"), text("anchor"), text("disease"));
    view.fields.remove("known_on");
    let (Some(key), Some(anchor), Some(disease)) = (regime, anchor, disease) else { return Ok(()) };
    if view.fields.contains_key("tests") || view.fields.contains_key("checks") {
        return Ok(());
    }
    let protocol = library.in_force(&disease, &view.area, zone.date_of(view.occurred_at))?;
    let rule =
        protocol.regime(&key).ok_or_else(|| Fault::form(format!("no regime `{key}` is in force there")))?;
    let regime = Regime::parse(&rule.form)?;
    let plan = schedule(rule, &regime, kernel::parse_date(&anchor)?, known_on, zone);
    for (name, value) in plan_fields(&plan, zone) {
        view.fields.entry(name).or_insert(value);
    }
    let group = rule.groups.first().map_or("", String::as_str);
    for (name, value) in
        [("form", json!(regime.to_string())), ("edition", json!(protocol.edition)), ("group", json!(group))]
    {
        view.fields.entry(name).or_insert(value);
    }
    Ok(())
}

fn plan_fields(plan: &Schedule, zone: &Zone) -> [(&'static str, Value); 6] {
    let items = |items: &[Item]| json!(items);
    [
        ("starts_on", json!(plan.starts_on)),
        ("ends_on", json!(plan.ends_on)),
        ("release_due", json!(zone.end_of(plan.ends_on))),
        ("days", json!(plan.days)),
        ("tests", items(&plan.tests)),
        ("checks", items(&plan.checks)),
    ]
}

/// A value of the file in the wire form of facts.
fn json_of(value: &toml::Value) -> Result<Value, Fault> {
    serde_json::to_value(value).map_err(|error| Fault::form(error.to_string()))
}
