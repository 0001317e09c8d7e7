//! Breaking the glass: somebody who reads personal values in his own area opens
//! the sight of one record outside it whose id he has learnt, for a reason and
//! a short time. It is a fact in the area that owns the record, an obligation
//! there to review it, and a line in the audit for every look.

use authz::{Action, Authority, Role};
use domain::glass;
use kernel::{
    AreaPath, Code, Error, GlassId, Page, PageRequest, PersonId, PersonalField, Result, Span, SubjectKind,
    SubjectRef, Timestamp,
};
use store::{AuditEntry, AuditKind, AuditNote, GlassFilter, GlassRow, Scope, Wanted};

use super::Caller;
use crate::audit::{Changes, detail};
use crate::ids::SystemIds;
use crate::recorder::not_found;
use crate::{App, Key, Receipt, Recorder};

/// The setting: the longest opening in minutes, and how many a day.
const RULES: &str = "break_glass";
/// Minutes of a day: no opening lasts longer.
const DAY: i64 = 24 * 60;
/// Most openings a day that may be allowed.
const MOST_A_DAY: i64 = 50;

/// What an installation allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GlassRules {
    /// The longest opening, in minutes: 1 to 1,440.
    pub longest_minutes: i64,
    /// How many one user may open within 24 hours: 1 to 50.
    pub per_day: i64,
}

impl Default for GlassRules {
    fn default() -> Self {
        Self { longest_minutes: 60, per_day: 5 }
    }
}

/// What is to be opened.
#[derive(Clone, Debug)]
pub struct NewGlass {
    /// A person, a case, a contact or an order.
    pub subject: SubjectRef,
    /// Why: one of [`glass::GROUNDS`].
    pub ground: String,
    /// Why, in words: 10 to 500 characters.
    pub reason: String,
    /// For how long; an hour, or less where less is allowed, when absent.
    pub minutes: Option<i64>,
}

/// An opening, as those see it who review it.
#[derive(Clone, Debug)]
pub struct BrokenGlass {
    /// The row.
    pub row: GlassRow,
    /// Whether it is open now.
    pub open: bool,
    /// The name of whoever opened it.
    pub user_name: String,
}

/// The action that shows records of a kind, where a glass can be broken before them.
fn shown_by(kind: SubjectKind) -> Option<Action> {
    match kind {
        SubjectKind::Person => Some(Action::ReadPersonal),
        SubjectKind::Case | SubjectKind::Contact => Some(Action::ReadCases),
        SubjectKind::Order => Some(Action::ReadOrders),
        _ => None,
    }
}

/// Refuses whoever may break no glass: who reads no personal values where he
/// works, by a grant of his own, and who administers or audits, even besides.
fn may_break(caller: &Caller, kind: SubjectKind) -> Result<Action> {
    let action = shown_by(kind).ok_or_else(|| {
        Error::new(Code::InvalidValue)
            .arg("field", "kind")
            .arg("value", kind)
            .arg("expected", "person, case, contact, order")
    })?;
    let own = caller.authority.own();
    let held = |authority: &Authority, role: Role| authority.grants().iter().any(|grant| grant.role == role);
    let lent = |role: Role| caller.authority.loans().iter().any(|loan| loan.grant.role == role);
    if [Role::Administrator, Role::Auditor].into_iter().any(|role| held(&own, role) || lent(role)) {
        return Err(Error::new(Code::Forbidden).arg("action", Action::ReadPersonal));
    }
    own.reaches_for(Action::ReadPersonal)?;
    own.reaches_for(action)?;
    Ok(action)
}

fn number_within(field: &'static str, value: i64, max: i64) -> Result<()> {
    if (1..=max).contains(&value) {
        return Ok(());
    }
    Err(Error::new(Code::OutOfRange).arg("field", field).arg("value", value).arg("min", 1).arg("max", max))
}

/// Where a record belongs, of which disease, and whom it is about.
type Place = (AreaPath, Option<String>, Option<PersonId>);

