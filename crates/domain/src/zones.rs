//! Risk zones, as far as orders need them: the level of an area.

use kernel::{AreaPath, Result, SubjectRef};
use protocol::schema::ZoneLevel;
use serde::{Deserialize, Serialize};

use crate::context::text_within;
use crate::{Ctx, Fact, FactBody};

/// The risk level of an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RiskZone {
    /// The area, as subject.
    pub area: AreaPath,
    /// Its level.
    pub level: ZoneLevel,
    /// The unit drawn: estate, building, household …
    pub unit_of_zone: String,
}

/// Sets the level of an area.
///
/// # Errors
/// `value.missing` without the unit drawn.
pub fn set(
    subject: SubjectRef,
    area: &AreaPath,
    level: ZoneLevel,
    unit_of_zone: &str,
    ctx: &mut Ctx<'_>,
) -> Result<Fact> {
    text_within("unit_of_zone", unit_of_zone, 60)?;
    let now = ctx.now;
    let body = FactBody::ZoneSet { level, unit_of_zone: unit_of_zone.to_owned() };
    Ok(ctx.fact(subject, Vec::new(), area, now, body))
}

/// The zone after a fact.
pub fn evolve(zone: Option<RiskZone>, fact: &Fact) -> Option<RiskZone> {
    match &fact.body {
        FactBody::ZoneSet { level, unit_of_zone } => {
            Some(RiskZone { area: fact.area.clone(), level: *level, unit_of_zone: unit_of_zone.clone() })
        }
        _ => zone,
    }
}
