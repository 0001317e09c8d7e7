//! The rows of the plan: real domain states, written as the application writes them.

use domain::clinical::{Assessment, Case, four_earlies};
use domain::investigation::{Contact, Exposure};
use domain::isolation::{Order, Step};
use domain::{Actor, Fact, FactBody, Stage};
use kernel::{
    AreaLevel, AreaPath, CaseId, Classified, ContactId, ExposureId, FactId, ObligationId, OrderId, PersonId,
    PersonalField, Span, SubjectRef, Text, Timestamp, UnitId, Zone,
};
use protocol::schema::{Classification, ContactClass, Escalation};
use store::{
    CaseRow, ContactRow, EscalationRow, ExposureRow, JournalEntry, NewPerson, ObligationRow, OrderRow,
    PersonRow,
};
use uuid::Uuid;

use crate::files::somebody;
use crate::plan::{DAYS, Lot, OPEN_DAYS, Plan, below, draw, id};

const DISEASE: &str = "covid19";
const EDITION: &str = "9th";

fn json<T: serde::Serialize>(state: &T) -> String {
    serde_json::to_string(state).expect("a state without maps of other keys than text")
}

/// What happens to a case, one version each: opened, reported and isolated, ended.
fn steps(plan: &Plan, n: usize) -> [Timestamp; 3] {
    let opened = plan.cases[n].opened_at;
    [
        opened,
        opened.plus(Span::minutes(60 + below(Lot::Case, n * 3 + 7, 240) as i64)),
        opened.plus(Span::hours(24 * 9 + below(Lot::Case, n * 3 + 8, 200) as i64)),
    ]
}

fn case_state(plan: &Plan, n: usize, version: usize, zone: &Zone) -> Case {
    let seed = &plan.cases[n];
    let county = &plan.counties[seed.county];
    let at = steps(plan, n);
    let probable = draw(Lot::Case, n).is_multiple_of(7);
    let later = |step: usize| (version >= step).then(|| at[step]);
    Case {
        id: CaseId(plan.case_id(n)),
        number: number(plan, n),
        person: PersonId(plan.patient(n)),
        area: county.path.clone(),
        disease: DISEASE.to_owned(),
        edition: EDITION.to_owned(),
        rule: "CA4".to_owned(),
        classification: if probable { Classification::Asymptomatic } else { Classification::Confirmed },
        manual_reason: None,
        onset: (!probable).then(|| zone.date_of(seed.opened_at.plus(Span::hours(-36)))),
        first_positive: Some(seed.opened_at.plus(Span::hours(-5))),
        last_negative: None,
        opened_at: seed.opened_at,
        known_at: Some(seed.opened_at),
        first_visit_at: Some(seed.opened_at.plus(Span::hours(-8))),
        resulted_at: Some(seed.opened_at),
        confirmed_at: (!probable).then_some(seed.opened_at),
        reported_at: later(1),
        stages: later(1).map(|at| (Stage::CoreInfo, at)).into_iter().collect(),
        assessment: Assessment {
            epi_items: 1,
            clinical_items: 2,
            symptoms: vec!["fever".to_owned(), "cough".to_owned()],
            severity: Some("mild".to_owned()),
            ..Assessment::default()
        },
        isolated_at: later(1),
        admitted_at: None,
        plan_at: None,
        ended: later(2).map(|at| (at, "recovered".to_owned())),
        imported: false,
        lead: None,
        withdrawn: false,
        unit: Some(county.hospital),
    }
}

fn number(plan: &Plan, n: usize) -> String {
    format!("{}-2022-{n:06}", &plan.counties[plan.cases[n].county].path.code()[..6])
}

/// The versions of a case that are known by now.
pub fn case_versions(plan: &Plan, n: usize, zone: &Zone) -> Vec<CaseRow> {
    let at = steps(plan, n);
    let known = at.iter().filter(|at| **at <= plan.now).count();
    (0..known)
        .map(|version| {
            let case = case_state(plan, n, version, zone);
            let earlies = four_earlies(&case, zone);
            CaseRow {
                id: case.id,
                version: version as i64 + 1,
                recorded_from: at[version],
                recorded_to: (version + 1 < known).then(|| at[version + 1]),
                area: case.area.clone(),
                number: case.number.clone(),
                person: case.person,
                disease: case.disease.clone(),
                classification: app::install::word_of(&case.classification),
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
                state: json(&case),
            }
        })
        .collect()
}

