//! Backup, restore and the move between databases.

use std::path::Path;

use age::secrecy::ExposeSecret as _;
use kernel::{Classified, Code, PersonId, PersonalField};
use store::{Lock, NewPerson, Portrait, Scope, SessionRow, Store, Unlock, Wanted};

use crate::bench::{Bench, at, case, case_subject, county, fact, id, key, nth, obligation, ring, user};

/// Fills a store with rows of many kinds; `facts` facts among them.
async fn fill(store: &Store, facts: usize) {
    store
        .write(Wanted::nothing(), move |work| {
            Box::pin(async move {
                let recorded_at = work.recorded_at(at(20)).at;
                for n in 0..facts {
                    let name = format!("fact {n}");
                    work.append(store::JournalEntry { recorded_at, ..fact(&name, 20, case_subject(&name)) })?;
                }
                Ok(())
            })
        })
        .await
        .expect("written");
    store
        .write(Wanted::nothing(), |work| {
            Box::pin(async move {
                let person = NewPerson {
                    id: PersonId(id("person")),
                    area: county(),
                    household: None,
                    sex: Some("f".into()),
                    birth_year: Some(1971),
                    recorded_at: at(1),
                    values: vec![(PersonalField::Name, Classified::new("王小明".to_owned()))],
                };
                work.put_person(person, [5; 64])?;
                work.put_session(&SessionRow {
                    token_hash: vec![7; 32],
                    user: user(),
                    created_at: at(1),
                    last_seen_at: at(1),
                    expires_at: at(1000),
                    ended_at: None,
                    by_provider: true,
                    factor_by_provider: false,
                });
                work.put_command_key(&key("one"));
                work.put(&case(nth(1), 1, 5, "open"));
                let mut owed = obligation(1, case_subject("a"), 10, 20);
                owed.opened_fact = kernel::FactId(id("fact 0"));
                work.put_obligation(&owed);
                Ok(())
            })
        })
        .await
        .expect("written");
}

fn there(path: &Path) -> Unlock {
    assert!(path.exists());
    Unlock::Nothing
}

async fn portrait(bench: &Bench) -> Portrait {
    store::portrait(&bench.url, at(0)).await.expect("readable")
}

/// Everything but the sessions, which a restore ends.
fn kept(portrait: &Portrait) -> Vec<&store::Section> {
    portrait.sections.iter().filter(|section| section.table != "session").collect()
}

fn others() -> Vec<Bench> {
    std::iter::once(Bench::sqlite()).chain(Bench::postgres()).collect()
}

pub async fn a_backup_comes_back_fact_by_fact(bench: Bench) {
    let store = bench.open().await;
    // More than a block, so that pages meet.
    fill(&store, 1001).await;
    let (facts, _) = store.replay(None, 2000).await.expect("read");
    let folder = testkit::temp_folder();
    let file = folder.path().join("a.backup");
    let mut told = Vec::new();
    let made =
        store::backup(&bench.url, &file, None, None, at(30), &mut |done, total| told.push((done, total)))
            .await
            .expect("made beside the open store");
    assert_eq!(told.last(), Some(&(made.header.rows(), made.header.rows())));
    assert_eq!((made.header.node, made.header.engine.as_str()), (id("node"), store.engine()));
    store.close().await;
    assert_eq!(portrait(&bench).await.sections, made.sections);
    let checked = store::check(&file, &there(&file), &mut |_, _| ()).expect("whole");
    assert_eq!((&checked.header, &checked.sections), (&made.header, &made.sections));
    for other in others() {
        store::restore(&file, &Unlock::Nothing, &other.url, at(40), &mut |_, _| ()).await.expect("restored");
        let store = other.open().await;
        assert_eq!(store.node(), id("node"));
        let (again, _) = store.replay(None, 2000).await.expect("read");
        assert_eq!(again, facts);
        assert!(store.verify().await.expect("verifies").is_sound());
        assert!(store.sessions_of(user(), at(41)).await.expect("read").is_empty(), "no session lives on");
        let note = store::AuditNote {
            id: id("look"),
            at: at(50),
            post: None,
            kind: store::AuditKind::Look,
            action: "test".into(),
            detail: Vec::new(),
        };
        let scope = Scope::new(user(), vec![county()], "test");
        let persons = [PersonId(id("person"))];
        let values = store.personal(&scope, &persons, &[PersonalField::Name], note).await.expect("opened");
        assert_eq!(values[0].1[0].1.expose(), "王小明");
        // The chain goes on where it ended.
        fill_one_more(&store).await;
        assert!(store.verify().await.expect("verifies").is_sound());
        store.close().await;
    }
    assert_eq!(
        store::backup(&bench.url, &file, None, None, at(30), &mut |_, _| ()).await.map_err(|e| e.code()),
        Err(Code::BackupExists)
    );
}

async fn fill_one_more(store: &Store) {
    store
        .write(Wanted::nothing(), |work| {
            Box::pin(async move {
                let recorded_at = work.recorded_at(at(60)).at;
                work.append(store::JournalEntry { recorded_at, ..fact("later", 60, case_subject("later")) })
            })
        })
        .await
        .expect("written");
}

