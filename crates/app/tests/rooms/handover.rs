//! Duties handed over: the giver owes them until the receiver accepts, the
//! clocks run on, and a board of the past names who held them then.

use app::commands::{HandoverOf, OfferInput};
use app::{Caller, ObligationFilter, ObligationRow};
use authz::Role;
use domain::handover::{End, Receiver};
use kernel::{AsOf, CaseId, Code, HandoverId, ObligationId, Span};

use crate::town::{FAR, HOME, NEXT, PROVINCE, STREET, Town, at, refused};

/// A case at home with all that is owed about it by the county's centre.
async fn owed(town: &Town) -> (CaseId, Vec<ObligationRow>) {
    town.set("2022-07-01 20:00");
    let person = town.person(HOME).await;
    let case = town.positive(person).await;
    let cdc = town.unit("cdc", HOME);
    let mut rows = town.owed(case.subject(), "").await;
    rows.retain(|row| row.holder_unit == cdc);
    assert!(rows.len() >= 2, "{rows:?}");
    (case, rows)
}

fn to(town: &Town, role: &str, area: &str) -> Receiver {
    Receiver { unit: town.unit(role, area), post: None, user: None }
}

fn offer(of: HandoverOf, to: Receiver) -> OfferInput {
    OfferInput { of, to, note: "two are urgent".to_owned(), answer_by: None }
}

fn these(ids: &[ObligationId]) -> HandoverOf {
    HandoverOf { obligations: ids.to_vec(), ..HandoverOf::default() }
}

async fn offered(town: &Town, who: &Caller, input: OfferInput) -> HandoverId {
    let receipt = town.app.offer_handover(who, None, input).await.expect("offered");
    HandoverId(receipt.subject_of("handover_offered").expect("an offer").id)
}

async fn held(town: &Town, unit: kernel::UnitId, as_of: AsOf) -> usize {
    let filter = ObligationFilter { unit: Some(unit), unclosed: true, ..ObligationFilter::default() };
    let store = town.app.store();
    let found = store.obligations(&store::Scope::system(), &filter, as_of, &town.whole()).await;
    found.expect("read").items.len()
}

pub async fn a_duty_passes_when_it_is_accepted_and_the_past_stays(town: Town) {
    let (case, rows) = owed(&town).await;
    let (cdc, hospital) = (town.cdc(), town.who(Role::Clinician, HOME));
    let (from, unit) = (town.unit("cdc", HOME), town.unit("hospital", HOME));
    let (mine, theirs) = (held(&town, from, town.now()).await, held(&town, unit, town.now()).await);
    let first = &rows[0];
    town.set("2022-07-01 20:10");
    let id = offered(&town, &cdc, offer(these(&[first.id]), to(&town, "hospital", HOME))).await;
    assert_eq!(held(&town, from, town.now()).await, mine, "until then it is the giver's");
    let detail = town.app.obligation(&cdc, first.id, town.now()).await.expect("known");
    assert_eq!((detail.handovers.len(), detail.handovers[0].state.as_str()), (1, "offered"));
    town.set("2022-07-01 20:20");
    let receipt = town.app.accept_handover(&hospital, None, id).await.expect("accepted");
    let next = receipt.opened[0];
    let old = town.app.obligation(&cdc, first.id, town.now()).await.expect("known");
    assert_eq!((old.line.state.as_str(), old.continued_by), ("handed_over", Some(next)));
    let new = town.app.obligation(&hospital, next, town.now()).await.expect("known");
    let row = &new.line.row;
    assert_eq!((row.holder_unit, row.continues, row.due_at), (unit, Some(first.id), first.due_at));
    assert_eq!((row.rule.as_str(), row.subject()), (first.rule.as_str(), case.subject()));
    assert_eq!(new.handovers[0].state, "accepted", "its history comes along");
    assert_eq!(held(&town, from, town.now()).await, mine - 1);
    assert_eq!(held(&town, unit, town.now()).await, theirs + 1);
    // A board of the past names who held it then.
    let then = AsOf::Known(at("2022-07-01 20:15"));
    assert_eq!((held(&town, from, then).await, held(&town, unit, then).await), (mine, theirs));
    assert!(town.app.obligation(&hospital, next, then).await.is_err(), "there was no such duty then");
    let past = town.app.obligation(&cdc, first.id, then).await.expect("known");
    assert_eq!((past.line.state.as_str(), past.continued_by), ("open", None));
    assert_eq!(past.handovers[0].state, "offered");
    let (office, all) = (town.who(Role::Office, HOME), ObligationFilter::default());
    let counts = town.app.obligation_counts(&office, &all, then).await.expect("counted");
    assert_eq!(counts.handed_over, 0);
    // It is answered once, and its evidence closes it at the new holder.
    assert_eq!(refused(town.app.accept_handover(&hospital, None, id).await), Code::HandoverState);
    let before = town.owed(case.subject(), "").await;
    town.app.rebuild(|_| ()).await.expect("rebuilt");
    let after = town.owed(case.subject(), "").await;
    let told = |rows: &[ObligationRow]| {
        let mut told: Vec<_> = rows
            .iter()
            .map(|row| {
                (row.id, row.holder_unit, row.close_state.clone(), row.continues, row.opened_recorded_at)
            })
            .collect();
        told.sort();
        told
    };
    assert_eq!(told(&after), told(&before), "the journal tells it again");
    let facts = town.app.facts_about(&cdc, first.id.subject(), town.now()).await.expect("told");
    let kinds: Vec<_> = facts.iter().map(|line| line.fact.kind()).collect();
    assert_eq!(kinds, ["handover_offered", "handover_accepted"]);
}