/// The moments of the facts of cases, oldest first: moment, case, which.
pub fn moments(plan: &Plan) -> Vec<(Timestamp, usize, usize)> {
    let mut all: Vec<_> = (0..plan.cases.len())
        .flat_map(|n| steps(plan, n).into_iter().enumerate().map(move |(which, at)| (at, n, which)))
        .filter(|(at, ..)| *at <= plan.now)
        .collect();
    all.sort_unstable();
    all
}

/// The fact that made a version of a case.
pub fn case_fact(plan: &Plan, at: Timestamp, n: usize, which: usize, zone: &Zone) -> JournalEntry {
    let case = case_state(plan, n, which, zone);
    let unit = plan.counties[plan.cases[n].county].hospital;
    let body = match which {
        0 => FactBody::CaseOpened {
            disease: case.disease,
            number: case.number,
            classification: case.classification,
            rule: case.rule,
            edition: case.edition,
            manual: false,
            reason: None,
            onset: case.onset,
            first_positive: case.first_positive,
            last_negative: None,
            unit: Some(unit),
            source: "test".to_owned(),
            imported: false,
        },
        1 => FactBody::CaseIsolated { unit },
        _ => FactBody::CaseEnded { outcome: "recovered".to_owned() },
    };
    let fact = Fact {
        id: FactId(id(Lot::Fact, n * 3 + which, at)),
        subject: case.id.subject(),
        refs: vec![case.person.subject()],
        area: case.area,
        occurred_at: at,
        recorded_at: at,
        by: Actor { user: None, unit: Some(unit) },
        corrects: None,
        body,
    };
    JournalEntry {
        fact: fact.id,
        kind: fact.kind().to_owned(),
        subject: fact.subject,
        refs: fact.refs.clone(),
        area: fact.area.clone(),
        occurred_at: at,
        recorded_at: at,
        by_user: None,
        by_unit: fact.by.unit,
        corrects: None,
        body: fact.body_bytes().expect("a body without numbers that are not finite"),
    }
}

/// The person of a case, with sealed name and telephone.
pub fn patient(plan: &Plan, n: usize) -> NewPerson {
    let at = plan.cases[n].opened_at;
    NewPerson {
        id: PersonId(plan.patient(n)),
        area: plan.counties[plan.cases[n].county].path.clone(),
        household: None,
        sex: Some(if n.is_multiple_of(2) { "f" } else { "m" }.to_owned()),
        birth_year: Some(1930 + below(Lot::Patient, n, 90) as i64),
        recorded_at: at,
        values: vec![
            (PersonalField::Name, Classified::new(somebody(n).name)),
            (PersonalField::Phone, Classified::new(format!("138{n:08}"))),
        ],
    }
}

/// A person who is only somebody's contact.
pub fn neighbour(plan: &Plan, contact: usize) -> PersonRow {
    PersonRow {
        id: PersonId(plan.contact_person(contact)),
        area: plan.home(contact).0.clone(),
        household: None,
        recorded_at: plan.determined_at(contact),
        erased_at: None,
        sex: Some(if contact.is_multiple_of(2) { "m" } else { "f" }.to_owned()),
        birth_year: Some(1930 + below(Lot::Person, contact, 90) as i64),
    }
}

