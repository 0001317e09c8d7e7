//! Grants lent for holidays: never more than the lender has, never onwards,
//! ended with his own, at once, and told in what is done by them.

use app::access::{DelegationState, LendInput, Taker};
use app::install::NewUser;
use app::{Caller, Receipt};
use authz::{Action, Role};
use kernel::{Classified, Code, PostId, Span, SubjectKind, UserId};
use std::collections::BTreeSet;

use crate::town::{HOME, NEXT, PROVINCE, Town, refused};

const PASSWORD: &str = "correct horse battery";

struct Account {
    user: UserId,
    token: String,
    post: PostId,
}

/// Somebody at a post of a unit, logged in.
async fn account(town: &Town, login: &str, unit: &str, role: Role, area: &str) -> Account {
    let post = town.app.directory().held_by(town.unit(unit, area)).post.expect("a post");
    let new = NewUser {
        login: login.to_owned(),
        password: Classified::new(PASSWORD.to_owned()),
        display_name: login.to_uppercase(),
        post,
        role,
        area: Some(town.path(area)),
        diseases: Vec::new(),
        until: None,
        must_change: false,
    };
    let user = town.app.add_user_as_operator(new).await.expect("made");
    let session = town.app.log_in(login, Classified::new(PASSWORD.to_owned())).await.expect("logged in");
    Account { user, token: session.token.into_exposed(), post }
}

impl Account {
    async fn caller(&self, town: &Town) -> Caller {
        town.app.authenticate(&self.token).await.expect("logged in")
    }
}

/// The lender, an epidemiologist, and the taker, who only carries samples in the same unit.
async fn pair(town: &Town) -> (Account, Account) {
    town.set("2022-07-01 09:00");
    let lender = account(town, "wang", "cdc", Role::Epidemiologist, HOME).await;
    let taker = account(town, "li", "cdc", Role::Laboratory, HOME).await;
    (lender, taker)
}

fn asked(town: &Town, post: PostId, to: Taker) -> LendInput {
    LendInput {
        to,
        post,
        actions: None,
        starts_at: None,
        ends_at: town.clock_now().plus(Span::days(7)),
        reason: "spring festival".to_owned(),
    }
}

fn li() -> Taker {
    Taker::Login("li".to_owned())
}

fn id_of(receipt: &Receipt) -> uuid::Uuid {
    receipt.facts[0].id.0
}

fn may(caller: &Caller, action: Action) -> bool {
    caller.authority.reaches_for(action).is_ok()
}

pub async fn a_lent_grant_is_used_told_and_taken_back(town: Town) {
    let (lender, taker) = pair(&town).await;
    assert!(!may(&taker.caller(&town).await, Action::ManageCases));
    let wang = lender.caller(&town).await;
    let receipt = town.app.lend(&wang, None, asked(&town, lender.post, li())).await.expect("lent");
    let li = taker.caller(&town).await;
    assert!(may(&li, Action::ManageCases) && may(&li, Action::RecordTest));
    assert_eq!((li.authority.loans().len(), li.authority.loans()[0].by), (1, lender.user));
    // What is done by it says for whom; what is his own does not.
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    let input = app::commands::ClassifyCase {
        case,
        expected_version: None,
        classification: Some(protocol::schema::Classification::Suspected),
        reason: Some("a doubtful result".to_owned()),
    };
    let done = town.app.classify_case(&li, None, input).await.expect("classified");
    let own = town.app.record_test(&li, None, town.result(person, domain::TestOutcome::Negative)).await;
    let for_whom = async |receipt: &Receipt| {
        let row = town.app.store().fact(&store::Scope::system(), receipt.facts[0].id).await;
        let fact = app::maintenance::fact_of(&row.expect("read").expect("a fact")).expect("a fact");
        assert_eq!(fact.by.user, Some(taker.user));
        fact.subject_of(SubjectKind::User)
    };
    assert_eq!(for_whom(&done).await, Some(lender.user.0));
    assert_eq!(for_whom(&own.expect("recorded")).await, None);
    // Both see it, and nobody else.
    for who in [&wang, &li] {
        let seen = town.app.delegations(who, false, &town.whole()).await.expect("listed").items;
        assert_eq!((seen.len(), seen[0].state), (1, DelegationState::Lent));
        assert_eq!((seen[0].from_name.as_str(), seen[0].to_name.as_str()), ("WANG", "LI"));
    }
    let office = town.who(Role::Office, NEXT);
    assert!(town.app.delegations(&office, false, &town.whole()).await.expect("listed").items.is_empty());
    // Taken back, it bites a session that lives.
    assert_eq!(refused(town.app.end_delegation(&office, None, id_of(&receipt)).await), Code::NotFound);
    town.app.end_delegation(&wang, None, id_of(&receipt)).await.expect("ended");
    assert!(!may(&taker.caller(&town).await, Action::ManageCases));
    assert_eq!(refused(town.app.end_delegation(&wang, None, id_of(&receipt)).await), Code::LoanEnded);
    let kinds: Vec<_> = town
        .app
        .facts_about(&wang, lender.post.subject(), town.now())
        .await
        .expect("told")
        .iter()
        .map(|line| line.fact.kind())
        .collect();
    assert_eq!(kinds, ["grant_lent", "grant_returned"]);
}

