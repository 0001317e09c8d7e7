//! The purge: what is older than its period goes, what a hold keeps stays, and
//! a certificate tells what went by which rule. Its hash stands in the journal.

use authz::Action;
use domain::{Fact, FactBody};
use kernel::{
    Code, Date, Error, FactId, IdSource as _, Page, PageRequest, PersonId, Result, Span, SubjectRef,
    Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Aged, CertificateRow, Wanted};
use uuid::Uuid;

use super::Period;
use crate::ids::SystemIds;
use crate::{App, Caller, Recorder};

/// Persons of one certificate, erased in one transaction.
const MOST_PERSONS: usize = 1000;
/// Persons looked at together.
const PAGE: u32 = 2000;

/// What went of one kind of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindPurged {
    /// The kind.
    pub kind: String,
    /// The period, in days.
    pub days: i64,
    /// By which rule, in Chinese and English, or by which decision of the installation.
    pub basis: Vec<String>,
    /// What was last recorded before this moment was due.
    pub before: Timestamp,
    /// How many went; in a dry run, how many would.
    pub purged: u64,
    /// How many were due and kept by a hold.
    pub held: u64,
}

/// What one purge did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which certificate.
    pub id: Uuid,
    /// The installation.
    pub installation: Uuid,
    /// When (business time).
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: UserId,
    /// Whether it only tells what would go.
    pub dry_run: bool,
    /// Kind by kind.
    pub kinds: Vec<KindPurged>,
    /// The persons erased, by id.
    pub persons: Vec<PersonId>,
    /// Where the chains of the audit were cut.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audit: Vec<Cut>,
    /// Whether more persons are due than one certificate takes.
    pub more: bool,
}

/// Where a chain of the audit was cut: it goes on behind this entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Whose chain.
    pub writer: Uuid,
    /// The place of the last entry that went.
    pub seq: i64,
    /// That entry's hash, in hexadecimal digits.
    pub hash: String,
}

impl Cut {
    /// As a certificate tells it.
    pub(crate) fn of(writer: Uuid, seq: i64, hash: &[u8]) -> Self {
        Self { writer, seq, hash: hash.iter().map(|byte| format!("{byte:02x}")).collect() }
    }
}

/// A certificate as it is kept.
#[derive(Clone, Debug)]
pub struct CertificateView {
    /// What it says.
    pub certificate: Certificate,
    /// SHA-256 of its bytes, as the fact in the journal has it.
    pub sha256: String,
    /// That fact; none for a dry run.
    pub fact: Option<FactId>,
}

/// What is to be done, found before the transaction.
#[derive(Clone)]
struct Plan {
    id: Uuid,
    periods: Vec<Period>,
    now: Timestamp,
    /// Sessions end by the wall clock.
    wall: Timestamp,
    today: Date,
    persons: Vec<PersonId>,
    held: u64,
    more: bool,
}

impl Plan {
    fn before(&self, period: &Period) -> Timestamp {
        // Sessions and the audit go by the wall clock.
        let by_the_wall = [Aged::Sessions, Aged::Audits].map(Aged::as_str);
        let now = if by_the_wall.contains(&period.rule.kind.as_str()) { self.wall } else { self.now };
        now.plus(Span::days(-period.days))
    }
    fn kind(&self, period: &Period, purged: u64, held: u64) -> KindPurged {
        let basis = match &period.set {
            Some(set) => vec![set.basis.clone()],
            None => vec![period.rule.basis.zh.clone(), period.rule.basis.en.clone()],
        };
        let kind = period.rule.kind.clone();
        KindPurged { kind, days: period.days, basis, before: self.before(period), purged, held }
    }
    fn period(&self, kind: &str) -> Option<&Period> {
        self.periods.iter().find(|period| period.rule.kind == kind)
    }
    fn certificate(
        &self,
        app: &App,
        by: UserId,
        kinds: Vec<KindPurged>,
        persons: Vec<PersonId>,
        dry: bool,
    ) -> Certificate {
        Certificate {
            id: self.id,
            installation: app.store().node(),
            made_at: self.now,
            made_by: by,
            dry_run: dry,
            kinds,
            persons,
            audit: Vec::new(),
            more: self.more,
        }
    }
}

