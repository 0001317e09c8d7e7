//! Who may be meant: asked before somebody is registered a second time.

use authz::Action;
use kernel::{AreaPath, Classified, Code, Error, IdSource as _, PersonId, PersonalField, Result};
use store::{AuditKind, AuditNote, PersonRow, PersonalValues, Search};
use text::identity::{IdNumber, KeyKind, Likeness, Name, SearchKey, phones, query_keys};

use super::people::checked_purpose;
use crate::commands::within_limit;
use crate::ids::SystemIds;
use crate::{App, Caller};

/// Persons shown at most.
const MOST: usize = 20;
/// How far a year of birth may be off for somebody who is only like another.
const YEARS: i64 = 2;

/// What is known of somebody who may be registered already: one of the first
/// three at least.
#[derive(Clone, Debug, Default)]
pub struct DuplicateQuery {
    /// His name.
    pub name: Option<Classified<String>>,
    /// The number of his identity document.
    pub id_number: Option<Classified<String>>,
    /// His phone number.
    pub phone: Option<Classified<String>>,
    /// His year of birth.
    pub birth_year: Option<i16>,
    /// `m` or `f`.
    pub sex: Option<String>,
    /// Why it is asked.
    pub purpose: String,
}

/// Somebody who may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// Who.
    pub person: PersonId,
    /// Where he is looked after.
    pub area: AreaPath,
    /// How much speaks for it, 1 to 100.
    pub score: u8,
    /// What speaks for it.
    pub evidence: Vec<&'static str>,
}

/// Those who may be meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duplicates {
    /// The likeliest first, at most 20.
    pub items: Vec<Duplicate>,
    /// Whether there are so many that not all were looked at.
    pub more: bool,
}

/// How likely somebody is the one asked for. The order is that of the score.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Likelihood {
    pub(crate) score: u8,
    pub(crate) evidence: Vec<&'static str>,
}

/// A query in the forms in which values are compared.
pub(crate) struct Asked {
    name: Option<Name>,
    number: Option<String>,
    phones: Vec<String>,
    birth_year: Option<i64>,
    sex: Option<String>,
    keys: Vec<SearchKey>,
}

impl Asked {
    /// Reads a query.
    ///
    /// # Errors
    /// `value.missing` without name, number and phone, or without a purpose; `value.too_long`.
    pub(crate) fn of(query: &DuplicateQuery) -> Result<Self> {
        checked_purpose(&query.purpose)?;
        let values = [
            (PersonalField::IdNumber, &query.id_number),
            (PersonalField::Phone, &query.phone),
            (PersonalField::Name, &query.name),
        ];
        let mut keys = Vec::new();
        for (field, value) in values {
            if let Some(value) = value {
                within_limit(field, value.expose())?;
                keys.extend(query_keys(field, value.expose()));
            }
        }
        if keys.is_empty() {
            return Err(Error::new(Code::MissingField).arg("field", "name, id_number, phone"));
        }
        let text = |value: &Option<Classified<String>>| value.as_ref().map(|v| v.expose().clone());
        Ok(Self {
            name: text(&query.name).and_then(|name| Name::of(&name)),
            number: text(&query.id_number).and_then(|number| IdNumber::found_by(&number)),
            phones: text(&query.phone).map(|phone| phones(&phone)).unwrap_or_default(),
            birth_year: query.birth_year.map(i64::from),
            sex: query.sex.clone(),
            keys,
        })
    }
    /// What to look under.
    pub(crate) fn search(&self, most: usize) -> Search {
        let years = self.birth_year.map(|year| (year - YEARS, year + YEARS));
        Search { keys: self.keys.clone(), years, most }
    }
    /// As [`Self::search`], by what hardly two people have in common.
    pub(crate) fn strong_search(&self, most: usize) -> Search {
        let mut search = self.search(most);
        search.keys.retain(|key| matches!(key.kind, KeyKind::IdNumber | KeyKind::Phone | KeyKind::Name));
        search
    }
    /// How likely a person with these values is meant; none when nothing
    /// speaks for it but a hash.
    pub(crate) fn judge(&self, row: &PersonRow, values: &PersonalValues) -> Option<Likelihood> {
        let value =
            |wanted| values.iter().find(|(field, _)| *field == wanted).map(|(_, value)| value.expose());
        let (mut score, mut evidence) = (0i32, Vec::new());
        let mut weigh = |points: i32, says: Option<&'static str>| {
            score += points;
            evidence.extend(says);
        };
        let number = value(PersonalField::IdNumber).and_then(|number| IdNumber::found_by(number));
        match (&self.number, &number) {
            (Some(asked), Some(known)) if asked == known => weigh(90, Some("id_number")),
            // Whoever has another number is hardly the same.
            (Some(_), Some(_)) => weigh(-30, None),
            _ => {}
        }
        let known = value(PersonalField::Phone).map(|phone| phones(phone)).unwrap_or_default();
        if self.phones.iter().any(|phone| known.contains(phone)) {
            weigh(40, Some("phone"));
        }
        let name = value(PersonalField::Name).and_then(|name| Name::of(name));
        let likeness = self.name.as_ref().zip(name.as_ref()).and_then(|(a, b)| a.likeness(b));
        if let Some(likeness) = likeness {
            let points = match likeness {
                Likeness::Exact => 45,
                Likeness::Variant => 40,
                Likeness::Sound => 25,
                Likeness::OneOff => 15,
            };
            weigh(points, Some(likeness.as_str()));
        }
        match self.birth_year.zip(row.birth_year).map(|(asked, known)| (asked - known).abs()) {
            Some(0) => weigh(20, Some("birth_year")),
            Some(1) | None => {}
            Some(_) => weigh(-20, None),
        }
        match self.sex.as_ref().zip(row.sex.as_ref()) {
            Some((asked, known)) if asked == known => weigh(3, Some("sex")),
            Some(_) => weigh(-15, None),
            None => {}
        }
        let named = evidence.iter().any(|says| !matches!(*says, "birth_year" | "sex"));
        let score = u8::try_from(score.min(100)).ok().filter(|score| named && *score > 0)?;
        Some(Likelihood { score, evidence })
    }
}