/// A contact.
pub fn contact(plan: &Plan, n: usize) -> ContactRow {
    let case = plan.case_of(n);
    let at = plan.determined_at(n);
    let over = at < plan.now.plus(Span::days(-OPEN_DAYS));
    let met = plan.cases[case].opened_at.plus(Span::hours(-30));
    let state = Contact {
        id: ContactId(plan.contact_id(n)),
        person: PersonId(plan.contact_person(n)),
        case: CaseId(plan.case_id(case)),
        area: plan.home(n).0.clone(),
        disease: DISEASE.to_owned(),
        class: if n.is_multiple_of(5) { ContactClass::General } else { ContactClass::Close },
        rule: "CO1".to_owned(),
        edition: EDITION.to_owned(),
        order: 1,
        first_exposure: met,
        last_exposure: met.plus(Span::hours(20)),
        determined_at: at,
        reached_at: Some(at.plus(Span::hours(3))),
        status: if over { "released" } else { "under_order" }.to_owned(),
    };
    ContactRow {
        id: state.id,
        version: 1,
        recorded_from: at,
        recorded_to: None,
        area: state.area.clone(),
        person: state.person,
        case: state.case,
        disease: state.disease.clone(),
        class: app::install::word_of(&state.class),
        status: state.status.clone(),
        last_exposure: state.last_exposure,
        state: json(&state),
    }
}

/// The order for a contact: running, or released with the contact.
pub fn order(plan: &Plan, contact: usize, zone: &Zone) -> OrderRow {
    let (area, unit) = plan.home(contact);
    let issued_at = plan.determined_at(contact).plus(Span::minutes(5));
    let over = issued_at < plan.now.plus(Span::days(-OPEN_DAYS));
    let person = PersonId(plan.contact_person(contact));
    let anchor = zone.date_of(plan.cases[plan.case_of(contact)].opened_at.plus(Span::hours(-10)));
    let step = |what: &str| Step {
        at: issued_at,
        by: Actor { user: None, unit: Some(*unit) },
        what: what.to_owned(),
        basis: "QR6".to_owned(),
    };
    let state = Order {
        id: OrderId(id(Lot::Order, contact, issued_at)),
        target: person.subject(),
        person: Some(person),
        contact: Some(ContactId(plan.contact_id(contact))),
        other_contacts: Vec::new(),
        case: None,
        area: area.clone(),
        disease: DISEASE.to_owned(),
        edition: EDITION.to_owned(),
        measure: "central_isolation".to_owned(),
        group: "close".to_owned(),
        regime: "cc_9".to_owned(),
        form: "C7@1,2,3,5,7 M3@3".to_owned(),
        anchor,
        starts_on: zone.date_of(issued_at),
        ends_on: zone.date_of(zone.start_of(anchor).plus(Span::days(10)).plus(Span::hours(12))),
        tests: Vec::new(),
        checks: Vec::new(),
        basis: "QR6".to_owned(),
        reason: Text { zh: "密切接触者".to_owned(), en: "close contact".to_owned() },
        central: true,
        unit: Some(*unit),
        warnings: Vec::new(),
        days_beyond: 0,
        tests_beyond: 0,
        isolation_days_beyond: 0,
        central_days_beyond: 0,
        regime_days: 10,
        ground: "contact".to_owned(),
        origin_zone: String::new(),
        place_kind: String::new(),
        purpose: String::new(),
        status: if over { "released" } else { "running" }.to_owned(),
        started_at: Some(issued_at),
        issued_at,
        appeals: Vec::new(),
        proposal: None,
        history: vec![step("issued"), step("started")],
    };
    OrderRow {
        id: state.id,
        version: 1,
        recorded_from: issued_at,
        recorded_to: None,
        area: state.area.clone(),
        target_kind: state.target.kind,
        target_id: state.target.id,
        person: state.person,
        contact: state.contact,
        regime: state.regime.clone(),
        status: state.status.clone(),
        starts_on: state.starts_on,
        ends_on: state.ends_on,
        edition: state.edition.clone(),
        disease: state.disease.clone(),
        state: json(&state),
    }
}

/// The exposure that made a contact.
pub fn contact_exposure(plan: &Plan, n: usize) -> ExposureRow {
    let case = plan.case_of(n);
    let at = plan.determined_at(n);
    let to = plan.contact_person(n);
    exposure(plan, (Lot::Exposure, n, at), case, to, &plan.counties[plan.cases[case].county].path)
}

/// The exposure by which a case was infected.
pub fn transmission(plan: &Plan, n: usize) -> Option<ExposureRow> {
    let infector = plan.cases[n].infector?;
    let at = plan.cases[n].opened_at.plus(Span::minutes(30));
    let area = &plan.counties[plan.cases[n].county].path;
    Some(exposure(plan, (Lot::Transmission, n, at), infector, plan.patient(n), area))
}

