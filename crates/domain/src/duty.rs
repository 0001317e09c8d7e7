//! Round-the-clock duty (C01): a post that must be watched, the shifts that
//! watch it, and the gaps between them, found ahead of time. Beside it stand
//! roll-calls, absences, major events and the calendar.

pub mod leave;
pub mod major_events;
pub mod occasions;
pub mod roll_calls;

use kernel::{AreaPath, Code, Error, PostId, Result, ShiftId, Timestamp, UnitId, UserId};
use serde::{Deserialize, Serialize};

use crate::context::text_within;
use crate::{Ctx, Fact, FactBody};

pub use leave::{Leave, LeaveAsked};
pub use major_events::MajorEvent;
pub use occasions::{Occasion, OccasionSet};
pub use roll_calls::RollCall;

/// A span of time at a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// Which shift; a required watch and a gap have one too.
    pub id: ShiftId,
    /// Which post.
    pub post: PostId,
    /// Its unit.
    pub unit: UnitId,
    /// Where the unit belongs.
    pub area: AreaPath,
    /// Who stands it; nobody for a required watch or a gap.
    pub holder: Option<UserId>,
    /// From when.
    pub from: Timestamp,
    /// Until when (exclusive).
    pub until: Timestamp,
    /// `watch` (must be covered), `shift` (covers) or `gap` (told, not yet filled).
    pub status: String,
    /// What whoever ended the turn told the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A post and where it belongs.
#[derive(Clone, Debug)]
pub struct PostPlace {
    /// The post.
    pub post: PostId,
    /// Its unit.
    pub unit: UnitId,
    /// The unit's area.
    pub area: AreaPath,
}

/// Requires that a post be watched without a gap.
///
/// # Errors
/// An empty or reversed span.
pub fn require_watch(
    place: &PostPlace,
    from: Timestamp,
    until: Timestamp,
    turns: &[Turn],
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    proper_span(from, until)?;
    let now = ctx.now;
    let body = FactBody::WatchRequired { unit: place.unit, from, until };
    let watch = ShiftId::new(ctx.ids).subject();
    let mut facts = vec![ctx.fact(place.post.subject(), vec![watch], &place.area, now, body)];
    let gaps = gaps(&[(from, until)], &shifts(turns));
    facts.extend(gap_facts(place, &gaps, &[], ctx));
    Ok(facts)
}

/// Puts somebody on the roster; tells which gaps remain and which are filled.
///
/// # Errors
/// `duty.shift_overlap` when somebody else stands the post then; an empty span.
pub fn roster(
    place: &PostPlace,
    holder: UserId,
    from: Timestamp,
    until: Timestamp,
    turns: &[Turn],
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    proper_span(from, until)?;
    if let Some(clash) = turns.iter().find(|t| t.status == "shift" && t.from < until && from < t.until) {
        return Err(Error::new(Code::ShiftOverlap).arg("from", clash.from).arg("to", clash.until));
    }
    let now = ctx.now;
    let id = ShiftId::new(ctx.ids);
    let body = FactBody::ShiftRostered { unit: place.unit, from, until, holder };
    let mut facts = vec![ctx.fact(id.subject(), vec![place.post.subject()], &place.area, now, body)];
    let watches: Vec<_> = turns.iter().filter(|t| t.status == "watch").map(|t| (t.from, t.until)).collect();
    let mut covered = shifts(turns);
    covered.push((from, until));
    let remaining = gaps(&watches, &covered);
    let told: Vec<&Turn> = turns.iter().filter(|t| t.status == "gap").collect();
    for gap in &told {
        if !remaining.contains(&(gap.from, gap.until)) {
            let body = FactBody::DutyGapFilled { from: gap.from, until: gap.until };
            facts.push(ctx.fact(gap.id.subject(), vec![place.post.subject()], &place.area, now, body));
        }
    }
    let known: Vec<_> = told.iter().map(|t| (t.from, t.until)).collect();
    facts.extend(gap_facts(place, &remaining, &known, ctx));
    Ok(facts)
}

/// Ends a turn with a note for whoever comes next.
///
/// # Errors
/// `access.forbidden` for anybody but its holder; `value.missing`,
/// `value.too_long`; `duty.wrong_state` before it begins, or for what is no shift.
pub fn hand_over(turn: &Turn, note: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    if turn.holder.is_none() || ctx.actor.user != turn.holder {
        return Err(Error::new(Code::Forbidden).arg("action", "hand_over_shift"));
    }
    text_within("note", note, 2000)?;
    if turn.status != "shift" || ctx.now < turn.from {
        return Err(Error::new(Code::DutyState).arg("state", &turn.status).arg("action", "hand_over"));
    }
    let now = ctx.now;
    let body = FactBody::ShiftHandedOver { unit: turn.unit, note: note.to_owned() };
    Ok(ctx.fact(turn.id.subject(), vec![turn.post.subject()], &turn.area, now, body))
}

