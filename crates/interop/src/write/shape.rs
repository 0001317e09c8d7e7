//! Our own shape of every kind of record: which headings a table has, in which
//! order, and which of them name somebody. Readers and writers share it.

use std::fmt;

/// When a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Always. An id is a pseudonym unless persons may be named.
    Always,
    /// Only where persons may be named.
    Named,
    /// Only where they may not: the coarser form of another field.
    Coarse,
}

/// One field of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapeField {
    /// Its heading.
    pub name: &'static str,
    /// When it is written.
    pub shown: Shown,
}

const fn always(name: &'static str) -> ShapeField {
    ShapeField { name, shown: Shown::Always }
}
const fn named(name: &'static str) -> ShapeField {
    ShapeField { name, shown: Shown::Named }
}
const fn coarse(name: &'static str) -> ShapeField {
    ShapeField { name, shown: Shown::Coarse }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $text:literal: $($shown:ident $name:literal),+;)+) => {
        /// A kind of record that is written in our own shape.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ExportKind { $($(#[$doc])* $kind,)+ }

        impl ExportKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];
            /// Its name.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$kind => $text,)+ } }
            /// Its fields, in the order of the table.
            pub const fn fields(self) -> &'static [ShapeField] {
                match self { $(Self::$kind => const { &[$($shown($name)),+] },)+ }
            }
        }
    };
}

kinds! {
    /// Cases, by number.
    Cases = "cases":
        named "number", always "id", always "disease", always "classification", always "status",
        always "severity", always "onset_on", always "opened_at", always "first_visit_at",
        always "first_positive_at", always "resulted_at", always "reported_at", always "isolated_at",
        always "admitted_at", always "ended_at", always "outcome", always "rule", always "edition",
        always "area", always "person", named "name", named "id_number", named "phone", named "address",
        named "birth_date", always "sex", named "birth_year", coarse "age_band";
    /// Contacts.
    Contacts = "contacts":
        always "id", always "case", named "case_number", always "disease", always "class", always "order",
        always "status", always "first_exposure_at", always "last_exposure_at", always "determined_at",
        always "reached_at", always "rule", always "edition", always "area", always "person", named "name",
        named "id_number", named "phone", named "address", named "birth_date", always "sex",
        named "birth_year", coarse "age_band";
    /// Exposures, those by which an infection passed among them.
    Exposures = "exposures":
        always "id", always "disease", always "from_kind", always "from", named "from_number",
        always "to_kind", always "to", named "to_number", always "kind", always "setting",
        always "protected", always "transmission", always "started_at", always "ended_at",
        always "status", always "area";
    /// Quarantine and other restricting orders.
    Orders = "orders":
        always "id", always "target_kind", always "contact", always "case", always "disease",
        always "measure", always "group", always "regime", always "form", always "anchor_on",
        always "starts_on", always "ends_on", always "status", always "central", always "issued_at",
        always "started_at", always "basis", named "reason_zh", named "reason_en", always "unit",
        always "days_beyond", always "edition", always "area", always "person", named "name",
        named "id_number", named "phone", named "address", named "birth_date", always "sex",
        named "birth_year", coarse "age_band";
    /// Obligations, by due time.
    Obligations = "obligations":
        always "id", always "rule", always "disease", always "edition", always "subject_kind",
        always "subject", always "occurrence", always "state", always "holder", always "duty_zh",
        always "duty_en", always "starts_at", always "warn_at", always "due_at", always "closed_at",
        always "area";
    /// Test results.
    Tests = "tests":
        always "id", always "disease", always "method", always "result", always "ct", always "sampled_at",
        always "resulted_at", always "area", always "person", named "name", named "id_number",
        named "phone", named "address", named "birth_date", always "sex", named "birth_year",
        coarse "age_band";
    /// First visits at sentinels.
    Visits = "visits":
        always "id", always "disease", always "unit", always "facility", always "symptoms",
        always "temperature_c", always "seen_at", always "reported_at", always "disposition",
        always "status", always "area", always "person", named "name", named "id_number", named "phone",
        named "address", named "birth_date", always "sex", named "birth_year", coarse "age_band";
    /// Chains of transmission: the cases as nodes, with these attributes.
    Chains = "chains":
        named "number", always "disease", always "classification", always "onset_on", always "area",
        always "sex", named "birth_year", coarse "age_band";
}

/// The attributes of a link of [`ExportKind::Chains`].
pub const LINK_FIELDS: [&str; 4] = ["kind", "setting", "started_at", "ended_at"];

impl ExportKind {
    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }
    /// The headings of its table, where persons may be named or may not.
    pub fn headings(self, identified: bool) -> Vec<&'static str> {
        let wanted = |shown| match shown {
            Shown::Always => true,
            Shown::Named => identified,
            Shown::Coarse => !identified,
        };
        self.fields().iter().filter(|field| wanted(field.shown)).map(|field| field.name).collect()
    }
    /// The kind of a table in our own shape, by its headings: those of an
    /// identified or de-identified export, whole and in order.
    pub fn recognise(headings: &[&str]) -> Option<(Self, bool)> {
        let pairs = Self::ALL.iter().flat_map(|kind| [(*kind, true), (*kind, false)]);
        pairs.into_iter().find(|(kind, identified)| kind.headings(*identified) == headings)
    }
}

impl fmt::Display for ExportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_shape_is_known_by_its_headings() {
        for kind in ExportKind::ALL {
            let names: BTreeSet<_> = kind.fields().iter().map(|field| field.name).collect();
            assert_eq!(names.len(), kind.fields().len(), "{kind}");
            assert_eq!(ExportKind::parse(kind.as_str()), Some(*kind));
            assert_eq!(ExportKind::recognise(&kind.headings(true)).map(|(kind, _)| kind), Some(*kind));
        }
        assert_eq!(
            ExportKind::recognise(&ExportKind::Cases.headings(false)),
            Some((ExportKind::Cases, false))
        );
        assert_eq!(ExportKind::recognise(&["number", "onset"]), None);
    }

    #[test]
    fn nobody_is_named_without_leave() {
        for kind in ExportKind::ALL {
            for heading in kind.headings(false) {
                let names = ["name", "id_number", "phone", "address", "birth_date", "birth_year", "number"];
                assert!(!names.contains(&heading), "{kind}: {heading}");
            }
        }
    }
}
