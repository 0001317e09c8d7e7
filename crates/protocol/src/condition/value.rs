//! From JSON values to the values that expressions see.

use std::{collections::HashMap, sync::Arc};

use cel::{
    Context, Value,
    objects::{Key, Map},
};
use kernel::{Date, Timestamp, parse_date};
use serde_json::Value as Json;

use super::{MAX_DATA_LIST, Scene, check::Checked};
use crate::{catalogue::Type, fact_view::Need};

/// Binds the variables that an expression uses, and only those.
pub(super) fn bind(context: &mut Context<'_, '_>, uses: &Checked, scene: &Scene<'_>) -> Result<(), String> {
    if uses.now {
        context.add_variable_from_value("now", scene.now.as_micros());
    }
    if uses.fact {
        let mut fields = HashMap::with_capacity(uses.fields.len() + 2);
        if let Some(fact) = scene.fact {
            fields.insert(key("occurred_at"), Value::Int(fact.occurred_at.as_micros()));
            fields.insert(key("recorded_at"), Value::Int(fact.recorded_at.as_micros()));
            for (name, ty) in &uses.fields {
                match fact.fields.get(*name) {
                    None | Some(Json::Null) => {}
                    Some(json) => {
                        fields
                            .insert(key(name), convert(json, *ty).map_err(|e| format!("fact.{name}: {e}"))?);
                    }
                }
            }
        }
        context.add_variable_from_value("fact", Value::Map(Map { map: Arc::new(fields) }));
    }
    let mut needs = uses.needs.iter().copied().peekable();
    while let Some(first) = needs.peek().copied() {
        let root = root(first);
        let mut fields = HashMap::new();
        while let Some(need) = needs.next_if(|need| self::root(*need) == root) {
            let value = match scene.view.get(need) {
                None | Some(Json::Null) => unknown(need),
                Some(json) => convert(json, need.value_type()).map_err(|e| format!("{need}: {e}"))?,
            };
            fields.insert(key(field(need)), value);
        }
        context.add_variable_from_value(root, Value::Map(Map { map: Arc::new(fields) }));
    }
    Ok(())
}

/// The variable of a need: `subject` of `subject.tests`.
pub(super) fn root(need: Need) -> &'static str {
    need.name().split_once('.').map_or("", |(root, _)| root)
}

/// The field of a need: `tests` of `subject.tests`.
pub(super) fn field(need: Need) -> &'static str {
    need.name().split_once('.').map_or("", |(_, field)| field)
}

fn key(name: &str) -> Key {
    Key::String(Arc::new(name.to_owned()))
}

/// What a need reads as when nothing is known.
fn unknown(need: Need) -> Value {
    match need {
        Need::SubjectAge => Value::Int(-1),
        Need::AreaZone => Value::from("routine"),
        _ => empty(need.value_type()),
    }
}

fn empty(ty: Type) -> Value {
    match ty {
        Type::Bool => Value::Bool(false),
        Type::Int | Type::Instant | Type::Date => Value::Int(0),
        Type::Double => Value::Float(-1.0),
        Type::Text => Value::from(""),
        Type::Strings | Type::Tests | Type::Items | Type::Phases => Value::List(Arc::default()),
    }
}

fn convert(json: &Json, ty: Type) -> Result<Value, String> {
    let refuse = || format!("{json} is not {ty:?}");
    match (ty, json) {
        (Type::Bool, Json::Bool(b)) => Ok(Value::Bool(*b)),
        (Type::Int, Json::Number(n)) => n.as_i64().map(Value::Int).ok_or_else(refuse),
        (Type::Double, Json::Number(n)) => n.as_f64().map(Value::Float).ok_or_else(refuse),
        (Type::Text, Json::String(s)) => Ok(Value::from(s.as_str())),
        (Type::Instant | Type::Date, Json::Number(n)) => n.as_i64().map(Value::Int).ok_or_else(refuse),
        (Type::Instant, Json::String(s)) => {
            s.parse::<Timestamp>().map(|t| Value::Int(t.as_micros())).map_err(|_| refuse())
        }
        (Type::Date, Json::String(s)) => {
            parse_date(s).map(|d| Value::Int(days_since_1970(d))).map_err(|_| refuse())
        }
        (Type::Strings, Json::Array(list)) => elements(list)?
            .iter()
            .map(|json| convert(json, Type::Text))
            .collect::<Result<_, _>>()
            .map(list_of),
        (Type::Tests | Type::Items | Type::Phases, Json::Array(list)) => {
            elements(list)?.iter().map(|json| record(json, ty)).collect::<Result<_, _>>().map(list_of)
        }
        _ => Err(refuse()),
    }
}

fn record(json: &Json, ty: Type) -> Result<Value, String> {
    let object = json.as_object().ok_or_else(|| format!("{json} is not a record"))?;
    let mut fields = HashMap::new();
    for (name, ty) in ty.record().unwrap_or_default() {
        let value = match object.get(*name) {
            None | Some(Json::Null) => empty(*ty),
            Some(json) => convert(json, *ty).map_err(|e| format!("{name}: {e}"))?,
        };
        fields.insert(key(name), value);
    }
    Ok(Value::Map(Map { map: Arc::new(fields) }))
}

fn elements(list: &[Json]) -> Result<&[Json], String> {
    if list.len() > MAX_DATA_LIST {
        return Err(format!("{} elements, at most {MAX_DATA_LIST}", list.len()));
    }
    Ok(list)
}

fn list_of(values: Vec<Value>) -> Value {
    Value::List(Arc::new(values))
}

/// Whole days from 1970-01-01 to a date, negative before.
fn days_since_1970(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}
