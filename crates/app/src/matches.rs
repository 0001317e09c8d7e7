//! Asking other areas for a person: whoever is not found in one's own reach may
//! be known elsewhere. The asker is told nothing until an area that knows him
//! has looked at the request and accepts it; that there was nobody, that nobody
//! has decided and that somebody declined look the same.

use authz::Action;
use kernel::{
    AreaPath, Code, Error, IdSource as _, PersonId, Result, Span, Timestamp, UnitId, UserId, derived_uuid,
};
use store::{AuditEntry, AuditKind, AuditNote, MatchRequestRow, MatchTargetRow, Scope, Wanted, Work};
use uuid::Uuid;

use crate::ids::SystemIds;
use crate::questions::{Asked, DuplicateQuery, checked_purpose};
use crate::{App, Caller, Key, Receipt};

/// Persons of one request at most.
const MOST: usize = 20;
/// The least that must speak for a person before his area is asked.
const STRONG: u8 = 40;
/// How long a request is shown.
const SHOWN: Span = Span::days(30);

/// A request as its asker sees it.
#[derive(Clone, Debug)]
pub struct MatchRequest {
    /// Which.
    pub id: Uuid,
    /// When it was made.
    pub asked_at: Timestamp,
    /// Why.
    pub reason: String,
    /// Whom other areas have told.
    pub accepted: Vec<(PersonId, AreaPath)>,
}

/// A request as the area of a person sees it.
#[derive(Clone, Debug)]
pub struct IncomingMatch {
    /// Which request.
    pub request: Uuid,
    /// The person who may be the one asked for.
    pub person: PersonId,
    /// His area.
    pub area: AreaPath,
    /// What speaks for it.
    pub evidence: Vec<String>,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// By whom.
    pub by: UserId,
    /// For which unit.
    pub unit: Option<UnitId>,
    /// From which area.
    pub from: AreaPath,
    /// Why.
    pub reason: String,
}

impl App {
    /// Asks the areas outside the caller's reach that hold somebody very like
    /// the one described. The answer is the same whether there is one or not.
    ///
    /// # Errors
    /// As [`Self::find_duplicates`].
    pub async fn ask_for_match(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        query: DuplicateQuery,
    ) -> Result<MatchRequest> {
        let reaches = caller.authority.reaches_for(Action::RegisterPerson)?;
        let asked = Asked::of(&query)?;
        let id = match key {
            Some(key) => derived_uuid(&["match_request", &caller.user.to_string(), &key.text]),
            None => SystemIds.next_uuid(),
        };
        let seat = match caller.unit {
            Some(unit) => Some(self.directory().unit(unit)?.area.clone()),
            None => reaches.first().map(|reach| reach.area.clone()),
        };
        let area = seat.ok_or_else(|| Error::new(Code::Forbidden).arg("action", Action::RegisterPerson))?;
        let mut scope = Scope::system();
        scope.user = Some(caller.user);
        scope.purpose.clone_from(&query.purpose);
        let found = self
            .store()
            .search(
                &scope,
                &asked.strong_search(MOST),
                self.note(caller, "person.match_request"),
                |row, values| {
                    let own = reaches.iter().any(|reach| row.area.is_within(&reach.area));
                    let judged = if own { None } else { asked.judge(row, values) };
                    judged.filter(|likelihood| likelihood.score >= STRONG)
                },
            )
            .await?;
        let targets: Vec<MatchTargetRow> = found
            .persons
            .into_iter()
            .map(|(row, likelihood)| MatchTargetRow {
                request: id,
                person: row.id,
                area: row.area,
                evidence: likelihood.evidence.join(","),
                accepted: None,
                decided_at: None,
                decided_by: None,
                reason: None,
            })
            .collect();
        let request = MatchRequestRow {
            id,
            asked_at: self.now(),
            by: caller.user,
            unit: caller.unit,
            area: area.clone(),
            reason: query.purpose,
        };
        let look = AuditEntry {
            // How many there are is not the asker's auditor's to know.
            count: 0,
            ..self.look(caller, "person.match_request", None, area, &request.reason)
        };
        let answer = MatchRequest {
            id,
            asked_at: request.asked_at,
            reason: request.reason.clone(),
            accepted: Vec::new(),
        };
        self.run(
            caller,
            key,
            Wanted::nothing(),
            (request, targets, look),
            |rec, (request, targets, look)| {
                Box::pin(async move {
                    rec.work.put(request);
                    targets.iter().for_each(|target| rec.work.put(target));
                    rec.work.audit(look.clone());
                    Ok(())
                })
            },
        )
        .await?;
        Ok(answer)
    }

