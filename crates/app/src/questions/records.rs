//! Lists and details of records.

use authz::Action;
use domain::Fact;
use domain::clinical::{Case, FourEarlies, four_earlies};
use domain::duty::Turn;
use domain::investigation::{Contact, Exposure};
use domain::isolation::Order;
use domain::sentinel::Visit;
use domain::supervision::Problem;
use domain::zones::RiskZone;
use kernel::{
    AreaPath, AsOf, CaseId, ContactId, OrderId, Page, PageRequest, PersonId, Result, SubjectKind, SubjectRef,
};
use store::{
    CaseFilter, ContactFilter, ExposureFilter, ObligationFilter, OrderFilter, ProblemFilter, ShiftFilter,
    VisitFilter,
};

use super::sight::Sight;
use super::{ExposureLine, ObligationLine, Seen};
use crate::audit::{AuditKind, Looked, Names};
use crate::maintenance::fact_of;
use crate::recorder::not_found;
use crate::{App, Caller};

/// A fact in a list.
#[derive(Clone, Debug)]
pub struct FactLine {
    /// The fact.
    pub fact: Fact,
}

/// All that is known of a case.
#[derive(Clone, Debug)]
pub struct CaseDetail {
    /// The case.
    pub case: Seen<Case>,
    /// Its contacts.
    pub contacts: Vec<Seen<Contact>>,
    /// Orders on its person.
    pub orders: Vec<Seen<Order>>,
    /// Exposures of its person.
    pub exposures: Vec<ExposureLine>,
    /// Obligations about it.
    pub obligations: Vec<ObligationLine>,
    /// Facts about it, oldest first.
    pub facts: Vec<FactLine>,
    /// Its four earlies.
    pub earlies: FourEarlies,
}

/// The purpose named in the audit for reading records.
const PURPOSE: &str = "records";

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident or $find:ident($filter:ident, $action:ident) -> $state:ident;)+) => {
        impl App {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// `access.forbidden`, `page.invalid_cursor`, those of the store.
            pub async fn $name(
                &self,
                caller: &Caller,
                filter: &$filter,
                as_of: AsOf,
                page: &PageRequest,
            ) -> Result<Page<Seen<$state>>> {
                let found = self.$find(caller, filter, as_of, page).await?;
                self.listed(caller, concat!(stringify!($name), ".list"), filter, &found.items).await?;
                Ok(found)
            }

            async fn $find(
                &self,
                caller: &Caller,
                filter: &$filter,
                as_of: AsOf,
                page: &PageRequest,
            ) -> Result<Page<Seen<$state>>> {
                let scope = self.scope(caller, Action::$action, PURPOSE)?;
                let found = self.store().$name(&scope, filter, as_of, page).await?;
                let items = found
                    .items
                    .into_iter()
                    .map(|r| Seen::read(r.id.into(), r.version, r.recorded_from, r.area, &r.state))
                    .collect::<Result<_>>()?;
                Ok(Page { items, next: found.next })
            }
        )+}
    };
}

lists! {
    /// Cases, newest first.
    cases or find_cases(CaseFilter, ReadCases) -> Case;
    /// Contacts, those of the newest case first.
    contacts or find_contacts(ContactFilter, ReadCases) -> Contact;
    /// Orders, newest first.
    orders or find_orders(OrderFilter, ReadOrders) -> Order;
    /// Exposures, newest first.
    exposures or find_exposures(ExposureFilter, ReadCases) -> Exposure;
    /// Visits at sentinels, newest first.
    visits or find_visits(VisitFilter, ReportFever) -> Visit;
    /// Listed problems, newest first.
    problems or find_problems(ProblemFilter, ReadObligations) -> Problem;
    /// Watches, shifts and gaps, newest first.
    shifts or find_shifts(ShiftFilter, ReadObligations) -> Turn;
}

