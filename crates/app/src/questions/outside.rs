//! What lies outside the caller's areas and hangs together with what lies
//! inside: told under pseudonyms, field by field as `authz` lists it. Lists,
//! details and questions by id know nothing of it.

use authz::{Action, Coarse, Record, Sight, sight_of};
use domain::Fact;
use domain::investigation::Exposure;
use kernel::{
    AreaLevel, AreaPath, AsOf, Date, Page, PageRequest, PersonId, Result, SubjectKind, SubjectRef, Timestamp,
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{CaseRow, ContactRow, ExposureFilter, OrderRow, PersonRow, PseudonymKey, Scope};
use uuid::Uuid;

use super::Seen;
use crate::directory::Directory;
use crate::export::age_band;
use crate::ids::random_bytes;
use crate::{App, Caller, rows};

/// The fields of a record that a neighbour sees, by name.
pub type SeenOutside = BTreeMap<String, Value>;

/// A person outside the caller's areas, with how he stands in an outbreak.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutsidePerson {
    /// Names him for one area and one outbreak; opens nothing.
    pub pseudonym: String,
    /// Of himself.
    pub person: SeenOutside,
    /// Of his case of the disease.
    pub case: Option<SeenOutside>,
    /// Of his standing as contact, the latest one.
    pub contact: Option<SeenOutside>,
    /// Of the order that binds him, the latest one.
    pub order: Option<SeenOutside>,
}

/// An exposure whose ends may lie outside.
#[derive(Clone, Debug)]
pub struct ExposureLine {
    /// The exposure.
    pub seen: Seen<Exposure>,
    /// Those of its ends that lie outside, by id.
    pub outside: BTreeMap<Uuid, OutsidePerson>,
}

/// Where somebody stands who looks over the border.
pub(super) struct Border {
    key: PseudonymKey,
    directory: Arc<Directory>,
    now: Timestamp,
}

impl Border {
    /// The name of a person outside, seen from an area in an outbreak.
    pub(super) fn name(&self, viewer: &AreaPath, disease: &str, person: PersonId) -> Result<String> {
        self.key.name(viewer, disease, person.0)
    }
    /// What is shown of a record, from its stored state.
    pub(super) fn shown(&self, record: Record, area: &AreaPath, state: &Map<String, Value>) -> SeenOutside {
        state.iter().filter_map(|(field, value)| self.field(record, area, field, value)).collect()
    }
    fn field(&self, record: Record, area: &AreaPath, field: &str, value: &Value) -> Option<(String, Value)> {
        if value.is_null() {
            return None;
        }
        match sight_of(record, field) {
            Sight::Shown => Some((field.to_owned(), value.clone())),
            Sight::Coarse(Coarse::Week) => {
                let name = field.strip_suffix("_at").or_else(|| field.strip_suffix("_on")).unwrap_or(field);
                Some((format!("{name}_week"), self.week(area, value)?.into()))
            }
            Sight::Coarse(Coarse::Prefecture) => Some((field.to_owned(), self.prefecture(area)?.into())),
            Sight::Coarse(Coarse::AgeBand) => {
                let year = i64::from(self.directory.zone_at(area).date_of(self.now).year());
                Some(("age_band".to_owned(), age_band(year - value.as_i64()?).into()))
            }
            // Ids are named by whoever knows the viewer; here they are left out.
            Sight::Coarse(Coarse::Pseudonym) | Sight::Hidden => None,
        }
    }
    /// The week of a day or an instant, as ISO 8601 writes it.
    fn week(&self, area: &AreaPath, value: &Value) -> Option<String> {
        let date = match serde_json::from_value::<Date>(value.clone()) {
            Ok(date) => date,
            Err(_) => {
                let at: Timestamp = serde_json::from_value(value.clone()).ok()?;
                self.directory.zone_at(area).date_of(at)
            }
        };
        let week = date.iso_week_date();
        Some(format!("{}-W{:02}", week.year(), week.week()))
    }
    /// The code of the prefecture; of what lies above it, its own.
    fn prefecture(&self, area: &AreaPath) -> Option<String> {
        let upward = std::iter::successors(Some(area.clone()), AreaPath::parent);
        let mut known = upward.filter_map(|path| Some((self.directory.level_at(&path)?, path)));
        let found = known.find(|(level, _)| *level <= AreaLevel::Prefecture);
        found.map(|(_, path)| path.code().to_owned())
    }
}

