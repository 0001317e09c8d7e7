//! What a neighbour sees of records outside his areas: no id, no name, weeks
//! for days, prefectures for areas, ages within ten years.

use app::questions::{OutsidePerson as Person, SeenOutside};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A case outside the caller's areas, as a neighbour sees it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutsideCase {
    /// The prefecture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    disease: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    classification: Option<String>,
    /// A week of ISO 8601, for example `2022-W26`; so are the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    onset_week: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_positive_week: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opened_week: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    isolated_week: Option<String>,
}

/// A standing as contact outside the caller's areas, as a neighbour sees it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutsideContact {
    /// The prefecture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    disease: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_exposure_week: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    determined_week: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<String>,
}

/// An order outside the caller's areas, as a neighbour sees it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutsideOrder {
    /// The prefecture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    disease: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    measure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    starts_week: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends_week: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<String>,
}

/// What is told of the person himself.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutsideSelf {
    /// The prefecture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sex: Option<String>,
    /// For example `40-49`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    age_band: Option<String>,
}

/// A person outside the caller's areas, with how he stands in the outbreak.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutsidePerson {
    /// The same for all who look from one area at one outbreak; no id, and
    /// another one from every other area.
    pseudonym: String,
    #[serde(flatten)]
    person: OutsideSelf,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<OutsideCase>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<OutsideContact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<OutsideOrder>,
}

impl From<Person> for OutsidePerson {
    fn from(person: Person) -> Self {
        Self {
            pseudonym: person.pseudonym,
            person: read(person.person),
            case: person.case.map(read),
            contact: person.contact.map(read),
            order: person.order.map(read),
        }
    }
}

/// What is shown, in the form of the wire; what has no place there is not told.
pub fn read<T: DeserializeOwned + Default>(seen: SeenOutside) -> T {
    serde_json::from_value(seen.into_iter().collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use authz::{Coarse, Record, Sight};

    /// Every field that the reviewed list shows, with some text in it.
    fn everything(record: Record) -> SeenOutside {
        let name = |(field, sight): &(&str, Sight)| match sight {
            Sight::Hidden | Sight::Coarse(Coarse::Pseudonym) => None,
            Sight::Coarse(Coarse::AgeBand) => Some("age_band".to_owned()),
            Sight::Coarse(Coarse::Week) => {
                let stem = field.trim_end_matches("_at").trim_end_matches("_on");
                Some(format!("{stem}_week"))
            }
            Sight::Shown | Sight::Coarse(Coarse::Prefecture) => Some((*field).to_owned()),
        };
        authz::fields(record).iter().filter_map(name).map(|name| (name, "x".into())).collect()
    }

    #[test]
    fn every_field_that_is_shown_has_its_place_on_the_wire() {
        fn whole<T: DeserializeOwned + Default + Serialize>(record: Record) {
            let seen = everything(record);
            let told = serde_json::to_value(read::<T>(seen.clone())).expect("written");
            assert_eq!(told, seen.into_iter().collect::<serde_json::Value>(), "{record}");
        }
        whole::<OutsideCase>(Record::Case);
        whole::<OutsideContact>(Record::Contact);
        whole::<OutsideOrder>(Record::Order);
        whole::<OutsideSelf>(Record::Person);
    }
}
