//! Personal values: sealed, audited, erased.

use std::sync::atomic::{AtomicUsize, Ordering};

use kernel::{AreaCode, AsOf, Classified, Code, PageRequest, PersonId, PersonalField, UnitId};
use store::{AuditFilter, AuditKind, AuditNote, KeyRing, NewPerson, Scope, Store, UnitRow, Wanted};

use crate::bench::{Bench, at, case_subject, county, fact, id, path, ring, user};

const FIELDS: [PersonalField; 2] = [PersonalField::Name, PersonalField::Phone];

async fn take_in(store: &Store, name: &'static str) -> PersonId {
    let person = PersonId(id(name));
    let commitments = store
        .write(Wanted::nothing(), move |work| {
            let new = NewPerson {
                id: person,
                area: county(),
                household: None,
                sex: Some("female".into()),
                birth_year: Some(1990),
                recorded_at: at(1),
                values: vec![
                    (PersonalField::Name, Classified::new("王小明".to_owned())),
                    (PersonalField::Phone, Classified::new("13800000000".to_owned())),
                ],
            };
            let made = work.put_person(new, [7; 64]);
            Box::pin(async move {
                let mut entry = fact("erasable", 10, case_subject("c"));
                let made = made?;
                entry.body = made.iter().flat_map(|commitment| commitment.hash).collect();
                work.append(entry)?;
                Ok(made)
            })
        })
        .await
        .expect("taken in");
    let fields: Vec<_> = commitments.iter().map(|commitment| commitment.field).collect();
    assert_eq!(fields, ["sex", "birth_year", "name", "phone"]);
    person
}

fn note(name: &str) -> AuditNote {
    AuditNote {
        id: id(name),
        at: at(5),
        post: None,
        kind: AuditKind::Look,
        action: "person.read".into(),
        detail: Vec::new(),
    }
}

async fn read(store: &Store, scope: &Scope, ids: &[PersonId], look: &str) -> Vec<(PersonId, Vec<String>)> {
    let found = store.personal(scope, ids, &FIELDS, note(look)).await.expect("read");
    found
        .into_iter()
        .map(|(id, values)| (id, values.into_iter().map(|(_, value)| value.into_exposed()).collect()))
        .collect()
}

pub async fn values_come_back_and_every_look_is_recorded(bench: Bench) {
    let store = bench.open().await;
    let person = take_in(&store, "p").await;
    let scope = Scope::new(user(), vec![county()], "contact tracing");
    let found = read(&store, &scope, &[person, PersonId(id("nobody"))], "look 1").await;
    assert_eq!(found, [(person, vec!["王小明".to_owned(), "13800000000".to_owned()])]);
    let changed = store
        .write(Wanted::nothing(), move |work| {
            Box::pin(async move {
                let values = vec![(PersonalField::Phone, Classified::new("139".to_owned()))];
                work.put_personal_values(person, &values, at(6)).await
            })
        })
        .await;
    assert_eq!(changed.expect("changed").len(), 1);
    assert_eq!(read(&store, &scope, &[person], "look 2").await[0].1, ["王小明", "139"]);
    let filter = AuditFilter { person: Some(person), ..AuditFilter::default() };
    let looks = store.audit(&scope, &filter, &PageRequest::default()).await.expect("audits");
    assert_eq!(looks.items.len(), 2);
    let look = &looks.items[0];
    assert_eq!((look.user, look.subject_id, look.count), (Some(user()), Some(person.0), 1));
    assert_eq!((look.purpose.as_str(), look.action.as_str()), ("contact tracing", "person.read"));
}

pub async fn outside_the_scope_nothing_is_read_or_recorded(bench: Bench) {
    let store = bench.open().await;
    let person = take_in(&store, "p").await;
    let outside = Scope::new(user(), vec![path(&["CN", "14", "14010"])], "curiosity");
    assert!(read(&store, &outside, &[person], "look").await.is_empty());
    assert!(store.person(&outside, person).await.expect("read").is_none());
    let all = AuditFilter::default();
    let looks = store.audit(&Scope::system(), &all, &PageRequest::default()).await.expect("audits");
    assert!(looks.items.is_empty());
}

