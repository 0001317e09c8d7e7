//! D02: many obligations due at once.

use kernel::{ObligationId, VisitId, derived_uuid};

use crate::town::Town;

pub async fn d02_ten_thousand_due_in_one_minute_are_swept_in_one_go(town: Town) {
    town.set("2022-07-01 09:00");
    let visit = VisitId(town.fever(false).await.subject_of("fever_seen").expect("a visit").id);
    let first = town.one(visit.subject(), "RP7").await;
    let mut rows = Vec::new();
    for index in 1..10_000i64 {
        let mut row = first.clone();
        row.id = ObligationId(derived_uuid(&["many", &index.to_string()]));
        row.occurrence = index.to_string();
        // Spread over the minute before 11:00.
        row.due_at = row.due_at.plus(kernel::Span::from_micros(-(index * 6_000)));
        row.timer_at = Some(row.warn_at);
        rows.push(row);
    }
    town.app.store().bulk_insert(&rows).await.expect("loaded");
    town.set("2022-07-01 11:00:01");
    let swept = town.sweep().await;
    assert_eq!((swept.moved, swept.warned, swept.escalated), (10_000, 10_000, 10_000));
    assert_eq!(town.sweep().await, app::timers::Sweep::default());
    let filter = app::ObligationFilter { rule: Some("RP7".to_owned()), ..Default::default() };
    let caller = town.who(authz::Role::Office, crate::town::HOME);
    let counts = town.app.obligation_counts(&caller, &filter, town.now()).await.expect("counted");
    assert_eq!((counts.overdue, counts.escalated), (10_000, 10_000));
    town.app.verify().await.expect("every step is a fact of the chain");
}

pub async fn d02_a_step_without_a_superior_is_told_to_the_holder(town: Town) {
    town.set("2022-07-01 09:00");
    let visit = VisitId(town.fever(false).await.subject_of("fever_seen").expect("a visit").id);
    let mut alone = town.one(visit.subject(), "RP7").await;
    alone.id = ObligationId(derived_uuid(&["alone"]));
    // Nobody sits at the root of the tree, so no step finds anybody above.
    alone.area = town.path("CN");
    town.app.store().bulk_insert(&[alone.clone()]).await.expect("loaded");
    town.set("2022-07-01 11:00:01");
    assert_eq!(town.sweep().await.escalated, 2, "the others climb all the same");
    assert_eq!(town.told(&alone).await, ["county 140105000000 sentinel 2022-07-01 11:00"]);
}
