//! Migrations, the schema and the manifest of classes.

use std::collections::BTreeMap;

use kernel::{AreaCode, AreaLevel, Code};
use store::{AreaRow, MetaRow, PersonRow, Store, TABLES, Type, Wanted};

use crate::bench::{Bench, at, county, id, path, ring};

pub async fn migrates_once_and_keeps_its_node(bench: Bench) {
    let store = bench.open().await;
    assert_eq!(store.node(), id("node"));
    store.close().await;
    let again = store::Options { new_node: id("another"), ..bench.options(ring()) };
    let store = Store::open(again).await.expect("opens again");
    assert_eq!(store.node(), id("node"));
    store.ping().await.expect("answers");
    store.close().await;
}

pub async fn refuses_a_newer_database(bench: Bench) {
    bench.open().await.close().await;
    bench
        .meddle("INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (999, 'x', 'y', 0)")
        .await;
    let error = Store::open(bench.options(ring())).await.expect_err("a later program made it");
    assert_eq!(error.code(), Code::DatabaseNewer);
    assert_eq!(error.argument("database"), Some("999"));
    assert_eq!(error.argument("program"), Some(store::SCHEMA_VERSION.to_string().as_str()));
}

pub async fn refuses_an_edited_migration(bench: Bench) {
    bench.open().await.close().await;
    bench.meddle("UPDATE schema_version SET checksum = 'edited' WHERE version = 1").await;
    let error = Store::open(bench.options(ring())).await.expect_err("another text ran");
    assert_eq!(error.code(), Code::StoreInconsistent);
}

/// The live schema of either database is exactly what the row structs say,
/// so both are equal column by column; and every column has its class.
pub async fn tables_are_as_declared(bench: Bench) {
    let store = bench.open().await;
    let mut live: BTreeMap<String, Vec<[String; 3]>> = BTreeMap::new();
    for [table, column, kind, null] in store.schema().await.expect("a schema") {
        live.entry(table).or_default().push([column, kind, null]);
    }
    let classes: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(include_str!("../../privacy.toml")).expect("a readable manifest");
    for (table, columns) in &live {
        let classified = classes.get(table).unwrap_or_else(|| panic!("privacy.toml lacks {table}"));
        let names: Vec<_> = columns.iter().map(|[name, ..]| name).collect();
        assert!(
            names.iter().all(|name| classified.contains_key(*name)),
            "privacy.toml lacks columns of {table}"
        );
        assert_eq!(classified.len(), names.len(), "privacy.toml has columns that {table} lacks");
    }
    let known = ["public", "operational", "personal", "sensitive"];
    assert!(classes.values().flat_map(BTreeMap::values).all(|class| known.contains(&class.as_str())));
    assert_eq!(classes.len(), live.len());
    live.remove("schema_version");
    let sqlite = store.engine() == "sqlite";
    let declared: BTreeMap<String, Vec<[String; 3]>> = TABLES
        .iter()
        .map(|table| {
            let columns = table.columns.iter().map(|c| {
                let null = if c.nullable { "null" } else { "not null" };
                [c.name.to_owned(), engine_type(c.kind, sqlite).to_owned(), null.to_owned()]
            });
            (table.name.to_owned(), columns.collect())
        })
        .collect();
    assert_eq!(live, declared);
}

fn engine_type(kind: Type, sqlite: bool) -> &'static str {
    match (kind, sqlite) {
        (Type::Int | Type::Bool, true) => "integer",
        (Type::Text | Type::Date, true) | (Type::Text, false) => "text",
        (Type::Bytes | Type::Uuid, true) => "blob",
        (Type::Real, true) => "real",
        (Type::Int, false) => "bigint",
        (Type::Bytes, false) => "bytea",
        (Type::Uuid, false) => "uuid",
        (Type::Bool, false) => "boolean",
        (Type::Date, false) => "date",
        (Type::Real, false) => "double precision",
    }
}

pub async fn every_value_survives_the_way_there_and_back(bench: Bench) {
    let store = bench.open().await;
    let area = AreaRow {
        code: AreaCode::new("1401").expect("a code"),
        parent: Some(AreaCode::new("14").expect("a code")),
        path: county(),
        level: AreaLevel::County,
        name_zh: "小店区 ‘\\\t'".into(),
        name_en: String::new(),
        zone: "Asia/Shanghai".into(),
        valid_from: kernel::parse_date("1949-10-01").ok(),
        valid_to: None,
    };
    let person = PersonRow {
        id: kernel::PersonId(id("person")),
        area: path(&["CN"]),
        household: Some(id("household")),
        // Long before 1970: instants may be negative.
        recorded_at: kernel::Timestamp::from_micros(-3_412_800_000_000_001),
        erased_at: None,
        sex: None,
        birth_year: Some(1861),
    };
    let (a, p) = (area.clone(), person.clone());
    store
        .write(Wanted::nothing(), move |work| {
            work.put_area(&a);
            work.put(&p);
            Box::pin(async { Ok(()) })
        })
        .await
        .expect("written");
    assert_eq!(store.area(&area.code).await.expect("read"), Some(area));
    let scope = store::Scope::system();
    assert_eq!(store.person(&scope, person.id).await.expect("read"), Some(person.clone()));
    // The bulk way in (COPY on PostgreSQL) brings the same values.
    let awkward = MetaRow { key: "a\tb\\c\nd".into(), value: "\\N ‘中文’ \r\n".into() };
    store.bulk_insert(std::slice::from_ref(&awkward)).await.expect("loaded");
    assert_eq!(store.meta(&awkward.key).await.expect("read"), Some(awkward.value));
    let mut other = person;
    other.id = kernel::PersonId(id("other"));
    store.bulk_insert(std::slice::from_ref(&other)).await.expect("loaded");
    assert_eq!(store.person(&scope, other.id).await.expect("read"), Some(other));
    assert_eq!(at(0).to_string(), "2022-07-01T00:00:00Z");
}

#[tokio::test]
async fn a_second_program_may_not_open_the_same_file() {
    let bench = Bench::sqlite();
    let store = bench.open().await;
    let error = Store::open(bench.options(ring())).await.expect_err("the first holds the lock");
    assert_eq!(error.code(), Code::DatabaseLocked);
    store.close().await;
    bench.open().await.close().await;
}

#[tokio::test]
async fn several_processes_write_chains_of_their_own_on_postgres() {
    let Some(bench) = Bench::postgres() else { return };
    let (first, second) = (bench.open().await, bench.open().await);
    for (store, name) in [(&first, "a"), (&second, "b"), (&first, "c")] {
        store
            .write(Wanted::nothing(), move |work| {
                let mut entry = crate::bench::fact(name, 10, crate::bench::case_subject(name));
                entry.recorded_at = work.recorded_at(at(10)).at;
                Box::pin(async move { work.append(entry) })
            })
            .await
            .expect("written");
    }
    let report = first.verify().await.expect("verifies");
    assert!(report.is_sound(), "{report:?}");
    let mut ends: Vec<i64> = report.writers.iter().map(|head| head.seq).collect();
    ends.sort_unstable();
    assert_eq!(ends, [1, 2]);
}
