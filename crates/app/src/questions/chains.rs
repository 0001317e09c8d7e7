//! Chains of transmission (F05).

use authz::{Action, Record};
use domain::chain::{Chains, Closure};
use domain::clinical::Case;
use domain::investigation::{Contact, Exposure};
use kernel::{AreaPath, AsOf, CaseId, Date, PageRequest, PersonId, Result, Span, SubjectKind, Timestamp};
use protocol::schema::Classification;
use std::collections::{BTreeMap, BTreeSet};
use store::{CaseFilter, CaseRow, ContactFilter, ExposureFilter, Scope};

use super::outside::{Border, SeenOutside, viewer_of};
use crate::audit::{AuditKind, Looked};
use crate::recorder::not_found;
use crate::{App, Caller, rows};

/// Most cases drawn in one chain.
const MAX_NODES: usize = 1_000;
/// Days without an unlinked case when the protocol does not say.
const QUIET_DAYS: u32 = 14;

/// A case of a chain.
#[derive(Clone, Debug)]
pub struct ChainNode {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its person.
    pub person: PersonId,
    /// Steps from the first case known of the chain.
    pub generation: Option<u32>,
    /// Day of onset.
    pub onset: Option<Date>,
    /// Class.
    pub classification: Classification,
    /// How many it infected.
    pub offspring: u32,
}

/// A case of a chain that lies outside the caller's areas.
#[derive(Clone, Debug, PartialEq)]
pub struct OutsideNode {
    /// Names it for one area and one outbreak; opens nothing.
    pub pseudonym: String,
    /// What a neighbour sees of it.
    pub case: SeenOutside,
    /// Steps from the first case known of the chain.
    pub generation: Option<u32>,
    /// How many it infected, of those that are shown.
    pub offspring: u32,
}

/// How a link names an end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeName {
    /// A case of the caller's.
    Case(CaseId),
    /// One outside, by its pseudonym.
    Outside(String),
}

/// The chain of one case.
#[derive(Clone, Debug, Default)]
pub struct ChainView {
    /// Cases, by generation.
    pub nodes: Vec<ChainNode>,
    /// Who infected whom.
    pub links: Vec<(CaseId, CaseId)>,
    /// Cases outside the caller's areas that hang on these.
    pub outside: Vec<OutsideNode>,
    /// Who infected whom where an end lies outside.
    pub crossings: Vec<(NodeName, NodeName)>,
    /// Whether more cases hang on it than are shown.
    pub truncated: bool,
}

/// All chains of a disease.
#[derive(Clone, Debug)]
pub struct ChainsSummary {
    /// Cases in all.
    pub cases: usize,
    /// Sizes of the components, greatest first.
    pub components: Vec<usize>,
    /// Cases per generation, from 0.
    pub generations: Vec<usize>,
    /// Cases without a known infector.
    pub unlinked: usize,
    /// The number of the case that infected most, and how many.
    pub largest_offspring: Option<(String, u32)>,
    /// What keeps the chains open.
    pub closure: Closure,
}

