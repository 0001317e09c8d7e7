//! From a fact to obligations: which open, which are met, which become void.

use std::collections::BTreeMap;

use kernel::{
    AreaPath, Code, Date, Error, FactId, ObligationId, SubjectRef, Text, Timestamp, UnitId, derived_uuid,
};

use crate::{
    condition::Scene,
    fact_view::{Ctx, FactView, View},
    library::Library,
    protocol::Protocol,
    rule::Ruled,
    schema::{ANY_DISEASE, Confidence, Escalation, Evidence, Holder, ObligationRule},
};

/// Share of the time allowed after which a warning shows, in per cent, where
/// the rule names none.
const WARN_PERCENT: u8 = 75;

/// An obligation that is still open, as far as the engine needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenObligation {
    /// The obligation.
    pub id: ObligationId,
    /// Rule it came from.
    pub rule: String,
    /// Disease of the opening fact, or `any`.
    pub disease: String,
    /// Edition that bound it.
    pub edition: String,
    /// Area of the opening fact.
    pub opened_area: AreaPath,
    /// Local date of the opening fact.
    pub opened_on: Date,
    /// Whom or what it is about.
    pub subject: SubjectRef,
    /// The fact that opened it.
    pub opened_by: FactId,
    /// Which of several from one fact (`t3`); empty for the only one.
    pub occurrence: String,
    /// When its clock started.
    pub from: Timestamp,
    /// When it is due; a moment exactly at the due time is on time.
    pub due: Timestamp,
}

/// An obligation that a fact opens.
#[derive(Clone, Debug, PartialEq)]
pub struct NewObligation {
    /// Derived from rule, disease, edition, opening fact, subject and
    /// occurrence: applying a fact twice gives the same id.
    pub id: ObligationId,
    /// Rule it comes from.
    pub rule: String,
    /// Disease of the opening fact, or `any`.
    pub disease: String,
    /// Edition that binds it.
    pub edition: String,
    /// Whom or what it is about.
    pub subject: SubjectRef,
    /// The fact that opens it.
    pub opened_by: FactId,
    /// Which of several from one fact; empty for the only one.
    pub occurrence: String,
    /// Who must, as the rule says.
    pub holder: Holder,
    /// The unit that the fact names, where the rule takes it from a field.
    pub holder_unit: Option<UnitId>,
    /// What must be done.
    pub duty: Text,
    /// When the clock starts.
    pub from: Timestamp,
    /// When it shows as warned.
    pub warn: Timestamp,
    /// When it is due.
    pub due: Timestamp,
    /// Who is told when it is late.
    pub ladder: Vec<Escalation>,
    /// How sure the rule is.
    pub confidence: Confidence,
}

/// What a fact changes among obligations.
#[derive(Clone, Debug, PartialEq)]
pub enum ObligationChange {
    /// A new one.
    Open(Box<NewObligation>),
    /// Evidence closes one.
    Meet {
        /// Which.
        id: ObligationId,
        /// The moment that counts.
        at: Timestamp,
        /// Whether that moment is after the due time.
        late: bool,
    },
    /// Its cause is gone.
    Void {
        /// Which.
        id: ObligationId,
    },
}

impl Library {
    /// What a fact changes among obligations: those it meets or makes void of
    /// the `open` ones, and those it opens. Pure; the same fact twice gives the
    /// same ids.
    ///
    /// A rule whose kind of subject the fact does not name opens nothing. Where
    /// no report clock names the disease, the shortest one counts: an unknown
    /// disease is reported as fast as the fastest (rule book 2.23).
    ///
    /// # Errors
    /// `condition.failed`, `value.*` for a field that is not what the catalogue says.
    pub fn apply(
        &self,
        fact: &FactView<'_>,
        open: &[OpenObligation],
        view: &View,
        ctx: &Ctx<'_>,
    ) -> Result<Vec<ObligationChange>, Error> {
        self.apply_under(&self.for_fact(fact, ctx.zone), fact, open, view, ctx)
    }