/// The widest of the reader's areas that holds a place: all who look from
/// there see the same names.
pub(super) fn viewer_of(scope: &Scope, area: &AreaPath) -> Option<AreaPath> {
    let mut areas = scope.all_areas();
    areas.sort_by_key(|mine| mine.depth());
    areas.into_iter().find(|mine| area.is_within(mine)).cloned()
}

impl App {
    pub(super) async fn border(&self) -> Result<Border> {
        let key = self.store().pseudonym_key(random_bytes::<44>()).await?;
        Ok(Border { key, directory: self.directory(), now: self.now() })
    }

    /// A page of exposures, newest first, with those of their ends that lie
    /// outside under pseudonyms. A filter by the id of somebody outside finds
    /// nothing.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn exposure_lines(
        &self,
        caller: &Caller,
        filter: &ExposureFilter,
        as_of: AsOf,
        page: &PageRequest,
    ) -> Result<Page<ExposureLine>> {
        let scope = self.scope(caller, Action::ReadCases, "exposures")?;
        let asked: Vec<PersonId> = [filter.from, filter.to].into_iter().flatten().map(PersonId).collect();
        let named = self.store().persons(&Scope::system(), &asked).await?;
        let disease = filter.disease.as_deref();
        let outside = |row: &PersonRow| match disease {
            Some(_) => !scope.covers_of(&row.area, disease),
            None => viewer_of(&scope, &row.area).is_none(),
        };
        if named.iter().any(outside) {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let found = self.exposures(caller, filter, as_of, page).await?;
        Ok(Page { items: self.beyond(&scope, found.items, as_of).await?, next: found.next })
    }

    /// The ends of exposures that lie outside, as a neighbour sees them.
    pub(super) async fn beyond(
        &self,
        scope: &Scope,
        exposures: Vec<Seen<Exposure>>,
        as_of: AsOf,
    ) -> Result<Vec<ExposureLine>> {
        let ends = |seen: &Seen<Exposure>| [seen.state.from, seen.state.to];
        let people: BTreeSet<PersonId> =
            exposures.iter().flat_map(ends).filter(is_person).map(|end| end.id.into()).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let known = self.store().persons(&Scope::system(), &people).await?;
        let known: BTreeMap<Uuid, PersonRow> = known.into_iter().map(|row| (row.id.0, row)).collect();
        let is_outside = |seen: &Seen<Exposure>, end: SubjectRef| {
            let row = known.get(&end.id).filter(|_| is_person(&end));
            row.filter(|row| !scope.covers_of(&row.area, Some(&seen.state.disease)))
        };
        let outside: BTreeSet<PersonId> = exposures
            .iter()
            .flat_map(|seen| ends(seen).into_iter().filter_map(|end| is_outside(seen, end)))
            .map(|row| row.id)
            .collect();
        if outside.is_empty() {
            let line = |seen| ExposureLine { seen, outside: BTreeMap::new() };
            return Ok(exposures.into_iter().map(line).collect());
        }
        let border = self.border().await?;
        let standing = self.standing_of(&outside.into_iter().collect::<Vec<_>>(), as_of).await?;
        let mut lines = Vec::with_capacity(exposures.len());
        for seen in exposures {
            let viewer = viewer_of(scope, &seen.area).unwrap_or_else(|| seen.area.clone());
            let mut outside = BTreeMap::new();
            for end in ends(&seen) {
                if let Some(row) = is_outside(&seen, end) {
                    let told = standing.told(&border, &viewer, &seen.state.disease, row)?;
                    outside.insert(end.id, told);
                }
            }
            lines.push(ExposureLine { seen, outside });
        }
        Ok(lines)
    }

    /// Takes the ids of persons outside out of what is told of exposures.
    pub(super) async fn conceal_ends(&self, caller: &Caller, facts: &mut [Fact]) -> Result<()> {
        let exposures = |fact: &&mut Fact| fact.subject.kind == SubjectKind::Exposure;
        let ends: BTreeSet<PersonId> = facts
            .iter_mut()
            .filter(exposures)
            .flat_map(|fact| fact.refs.iter().filter(|end| is_person(end)).map(|end| end.id.into()))
            .collect();
        if ends.is_empty() {
            return Ok(());
        }
        let scope = self.scope(caller, Action::ReadCases, "facts").ok();
        let rows = self.store().persons(&Scope::system(), &ends.into_iter().collect::<Vec<_>>()).await?;
        let inside =
            |row: &&PersonRow| scope.as_ref().is_some_and(|scope| viewer_of(scope, &row.area).is_some());
        let inside: BTreeSet<Uuid> = rows.iter().filter(inside).map(|row| row.id.0).collect();
        for fact in facts.iter_mut().filter(exposures) {
            fact.refs.retain(|end| !is_person(end) || inside.contains(&end.id));
        }
        Ok(())
    }

    async fn standing_of(&self, people: &[PersonId], as_of: AsOf) -> Result<Standing> {
        let (store, all) = (self.store(), Scope::system());
        Ok(Standing {
            cases: store.of_people::<CaseRow>(&all, people, as_of).await?,
            contacts: store.of_people::<ContactRow>(&all, people, as_of).await?,
            orders: store.of_people::<OrderRow>(&all, people, as_of).await?,
        })
    }
}