pub async fn a_damaged_backup_is_refused_whole(bench: Bench) {
    let store = bench.open().await;
    fill(&store, 30).await;
    store.close().await;
    let folder = testkit::temp_folder();
    let file = folder.path().join("a.backup");
    store::backup(&bench.url, &file, None, None, at(30), &mut |_, _| ()).await.expect("made");
    let whole = std::fs::read(&file).expect("read");
    let half = whole.len() / 2;
    let mut flipped = whole.clone();
    flipped[half] ^= 1;
    let mut longer = whole.clone();
    longer.extend_from_slice(b"more");
    let cases: [(&str, Vec<u8>, &[&str]); 7] = [
        ("empty", Vec::new(), &["truncated"]),
        ("of another kind", b"PK\x03\x04 a workbook".to_vec(), &["not_a_backup"]),
        ("cut in the middle", whole[..half].to_vec(), &["truncated"]),
        ("without its last byte", whole[..whole.len() - 1].to_vec(), &["truncated"]),
        ("with another bit", flipped, &["altered", "truncated"]),
        ("with something behind", longer, &["trailing", "altered", "truncated"]),
        ("a beginning of one", whole[..20].to_vec(), &["truncated"]),
    ];
    let empty = Bench::sqlite();
    for (name, bytes, faults) in cases {
        std::fs::write(&file, bytes).expect("written");
        let refused = store::restore(&file, &Unlock::Nothing, &empty.url, at(40), &mut |_, _| ())
            .await
            .expect_err(name);
        assert_eq!(refused.code(), Code::BackupUnreadable, "{name}: {refused:?}");
        let fault = refused.argument("fault").expect("a fault");
        assert!(faults.contains(&fault), "{name}: {fault}");
    }
    assert!(!Path::new(empty.url.trim_start_matches("sqlite:")).exists(), "nothing was begun");
}

