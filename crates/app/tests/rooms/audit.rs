//! The audit: who looked at a person in one question, denials counted, changes
//! told field by field, chains that a purge cuts and that stay provable.

use app::Caller;
use app::audit::{AuditFilter, AuditKind, AuditLine, Denial};
use app::law::PeriodInput;
use authz::Role;
use kernel::{Classified, Code, PageRequest, PersonId, PersonalField, Span};
use store::{AuditAnchorRow, CaseFilter, Wanted};
use uuid::Uuid;

use crate::town::{HOME, NEXT, PROVINCE, Town, refused};

async fn asked(town: &Town, auditor: &Caller, filter: AuditFilter) -> Vec<AuditLine> {
    town.app.audit(auditor, filter, &PageRequest::default()).await.expect("told").items
}

fn about(person: PersonId) -> AuditFilter {
    AuditFilter { person: Some(person), ..AuditFilter::default() }
}

fn actions(lines: &[AuditLine]) -> Vec<&str> {
    lines.iter().rev().map(|line| line.row.action.as_str()).collect()
}

/// What stands in the details of the entries of a kind, oldest first.
fn details(lines: &[AuditLine], kind: AuditKind) -> Vec<String> {
    let of_kind = lines.iter().rev().filter(|line| line.row.kind == kind.as_str());
    of_kind.map(|line| String::from_utf8(line.row.detail.clone()).expect("JSON")).collect()
}