pub async fn what_is_rejected_withdrawn_or_unanswered_stays_the_givers(town: Town) {
    let (_, rows) = owed(&town).await;
    let (cdc, hospital) = (town.cdc(), town.who(Role::Clinician, HOME));
    let id = rows[0].id;
    let hand = async || offered(&town, &cdc, offer(these(&[id]), to(&town, "hospital", HOME))).await;
    let reject = |reason: &str| End::Rejected(reason.to_owned());
    let withdraw = |reason: &str| End::Withdrawn(reason.to_owned());
    let first = hand().await;
    // One at a time.
    let again = offer(these(&[id]), to(&town, "hospital", HOME));
    assert_eq!(refused(town.app.offer_handover(&cdc, None, again).await), Code::HandoverOffered);
    for (who, end, code) in [
        (&hospital, reject(" "), Code::MissingField),
        (&cdc, reject("mine"), Code::Forbidden),
        (&hospital, withdraw("theirs"), Code::Forbidden),
        (&town.who(Role::Clinician, NEXT), reject("not here"), Code::NotFound),
    ] {
        assert_eq!(refused(town.app.end_handover(who, None, first, end).await), code);
    }
    town.app.end_handover(&hospital, None, first, reject("nobody is free")).await.expect("rejected");
    let view = town.app.handover(&cdc, first).await.expect("the giver is told");
    assert_eq!((view.row.state.as_str(), view.row.reason.as_deref()), ("rejected", Some("nobody is free")));
    assert_eq!(refused(town.app.accept_handover(&hospital, None, first).await), Code::HandoverState);
    let second = hand().await;
    town.app.end_handover(&cdc, None, second, withdraw("not needed")).await.expect("withdrawn");
    let third = hand().await;
    town.clock.advance(Span::hours(4));
    let fourth_hour = town.app.handover(&hospital, third).await.expect("seen").row.state;
    assert_eq!(fourth_hour, "offered", "the very moment is in time");
    town.clock.advance(Span::from_micros(1));
    assert_eq!(town.app.handover(&hospital, third).await.expect("seen").row.state, "expired");
    assert_eq!(refused(town.app.accept_handover(&hospital, None, third).await), Code::HandoverState);
    // What has run out blocks no other offer; the sweep says it once.
    let sweep = town.sweep().await;
    assert_eq!(sweep.expired, 1);
    assert_eq!(town.sweep().await.expired, 0);
    let facts = town.app.facts_about(&cdc, third.subject(), town.now()).await.expect("told");
    let kinds: Vec<_> = facts.iter().map(|line| line.fact.kind()).collect();
    assert_eq!(kinds, ["handover_offered", "handover_expired"]);
    assert!(town.app.obligation(&cdc, id, town.now()).await.expect("known").line.state.is_open());
    hand().await;
    let expired = Some("expired".to_owned());
    let listed = town.app.handovers(&cdc, false, expired, &town.whole()).await.expect("listed").items;
    assert_eq!(listed.len(), 1);
    let next = town.app.handovers(&town.who(Role::Office, NEXT), true, None, &town.whole()).await;
    assert!(next.expect("listed").items.is_empty());
}

