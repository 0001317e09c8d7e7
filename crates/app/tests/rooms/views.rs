//! Views of lists that somebody keeps.

use app::views::{MOST_VIEWS, ViewInput};
use authz::Role;
use kernel::Code;

use crate::town::{HOME, Town, refused};

fn view(list: &str, name: &str, query: &[(&str, &str)]) -> ViewInput {
    let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    ViewInput { list: list.to_owned(), name: name.to_owned(), query, columns: None }
}

pub async fn a_view_is_its_keepers_alone(town: Town) {
    let (cdc, other) = (town.cdc(), town.who(Role::Clinician, HOME));
    town.app.save_view(&cdc, view("cases", " 重症 ", &[("severity", "severe")])).await.expect("kept");
    let columns = Some(vec!["number".to_owned(), "onset".to_owned()]);
    let again = ViewInput { columns, ..view("cases", "重症", &[("severity", "critical")]) };
    town.app.save_view(&cdc, again).await.expect("replaced");
    town.app.save_view(&cdc, view("contacts", "重症", &[])).await.expect("of another list");
    let kept = town.app.saved_views(&cdc).await.expect("read");
    let told: Vec<_> = kept.iter().map(|row| (row.list.as_str(), row.name.as_str(), row.query.as_str())).collect();
    let query = r#"[["severity","critical"]]"#;
    assert_eq!(told, [("cases", "重症", query), ("contacts", "重症", "[]")]);
    assert_eq!(kept[0].columns.as_deref(), Some("number onset"));

    assert!(town.app.saved_views(&other).await.expect("read").is_empty());
    let forgotten = town.app.forget_view(&other, "cases".to_owned(), "重症".to_owned()).await;
    assert_eq!(refused(forgotten), Code::NotFound, "nobody forgets what another keeps");
    town.app.forget_view(&cdc, "cases".to_owned(), "重症".to_owned()).await.expect("forgotten");
    let town = town.restarted().await;
    assert_eq!(town.app.saved_views(&cdc).await.expect("read").len(), 1);
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