impl App {
    /// Tells what is due by its period, and (unless it is a dry run) erases it
    /// with a certificate, all in one transaction: persons of whom nothing was
    /// recorded for the period and whom no order in force binds lose key,
    /// values, sex and year of birth; rows that only last for a time go. What a
    /// hold keeps stays. At most 1,000 persons go with one certificate; `more`
    /// says that others are due.
    ///
    /// # Errors
    /// `access.forbidden` unless the caller administers every root area; those
    /// of the store.
    pub async fn purge(&self, caller: &Caller, dry_run: bool) -> Result<CertificateView> {
        self.require_all(caller, Action::ErasePerson)?;
        let plan = self.plan().await?;
        if dry_run {
            let certificate = self.rehearsed(caller, &plan).await?;
            let (_, sha256) = written(&certificate)?;
            return Ok(CertificateView { certificate, sha256, fact: None });
        }
        let made: Arc<Mutex<Option<CertificateView>>> = Arc::default();
        let wanted = plan.persons.iter().fold(Wanted::nothing(), |wanted, id| wanted.person(*id));
        let shared = (plan, self.clone(), made.clone(), caller.user);
        self.run(caller, None, wanted, shared, |rec, (plan, app, made, user)| {
            Box::pin(async move {
                let view = rec.purge(app, plan, *user).await?;
                *made.lock().unwrap_or_else(PoisonError::into_inner) = Some(view);
                Ok(())
            })
        })
        .await?;
        let made = made.lock().unwrap_or_else(PoisonError::into_inner).take();
        made.ok_or_else(|| Error::new(Code::Internal))
    }

    /// Looks for what is due, beside everything else that goes on.
    async fn plan(&self) -> Result<Plan> {
        let now = self.now();
        let mut plan = Plan {
            id: SystemIds.next_uuid(),
            periods: self.periods_in_force().await?,
            now,
            wall: self.inner.clocks.wall(),
            today: kernel::Zone::UTC.date_of(now),
            persons: Vec::new(),
            held: 0,
            more: false,
        };
        let Some(period) = plan.period("person").cloned() else { return Ok(plan) };
        let (before, held) = (plan.before(&period), self.store().held().await?);
        let mut after = None;
        loop {
            let due = self.store().due_persons(before, plan.today, after, PAGE).await?;
            let Some(last) = due.last() else { return Ok(plan) };
            after = Some(last.id);
            for person in &due {
                let now = self.directory().current(&person.area);
                if held.holds(person.id, &person.area) || held.holds(person.id, &now) {
                    plan.held += 1;
                } else if plan.persons.len() < MOST_PERSONS {
                    plan.persons.push(person.id);
                } else {
                    plan.more = true;
                }
            }
        }
    }

    async fn rehearsed(&self, caller: &Caller, plan: &Plan) -> Result<Certificate> {
        let mut kinds = Vec::new();
        if let Some(period) = plan.period("person") {
            kinds.push(plan.kind(period, plan.persons.len() as u64, plan.held));
        }
        for kind in Aged::ALL {
            if let Some(period) = plan.period(kind.as_str()) {
                let count = self.store().count_aged(kind, plan.before(period)).await?;
                kinds.push(plan.kind(period, u64::try_from(count).unwrap_or(0), 0));
            }
        }
        Ok(plan.certificate(self, caller.user, kinds, plan.persons.clone(), true))
    }

    /// Certificates, latest first.
    ///
    /// # Errors
    /// `access.forbidden` unless the caller administers every root area; `page.invalid_cursor`.
    pub async fn certificates(&self, caller: &Caller, page: &PageRequest) -> Result<Page<CertificateView>> {
        self.require_all(caller, Action::ErasePerson)?;
        let found = self.store().certificates(page).await?;
        let items = found.items.into_iter().map(read).collect::<Result<_>>()?;
        Ok(Page { items, next: found.next })
    }

    /// One certificate.
    ///
    /// # Errors
    /// As [`Self::certificates`]; `record.not_found`.
    pub async fn certificate(&self, caller: &Caller, id: Uuid) -> Result<CertificateView> {
        self.require_all(caller, Action::ErasePerson)?;
        let row = self.store().certificate(id).await?;
        read(row.ok_or_else(|| Error::new(Code::NotFound).arg("kind", "certificate").arg("id", id))?)
    }
}

impl App {
    /// Proves that the chains of the audit begin where purges have cut them: the
    /// certificate says so, and its hash stands in the journal.
    pub(crate) async fn verify_cuts(&self) -> Result<()> {
        for anchor in self.store().audit_anchors().await? {
            let told = Cut::of(anchor.writer, anchor.seq, &anchor.hash);
            let certificate = self.store().certificate(anchor.certificate).await?;
            let proved = match certificate {
                Some(row) => self.proves(&row, &told).await?,
                None => false,
            };
            if !proved {
                return Err(Error::new(Code::AuditBroken)
                    .arg("writer", anchor.writer)
                    .arg("seq", anchor.seq)
                    .arg("detail", "no certificate tells of this cut"));
            }
        }
        Ok(())
    }

