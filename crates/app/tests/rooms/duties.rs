//! The obligations board: whose duties, what closes one, whom its ladder tells,
//! and how each unit stands.

use app::commands::{HandoverOf, OfferInput};
use app::questions::{Records, UnitsQuery, Whose};
use app::{Caller, ObligationFilter};
use authz::Role;
use domain::TestOutcome;
use domain::handover::Receiver;
use kernel::{AsOf, Code, HandoverId, ObligationId, PageRequest};

use crate::town::{COVID, HOME, NEXT, STREET, Town, at, hour, refused};

async fn board(town: &Town, caller: &Caller, whose: Whose) -> Vec<ObligationId> {
    let mut filter = ObligationFilter { unclosed: true, ..ObligationFilter::default() };
    town.app.whose(caller, whose, &mut filter).await.expect("narrowed");
    let found = town.app.obligations(caller, &filter, town.now(), &town.whole()).await.expect("listed");
    found.items.into_iter().map(|line| line.row.id).collect()
}

/// Somebody with a post of his own, by its log-in.
async fn officer(town: &Town, role: Role, area: &str) -> Caller {
    let held = town.who(role, area);
    let new = app::install::NewUser {
        login: format!("{role}-{area}"),
        password: kernel::Classified::new("correct horse battery".to_owned()),
        display_name: "值班员".to_owned(),
        post: held.post.expect("a post"),
        role,
        area: Some(town.path(area)),
        diseases: Vec::new(),
        until: None,
        must_change: false,
    };
    town.app.add_user_as_operator(new).await.expect("a user");
    let password = kernel::Classified::new("correct horse battery".to_owned());
    town.app.log_in(&format!("{role}-{area}"), password).await.expect("logged in").caller
}

pub async fn a_board_shows_ones_own_ones_units_and_ones_area(town: Town) {
    town.set("2022-07-01 20:00");
    let cdc = officer(&town, Role::Epidemiologist, HOME).await;
    let hospital = officer(&town, Role::Clinician, HOME).await;
    town.positive(town.person(HOME).await).await;
    town.positive(town.person(NEXT).await).await;
    let (mine, unit, area) = (
        board(&town, &cdc, Whose::Mine).await,
        board(&town, &cdc, Whose::MyUnit).await,
        board(&town, &cdc, Whose::MyArea).await,
    );
    assert!(!mine.is_empty() && mine == unit, "all of them fall to the unit's post");
    assert!(unit.iter().all(|id| area.contains(id)) && unit.len() < area.len());
    // One is handed to a clinician by name: it is his alone.
    let to = Receiver { unit: town.unit("hospital", HOME), post: None, user: Some(hospital.user) };
    let of = HandoverOf { obligations: vec![mine[0]], ..HandoverOf::default() };
    let input = OfferInput { of, to, note: "please".to_owned(), answer_by: None };
    let receipt = town.app.offer_handover(&cdc, None, input).await.expect("offered");
    let offer = HandoverId(receipt.subject_of("handover_offered").expect("an offer").id);
    let taken = town.app.accept_handover(&hospital, None, offer).await.expect("accepted").opened[0];
    assert!(board(&town, &hospital, Whose::Mine).await.contains(&taken));
    assert!(!board(&town, &cdc, Whose::Mine).await.contains(&mine[0]));
    let mut another = hospital.clone();
    another.user = town.who(Role::Clinician, NEXT).user;
    assert!(!board(&town, &another, Whose::Mine).await.contains(&taken));
    assert!(board(&town, &another, Whose::MyUnit).await.contains(&taken));
    let mut homeless = cdc;
    homeless.unit = None;
    let mut filter = ObligationFilter::default();
    assert_eq!(refused(town.app.whose(&homeless, Whose::MyUnit, &mut filter).await), Code::MissingField);
}