    /// As [`Self::apply`], with what opens bound by a protocol that is named,
    /// whichever is in force: for whoever asks what would follow under it.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn apply_under(
        &self,
        protocol: &Protocol,
        fact: &FactView<'_>,
        open: &[OpenObligation],
        view: &View,
        ctx: &Ctx<'_>,
    ) -> Result<Vec<ObligationChange>, Error> {
        let mut changes = Vec::new();
        if self.may_close(fact.kind) {
            self.close(fact, open, view, ctx, &mut changes)?;
        }
        for ruled in protocol.obligations.iter().filter(|ruled| ruled.rule.on == fact.kind) {
            let holds = match ruled.program("condition", None) {
                Some(program) => {
                    program.holds(&Scene { fact: Some(fact), view, now: ctx.now }, &ruled.rule.id)?
                }
                None => true,
            };
            if holds && let Some(subject) = fact.subject_of(ruled.rule.subject) {
                for clock in clocks(protocol, &ruled.rule, fact)? {
                    changes.push(ObligationChange::Open(Box::new(opened(
                        protocol,
                        &ruled.rule,
                        fact,
                        subject,
                        clock,
                    )?)));
                }
            }
        }
        Ok(changes)
    }

    fn close(
        &self,
        fact: &FactView<'_>,
        open: &[OpenObligation],
        view: &View,
        ctx: &Ctx<'_>,
        changes: &mut Vec<ObligationChange>,
    ) -> Result<(), Error> {
        // Of several obligations of one rule about one subject an evidence closes
        // one, so they wait here until all are known.
        let mut candidates: BTreeMap<_, Vec<Candidate<'_>>> = BTreeMap::new();
        for obligation in open {
            if fact.kind == "withdrawn" && obligation.opened_by.0 == fact.subject.id {
                changes.push(ObligationChange::Void { id: obligation.id });
                continue;
            }
            if obligation.opened_by == fact.id || !fact.subjects().any(|s| s == obligation.subject) {
                continue;
            }
            let protocol = self.binding(
                &obligation.disease,
                &obligation.edition,
                &obligation.opened_area,
                obligation.opened_on,
            );
            let Some(ruled) = protocol.obligation(&obligation.rule) else { continue };
            let scene = Scene { fact: Some(fact), view, now: ctx.now };
            if let Some(evidence) = matching(ruled, "closed_by", &ruled.rule.closed_by, &scene)? {
                let field = evidence.at_field.as_deref().map(|field| fact.instant(field)).transpose()?;
                let at = field.flatten().unwrap_or(fact.occurred_at);
                let key = (
                    obligation.rule.as_str(),
                    obligation.disease.as_str(),
                    obligation.edition.as_str(),
                    obligation.subject,
                );
                let within_window = evidence.within_window;
                candidates.entry(key).or_default().push(Candidate { obligation, at, within_window });
            } else if matching(ruled, "voided_by", &ruled.rule.voided_by, &scene)?.is_some() {
                changes.push(ObligationChange::Void { id: obligation.id });
            }
        }
        for candidates in candidates.into_values() {
            if let Some(Candidate { obligation, at, .. }) = closed(&candidates) {
                changes.push(ObligationChange::Meet { id: obligation.id, at, late: at > obligation.due });
            }
        }
        Ok(())
    }
}

/// An open obligation that a fact would be evidence for.
#[derive(Clone, Copy)]
struct Candidate<'o> {
    obligation: &'o OpenObligation,
    /// The moment that counts.
    at: Timestamp,
    /// Whether only a moment within the obligation's own time counts.
    within_window: bool,
}

/// Which of several an evidence closes: the one whose time contains its moment,
/// else the oldest whose due time has passed, else (where they are not
/// occurrences of a plan, each with its own time) the one due first. What can
/// be done only in its own time is never closed by the last two.
fn closed<'o>(candidates: &[Candidate<'o>]) -> Option<Candidate<'o>> {
    let first = |fits: &dyn Fn(&Candidate<'o>) -> bool| {
        candidates.iter().filter(|c| fits(c)).min_by_key(|c| (c.obligation.due, c.obligation.id)).copied()
    };
    first(&|c| c.obligation.from <= c.at && c.at <= c.obligation.due)
        .or_else(|| first(&|c| !c.within_window && c.obligation.due < c.at))
        .or_else(|| first(&|c| !c.within_window && c.obligation.occurrence.is_empty()))
}