fn exposure(
    plan: &Plan,
    (lot, n, at): (Lot, usize, Timestamp),
    source: usize,
    to: Uuid,
    area: &AreaPath,
) -> ExposureRow {
    let started_at = plan.cases[source].opened_at.plus(Span::hours(-30));
    let kinds = ["same_home", "same_workplace", "same_transport", "meal_together"];
    let state = Exposure {
        id: ExposureId(id(lot, n, at)),
        disease: DISEASE.to_owned(),
        from: PersonId(plan.patient(source)).subject(),
        to: PersonId(to).subject(),
        area: area.clone(),
        kind: kinds[n % kinds.len()].to_owned(),
        started_at,
        ended_at: started_at.plus(Span::hours(20)),
        protected: false,
        setting: "household".to_owned(),
        transmission: matches!(lot, Lot::Transmission),
        status: "standing".to_owned(),
    };
    ExposureRow {
        id: state.id,
        version: 1,
        recorded_from: at,
        recorded_to: None,
        area: state.area.clone(),
        disease: state.disease.clone(),
        from_kind: state.from.kind,
        from_id: state.from.id,
        to_kind: state.to.kind,
        to_id: state.to.id,
        started_at: state.started_at,
        ended_at: state.ended_at,
        status: state.status.clone(),
        transmission: state.transmission,
        state: json(&state),
    }
}

/// What is the same in every obligation.
pub struct Duties {
    ladder: String,
    steps: i64,
}

impl Duties {
    /// A ladder of two steps.
    pub fn new() -> Self {
        let step =
            |hours, level, role: &str| Escalation { after: Span::hours(hours), level, role: role.to_owned() };
        let ladder = [step(0, AreaLevel::Prefecture, "cdc"), step(6, AreaLevel::Province, "command_office")];
        Self { ladder: json(&ladder), steps: ladder.len() as i64 + 1 }
    }

    /// Obligation `n` about a case.
    pub fn of_case(&self, plan: &Plan, case: usize, which: usize, n: usize) -> Made {
        const RULES: [(&str, &str, &str); 6] = [
            ("RP8-A", "2小时内网络直报该病例", "Report this case by the network within 2 hours"),
            ("IN1", "4小时内到达现场开展流行病学调查", "Begin the investigation on site within 4 hours"),
            ("IN2", "24小时内查清核心信息", "Establish the core information within 24 hours"),
            ("IN3", "24小时内完成个案调查报告", "Complete the individual investigation within 24 hours"),
            (
                "TR1",
                "2小时内将该病例隔离并转运至定点医院",
                "Isolate this case within 2 hours and bring it to the hospital",
            ),
            ("TR2", "每日更新诊疗方案", "Renew the treatment plan daily"),
        ];
        let county = &plan.counties[plan.cases[case].county];
        let holder = if which >= 4 { county.hospital } else { county.cdc };
        let opened = plan.cases[case].opened_at;
        let subject = CaseId(plan.case_id(case)).subject();
        self.make(plan, n, RULES[which % 6], subject, opened, (&county.path, &county.path, holder))
    }

    /// Obligation `n` about a contact.
    pub fn of_contact(&self, plan: &Plan, contact: usize, which: usize, n: usize) -> Made {
        const RULES: [(&str, &str, &str); 3] = [
            ("TS3", "按方案完成本次核酸检测采样", "Take the sample of this day of the plan"),
            (
                "CK1",
                "完成当日健康监测并记录体温和症状",
                "Check health today; record temperature and symptoms",
            ),
            (
                "CO-R",
                "24小时内联系到该密切接触者并落实管控",
                "Reach this close contact within 24 hours and place him under control",
            ),
        ];
        let county = &plan.counties[plan.cases[plan.case_of(contact)].county];
        let (home, community) = plan.home(contact);
        let subject = ContactId(plan.contact_id(contact)).subject();
        let place = if which == 2 { (home, &county.path, county.cdc) } else { (home, home, *community) };
        self.make(plan, n, RULES[which % 3], subject, plan.determined_at(contact), place)
    }