pub async fn a_duty_tells_what_closes_it_its_ladder_and_its_story(town: Town) {
    town.set("2022-07-01 09:00");
    let receipt = town.fever(false).await;
    let visit = receipt.subject_of("fever_seen").expect("a visit");
    let owed = town.one(visit, "RP7").await;
    let office = town.who(Role::Office, HOME);
    let detail = town.app.obligation(&office, owed.id, town.now()).await.expect("known");
    assert_eq!(detail.evidence.iter().map(|e| e.fact.as_str()).collect::<Vec<_>>(), ["fever_reported"]);
    assert!(detail.title.is_some());
    let steps: Vec<_> = detail.ladder.iter().map(|step| (step.level.as_str(), hour(step.at))).collect();
    assert_eq!(steps[0], ("county", "2022-07-01 11:00".to_owned()));
    assert!(steps.len() > 1, "{steps:?}");
    assert!(detail.escalations.is_empty());
    town.set("2022-07-01 11:30");
    town.sweep().await;
    let cdc = town.cdc();
    let detail = town.app.obligation(&cdc, owed.id, town.now()).await.expect("known");
    let story: Vec<_> = detail.facts.iter().map(|line| line.fact.kind()).collect();
    assert_eq!(story, ["fever_seen", "obligation_escalated"]);
    let taken = &detail.escalations[0];
    assert_eq!((detail.escalations.len(), Some(taken.to_unit)), (1, detail.ladder[0].unit));
    let then = AsOf::Known(at("2022-07-01 10:00"));
    let past = town.app.obligation(&cdc, owed.id, then).await.expect("known");
    assert_eq!((past.facts.len(), past.escalations.len()), (1, 0));
    // Whoever reads duties alone is not told of the visit.
    let worker = town.app.obligation(&town.who(Role::Administrator, HOME), owed.id, town.now()).await;
    let told: Vec<_> = worker.expect("known").facts.iter().map(|line| line.fact.kind()).collect();
    assert_eq!(told, ["obligation_escalated"]);
}

pub async fn every_unit_is_counted_page_after_page(town: Town) {
    town.set("2022-07-01 20:00");
    for area in [HOME, STREET, NEXT] {
        town.positive(town.person(area).await).await;
    }
    town.fever(true).await;
    town.set("2022-07-02 20:30");
    town.sweep().await;
    let query =
        UnitsQuery { area: Some(town.path(HOME)), disease: Some(COVID.to_owned()), ..UnitsQuery::default() };
    for caller in [town.who(Role::Office, HOME), town.who(Role::Office, "CN")] {
        for as_of in [town.now(), AsOf::Known(at("2022-07-01 21:00"))] {
            let (mut page, mut units, mut late) = (PageRequest { limit: 4, after: None }, Vec::new(), 0);
            loop {
                let found = town.app.duties_by_unit(&caller, &query, as_of, &page).await.expect("counted");
                for line in found.items {
                    assert!(line.unit.area.is_within(&town.path(HOME)));
                    late += line.overdue.count;
                    for figure in
                        [line.unclosed, line.due_soon, line.overdue, line.escalated, line.met, line.met_late]
                    {
                        let Records::Obligations(filter) = &figure.records else { panic!("{figure:?}") };
                        let behind = town.app.obligations(&caller, filter, as_of, &town.whole()).await;
                        assert_eq!(
                            figure.count,
                            i64::try_from(behind.expect("listed").items.len()).expect("few")
                        );
                    }
                    units.push(line.unit.id);
                }
                match found.next {
                    Some(next) => page.after = Some(next),
                    None => break,
                }
            }
            let known = units.len();
            units.sort_unstable();
            units.dedup();
            assert!(known > 4 && units.len() == known, "{units:?}");
            assert_eq!(late > 0, as_of == town.now());

            let worst = UnitsQuery { overdue_first: true, ..query.clone() };
            let (mut page, mut owed) = (PageRequest { limit: 3, after: None }, Vec::new());
            loop {
                let found = town.app.duties_by_unit(&caller, &worst, as_of, &page).await.expect("counted");
                owed.extend(found.items.iter().map(|line| (line.overdue.count, line.unclosed.count)));
                match found.next {
                    Some(next) => page.after = Some(next),
                    None => break,
                }
            }
            assert!(owed.len() == known && owed.is_sorted_by(|a, b| a >= b), "{owed:?}");
            assert_eq!(owed.iter().map(|(overdue, _)| overdue).sum::<i64>(), late);
        }
    }
}

