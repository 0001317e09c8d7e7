//! Between domain state and the store's rows: the whole state as JSON, and
//! beside it the columns by which lists filter and sort.

use domain::affairs::Affair;
use domain::clinical::{Case, four_earlies};
use domain::duty::Turn;
use domain::households::Household;
use domain::investigation::{Contact, Exposure};
use domain::isolation::Order;
use domain::people::Person;
use domain::sentinel::Visit;
use domain::supervision::Problem;
use domain::zones::RiskZone;
use domain::{Fact, FactBody, TestRecord};
use kernel::{AreaPath, Code, Date, Error, Result, Timestamp, Zone};
use protocol::schema::Confidence;
use protocol::{NewObligation, OpenObligation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{
    AffairRow, CaseRow, Close, ContactRow, ExposureRow, HouseholdMemberRow, HouseholdRow, ObligationRow,
    OrderRow, PersonMergeRow, PersonRow, ProblemRow, SampleRow, ShiftRow, TestRow, VisitRow, ZoneRow,
};
use uuid::Uuid;

use crate::directory::HolderOf;

/// Which version a row is.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// From 1.
    pub version: i64,
    /// When it was recorded.
    pub recorded_from: Timestamp,
}

/// Reads a state.
///
/// # Errors
/// `store.inconsistent` when the stored text is no such state.
pub fn state<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|e| Error::new(Code::StoreInconsistent).arg("detail", "state").caused_by(e))
}

/// The fields in which two stored states differ, by name, for whoever lost the race.
///
/// # Errors
/// `store.inconsistent` when a stored text is no state.
pub fn changed_fields(states: &[Option<String>; 2]) -> Result<String> {
    let [Some(then), Some(now)] = states else { return Ok("version".to_owned()) };
    let (then, now): (serde_json::Map<_, _>, serde_json::Map<_, _>) = (state(then)?, state(now)?);
    let mut fields: Vec<&str> = then
        .keys()
        .chain(now.keys())
        .filter(|field| then.get(*field) != now.get(*field))
        .map(String::as_str)
        .collect();
    fields.sort_unstable();
    fields.dedup();
    Ok(fields.join(", "))
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::new(Code::Internal).caused_by(e))
}

/// The stored word of an enumeration that serde writes as a plain string.
pub fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The row of a case; its days follow the calendar of its area.
///
/// # Errors
/// `internal` when the state cannot be written.
pub fn case_row(case: &Case, at: At, zone: &Zone) -> Result<CaseRow> {
    let earlies = four_earlies(case, zone);
    Ok(CaseRow {
        id: case.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: case.area.clone(),
        number: case.number.clone(),
        person: case.person,
        disease: case.disease.clone(),
        classification: word(&case.classification),
        status: case.care().to_owned(),
        severity: case.assessment.severity.clone(),
        onset: case.onset,
        opened_at: case.opened_at,
        reported_on: case.reported_at.map(|at| zone.date_of(at)),
        confirmed_on: case.confirmed_at.map(|at| zone.date_of(at)),
        discarded: case.is_discarded(),
        planned: case.plan_at.is_some(),
        early_detection: earlies.detection,
        early_reporting: earlies.reporting,
        early_isolation: earlies.isolation,
        early_treatment: earlies.treatment,
        state: json(case)?,
    })
}

/// The row of a contact.
///
/// # Errors
/// As [`case_row`].
pub fn contact_row(contact: &Contact, at: At) -> Result<ContactRow> {
    Ok(ContactRow {
        id: contact.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: contact.area.clone(),
        person: contact.person,
        case: contact.case,
        disease: contact.disease.clone(),
        class: word(&contact.class),
        status: contact.status.clone(),
        last_exposure: contact.last_exposure,
        state: json(contact)?,
    })
}

/// The row of an order.
///
/// # Errors
/// As [`case_row`].
pub fn order_row(order: &Order, at: At) -> Result<OrderRow> {
    Ok(OrderRow {
        id: order.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: order.area.clone(),
        target_kind: order.target.kind,
        target_id: order.target.id,
        person: order.person,
        contact: order.contact,
        regime: order.regime.clone(),
        status: order.status.clone(),
        starts_on: order.starts_on,
        ends_on: order.ends_on,
        edition: order.edition.clone(),
        disease: order.disease.clone(),
        state: json(order)?,
    })
}

