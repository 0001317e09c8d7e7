//! B01: a directive is split into problems; each is mended, verified by
//! somebody else or returned; what is late climbs.

use app::commands::{DirectiveInput, ProblemInput};
use authz::Role;
use kernel::{Code, ProblemId};

use crate::town::{HOME, NEXT, Town, at, hour, refused};

fn directive(town: &Town, due: &str) -> DirectiveInput {
    let problem = ProblemInput {
        title: "No separate entrance".to_owned(),
        unit: town.unit("hospital", HOME),
        due_at: at(due),
        severity: "major".to_owned(),
    };
    let of = DirectiveInput::of(town.path(HOME), "Fever clinics".to_owned(), "County meeting".to_owned());
    DirectiveInput { problems: vec![problem], ..of }
}

async fn listed(town: &Town) -> ProblemId {
    town.set("2022-01-28 09:00");
    let office = town.who(Role::Office, HOME);
    let input = directive(town, "2022-01-30 18:00");
    let receipt = town.app.issue_directive(&office, None, input).await.expect("issued");
    assert_eq!(receipt.opened.len(), 1);
    ProblemId(receipt.subject_of("problem_listed").expect("a problem").id)
}

pub async fn b01_a_listed_problem_climbs_until_somebody_else_has_verified_it(town: Town) {
    let problem = listed(&town).await;
    let hospital = town.who(Role::Clinician, HOME);
    let supervisor = town.who(Role::Supervisor, HOME);
    let owed = town.one(problem.subject(), "B01").await;
    assert_eq!(owed.holder_unit, town.unit("hospital", HOME));
    let early = town.app.verify_rectification(&supervisor, None, problem).await;
    assert_eq!(refused(early), Code::ProblemState, "nobody has said yet that it is mended");
    town.set("2022-01-30 10:00");
    let empty = town.app.submit_rectification(&hospital, None, problem, " ".to_owned()).await;
    assert_eq!(refused(empty), Code::MissingField);
    town.app.submit_rectification(&hospital, None, problem, "photo 1".to_owned()).await.expect("submitted");
    town.set("2022-01-31 18:00:01");
    town.sweep().await;
    assert_eq!(town.stands(problem.subject(), "B01").await, "overdue", "submitting alone closes nothing");
    assert_eq!(
        town.told(&owed).await,
        [
            "county 140105000000 command_office 2022-01-30 18:00",
            "prefecture 140100000000 command_office 2022-01-31 18:00",
        ]
    );
    let mut own = town.who(Role::Supervisor, HOME);
    own.unit = Some(town.unit("hospital", HOME));
    let executor = town.app.verify_rectification(&own, None, problem).await;
    assert_eq!(refused(executor), Code::VerifierIsExecutor, "of the unit itself");
    let mut same = supervisor.clone();
    same.user = hospital.user;
    assert_eq!(refused(town.app.verify_rectification(&same, None, problem).await), Code::VerifierIsExecutor);
    let neighbour = town.who(Role::Supervisor, NEXT);
    assert_eq!(refused(town.app.verify_rectification(&neighbour, None, problem).await), Code::NotFound);
    town.app.verify_rectification(&supervisor, None, problem).await.expect("verified");
    assert_eq!(town.stands(problem.subject(), "B01").await, "met_late");
    let all = app::AffairFilter::default();
    let told = town.app.directives(&supervisor, &all, town.now(), &town.whole()).await.expect("listed");
    let told = &told.items[0];
    let (id, issued) = (told.directive.state.id, &told.directive.state.issued);
    assert_eq!((issued.title.as_str(), issued.source.as_str()), ("Fever clinics", "County meeting"));
    assert_eq!((told.problems.of("closed"), told.problems.overdue), (1, 0));
    let then = kernel::AsOf::Known(at("2022-01-31 12:00"));
    let past = town.app.directive(&supervisor, id, then).await.expect("known");
    assert_eq!((past.problems.of("submitted"), past.problems.overdue), (1, 1));
    let next = town.app.directives(&neighbour, &all, town.now(), &town.whole()).await.expect("listed");
    assert!(next.items.is_empty());
    assert_eq!(refused(town.app.directive(&neighbour, id, town.now()).await.map(drop)), Code::NotFound);
    let filter = app::ProblemFilter::default();
    let found = town.app.problems(&supervisor, &filter, town.now(), &town.whole()).await.expect("listed");
    assert_eq!(found.items[0].state.status, "closed");
}

pub async fn b01_a_returned_problem_gets_a_new_deadline(town: Town) {
    let problem = listed(&town).await;
    let hospital = town.who(Role::Clinician, HOME);
    let supervisor = town.who(Role::Supervisor, HOME);
    let past = directive(&town, "2022-01-28 08:59");
    let refused_past = town.app.issue_directive(&town.who(Role::Office, HOME), None, past).await;
    assert_eq!(refused(refused_past), Code::DatesOutOfOrder);
    town.set("2022-01-29 09:00");
    town.app.submit_rectification(&hospital, None, problem, "photo".to_owned()).await.expect("submitted");
    town.set("2022-01-29 15:00");
    let due = at("2022-02-01 12:00");
    let back = "the door is still locked".to_owned();
    town.app.return_rectification(&supervisor, None, problem, back, due).await.expect("returned");
    assert_eq!(town.stands(problem.subject(), "B01").await, "void");
    let again = town.one(problem.subject(), "B01-RETURNED").await;
    assert_eq!(hour(again.due_at), "2022-02-01 12:00");
    town.set("2022-02-02 12:00:01");
    town.sweep().await;
    assert_eq!(
        town.told(&again).await,
        [
            "county 140105000000 command_office 2022-02-01 12:00",
            "prefecture 140100000000 command_office 2022-02-02 12:00",
        ]
    );
    town.app.submit_rectification(&hospital, None, problem, "photo 2".to_owned()).await.expect("submitted");
    town.app.verify_rectification(&supervisor, None, problem).await.expect("verified");
    assert_eq!(town.stands(problem.subject(), "B01-RETURNED").await, "met_late");
    town.app.verify().await.expect("sound");
}
