//! Boundaries of areas as GeoJSON (RFC 7946): polygons in WGS 84, longitude
//! first. What is taken in is checked ring by ring, so that whoever draws or
//! measures it later need not.

mod rings;

use kernel::{AreaCode, Code, Error, Located};
use serde_json::Value;
use std::collections::BTreeMap;

use rings::{Ring, checked_polygon};

/// Greatest number of boundaries in a file.
const MOST_FEATURES: usize = 50_000;
/// Greatest number of positions of one boundary.
const MOST_POSITIONS: usize = 200_000;
/// Greatest number of positions in a file.
const MOST_IN_ALL: usize = 2_000_000;
/// Digits of a Chinese division code.
const DIGITS: usize = 12;

/// Where an area lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundary {
    /// Which area.
    pub code: AreaCode,
    /// A GeoJSON geometry, Polygon or MultiPolygon: outer rings turn left, holes turn right.
    pub geometry: String,
    /// How many positions it has.
    pub positions: usize,
    /// West, south, east, north.
    pub bounds: [f64; 4],
}

/// Reads a FeatureCollection or a Feature. A property names the area of each by
/// its code; a number of up to twelve digits that is no code is one with zeros
/// behind it (`140105` is `140105000000`).
///
/// # Errors
/// All faults, each with the path of its value: `import.unreadable` for what is
/// not GeoJSON, `value.missing` and `area.unknown` for the code,
/// `area.duplicate`; `value.invalid` for a geometry that is no polygon,
/// `boundary.open_ring`, `boundary.crosses_itself`, `boundary.hole_outside`,
/// `boundary.crosses_antimeridian`, `value.out_of_range` for a coordinate, or
/// for more positions or boundaries than the limits.
pub fn read_boundaries(
    source: &str,
    text: &str,
    property: &str,
    is_known: impl Fn(&AreaCode) -> bool,
) -> Result<Vec<Boundary>, Vec<Error>> {
    let unreadable = |detail: &dyn std::fmt::Display| {
        Error::new(Code::ImportUnreadable).arg("detail", detail).in_source(source)
    };
    let file: Value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line() as u64, error.column() as u64);
        vec![unreadable(&error).at(Located::position(line, column).in_source(source))]
    })?;
    let features: Vec<(&Value, String)> = match (kind_of(&file), file.get("features")) {
        ("FeatureCollection", Some(Value::Array(features))) => {
            features.iter().enumerate().map(|(at, feature)| (feature, format!("features[{at}]"))).collect()
        }
        ("Feature", _) => vec![(&file, String::new())],
        _ => return Err(vec![unreadable(&"FeatureCollection, Feature")]),
    };
    if features.len() > MOST_FEATURES {
        return Err(vec![too_many("features", features.len(), MOST_FEATURES).in_source(source)]);
    }
    let (mut found, mut faults) = (Vec::with_capacity(features.len()), Vec::new());
    let mut known: BTreeMap<AreaCode, usize> = BTreeMap::new();
    let mut in_all = 0;
    for (at, (feature, place)) in features.into_iter().enumerate() {
        match read_feature(feature, property, &is_known) {
            Ok(boundary) => {
                in_all += boundary.positions;
                if in_all > MOST_IN_ALL {
                    faults.push(too_many("positions", in_all, MOST_IN_ALL).in_source(source));
                    return Err(faults);
                }
                if let Some(first) = known.insert(boundary.code.clone(), at) {
                    let error = Error::new(Code::AreaDuplicate).arg("value", &boundary.code);
                    faults.push(located(error.arg("first_row", first + 1), &place, source));
                }
                found.push(boundary);
            }
            Err((error, below)) => faults.push(located(error, &format!("{place}{below}"), source)),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn located(error: Error, field: &str, source: &str) -> Error {
    let field = field.trim_start_matches('.').to_owned();
    error.at(Located { field: Some(field), ..Located::default() }.in_source(source))
}

fn too_many(field: &'static str, count: usize, max: usize) -> Error {
    Error::new(Code::OutOfRange).arg("field", field).arg("value", count).arg("min", 1).arg("max", max)
}

fn kind_of(value: &Value) -> &str {
    value.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// A fault with the path of its value below the feature.
type Fault = (Error, String);

fn read_feature(
    feature: &Value,
    property: &str,
    is_known: &impl Fn(&AreaCode) -> bool,
) -> Result<Boundary, Fault> {
    if kind_of(feature) != "Feature" {
        let error = Error::new(Code::InvalidValue).arg("field", "type").arg("value", kind_of(feature));
        return Err((error.arg("expected", "Feature"), ".type".to_owned()));
    }
    let code =
        code_of(feature, property, is_known).map_err(|error| (error, format!(".properties.{property}")))?;
    let geometry = feature.get("geometry").unwrap_or(&Value::Null);
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    let below = ".geometry.coordinates";
    let polygons: Vec<(&Value, String)> = match (kind_of(geometry), coordinates) {
        ("Polygon", _) => vec![(coordinates, below.to_owned())],
        ("MultiPolygon", Value::Array(polygons)) => {
            polygons.iter().enumerate().map(|(at, polygon)| (polygon, format!("{below}[{at}]"))).collect()
        }
        (other, _) => {
            let shown: String = other.chars().take(40).collect();
            let error = Error::new(Code::InvalidValue).arg("field", "geometry").arg("value", shown);
            return Err((error.arg("expected", "Polygon, MultiPolygon"), ".geometry".to_owned()));
        }
    };
    if polygons.is_empty() {
        return Err((Error::new(Code::MissingField).arg("field", "coordinates"), below.to_owned()));
    }
    let (mut positions, mut bounds) = (0, [180.0_f64, 90.0, -180.0, -90.0]);
    let mut read = Vec::with_capacity(polygons.len());
    for (polygon, at) in &polygons {
        let rings = checked_polygon(polygon, at, MOST_POSITIONS - positions)?;
        for [x, y] in rings.iter().flatten() {
            bounds = [bounds[0].min(*x), bounds[1].min(*y), bounds[2].max(*x), bounds[3].max(*y)];
        }
        positions += rings.iter().map(Vec::len).sum::<usize>();
        read.push(rings);
    }
    Ok(Boundary { code, geometry: geometry_text(&read), positions, bounds })
}

fn geometry_text(polygons: &[Vec<Ring>]) -> String {
    let (kind, coordinates) = match polygons {
        [one] => ("Polygon", serde_json::to_string(one)),
        many => ("MultiPolygon", serde_json::to_string(many)),
    };
    // Finite numbers are written without fail.
    format!(r#"{{"type":"{kind}","coordinates":{}}}"#, coordinates.unwrap_or_default())
}

fn code_of(
    feature: &Value,
    property: &str,
    is_known: &impl Fn(&AreaCode) -> bool,
) -> Result<AreaCode, Error> {
    let text = match feature.pointer("/properties").and_then(|properties| properties.get(property)) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return Err(Error::new(Code::MissingField).arg("field", property)),
    };
    let code = AreaCode::new(text.as_str())?;
    if is_known(&code) {
        return Ok(code);
    }
    let digits = text.bytes().all(|b| b.is_ascii_digit()) && text.len() <= DIGITS;
    let padded = digits.then(|| AreaCode::new(format!("{text:0<DIGITS$}"))).transpose()?;
    padded.filter(is_known).ok_or_else(|| Error::new(Code::AreaUnknown).arg("value", &code))
}