pub async fn a_whole_watch_and_the_lead_of_a_case_are_handed_over(town: Town) {
    let (case, rows) = owed(&town).await;
    let cdc = town.cdc();
    let post = rows[0].holder_post.expect("a post");
    let of = HandoverOf { post: Some(post), cases: vec![case], ..HandoverOf::default() };
    let all = held(&town, town.unit("cdc", HOME), town.now()).await;
    let id = offered(&town, &cdc, offer(of, to(&town, "command_office", HOME))).await;
    let about = town.app.handover(&cdc, id).await.expect("seen").about;
    assert_eq!(about.len(), all + 1, "all of the post, and the case");
    // One of them is done meanwhile: it stays done.
    let commander = town.who(Role::Commander, HOME);
    town.app
        .waive_obligation(&commander, None, rows[0].id, "done by phone".to_owned())
        .await
        .expect("waived");
    let office = town.who(Role::Office, HOME);
    let receipt = town.app.accept_handover(&office, None, id).await.expect("accepted");
    assert_eq!(receipt.opened.len(), all - 1);
    assert_eq!(
        town.state(
            &town
                .app
                .store()
                .obligation(&store::Scope::system(), rows[0].id)
                .await
                .expect("read")
                .expect("one")
        ),
        "waived"
    );
    let lead = town.case(case).await.lead.expect("a lead");
    assert_eq!((lead.unit, lead.user), (town.unit("command_office", HOME), None));
    // Whose it was no longer hands it over.
    let back = HandoverOf { cases: vec![case], ..HandoverOf::default() };
    let answer = town.app.offer_handover(&cdc, None, offer(back, to(&town, "cdc", HOME))).await;
    assert_eq!(refused(answer), Code::NotFound);
    // All of the unit, now that it has nothing: nothing.
    let nothing = HandoverOf { whole_unit: true, ..HandoverOf::default() };
    let answer = town.app.offer_handover(&cdc, None, offer(nothing, to(&town, "hospital", HOME))).await;
    assert_eq!(refused(answer), Code::MissingField);
}

pub async fn duties_are_handed_to_those_who_serve_there(town: Town) {
    let (_, rows) = owed(&town).await;
    let cdc = town.cdc();
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    for (input, code) in [
        (offer(these(&ids), to(&town, "cdc", NEXT)), Code::NotFound),
        (offer(these(&ids), to(&town, "cdc", FAR)), Code::NotFound),
        (offer(these(&ids), to(&town, "cdc", HOME)), Code::HandoverSame),
        (offer(these(&[ObligationId(uuid::Uuid::nil())]), to(&town, "hospital", HOME)), Code::NotFound),
        (offer(HandoverOf::default(), to(&town, "hospital", HOME)), Code::MissingField),
        (
            OfferInput { note: " ".to_owned(), ..offer(these(&ids), to(&town, "hospital", HOME)) },
            Code::MissingField,
        ),
        (
            OfferInput {
                answer_by: Some(town.app.now().plus(Span::days(8))),
                ..offer(these(&ids), to(&town, "hospital", HOME))
            },
            Code::OutOfRange,
        ),
        (
            OfferInput { answer_by: Some(town.app.now()), ..offer(these(&ids), to(&town, "hospital", HOME)) },
            Code::OutOfRange,
        ),
        (
            offer(
                these(&ids),
                Receiver { user: Some(kernel::UserId(uuid::Uuid::nil())), ..to(&town, "hospital", HOME) },
            ),
            Code::NotFound,
        ),
        (
            offer(these(&ids), Receiver { post: rows[0].holder_post, ..to(&town, "hospital", HOME) }),
            Code::NotFound,
        ),
    ] {
        let said = format!("{input:?}");
        assert_eq!(refused(town.app.offer_handover(&cdc, None, input).await), code, "{said}");
    }
    // An office that sees both hands nothing to a unit that does not serve there.
    let province = town.who(Role::Office, PROVINCE);
    let aside = town.app.offer_handover(&province, None, offer(these(&ids), to(&town, "cdc", NEXT))).await;
    assert_eq!(refused(aside), Code::HandoverOutOfArea);
    // Not another's, and by nobody who owes nothing.
    let clinician = town.who(Role::Clinician, HOME);
    let foreign = town.app.offer_handover(&clinician, None, offer(these(&ids), to(&town, "cdc", HOME))).await;
    assert_eq!(refused(foreign), Code::NotFound);
    let auditor = town.who(Role::Auditor, HOME);
    let answer = town.app.offer_handover(&auditor, None, offer(these(&ids), to(&town, "cdc", HOME))).await;
    assert_eq!(refused(answer), Code::Forbidden);
    // Upwards and downwards it goes; an office hands over what its units owe.
    let up = offered(&town, &cdc, offer(these(&ids[..1]), to(&town, "cdc", "140100000000"))).await;
    assert_eq!(town.app.handover(&cdc, up).await.expect("seen").row.state, "offered");
    let office = town.who(Role::Office, HOME);
    let down = offered(&town, &office, offer(these(&ids[1..2]), to(&town, "community", STREET))).await;
    let worker = town.who(Role::CommunityWorker, STREET);
    town.app.accept_handover(&worker, None, down).await.expect("accepted");
    // What is closed is not handed over.
    let closed =
        town.app.offer_handover(&office, None, offer(these(&ids[1..2]), to(&town, "hospital", HOME)));
    assert_eq!(refused(closed.await), Code::ObligationClosed, "it goes on as another one");
}