pub async fn an_encrypted_backup_opens_by_its_key_alone(bench: Bench) {
    let store = bench.open().await;
    fill(&store, 3).await;
    store.close().await;
    let folder = testkit::temp_folder();
    let file = folder.path().join("a.backup");
    let ring = ring().to_text();
    let in_the_open = store::backup(&bench.url, &file, None, Some(&ring), at(30), &mut |_, _| ()).await;
    assert_eq!(in_the_open.map_err(|e| e.code()), Err(Code::BackupKeysInTheOpen));
    let phrase = |text: &str| Classified::new(text.to_owned());
    let lock = Lock::Passphrase(phrase("correct horse"));
    store::backup(&bench.url, &file, Some(&lock), Some(&ring), at(30), &mut |_, _| ()).await.expect("made");
    assert!(store::is_encrypted(&file).expect("read"));
    let bytes = std::fs::read(&file).expect("read");
    assert!(!bytes.windows(6).any(|window| window == b"person"));
    let found = store::check(&file, &Unlock::Passphrase(phrase("correct horse")), &mut |_, _| ());
    assert_eq!(found.expect("whole").keys.as_deref().map(String::as_str), Some(ring.as_str()));
    for wrong in [
        Unlock::Nothing,
        Unlock::Passphrase(phrase("wrong horse")),
        Unlock::Identities(phrase("AGE-SECRET-KEY-1NONSENSE")),
    ] {
        let refused = store::check(&file, &wrong, &mut |_, _| ()).map(drop);
        assert_eq!(refused.map_err(|e| e.code()), Err(Code::BackupLocked), "{wrong:?}");
    }
    // Cut short behind the lock it is refused as well.
    std::fs::write(&file, &bytes[..bytes.len() - 40]).expect("written");
    let cut = store::check(&file, &Unlock::Passphrase(phrase("correct horse")), &mut |_, _| ()).map(drop);
    assert_eq!(cut.map_err(|e| e.code()), Err(Code::BackupUnreadable));
    // To a public key; who has the secret one reads it.
    let second = folder.path().join("b.backup");
    let identity = age::x25519::Identity::generate();
    let lock = Lock::Recipients(vec![identity.to_public().to_string()]);
    store::backup(&bench.url, &second, Some(&lock), None, at(30), &mut |_, _| ()).await.expect("made");
    let secret = identity.to_string();
    let identity = Unlock::Identities(phrase(&format!("# mine\n{}\n", secret.expose_secret())));
    assert!(store::check(&second, &identity, &mut |_, _| ()).expect("whole").keys.is_none());
    let nobody = Lock::Recipients(vec!["age1nobody".to_owned()]);
    let third = folder.path().join("c.backup");
    let refused = store::backup(&bench.url, &third, Some(&nobody), None, at(30), &mut |_, _| ()).await;
    assert_eq!(refused.map_err(|e| e.code()), Err(Code::InvalidValue));
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("read").map(|e| e.expect("e").path()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

pub async fn only_an_empty_database_takes_a_backup(bench: Bench) {
    let store = bench.open().await;
    fill(&store, 3).await;
    store.close().await;
    let folder = testkit::temp_folder();
    let file = folder.path().join("a.backup");
    store::backup(&bench.url, &file, None, None, at(30), &mut |_, _| ()).await.expect("made");
    let before = portrait(&bench).await;
    let restore = |url: String| {
        let file = file.clone();
        async move {
            store::restore(&file, &Unlock::Nothing, &url, at(40), &mut |_, _| ())
                .await
                .map(drop)
                .map_err(|error| error.code())
        }
    };
    assert_eq!(restore(bench.url.clone()).await, Err(Code::NotEmpty));
    let copied = store::copy(&bench.url, &bench.url, at(40), &mut |_, _| ()).await;
    assert!(matches!(copied.map_err(|e| e.code()), Err(Code::NotEmpty)));
    assert_eq!(portrait(&bench).await.sections, before.sections, "nothing was touched");
    for other in others() {
        // Opened and never used, it is empty; open, it is not free.
        let store = other.open().await;
        assert_eq!(restore(other.url.clone()).await, Err(Code::DatabaseLocked));
        store.close().await;
        restore(other.url.clone()).await.expect("restored");
        assert_eq!(restore(other.url.clone()).await, Err(Code::NotEmpty));
    }
    let somebody = Bench::sqlite();
    somebody.open().await.close().await;
    somebody.meddle("CREATE TABLE theirs (x INTEGER)").await;
    assert_eq!(restore(somebody.url.clone()).await, Err(Code::NotEmpty));
}

pub async fn a_restore_that_was_broken_off_is_begun_again(bench: Bench) {
    let full = Bench::sqlite();
    let store = full.open().await;
    fill(&store, 3).await;
    store.close().await;
    let folder = testkit::temp_folder();
    let file = folder.path().join("a.backup");
    store::backup(&full.url, &file, None, None, at(30), &mut |_, _| ()).await.expect("made");
    // As a killed restore leaves it: the mark, and some rows.
    let store = bench.open().await;
    fill(&store, 1).await;
    store.close().await;
    bench.meddle("INSERT INTO meta (key, value) VALUES ('restoring', '1')").await;
    let half = Store::open(bench.options(ring())).await.map(drop);
    assert_eq!(half.map_err(|e| e.code()), Err(Code::Restoring));
    let third = folder.path().join("b.backup");
    let backed_up = store::backup(&bench.url, &third, None, None, at(30), &mut |_, _| ()).await;
    assert_eq!(backed_up.map_err(|e| e.code()), Err(Code::Restoring));
    store::restore(&file, &Unlock::Nothing, &bench.url, at(40), &mut |_, _| ()).await.expect("restored");
    assert_eq!(kept(&portrait(&bench).await), kept(&portrait(&full).await));
}

pub async fn a_backup_sees_one_moment_while_others_write(bench: Bench) {
    let store = bench.open().await;
    fill(&store, 200).await;
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for n in 0..200 {
                let name = format!("during {n}");
                store
                    .write(Wanted::nothing(), move |work| {
                        let name = name.clone();
                        Box::pin(async move {
                            let recorded_at = work.recorded_at(at(25)).at;
                            work.append(store::JournalEntry {
                                recorded_at,
                                ..fact(&name, 25, case_subject(&name))
                            })
                        })
                    })
                    .await
                    .expect("written");
            }
        })
    };
    let folder = testkit::temp_folder();
    let file = folder.path().join("a.backup");
    store::backup(&bench.url, &file, None, None, at(30), &mut |_, _| ()).await.expect("made");
    writing.await.expect("written");
    assert_eq!(store.verify().await.expect("verifies").facts, 400);
    store.close().await;
    let other = Bench::sqlite();
    store::restore(&file, &Unlock::Nothing, &other.url, at(40), &mut |_, _| ()).await.expect("restored");
    let store = other.open().await;
    let report = store.verify().await.expect("verifies");
    assert!(report.is_sound() && (200..=400).contains(&report.facts), "{report:?}");
    store.close().await;
}

pub async fn there_and_back_is_the_same(bench: Bench) {
    let store = bench.open().await;
    fill(&store, 50).await;
    store.close().await;
    let before = portrait(&bench).await;
    let Some(between) =
        (if bench.url.starts_with("sqlite:") { Bench::postgres() } else { Some(Bench::sqlite()) })
    else {
        return;
    };
    store::copy(&bench.url, &between.url, at(40), &mut |_, _| ()).await.expect("copied");
    let last = if bench.url.starts_with("sqlite:") { Some(Bench::sqlite()) } else { Bench::postgres() };
    let last = last.expect("as the first");
    store::copy(&between.url, &last.url, at(40), &mut |_, _| ()).await.expect("copied back");
    // Table by table, by the sums of all rows.
    assert_eq!(portrait(&between).await.sections, before.sections);
    assert_eq!(portrait(&last).await.sections, before.sections);
    assert_eq!(before.sections.len(), store::TABLES.len());
    assert!(before.sections.iter().filter(|section| section.rows > 0).count() > 7);
}