/// The row of an exposure.
///
/// # Errors
/// As [`case_row`].
pub fn exposure_row(exposure: &Exposure, at: At) -> Result<ExposureRow> {
    Ok(ExposureRow {
        id: exposure.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: exposure.area.clone(),
        disease: exposure.disease.clone(),
        from_kind: exposure.from.kind,
        from_id: exposure.from.id,
        to_kind: exposure.to.kind,
        to_id: exposure.to.id,
        started_at: exposure.started_at,
        ended_at: exposure.ended_at,
        status: exposure.status.clone(),
        transmission: exposure.transmission,
        state: json(exposure)?,
    })
}

/// The row of a visit.
///
/// # Errors
/// As [`case_row`].
pub fn visit_row(visit: &Visit, at: At) -> Result<VisitRow> {
    let status = match (&visit.disposition, visit.reported_at) {
        (Some(disposition), _) => disposition.clone(),
        (None, Some(_)) => "reported".to_owned(),
        (None, None) => "seen".to_owned(),
    };
    let status = if visit.withdrawn { WITHDRAWN.to_owned() } else { status };
    Ok(VisitRow {
        id: visit.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: visit.area.clone(),
        person: visit.person,
        unit: visit.unit,
        status,
        seen_at: visit.seen_at,
        reported_at: visit.reported_at,
        state: json(visit)?,
    })
}

/// The row of a problem.
///
/// # Errors
/// As [`case_row`].
pub fn problem_row(problem: &Problem, at: At) -> Result<ProblemRow> {
    Ok(ProblemRow {
        id: problem.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: problem.area.clone(),
        directive: Some(problem.directive),
        unit: problem.unit,
        status: problem.status.clone(),
        due_at: problem.due_at,
        state: json(problem)?,
    })
}

/// The row of an affair.
///
/// # Errors
/// As [`case_row`].
pub fn affair_row(affair: &Affair, at: At) -> Result<AffairRow> {
    let (subject, heading) = (affair.subject(), affair.heading());
    Ok(AffairRow {
        id: subject.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: affair.area().clone(),
        kind: subject.kind,
        unit: heading.unit,
        parent: heading.parent,
        status: heading.status,
        sort: heading.sort,
        at: heading.at,
        state: affair.to_json().map_err(|e| Error::new(Code::Internal).caused_by(e))?,
    })
}

/// The affair of a row.
///
/// # Errors
/// `store.inconsistent` when the stored text is no state of its kind.
pub fn affair(row: &AffairRow) -> Result<Affair> {
    let inconsistent = || Error::new(Code::StoreInconsistent).arg("detail", row.kind);
    Affair::from_json(row.kind, &row.state).map_err(|e| inconsistent().caused_by(e))?.ok_or_else(inconsistent)
}

/// The row of a turn at a post.
///
/// # Errors
/// As [`case_row`].
pub fn shift_row(turn: &Turn, at: At) -> Result<ShiftRow> {
    Ok(ShiftRow {
        id: turn.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: turn.area.clone(),
        post: turn.post,
        unit: turn.unit,
        holder: turn.holder,
        starts_at: turn.from,
        ends_at: turn.until,
        status: turn.status.clone(),
        state: json(turn)?,
    })
}

/// The row of a zone.
///
/// # Errors
/// As [`case_row`].
pub fn zone_row(id: Uuid, zone: &RiskZone, at: At) -> Result<ZoneRow> {
    Ok(ZoneRow {
        id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: zone.area.clone(),
        level: word(&zone.level),
        state: json(zone)?,
    })
}

/// The row of a test result; its id is the fact's.
///
/// # Errors
/// `internal` for a fact that is no test result.
pub fn test_row(fact: &Fact) -> Result<TestRow> {
    let FactBody::TestResult { disease, result, sampled_at, unit, .. } = &fact.body else {
        return Err(Error::new(Code::Internal).caused_by("not a test result"));
    };
    Ok(TestRow {
        id: fact.id,
        version: 1,
        recorded_from: fact.recorded_at,
        recorded_to: None,
        area: fact.area.clone(),
        person: fact.subject.id.into(),
        disease: disease.clone(),
        result: word(result),
        sampled_at: *sampled_at,
        state: json(&fact.body)?,
        unit: Some(*unit),
    })
}

/// The row of a sample; its id is the fact's.
///
/// # Errors
/// `internal` for a fact that is no sample.
pub fn sample_row(fact: &Fact) -> Result<SampleRow> {
    let FactBody::SampleTaken { disease, sampled_at, unit, .. } = &fact.body else {
        return Err(Error::new(Code::Internal).caused_by("not a sample"));
    };
    Ok(SampleRow {
        id: fact.id,
        version: 1,
        recorded_from: fact.recorded_at,
        recorded_to: None,
        area: fact.area.clone(),
        person: fact.subject.id.into(),
        disease: disease.clone(),
        status: "taken".to_owned(),
        sampled_at: *sampled_at,
        unit: *unit,
        state: json(&fact.body)?,
    })
}

