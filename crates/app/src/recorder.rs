//! One command on its way: what it has loaded, the facts it records, and the
//! obligations that follow. Everything is written at the end in one
//! transaction of the store: journal, state, obligations, outbox, key.

mod load;
mod versions;

use authz::Action;
use domain::views::{Counted, Focus, view};
use domain::{Ctx, Fact, FactBody, World};
use kernel::{
    AreaPath, Code, Error, FactId, ImportId, ObligationId, PersonId, Result, SubjectKind, SubjectRef,
    Timestamp, UnitId, UserId, Zone,
};
use protocol::{Need, ObligationChange, Protocol};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use store::{JournalEntry, ObligationRow, OutboxEntry, Work};
use uuid::Uuid;

use crate::access::Caller;
use crate::directory::Directory;
use crate::ids::SystemIds;
use crate::{Inner, rows};

/// What a command did. Kept with its key: the same key gives the same answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The facts recorded, in order.
    pub facts: Vec<FactReceipt>,
    /// Obligations opened.
    pub opened: Vec<ObligationId>,
    /// Obligations met, late or not.
    pub met: Vec<ObligationId>,
    /// Obligations that became pointless.
    pub void: Vec<ObligationId>,
    /// What the caller should know: must-nots that warned, add-ons, a held clock.
    pub warnings: Vec<Warning>,
    /// Business time of the record.
    pub recorded_at: Option<Timestamp>,
}

impl Receipt {
    /// The subject of the first fact of a kind.
    pub fn subject_of(&self, kind: &str) -> Option<SubjectRef> {
        self.facts.iter().find(|f| f.kind == kind).map(|f| f.subject)
    }
}

/// One fact of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactReceipt {
    /// Which.
    pub id: FactId,
    /// Its kind.
    pub kind: String,
    /// What it is about.
    pub subject: SubjectRef,
}

/// Something the caller should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Dotted code, with a sentence in both languages.
    pub code: String,
    /// Arguments of the sentence.
    pub args: BTreeMap<String, String>,
}

impl Warning {
    /// A warning with its arguments.
    pub fn new(code: &str, args: &[(&str, &dyn ToString)]) -> Self {
        let args = args.iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
        Self { code: code.to_owned(), args }
    }
}

/// A command in the middle of being recorded.
pub struct Recorder<'r> {
    /// Rows to read and to write.
    pub work: &'r mut Work,
    /// What has been loaded, as the facts so far have left it.
    pub world: World,
    /// What will be answered.
    pub receipt: Receipt,
    /// Who acts.
    pub caller: Caller,
    inner: Arc<Inner>,
    directory: Arc<Directory>,
    ids: SystemIds,
    now: Timestamp,
    versions: HashMap<(SubjectKind, Uuid), i64>,
    replaying: bool,
    import: Option<TakingIn>,
    /// Who lends what let the caller do this: for them he acts.
    for_whom: Mutex<BTreeSet<UserId>>,
    /// Facts that this command has withdrawn: what it reads does not show it yet.
    withdrawn: BTreeSet<FactId>,
    born: BTreeSet<Uuid>,
    open_loaded: BTreeSet<Uuid>,
    obligations: BTreeMap<ObligationId, (ObligationRow, Standing)>,
    tests_loaded: BTreeSet<PersonId>,
}

/// The import that facts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TakingIn {
    /// Which.
    pub import: ImportId,
    /// It tells of what happened long ago: nothing follows from it, and nobody is told.
    pub history: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Open in the database.
    Stored,
    /// Closed by this command.
    StoredClosed,
    /// Opened by this command.
    New,
}