pub async fn a_lent_grant_ends_with_its_time_its_lender_and_his_post(town: Town) {
    let (lender, taker) = pair(&town).await;
    let wang = lender.caller(&town).await;
    let holds = async || may(&taker.caller(&town).await, Action::ManageCases);
    let later = LendInput {
        starts_at: Some(town.clock_now().plus(Span::days(1))),
        ends_at: town.clock_now().plus(Span::days(2)),
        ..asked(&town, lender.post, li())
    };
    town.app.lend(&wang, None, later).await.expect("planned");
    assert!(!holds().await);
    town.clock.advance(Span::days(1));
    // Sessions that lie idle end; these do not.
    let taker = Account { token: again(&town, "li").await, ..taker };
    let lender = Account { token: again(&town, "wang").await, ..lender };
    let holds = async || may(&taker.caller(&town).await, Action::ManageCases);
    assert!(holds().await);
    town.clock.advance(Span::hours(11));
    town.clock.advance(Span::hours(13));
    let taker = Account { token: again(&town, "li").await, ..taker };
    let holds = async || may(&taker.caller(&town).await, Action::ManageCases);
    assert!(!holds().await, "its time is over");
    let lender = Account { token: again(&town, "wang").await, ..lender };
    let wang = lender.caller(&town).await;
    town.app.lend(&wang, None, asked(&town, lender.post, li())).await.expect("lent");
    assert!(holds().await);
    let admin = town.who(Role::Administrator, PROVINCE);
    town.app.disable_user(&admin, "wang").await.expect("barred");
    assert!(!holds().await, "who is barred lends nothing");
    town.app.enable_user(&admin, "wang").await.expect("let in");
    assert!(holds().await);
    town.app.end_post(&admin, "wang", lender.post).await.expect("ended");
    assert!(!holds().await, "it ends with his own");
}

async fn again(town: &Town, login: &str) -> String {
    let session = town.app.log_in(login, Classified::new(PASSWORD.to_owned())).await.expect("logged in");
    session.token.into_exposed()
}