impl App {
    /// A case with all that hangs on it.
    ///
    /// # Errors
    /// `record.not_found`, `access.forbidden`, those of the store.
    pub async fn case(&self, caller: &Caller, id: CaseId, as_of: AsOf) -> Result<CaseDetail> {
        let scope = self.scope(caller, Action::ReadCases, PURPOSE)?;
        let Some(row) = self.store().case(&scope, id, as_of).await? else {
            return self.case_through_glass(caller, id, as_of).await;
        };
        let case: Seen<Case> = Seen::read(id.0, row.version, row.recorded_from, row.area, &row.state)?;
        let person = case.state.person;
        let whole = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let contacts = ContactFilter { case: Some(id), ..ContactFilter::default() };
        let orders = OrderFilter { person: Some(person), ..OrderFilter::default() };
        let about = ObligationFilter { subject: Some(id.subject()), ..ObligationFilter::default() };
        let exposures: Vec<Seen<Exposure>> = self
            .store()
            .exposures_of(&scope, &[person.0], as_of)
            .await?
            .into_iter()
            .map(|r| Seen::read(r.id.0, r.version, r.recorded_from, r.area, &r.state))
            .collect::<Result<_>>()?;
        let exposures = self.beyond(&scope, exposures, as_of).await?;
        let zone = self.directory().zone_at(&case.area);
        let detail = CaseDetail {
            earlies: four_earlies(&case.state, &zone),
            contacts: self.find_contacts(caller, &contacts, as_of, &whole).await?.items,
            orders: match self.find_orders(caller, &orders, as_of, &whole).await {
                Ok(page) => page.items,
                // A clinician sees the case, not the orders.
                Err(refused) if refused.code() == kernel::Code::Forbidden => Vec::new(),
                Err(error) => return Err(error),
            },
            exposures,
            obligations: self.find_obligations(caller, &about, as_of, &whole).await?.items,
            facts: self.find_facts(caller, id.subject(), as_of).await?,
            case,
        };
        let mut persons = vec![person];
        persons.extend(detail.contacts.iter().flat_map(|seen| seen.state.persons()));
        // Whoever lies outside is shown under a pseudonym.
        let inside = |line: &ExposureLine| {
            let named = line.seen.state.persons().into_iter();
            named.filter(|person| !line.outside.contains_key(&person.0)).collect::<Vec<_>>()
        };
        persons.extend(detail.exposures.iter().flat_map(inside));
        self.saw(caller, "case.read", id.subject(), &detail.case.area, persons).await?;
        Ok(detail)
    }
    /// Leaves in the audit that somebody looked at one thing.
    pub(crate) async fn saw(
        &self,
        caller: &Caller,
        action: &str,
        subject: SubjectRef,
        area: &AreaPath,
        persons: Vec<PersonId>,
    ) -> Result<()> {
        let looked = Looked {
            kind: AuditKind::Look,
            action,
            subject: Some(subject),
            area: Some(area.clone()),
            persons,
            filters: Vec::new(),
        };
        self.looked(caller, looked).await
    }
    /// A case that an open glass shows: the record alone, nothing that hangs on it.
    async fn case_through_glass(&self, caller: &Caller, id: CaseId, as_of: AsOf) -> Result<CaseDetail> {
        let missing = || not_found(SubjectKind::Case, id);
        let glass = self.look_through_glass(caller, id.subject()).await?.ok_or_else(missing)?;
        let row = self.store().case(&glass, id, as_of).await?.ok_or_else(missing)?;
        let case: Seen<Case> = Seen::read(id.0, row.version, row.recorded_from, row.area, &row.state)?;
        Ok(CaseDetail {
            earlies: four_earlies(&case.state, &self.directory().zone_at(&case.area)),
            contacts: Vec::new(),
            orders: Vec::new(),
            exposures: Vec::new(),
            obligations: Vec::new(),
            facts: Vec::new(),
            case,
        })
    }
    /// One contact.
    ///
    /// # Errors
    /// As [`Self::case`].
    pub async fn contact(&self, caller: &Caller, id: ContactId, as_of: AsOf) -> Result<Seen<Contact>> {
        let scope = self.scope(caller, Action::ReadCases, PURPOSE)?;
        let mut row = self.store().contact(&scope, id, as_of).await?;
        let inside = row.is_some();
        if !inside && let Some(glass) = self.look_through_glass(caller, id.subject()).await? {
            row = self.store().contact(&glass, id, as_of).await?;
        }
        let row = row.ok_or_else(|| not_found(SubjectKind::Contact, id))?;
        let seen: Seen<Contact> = Seen::read(id.0, row.version, row.recorded_from, row.area, &row.state)?;
        // A look through a glass is in the audit already.
        if inside {
            self.saw(caller, "contact.read", id.subject(), &seen.area, seen.state.persons()).await?;
        }
        Ok(seen)
    }
    /// One order.
    ///
    /// # Errors
    /// As [`Self::case`].
    pub async fn order(&self, caller: &Caller, id: OrderId, as_of: AsOf) -> Result<Seen<Order>> {
        let scope = self.scope(caller, Action::ReadOrders, PURPOSE)?;
        let mut row = self.store().order(&scope, id, as_of).await?;
        let inside = row.is_some();
        if !inside && let Some(glass) = self.look_through_glass(caller, id.subject()).await? {
            row = self.store().order(&glass, id, as_of).await?;
        }
        let row = row.ok_or_else(|| not_found(SubjectKind::Order, id))?;
        let seen: Seen<Order> = Seen::read(id.0, row.version, row.recorded_from, row.area, &row.state)?;
        // A look through a glass is in the audit already.
        if inside {
            self.saw(caller, "order.read", id.subject(), &seen.area, seen.state.persons()).await?;
        }
        Ok(seen)
    }
    /// Facts about anything, oldest first: each one whose kind the caller may
    /// read where it belongs, without the ids of what he may not read.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn facts_about(
        &self,
        caller: &Caller,
        subject: SubjectRef,
        as_of: AsOf,
    ) -> Result<Vec<FactLine>> {
        let lines = self.find_facts(caller, subject, as_of).await?;
        if let Some(first) = lines.first() {
            let subjects = lines.iter().flat_map(|line| line.fact.subjects());
            let persons = subjects.filter(|about| about.kind == SubjectKind::Person);
            let persons = persons.map(|person| PersonId(person.id)).collect();
            // What it is asked for as opens nothing, and is not believed here either.
            let about = first.fact.subjects().find(|about| about.id == subject.id).unwrap_or(subject);
            self.saw(caller, "facts.list", about, &first.fact.area, persons).await?;
        }
        Ok(lines)
    }
    async fn find_facts(&self, caller: &Caller, subject: SubjectRef, as_of: AsOf) -> Result<Vec<FactLine>> {
        let sight = Sight::of(caller)?;
        let rows = self.store().facts_about(&sight.scope(caller, PURPOSE), subject, as_of).await?;
        self.shown_facts(caller, &sight, &rows).await
    }
    /// The facts that the caller may read, without the ids of what he may not.
    pub(super) async fn shown_facts(
        &self,
        caller: &Caller,
        sight: &Sight,
        rows: &[store::JournalRow],
    ) -> Result<Vec<FactLine>> {
        let mut facts = rows.iter().map(fact_of).collect::<Result<Vec<_>>>()?;
        self.conceal_ends(caller, &mut facts).await?;
        let known = self.diseases(sight, facts.iter().flat_map(Fact::subjects)).await?;
        let shown = facts.into_iter().filter_map(|fact| sight.shown(fact, &known));
        Ok(shown.map(|fact| FactLine { fact }).collect())
    }
    /// The zones known at a moment.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn zones(&self, as_of: AsOf) -> Result<Vec<Seen<RiskZone>>> {
        let rows = self.store().zones(as_of).await?;
        rows.into_iter().map(|r| Seen::read(r.id, r.version, r.recorded_from, r.area, &r.state)).collect()
    }
}