impl App {
    /// Looks for persons in the caller's reach who may be the one described.
    /// Whoever lies outside is not looked at: the answer is the one for nobody.
    /// The search, without what was asked, and everybody shown are in the audit.
    ///
    /// # Errors
    /// `access.forbidden` unless the caller registers persons; `value.missing`,
    /// `value.too_long`; those of the store.
    pub async fn find_duplicates(&self, caller: &Caller, query: DuplicateQuery) -> Result<Duplicates> {
        let scope = self.scope(caller, Action::RegisterPerson, &query.purpose)?;
        let asked = Asked::of(&query)?;
        let note = AuditNote {
            id: SystemIds.next_uuid(),
            at: self.inner.clocks.wall(),
            post: caller.post,
            kind: AuditKind::Search,
            action: "person.search".to_owned(),
            detail: Vec::new(),
        };
        let found = self
            .store()
            .search(&scope, &asked.search(MOST), note, |row, values| asked.judge(row, values))
            .await?;
        let ids: Vec<PersonId> = found.persons.iter().map(|(row, _)| row.id).collect();
        let mut known_as = self.store().known_as(&ids).await?;
        let mut items: Vec<Duplicate> = Vec::with_capacity(ids.len());
        for (row, Likelihood { score, evidence }) in found.persons {
            // As whom he is known is told where that one is in reach too.
            let known = known_as.remove(&row.id).filter(|(_, area)| scope.covers(area));
            let (person, area) = known.unwrap_or((row.id, row.area));
            if items.iter().all(|item| item.person != person) {
                items.push(Duplicate { person, area, score, evidence });
            }
        }
        Ok(Duplicates { items, more: found.more })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{AreaCode, Timestamp};

    fn known(values: &[(PersonalField, &str)]) -> (PersonRow, PersonalValues) {
        let row = PersonRow {
            id: PersonId(uuid::Uuid::nil()),
            area: AreaPath::root(&AreaCode::new("CN").expect("a code")),
            household: None,
            recorded_at: Timestamp::from_micros(0),
            erased_at: None,
            sex: Some("f".to_owned()),
            birth_year: Some(1949),
        };
        let values = values.iter().map(|(field, text)| (*field, Classified::new((*text).to_owned())));
        (row, values.collect())
    }

    #[test]
    fn evidence_is_weighed() {
        use PersonalField::{IdNumber, Name, Phone};
        let (row, values) =
            known(&[(Name, "王小明"), (IdNumber, "11010519491231002X"), (Phone, "138 0013 8000")]);
        let ask = |name: &str, number: &str, phone: &str, year: Option<i16>| {
            let text = |text: &str| (!text.is_empty()).then(|| Classified::new(text.to_owned()));
            let query = DuplicateQuery {
                name: text(name),
                id_number: text(number),
                phone: text(phone),
                birth_year: year,
                sex: None,
                purpose: "test".to_owned(),
            };
            let judged = Asked::of(&query).expect("sound").judge(&row, &values);
            judged.map(|likelihood| (likelihood.score, likelihood.evidence.join(" ")))
        };
        for ((name, number, phone, year), wanted) in [
            (("", "110105491231002", "", None), Some((90, "id_number"))),
            (("", "", "+86-13800138000", None), Some((40, "phone"))),
            (("王小明", "", "", None), Some((45, "name_exact"))),
            (("汪晓鸣", "", "", Some(1949)), Some((45, "name_sound birth_year"))),
            (("王小刚", "", "", None), Some((15, "name_one_off"))),
            (("王小刚", "", "", Some(1980)), None),
            (
                ("王小明", "11010519491231002x", "13800138000", Some(1949)),
                Some((100, "id_number phone name_exact birth_year")),
            ),
            (("王小明", "E12345678", "", None), Some((15, "name_exact"))),
            (("李大刚", "", "", Some(1949)), None),
        ] {
            let found = ask(name, number, phone, year);
            assert_eq!(
                found,
                wanted.map(|(score, says)| (score, says.to_owned())),
                "{name} {number} {phone}"
            );
        }
    }

    #[test]
    fn a_query_must_ask_for_something() {
        let query = |name: &str, purpose: &str| DuplicateQuery {
            name: Some(Classified::new(name.to_owned())),
            purpose: purpose.to_owned(),
            ..DuplicateQuery::default()
        };
        let code = |query: DuplicateQuery| Asked::of(&query).err().map(|error| error.code());
        assert_eq!(code(query("王小明", "entry")), None);
        assert_eq!(code(query("王小明", " ")), Some(Code::MissingField));
        assert_eq!(code(query(" · ", "entry")), Some(Code::MissingField));
        assert_eq!(code(query(&"王".repeat(4000), "entry")), Some(Code::TooLong));
    }
}