pub async fn who_looked_at_a_person_is_one_question(town: Town) {
    town.set("2022-07-01 20:00");
    let cdc = town.cdc();
    let (x, y) = (town.person(HOME).await, town.person(HOME).await);
    let case = town.positive(x).await;
    town.met(x, y, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let contact = town.contact_of(case).await;
    let order = town.ordered(&contact).await;
    // Each at a moment of its own, as people look.
    let next = || town.clock.advance(Span::minutes(1));
    let (now, all) = (town.now(), town.whole());
    next();
    town.app.cases(&cdc, &CaseFilter::default(), now, &all).await.expect("listed");
    next();
    let by_person = CaseFilter { person: Some(x), ..CaseFilter::default() };
    town.app.cases(&cdc, &by_person, now, &all).await.expect("listed");
    next();
    town.app.case(&cdc, case, now).await.expect("shown");
    next();
    town.app.contact(&cdc, contact.id, now).await.expect("shown");
    next();
    town.app.order(&cdc, order, now).await.expect("shown");
    next();
    town.app.personal(&cdc, &[y], &[PersonalField::Name], "call him").await.expect("read");

    let auditor = town.who(Role::Auditor, HOME);
    let seen = asked(&town, &auditor, about(x)).await;
    assert_eq!(actions(&seen), ["cases.list", "cases.list", "case.read"]);
    assert_eq!((seen[1].row.kind.as_str(), seen[2].row.kind.as_str()), ("search", "list"));
    assert_eq!((seen[0].row.user, seen[0].row.post), (Some(cdc.user), cdc.post));
    let seen = asked(&town, &auditor, about(y)).await;
    assert_eq!(actions(&seen), ["case.read", "contact.read", "order.read", "person.read"]);
    assert_eq!(seen[0].row.purpose, "call him");
    assert_eq!(seen[0].row.detail, br#"{"fields":["name"]}"#);

    // The same look within five minutes tells nothing new.
    town.app.case(&cdc, case, now).await.expect("shown");
    assert_eq!(asked(&town, &auditor, about(x)).await.len(), 3);
    town.clock.advance(Span::minutes(5));
    town.app.case(&cdc, case, now).await.expect("shown");
    assert_eq!(asked(&town, &auditor, about(x)).await.len(), 4);

    // The auditor next door is told nothing of it; who is no auditor is refused.
    let neighbour = town.who(Role::Auditor, NEXT);
    assert!(asked(&town, &neighbour, about(x)).await.is_empty());
    assert!(asked(&town, &neighbour, AuditFilter::default()).await.is_empty());
    assert_eq!(refused(town.app.audit(&cdc, about(x), &PageRequest::default()).await), Code::Forbidden);
    // Of a look from next door his own auditor is told, but not what else was seen.
    let theirs = town.who(Role::Epidemiologist, NEXT);
    let by_person = CaseFilter { person: Some(x), ..CaseFilter::default() };
    assert!(town.app.cases(&theirs, &by_person, now, &all).await.expect("listed").items.is_empty());
    let seen = asked(&town, &auditor, about(x)).await;
    assert_eq!((seen[0].row.user, seen[0].row.area.code()), (Some(theirs.user), NEXT));
    town.app.verify().await.expect("the chain is whole");
}

pub async fn denials_are_counted_and_not_piled_up(town: Town) {
    town.set("2022-07-01 20:00");
    let auditor = town.who(Role::Auditor, HOME);
    let denied = || Denial {
        caller: town.cdc(),
        route: "GET /api/v1/cases/{id}".to_owned(),
        code: "record.not_found".to_owned(),
        action: None,
        subject: Some(Uuid::nil()),
        is_person: false,
    };
    let counts = || async {
        let filter = AuditFilter { kind: Some(AuditKind::Denial), ..AuditFilter::default() };
        asked(&town, &auditor, filter).await.iter().map(|line| line.row.count).collect::<Vec<_>>()
    };
    for _ in 0..100 {
        town.app.denied(denied()).await;
    }
    town.app.tell_denials().await.expect("nothing is due");
    assert_eq!(counts().await, [1]);
    town.clock.advance(Span::minutes(1));
    town.app.tell_denials().await.expect("told");
    assert_eq!(counts().await, [99, 1]);
    town.app.denied(denied()).await;
    town.app.denied(denied()).await;
    // A stopping server tells what it has counted.
    town.app.tell_all_denials().await.expect("told");
    let mut told = counts().await;
    told.sort_unstable();
    assert_eq!(told, [1, 1, 1, 99]);
}

pub async fn an_opened_glass_stands_where_it_was_opened(town: Town) {
    town.set("2022-07-01 20:00");
    let theirs = town.who(Role::Epidemiologist, NEXT);
    let person = town.person(HOME).await;
    let asked_for = app::access::NewGlass {
        subject: person.subject(),
        ground: "life_at_risk".to_owned(),
        reason: "he lies unconscious in our ward".to_owned(),
        minutes: None,
    };
    town.app.break_glass(&theirs, None, asked_for).await.expect("broken");
    let filter = AuditFilter { kind: Some(AuditKind::BreakGlass), ..AuditFilter::default() };
    let told = asked(&town, &town.who(Role::Auditor, HOME), filter.clone()).await;
    assert_eq!(
        (told[0].row.user, told[0].row.purpose.as_str()),
        (Some(theirs.user), "he lies unconscious in our ward")
    );
    assert!(asked(&town, &town.who(Role::Auditor, NEXT), filter).await.is_empty());
}

pub async fn changes_of_accounts_and_settings_are_told_by_their_fields(town: Town) {
    town.set("2022-07-01 09:00");
    let secret = |text: &str| Classified::new(text.to_owned());
    let post = town.app.directory().held_by(town.unit("cdc", HOME)).post.expect("a post");
    let admin = town.who(Role::Administrator, HOME);
    let new = app::install::NewUser {
        login: "wang".to_owned(),
        password: secret("correct horse battery"),
        display_name: "Wang".to_owned(),
        post,
        role: Role::Epidemiologist,
        area: None,
        diseases: Vec::new(),
        until: None,
        must_change: false,
    };
    let user = town.app.add_user(Some(&admin), new).await.expect("made");
    town.app.reset_password(&admin, user, secret("another horse battery")).await.expect("set");
    town.app.log_in("wang", secret("wrong horse battery")).await.expect_err("wrong");
    town.app.log_in("nobody", secret("wrong horse battery")).await.expect_err("wrong");
    town.app.tell_denials().await.expect("told");
    let session = town.app.log_in("wang", secret("another horse battery")).await.expect("in");
    town.app.log_out(session.token.expose()).await.expect("out");
    town.app.disable_user(&admin, user).await.expect("barred");
    town.app.end_post(&admin, user, post).await.expect("taken");

    let auditor = town.who(Role::Auditor, HOME);
    let told = asked(&town, &auditor, AuditFilter::default()).await;
    let of_account = AuditFilter { subject: Some(user.0), ..AuditFilter::default() };
    let account = asked(&town, &auditor, of_account).await;
    assert_eq!(account.len(), 5, "{account:?}");
    assert!(account.iter().all(|line| line.row.user == Some(admin.user)));
    let changes = details(&account, AuditKind::Account);
    assert!(changes[0].contains(r#"{"changed":true,"field":"login"}"#), "{changes:?}");
    assert!(changes[1].contains(r#"{"changed":true,"field":"password"}"#), "{changes:?}");
    assert!(changes[2].contains(r#""field":"disabled_at","from":null,"to":"#), "{changes:?}");
    let grants = details(&account, AuditKind::Grant);
    assert!(grants[0].contains(r#""field":"role","to":"epidemiologist""#), "{grants:?}");
    assert!(grants[1].contains(r#""field":"valid_to","from":null"#), "{grants:?}");
    for text in ["wang", "Wang", "horse"] {
        assert!(!changes.iter().chain(&grants).any(|told| told.contains(text)), "{text}");
    }
    let kinds: Vec<&str> = told.iter().map(|line| line.row.kind.as_str()).collect();
    for kind in ["log_in", "log_in_failed", "log_out"] {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
    // A name that nobody has belongs to no county.
    let country = town.who(Role::Auditor, "CN");
    let failed = AuditFilter { kind: Some(AuditKind::LogInFailed), ..AuditFilter::default() };
    let failed = asked(&town, &country, failed).await;
    let users: Vec<_> = failed.iter().map(|line| line.row.user).collect();
    assert!(users.contains(&None) && users.contains(&Some(user)) && users.len() == 2, "{users:?}");

    let root = town.who(Role::Administrator, "CN");
    let period = PeriodInput { kind: "session".to_owned(), days: 200, basis: "decision 7".to_owned() };
    town.app.set_period(&root, period).await.expect("set");
    let set = AuditFilter { action: Some("retention.set".to_owned()), ..AuditFilter::default() };
    let set = details(&asked(&town, &country, set).await, AuditKind::Setting);
    assert!(set[0].contains(r#"{"field":"days","from":180,"to":200}"#), "{set:?}");
    town.app.verify().await.expect("the chain is whole");
}

pub async fn a_purge_cuts_the_audit_where_its_certificate_says(town: Town) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    town.app.personal(&town.cdc(), &[person], &[PersonalField::Name], "long ago").await.expect("read");
    town.set("2026-07-01 20:00");
    let later = town.person(HOME).await;
    town.app.personal(&town.cdc(), &[later], &[PersonalField::Name], "of late").await.expect("read");
    let root = town.who(Role::Administrator, "CN");
    let view = town.app.purge(&root, false).await.expect("purged");
    let cut = view.certificate.audit.first().expect("a cut").clone();
    let auditor = town.who(Role::Auditor, PROVINCE);
    assert!(asked(&town, &auditor, about(person)).await.is_empty());
    assert_eq!(asked(&town, &auditor, about(later)).await.len(), 1);
    town.app.verify().await.expect("the chain begins where the certificate says");
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(asked(&town, &auditor, about(later)).await.len(), 1, "the audit is not rebuilt");
    let town = town.restarted().await;
    town.app.verify().await.expect("still");
    // Whoever cuts by himself has no certificate.
    let hash = (0..32).map(|i| u8::from_str_radix(&cut.hash[i * 2..i * 2 + 2], 16).expect("hex")).collect();
    let forged = AuditAnchorRow { writer: cut.writer, seq: cut.seq, hash, certificate: Uuid::from_u128(7) };
    town.app
        .store()
        .write(Wanted::nothing(), move |work| {
            work.put(&forged);
            Box::pin(async { Ok(()) })
        })
        .await
        .expect("written");
    assert_eq!(refused(town.app.verify().await), Code::AuditBroken);
}