impl App {
    /// The chain of a case, over asserted infections. What hangs on it outside
    /// the caller's areas is told one step beyond the border, under pseudonyms;
    /// what of his own lies behind that step belongs to it.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn chain(&self, caller: &Caller, id: CaseId, as_of: AsOf) -> Result<ChainView> {
        let scope = self.scope(caller, Action::ReadCases, "chain")?;
        let (store, all) = (self.store(), Scope::system());
        let row = store.case(&scope, id, as_of).await?.ok_or_else(|| not_found(SubjectKind::Case, id))?;
        let viewer = viewer_of(&scope, &row.area).unwrap_or_else(|| row.area.clone());
        let first: Case = rows::state(&row.state)?;
        let disease = first.disease.clone();
        let mut drawn = Drawn::default();
        drawn.inside.insert(first.person, first);
        let mut asked: BTreeSet<PersonId> = BTreeSet::new();
        loop {
            let ask: Vec<PersonId> = drawn.people().filter(|p| !asked.contains(p)).collect();
            if ask.is_empty() {
                break;
            }
            asked.extend(&ask);
            let ids: Vec<_> = ask.iter().map(|p| p.0).collect();
            let mut found = BTreeSet::new();
            let mut beside = BTreeSet::new();
            for row in store.transmissions_of(&all, &ids, as_of).await? {
                if row.disease == disease && row.status == "standing" {
                    let ends = [PersonId(row.from_id), PersonId(row.to_id)];
                    drawn.links.insert((ends[0], ends[1]));
                    found.extend(ends);
                    if ends.iter().any(|end| drawn.inside.contains_key(end)) {
                        beside.extend(ends);
                    }
                }
            }
            let new: Vec<PersonId> = found.into_iter().filter(|p| !drawn.knows(p)).collect();
            if drawn.len() + new.len() > MAX_NODES {
                drawn.truncated = true;
                break;
            }
            for row in store.cases_of_people(&all, &new, as_of).await? {
                if row.disease != disease {
                    continue;
                }
                if scope.covers_of(&row.area, Some(&disease)) {
                    drawn.inside.insert(row.person, rows::state(&row.state)?);
                } else if beside.contains(&row.person) {
                    drawn.outside.insert(row.person, row);
                }
            }
        }
        let border = if drawn.outside.is_empty() { None } else { Some(self.border().await?) };
        let looked = Looked {
            kind: AuditKind::Look,
            action: "chain.read",
            subject: Some(id.subject()),
            area: Some(row.area),
            persons: drawn.inside.keys().copied().collect(),
            filters: Vec::new(),
        };
        self.looked(caller, looked).await?;
        drawn.view(border.as_ref(), &viewer)
    }

    /// All chains of a disease inside the caller's areas: components,
    /// generations, and whether they are closed.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn chains(&self, caller: &Caller, disease: &str, as_of: AsOf) -> Result<ChainsSummary> {
        let scope = self.scope(caller, Action::ReadCases, "chains")?;
        let cases = self.all_cases(&scope, disease, as_of).await?;
        let index: BTreeMap<PersonId, usize> = cases.iter().enumerate().map(|(i, c)| (c.person, i)).collect();
        let mut links = Vec::new();
        let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let filter = ExposureFilter {
            disease: Some(disease.to_owned()),
            status: Some("standing".to_owned()),
            ..Default::default()
        };
        loop {
            let found = self.store().exposures(&scope, &filter, as_of, &page).await?;
            for row in found.items {
                let exposure: Exposure = rows::state(&row.state)?;
                let ends = (index.get(&PersonId(exposure.from.id)), index.get(&PersonId(exposure.to.id)));
                if let (true, (Some(&from), Some(&to))) = (exposure.transmission, ends) {
                    links.push((from, to));
                }
            }
            match found.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
        let chains = Chains::of(cases.len(), &links);
        let linked: BTreeSet<usize> = links.iter().map(|(_, to)| *to).collect();
        let closure = self.closure(&scope, disease, &cases, &linked, as_of).await?;
        Ok(ChainsSummary {
            cases: cases.len(),
            components: chains.component_sizes(),
            generations: chains.generations(),
            unlinked: cases.len() - linked.len(),
            largest_offspring: (0..cases.len())
                .map(|i| (cases[i].number.clone(), chains.offspring(i)))
                .max_by_key(|(_, offspring)| *offspring),
            closure,
        })
    }

    async fn all_cases(&self, scope: &Scope, disease: &str, as_of: AsOf) -> Result<Vec<Case>> {
        let filter = CaseFilter { disease: Some(disease.to_owned()), ..CaseFilter::default() };
        let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let mut cases = Vec::new();
        loop {
            let found = self.store().cases(scope, &filter, as_of, &page).await?;
            for row in found.items {
                let case: Case = rows::state(&row.state)?;
                if case.classification != Classification::Discarded {
                    cases.push(case);
                }
            }
            match found.next {
                Some(next) => page.after = Some(next),
                None => return Ok(cases),
            }
        }
    }

    async fn closure(
        &self,
        scope: &Scope,
        disease: &str,
        cases: &[Case],
        linked: &BTreeSet<usize>,
        as_of: AsOf,
    ) -> Result<Closure> {
        let mut uncontrolled = 0;
        for status in ["determined", "reached"] {
            let filter = ContactFilter {
                disease: Some(disease.to_owned()),
                status: Some(status.to_owned()),
                ..ContactFilter::default()
            };
            let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
            loop {
                let found = self.store().contacts(scope, &filter, as_of, &page).await?;
                for row in &found.items {
                    let contact: Contact = rows::state(&row.state)?;
                    uncontrolled += usize::from(!contact.is_controlled());
                }
                match found.next {
                    Some(next) => page.after = Some(next),
                    None => break,
                }
            }
        }
        let quiet_days = self.quiet_days(disease, cases, as_of.at());
        let since = as_of.at().plus(Span::days(-i64::from(quiet_days)));
        let recent =
            cases.iter().enumerate().filter(|(i, c)| !linked.contains(i) && c.opened_at >= since).count();
        Ok(Closure { uncontrolled_contacts: uncontrolled, recent_unlinked_cases: recent, quiet_days })
    }

    /// The longest incubation of the protocol in force where the cases are.
    fn quiet_days(&self, disease: &str, cases: &[Case], now: Timestamp) -> u32 {
        let directory = self.directory();
        cases
            .first()
            .and_then(|case| {
                let on = directory.zone_at(&case.area).date_of(now);
                self.library().in_force(disease, &case.area, on).ok()
            })
            .and_then(|protocol| protocol.parameter("incubation_days").map(|p| p.max))
            .map_or(QUIET_DAYS, |days| {
                // Parameters are small positive numbers, checked when the file is read.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let days = days.ceil().clamp(0.0, 366.0) as u32;
                days
            })
    }
}