impl Recorder<'_> {
    async fn place_of(&mut self, subject: SubjectRef) -> Result<Option<Place>> {
        Ok(match subject.kind {
            SubjectKind::Person => {
                let row = self.work.person(subject.id.into()).await?;
                row.map(|row| (row.area, None, Some(row.id)))
            }
            SubjectKind::Case => {
                let row = self.work.case(subject.id.into()).await?;
                row.map(|row| (row.area, Some(row.disease), Some(row.person)))
            }
            SubjectKind::Contact => {
                let row = self.work.contact(subject.id.into()).await?;
                row.map(|row| (row.area, Some(row.disease), Some(row.person)))
            }
            SubjectKind::Order => {
                let row = self.work.order(subject.id.into()).await?;
                row.map(|row| (row.area, Some(row.disease), row.person))
            }
            _ => None,
        })
    }

    async fn break_glass(&mut self, input: &NewGlass, action: Action, rules: GlassRules) -> Result<()> {
        let wall = self.wall();
        // Many at once are counted one after the other.
        self.work.hold_user(self.caller.user).await?;
        let day_ago = wall.plus(Span::minutes(-DAY));
        let opened = self.work.glasses_since(self.caller.user, day_ago).await?;
        let most = usize::try_from(rules.per_day).unwrap_or(0);
        if opened.len() >= most {
            let freed = opened.get(opened.len() - most).copied().unwrap_or(wall).plus(Span::minutes(DAY));
            return Err(Error::new(Code::GlassLimit).arg("max", most).arg("retry_at", freed));
        }
        let minutes = input.minutes.unwrap_or(rules.longest_minutes.min(60));
        number_within("minutes", minutes, rules.longest_minutes)?;
        let place = self.place_of(input.subject).await?;
        if let Some((area, disease, _)) = &place {
            let reaches = self.caller.authority.reaches_for(action)?;
            let inside = match (input.subject.kind, disease) {
                (SubjectKind::Person, _) => {
                    reaches.iter().any(|r| r.diseases.is_none() && area.is_within(&r.area))
                }
                (_, disease) => reaches.iter().any(|r| r.holds(area, disease.as_deref())),
            };
            if inside {
                return Err(Error::new(Code::GlassNotNeeded));
            }
        }
        // What there is not is opened alike, and reviewed where the opener works.
        let (area, _, person) = match place {
            Some(place) => place,
            None => (self.own_area(action)?, None, None),
        };
        let row = GlassRow {
            id: GlassId::new(&mut SystemIds),
            user: self.caller.user,
            subject_kind: input.subject.kind,
            subject_id: input.subject.id,
            person,
            area,
            ground: input.ground.clone(),
            reason: input.reason.clone(),
            opened_at: wall,
            ends_at: wall.plus(Span::minutes(minutes)),
            closed_at: None,
            closed_by: None,
            close_reason: None,
            reviewed_at: None,
            reviewed_by: None,
            finding: None,
            note: None,
        };
        let area = row.area.clone();
        let said = (input.ground.as_str(), input.reason.as_str(), minutes);
        let fact = glass::break_glass(row.id, &row.about(), &area, said, &mut self.ctx(&area))?;
        self.work.audit(AuditEntry {
            id: kernel::IdSource::next_uuid(&mut SystemIds),
            at: wall,
            kind: AuditKind::BreakGlass,
            action: "glass.open".to_owned(),
            user: Some(self.caller.user),
            post: self.caller.post,
            subject: Some((row.subject_kind.as_str().to_owned(), row.subject_id)),
            area: row.area.clone(),
            purpose: input.reason.clone(),
            route: None,
            code: None,
            count: 1,
            detail: detail(&serde_json::json!({ "until": row.ends_at, "ground": row.ground })),
            persons: row.person.into_iter().collect(),
        });
        self.work.put(&row);
        self.record(vec![fact]).await
    }

    /// Where the caller works: his unit's area, or the first that he may look at.
    fn own_area(&self, action: Action) -> Result<AreaPath> {
        let seat = self.caller.unit.and_then(|unit| Some(self.directory().unit(unit).ok()?.area.clone()));
        match seat {
            Some(area) => Ok(area),
            None => {
                let mut reaches = self.caller.authority.reaches_for(action)?;
                Ok(reaches.swap_remove(0).area)
            }
        }
    }

    async fn glass(&mut self, id: GlassId) -> Result<GlassRow> {
        self.work.glass(id).await?.ok_or_else(|| not_found(SubjectKind::Glass, id))
    }
    fn require_review(&self, row: &GlassRow) -> Result<()> {
        let may = self.caller.authority.require(Action::ReviewGlass, &row.area);
        may.map_err(|_| not_found(SubjectKind::Glass, row.id))
    }
}

