//! People who live elsewhere: a unit records whoever comes to it, and learns
//! nothing of him by it.

use app::commands::{FeverInput, PersonInput};
use authz::Role;
use domain::TestOutcome;
use kernel::{Code, PersonId, VisitId};

use crate::town::{COVID, HOME, NEXT, Town, refused};

pub async fn d01_a_sentinel_reports_whoever_comes_to_it(town: Town) {
    town.set("2022-07-01 10:00");
    let sentinel = town.who(Role::Sentinel, HOME);
    let resident = town.person(NEXT).await;
    for person in [PersonInput::New(town.new_person(NEXT)), PersonInput::Known(resident)] {
        let input = FeverInput {
            person,
            unit: None,
            disease: Some(COVID.to_owned()),
            symptoms: vec!["fever".to_owned()],
            temperature_c: None,
            seen_at: None,
            report: false,
        };
        let receipt = town.app.report_fever(&sentinel, None, input).await.expect("seen");
        assert_eq!(receipt.opened.len(), 2, "the duties are the sentinel's");
        let visit = VisitId(receipt.subject_of("fever_seen").expect("a visit").id);
        assert_eq!(town.one(visit.subject(), "RP7").await.holder_unit, town.unit("sentinel", HOME));
        town.app.report_visit(&sentinel, None, visit).await.expect("the visit is its own");
    }
    let filter = app::VisitFilter::default();
    let own = town.app.visits(&sentinel, &filter, town.now(), &town.whole()).await.expect("listed");
    assert!(own.items.iter().all(|visit| visit.area == town.path(HOME)));
    assert_eq!(own.items.len(), 2);
    let next = town.who(Role::Sentinel, NEXT);
    let theirs = town.app.visits(&next, &filter, town.now(), &town.whole()).await.expect("listed");
    assert!(theirs.items.is_empty());
    // Not for another's unit.
    let input = FeverInput {
        person: PersonInput::Known(resident),
        unit: Some(town.unit("sentinel", NEXT)),
        disease: None,
        symptoms: Vec::new(),
        temperature_c: None,
        seen_at: None,
        report: true,
    };
    assert_eq!(refused(town.app.report_fever(&sentinel, None, input).await), Code::NotFound);
}

pub async fn a_result_belongs_to_where_the_person_lives_and_tells_nothing_else(town: Town) {
    town.set("2022-07-01 20:00");
    let (x, y) = (town.person(NEXT).await, town.person(NEXT).await);
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let source = town.positive(x).await;
    let contact = town.contact_of(source).await;
    town.ordered(&contact).await;
    let lab = town.who(Role::Laboratory, HOME);
    let receipt =
        town.app.record_test(&lab, None, town.result(y, TestOutcome::Positive)).await.expect("recorded");
    let kinds: Vec<_> = receipt.facts.iter().map(|f| f.kind.as_str()).collect();
    assert_eq!(kinds, ["test_result"], "nobody learns that he was a contact");
    assert!(receipt.opened.is_empty() && receipt.met.is_empty() && receipt.void.is_empty());
    assert_eq!(town.contact(contact.id).await.status, "became_case");
    let filter = app::CaseFilter { person: Some(y), ..Default::default() };
    let cases = |who: app::Caller| {
        let (town, filter, page) = (&town, filter.clone(), town.whole());
        async move { town.app.cases(&who, &filter, town.now(), &page).await.expect("listed").items }
    };
    assert!(cases(town.cdc()).await.is_empty());
    let known = cases(town.who(Role::Epidemiologist, NEXT)).await;
    assert_eq!((known.len(), &known[0].area), (1, &town.path(NEXT)));
    // The laboratory stands by its own words, and takes them back.
    let mut foreign = town.result(y, TestOutcome::Negative);
    foreign.unit = Some(town.unit("laboratory", NEXT));
    assert_eq!(refused(town.app.record_test(&lab, None, foreign).await), Code::NotFound);
    let next = town.who(Role::Laboratory, NEXT);
    let theirs = town.app.record_test(&next, None, town.result(y, TestOutcome::Negative)).await;
    let theirs = theirs.expect("recorded").facts[0].id;
    let reason = || "another's sample".to_owned();
    assert_eq!(refused(town.app.withdraw_fact(&lab, None, theirs, reason()).await), Code::NotFound);
    let answer = town.app.withdraw_fact(&lab, None, receipt.facts[0].id, reason()).await.expect("withdrawn");
    let kinds: Vec<_> = answer.facts.iter().map(|f| f.kind.as_str()).collect();
    assert_eq!(kinds, ["withdrawn"]);
    let nobody = town.result(PersonId(kernel::derived_uuid(&["nobody"])), TestOutcome::Negative);
    assert_eq!(refused(town.app.record_test(&lab, None, nobody).await), Code::NotFound);
}

pub async fn f02_a_meeting_is_recorded_from_either_side_of_the_border(town: Town) {
    town.set("2022-07-01 20:00");
    let (here, there, beyond) = (town.person(HOME).await, town.person(NEXT).await, town.person(NEXT).await);
    let cdc = town.cdc();
    let meeting =
        |a: PersonId, b: PersonId| town.meeting(a, b, "household", "2022-07-01 08:00", "2022-07-01 09:00");
    let both_there = town.app.record_exposure(&cdc, None, meeting(there, beyond)).await;
    assert_eq!(refused(both_there), Code::NotFound);
    let source = town.positive(there).await;
    let receipt = town.app.record_exposure(&cdc, None, meeting(there, here)).await.expect("recorded");
    assert!(receipt.subject_of("contact_determined").is_some(), "his own resident is a contact");
    assert_eq!(town.contact_of(source).await.area, town.path(HOME));
    // From the other end it is the same; who lives there is not told here.
    town.positive(here).await;
    let receipt = town.app.record_exposure(&cdc, None, meeting(here, beyond)).await.expect("recorded");
    let kinds: Vec<_> = receipt.facts.iter().map(|f| f.kind.as_str()).collect();
    assert_eq!(kinds, ["exposure_recorded"]);
    let exposures = town
        .app
        .exposures(&cdc, &app::ExposureFilter::default(), town.now(), &town.whole())
        .await
        .expect("listed");
    assert_eq!(exposures.items.len(), 2, "both stand in the county that recorded them");
}