/// The result of a test, and the status of a sample or a visit, that was withdrawn.
pub const WITHDRAWN: &str = "withdrawn";

/// A test as conditions look at it.
///
/// # Errors
/// `store.inconsistent` when the row does not hold a test result.
pub fn test(row: &TestRow) -> Result<TestRecord> {
    match state(&row.state)? {
        FactBody::TestResult { disease, method, result, ct, sampled_at, resulted_at, .. } => Ok(TestRecord {
            fact: row.id,
            person: row.person,
            disease,
            method,
            result,
            ct,
            sampled_at,
            resulted_at,
            recorded_at: row.recorded_from,
        }),
        _ => Err(Error::new(Code::StoreInconsistent).arg("detail", "test_version.state")),
    }
}

/// A person as the domain knows him.
pub fn person(row: PersonRow) -> Person {
    Person {
        id: row.id,
        area: row.area,
        sex: row.sex,
        birth_year: row.birth_year.and_then(|year| i16::try_from(year).ok()),
        erased: row.erased_at.is_some(),
        merged_into: None,
    }
}

/// The row of a household.
///
/// # Errors
/// As [`case_row`].
pub fn household_row(household: &Household, at: At) -> Result<HouseholdRow> {
    Ok(HouseholdRow {
        id: household.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: household.area.clone(),
        state: json(household)?,
    })
}

/// The rows of its members.
pub fn members(household: &Household) -> impl Iterator<Item = HouseholdMemberRow> {
    household.members.iter().map(|member| HouseholdMemberRow {
        household: household.id,
        person: member.person,
        from: member.from,
        until: member.until,
    })
}

/// The row that says as whom a person is known.
pub fn merge_row(person: &Person, fact: kernel::FactId, at: At) -> PersonMergeRow {
    PersonMergeRow {
        id: person.id,
        version: at.version,
        recorded_from: at.recorded_from,
        recorded_to: None,
        area: person.area.clone(),
        into: person.merged_into,
        fact,
    }
}

/// The row of a new obligation.
///
/// # Errors
/// `internal` when the ladder cannot be written.
pub fn new_obligation(
    new: NewObligation,
    held: HolderOf,
    area: AreaPath,
    fact: &Fact,
    opened_on: Date,
    recorded_at: Timestamp,
) -> Result<ObligationRow> {
    Ok(ObligationRow {
        id: new.id,
        rule: new.rule,
        disease: new.disease,
        edition: new.edition,
        opened_fact: new.opened_by,
        opened_area: fact.area.clone(),
        opened_on,
        subject_kind: new.subject.kind,
        subject_id: new.subject.id,
        occurrence: new.occurrence,
        area,
        holder_unit: held.unit,
        holder_post: held.post,
        duty_zh: new.duty.zh,
        duty_en: new.duty.en,
        starts_at: new.from,
        warn_at: new.warn,
        due_at: new.due,
        opened_recorded_at: recorded_at,
        closed_at: None,
        closed_recorded_at: None,
        close_state: None,
        closed_fact: None,
        timer_at: Some(new.warn),
        timer_step: 0,
        ladder: json(&new.ladder)?,
        confidence: match new.confidence {
            Confidence::A => "A",
            Confidence::B => "B",
            Confidence::C => "C",
        }
        .to_owned(),
        holder_user: None,
        continues: None,
    })
}

/// An obligation as the rule engine needs to know it.
pub fn open_obligation(row: &ObligationRow) -> OpenObligation {
    OpenObligation {
        id: row.id,
        rule: row.rule.clone(),
        disease: row.disease.clone(),
        edition: row.edition.clone(),
        opened_area: row.opened_area.clone(),
        opened_on: row.opened_on,
        subject: row.subject(),
        opened_by: row.opened_fact,
        occurrence: row.occurrence.clone(),
        from: row.starts_at,
        due: row.due_at,
    }
}

/// The closing of an obligation that this command has closed.
pub fn close_of(row: &ObligationRow) -> Option<Close> {
    Some(Close {
        id: row.id,
        state: row.close_state.clone()?,
        at: row.closed_at?,
        recorded_at: row.closed_recorded_at?,
        fact: row.closed_fact?,
    })
}
