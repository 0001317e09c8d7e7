//! D05, E01, E02 and the clocks of F01: cases from the first result on.

use app::audit::AuditFilter;
use app::commands::{AssessCase, ClassifyCase, OpenCaseByHand, PersonInput, TakeStep};
use authz::Role;
use domain::clinical::{Assessment, MANUAL_RULE, Step};
use domain::{Stage, TestMethod, TestOutcome};
use kernel::{CaseId, Code, Span};
use protocol::schema::Classification;

use crate::town::{COVID, HOME, Town, at, date, hour, refused};

async fn step(town: &Town, case: CaseId, role: Role, step: Step) -> app::Receipt {
    let input = TakeStep { case, expected_version: None, step, at: None };
    town.app.take_step(&town.who(role, HOME), None, input).await.expect("taken")
}

async fn assess(town: &Town, case: CaseId, assessment: Assessment, onset: Option<&str>) -> app::Receipt {
    let input = AssessCase { case, expected_version: None, assessment, onset: onset.map(date) };
    town.app.assess_case(&town.cdc(), None, input).await.expect("assessed")
}

fn ill(severity: Option<&str>) -> Assessment {
    Assessment {
        epi_items: 1,
        clinical_items: 2,
        symptoms: vec!["fever".to_owned()],
        severity: severity.map(str::to_owned),
        ..Assessment::default()
    }
}

pub async fn f01_a_positive_test_opens_a_case_of_the_class_that_the_protocol_gives(town: Town) {
    town.set("2022-07-01 09:00");
    let person = town.person(HOME).await;
    let mut antigen = town.result(person, TestOutcome::Positive);
    antigen.method = TestMethod::Antigen;
    let lab = town.who(Role::Laboratory, HOME);
    let supplement = town.app.record_test(&lab, None, antigen).await.expect("recorded");
    assert!(supplement.subject_of("case_opened").is_none(), "an antigen test makes no case");
    let id = town.positive(person).await;
    let case = town.case(id).await;
    assert_eq!(
        (case.classification, case.rule.as_str(), case.edition.as_str()),
        (Classification::Asymptomatic, "CA5", "9th")
    );
    assert_eq!(case.number, "140105000000-2022-0001");
    assert_eq!(case.first_positive, Some(at("2022-07-01 09:00")));
    // A second positive result is about the same case.
    assert!(town.tested(person, TestOutcome::Positive).await.subject_of("case_opened").is_none());
    let receipt = assess(&town, id, ill(None), Some("2022-06-30")).await;
    assert!(receipt.subject_of("case_classified").is_some());
    let case = town.case(id).await;
    assert_eq!((case.classification, case.rule.as_str()), (Classification::Confirmed, "CA4"));
    assert_eq!(case.onset, Some(date("2022-06-30")));
    assert_eq!(town.stands(id.subject(), "RP5").await, "open", "the card must be revised");
    step(&town, id, Role::Epidemiologist, Step::ReviseCard).await;
    assert_eq!(town.stands(id.subject(), "RP5").await, "met");
}