/// The evidence of a list that the fact is.
fn matching<'r>(
    ruled: &Ruled<ObligationRule>,
    field: &str,
    list: &'r [Evidence],
    scene: &Scene<'_>,
) -> Result<Option<&'r Evidence>, Error> {
    for (index, evidence) in list.iter().enumerate() {
        if scene.fact.is_none_or(|fact| fact.kind != evidence.fact) {
            continue;
        }
        let holds = match ruled.program(field, Some(index)) {
            Some(program) => program.holds(scene, &ruled.rule.id)?,
            None => true,
        };
        if holds {
            return Ok(Some(evidence));
        }
    }
    Ok(None)
}

/// When one clock starts and runs out.
struct Clock {
    occurrence: String,
    from: Timestamp,
    due: Timestamp,
}

fn clocks(protocol: &Protocol, rule: &ObligationRule, fact: &FactView<'_>) -> Result<Vec<Clock>, Error> {
    if let Some(field) = &rule.each {
        return items(fact, field);
    }
    let started = rule.clock_field.as_deref().map(|field| fact.instant(field)).transpose()?.flatten();
    let from = started.unwrap_or(fact.occurred_at);
    let due = if let Some(span) = rule.due {
        from.plus(span)
    } else if let Some(field) = &rule.due_field {
        fact.instant(field)?.ok_or_else(|| Error::new(Code::MissingField).arg("field", field))?
    } else {
        let named = fact.disease().and_then(|disease| protocol.report_clock(disease)).map(|r| r.within);
        let shortest = || protocol.report_clocks.iter().map(|ruled| ruled.rule.within).min();
        let within = named.or_else(shortest).ok_or_else(|| {
            Error::new(Code::ProtocolUnknownReference)
                .arg("kind", "report clock")
                .arg("value", fact.disease().unwrap_or_default())
        })?;
        from.plus(within)
    };
    Ok(vec![Clock { occurrence: String::new(), from, due }])
}

fn items(fact: &FactView<'_>, field: &str) -> Result<Vec<Clock>, Error> {
    let refuse = |at: &str| {
        Error::new(Code::InvalidValue)
            .arg("field", format!("{field}.{at}"))
            .arg("value", fact.kind)
            .arg("expected", "occurrence, from and due of each item")
    };
    let Some(list) = fact.fields.get(field).and_then(serde_json::Value::as_array) else {
        return Ok(Vec::new());
    };
    list.iter()
        .map(|item| {
            let text = |name: &str| item.get(name).and_then(|v| v.as_str()).ok_or_else(|| refuse(name));
            Ok(Clock {
                occurrence: text("occurrence")?.to_owned(),
                from: text("from")?.parse()?,
                due: text("due")?.parse()?,
            })
        })
        .collect()
}

fn opened(
    protocol: &Protocol,
    rule: &ObligationRule,
    fact: &FactView<'_>,
    subject: SubjectRef,
    Clock { occurrence, from, due }: Clock,
) -> Result<NewObligation, Error> {
    let disease = fact.disease().unwrap_or(ANY_DISEASE).to_owned();
    let unit = rule.holder.unit_field.as_deref().and_then(|field| fact.text(field));
    let allowed = due.since(from);
    let warn = match rule.warn_before {
        Some(before) => due.plus(before.negated()).max(from),
        None => from.plus(allowed.percent(i64::from(rule.warn_percent.unwrap_or(WARN_PERCENT)))),
    };
    let id = derived_uuid(&[
        &rule.id,
        &disease,
        &protocol.edition,
        &fact.id.to_string(),
        subject.kind.as_str(),
        &subject.id.to_string(),
        &occurrence,
    ]);
    Ok(NewObligation {
        id: ObligationId(id),
        rule: rule.id.clone(),
        disease,
        edition: protocol.edition.clone(),
        subject,
        opened_by: fact.id,
        occurrence,
        holder: rule.holder.clone(),
        holder_unit: unit.map(str::parse).transpose()?,
        duty: rule.duty.clone(),
        from,
        warn,
        due,
        ladder: rule.escalate.clone(),
        confidence: rule.cites.confidence,
    })
}
