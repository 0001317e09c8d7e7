//! Several processes on one database, and the two clocks of a drill.

use app::audit::AuditFilter;
use authz::Role;
use interop::Division;
use kernel::{AreaCode, AreaLevel, PersonalField, Text};

use crate::town::{HOME, PROVINCE, Town, at, refused};

pub async fn what_another_process_changes_is_taken_over(town: Town) {
    town.set("2022-07-01 09:00");
    let Some(other) = town.another_process().await else {
        // Alone on its file: to look again changes nothing.
        town.app.become_drill(at("2022-06-01 09:00"), 60, true).await.expect("a drill");
        let (mode, areas) = (town.app.clocks().mode(), town.app.directory().areas().len());
        town.app.refresh().await.expect("looked");
        assert_eq!((town.app.clocks().mode(), town.app.directory().areas().len()), (mode, areas));
        return;
    };
    town.app.become_drill(at("2022-06-01 09:00"), 60, false).await.expect("a drill");
    other.refresh().await.expect("looked");
    town.set("2022-07-01 09:01");
    assert_eq!((town.app.now(), other.now()), (at("2022-06-01 10:00"), at("2022-06-01 10:00")));
    other.set_drill_clock(at("2022-06-02 09:00"), 1, true).await.expect("set");
    town.app.refresh().await.expect("looked");
    assert_eq!(town.app.now(), at("2022-06-02 09:00"));
    // Whoever has not looked since does not set back what another has set on.
    other.set_drill_clock(at("2022-06-04 09:00"), 1, true).await.expect("set");
    let back = town.app.set_drill_clock(at("2022-06-03 09:00"), 1, true).await;
    assert_eq!(refused(back), kernel::Code::ClockBackwards);
    assert_eq!(town.app.now(), at("2022-06-04 09:00"));

    let code = AreaCode::new("140199000000").expect("sound");
    let new = Division {
        code: code.clone(),
        parent: Some(AreaCode::new("140100000000").expect("sound")),
        level: AreaLevel::County,
        name: Text { zh: "新区".to_owned(), en: "New Area".to_owned() },
        zone: None,
    };
    let loaded = other.load_areas(&[new], &interop::unit_templates(), "Asia/Shanghai").await;
    assert_eq!(loaded.expect("loaded"), 1);
    assert!(town.app.path_of(&code).is_err(), "not known yet");
    town.app.refresh().await.expect("looked");
    let path = town.app.path_of(&code).expect("known");
    let units = |app: &app::App| app.directory().units().iter().filter(|unit| unit.area == path).count();
    assert!(units(&town.app) > 0);
    assert_eq!(units(&town.app), units(&other));
    other.store().close().await;
}

pub async fn a_look_in_a_drill_is_recorded_at_the_time_of_the_wall(town: Town) {
    town.set("2022-07-01 09:00");
    town.app.become_drill(at("1861-11-21 09:00"), 1, true).await.expect("a drill");
    let person = town.person_born(HOME, 1850).await;
    town.app.personal(&town.cdc(), &[person], &[PersonalField::Name], "tracing").await.expect("read");
    let auditor = town.who(Role::Auditor, PROVINCE);
    let filter = AuditFilter { person: Some(person), ..AuditFilter::default() };
    let looks = town.app.audit(&auditor, filter, &town.whole()).await.expect("listed");
    assert_eq!(looks.items.iter().map(|look| look.row.at).collect::<Vec<_>>(), [at("2022-07-01 09:00")]);
}