fn is_person(end: &SubjectRef) -> bool {
    end.kind == SubjectKind::Person
}

/// What there is about some persons.
struct Standing {
    cases: Vec<CaseRow>,
    contacts: Vec<ContactRow>,
    orders: Vec<OrderRow>,
}

impl Standing {
    fn told(
        &self,
        border: &Border,
        viewer: &AreaPath,
        disease: &str,
        row: &PersonRow,
    ) -> Result<OutsidePerson> {
        // Ids grow with time: the greatest is the latest.
        let case = self.cases.iter().filter(|c| c.person == row.id && c.disease == disease);
        let contact = self.contacts.iter().filter(|c| c.person == row.id && c.disease == disease);
        let order = self.orders.iter().filter(|o| o.person == Some(row.id) && o.disease == disease);
        let case = case.max_by_key(|c| (c.opened_at, c.id)).map(|c| (&c.area, &c.state));
        let contact = contact.max_by_key(|c| (c.last_exposure, c.id)).map(|c| (&c.area, &c.state));
        let order = order.max_by_key(|o| (o.starts_on, o.id)).map(|o| (&o.area, &o.state));
        let told = |record, found: Option<(&AreaPath, &String)>| {
            found.map(|(area, state)| Ok(border.shown(record, area, &rows::state(state)?))).transpose()
        };
        let mut person = Map::new();
        person.insert("area".to_owned(), row.area.as_str().into());
        // Whoever is erased has neither.
        person.extend(row.sex.as_ref().map(|sex| ("sex".to_owned(), sex.as_str().into())));
        person.extend(row.birth_year.map(|year| ("birth_year".to_owned(), year.into())));
        Ok(OutsidePerson {
            pseudonym: border.name(viewer, disease, row.id)?,
            person: border.shown(Record::Person, &row.area, &person),
            case: told(Record::Case, case)?,
            contact: told(Record::Contact, contact)?,
            order: told(Record::Order, order)?,
        })
    }
}
