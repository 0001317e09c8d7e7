//! Notices of orders (P02): given out once, read and objected by without a log-in,
//! never found by guessing.

use app::Caller;
use app::audit::{AuditFilter, AuditKind, AuditLine};
use app::notices::{Form, NewNotice, Notice, NoticeSecret, Second};
use authz::Role;
use domain::isolation::Order;
use kernel::{Classified, Code, OrderId, PageRequest, PersonId, PersonalField, Span};
use store::NoticeRow;

use crate::town::{HOME, NEXT, STREET, Town, at, refused};

const BORN: &str = "1980-01-31";

fn classified(text: &str) -> Classified<String> {
    Classified::new(text.to_owned())
}

fn link() -> NewNotice {
    NewNotice { form: Form::Link, second: None, days: 30, most_uses: None }
}

fn code(second: Second) -> NewNotice {
    NewNotice { form: Form::Code, second: Some(second), ..link() }
}

fn brought(code: &Classified<String>, second: Option<&str>) -> NoticeSecret {
    NoticeSecret { code: code.clone(), second: second.map(classified), address: None }
}

/// Somebody of the street under an order, whose date of birth is recorded.
async fn ordered(town: &Town) -> (OrderId, PersonId) {
    town.set("2022-07-01 20:00");
    let case_of = town.person(HOME).await;
    let mut input = town.new_person(STREET);
    input.values.push((PersonalField::BirthDate, classified(BORN)));
    let epi = town.who(Role::Epidemiologist, STREET);
    let receipt = town.app.register_person(&epi, None, input).await.expect("registered");
    let person = PersonId(receipt.subject_of("person_registered").expect("a person").id);
    town.met(case_of, person, "household", "2022-07-01 08:00", "2022-07-01 19:00").await;
    let case = town.positive(case_of).await;
    let contact = town.contact_of(case).await;
    (town.ordered(&contact).await, person)
}

async fn given(town: &Town, order: OrderId, new: NewNotice) -> (Notice, Classified<String>) {
    town.app.make_notice(&town.cdc(), order, new).await.expect("given out")
}

async fn only(town: &Town, order: OrderId) -> Notice {
    let mut found = town.app.notices(&town.cdc(), order).await.expect("listed");
    assert_eq!(found.len(), 1);
    found.remove(0)
}

async fn audited(town: &Town, person: PersonId) -> Vec<AuditLine> {
    let auditor = town.who(Role::Auditor, HOME);
    let filter = AuditFilter { person: Some(person), ..AuditFilter::default() };
    town.app.audit(&auditor, filter, &PageRequest::default()).await.expect("told").items
}

pub async fn p02_a_link_shows_what_an_order_asks_and_nobody_else(town: Town) {
    let (id, person) = ordered(&town).await;
    let (made, secret) = given(&town, id, link()).await;
    assert!(made.good && secret.expose().len() == 32);
    assert_eq!(made.row.ends_at, town.clock_now().plus(Span::days(30)));
    town.clock.advance(Span::minutes(10));
    let shown = town.app.read_notice(&brought(&secret, None)).await.expect("shown");
    let order: Order = town.order(id).await;
    assert_eq!((&shown.order, shown.good_until), (&order, made.row.ends_at));
    assert_eq!((shown.zone.name(), order.basis.as_str()), ("Asia/Shanghai", "QR6"));
    let rule = shown.rule.expect("the rule that permits it");
    assert_eq!((rule.id.as_str(), rule.unconfirmed), ("QR6", false));
    assert!(!rule.source.is_empty() && !rule.title.zh.is_empty());
    assert!(shown.edition_title.is_some_and(|title| !title.zh.is_empty() && !title.en.is_empty()));
    for office in [&shown.issued_by, &shown.decided_by] {
        assert!(office.as_ref().is_some_and(|name| !name.zh.is_empty()), "{office:?}");
    }
    assert_eq!(shown.object_until, Some(shown.zone.end_of(order.ends_on)));
    // What is past its last day may still be objected to, until it is released.
    town.set("2022-07-20 09:00");
    let late = town.app.read_notice(&brought(&secret, None)).await.expect("shown");
    assert_eq!(late.object_until, Some(at("2022-07-21 00:00")));
    town.app.lift_order(&town.cdc(), None, id, "QR6".to_owned()).await.expect("lifted");
    let over = town.app.read_notice(&brought(&secret, None)).await.expect("shown");
    assert_eq!((over.order.status.as_str(), over.object_until), ("lifted", None));
    assert_eq!(refused(town.app.make_notice(&town.cdc(), id, link()).await), Code::OrderState);

    let seen = only(&town, id).await;
    assert_eq!((seen.row.uses, seen.row.last_used_at), (3, Some(town.clock_now())));
    let uses: Vec<_> =
        audited(&town, person).await.into_iter().filter(|line| line.row.kind == "notice").collect();
    let actions: Vec<_> = uses.iter().rev().map(|line| line.row.action.as_str()).collect();
    assert_eq!(actions, ["notice.make", "notice.read", "notice.read", "notice.read"]);
    assert!(uses.iter().all(|line| line.row.subject_id == Some(id.0) && line.persons == [person]));
    let by: Vec<_> = uses.iter().rev().map(|line| line.row.user).collect();
    assert_eq!(by, [Some(town.cdc().user), None, None, None], "nobody is logged in who reads");
}

