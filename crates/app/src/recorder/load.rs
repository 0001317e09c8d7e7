//! Loading for a command. Each loader checks that the caller's areas hold the
//! record: what lies outside is answered like what does not exist. It asks
//! first whether he may do this anywhere: who may not hears so, whether the
//! record exists or not.

use authz::Action;
use domain::affairs::{Affair, Record};
use domain::clinical::Case;
use domain::{Fact, FactBody};
use kernel::{
    AreaPath, CaseId, Code, ContactId, Error, ExposureId, ObligationId, OrderId, PersonId, ProblemId, Result,
    SubjectKind, SubjectRef, VisitId,
};
use std::sync::Arc;
use uuid::Uuid;

use super::{Recorder, not_found};
use crate::rows;

impl Recorder<'_> {
    /// Loads a case.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn case(&mut self, id: CaseId, action: Action) -> Result<Case> {
        self.caller.authority.reaches_for(action)?;
        if !self.world.cases.contains_key(&id) {
            let row = self.work.case(id).await?.ok_or_else(|| not_found(SubjectKind::Case, id.0))?;
            self.admit_case(row)?;
        }
        let case = self.world.cases.get(&id).cloned().ok_or_else(|| not_found(SubjectKind::Case, id.0))?;
        self.visible(action, case.id.subject(), &case.area, Some(&case.disease))?;
        Ok(case)
    }
    /// Loads a contact.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn contact(&mut self, id: ContactId, action: Action) -> Result<domain::investigation::Contact> {
        self.caller.authority.reaches_for(action)?;
        if !self.world.contacts.contains_key(&id) {
            let row = self.work.contact(id).await?.ok_or_else(|| not_found(SubjectKind::Contact, id.0))?;
            self.admit_contact(row)?;
        }
        let contact =
            self.world.contacts.get(&id).cloned().ok_or_else(|| not_found(SubjectKind::Contact, id.0))?;
        self.visible(action, id.subject(), &contact.area, Some(&contact.disease))?;
        Ok(contact)
    }
    /// Loads an order.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn order(&mut self, id: OrderId, action: Action) -> Result<domain::isolation::Order> {
        self.caller.authority.reaches_for(action)?;
        if !self.world.orders.contains_key(&id) {
            let row = self.work.order(id).await?.ok_or_else(|| not_found(SubjectKind::Order, id.0))?;
            self.admit_order(row)?;
        }
        let order = self.world.orders.get(&id).cloned().ok_or_else(|| not_found(SubjectKind::Order, id.0))?;
        self.visible(action, id.subject(), &order.area, Some(&order.disease))?;
        Ok(order)
    }
    /// Loads a visit.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn visit(&mut self, id: VisitId, action: Action) -> Result<domain::sentinel::Visit> {
        self.caller.authority.reaches_for(action)?;
        if !self.world.visits.contains_key(&id) {
            let row = self.work.visit(id).await?.ok_or_else(|| not_found(SubjectKind::Visit, id.0))?;
            self.versions.insert((SubjectKind::Visit, id.0), row.version);
            self.world.visits.insert(id, rows::state(&row.state)?);
        }
        let visit = self.world.visits.get(&id).cloned().ok_or_else(|| not_found(SubjectKind::Visit, id.0))?;
        self.visible(action, id.subject(), &visit.area, None)?;
        Ok(visit)
    }
    /// Loads a problem.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn problem(&mut self, id: ProblemId, action: Action) -> Result<domain::supervision::Problem> {
        self.caller.authority.reaches_for(action)?;
        if !self.world.problems.contains_key(&id) {
            let row = self.work.problem(id).await?.ok_or_else(|| not_found(SubjectKind::Problem, id.0))?;
            self.versions.insert((SubjectKind::Problem, id.0), row.version);
            self.world.problems.insert(id, rows::state(&row.state)?);
        }
        let problem =
            self.world.problems.get(&id).cloned().ok_or_else(|| not_found(SubjectKind::Problem, id.0))?;
        self.visible(action, id.subject(), &problem.area, None)?;
        Ok(problem)
    }
    /// Loads an affair of a kind.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn affair<R: Record>(&mut self, id: Uuid, action: Action) -> Result<R> {
        self.caller.authority.reaches_for(action)?;
        let found = self.affair_anywhere(id).await?.and_then(|affair| R::of(&affair).cloned());
        let state = found.ok_or_else(|| not_found(R::KIND, id))?;
        self.visible(action, SubjectRef { kind: R::KIND, id }, state.area(), None)?;
        Ok(state)
    }
    /// Loads the affairs of a kind that stand under one, wherever they belong: what a directive
    /// gives out ends with it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn affairs_under<R: Record>(&mut self, parent: Uuid) -> Result<Vec<R>> {
        let rows = self.work.affairs_under(parent).await?;
        self.admit_affairs(rows)
    }
    /// Loads the affairs of a kind that an area itself has; in a status where one is given.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn affairs_at<R: Record>(&mut self, area: &AreaPath, status: Option<&str>) -> Result<Vec<R>> {
        let rows = self.work.affairs_at(R::KIND, area, status).await?;
        self.admit_affairs(rows)
    }
    fn admit_affairs<R: Record>(&mut self, rows: Vec<store::AffairRow>) -> Result<Vec<R>> {
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let affair = self.admit_affair(&row)?;
            found.extend(R::of(&affair).cloned());
        }
        Ok(found)
    }
    /// Loads an affair, if it is known.
    pub(crate) async fn affair_anywhere(&mut self, id: Uuid) -> Result<Option<Affair>> {
        if let Some(affair) = self.world.affairs.get(&id) {
            return Ok(Some(affair.clone()));
        }
        match self.work.affair(id).await? {
            Some(row) => self.admit_affair(&row).map(Some),
            None => Ok(None),
        }
    }
    fn admit_affair(&mut self, row: &store::AffairRow) -> Result<Affair> {
        if let Some(affair) = self.world.affairs.get(&row.id) {
            return Ok(affair.clone());
        }
        let affair = rows::affair(row)?;
        self.versions.insert((row.kind, row.id), row.version);
        self.world.affairs.insert(row.id, affair.clone());
        Ok(affair)
    }
    /// Loads an exposure.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn exposure(
        &mut self,
        id: ExposureId,
        action: Action,
    ) -> Result<domain::investigation::Exposure> {
        self.caller.authority.reaches_for(action)?;
        if !self.world.exposures.contains_key(&id) {
            let row = self.work.exposure(id).await?.ok_or_else(|| not_found(SubjectKind::Exposure, id.0))?;
            self.versions.insert((SubjectKind::Exposure, id.0), row.version);
            self.world.exposures.insert(id, rows::state(&row.state)?);
        }
        let exposure =
            self.world.exposures.get(&id).cloned().ok_or_else(|| not_found(SubjectKind::Exposure, id.0))?;
        self.visible(action, id.subject(), &exposure.area, Some(&exposure.disease))?;
        Ok(exposure)
    }
    /// Loads a person with his open cases, standing contacts and running orders.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn person(&mut self, id: PersonId, action: Action) -> Result<domain::people::Person> {
        let reaches = self.caller.authority.reaches_for(action)?;
        let person = self.person_anywhere(id).await?;
        // A person belongs to no disease; what is then done about him does, and is checked there.
        let inside = reaches.iter().any(|reach| person.area.is_within(&reach.area));
        if !inside {
            return Err(not_found(SubjectKind::Person, id.0));
        }
        self.note_lender(action, &person.area, None);
        Ok(person)
    }
    /// As [`Self::person`], for a person whom an exposure reaches wherever he
    /// lives: nothing of him is shown, but his area gets the contact.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn person_anywhere(&mut self, id: PersonId) -> Result<domain::people::Person> {
        self.load_one_with(id).await?;
        let known = self.world.known_as(id);
        self.world.people.get(&known).cloned().ok_or_else(|| not_found(SubjectKind::Person, id.0))
    }
    /// Loads a person and everybody who is one with him: their records are his.
    async fn load_one_with(&mut self, id: PersonId) -> Result<()> {
        let mut ask = vec![id];
        while let Some(id) = ask.pop() {
            if self.world.people.contains_key(&id) {
                continue;
            }
            let row = self.work.person(id).await?.ok_or_else(|| not_found(SubjectKind::Person, id.0))?;
            let mut person = rows::person(row);
            if let Some(merge) = self.work.merge_of(id).await? {
                self.versions.insert((SubjectKind::Person, id.0), merge.version);
                person.merged_into = merge.into;
            }
            ask.extend(person.merged_into);
            self.world.admit(person);
            ask.extend(self.work.merged_into(id).await?.into_iter().map(|merge| merge.id));
            for row in self.work.cases_of_person(id).await? {
                self.admit_case(row)?;
            }
            for row in self.work.contacts_of_person(id).await? {
                self.admit_contact(row)?;
            }
            for row in self.work.orders_of_person(id).await? {
                self.admit_order(row)?;
            }
        }
        Ok(())
    }
    /// Loads a person as he was taken in, whoever he is known as by now.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn person_as_taken_in(
        &mut self,
        id: PersonId,
        action: Action,
    ) -> Result<domain::people::Person> {
        self.caller.authority.reaches_for(action)?;
        self.load_one_with(id).await?;
        let person = self.world.people.get(&id).cloned();
        let person = person.ok_or_else(|| not_found(SubjectKind::Person, id.0))?;
        self.visible(action, id.subject(), &person.area, None)?;
        Ok(person)
    }
    /// Loads a case wherever it belongs: its contacts may live elsewhere.
    pub(crate) async fn case_anywhere(&mut self, id: CaseId) -> Result<()> {
        if !self.world.cases.contains_key(&id)
            && let Some(row) = self.work.case(id).await?
        {
            self.admit_case(row)?;
        }
        Ok(())
    }
    /// Loads an order wherever it belongs: the timers ask no permission.
    pub(crate) async fn order_anywhere(&mut self, id: OrderId) -> Result<domain::isolation::Order> {
        if !self.world.orders.contains_key(&id)
            && let Some(row) = self.work.order(id).await?
        {
            self.admit_order(row)?;
        }
        self.world.orders.get(&id).cloned().ok_or_else(|| not_found(SubjectKind::Order, id.0))
    }
    /// Loads a contact wherever he lives.
    pub(crate) async fn contact_anywhere(&mut self, id: ContactId) -> Result<()> {
        if !self.world.contacts.contains_key(&id)
            && let Some(row) = self.work.contact(id).await?
        {
            self.admit_contact(row)?;
        }
        Ok(())
    }
    /// As [`Self::person_anywhere`]; nothing happens for somebody unknown.
    pub(crate) async fn person_if_known(&mut self, id: PersonId) -> Result<()> {
        if self.world.people.contains_key(&id) || self.work.person(id).await?.is_some() {
            self.person_anywhere(id).await?;
        }
        Ok(())
    }
    /// The rule book.
    pub fn library(&self) -> Arc<protocol::Library> {
        self.inner.library.clone()
    }
    /// Loads the exposures of a person or place.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn exposures_of(&mut self, subject: SubjectRef) -> Result<()> {
        if self.born.contains(&subject.id) {
            return Ok(());
        }
        for row in self.work.exposures_of(subject.id).await? {
            let id = row.id;
            if !self.world.exposures.contains_key(&id) {
                self.versions.insert((SubjectKind::Exposure, id.0), row.version);
                self.world.exposures.insert(id, rows::state(&row.state)?);
            }
        }
        Ok(())
    }
    /// Loads the contacts of a case.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn contacts_of_case(&mut self, case: CaseId) -> Result<()> {
        if self.born.contains(&case.0) {
            return Ok(());
        }
        for row in self.work.contacts_of_case(case).await? {
            self.admit_contact(row)?;
        }
        Ok(())
    }
    /// Loads the turns of a post.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn turns_of(&mut self, post: kernel::PostId) -> Result<Vec<domain::duty::Turn>> {
        for row in self.work.shifts_of_post(post).await? {
            self.versions.insert((SubjectKind::Shift, row.id.0), row.version);
            self.world.turns.insert(row.id, rows::state(&row.state)?);
        }
        Ok(self.world.turns.values().filter(|t| t.post == post).cloned().collect())
    }
    /// Loads one turn at a post.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn turn(&mut self, id: kernel::ShiftId, action: Action) -> Result<domain::duty::Turn> {
        self.caller.authority.reaches_for(action)?;
        let row = self.work.shift(id).await?.ok_or_else(|| not_found(SubjectKind::Shift, id))?;
        self.visible(action, id.subject(), &row.area, None)?;
        let turn: domain::duty::Turn = rows::state(&row.state)?;
        self.versions.insert((SubjectKind::Shift, id.0), row.version);
        self.world.turns.insert(id, turn.clone());
        Ok(turn)
    }
    /// Loads the tests of a person.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn tests_of(&mut self, person: PersonId) -> Result<()> {
        let mut people = self.world.one_with(person);
        if people.is_empty() {
            people.push(person);
        }
        for person in people {
            if self.tests_loaded.insert(person) && !self.born.contains(&person.0) {
                let rows = self.work.tests_of_person(person).await?;
                for row in rows.into_iter().filter(|row| row.result != rows::WITHDRAWN) {
                    self.world.tests.push(rows::test(&row)?);
                }
            }
        }
        Ok(())
    }
    /// The level of the zone at an area: its own, or the nearest above.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn zone_level(&mut self, area: &AreaPath) -> Result<String> {
        // A level that was set under a former code holds until one is set under the new one.
        let upward = std::iter::successors(Some(area.clone()), AreaPath::parent);
        let paths: Vec<AreaPath> = upward
            .flat_map(|path| {
                let former = self.directory().same_area(&path);
                std::iter::once(path.clone()).chain(former.into_iter().rev().filter(move |p| *p != path))
            })
            .collect();
        for path in paths {
            let subject = SubjectRef::area(&kernel::AreaCode::new(path.code())?);
            if !self.world.zones.contains_key(&subject.id)
                && let Some(row) = self.work.zone(&path).await?
            {
                self.versions.insert((SubjectKind::Area, subject.id), row.version);
                self.world.zones.insert(subject.id, rows::state(&row.state)?);
            }
            if let Some(zone) = self.world.zones.get(&subject.id) {
                return Ok(rows::word(&zone.level));
            }
        }
        Ok("routine".to_owned())
    }
    /// Refuses a change of something that moved on since the caller read it.
    ///
    /// # Errors
    /// `record.edit_conflict`.
    pub async fn expect_version(&mut self, kind: SubjectKind, id: Uuid, expected: Option<i64>) -> Result<()> {
        let current = self.versions.get(&(kind, id)).copied().unwrap_or(0);
        let Some(expected) = expected.filter(|expected| *expected != current) else { return Ok(()) };
        let states = match kind {
            SubjectKind::Case => [
                self.work.past::<store::CaseRow>(id, expected).await?.map(|row| row.state),
                self.work.past::<store::CaseRow>(id, current).await?.map(|row| row.state),
            ],
            SubjectKind::Order => [
                self.work.past::<store::OrderRow>(id, expected).await?.map(|row| row.state),
                self.work.past::<store::OrderRow>(id, current).await?.map(|row| row.state),
            ],
            _ => [None, None],
        };
        Err(Error::new(Code::EditConflict)
            .arg("kind", kind)
            .arg("id", id)
            .arg("expected", expected)
            .arg("current", current)
            .arg("fields", rows::changed_fields(&states)?))
    }

    fn admit_case(&mut self, row: store::CaseRow) -> Result<()> {
        if !self.world.cases.contains_key(&row.id) {
            self.versions.insert((SubjectKind::Case, row.id.0), row.version);
            self.world.cases.insert(row.id, rows::state(&row.state)?);
        }
        Ok(())
    }
    fn admit_contact(&mut self, row: store::ContactRow) -> Result<()> {
        if !self.world.contacts.contains_key(&row.id) {
            self.versions.insert((SubjectKind::Contact, row.id.0), row.version);
            self.world.contacts.insert(row.id, rows::state(&row.state)?);
        }
        Ok(())
    }
    fn admit_order(&mut self, row: store::OrderRow) -> Result<()> {
        if !self.world.orders.contains_key(&row.id) {
            self.versions.insert((SubjectKind::Order, row.id.0), row.version);
            self.world.orders.insert(row.id, rows::state(&row.state)?);
        }
        Ok(())
    }
    /// Takes out of the answer what follows for records outside the areas in
    /// which the caller may do this, but for the facts of his own words.
    pub(crate) fn conceal_elsewhere(&mut self, action: Action, said: &[&str]) {
        let reaches = self.caller.authority.reaches_for(action).unwrap_or_default();
        let holds = |area: &AreaPath, disease: Option<&str>| reaches.iter().any(|r| r.holds(area, disease));
        let inside = |place: Option<(&AreaPath, Option<&str>)>| {
            place.is_some_and(|(area, disease)| holds(area, disease))
        };
        let world = &self.world;
        self.receipt.facts.retain(|fact| {
            let id = fact.subject.id;
            said.contains(&fact.kind.as_str())
                || inside(match fact.subject.kind {
                    SubjectKind::Case => {
                        world.cases.get(&id.into()).map(|c| (&c.area, Some(c.disease.as_str())))
                    }
                    SubjectKind::Contact => {
                        world.contacts.get(&id.into()).map(|c| (&c.area, Some(c.disease.as_str())))
                    }
                    SubjectKind::Order => {
                        world.orders.get(&id.into()).map(|o| (&o.area, Some(o.disease.as_str())))
                    }
                    SubjectKind::Exposure => {
                        world.exposures.get(&id.into()).map(|e| (&e.area, Some(e.disease.as_str())))
                    }
                    SubjectKind::Visit => world.visits.get(&id.into()).map(|v| (&v.area, None)),
                    SubjectKind::Person => world.people.get(&id.into()).map(|p| (&p.area, None)),
                    _ => None,
                })
        });
        let obligations = &self.obligations;
        let own = |id: &ObligationId| {
            obligations.get(id).is_some_and(|(row, _)| holds(&row.opened_area, Some(&row.disease)))
        };
        self.receipt.opened.retain(own);
        self.receipt.met.retain(own);
        self.receipt.void.retain(own);
    }
    /// Lies it outside the areas in which the caller may do this, it is not
    /// there at all: an id in an address opens nothing.
    fn visible(
        &self,
        action: Action,
        subject: SubjectRef,
        area: &AreaPath,
        disease: Option<&str>,
    ) -> Result<()> {
        let reaches = self.caller.authority.reaches_for(action)?;
        let seen = reaches.iter().any(|reach| reach.holds(area, disease));
        if !seen {
            return Err(not_found(subject.kind, subject.id));
        }
        self.note_lender(action, area, disease);
        Ok(())
    }

    /// Loads what a fact of the journal is about, as far as it exists by then.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn load_for_replay(&mut self, fact: &Fact) -> Result<()> {
        let subjects: Vec<SubjectRef> = fact.subjects().collect();
        for SubjectRef { kind, id } in subjects {
            match kind {
                SubjectKind::Case => self.case_anywhere(id.into()).await?,
                SubjectKind::Contact => self.contact_anywhere(id.into()).await?,
                SubjectKind::Order => {
                    if let Some(row) = self.work.order(id.into()).await? {
                        self.admit_order(row)?;
                    }
                }
                SubjectKind::Exposure => {
                    if let Some(row) = self.work.exposure(id.into()).await? {
                        self.versions.insert((kind, id), row.version);
                        self.world.exposures.insert(row.id, rows::state(&row.state)?);
                    }
                }
                SubjectKind::Visit => {
                    if let Some(row) = self.work.visit(id.into()).await? {
                        self.versions.insert((kind, id), row.version);
                        self.world.visits.insert(row.id, rows::state(&row.state)?);
                    }
                }
                SubjectKind::Problem => {
                    if let Some(row) = self.work.problem(id.into()).await? {
                        self.versions.insert((kind, id), row.version);
                        self.world.problems.insert(row.id, rows::state(&row.state)?);
                    }
                }
                kind if Affair::is_kind(kind) => {
                    self.affair_anywhere(id).await?;
                }
                SubjectKind::Shift => {
                    if let Some(row) = self.work.shift(id.into()).await? {
                        self.versions.insert((kind, id), row.version);
                        self.world.turns.insert(row.id, rows::state(&row.state)?);
                    }
                }
                SubjectKind::Group => {
                    self.household_if_known(id.into()).await?;
                }
                SubjectKind::Area => {
                    self.zone_level(&fact.area).await?;
                }
                SubjectKind::Person => {
                    self.person_if_known(id.into()).await?;
                    if let FactBody::TestResult { .. } = fact.body {
                        self.tests_of(id.into()).await?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
