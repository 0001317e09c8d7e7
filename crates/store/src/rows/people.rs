//! Rows about persons besides the person itself: how they are found again, and
//! who asked for them.

use kernel::{AreaPath, Date, FactId, GroupId, PersonId, Timestamp, UnitId, UserId};
use uuid::Uuid;

use crate::table::{Versioned, record};

record! {
    /// A key under which a person is found: never the value, only its keyed hash.
    pub struct PersonTokenRow in "person_token" key ["token", "area_path", "person_id"] on Ignore {
        /// The first half of an HMAC-SHA-256 under the index key.
        token: Vec<u8>,
        /// Where the person is looked after.
        area: AreaPath = "area_path",
        /// Who.
        person: PersonId = "person_id",
        /// What it was made of, for example `name`.
        kind: String,
    }
}
record! {
    /// That somebody asks other areas for a person whom he cannot find in his own.
    pub struct MatchRequestRow in "match_request" key ["id"] on Ignore {
        /// Which request.
        id: Uuid,
        /// When.
        asked_at: Timestamp,
        /// By whom.
        by: UserId = "by_user",
        /// For which unit.
        unit: Option<UnitId> = "by_unit",
        /// From which area.
        area: AreaPath = "area_path",
        /// Why.
        reason: String,
    }
}
record! {
    /// A person who may be the one asked for, and what his area said.
    pub struct MatchTargetRow in "match_target" key ["request_id", "person_id"] on Replace {
        /// Of which request.
        request: Uuid = "request_id",
        /// Who.
        person: PersonId = "person_id",
        /// His area.
        area: AreaPath = "area_path",
        /// What speaks for it, codes with commas between.
        evidence: String,
        /// Whether his area told the asker; none until it has decided.
        accepted: Option<bool>,
        /// When it was decided.
        decided_at: Option<Timestamp>,
        /// By whom.
        decided_by: Option<UserId>,
        /// Why.
        reason: Option<String>,
    }
}
record! {
    /// That a person is the same as another one, or no longer.
    pub struct PersonMergeRow in "person_merge_version" key ["id", "version"] on Fail {
        /// Who was merged.
        id: PersonId,
        /// 1, 2, 3…
        version: i64,
        /// Since when we know it so.
        recorded_from: Timestamp,
        /// Until when we knew it so; none for the current version.
        recorded_to: Option<Timestamp>,
        /// Where he is looked after.
        area: AreaPath = "area_path",
        /// As whom he is known; none once it is undone.
        into: Option<PersonId> = "into_id",
        /// The fact that says so.
        fact: FactId = "fact_id",
    }
}
impl Versioned for PersonMergeRow {
    fn uuid(&self) -> Uuid {
        self.id.0
    }
}
record! {
    /// That somebody lives in a household.
    pub struct HouseholdMemberRow in "household_member" key ["household_id", "person_id", "from_on"] on Replace {
        /// Which household.
        household: GroupId = "household_id",
        /// Who.
        person: PersonId = "person_id",
        /// First day.
        from: Date = "from_on",
        /// First day he no longer does.
        until: Option<Date> = "until_on",
    }
}
record! {
    /// Where a person lives or works.
    pub struct AddressRow in "person_address" key ["id"] on Replace {
        /// Which address of his.
        id: Uuid,
        /// Whose.
        person: PersonId = "person_id",
        /// `home`, `work` or `stay`.
        kind: String,
        /// In which area.
        area: AreaPath = "area_path",
        /// Street and house, sealed under the person's key.
        sealed: Option<Vec<u8>>,
        /// First day.
        from: Date = "from_on",
        /// First day it no longer is.
        until: Option<Date> = "until_on",
        /// When it was recorded.
        recorded_at: Timestamp,
    }
}