pub async fn erasure_makes_values_unreadable_and_keeps_the_chain(bench: Bench) {
    let store = bench.open().await;
    let person = take_in(&store, "p").await;
    let erase = |store: &Store| {
        let store = store.clone();
        async move {
            store
                .write(Wanted::nothing(), move |work| {
                    Box::pin(async move {
                        work.erase_person(person, at(20)).await?;
                        work.append(fact("erased", 20, person.subject()))
                    })
                })
                .await
        }
    };
    erase(&store).await.expect("erased");
    assert_eq!(erase(&store).await.map_err(|error| error.code()), Err(Code::PersonErased));
    let scope = Scope::system();
    assert!(read(&store, &scope, &[person], "look").await.is_empty());
    let row = store.person(&scope, person).await.expect("read").expect("the person stays as an id");
    assert_eq!((row.erased_at, row.sex, row.birth_year), (Some(at(20)), None, None));
    let report = store.verify().await.expect("verifies");
    assert_eq!((report.facts, report.is_sound()), (2, true));
    let late = store
        .write(Wanted::nothing(), move |work| {
            Box::pin(async move { work.put_personal_values(person, &Vec::new(), at(21)).await })
        })
        .await;
    assert_eq!(late.map_err(|error| error.code()), Err(Code::PersonErased));
    assert_eq!(store.facts_about(&scope, person.subject(), AsOf::Now(at(0))).await.expect("read").len(), 1);
}

pub async fn values_stand_sealed_in_the_tables(bench: Bench) {
    let store = bench.open().await;
    take_in(&store, "p").await;
    store.close().await;
    if let Some(path) = bench.url.strip_prefix("sqlite:") {
        for suffix in ["", "-wal"] {
            let bytes = std::fs::read(format!("{path}{suffix}")).unwrap_or_default();
            for secret in ["王小明", "13800000000"] {
                assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
            }
        }
    }
}

pub async fn without_the_key_ring_nothing_opens(bench: Bench) {
    let store = bench.open().await;
    let person = take_in(&store, "p").await;
    store.close().await;
    for keys in [KeyRing::default(), KeyRing::new(2, [(2, [1; 32])]).expect("a ring")] {
        let store = bench.open_with(keys).await;
        let error =
            store.personal(&Scope::system(), &[person], &FIELDS, note("look")).await.expect_err("no key");
        assert_eq!(error.code(), Code::KeyRingMissing);
        store.close().await;
    }
}

pub async fn rotation_wraps_every_key_again(bench: Bench) {
    let store = bench.open().await;
    let person = take_in(&store, "p").await;
    let gone = take_in_other(&store).await;
    let rewrap = async |store: &Store| store.rewrap("totp", || [9; 12], |_| ()).await.expect("rewrapped");
    assert_eq!(rewrap(&store).await, 0, "nothing to do");
    store.close().await;
    let both = ring().with_new([2; 32]);
    let store = bench.open_with(both).await;
    let uses = store.key_uses().await.expect("counted");
    assert_eq!((uses[&1].persons, uses[&1].secrets, uses.len()), (1, 1, 1));
    // The person, and the key of the search index.
    assert_eq!(rewrap(&store).await, 2);
    assert_eq!(rewrap(&store).await, 0);
    assert_eq!(store.key_uses().await.expect("counted").keys().copied().collect::<Vec<_>>(), [2]);
    assert_eq!(named(&store, "王小明").await, [person]);
    store.close().await;
    let store = bench.open_with(KeyRing::new(2, [(2, [2; 32])]).expect("a ring")).await;
    assert_eq!(named(&store, "汪晓鸣").await, [person], "no hash has changed");
    assert_eq!(read(&store, &Scope::system(), &[gone, person], "look").await.len(), 1);
    assert!(store.verify().await.expect("verifies").is_sound());
}

/// A person who is taken in and erased at once.
async fn take_in_other(store: &Store) -> PersonId {
    let person = PersonId(id("gone"));
    store
        .write(Wanted::nothing(), move |work| {
            let new = NewPerson {
                id: person,
                area: county(),
                household: None,
                sex: None,
                birth_year: None,
                recorded_at: at(1),
                values: Vec::new(),
            };
            let made = work.put_person(new, [8; 64]);
            Box::pin(async move { made.map(drop) })
        })
        .await
        .expect("taken in");
    store
        .write(Wanted::nothing(), move |work| Box::pin(async move { work.erase_person(person, at(2)).await }))
        .await
        .expect("erased");
    person
}

