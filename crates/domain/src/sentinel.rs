//! Sentinels (D01-D03): a fever is seen, reported on the clock, and the
//! person is not turned away.

use kernel::{AreaPath, Code, Error, PersonId, Result, Timestamp, UnitId, VisitId};
use serde::{Deserialize, Serialize};

use crate::context::text_within;
use crate::{Ctx, Fact, FactBody};

/// A first visit at a sentinel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// Which visit.
    pub id: VisitId,
    /// Who came.
    pub person: PersonId,
    /// The sentinel.
    pub unit: UnitId,
    /// Kind of facility.
    pub facility: String,
    /// The disease thought of.
    pub disease: String,
    /// Symptoms seen.
    pub symptoms: Vec<String>,
    /// Temperature in degrees Celsius.
    pub temperature_c: Option<f64>,
    /// Where.
    pub area: AreaPath,
    /// When seen.
    pub seen_at: Timestamp,
    /// When reported.
    pub reported_at: Option<Timestamp>,
    /// `held`, `handed_over` or `discharged`.
    pub disposition: Option<String>,
    /// Whether it turned out that nobody had come: the entry was withdrawn.
    #[serde(default)]
    pub withdrawn: bool,
}

impl Visit {
    fn require_real(&self) -> Result<()> {
        if self.withdrawn {
            return Err(Error::new(Code::CaseState).arg("detail", "visit was withdrawn"));
        }
        Ok(())
    }
}

/// Somebody with fever was seen.
#[derive(Clone, Debug)]
pub struct SeeFever {
    /// Who.
    pub person: PersonId,
    /// The sentinel.
    pub unit: UnitId,
    /// Kind of facility.
    pub facility: String,
    /// Where the sentinel stands.
    pub area: AreaPath,
    /// The disease thought of; `unknown_respiratory` when nobody can say.
    pub disease: String,
    /// Symptoms.
    pub symptoms: Vec<String>,
    /// Temperature in degrees Celsius, 30 to 45.
    pub temperature_c: Option<f64>,
    /// When.
    pub seen_at: Timestamp,
    /// Whether this entry is also the report to the county.
    pub report: bool,
}

/// Records a visit, and with `report` the report as well: one short command.
///
/// # Errors
/// A moment in the future, a temperature nobody has, more than 30 symptoms.
pub fn see_fever(command: &SeeFever, ctx: &mut Ctx<'_>) -> Result<Vec<Fact>> {
    ctx.not_in_future("seen_at", command.seen_at)?;
    text_within("disease", &command.disease, 60)?;
    if let Some(t) = command.temperature_c
        && !(30.0..=45.0).contains(&t)
    {
        return Err(Error::new(Code::OutOfRange)
            .arg("field", "temperature_c")
            .arg("value", t)
            .arg("min", 30)
            .arg("max", 45));
    }
    symptoms_within(&command.symptoms)?;
    let id = VisitId::new(ctx.ids);
    let seen = FactBody::FeverSeen {
        unit: command.unit,
        facility: command.facility.clone(),
        disease: command.disease.clone(),
        symptoms: command.symptoms.clone(),
        temperature_c: command.temperature_c,
    };
    let refs = vec![command.person.subject()];
    let mut facts = vec![ctx.fact(id.subject(), refs.clone(), &command.area, command.seen_at, seen)];
    if command.report {
        let reported = FactBody::FeverReported {
            unit: command.unit,
            facility: command.facility.clone(),
            disease: command.disease.clone(),
            seen_at: command.seen_at,
        };
        let now = ctx.now.max(command.seen_at);
        facts.push(ctx.fact(id.subject(), refs, &command.area, now, reported));
    }
    Ok(facts)
}

/// Reports a visit that was only registered so far.
///
/// # Errors
/// `case.wrong_state` when it is reported already, or was withdrawn.
pub fn report(visit: &Visit, ctx: &mut Ctx<'_>) -> Result<Fact> {
    visit.require_real()?;
    if visit.reported_at.is_some() {
        return Err(Error::new(Code::CaseState).arg("detail", "visit is reported already"));
    }
    let body = FactBody::FeverReported {
        unit: visit.unit,
        facility: visit.facility.clone(),
        disease: visit.disease.clone(),
        seen_at: visit.seen_at,
    };
    let now = ctx.now;
    Ok(ctx.fact(visit.id.subject(), vec![visit.person.subject()], &visit.area, now, body))
}

/// Says where the person went from the sentinel (first-contact responsibility).
///
/// # Errors
/// `value.invalid` for another disposition than held, handed_over or discharged;
/// `case.wrong_state` when the visit was withdrawn.
pub fn dispose(visit: &Visit, disposition: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    visit.require_real()?;
    if !matches!(disposition, "held" | "handed_over" | "discharged") {
        return Err(Error::new(Code::InvalidValue)
            .arg("field", "disposition")
            .arg("value", disposition)
            .arg("expected", "held, handed_over, discharged"));
    }
    let body = FactBody::VisitDisposed { unit: visit.unit, disposition: disposition.to_owned() };
    let now = ctx.now;
    Ok(ctx.fact(visit.id.subject(), vec![visit.person.subject()], &visit.area, now, body))
}

/// Refuses an overlong list of symptoms.
pub(crate) fn symptoms_within(symptoms: &[String]) -> Result<()> {
    if symptoms.len() > 30 {
        return Err(Error::new(Code::TooLong)
            .arg("field", "symptoms")
            .arg("length", symptoms.len())
            .arg("max", 30));
    }
    symptoms.iter().try_for_each(|s| text_within("symptoms", s, 60))
}

/// The visit after a fact.
pub fn evolve(visit: Option<Visit>, fact: &Fact) -> Option<Visit> {
    match (&fact.body, visit) {
        (FactBody::FeverSeen { unit, facility, disease, symptoms, temperature_c }, _) => Some(Visit {
            id: fact.subject.id.into(),
            person: fact.subject_of(kernel::SubjectKind::Person)?.into(),
            unit: *unit,
            facility: facility.clone(),
            disease: disease.clone(),
            symptoms: symptoms.clone(),
            temperature_c: *temperature_c,
            area: fact.area.clone(),
            seen_at: fact.occurred_at,
            reported_at: None,
            disposition: None,
            withdrawn: false,
        }),
        (FactBody::FeverReported { .. }, Some(visit)) => {
            Some(Visit { reported_at: visit.reported_at.or(Some(fact.occurred_at)), ..visit })
        }
        (FactBody::VisitDisposed { disposition, .. }, Some(visit)) => {
            Some(Visit { disposition: Some(disposition.clone()), ..visit })
        }
        (_, visit) => visit,
    }
}