    async fn proves(&self, row: &CertificateRow, told: &Cut) -> Result<bool> {
        let Ok(certificate) = serde_json::from_str::<Certificate>(&row.body) else { return Ok(false) };
        let fact = self.store().fact(&store::Scope::system(), row.fact).await?;
        let body = fact.map(|fact| crate::maintenance::fact_of(&fact)).transpose()?.map(|fact| fact.body);
        let hashed =
            matches!(&body, Some(FactBody::Purged { certificate, .. }) if *certificate == row.sha256);
        Ok(hashed && hash_of(&row.body) == row.sha256 && certificate.audit.contains(told))
    }
}

impl Recorder<'_> {
    async fn purge(&mut self, app: &App, plan: &Plan, by: UserId) -> Result<CertificateView> {
        let mut kinds = Vec::new();
        let mut persons = Vec::new();
        if let Some(period) = plan.period("person") {
            // Somebody may have been recorded of, or held, since the plan was made.
            let due = self.work.still_due(plan.before(period), plan.today, &plan.persons).await?;
            let held = self.work.held().await?;
            let mut kept = plan.held;
            for due in due {
                let person = self.person(due.id, Action::ErasePerson).await?;
                let all = self.one_with(&person);
                let directory = self.directory();
                let is_held = |area: &kernel::AreaPath, id| {
                    held.holds(id, area) || held.holds(id, &directory.current(area))
                };
                if all.iter().any(|one| is_held(&one.area, one.id)) {
                    kept += 1;
                    continue;
                }
                self.erase_all(&all, PERIOD, Some(PERIOD)).await?;
                persons.extend(all.iter().map(|one| one.id));
            }
            kinds.push(plan.kind(period, persons.len() as u64, kept));
        }
        let mut rows = 0;
        for kind in Aged::ALL {
            if let Some(period) = plan.period(kind.as_str()) {
                let count = self.work.count_aged(kind, plan.before(period)).await?;
                let count = u64::try_from(count).unwrap_or(0);
                rows += count;
                kinds.push(plan.kind(period, count, 0));
            }
        }
        let cuts = match plan.period(Aged::Audits.as_str()) {
            Some(period) => self.work.audit_cuts(plan.before(period)).await?,
            None => Vec::new(),
        };
        let mut certificate = plan.certificate(app, by, kinds, persons, false);
        certificate.audit = cuts.iter().map(|cut| Cut::of(cut.writer, cut.seq, &cut.hash)).collect();
        let (body, sha256) = written(&certificate)?;
        let fact = self.purged(&sha256, certificate.persons.len(), rows)?;
        let id = fact.id;
        self.work.put(&CertificateRow {
            id: certificate.id,
            made_at: certificate.made_at,
            made_by: by,
            body,
            sha256: sha256.clone(),
            fact: id,
        });
        self.record(vec![fact]).await?;
        // Last: what is executed stays, should anything after it refuse.
        for cut in &cuts {
            self.work.cut_audit(cut, certificate.id).await?;
        }
        for kind in Aged::ALL {
            if let Some(period) = plan.period(kind.as_str()) {
                self.work.delete_aged(kind, plan.before(period)).await?;
            }
        }
        Ok(CertificateView { certificate, sha256, fact: Some(id) })
    }

    /// The fact that carries the hash of a certificate, at the first root area.
    fn purged(&mut self, sha256: &str, persons: usize, rows: u64) -> Result<Fact> {
        let areas = self.directory().areas();
        let root = areas.first().map(|area| area.row.path.clone());
        let root = root.ok_or_else(|| Error::new(Code::NotFound).arg("kind", "area").arg("id", ""))?;
        let subject = SubjectRef::area(&kernel::AreaCode::new(root.code())?);
        let body = FactBody::Purged {
            certificate: sha256.to_owned(),
            persons: u32::try_from(persons).unwrap_or(u32::MAX),
            rows,
        };
        let mut ctx = self.ctx(&root);
        let now = ctx.now;
        Ok(ctx.fact(subject, Vec::new(), &root, now, body))
    }
}

/// Reason and basis of an erasure by period.
const PERIOD: &str = "period_ended";

fn written(certificate: &Certificate) -> Result<(String, String)> {
    let body = serde_json::to_string(certificate).map_err(|e| Error::new(Code::Internal).caused_by(e))?;
    let sha256 = hash_of(&body);
    Ok((body, sha256))
}

fn hash_of(body: &str) -> String {
    Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(row: CertificateRow) -> Result<CertificateView> {
    let certificate = serde_json::from_str(&row.body)
        .map_err(|e| Error::new(Code::StoreInconsistent).arg("detail", "certificate").caused_by(e))?;
    Ok(CertificateView { certificate, sha256: row.sha256, fact: Some(row.fact) })
}
