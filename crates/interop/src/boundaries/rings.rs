//! Rings: read, closed, simple, turned the right way.

use kernel::{Code, Error};
use serde_json::Value;

use super::Fault;

/// Longitude and latitude, degrees.
pub(super) type Position = [f64; 2];
/// A closed line of positions; the last is the first.
pub(super) type Ring = Vec<Position>;

/// Reads a polygon: its outer ring, then its holes.
pub(super) fn checked_polygon(polygon: &Value, at: &str, most: usize) -> Result<Vec<Ring>, Fault> {
    let Some(rings) = polygon.as_array().filter(|rings| !rings.is_empty()) else {
        return Err((Error::new(Code::MissingField).arg("field", "coordinates"), at.to_owned()));
    };
    let mut read: Vec<Ring> = Vec::with_capacity(rings.len());
    let mut positions = 0;
    for (number, ring) in rings.iter().enumerate() {
        let at = format!("{at}[{number}]");
        let mut ring = checked_ring(ring, &at, most - positions)?;
        positions += ring.len();
        let turns_left = twice_area(&ring) > 0.0;
        // Outer rings turn left, holes turn right.
        if turns_left != (number == 0) {
            ring.reverse();
        }
        if let (Some(outer), Some(corner)) = (read.first(), ring.first())
            && !holds(outer, *corner)
        {
            return Err((Error::new(Code::BoundaryHoleOutside).arg("position", shown(*corner)), at));
        }
        read.push(ring);
    }
    Ok(read)
}

fn shown(position: Position) -> String {
    format!("{}, {}", position[0], position[1])
}

fn checked_ring(ring: &Value, at: &str, most: usize) -> Result<Ring, Fault> {
    let positions = ring.as_array().map(Vec::as_slice).unwrap_or_default();
    if positions.len() > most {
        let error = Error::new(Code::OutOfRange).arg("field", "positions").arg("value", positions.len());
        return Err((error.arg("min", 4).arg("max", most), at.to_owned()));
    }
    let mut read: Ring = Vec::with_capacity(positions.len());
    for (number, position) in positions.iter().enumerate() {
        let position = checked_position(position).map_err(|error| (error, format!("{at}[{number}]")))?;
        if let Some(last) = read.last()
            && (last[0] - position[0]).abs() > 180.0
        {
            let error = Error::new(Code::BoundaryAntimeridian).arg("position", shown(position));
            return Err((error, format!("{at}[{number}]")));
        }
        read.push(position);
    }
    let closed = read.len() >= 4 && read.first() == read.last();
    // Twice the same position in a row says nothing, and is no crossing.
    read.dedup();
    if !closed || read.len() < 4 || twice_area(&read) == 0.0 {
        return Err((Error::new(Code::BoundaryOpenRing).arg("positions", positions.len()), at.to_owned()));
    }
    match crossing(&read) {
        None => Ok(read),
        Some(position) => {
            Err((Error::new(Code::BoundaryCrossesItself).arg("position", shown(position)), at.to_owned()))
        }
    }
}

fn checked_position(position: &Value) -> Result<Position, Error> {
    let number = |at: usize| position.get(at).and_then(Value::as_f64);
    let (Some(x), Some(y)) = (number(0), number(1)) else {
        let shown: String = position.to_string().chars().take(40).collect();
        let error = Error::new(Code::InvalidValue).arg("field", "position").arg("value", shown);
        return Err(error.arg("expected", "[longitude, latitude]"));
    };
    for (field, value, most) in [("longitude", x, 180.0), ("latitude", y, 90.0)] {
        if !(-most..=most).contains(&value) {
            let error = Error::new(Code::OutOfRange).arg("field", field).arg("value", value);
            return Err(error.arg("min", -most).arg("max", most));
        }
    }
    Ok([x, y])
}

/// Twice the area of a ring in square degrees; above zero when it turns left.
fn twice_area(ring: &[Position]) -> f64 {
    ring.windows(2).map(|side| side[0][0] * side[1][1] - side[1][0] * side[0][1]).sum()
}

/// Whether a ring holds a position, its line included.
fn holds(ring: &[Position], at: Position) -> bool {
    let mut inside = false;
    for side in ring.windows(2) {
        let (a, b) = (side[0], side[1]);
        if turn(a, b, at) == 0.0 && between(a, b, at) {
            return true;
        }
        if (a[1] > at[1]) != (b[1] > at[1]) {
            let x = (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0];
            inside ^= at[0] < x;
        }
    }
    inside
}

/// On which side of a line from `a` to `b` a position lies.
fn turn(a: Position, b: Position, at: Position) -> f64 {
    (b[0] - a[0]) * (at[1] - a[1]) - (b[1] - a[1]) * (at[0] - a[0])
}

fn between(a: Position, b: Position, at: Position) -> bool {
    (0..2).all(|axis| a[axis].min(b[axis]) <= at[axis] && at[axis] <= a[axis].max(b[axis]))
}

/// Whether two sides meet anywhere.
fn meet(a: Position, b: Position, c: Position, d: Position) -> bool {
    let (to_c, to_d, to_a, to_b) = (turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b));
    let apart = |p: f64, q: f64| (p > 0.0 && q > 0.0) || (p < 0.0 && q < 0.0);
    if apart(to_c, to_d) || apart(to_a, to_b) {
        return false;
    }
    if to_c != 0.0 || to_d != 0.0 {
        return true;
    }
    // On one line: they meet where one holds an end of the other.
    between(a, b, c) || between(a, b, d) || between(c, d, a) || between(c, d, b)
}

/// Where a ring crosses or touches itself along a side. Two sides may share a
/// corner: real boundaries touch themselves in points.
fn crossing(ring: &[Position]) -> Option<Position> {
    let mut sides: Vec<(Position, Position)> = ring.windows(2).map(|side| (side[0], side[1])).collect();
    let (west, east) = (
        |side: &(Position, Position)| side.0[0].min(side.1[0]),
        |side: &(Position, Position)| side.0[0].max(side.1[0]),
    );
    sides.sort_by(|a, b| west(a).total_cmp(&west(b)));
    for (at, one) in sides.iter().enumerate() {
        let end = east(one);
        for other in sides[at + 1..].iter().take_while(|other| west(other) <= end) {
            let apart = one.0[1].max(one.1[1]) < other.0[1].min(other.1[1])
                || other.0[1].max(other.1[1]) < one.0[1].min(one.1[1]);
            if apart {
                continue;
            }
            let corner = [one.0, one.1].into_iter().find(|p| *p == other.0 || *p == other.1);
            let bad = match corner {
                None => meet(one.0, one.1, other.0, other.1),
                Some(corner) => doubles_back(*one, *other, corner),
            };
            if bad {
                return Some(corner.unwrap_or(one.0));
            }
        }
    }
    None
}

/// Whether two sides with a corner in common lie upon one another.
fn doubles_back(one: (Position, Position), other: (Position, Position), corner: Position) -> bool {
    let far = |side: (Position, Position)| if side.0 == corner { side.1 } else { side.0 };
    let (a, b) = (far(one), far(other));
    turn(corner, a, b) == 0.0
        && (a[0] - corner[0]) * (b[0] - corner[0]) + (a[1] - corner[1]) * (b[1] - corner[1]) > 0.0
}