impl App {
    /// What the installation allows.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn glass_rules(&self) -> Result<GlassRules> {
        let words = self.store().meta(RULES).await?.unwrap_or_default();
        let mut numbers = words.split(' ').map_while(|word| word.parse().ok());
        let (longest, per_day) = (numbers.next(), numbers.next());
        let rules = GlassRules::default();
        Ok(GlassRules {
            longest_minutes: longest.unwrap_or(rules.longest_minutes),
            per_day: per_day.unwrap_or(rules.per_day),
        })
    }

    /// Says what the installation allows. It takes the administration of the
    /// whole installation.
    ///
    /// # Errors
    /// `access.forbidden`; `value.out_of_range`.
    pub async fn set_glass_rules(&self, caller: &Caller, rules: GlassRules) -> Result<()> {
        self.require_all(caller, Action::Administer)?;
        number_within("longest_minutes", rules.longest_minutes, DAY)?;
        number_within("per_day", rules.per_day, MOST_A_DAY)?;
        let before = self.glass_rules().await?;
        let words = format!("{} {}", rules.longest_minutes, rules.per_day);
        let mut entry = self.audit_entry(caller, AuditKind::Setting, "glass_rules.set");
        entry.detail = Changes::default()
            .field("longest_minutes", &before.longest_minutes, &rules.longest_minutes)
            .field("per_day", &before.per_day, &rules.per_day)
            .detail();
        self.store()
            .write(Wanted::nothing(), move |work| {
                work.put_meta(RULES, &words);
                work.audit(entry.clone());
                Box::pin(async { Ok(()) })
            })
            .await
    }

    /// Opens the sight of one record outside the caller's reach. An id that
    /// there is not is answered alike, counted and reviewed.
    ///
    /// # Errors
    /// `access.forbidden` for whoever may break no glass, `access.glass_limit`,
    /// `access.glass_not_needed` for what he sees anyway; `access.own_session_only`;
    /// `value.invalid` and `value.out_of_range` for ground, reason and span.
    pub async fn break_glass(&self, caller: &Caller, key: Option<&Key>, input: NewGlass) -> Result<Receipt> {
        caller.require_own_session()?;
        let action = may_break(caller, input.subject.kind)?;
        let rules = self.glass_rules().await?;
        self.run(caller, key, Wanted::nothing(), (input, action, rules), |rec, (input, action, rules)| {
            Box::pin(async move { rec.break_glass(input, *action, *rules).await })
        })
        .await
    }

    /// Closes it before its time: by whoever opened it, or by the area that owns
    /// the record.
    ///
    /// # Errors
    /// `record.not_found`, `access.glass_ended`; `value.missing` without a reason.
    pub async fn close_glass(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: GlassId,
        reason: String,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), (id, reason), |rec, (id, reason)| {
            Box::pin(async move {
                let row = rec.glass(*id).await?;
                if row.user != rec.caller.user {
                    rec.require_review(&row)?;
                }
                let wall = rec.wall();
                if !row.is_open(wall) {
                    return Err(Error::new(Code::GlassEnded).arg("id", id));
                }
                let (about, area) = (row.about(), row.area.clone());
                let fact = glass::close(*id, &about, &area, reason, &mut rec.ctx(&area))?;
                let user = rec.caller.user;
                rec.work.put(&closed(row, user, wall, reason));
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Says whether it was right; what was not is closed at once.
    ///
    /// # Errors
    /// `record.not_found` outside the areas whose openings the caller reviews,
    /// `access.glass_own_review`, `access.glass_reviewed`; `value.invalid`,
    /// `value.missing`.
    pub async fn review_glass(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: GlassId,
        finding: String,
        note: String,
    ) -> Result<Receipt> {
        caller.authority.reaches_for(Action::ReviewGlass)?;
        self.run(caller, key, Wanted::nothing(), (id, finding, note), |rec, (id, finding, note)| {
            Box::pin(async move {
                let row = rec.glass(*id).await?;
                rec.require_review(&row)?;
                if row.user == rec.caller.user {
                    return Err(Error::new(Code::GlassOwnReview));
                }
                if row.reviewed_at.is_some() {
                    return Err(Error::new(Code::GlassReviewed).arg("id", id));
                }
                let (wall, user) = (rec.wall(), rec.caller.user);
                let (about, area) = (row.about(), row.area.clone());
                let said = (finding.as_str(), note.as_str());
                let mut facts = vec![glass::review(*id, &about, &area, said, &mut rec.ctx(&area))?];
                let mut row = GlassRow {
                    reviewed_at: Some(wall),
                    reviewed_by: Some(user),
                    finding: Some(finding.clone()),
                    note: Some(note.clone()),
                    ..row
                };
                if finding == "unjustified" && row.is_open(wall) {
                    facts.push(glass::close(*id, &about, &area, note, &mut rec.ctx(&area))?);
                    row = closed(row, user, wall, note);
                }
                rec.work.put(&row);
                rec.record(facts).await
            })
        })
        .await
    }

    /// The openings of records of the caller's areas, for whoever reviews them;
    /// with `own`, those that he made himself.
    ///
    /// # Errors
    /// `access.forbidden`, `page.invalid_cursor`, those of the store.
    pub async fn glasses(
        &self,
        caller: &Caller,
        own: bool,
        reviewed: Option<bool>,
        page: &PageRequest,
    ) -> Result<Page<BrokenGlass>> {
        let found = if own {
            self.store().glasses_of(caller.user, page).await?
        } else {
            let scope = self.scope(caller, Action::ReviewGlass, "break_glass")?;
            self.store().glasses(&scope, &GlassFilter { user: None, reviewed }, page).await?
        };
        let wall = self.inner.clocks.wall();
        let mut items = Vec::with_capacity(found.items.len());
        for row in found.items {
            let user = self.store().user(row.user).await?;
            let user_name = user.map(|user| user.display_name).unwrap_or_default();
            items.push(BrokenGlass { open: row.is_open(wall), row, user_name });
        }
        Ok(Page { items, next: found.next })
    }

    /// The scope in which a caller sees one record by an open glass, and whose
    /// it is; none
    /// without one. What let him break it he must still have.
    pub(crate) async fn through_glass(
        &self,
        caller: &Caller,
        subject: SubjectRef,
        purpose: &str,
    ) -> Result<Option<(Scope, Option<PersonId>)>> {
        if caller.api_key.is_some() || may_break(caller, subject.kind).is_err() {
            return Ok(None);
        }
        let open = self.store().open_glasses(caller.user, self.inner.clocks.wall()).await?;
        let names = |row: &&GlassRow| {
            let person = row.person.map(PersonId::subject);
            (row.subject_kind, row.subject_id) == (subject.kind, subject.id) || person == Some(subject)
        };
        Ok(open.iter().find(names).map(|row| {
            let purpose = format!("break_glass {} {}: {purpose}", row.id, row.ground);
            (Scope::new(caller.user, vec![row.area.clone()], purpose), row.person)
        }))
    }

    /// As [`Self::through_glass`], and the look is in the audit.
    pub(crate) async fn look_through_glass(
        &self,
        caller: &Caller,
        subject: SubjectRef,
    ) -> Result<Option<Scope>> {
        let found = self.through_glass(caller, subject, "look").await?;
        let Some((scope, person)) = found else { return Ok(None) };
        if let Some(area) = scope.areas().and_then(<[_]>::first).cloned() {
            let look = AuditEntry {
                subject: Some((subject.kind.as_str().to_owned(), subject.id)),
                area,
                purpose: scope.purpose.clone(),
                persons: person.into_iter().collect(),
                ..self.audit_entry(caller, AuditKind::Look, &format!("{}.read", subject.kind))
            };
            self.write_audit(vec![look]).await?;
        }
        Ok(Some(scope))
    }

    /// The values of persons whom an open glass shows, beyond those found already.
    pub(crate) async fn personal_through_glass(
        &self,
        caller: &Caller,
        people: impl Iterator<Item = PersonId>,
        fields: &[PersonalField],
        purpose: &str,
    ) -> Result<Vec<crate::questions::PersonalLine>> {
        let mut lines = Vec::new();
        if self.store().open_glasses(caller.user, self.inner.clocks.wall()).await?.is_empty() {
            return Ok(lines);
        }
        for person in people {
            if let Some((scope, _)) = self.through_glass(caller, person.subject(), purpose).await? {
                let note = self.look_note(caller, "person.read");
                let found = self.store().personal(&scope, &[person], fields, note).await?;
                let line = |(person, values)| crate::questions::PersonalLine { person, values };
                lines.extend(found.into_iter().map(line));
            }
        }
        Ok(lines)
    }

    fn look_note(&self, caller: &Caller, action: &str) -> AuditNote {
        AuditNote {
            id: kernel::IdSource::next_uuid(&mut SystemIds),
            // When somebody really looked; a drill's clock shows another time.
            at: self.inner.clocks.wall(),
            post: caller.post,
            kind: AuditKind::Look,
            action: action.to_owned(),
            detail: Vec::new(),
        }
    }
}

fn closed(row: GlassRow, by: kernel::UserId, at: Timestamp, reason: &str) -> GlassRow {
    GlassRow { closed_at: Some(at), closed_by: Some(by), close_reason: Some(reason.to_owned()), ..row }
}