pub async fn samples_and_results_are_read_back(town: Town) {
    town.set("2022-07-01 09:00");
    let (x, y) = (town.person(HOME).await, town.person(NEXT).await);
    let lab = town.who(Role::Laboratory, HOME);
    let mut sample = town.result(x, TestOutcome::Invalid);
    sample.result = None;
    let taken = town.app.record_test(&lab, None, sample.clone()).await.expect("taken").facts[0].id;
    let case = town.positive(y).await;
    let whole = town.whole();
    let states = async |caller: &Caller, filter: app::SampleFilter, case, as_of| {
        let found = town.app.samples(caller, filter, case, as_of, &whole).await.expect("listed");
        found.items.iter().map(|line| (line.person, line.state.as_str())).collect::<Vec<_>>()
    };
    let all = app::SampleFilter::default;
    assert_eq!(states(&lab, all(), None, town.now()).await, [(x, "awaiting")]);
    assert_eq!(states(&town.cdc(), all(), None, town.now()).await, [(x, "awaiting")]);
    assert!(states(&town.who(Role::Epidemiologist, NEXT), all(), None, town.now()).await.is_empty());
    let of_case = states(&town.who(Role::Epidemiologist, "CN"), all(), Some(case), town.now()).await;
    assert!(of_case.is_empty(), "of another person");
    town.set("2022-07-01 15:00");
    let receipt =
        town.app.record_test(&lab, None, town.result(x, TestOutcome::Negative)).await.expect("known");
    assert_eq!(states(&lab, all(), None, town.now()).await, [(x, "resulted")]);
    let then = AsOf::Known(at("2022-07-01 10:00"));
    assert_eq!(states(&lab, all(), None, then).await, [(x, "awaiting")]);
    let awaiting = app::SampleFilter { state: Some(app::SampleState::Awaiting), ..all() };
    assert!(states(&lab, awaiting.clone(), None, town.now()).await.is_empty());
    // A result that was not so leaves the sample waiting again.
    let result = receipt.facts[0].id;
    town.app.withdraw_fact(&lab, None, result, "mixed up".to_owned()).await.expect("withdrawn");
    assert_eq!(states(&lab, awaiting, None, town.now()).await, [(x, "awaiting")]);
    town.app.withdraw_fact(&lab, None, taken, "not taken".to_owned()).await.expect("withdrawn");
    assert_eq!(states(&lab, all(), None, town.now()).await, [(x, "withdrawn")]);
    let results = async |caller: &Caller, filter: app::TestFilter, case| {
        let found = town.app.test_results(caller, filter, case, town.now(), &whole).await.expect("listed");
        found.items.iter().map(|line| (line.person, line.withdrawn)).collect::<Vec<_>>()
    };
    let all = app::TestFilter::default;
    let national = town.who(Role::Epidemiologist, "CN");
    assert_eq!(results(&national, all(), None).await, [(x, true), (y, false)]);
    assert_eq!(results(&national, all(), Some(case)).await, [(y, false)]);
    assert_eq!(results(&town.cdc(), all(), Some(case)).await, []);
    assert_eq!(results(&town.cdc(), all(), None).await, [(x, true)]);
    assert_eq!(results(&lab, all(), None).await, [(x, true)], "what his own unit found");
    let positive = app::TestFilter { result: Some("positive,invalid".to_owned()), ..all() };
    assert_eq!(results(&national, positive, None).await, [(y, false)]);
    let clerk = town.who(Role::Administrator, HOME);
    let answer = town.app.samples(&clerk, app::SampleFilter::default(), None, town.now(), &whole).await;
    assert_eq!(refused(answer.map(drop)), Code::Forbidden);
    // Told again, they are the same.
    let before = results(&national, app::TestFilter::default(), None).await;
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(results(&national, app::TestFilter::default(), None).await, before);
    assert_eq!(states(&lab, app::SampleFilter::default(), None, town.now()).await, [(x, "withdrawn")]);
}