impl<'r> Recorder<'r> {
    pub(crate) fn new(work: &'r mut Work, inner: Arc<Inner>, caller: Caller, now: Timestamp) -> Self {
        let store::Recorded { at: held, held: is_held } = work.recorded_at(now);
        let mut receipt = Receipt { recorded_at: Some(held), ..Receipt::default() };
        if is_held {
            receipt.warnings.push(Warning::new("clock.held", &[("asked", &now), ("held", &held)]));
        }
        let directory = inner.directory();
        Self {
            work,
            world: World::default(),
            receipt,
            caller,
            inner,
            directory,
            ids: SystemIds,
            now: held,
            versions: HashMap::new(),
            replaying: false,
            import: None,
            for_whom: Mutex::default(),
            withdrawn: BTreeSet::new(),
            born: BTreeSet::new(),
            open_loaded: BTreeSet::new(),
            obligations: BTreeMap::new(),
            tests_loaded: BTreeSet::new(),
        }
    }
    /// A recorder that derives state again from a fact of the journal: it
    /// writes neither journal nor outbox, and stands at the fact's own moment.
    /// Units stand where they stood by then.
    pub(crate) fn replaying(
        work: &'r mut Work,
        inner: Arc<Inner>,
        directory: Arc<Directory>,
        now: Timestamp,
    ) -> Self {
        let mut recorder = Self::new(work, inner, Caller::nobody(), now);
        recorder.now = now;
        recorder.replaying = true;
        recorder.directory = directory;
        recorder
    }
    /// What is recorded from now on comes from an import.
    pub(crate) const fn take_in_for(&mut self, import: TakingIn) {
        self.import = Some(import);
    }
    pub(crate) fn is_history(&self) -> bool {
        self.import.is_some_and(|import| import.history)
    }
    /// Business time of the record.
    pub const fn now(&self) -> Timestamp {
        self.now
    }
    /// Time of the wall, by which rights are valid.
    pub(crate) fn wall(&self) -> Timestamp {
        self.inner.clocks.wall()
    }
    /// Areas, units and posts.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }
    /// The context of a decision about an area.
    pub fn ctx(&mut self, area: &AreaPath) -> Ctx<'_> {
        Ctx {
            now: self.now,
            actor: self.caller.actor(),
            ids: &mut self.ids,
            zone: self.directory.zone_at(area),
            library: &self.inner.library,
        }
    }
    /// World and context together: decisions look at the one and use the other.
    pub fn parts(&mut self, area: &AreaPath) -> (&World, Ctx<'_>) {
        let zone = self.directory.zone_at(area);
        let ctx = Ctx {
            now: self.now,
            actor: self.caller.actor(),
            ids: &mut self.ids,
            zone,
            library: &self.inner.library,
        };
        (&self.world, ctx)
    }
    /// The rules of a disease in force here and now: for classifications,
    /// contacts and orders (the edition at the decision).
    ///
    /// # Errors
    /// `protocol.not_in_force`.
    pub fn protocol(&self, disease: &str, area: &AreaPath) -> Result<Arc<Protocol>> {
        let on = self.directory.zone_at(area).date_of(self.now);
        self.inner.library.in_force(disease, area, on)
    }
    /// Refuses what the caller may not do here.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub fn require(&self, action: Action, area: &AreaPath) -> Result<()> {
        self.caller.authority.require(action, area)?;
        self.note_lender(action, area, None);
        Ok(())
    }
    /// Refuses what the caller may not do here for a disease.
    ///
    /// # Errors
    /// `access.forbidden`.
    pub fn require_of(&self, action: Action, area: &AreaPath, disease: &str) -> Result<()> {
        self.caller.authority.require_of(action, area, Some(disease))?;
        self.note_lender(action, area, Some(disease));
        Ok(())
    }
    /// Remembers for whom the caller acts, where what lets him is lent.
    pub(crate) fn note_lender(&self, action: Action, area: &AreaPath, disease: Option<&str>) {
        if let Some(lender) = self.caller.authority.lender_for(action, area, disease) {
            self.for_whom.lock().unwrap_or_else(PoisonError::into_inner).insert(lender);
        }
    }

    /// A unit that the caller sees.
    ///
    /// # Errors
    /// `record.not_found`, wherever one stands that he does not see.
    pub(crate) fn unit_in_sight(&self, id: UnitId) -> Result<&store::UnitRow> {
        let found = self.directory.unit(id)?;
        if self.caller.sees(&found.area) { Ok(found) } else { Err(not_found(SubjectKind::Unit, id)) }
    }

    /// The areas in which the caller may do something.
    ///
    /// # Errors
    /// `access.forbidden` when there is none.
    pub(crate) fn areas_for(&self, action: Action) -> Result<Vec<AreaPath>> {
        self.caller.authority.areas_for(action)
    }

    // Recording.

    /// Takes in a new person whose values have been sealed by the store.
    pub fn is_born_here(&mut self, person: PersonId) {
        self.born.insert(person.0);
    }
    /// Notes the version in which something was loaded.
    pub(crate) fn has_version(&mut self, kind: SubjectKind, id: Uuid, version: i64) {
        self.versions.insert((kind, id), version);
    }
    /// Lets facts happen: the world moves on, and obligations open and close.
    ///
    /// # Errors
    /// Those of the rule book and the store.
    pub async fn record(&mut self, facts: Vec<Fact>) -> Result<()> {
        for mut fact in facts {
            if !self.replaying {
                self.keep_time().await?;
                fact.recorded_at = fact.recorded_at.max(self.now);
                // What belongs to an area that has another path now is recorded under that.
                fact.area = self.directory.current(&fact.area);
                let import = self.import.map(|taking_in| taking_in.import.subject());
                fact.refs.extend(import.filter(|import| *import != fact.subject));
                let lenders = self.for_whom.get_mut().unwrap_or_else(PoisonError::into_inner).iter();
                let lenders: Vec<SubjectRef> =
                    lenders.map(|user| user.subject()).filter(|user| !fact.refs.contains(user)).collect();
                fact.refs.extend(lenders);
            }
            let moved = self.world.evolve(&fact);
            if opens_subject(&fact.body) {
                self.born.insert(fact.subject.id);
            }
            if !self.replaying {
                self.work.append(new_fact(&fact)?)?;
                if !self.is_history() {
                    self.work.emit(OutboxEntry {
                        topic: fact.kind().to_owned(),
                        subject: fact.subject,
                        area: fact.area.clone(),
                        at: self.now,
                    });
                }
            }
            self.write_moved(&fact, &moved)?;
            if let FactBody::Withdrawn { .. } = fact.body {
                self.withdrawn.extend(fact.corrects);
                self.take_back(&fact).await?;
            }
            if let FactBody::AreaChanged(changed) = &fact.body {
                self.hand_duties_over(&changed.duties).await?;
            }
            if !self.is_history() {
                self.follow(&fact).await?;
            }
            self.receipt.facts.push(FactReceipt {
                id: fact.id,
                kind: fact.kind().to_owned(),
                subject: fact.subject,
            });
        }
        Ok(())
    }

    /// Stands behind all that has been loaded: what another process recorded
    /// while this command ran must come first when the journal is told again.
    ///
    /// # Errors
    /// `record.edit_conflict`, upon which the store begins the command again.
    pub(crate) async fn keep_time(&mut self) -> Result<()> {
        self.now = self.work.recorded_after(self.now).await?.at;
        self.receipt.recorded_at = Some(self.now);
        Ok(())
    }

    /// What follows from one fact.
    async fn follow(&mut self, fact: &Fact) -> Result<()> {
        if let FactBody::ObligationWaived { .. } = fact.body {
            let id = ObligationId(fact.subject.id);
            if let Some(row) = self.work.obligation(id).await? {
                self.obligations.insert(id, (row, Standing::Stored));
                self.close(id, "waived", fact.occurred_at, fact);
            }
            return Ok(());
        }
        if let FactBody::HandoverAccepted { .. } = fact.body {
            return self.pass_on(fact).await;
        }
        if let (FactBody::Withdrawn { .. }, Some(withdrawn)) = (&fact.body, fact.corrects) {
            self.reopen(withdrawn, fact).await?;
        }
        let seen = fact.view();
        let zone = self.directory.zone_at(&fact.area);
        let library = self.inner.library.clone();
        let needs = library.needs(&seen, &zone);
        let disease = seen.disease().unwrap_or_default().to_owned();
        let view = self.view(&needs, &disease, Focus::of(fact, &self.world), &fact.area, &zone).await?;
        let open =
            if library.may_close(fact.kind()) { self.open_obligations(fact).await? } else { Vec::new() };
        let ctx = protocol::Ctx { now: self.now, zone: &zone };
        for change in library.apply(&seen, &open, &view, &ctx)? {
            match change {
                ObligationChange::Open(new) => self.open(*new, fact)?,
                ObligationChange::Meet { id, at, late } => {
                    self.close(id, if late { "met_late" } else { "met" }, at, fact);
                    self.receipt.met.push(id);
                }
                ObligationChange::Void { id } => {
                    self.close(id, "void", fact.occurred_at, fact);
                    self.receipt.void.push(id);
                }
            }
        }
        Ok(())
    }
    /// The view that conditions need, with what it takes loaded first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn view(
        &mut self,
        needs: &BTreeSet<Need>,
        disease: &str,
        focus: Focus,
        area: &AreaPath,
        zone: &Zone,
    ) -> Result<protocol::View> {
        if needs.is_empty() {
            return Ok(protocol::View::default());
        }
        let tests = [Need::SubjectTests, Need::OrderTests, Need::IndexTests];
        if needs.iter().any(|need| tests.contains(need)) {
            if let Some(person) = focus.person {
                self.tests_of(person).await?;
            }
            if needs.contains(&Need::IndexTests) {
                self.load_index(focus).await?;
            }
        }
        let mut counted = Counted::default();
        for need in needs {
            match need {
                Need::AreaZone => counted.zone_level = Some(self.zone_level(area).await?),
                Need::AreaCases(days) => {
                    let since = self.now.plus(kernel::Span::days(-i64::from(*days)));
                    let mut count = self.work.case_count_in_area(area, disease, since).await?;
                    for former in self.directory.lineage().former(area) {
                        count += self.work.case_count_in_area(&former, disease, since).await?;
                    }
                    counted.area_cases.insert(*days, count);
                }
                Need::PlaceCases(days) => {
                    let since = self.now.plus(kernel::Span::days(-i64::from(*days)));
                    if let Some(place) = focus.place {
                        counted
                            .place_cases
                            .insert(*days, self.work.case_count_at_place(place, disease, since).await?);
                    }
                }
                _ => {}
            }
        }
        Ok(view(needs.iter().copied(), disease, focus, &self.world, &counted, self.now, zone))
    }
    /// Loads those through whom a contact was met, with their tests.
    async fn load_index(&mut self, focus: Focus) -> Result<()> {
        let Some(contact) = focus.contact.and_then(|id| self.world.contacts.get(&id)).cloned() else {
            return Ok(());
        };
        self.contacts_of_case(contact.case).await?;
        self.case_anywhere(contact.case).await?;
        self.exposures_of(contact.person.subject()).await?;
        let mut people: Vec<PersonId> =
            self.world.cases.get(&contact.case).map(|c| c.person).into_iter().collect();
        people.extend(
            self.world.contacts.values().filter(|c| c.case == contact.case && c.order == 1).map(|c| c.person),
        );
        for person in people {
            // The days of a test count by the person's own order.
            self.person_if_known(person).await?;
            self.tests_of(person).await?;
        }
        Ok(())
    }

    async fn open_obligations(&mut self, fact: &Fact) -> Result<Vec<protocol::OpenObligation>> {
        let ask: Vec<SubjectRef> = fact
            .subjects()
            .chain(fact.corrects.map(FactId::subject))
            .filter(|s| !self.born.contains(&s.id) && self.open_loaded.insert(s.id))
            .collect();
        if !ask.is_empty() {
            for row in self.work.open_obligations(&ask).await? {
                self.obligations.entry(row.id).or_insert((row, Standing::Stored));
            }
        }
        let about: BTreeSet<Uuid> = fact.subjects().map(|s| s.id).collect();
        Ok(self
            .obligations
            .values()
            .filter(|(row, _)| row.close_state.is_none() && about.contains(&row.subject_id))
            .map(|(row, _)| rows::open_obligation(row))
            .collect())
    }

    /// What a withdrawn fact had met as evidence, or made void, is open again:
    /// a new obligation of the same rule, subject and due time, so that the old
    /// one still tells what was believed until now. What was owed because of a
    /// fact that is withdrawn itself stays closed.
    async fn reopen(&mut self, withdrawn: FactId, fact: &Fact) -> Result<()> {
        for old in self.work.obligations_closed_by(withdrawn).await? {
            if !matches!(old.close_state.as_deref(), Some("met" | "met_late" | "void"))
                || self.is_withdrawn(old.opened_fact, Some(fact)).await?
            {
                continue;
            }
            let id = kernel::derived_uuid(&["reopened", &old.id.to_string(), &fact.id.to_string()]);
            let row = ObligationRow {
                id: ObligationId(id),
                opened_recorded_at: self.now,
                closed_at: None,
                closed_recorded_at: None,
                close_state: None,
                closed_fact: None,
                timer_at: Some(old.warn_at),
                timer_step: 0,
                ..old
            };
            self.receipt.opened.push(row.id);
            self.obligations.insert(row.id, (row, Standing::New));
        }
        Ok(())
    }

    /// Ends a duty as handed over and goes on with it as another one.
    pub(crate) fn hand_on(&mut self, old: ObligationRow, new: ObligationRow, fact: &Fact) {
        let (ended, begun) = (old.id, new.id);
        self.obligations.insert(ended, (old, Standing::Stored));
        self.close(ended, "handed_over", fact.occurred_at, fact);
        self.obligations.insert(begun, (new, Standing::New));
        self.receipt.opened.push(begun);
    }

    fn open(&mut self, new: protocol::NewObligation, fact: &Fact) -> Result<()> {
        if self.obligations.contains_key(&new.id) {
            return Ok(());
        }
        let held = self.directory.holder(&new.holder, new.holder_unit, &fact.area)?;
        let area = self.directory.unit(held.unit)?.area.clone();
        self.receipt.opened.push(new.id);
        let opened_on = self.directory.zone_at(&fact.area).date_of(fact.occurred_at);
        let row = rows::new_obligation(new, held, area, fact, opened_on, self.now)?;
        self.obligations.insert(row.id, (row, Standing::New));
        Ok(())
    }

    fn close(&mut self, id: ObligationId, state: &str, at: Timestamp, fact: &Fact) {
        if let Some((row, standing)) = self.obligations.get_mut(&id) {
            row.close_state = Some(state.to_owned());
            row.closed_at = Some(at);
            row.closed_recorded_at = Some(self.now);
            row.closed_fact = Some(fact.id);
            row.timer_at = None;
            if *standing == Standing::Stored {
                *standing = Standing::StoredClosed;
            }
        }
    }
    /// Queues the obligations and gives the answer.
    pub(crate) fn finish(mut self) -> Receipt {
        let mut closes = Vec::new();
        for (row, standing) in std::mem::take(&mut self.obligations).into_values() {
            match standing {
                Standing::New => self.work.put_obligation(&row),
                Standing::StoredClosed => closes.extend(rows::close_of(&row)),
                Standing::Stored => {}
            }
        }
        self.work.close_obligations(closes);
        self.receipt
    }
}

