//! A number on the wire: how many, and the query of the list that holds the
//! records. Names of fields are those of the lists' own queries.

use app::questions::{Figure as Counted, Records, ZoneFilter};
use app::{CaseFilter, ContactFilter, ObligationFilter, OrderFilter, ShiftFilter};
use kernel::{AreaPath, AsOf, Date, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use crate::wire::area;

/// A number with the records behind it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figure {
    count: i64,
    /// The list that holds them: `cases`, `contacts`, `orders`, `obligations`, `shifts` or `zones`, below `/api/v1`.
    list: &'static str,
    /// Its query: whoever sends it gets these records, page by page.
    query: BTreeMap<&'static str, String>,
}

/// How records are opened: as known at the moment that was asked for.
pub struct Opening(Option<Timestamp>);

impl Opening {
    /// As of a moment; without one, as of now.
    pub const fn as_of(as_of: AsOf) -> Self {
        match as_of {
            AsOf::Now(_) => Self(None),
            AsOf::Known(at) => Self(Some(at)),
        }
    }
    /// A number on the wire.
    pub fn figure(&self, counted: Counted) -> Figure {
        let mut query = Fields::default();
        let list = match counted.records {
            Records::Cases(filter) => cases(&mut query, filter),
            Records::Contacts(filter) => contacts(&mut query, filter),
            Records::Orders(filter) => orders(&mut query, filter),
            Records::Obligations(filter) => obligations(&mut query, filter),
            Records::Shifts(filter) => shifts(&mut query, filter),
            Records::Zones(filter) => zones(&mut query, filter),
        };
        query.put("as_of", self.0);
        Figure { count: counted.count, list, query: query.0 }
    }
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Fields {
    fn put(&mut self, name: &'static str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.0.insert(name, value.to_string());
        }
    }
    fn area(&mut self, path: Option<&AreaPath>) {
        self.put("area", path.map(area));
    }
    fn flag(&mut self, name: &'static str, set: bool) {
        self.put(name, set.then_some(true));
    }
    fn span<T: ToString>(&mut self, names: [&'static str; 2], from: Option<T>, before: Option<T>) {
        self.put(names[0], from);
        self.put(names[1], before);
    }
}

fn cases(query: &mut Fields, filter: CaseFilter) -> &'static str {
    let CaseFilter {
        disease,
        classification,
        status,
        severity,
        discarded,
        planned,
        lacking,
        area,
        person,
        number,
        opened_from,
        opened_until,
        onset_from,
        onset_before,
        reported_from,
        reported_before,
        confirmed_from,
        confirmed_before,
    } = filter;
    query.put("disease", disease);
    query.put("classification", classification);
    query.put("status", status);
    query.put("severity", severity);
    query.put("discarded", discarded);
    query.put("planned", planned);
    query.put("lacking", lacking.map(app::Lacking::as_str));
    query.area(area.as_ref());
    query.put("person", person);
    query.put("number", number);
    query.span(["opened_from", "opened_until"], opened_from, opened_until);
    query.span::<Date>(["onset_from", "onset_before"], onset_from, onset_before);
    query.span::<Date>(["reported_from", "reported_before"], reported_from, reported_before);
    query.span::<Date>(["confirmed_from", "confirmed_before"], confirmed_from, confirmed_before);
    "cases"
}

fn contacts(query: &mut Fields, filter: ContactFilter) -> &'static str {
    let ContactFilter { disease, class, status, case, person, area } = filter;
    query.put("disease", disease);
    query.put("class", class);
    query.put("status", status);
    query.put("case", case);
    query.put("person", person);
    query.area(area.as_ref());
    "contacts"
}

fn orders(query: &mut Fields, filter: OrderFilter) -> &'static str {
    let OrderFilter { disease, status, edition, regime, person, target, area, ends_from, ends_before } =
        filter;
    query.put("disease", disease);
    query.put("status", status);
    query.put("edition", edition);
    query.put("regime", regime);
    query.put("person", person);
    query.put("target", target);
    query.area(area.as_ref());
    query.span::<Date>(["ends_from", "ends_before"], ends_from, ends_before);
    "orders"
}

fn obligations(query: &mut Fields, filter: ObligationFilter) -> &'static str {
    let schedule = match filter.occurrence {
        Some('t') => Some("test"),
        Some('c') => Some("check"),
        _ => None,
    };
    let states: Vec<_> = filter.states.iter().map(|state| state.as_str()).collect();
    query.put("unit", filter.unit);
    query.put("user", filter.user);
    query.area(filter.area.as_ref());
    query.put("subject_kind", filter.subject.map(|subject| subject.kind));
    query.put("subject", filter.subject.map(|subject| subject.id));
    query.put("schedule", schedule);
    query.put("rule", filter.rule);
    query.put("disease", filter.disease);
    query.put("state", Some(states.join(",")).filter(|states| !states.is_empty()));
    query.flag("unclosed", filter.unclosed);
    query.flag("escalated", filter.escalated);
    query.span(["due_from", "due_before"], filter.due_from, filter.due_before);
    "obligations"
}

fn shifts(query: &mut Fields, filter: ShiftFilter) -> &'static str {
    let ShiftFilter { status, unit, post, holder, area, ends_from, starts_until } = filter;
    query.put("status", status);
    query.put("unit", unit);
    query.put("post", post);
    query.put("holder", holder);
    query.area(area.as_ref());
    query.put("ends_from", ends_from);
    query.put("starts_until", starts_until);
    "shifts"
}

fn zones(query: &mut Fields, filter: ZoneFilter) -> &'static str {
    query.area(filter.area.as_ref());
    query.put("level", filter.level);
    "zones"
}