pub async fn reference_data_is_replaced(bench: Bench) {
    let store = bench.open_with(ring()).await;
    let unit = UnitRow {
        id: UnitId(id("unit")),
        area: county(),
        role: "county_cdc".into(),
        name_zh: "疾控中心".into(),
        name_en: "CDC".into(),
        facility: None,
    };
    let renamed = UnitRow { name_en: "County CDC".into(), ..unit.clone() };
    let (first, second) = (unit.clone(), renamed.clone());
    store
        .write(Wanted::nothing(), move |work| {
            // Twice in one group: the later one stands.
            work.put_unit(&first);
            work.put_unit(&second);
            work.put_meta("mode", "drill");
            Box::pin(async { Ok(()) })
        })
        .await
        .expect("written");
    assert_eq!(store.units().await.expect("read"), std::slice::from_ref(&renamed));
    assert_eq!(store.units_of_role("county_cdc").await.expect("read"), std::slice::from_ref(&renamed));
    assert_eq!(store.unit(unit.id).await.expect("read"), Some(renamed));
    assert_eq!(store.meta("mode").await.expect("read").as_deref(), Some("drill"));
    assert_eq!(store.area(&AreaCode::new("x").expect("a code")).await.expect("read"), None);
}

/// Each search has an id of its own.
static SEARCHES: AtomicUsize = AtomicUsize::new(0);

/// Who is found under the keys of a name.
async fn named(store: &Store, name: &str) -> Vec<PersonId> {
    let keys = text::identity::query_keys(PersonalField::Name, name);
    let search = store::Search { keys, years: None, most: 10 };
    let scope = Scope::new(user(), vec![county()], "entry");
    let found = store
        .search(
            &scope,
            &search,
            note(&format!("search {}", SEARCHES.fetch_add(1, Ordering::Relaxed))),
            |_, _| Some(()),
        )
        .await;
    found.expect("searched").persons.into_iter().map(|(row, ())| row.id).collect()
}

pub async fn whoever_is_filed_is_found_and_goes_with_his_values(bench: Bench) {
    let store = bench.open().await;
    let person = take_in(&store, "p").await;
    for name in ["王小明", "汪晓鸣", "王明"] {
        assert_eq!(named(&store, name).await, [person], "{name}");
    }
    let rename = |store: &Store, name: &'static str| {
        let store = store.clone();
        async move {
            store
                .write(Wanted::nothing(), move |work| {
                    Box::pin(async move {
                        let values = vec![(PersonalField::Name, Classified::new(name.to_owned()))];
                        work.put_personal_values(person, &values, at(6)).await
                    })
                })
                .await
                .expect("renamed")
        }
    };
    rename(&store, "李大刚").await;
    assert!(named(&store, "王小明").await.is_empty());
    assert_eq!(named(&store, "李大刚").await, [person]);
    store
        .write(Wanted::nothing(), move |work| {
            Box::pin(async move { work.erase_person(person, at(20)).await })
        })
        .await
        .expect("erased");
    assert!(named(&store, "李大刚").await.is_empty());
    // Every search is in the audit, with whom it found and without what was asked.
    let all = AuditFilter::default();
    let looks = store.audit(&Scope::system(), &all, &PageRequest::default()).await.expect("audits");
    let of =
        |subject: Option<uuid::Uuid>| looks.items.iter().filter(|look| look.subject_id == subject).count();
    // Each stands once: with whom it found, or as one that found nobody.
    assert_eq!((of(None), of(Some(person.0))), (2, 4));
    assert!(looks.items.iter().all(|look| look.purpose == "entry"));
}

pub async fn everybody_is_filed_anew(bench: Bench) {
    let store = bench.open().await;
    assert!(store.is_indexed().await.expect("asked"), "where nobody is, everybody is filed");
    let person = take_in(&store, "p").await;
    store.close().await;
    // As a database of an older version is found.
    bench.meddle("DELETE FROM person_token").await;
    bench.meddle("DELETE FROM meta WHERE key IN ('index_key', 'person_index')").await;
    let wrong =
        Store::open(bench.options(KeyRing::new(1, [(1, [2; 32])]).expect("a ring"))).await.expect("opens");
    let refused = wrong.prepare_index([4; 44]).await.expect_err("another ring seals nothing");
    assert_eq!(refused.code(), Code::KeyRingMissing);
    wrong.close().await;
    let store = bench.open().await;
    assert!(!store.is_indexed().await.expect("asked"));
    assert!(named(&store, "王小明").await.is_empty());
    let mut told = Vec::new();
    assert_eq!(store.reindex(|done| told.push(done)).await.expect("filed"), 1);
    assert_eq!(told, [1]);
    assert!(store.is_indexed().await.expect("asked"));
    assert_eq!(named(&store, "王小明").await, [person]);
}