pub async fn p02_a_code_asks_for_what_its_bearer_knows_and_locks(town: Town) {
    let (id, person) = ordered(&town).await;
    let no_number = town.app.make_notice(&town.cdc(), id, code(Second::IdNumber)).await;
    assert_eq!(refused(no_number), Code::NoticeNothingBesides);
    for (new, refusal) in [
        (NewNotice { second: None, ..code(Second::BirthDate) }, Code::MissingField),
        (NewNotice { second: Some(Second::BirthDate), ..link() }, Code::InvalidValue),
        (NewNotice { days: 0, ..link() }, Code::OutOfRange),
        (NewNotice { days: 367, ..link() }, Code::OutOfRange),
        (NewNotice { most_uses: Some(1_001), ..link() }, Code::OutOfRange),
    ] {
        assert_eq!(refused(town.app.make_notice(&town.cdc(), id, new).await), refusal);
    }
    let (_, secret) = given(&town, id, code(Second::BirthDate)).await;
    let try_with = async |second: Option<&str>| {
        town.app.read_notice(&brought(&secret, second)).await.map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(try_with(Some("19800131")).await, Ok(()), "as people write it");
    assert_eq!(try_with(None).await, Err(Code::NoticeNotGood));
    assert_eq!(only(&town, id).await.row.tries, 0, "who gives nothing has not tried");
    for _ in 1..NoticeRow::MOST_TRIES {
        assert_eq!(try_with(Some("1980-01-30")).await, Err(Code::NoticeNotGood));
    }
    assert_eq!(try_with(Some(BORN)).await, Ok(()), "the fifth try");
    assert_eq!(only(&town, id).await.row.tries, 0, "and whoever knows it begins anew");
    for _ in 0..NoticeRow::MOST_TRIES {
        assert_eq!(try_with(Some("1980-01-30")).await, Err(Code::NoticeNotGood));
    }
    assert_eq!(try_with(Some(BORN)).await, Err(Code::NoticeNotGood), "locked for good");
    town.clock.advance(Span::days(10));
    assert_eq!(try_with(Some(BORN)).await, Err(Code::NoticeNotGood));
    let seen = only(&town, id).await;
    assert!(seen.row.is_locked() && !seen.good);
    let lines = audited(&town, person).await;
    let wrong = lines.iter().filter(|line| line.row.action == "notice.open");
    assert_eq!(wrong.count(), 9, "every wrong answer is told");
    assert!(lines.iter().any(|line| line.row.action == "notice.second" && line.row.user.is_none()));
}

pub async fn p02_whatever_opens_nothing_is_answered_alike(town: Town) {
    let (id, _) = ordered(&town).await;
    let (_, short) = given(&town, id, NewNotice { days: 1, ..link() }).await;
    let (_, once) = given(&town, id, NewNotice { most_uses: Some(1), ..link() }).await;
    let (revoked, gone) = given(&town, id, link()).await;
    let (_, asks) = given(&town, id, code(Second::BirthDate)).await;
    town.app.read_notice(&brought(&once, None)).await.expect("the one use");
    town.app.revoke_notice(&town.cdc(), revoked.row.id, "lost").await.expect("revoked");
    town.app.read_notice(&brought(&short, None)).await.expect("good until tomorrow");
    town.clock.advance(Span::days(1));
    let mut answers = Vec::new();
    for secret in [
        brought(&classified(""), None),
        brought(&classified("no secret at all"), None),
        brought(&classified("00000-00000"), Some(BORN)),
        brought(&classified(&"0".repeat(32)), None),
        brought(&short, None),
        brought(&once, None),
        brought(&gone, None),
        brought(&asks, None),
        brought(&asks, Some("1980-01-30")),
    ] {
        let error = town.app.read_notice(&secret).await.expect_err("opens nothing");
        answers.push((error.code(), format!("{:?}", error.args())));
        let objection = town.app.object_by_notice(&secret, "no".to_owned()).await;
        assert_eq!(objection.map_err(|error| error.code()), Err(Code::NoticeNotGood));
    }
    answers.dedup();
    assert_eq!(answers, [(Code::NoticeNotGood, "{}".to_owned())]);
    assert!(town.order(id).await.appeals.is_empty());
    // Failures that name nothing are told together, to the auditor of all.
    town.app.tell_all_denials().await.expect("told");
    let all = town.who(Role::Auditor, "CN");
    let filter = AuditFilter { kind: Some(AuditKind::Denial), ..AuditFilter::default() };
    let lines = town.app.audit(&all, filter, &PageRequest::default()).await.expect("told").items;
    let nameless: i64 =
        lines.iter().filter(|line| line.row.subject_id.is_none()).map(|line| line.row.count).sum();
    assert!(nameless >= 14, "{lines:?}");
}

pub async fn p02_too_many_failures_from_an_address_wait(town: Town) {
    let (id, _) = ordered(&town).await;
    let (_, link) = given(&town, id, link()).await;
    let (_, secret) = given(&town, id, code(Second::BirthDate)).await;
    let from = |code: &Classified<String>, address: &str| NoticeSecret {
        address: Some(address.parse().expect("an address")),
        ..brought(code, Some(BORN))
    };
    let wrong = classified("00000-00000");
    // Whoever is right takes nothing away from those behind the same address.
    for _ in 0..110 {
        town.app.read_notice(&from(&secret, "192.0.2.7")).await.expect("shown");
    }
    for _ in 0..100 {
        assert_eq!(refused(town.app.read_notice(&from(&wrong, "192.0.2.7")).await), Code::NoticeNotGood);
    }
    let waits = town.app.read_notice(&from(&secret, "192.0.2.7")).await.expect_err("waits");
    assert_eq!(waits.code(), Code::LockedOut);
    assert!(waits.argument("retry_at").is_some());
    // A link cannot be guessed, and waits for nobody.
    town.app.read_notice(&from(&link, "192.0.2.7")).await.expect("shown");
    town.app.read_notice(&from(&secret, "192.0.2.8")).await.expect("from elsewhere");
    if let Some(other) = town.another_process().await {
        assert_eq!(refused(other.read_notice(&from(&secret, "192.0.2.7")).await), Code::LockedOut);
        other.store().close().await;
    }
    town.clock.advance(Span::minutes(10));
    town.app.read_notice(&from(&secret, "192.0.2.7")).await.expect("after a while");
}

pub async fn p02_uses_are_counted_and_end_at_their_most(town: Town) {
    let (id, _) = ordered(&town).await;
    let (_, secret) = given(&town, id, NewNotice { most_uses: Some(3), ..link() }).await;
    let tries = (0..8).map(|_| {
        let (app, secret) = (town.app.clone(), brought(&secret, None));
        tokio::spawn(async move { app.read_notice(&secret).await.is_ok() })
    });
    let mut opened = 0;
    for one in tries.collect::<Vec<_>>() {
        opened += usize::from(one.await.expect("tried"));
    }
    let seen = only(&town, id).await;
    assert_eq!((opened, seen.row.uses, seen.good), (3, 3, false), "however many come at once");
}

pub async fn p02_an_objection_by_a_notice_is_the_same_fact_and_names_nobody(town: Town) {
    let (id, _) = ordered(&town).await;
    let (made, secret) = given(&town, id, link()).await;
    let (_, second) = given(&town, id, link()).await;
    let object = async |secret: &Classified<String>, grounds: &str| {
        let done = town.app.object_by_notice(&brought(secret, None), grounds.to_owned()).await;
        done.map_err(|error| error.code())
    };
    assert_eq!(object(&secret, " ").await, Err(Code::MissingField));
    assert_eq!(object(&secret, &"x".repeat(2_001)).await, Err(Code::TooLong));
    assert_eq!(only_used(&town, id).await, 0, "what is refused is no use");
    assert_eq!(object(&secret, "I was elsewhere").await, Ok(()));
    assert_eq!(object(&secret, "I was elsewhere").await, Ok(()), "said again");
    assert_eq!(object(&secret, "and ill").await, Err(Code::OrderState), "one waits");
    assert_eq!(object(&second, "I was elsewhere").await, Err(Code::OrderState));
    let order = town.order(id).await;
    assert_eq!(order.appeals.len(), 1);
    assert_eq!(order.appeals[0].notice, Some(made.row.id));
    let facts = town.app.facts_about(&town.cdc(), id.subject(), town.now()).await.expect("told");
    let appeal = facts.iter().find(|line| line.fact.kind() == "order_appealed").expect("a fact");
    assert_eq!(appeal.fact.by, domain::Actor::default(), "nobody who is logged in said it");
    // An objection that somebody takes down names him, and no notice.
    let mayor = town.who(Role::Commander, HOME);
    town.app.decide_appeal(&mayor, None, id, false, "film shows it".to_owned()).await.expect("decided");
    town.app.appeal_order(&town.cdc(), None, id, "by telephone".to_owned()).await.expect("taken down");
    let shown = town.app.read_notice(&brought(&secret, None)).await.expect("shown");
    let told: Vec<_> = shown
        .order
        .appeals
        .iter()
        .map(|a| (a.notice.is_some(), a.outcome.as_deref(), a.reason.as_deref()))
        .collect();
    assert_eq!(told, [(true, Some("rejected"), Some("film shows it")), (false, None, None)]);
    town.app.decide_appeal(&mayor, None, id, true, "proved".to_owned()).await.expect("decided");
    assert_eq!(object(&secret, "once more").await, Err(Code::OrderState), "it runs no longer");
    let before = town.order(id).await;
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    assert_eq!(town.order(id).await, before);
}

async fn only_used(town: &Town, order: OrderId) -> i64 {
    town.app.notices(&town.cdc(), order).await.expect("listed").iter().map(|notice| notice.row.uses).sum()
}

pub async fn p02_a_notice_is_given_out_and_revoked_by_whoever_may(town: Town) {
    let (id, _) = ordered(&town).await;
    let may: [Caller; 3] =
        [town.cdc(), town.who(Role::CommunityWorker, STREET), town.who(Role::IsolationSite, HOME)];
    for who in &may {
        town.app.make_notice(who, id, link()).await.expect("given out");
    }
    let neighbour = town.who(Role::Epidemiologist, NEXT);
    let auditor = town.who(Role::Auditor, HOME);
    let notice = town.app.notices(&may[0], id).await.expect("listed").remove(0);
    assert_eq!(refused(town.app.make_notice(&neighbour, id, link()).await), Code::NotFound);
    assert_eq!(refused(town.app.make_notice(&auditor, id, link()).await), Code::Forbidden);
    assert_eq!(refused(town.app.notices(&neighbour, id).await), Code::NotFound);
    let revoke = async |who: &Caller, reason: &str| {
        town.app.revoke_notice(who, notice.row.id, reason).await.map_err(|error| error.code())
    };
    assert_eq!(revoke(&neighbour, "x").await.map(drop), Err(Code::NotFound));
    assert_eq!(revoke(&auditor, "x").await.map(drop), Err(Code::Forbidden));
    assert_eq!(revoke(&may[0], " ").await.map(drop), Err(Code::MissingField));
    let first = revoke(&may[0], "lost").await.expect("revoked");
    town.clock.advance(Span::minutes(1));
    let again = revoke(&may[1], "also").await.expect("once is enough");
    assert_eq!((first.row, first.good), (again.row, false), "the first end stands");
    let mut given_out = 2;
    let full = loop {
        match town.app.make_notice(&may[0], id, link()).await {
            Ok(_) => given_out += 1,
            Err(error) => break error.code(),
        }
    };
    assert_eq!((full, given_out), (Code::NoticeTooMany, 20));
}

pub async fn p02_a_notice_goes_with_the_person_and_outlives_a_rebuild(town: Town) {
    let (id, person) = ordered(&town).await;
    let (_, secret) = given(&town, id, link()).await;
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    town.app.read_notice(&brought(&secret, None)).await.expect("shown");
    let admin = town.who(Role::Administrator, HOME);
    town.app.erase_person(&admin, None, person, "asked".to_owned()).await.expect("erased");
    assert_eq!(refused(town.app.read_notice(&brought(&secret, None)).await), Code::NoticeNotGood);
    assert!(town.app.notices(&town.cdc(), id).await.expect("listed").is_empty());
}
