//! Views of lists that somebody keeps.

use app::views::{MOST_VIEWS, ViewInput};
use authz::Role;
use kernel::Code;

use crate::town::{HOME, Town, refused};

fn view(list: &str, name: &str, query: &[(&str, &str)]) -> ViewInput {
    let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    ViewInput { list: list.to_owned(), name: name.to_owned(), query, columns: None, shared: false }
}

pub async fn a_view_is_its_keepers_alone(town: Town) {
    let (cdc, other) = (town.cdc(), town.who(Role::Clinician, HOME));
    town.app.save_view(&cdc, view("cases", " 重症 ", &[("severity", "severe")])).await.expect("kept");
    let columns = Some(vec!["number".to_owned(), "onset".to_owned()]);
    let again = ViewInput { columns, ..view("cases", "重症", &[("severity", "critical")]) };
    town.app.save_view(&cdc, again).await.expect("replaced");
    town.app.save_view(&cdc, view("contacts", "重症", &[])).await.expect("of another list");
    let kept = town.app.saved_views(&cdc).await.expect("read");
    let told: Vec<_> = kept
        .iter()
        .map(|line| (line.row.list.as_str(), line.row.name.as_str(), line.row.query.as_str()))
        .collect();
    let query = r#"[["severity","critical"]]"#;
    assert_eq!(told, [("cases", "重症", query), ("contacts", "重症", "[]")]);
    assert_eq!(kept[0].row.columns.as_deref(), Some("number onset"));

    assert!(town.app.saved_views(&other).await.expect("read").is_empty());
    let forgotten = town.app.forget_view(&other, "cases".to_owned(), "重症".to_owned()).await;
    assert_eq!(refused(forgotten), Code::NotFound, "nobody forgets what another keeps");
    town.app.forget_view(&cdc, "cases".to_owned(), "重症".to_owned()).await.expect("forgotten");
    let town = town.restarted().await;
    assert_eq!(town.app.saved_views(&cdc).await.expect("read").len(), 1);
}

pub async fn a_view_has_another_name_and_stays_what_it_was(town: Town) {
    let (cdc, other) = (town.cdc(), town.who(Role::Clinician, HOME));
    town.app.save_view(&cdc, view("cases", "a", &[("severity", "severe")])).await.expect("kept");
    town.app.save_view(&cdc, view("cases", "b", &[])).await.expect("kept");
    let rename = async |caller, from: &str, to: &str| {
        town.app.rename_view(caller, "cases".to_owned(), from.to_owned(), to).await
    };
    assert_eq!(refused(rename(&cdc, "a", "b").await), Code::InvalidValue, "nothing is replaced unasked");
    assert_eq!(refused(rename(&cdc, "a", " ").await), Code::MissingField);
    assert_eq!(refused(rename(&cdc, "c", "d").await), Code::NotFound);
    assert_eq!(refused(rename(&other, "a", "d").await), Code::NotFound);
    rename(&cdc, "a", " c ").await.expect("renamed");
    rename(&cdc, "c", "c").await.expect("as it is called");
    let kept = town.app.saved_views(&cdc).await.expect("read");
    let told: Vec<_> = kept.iter().map(|line| (line.row.name.as_str(), line.row.query.as_str())).collect();
    assert_eq!(told, [("b", "[]"), ("c", r#"[["severity","severe"]]"#)]);
}

pub async fn a_shared_view_is_shown_to_ones_unit_and_changed_by_its_keeper_alone(town: Town) {
    let keeper = town.cdc();
    let seat = keeper.post.zip(keeper.unit);
    let grants = keeper.authority.grants().to_vec();
    let user = kernel::UserId(kernel::derived_uuid(&["a colleague"]));
    let colleague = app::Caller::with(user, "colleague", seat, grants, kernel::Timestamp::from_micros(1));
    let other = town.who(Role::Clinician, HOME);
    let shared = ViewInput { shared: true, ..view("cases", "ours", &[("severity", "severe")]) };
    town.app.save_view(&keeper, shared.clone()).await.expect("shared");
    town.app.save_view(&keeper, view("cases", "mine", &[])).await.expect("kept");
    let told = town.app.saved_views(&colleague).await.expect("read");
    assert_eq!(told.iter().map(|line| line.row.name.as_str()).collect::<Vec<_>>(), ["ours"]);
    assert!(told[0].by.is_some());
    assert!(town.app.saved_views(&keeper).await.expect("read").iter().all(|line| line.by.is_none()));
    assert!(town.app.saved_views(&other).await.expect("read").is_empty(), "another unit");

    let forgotten = town.app.forget_view(&colleague, "cases".to_owned(), "ours".to_owned()).await;
    assert_eq!(refused(forgotten), Code::NotFound);
    // Of the same name he keeps one of his own beside it.
    town.app.save_view(&colleague, view("cases", "ours", &[])).await.expect("kept");
    assert_eq!(town.app.saved_views(&colleague).await.expect("read").len(), 2);
    assert_eq!(town.app.saved_views(&keeper).await.expect("read").len(), 2);
    // Kept anew for himself alone it is shared no more.
    town.app.save_view(&keeper, ViewInput { shared: false, ..shared }).await.expect("kept");
    assert_eq!(town.app.saved_views(&colleague).await.expect("read").len(), 1);
    let nobodys = app::Caller::with(user, "seatless", None, [], kernel::Timestamp::from_micros(1));
    let refusal = town.app.save_view(&nobodys, ViewInput { shared: true, ..view("cases", "v", &[]) }).await;
    assert_eq!(refused(refusal), Code::InvalidValue, "who acts for no unit shares with none");
}

pub async fn a_view_keeps_nobodys_name_and_has_its_limits(town: Town) {
    let cdc = town.cdc();
    let long = "x".repeat(2001);
    for (input, code) in [
        (view("cases", "v", &[("name", "张三")]), Code::InvalidValue),
        (view("cases", "v", &[("id_number", "110105")]), Code::InvalidValue),
        (view("Cases!", "v", &[]), Code::InvalidValue),
        (view("cases", "v", &[("", "x")]), Code::InvalidValue),
        (view("cases", "v", &[("status", "a\nb")]), Code::InvalidValue),
        (view("orders", "v", &[("person", "01890000-0000-7000-8000-000000000000")]), Code::InvalidValue),
        (view("orders", "v", &[("regime", "张三")]), Code::InvalidValue),
        (view("orders", "v", &[("regime", "13800000000")]), Code::InvalidValue),
        (view("orders", "v", &[("regime", "11010519491231002X")]), Code::InvalidValue),
        (view("cases", "  ", &[]), Code::MissingField),
        (view("cases", &long, &[]), Code::TooLong),
        (view("cases", "v", &[("status", &long)]), Code::TooLong),
    ] {
        let told = format!("{input:?}");
        assert_eq!(refused(town.app.save_view(&cdc, input).await), code, "{told}");
    }
    assert!(town.app.saved_views(&cdc).await.expect("read").is_empty());
    for n in 0..MOST_VIEWS {
        town.app.save_view(&cdc, view("cases", &format!("v{n}"), &[])).await.expect("kept");
    }
    assert_eq!(refused(town.app.save_view(&cdc, view("cases", "one more", &[])).await), Code::OutOfRange);
    town.app.save_view(&cdc, view("cases", "v0", &[("status", "open")])).await.expect("replaced");
}