fn shifts(turns: &[Turn]) -> Vec<(Timestamp, Timestamp)> {
    turns.iter().filter(|t| t.status == "shift").map(|t| (t.from, t.until)).collect()
}

fn proper_span(from: Timestamp, until: Timestamp) -> Result<()> {
    if from < until {
        Ok(())
    } else {
        Err(Error::new(Code::DatesOutOfOrder)
            .arg("earlier_field", "from")
            .arg("earlier", from)
            .arg("later_field", "until")
            .arg("later", until))
    }
}

/// A gap is a subject of its own, so that filling one closes just that one.
fn gap_facts(
    place: &PostPlace,
    gaps: &[(Timestamp, Timestamp)],
    known: &[(Timestamp, Timestamp)],
    ctx: &mut Ctx<'_>,
) -> Vec<Fact> {
    let now = ctx.now;
    gaps.iter()
        .filter(|gap| !known.contains(gap))
        .map(|&(from, until)| {
            let id = ShiftId::new(ctx.ids);
            let body = FactBody::DutyGapFound { unit: place.unit, from, until };
            ctx.fact(id.subject(), vec![place.post.subject()], &place.area, now, body)
        })
        .collect()
}

/// The parts of the watches that no shift covers, in order of time.
pub fn gaps(
    watches: &[(Timestamp, Timestamp)],
    shifts: &[(Timestamp, Timestamp)],
) -> Vec<(Timestamp, Timestamp)> {
    let mut shifts = shifts.to_vec();
    shifts.sort_unstable();
    let mut found = Vec::new();
    for &(from, until) in watches {
        let mut covered_to = from;
        for &(start, end) in shifts.iter().filter(|(start, end)| *end > from && *start < until) {
            if start > covered_to {
                found.push((covered_to, start));
            }
            covered_to = covered_to.max(end);
        }
        if covered_to < until {
            found.push((covered_to, until));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The turn after a fact.
pub fn evolve(turn: Option<Turn>, fact: &Fact) -> Option<Turn> {
    let post = fact.subject_of(kernel::SubjectKind::Post).map(PostId);
    let id = fact.subject_of(kernel::SubjectKind::Shift).map(ShiftId);
    let new = |unit: UnitId, from, until, holder, status: &str| {
        Some(Turn {
            id: id?,
            post: post?,
            unit,
            area: fact.area.clone(),
            holder,
            from,
            until,
            status: status.to_owned(),
            note: None,
        })
    };
    match &fact.body {
        FactBody::WatchRequired { unit, from, until } => new(*unit, *from, *until, None, "watch"),
        FactBody::ShiftRostered { unit, from, until, holder } => {
            new(*unit, *from, *until, Some(*holder), "shift")
        }
        FactBody::DutyGapFound { unit, from, until } => new(*unit, *from, *until, None, "gap"),
        FactBody::DutyGapFilled { .. } => turn.map(|t| Turn { status: "filled".to_owned(), ..t }),
        FactBody::ShiftHandedOver { note, .. } => turn.map(|t| Turn { note: Some(note.clone()), ..t }),
        _ => turn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_micros(hour * 3_600_000_000)
    }

    #[test]
    fn c01_gaps_are_what_no_shift_covers() {
        for (shifts, expected) in [
            (vec![], vec![(0, 24)]),
            (vec![(0, 8), (8, 16), (16, 24)], vec![]),
            (vec![(0, 8), (9, 24)], vec![(8, 9)]),
            (vec![(16, 30), (-2, 8)], vec![(8, 16)]),
            (vec![(2, 6), (4, 10)], vec![(0, 2), (10, 24)]),
        ] {
            let shifts: Vec<_> = shifts.into_iter().map(|(a, b)| (at(a), at(b))).collect();
            let expected: Vec<_> = expected.into_iter().map(|(a, b)| (at(a), at(b))).collect();
            assert_eq!(gaps(&[(at(0), at(24))], &shifts), expected);
        }
    }

    proptest! {
        #[test]
        fn c01_every_hour_is_covered_or_in_a_gap(spans in proptest::collection::vec((0i64..48, 1i64..12), 0..12)) {
            let shifts: Vec<_> = spans.iter().map(|(a, n)| (at(*a), at(a + n))).collect();
            let found = gaps(&[(at(0), at(48))], &shifts);
            for hour in 0..48 {
                let covered = shifts.iter().any(|(a, b)| *a <= at(hour) && at(hour) < *b);
                let in_gap = found.iter().any(|(a, b)| *a <= at(hour) && at(hour) < *b);
                prop_assert!(covered != in_gap, "hour {hour}");
            }
        }
    }
}
