//! Questions: what is known, as of a moment, inside the caller's areas.

mod affairs;
mod boards;
mod bulletins;
mod chains;
mod curves;
mod duplicates;
mod editions;
mod handovers;
mod laboratory;
mod musts;
mod news;
mod obligations;
mod outside;
mod people;
mod records;
mod sight;
mod situation;
mod trials;

use kernel::{AreaPath, AsOf, Result, Timestamp};
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub use boards::{EarlyLine, ScheduleLine};
pub(crate) use editions::Reviewed;

pub use affairs::{DeliveryDetail, DirectiveLine, Document, Standing, TaskDetail, UnitTasks, relay_lag};
pub use chains::{ChainNode, ChainView, ChainsSummary, NodeName, OutsideNode};
pub use curves::{CLASSES as CURVE_CLASSES, Curve, CurveBin, CurveQuery, CurveUnit};
pub(crate) use duplicates::Asked;
pub use duplicates::{Duplicate, DuplicateQuery, Duplicates};
pub use handovers::HandoverView;
pub use laboratory::{SampleLine, TestLine};
pub use musts::{FourMusts, Missing, Must};
pub use news::NewsCursor;
pub use obligations::{LadderStep, ObligationDetail, ObligationLine, UnitDuties, UnitsQuery, Whose};
pub use outside::{ExposureLine, OutsidePerson, SeenOutside};
pub(crate) use people::checked_purpose;
pub use people::{PersonTrace, PersonalLine};
pub use records::{CaseDetail, FactLine};
pub use situation::{
    ACTIVE_LEVELS, AreaCases, AreaFigures, CaseFigures, DutyFigures, DutyRoster, EarliesFigures,
    EarlyFigures, Figure, MustFigures, MustsFigures, OnCall, OrderFigures, Records, Situation,
    SituationQuery, ZoneFilter,
};

use crate::{App, rows};

/// A record as somebody sees it, with the version that a change must name.
#[derive(Clone, Debug)]
pub struct Seen<T> {
    /// Which record.
    pub id: Uuid,
    /// Which version of it.
    pub version: i64,
    /// When this version became known.
    pub recorded_from: Timestamp,
    /// Where it belongs.
    pub area: AreaPath,
    /// Its state.
    pub state: T,
}

impl<T: DeserializeOwned> Seen<T> {
    pub(crate) fn read(
        id: Uuid,
        version: i64,
        recorded_from: Timestamp,
        area: AreaPath,
        state: &str,
    ) -> Result<Self> {
        Ok(Self { id, version, recorded_from, area, state: rows::state(state)? })
    }
}

impl App {
    /// The moment of knowledge asked for; now when none is.
    pub fn as_of(&self, asked: Option<Timestamp>) -> AsOf {
        asked.map_or_else(|| AsOf::Now(self.now()), AsOf::Known)
    }
}