    /// The caller's own requests of the last thirty days, latest first.
    ///
    /// # Errors
    /// `access.forbidden`; those of the store.
    pub async fn match_requests(&self, caller: &Caller) -> Result<Vec<MatchRequest>> {
        caller.authority.reaches_for(Action::RegisterPerson)?;
        let found = self.store().match_requests_of(caller.user, self.shown_since()).await?;
        Ok(found
            .into_iter()
            .map(|(request, accepted)| MatchRequest {
                id: request.id,
                asked_at: request.asked_at,
                reason: request.reason,
                accepted: accepted.into_iter().map(|target| (target.person, target.area)).collect(),
            })
            .collect())
    }

    /// What others ask about persons of the caller's areas, oldest first; a
    /// request that nobody decides goes after thirty days.
    ///
    /// # Errors
    /// `access.forbidden` unless the caller manages cases there; those of the store.
    pub async fn incoming_matches(&self, caller: &Caller) -> Result<Vec<IncomingMatch>> {
        let scope = self.scope(caller, Action::ManageCases, "match requests")?;
        let found = self.store().open_match_targets(&scope, self.shown_since()).await?;
        Ok(found
            .into_iter()
            .map(|(request, target)| IncomingMatch {
                request: request.id,
                person: target.person,
                area: target.area,
                evidence: target.evidence.split(',').map(str::to_owned).collect(),
                asked_at: request.asked_at,
                by: request.by,
                unit: request.unit,
                from: request.area,
                reason: request.reason,
            })
            .collect())
    }

    /// Tells the asker of a person, or declines to.
    ///
    /// # Errors
    /// `access.forbidden`; `record.not_found` for what is not there, outside the
    /// caller's areas or decided already; `value.missing` without a reason.
    pub async fn decide_match(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        request: Uuid,
        person: PersonId,
        accept: bool,
        reason: String,
    ) -> Result<Receipt> {
        checked_purpose(&reason)?;
        let areas = caller.authority.areas_for(Action::ManageCases)?;
        let action = if accept { "person.match_accept" } else { "person.match_decline" };
        let look = self.look(caller, action, Some(person), AreaPath::from_stored(String::new()), &reason);
        let input = (request, person, accept, reason, areas, look);
        self.run(
            caller,
            key,
            Wanted::nothing(),
            input,
            |rec, (request, person, accept, reason, areas, look)| {
                Box::pin(async move {
                    let target = rec.work.open_match_target(*request, *person, areas).await?;
                    let target = target.ok_or_else(|| {
                        Error::new(Code::NotFound).arg("kind", "match_request").arg("id", request)
                    })?;
                    let (now, user) = (rec.now(), rec.caller.user);
                    decide(rec.work, target, *accept, reason, look, now, user);
                    Ok(())
                })
            },
        )
        .await
    }

    fn shown_since(&self) -> Timestamp {
        self.now().plus(Span::from_micros(-SHOWN.as_micros()))
    }

    fn note(&self, caller: &Caller, action: &str) -> AuditNote {
        AuditNote {
            id: SystemIds.next_uuid(),
            at: self.inner.clocks.wall(),
            post: caller.post,
            kind: AuditKind::Search,
            action: action.to_owned(),
            detail: Vec::new(),
        }
    }

    fn look(
        &self,
        caller: &Caller,
        action: &str,
        person: Option<PersonId>,
        area: AreaPath,
        purpose: &str,
    ) -> AuditEntry {
        AuditEntry {
            subject: person.map(|person| ("person".to_owned(), person.0)),
            persons: person.into_iter().collect(),
            area,
            purpose: purpose.to_owned(),
            ..self.audit_entry(caller, AuditKind::Search, action)
        }
    }
}

fn decide(
    work: &mut Work,
    target: MatchTargetRow,
    accept: bool,
    reason: &str,
    look: &AuditEntry,
    now: Timestamp,
    user: UserId,
) {
    work.audit(AuditEntry { area: target.area.clone(), ..look.clone() });
    work.put(&MatchTargetRow {
        accepted: Some(accept),
        decided_at: Some(now),
        decided_by: Some(user),
        reason: Some(reason.to_owned()),
        ..target
    });
}
