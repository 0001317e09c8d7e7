//! Risk zones, as far as orders need them.

use authz::Action;
use domain::zones;
use kernel::{AreaPath, Result, SubjectRef};
use protocol::schema::ZoneLevel;
use store::Wanted;

use crate::{App, Caller, Key, Receipt};

/// The level of an area.
#[derive(Clone, Debug)]
pub struct ZoneInput {
    /// The area.
    pub area: AreaPath,
    /// Its level.
    pub level: ZoneLevel,
    /// The unit drawn: estate, building, household …
    pub unit_of_zone: String,
}

impl App {
    /// Sets the level of an area.
    ///
    /// # Errors
    /// As [`zones::set`]; `access.forbidden`.
    pub async fn set_zone(&self, caller: &Caller, key: Option<&Key>, input: ZoneInput) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                let area = rec.directory().present(&input.area)?;
                rec.require(Action::SetZones, &area)?;
                rec.zone_level(&area).await?;
                let subject = SubjectRef::area(&kernel::AreaCode::new(area.code())?);
                let fact = {
                    let mut ctx = rec.ctx(&area);
                    zones::set(subject, &area, input.level, &input.unit_of_zone, &mut ctx)?
                };
                rec.record(vec![fact]).await
            })
        })
        .await
    }
}
