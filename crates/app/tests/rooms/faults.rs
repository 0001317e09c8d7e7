//! Impossible input: a code for each, and nothing half done.

use app::commands::{ExposureInput, NewPersonInput, OpenCaseByHand, PersonInput, ResultInput};
use authz::Role;
use domain::TestOutcome;
use domain::clinical::Assessment;
use kernel::{
    AreaCode, Code, ContactId, OrderId, PersonId, Span, SubjectKind, SubjectRef, VisitId, derived_uuid,
};
use protocol::schema::Classification;

use crate::town::{COVID, HOME, Town, at, date};

pub async fn impossible_input_is_refused_with_a_code_and_nothing_is_recorded(town: Town) {
    town.set("2022-07-10 12:00");
    let (a, b, c) = (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    let infect = |from: PersonId, to: PersonId| ExposureInput {
        transmission: true,
        ..town.meeting(from, to, "household", "2022-07-01 08:00", "2022-07-02 08:00")
    };
    let (app, cdc) = (&town.app, &town.cdc());
    app.record_exposure(cdc, None, infect(a, b)).await.expect("recorded");
    app.record_exposure(cdc, None, infect(b, c)).await.expect("recorded");
    let case = town.positive(a).await;
    let before = app.verify().await.expect("sound").facts;

    let born = |year| NewPersonInput { birth_year: Some(year), ..town.new_person(HOME) };
    let result = |person: PersonId| town.result(person, TestOutcome::Negative);
    let now = town.clock.now();
    let open = |onset: &str| OpenCaseByHand {
        person: PersonInput::Known(b),
        disease: COVID.to_owned(),
        classification: Classification::Confirmed,
        reason: "hospital".to_owned(),
        onset: Some(date(onset)),
        occurred_at: None,
        unit: None,
    };
    let meeting = |from: &str, to: &str| town.meeting(a, b, "household", from, to);
    let assess =
        |assessment| app::commands::AssessCase { case, expected_version: None, assessment, onset: None };
    let person = |id: &str| PersonId(derived_uuid(&[id]));
    let event = SubjectRef { kind: SubjectKind::Order, id: derived_uuid(&["order"]) };
    let nobody = ResultInput { person: person("nobody"), ..result(a) };
    let fever = |temperature, symptoms: usize| app::commands::FeverInput {
        person: PersonInput::Known(a),
        unit: None,
        disease: Some(COVID.to_owned()),
        symptoms: vec!["fever".to_owned(); symptoms],
        temperature_c: temperature,
        seen_at: None,
        report: true,
    };
    let sentinel = &town.who(Role::Sentinel, HOME);
    let table = [
        ("age 211", app.register_person(cdc, None, born(1811)).await, Code::ImpossibleAge),
        ("not born yet", app.register_person(cdc, None, born(2023)).await, Code::ImpossibleAge),
        ("born before time", app.register_person(cdc, None, born(i16::MIN)).await, Code::ImpossibleAge),
        ("born after it", app.register_person(cdc, None, born(i16::MAX)).await, Code::ImpossibleAge),
        (
            "sex",
            app.register_person(cdc, None, NewPersonInput { sex: Some("x".into()), ..town.new_person(HOME) })
                .await,
            Code::InvalidValue,
        ),
        ("onset tomorrow", app.open_case(cdc, None, open("2022-07-11")).await, Code::InFuture),
        (
            "diagnosed tomorrow",
            app.open_case(
                cdc,
                None,
                OpenCaseByHand { occurred_at: Some(now.plus(Span::days(1))), ..open("2022-07-01") },
            )
            .await,
            Code::InFuture,
        ),
        (
            "ct 4.9",
            app.record_test(cdc, None, ResultInput { ct: Some(4.9), ..result(b) }).await,
            Code::OutOfRange,
        ),
        (
            "ct 50.1",
            app.record_test(cdc, None, ResultInput { ct: Some(50.1), ..result(b) }).await,
            Code::OutOfRange,
        ),
        (
            "ct nan",
            app.record_test(cdc, None, ResultInput { ct: Some(f64::NAN), ..result(b) }).await,
            Code::OutOfRange,
        ),
        (
            "result before sample",
            app.record_test(
                cdc,
                None,
                ResultInput {
                    sampled_at: Some(at("2022-07-10 11:00")),
                    resulted_at: Some(at("2022-07-10 10:59")),
                    ..result(b)
                },
            )
            .await,
            Code::DatesOutOfOrder,
        ),
        (
            "sample tomorrow",
            app.record_test(
                cdc,
                None,
                ResultInput { sampled_at: Some(now.plus(Span::days(1))), ..result(b) },
            )
            .await,
            Code::InFuture,
        ),
        ("nobody", app.record_test(cdc, None, nobody).await, Code::NotFound),
        (
            "self link",
            app.record_exposure(
                cdc,
                None,
                ExposureInput { to: a.subject(), ..meeting("2022-07-01 08:00", "2022-07-01 09:00") },
            )
            .await,
            Code::ExposureSelfLink,
        ),
        ("cycle of two", app.record_exposure(cdc, None, infect(b, a)).await, Code::ExposureCycle),
        ("cycle of three", app.record_exposure(cdc, None, infect(c, a)).await, Code::ExposureCycle),
        (
            "ended before it began",
            app.record_exposure(cdc, None, meeting("2022-07-02 08:00", "2022-07-01 08:00")).await,
            Code::DatesOutOfOrder,
        ),
        (
            "not yet ended",
            app.record_exposure(cdc, None, meeting("2022-07-10 08:00", "2022-07-11 08:00")).await,
            Code::InFuture,
        ),
        (
            "exposed to an order",
            app.record_exposure(
                cdc,
                None,
                ExposureInput { to: event, ..meeting("2022-07-01 08:00", "2022-07-01 09:00") },
            )
            .await,
            Code::InvalidValue,
        ),
        (
            "40 degrees too hot",
            app.report_fever(sentinel, None, fever(Some(80.0), 1)).await,
            Code::OutOfRange,
        ),
        ("31 symptoms", app.report_fever(sentinel, None, fever(None, 31)).await, Code::TooLong),
        (
            "5 history items",
            app.assess_case(cdc, None, assess(Assessment { epi_items: 5, ..Assessment::default() })).await,
            Code::OutOfRange,
        ),
        (
            "severity",
            app.assess_case(
                cdc,
                None,
                assess(Assessment { severity: Some("bad".into()), ..Assessment::default() }),
            )
            .await,
            Code::InvalidValue,
        ),
        (
            "no such visit",
            app.report_visit(sentinel, None, VisitId(derived_uuid(&["v"]))).await,
            Code::NotFound,
        ),
        (
            "no such contact",
            app.reach_contact(cdc, None, ContactId(derived_uuid(&["c"]))).await,
            Code::NotFound,
        ),
        ("no such order", app.release_order(cdc, None, OrderId(derived_uuid(&["o"]))).await, Code::NotFound),
        (
            "no such regime",
            app.issue_order(
                cdc,
                None,
                app::commands::OrderInput {
                    regime: Some("cc_99".into()),
                    anchor: Some(date("2022-07-09")),
                    ..town.order_for(b, None)
                },
            )
            .await,
            Code::ProtocolUnknownReference,
        ),
        (
            "no such disease in force",
            app.record_test(
                cdc,
                None,
                ResultInput { disease: "no_such".into(), result: Some(TestOutcome::Positive), ..result(b) },
            )
            .await,
            Code::ProtocolNotInForce,
        ),
    ];
    for (name, answer, code) in table {
        let error = answer.expect_err(name);
        assert_eq!(error.code(), code, "{name}: {error:?}");
        for language in [text::Language::ZhCn, text::Language::En] {
            let sentence = text::error(language, &error);
            assert!(!sentence.contains("{ $") && sentence.chars().count() > 5, "{name}: {sentence}");
        }
    }
    let unknown = app.path_of(&AreaCode::new("999999999999").expect("sound")).expect_err("unknown");
    assert_eq!(unknown.code(), Code::AreaUnknown);
    let outside = NewPersonInput {
        area: kernel::AreaPath::root(&AreaCode::new("999999999999").expect("sound")),
        ..town.new_person(HOME)
    };
    assert_eq!(crate::town::refused(app.register_person(cdc, None, outside).await), Code::AreaUnknown);
    assert_eq!(app.verify().await.expect("sound").facts, before, "nothing was recorded");
}