    fn make(
        &self,
        plan: &Plan,
        n: usize,
        (rule, zh, en): (&str, &str, &str),
        subject: SubjectRef,
        opened: Timestamp,
        (opened_area, area, unit): (&AreaPath, &AreaPath, UnitId),
    ) -> Made {
        let now = plan.now;
        let minutes = |end: usize| below(Lot::Obligation, n * 2 + 1, end) as i64;
        let open = opened > now.plus(Span::days(-OPEN_DAYS));
        // Of the open ones one in four is overdue, the others fall due in the next two weeks.
        let pending = open && !draw(Lot::Obligation, n).is_multiple_of(4);
        let due = if pending {
            now.plus(Span::hours(3)).plus(Span::minutes(minutes(14 * 24 * 60)))
        } else {
            Timestamp::min(opened.plus(Span::hours(24)), now.plus(Span::minutes(-1 - minutes(300))))
        };
        let warn = due.plus(Span::hours(-1));
        let late = draw(Lot::Obligation, n) % 100;
        let closed = (!open).then(|| {
            if late < 92 {
                due.plus(Span::minutes(-minutes(1200)))
            } else {
                due.plus(Span::minutes(minutes(300)))
            }
        });
        let overdue = open && !pending;
        let row = ObligationRow {
            // Derived ids are as good as random; so are these.
            id: ObligationId(uuid::Builder::from_custom_bytes(wide(n)).into_uuid()),
            rule: rule.to_owned(),
            disease: DISEASE.to_owned(),
            edition: EDITION.to_owned(),
            opened_fact: FactId(id(Lot::Fact, n + 1_000_000_000, opened)),
            opened_area: opened_area.clone(),
            opened_on: Zone::UTC.date_of(opened),
            subject_kind: subject.kind,
            subject_id: subject.id,
            occurrence: if pending { format!("t{}", n % 7) } else { String::new() },
            area: area.clone(),
            holder_unit: unit,
            holder_post: None,
            duty_zh: zh.to_owned(),
            duty_en: en.to_owned(),
            starts_at: opened,
            warn_at: warn,
            due_at: due,
            opened_recorded_at: opened,
            closed_at: closed,
            closed_recorded_at: closed,
            close_state: closed.map(|_| if late < 92 { "met" } else { "met_late" }.to_owned()),
            closed_fact: closed.map(|at| FactId(id(Lot::Fact, n + 2_000_000_000, at))),
            timer_at: pending.then_some(warn),
            timer_step: if overdue { self.steps } else { 0 },
            ladder: self.ladder.clone(),
            confidence: "A".to_owned(),
            holder_user: None,
            continues: None,
        };
        let escalation = overdue.then(|| EscalationRow {
            obligation: row.id,
            step: 1,
            level: "prefecture".to_owned(),
            to_unit: unit,
            to_post: None,
            at: due,
            recorded_at: due,
            fact: FactId(id(Lot::Fact, n + 3_000_000_000, due)),
        });
        Made { row, escalation }
    }
}

/// An obligation with its escalation, if it was ever overdue.
pub struct Made {
    /// The obligation.
    pub row: ObligationRow,
    /// Its escalation.
    pub escalation: Option<EscalationRow>,
}

impl Made {
    /// Makes a pending obligation, already warned of, fall due in the minute after `from`.
    pub fn fall_due(&mut self, from: Timestamp, n: usize) {
        let due = from.plus(Span::from_micros(below(Lot::Obligation, n, 60_000_000) as i64));
        self.row.due_at = due;
        self.row.warn_at = due.plus(Span::minutes(-30));
        self.row.timer_step = 1;
        self.row.timer_at = Some(due.plus(Span::from_micros(1)));
    }
}

fn wide(n: usize) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&draw(Lot::Obligation, n * 2).to_be_bytes());
    bytes[8..].copy_from_slice(&draw(Lot::Obligation, n * 2 + 1).to_be_bytes());
    bytes
}

// Two thirds of the days are closed.
const _: () = assert!(OPEN_DAYS * 3 == DAYS);