pub async fn f01_core_information_is_due_in_four_hours_and_the_report_in_a_day(town: Town) {
    town.set("2022-07-01 10:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    let about = case.subject();
    for (rule, due) in [
        ("RP8", "2022-07-01 12:00"),
        ("IN1-CORE", "2022-07-01 14:00"),
        ("IN1-PRELIM", "2022-07-02 10:00"),
        ("IN2", "2022-07-02 10:00"),
    ] {
        let owed = town.one(about, rule).await;
        assert_eq!(hour(owed.due_at), due, "{rule}");
    }
    town.set("2022-07-01 12:00:01");
    step(&town, case, Role::Epidemiologist, Step::Report).await;
    assert_eq!(town.stands(about, "RP8").await, "met_late");
    town.set("2022-07-01 14:00");
    step(&town, case, Role::Epidemiologist, Step::Investigate(Stage::CoreInfo)).await;
    assert_eq!(town.stands(about, "IN1-CORE").await, "met");
    let again = TakeStep { case, expected_version: None, step: Step::Investigate(Stage::CoreInfo), at: None };
    assert_eq!(refused(town.app.take_step(&town.cdc(), None, again).await), Code::CaseState);
    town.set("2022-07-02 10:00:01");
    town.sweep().await;
    assert_eq!(town.stands(about, "IN1-PRELIM").await, "overdue");
    let owed = town.one(about, "IN1-PRELIM").await;
    assert_eq!(town.told(&owed).await, ["prefecture 140100000000 cdc 2022-07-02 10:00"]);
    step(&town, case, Role::Epidemiologist, Step::Investigate(Stage::PreliminaryReport)).await;
    step(&town, case, Role::Epidemiologist, Step::Investigate(Stage::FullReport)).await;
    assert_eq!(town.stands(about, "IN1-PRELIM").await, "met_late");
    assert_eq!(town.stands(about, "IN2").await, "met_late");
}

pub async fn f01_a_class_by_hand_needs_a_reason_and_is_not_overruled(town: Town) {
    town.set("2022-07-01 10:00");
    let person = town.person(HOME).await;
    let mut open = OpenCaseByHand {
        person: PersonInput::Known(person),
        disease: COVID.to_owned(),
        classification: Classification::Suspected,
        reason: "  ".to_owned(),
        onset: None,
        occurred_at: None,
        unit: None,
    };
    assert_eq!(refused(town.app.open_case(&town.cdc(), None, open.clone()).await), Code::CaseReasonMissing);
    open.reason = "clinical picture".to_owned();
    let receipt = town.app.open_case(&town.cdc(), None, open.clone()).await.expect("opened");
    let case = CaseId(receipt.subject_of("case_opened").expect("a case").id);
    assert_eq!(
        refused(town.app.open_case(&town.cdc(), None, open).await),
        Code::CaseState,
        "one case a time"
    );
    let classify = |classification, reason: Option<&str>| ClassifyCase {
        case,
        expected_version: None,
        classification,
        reason: reason.map(str::to_owned),
    };
    let bare = classify(Some(Classification::Probable), None);
    assert_eq!(refused(town.app.classify_case(&town.cdc(), None, bare).await), Code::CaseReasonMissing);
    let reasoned = classify(Some(Classification::Probable), Some("linked to a confirmed case"));
    town.app.classify_case(&town.cdc(), None, reasoned).await.expect("classified");
    town.tested(person, TestOutcome::Positive).await;
    let now = town.case(case).await;
    assert_eq!((now.classification, now.rule.as_str()), (Classification::Probable, MANUAL_RULE));
    assert_eq!(now.manual_reason.as_deref(), Some("linked to a confirmed case"));
    // By the rules again, when somebody asks for it.
    town.app.classify_case(&town.cdc(), None, classify(None, None)).await.expect("classified");
    let now = town.case(case).await;
    assert_eq!((now.classification, now.rule.as_str()), (Classification::Asymptomatic, "CA5"));
    assert_eq!(now.manual_reason, None);
}

pub async fn d05_the_four_earlies_are_told_between_known_moments(town: Town) {
    town.set("2022-07-03 08:00");
    let person = town.person(HOME).await;
    let mut result = town.result(person, TestOutcome::Positive);
    result.sampled_at = Some(at("2022-07-03 02:00"));
    let lab = town.who(Role::Laboratory, HOME);
    let receipt = town.app.record_test(&lab, None, result).await.expect("recorded");
    let case = CaseId(receipt.subject_of("case_opened").expect("a case").id);
    assess(&town, case, ill(None), Some("2022-07-01")).await;
    town.set("2022-07-03 09:30");
    step(&town, case, Role::Epidemiologist, Step::Report).await;
    town.set("2022-07-03 10:00");
    step(&town, case, Role::Clinician, Step::Isolate).await;
    assert_eq!(town.stands(case.subject(), "D05-ISOLATE").await, "met");
    town.set("2022-07-03 14:00");
    step(&town, case, Role::Clinician, Step::Admit).await;
    let lines = town.app.four_earlies(&town.cdc(), None, COVID, town.now()).await.expect("told");
    assert_eq!(lines.len(), 1);
    let earlies = lines[0].earlies;
    let span = |hours: i64, minutes: i64| Some(Span::minutes(hours * 60 + minutes).as_micros());
    assert_eq!(earlies.detection, span(50, 0), "onset 1 July to the sample of 3 July 02:00");
    assert_eq!(earlies.reporting, span(1, 30));
    assert_eq!(earlies.isolation, span(2, 0));
    assert_eq!(earlies.treatment, span(6, 0));
    // The list names cases: whose they are stands in the audit.
    let auditor = town.who(Role::Auditor, HOME);
    let filter = AuditFilter { person: Some(person), ..AuditFilter::default() };
    let looks = town.app.audit(&auditor, filter, &town.whole()).await.expect("read").items;
    assert!(looks.iter().any(|look| look.row.action == "four_earlies.list"), "{looks:?}");
}

pub async fn e02_a_severe_case_without_a_plan_is_overdue_after_a_day(town: Town) {
    town.set("2021-01-20 08:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    assess(&town, case, ill(Some("mild")), None).await;
    assert!(town.owed(case.subject(), "E02").await.is_empty(), "a mild case asks for none");
    assess(&town, case, ill(Some("severe")), None).await;
    let owed = town.one(case.subject(), "E02").await;
    assert_eq!(hour(owed.due_at), "2021-01-21 08:00");
    assert_eq!(owed.holder_unit, town.unit("hospital", HOME));
    assert!(town.case(case).await.lacks_plan());
    town.set("2021-01-21 20:00:01");
    town.sweep().await;
    assert_eq!(town.stands(case.subject(), "E02").await, "overdue");
    assert_eq!(
        town.told(&owed).await,
        [
            "county 140105000000 command_office 2021-01-21 08:00",
            "prefecture 140100000000 command_office 2021-01-21 20:00",
        ]
    );
    step(&town, case, Role::Clinician, Step::PlanTreatment).await;
    assert_eq!(town.stands(case.subject(), "E02").await, "met_late");
    assert!(!town.case(case).await.lacks_plan());
    // Worse again: the plan must be renewed.
    assess(&town, case, ill(Some("critical")), None).await;
    assert_eq!(town.owed(case.subject(), "E02").await.len(), 2);
}

pub async fn e01_an_admission_owes_a_plan(town: Town) {
    town.set("2021-01-20 08:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    step(&town, case, Role::Clinician, Step::Admit).await;
    let owed = town.one(case.subject(), "E01").await;
    assert_eq!(
        (hour(owed.due_at).as_str(), owed.holder_unit),
        ("2021-01-21 08:00", town.unit("hospital", HOME))
    );
    town.set("2021-01-21 08:00");
    step(&town, case, Role::Clinician, Step::PlanTreatment).await;
    assert_eq!(town.stands(case.subject(), "E01").await, "met");
    step(&town, case, Role::Clinician, Step::End("recovered".to_owned())).await;
    let after = TakeStep { case, expected_version: None, step: Step::Admit, at: None };
    let refused_after = town.app.take_step(&town.who(Role::Clinician, HOME), None, after).await;
    assert_eq!(refused(refused_after), Code::CaseState);
}
