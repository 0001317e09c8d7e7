//! A headquarters at work, on both databases: what it did is told again as it was.

use app::AffairFilter;
use app::commands::{AssessmentInput, DirectiveInput, TaskInput};
use app::install::NewUser;
use authz::Role;
use domain::command::{Confidence, Party, Risk};
use kernel::{AssessmentId, Classified, Code, Date, TaskId};

use crate::town::{HOME, Town, at, refused};

const CITY: &str = "140100000000";

/// Every list of a headquarters, as text.
async fn lists(town: &Town) -> Vec<String> {
    let (city, all) = (town.who(Role::Office, CITY), AffairFilter::default());
    let (app, now, page) = (&town.app, town.now(), town.whole());
    vec![
        format!("{:?}", app.assessments(&city, &all, now, &page).await.expect("listed").items),
        format!("{:?}", app.directives(&city, &all, now, &page).await.expect("listed").items),
        format!("{:?}", app.deliveries(&city, &all, now, &page).await.expect("listed").items),
        format!("{:?}", app.tasks(&city, &all, now, &page).await.expect("listed").items),
        format!("{:?}", app.tasks_by_unit(&city, &all, now).await.expect("counted")),
    ]
}

pub async fn a10_what_a_headquarters_did_is_told_again_as_it_was(town: Town) {
    town.set("2022-07-05 09:00");
    let unit = town.unit("command_office", HOME);
    let new = NewUser {
        login: "office".to_owned(),
        password: Classified::new("correct horse battery".to_owned()),
        display_name: "Office".to_owned(),
        post: town.app.directory().held_by(unit).post.expect("a post"),
        role: Role::Office,
        area: Some(town.path(HOME)),
        diseases: Vec::new(),
        until: None,
        must_change: false,
    };
    let user = town.app.add_user_as_operator(new).await.expect("made");
    town.set("2022-07-05 09:01");
    let city = town.who(Role::Office, CITY);
    let mut home = town.who(Role::Office, HOME);
    home.user = user;
    let judged = AssessmentInput {
        area: town.path(CITY),
        meeting: None,
        risk: Risk::High,
        confidence: Confidence::Low,
        reasoning: "two chains".to_owned(),
        review_on: Date::constant(2022, 7, 9),
    };
    let judged = town.app.assess_situation(&city, None, judged).await.expect("judged");
    let assessment = judged.subject_of("situation_assessed").map(|it| AssessmentId(it.id));
    let task = TaskInput {
        title: "Screen every resident".to_owned(),
        unit,
        party: Party::Territory,
        sector: Some("D".to_owned()),
        due_at: at("2022-07-06 18:00"),
        accountable: None,
        deputy: None,
        cooperating: Vec::new(),
    };
    let of = DirectiveInput::of(town.path(CITY), "Screening".to_owned(), "Meeting".to_owned());
    let directive = DirectiveInput { assessment, recipients: vec![unit], tasks: vec![task], ..of };
    let issued = town.app.issue_directive(&city, None, directive).await.expect("issued");
    let task = TaskId(issued.subject_of("task_issued").expect("a task").id);
    assert_eq!(town.stands(task.subject(), "A10-RECEIPT").await, "open");
    town.set("2022-07-05 10:00");
    town.app.receive_task(&home, None, task, None, None).await.expect("received");
    assert_eq!(town.stands(task.subject(), "A10-RECEIPT").await, "met");
    let evidence = "a list of 4,211".to_owned();
    town.app.submit_task(&home, None, task, evidence).await.expect("submitted");
    let own = town.app.verify_task(&home, None, task).await;
    assert_eq!(refused(own), Code::VerifierIsExecutor);
    // Nobody checks it: it climbs, and stands as late for its unit.
    town.set("2022-07-07 18:00:01");
    town.sweep().await;
    let owed = town.one(task.subject(), "A10").await;
    assert_eq!(
        town.told(&owed).await,
        [
            "county 140105000000 command_office 2022-07-06 18:00",
            "prefecture 140100000000 command_office 2022-07-07 18:00",
        ]
    );
    let board = town.app.tasks_by_unit(&city, &AffairFilter::default(), town.now()).await.expect("counted");
    assert_eq!((board.len(), board[0].tasks.of("submitted"), board[0].tasks.overdue), (1, 1, 1));
    town.app.verify_task(&city, None, task).await.expect("signed off");
    let before = lists(&town).await;
    assert!(before.iter().all(|list| list.len() > 10), "none is empty: {before:?}");
    town.app.rebuild(|_| ()).await.expect("told again");
    assert_eq!(lists(&town).await, before);
    town.app.verify().await.expect("sound");
}
