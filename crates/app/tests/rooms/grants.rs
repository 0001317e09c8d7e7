//! What a grant for some diseases lets be seen and done: their records alone.

use app::Caller;
use app::commands::{OpenCaseByHand, PersonInput};
use app::install::NewUser;
use app::questions::NewsCursor;
use app::{CaseFilter, ContactFilter, ExposureFilter, ObligationFilter, OrderFilter};
use authz::{Grant, Role};
use domain::TestOutcome;
use kernel::{Classified, Code, PersonalField, Timestamp, UserId, derived_uuid};
use protocol::schema::Classification;

use crate::town::{COVID, HOME, Town, at, refused};

/// Somebody whose role holds for one disease.
fn limited(town: &Town, role: Role, disease: &str) -> Caller {
    let whole = town.who(role, HOME);
    let grant = Grant {
        role,
        area: town.path(HOME),
        diseases: Some([disease.to_owned()].into()),
        valid_from: Timestamp::from_micros(0),
        valid_to: None,
    };
    let seat = whole.post.zip(whole.unit);
    let user = UserId(derived_uuid(&[disease, role.as_str()]));
    Caller::with(user, disease, seat, [grant], Timestamp::from_micros(1))
}

pub async fn a_grant_for_a_disease_shows_its_records_alone(town: Town) {
    town.set("2022-07-01 20:00");
    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let case = town.positive(x).await;
    let contact = town.contact_of(case).await;
    let order = town.ordered(&contact).await;
    let obligation = town.owed(case.subject(), "").await[0].id;
    let (now, page) = (town.now(), town.whole());
    for (disease, sees) in [(COVID, true), ("mpox", false)] {
        let cdc = limited(&town, Role::Epidemiologist, disease);
        let app = &town.app;
        let cases = app.cases(&cdc, &CaseFilter::default(), now, &page).await.expect("asked");
        let contacts = app.contacts(&cdc, &ContactFilter::default(), now, &page).await.expect("asked");
        let orders = app.orders(&cdc, &OrderFilter::default(), now, &page).await.expect("asked");
        let exposures = app.exposures(&cdc, &ExposureFilter::default(), now, &page).await.expect("asked");
        let owed = app.obligations(&cdc, &ObligationFilter::default(), now, &page).await.expect("asked");
        let counts = app.obligation_counts(&cdc, &ObligationFilter::default(), now).await.expect("asked");
        for (what, any) in [
            ("cases", !cases.items.is_empty()),
            ("contacts", !contacts.items.is_empty()),
            ("orders", !orders.items.is_empty()),
            ("exposures", !exposures.items.is_empty()),
            ("obligations", !owed.items.is_empty()),
            ("counts", counts.open + counts.warned > 0),
        ] {
            assert_eq!(any, sees, "{disease} {what}");
        }
        // By id it is as if it were not there.
        let answers = [
            app.case(&cdc, case, now).await.map(drop).map_err(|e| e.code()),
            app.contact(&cdc, contact.id, now).await.map(drop).map_err(|e| e.code()),
            app.order(&cdc, order, now).await.map(drop).map_err(|e| e.code()),
            app.obligation(&cdc, obligation, now).await.map(drop).map_err(|e| e.code()),
            app.chain(&cdc, case, now).await.map(drop).map_err(|e| e.code()),
            app.reach_contact(&cdc, None, contact.id).await.map(drop).map_err(|e| e.code()),
        ];
        assert_eq!(answers, [if sees { Ok(()) } else { Err(Code::NotFound) }; 6], "{disease}");
        let facts = app.facts_about(&cdc, case.subject(), now).await.expect("asked");
        assert_eq!(!facts.is_empty(), sees, "{disease} facts");
        let names = app.personal(&cdc, &[x, y], &[PersonalField::Name], "test").await.expect("asked");
        assert_eq!(names.len(), if sees { 2 } else { 0 }, "{disease} names");
        let (_, start) = app.news(&cdc, None, 100).await.expect("begun");
        let from_the_start = Some(NewsCursor::from_text(&zeroed(&start)));
        let (news, _) = app.news(&cdc, from_the_start, 1000).await.expect("told");
        let heard = news.iter().any(|row| row.topic == "case_opened" || row.topic == "order_issued");
        assert_eq!(heard, sees, "{disease} news");
    }
}

/// A cursor at the beginning of every writer.
fn zeroed(cursor: &NewsCursor) -> String {
    let text = cursor.to_text();
    let pairs = text.split(',').filter_map(|pair| pair.split_once('.'));
    pairs.map(|(writer, _)| format!("{writer}.0")).collect::<Vec<_>>().join(",")
}

pub async fn a_grant_for_a_disease_lets_its_records_be_made_alone(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    for (disease, may) in [("mpox", false), (COVID, true)] {
        let cdc = limited(&town, Role::Epidemiologist, disease);
        let case = OpenCaseByHand {
            person: PersonInput::Known(person),
            disease: COVID.to_owned(),
            classification: Classification::Suspected,
            reason: "seen".to_owned(),
            onset: None,
            unit: None,
            occurred_at: None,
        };
        let opened = town.app.open_case(&cdc, None, case).await;
        assert_eq!(opened.is_ok(), may, "{disease} {opened:?}");
        let order = app::commands::OrderInput {
            measure: Some("home_isolation".to_owned()),
            ends_on: Some(crate::town::date("2022-07-05")),
            ..town.order_for(person, None)
        };
        if !may {
            assert_eq!(refused(town.app.issue_order(&cdc, None, order).await), Code::Forbidden);
        }
        let lab = limited(&town, Role::Laboratory, disease);
        let tested = town.app.record_test(&lab, None, town.result(person, TestOutcome::Negative)).await;
        assert_eq!(tested.is_ok(), may, "{disease} {tested:?}");
    }
}

pub async fn a_grant_ends_by_itself_and_names_known_diseases(town: Town) {
    town.set("2022-07-01 09:00");
    let held = town.app.directory().held_by(town.unit("cdc", HOME)).post.expect("a post");
    let new = NewUser {
        login: "wang".to_owned(),
        password: Classified::new("correct horse battery".to_owned()),
        display_name: "Wang".to_owned(),
        post: held,
        role: Role::Epidemiologist,
        area: None,
        diseases: vec![COVID.to_owned(), "mpox".to_owned()],
        until: Some(at("2022-07-01 15:00")),
        must_change: false,
    };
    let unknown = NewUser { diseases: vec!["plague".to_owned()], ..new.clone() };
    assert_eq!(refused(town.app.add_user_as_operator(unknown).await), Code::InvalidValue);
    let past = NewUser { until: Some(at("2022-07-01 09:00")), ..new.clone() };
    assert_eq!(refused(town.app.add_user_as_operator(past).await), Code::DatesOutOfOrder);
    town.app.add_user_as_operator(new).await.expect("made");
    let session = town.app.log_in("wang", Classified::new("correct horse battery".to_owned())).await;
    let token = session.expect("logged in").token.into_exposed();
    let grants = async || town.app.authenticate(&token).await.expect("logged in").authority.grants().to_vec();
    let held = grants().await;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].diseases.as_ref().map(|d| d.len()), Some(2));
    town.set("2022-07-01 14:59");
    assert_eq!(grants().await.len(), 1);
    town.set("2022-07-01 15:05");
    assert!(grants().await.is_empty(), "the end has come");
}