pub async fn a_grant_is_not_lent_on_nor_beyond_itself(town: Town) {
    let (lender, taker) = pair(&town).await;
    let third = account(&town, "zhao", "cdc", Role::Laboratory, HOME).await;
    let wang = lender.caller(&town).await;
    let some = |actions: &[Action]| Some(actions.iter().copied().collect::<BTreeSet<_>>());
    let part = LendInput {
        actions: some(&[Action::ReadCases, Action::ManageCases]),
        ..asked(&town, lender.post, li())
    };
    town.app.lend(&wang, None, part).await.expect("lent");
    let li_now = taker.caller(&town).await;
    assert!(may(&li_now, Action::ManageCases) && !may(&li_now, Action::IssueOrders));
    // The taker holds another grant at the same post: that one he may lend, and no more.
    let on = LendInput {
        actions: some(&[Action::ManageCases]),
        ..asked(&town, taker.post, Taker::Login("zhao".to_owned()))
    };
    assert_eq!(refused(town.app.lend(&li_now, None, on).await), Code::NotLendable);
    let other_post = town.app.directory().held_by(town.unit("hospital", HOME)).post.expect("a post");
    let answer = town.app.lend(&li_now, None, asked(&town, other_post, Taker::Id(third.user))).await;
    assert_eq!(refused(answer), Code::NotFound);
    for (input, code) in [
        (
            LendInput { actions: some(&[Action::ErasePerson]), ..asked(&town, lender.post, li()) },
            Code::NotLendable,
        ),
        (LendInput { actions: some(&[]), ..asked(&town, lender.post, li()) }, Code::MissingField),
        (LendInput { reason: " ".to_owned(), ..asked(&town, lender.post, li()) }, Code::MissingField),
        (LendInput { reason: "x".repeat(201), ..asked(&town, lender.post, li()) }, Code::TooLong),
        (
            LendInput { ends_at: town.clock_now().plus(Span::days(93)), ..asked(&town, lender.post, li()) },
            Code::OutOfRange,
        ),
        (LendInput { ends_at: town.clock_now(), ..asked(&town, lender.post, li()) }, Code::OutOfRange),
        (
            LendInput {
                starts_at: Some(town.clock_now().plus(Span::days(400))),
                ends_at: town.clock_now().plus(Span::days(401)),
                ..asked(&town, lender.post, li())
            },
            Code::OutOfRange,
        ),
        (asked(&town, lender.post, Taker::Login("nobody".to_owned())), Code::NotFound),
        (asked(&town, lender.post, Taker::Id(UserId(uuid::Uuid::nil()))), Code::NotFound),
        (asked(&town, lender.post, Taker::Id(lender.user)), Code::InvalidValue),
    ] {
        assert_eq!(refused(town.app.lend(&wang, None, input).await), code);
    }
    let program = Caller { api_key: Some(uuid::Uuid::nil()), ..wang.clone() };
    let answer = town.app.lend(&program, None, asked(&town, lender.post, li())).await;
    assert_eq!(refused(answer), Code::OwnSessionOnly);
    let admin = account(&town, "sun", "cdc", Role::Administrator, HOME).await;
    let answer = town.app.lend(&admin.caller(&town).await, None, asked(&town, admin.post, li())).await;
    assert_eq!(refused(answer), Code::NotLendable);
}

pub async fn a_taker_of_another_unit_needs_the_leave_of_an_office(town: Town) {
    let (lender, _) = pair(&town).await;
    let doctor = account(&town, "qian", "hospital", Role::Clinician, HOME).await;
    let wang = lender.caller(&town).await;
    // By name only somebody of the unit is known.
    let by_name = asked(&town, lender.post, Taker::Login("qian".to_owned()));
    assert_eq!(refused(town.app.lend(&wang, None, by_name).await), Code::NotFound);
    let receipt = town.app.lend(&wang, None, asked(&town, lender.post, Taker::Id(doctor.user))).await;
    let id = id_of(&receipt.expect("offered"));
    assert!(!may(&doctor.caller(&town).await, Action::ManageCases), "not yet");
    let office = town.who(Role::Office, HOME);
    let waiting = town.app.delegations(&office, true, &town.whole()).await.expect("listed").items;
    assert_eq!((waiting.len(), waiting[0].state), (1, DelegationState::Waiting));
    let next = town.app.delegations(&town.who(Role::Office, NEXT), true, &town.whole()).await;
    assert!(next.expect("listed").items.is_empty());
    for (who, code) in [
        (&town.who(Role::Office, NEXT), Code::NotFound),
        (&wang, Code::Forbidden),
        (&doctor.caller(&town).await, Code::Forbidden),
    ] {
        assert_eq!(refused(town.app.allow_delegation(who, None, id).await), code);
    }
    town.app.allow_delegation(&office, None, id).await.expect("allowed");
    assert!(may(&doctor.caller(&town).await, Action::ManageCases));
    assert_eq!(refused(town.app.allow_delegation(&office, None, id).await), Code::LoanEnded);
    // The taker may give it up.
    town.app.end_delegation(&doctor.caller(&town).await, None, id).await.expect("given up");
    assert!(!may(&doctor.caller(&town).await, Action::ManageCases));
}