/// Whether a fact begins the life of its subject: nothing about it can be in
/// the database yet.
const fn opens_subject(body: &FactBody) -> bool {
    matches!(
        body,
        FactBody::PersonRegistered { .. }
            | FactBody::FeverSeen { .. }
            | FactBody::CaseOpened { .. }
            | FactBody::ExposureRecorded { .. }
            | FactBody::ContactDetermined { .. }
            | FactBody::OrderIssued { .. }
            | FactBody::MeetingHeld(_)
            | FactBody::SituationAssessed(_)
            | FactBody::DirectiveIssued(_)
            | FactBody::DocumentDelivered { .. }
            | FactBody::TaskIssued(_)
            | FactBody::TaskForceRequired { .. }
            | FactBody::RollCalled { .. }
            | FactBody::LeaveAsked(_)
            | FactBody::MajorEventReported { .. }
            | FactBody::OccasionSet(_)
            | FactBody::BulletinDrafted(_)
            | FactBody::ProblemListed { .. }
            | FactBody::ShiftRostered { .. }
            | FactBody::DutyGapFound { .. }
            | FactBody::HouseholdFormed { .. }
    )
}

pub(crate) fn not_found(kind: SubjectKind, id: impl ToString) -> Error {
    Error::new(Code::NotFound).arg("kind", kind).arg("id", id)
}

/// The journal's form of a fact.
pub(crate) fn new_fact(fact: &Fact) -> Result<JournalEntry> {
    Ok(JournalEntry {
        fact: fact.id,
        kind: fact.kind().to_owned(),
        subject: fact.subject,
        refs: fact.refs.clone(),
        area: fact.area.clone(),
        occurred_at: fact.occurred_at,
        recorded_at: fact.recorded_at,
        by_user: fact.by.user,
        by_unit: fact.by.unit,
        corrects: fact.corrects,
        body: fact.body_bytes()?,
    })
}
