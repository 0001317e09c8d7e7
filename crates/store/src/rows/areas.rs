//! Areas as they were, what became of them, where they lie, and who lives there.

use kernel::{AreaCode, AreaLevel, AreaPath, Date, FactId, LinkKind, Timestamp};

use crate::table::record;

record! {
    /// A version of an area that is no longer.
    pub struct AreaPastRow in "area_past" key ["code", "valid_to"] on Replace {
        /// Its code.
        code: AreaCode,
        /// First day on which it was no longer so.
        valid_to: Date,
        /// First day on which it was so; from the beginning when absent.
        valid_from: Option<Date>,
        /// The area above; none for a root.
        parent: Option<AreaCode>,
        /// The codes from the root.
        path: AreaPath,
        /// Its rank.
        level: AreaLevel,
        /// Chinese name.
        name_zh: String,
        /// English name.
        name_en: String,
        /// IANA time zone.
        zone: String,
        /// The fact that ended it.
        fact: FactId = "fact_id",
    }
}
record! {
    /// From a path that is no longer to what it became.
    pub struct AreaLinkRow in "area_link" key ["fact_id", "place"] on Fail {
        /// The fact of the change.
        fact: FactId = "fact_id",
        /// Its place among the links of the change.
        place: i64,
        /// The path before.
        from: AreaPath = "from_path",
        /// The path of what it became.
        to: AreaPath = "to_path",
        /// What goes along.
        kind: LinkKind,
        /// From which day.
        changed_on: Date,
        /// When it became known (business time).
        recorded_at: Timestamp,
    }
}
record! {
    /// Where an area lies.
    pub struct AreaBoundaryRow in "area_boundary" key ["code"] on Replace {
        /// Which area.
        code: AreaCode,
        /// A GeoJSON geometry: Polygon or MultiPolygon, WGS 84.
        geometry: String,
        /// How many positions it has.
        vertices: i64,
        /// Least longitude.
        west: f64,
        /// Least latitude.
        south: f64,
        /// Greatest longitude.
        east: f64,
        /// Greatest latitude.
        north: f64,
        /// Where it comes from.
        source: String,
        /// When it was taken in (wall clock).
        recorded_at: Timestamp,
    }
}
record! {
    /// How many people of an age and sex live in an area.
    pub struct AreaPopulationRow in "area_population" key ["code", "counted_on", "sex", "age_from"] on Replace {
        /// Which area.
        code: AreaCode,
        /// The day of the count.
        counted_on: Date,
        /// `all`, `female` or `male`.
        sex: String,
        /// Least age, in whole years.
        age_from: i64,
        /// Greatest age, included; open when absent.
        age_to: Option<i64>,
        /// How many.
        persons: i64,
        /// Where it comes from.
        source: String,
        /// When it was taken in (wall clock).
        recorded_at: Timestamp,
    }
}