/// What has been found of a chain.
#[derive(Default)]
struct Drawn {
    inside: BTreeMap<PersonId, Case>,
    outside: BTreeMap<PersonId, CaseRow>,
    links: BTreeSet<(PersonId, PersonId)>,
    truncated: bool,
}

impl Drawn {
    fn people(&self) -> impl Iterator<Item = PersonId> {
        let people: BTreeSet<PersonId> = self.inside.keys().chain(self.outside.keys()).copied().collect();
        people.into_iter()
    }
    fn knows(&self, person: &PersonId) -> bool {
        self.inside.contains_key(person) || self.outside.contains_key(person)
    }
    fn len(&self) -> usize {
        self.inside.len() + self.outside.len()
    }

    fn view(&self, border: Option<&Border>, viewer: &AreaPath) -> Result<ChainView> {
        let people: Vec<PersonId> = self.people().collect();
        let place = |person: &PersonId| people.binary_search(person).ok();
        let numbered: Vec<(usize, usize)> =
            self.links.iter().filter_map(|(from, to)| Some((place(from)?, place(to)?))).collect();
        let chains = Chains::of(people.len(), &numbered);
        let mut view = ChainView { truncated: self.truncated, ..ChainView::default() };
        let mut names = BTreeMap::new();
        for (i, person) in people.iter().enumerate() {
            let (generation, offspring) = (chains.generation(i), chains.offspring(i));
            if let Some(case) = self.inside.get(person) {
                names.insert(*person, NodeName::Case(case.id));
                view.nodes.push(ChainNode {
                    case: case.id,
                    number: case.number.clone(),
                    person: case.person,
                    generation,
                    onset: case.onset,
                    classification: case.classification,
                    offspring,
                });
            } else if let (Some(row), Some(border)) = (self.outside.get(person), border) {
                let pseudonym = border.name(viewer, &row.disease, *person)?;
                names.insert(*person, NodeName::Outside(pseudonym.clone()));
                let case = border.shown(Record::Case, &row.area, &rows::state(&row.state)?);
                view.outside.push(OutsideNode { pseudonym, case, generation, offspring });
            }
        }
        view.nodes
            .sort_by(|a, b| (a.generation, a.onset, &a.number).cmp(&(b.generation, b.onset, &b.number)));
        // In no order that an id outside would give away.
        view.outside.sort_by(|a, b| (a.generation, &a.pseudonym).cmp(&(b.generation, &b.pseudonym)));
        for (from, to) in &self.links {
            match (names.get(from), names.get(to)) {
                (Some(NodeName::Case(from)), Some(NodeName::Case(to))) => view.links.push((*from, *to)),
                (Some(from), Some(to)) => view.crossings.push((from.clone(), to.clone())),
                _ => {}
            }
        }
        view.crossings.sort();
        Ok(view)
    }
}
