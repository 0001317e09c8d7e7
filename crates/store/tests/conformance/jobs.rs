//! Jobs and files.

use kernel::{Classified, Code, FileId, JobId, PageRequest, Span, UserId};
use store::{
    BlobRow, CHUNK, JobEnd, JobFilter, JobRow, JobState, KeyRing, Lease, NewBlob, Scope, Store, Wanted,
};

use crate::bench::{Bench, at, county, id, nth, path, ring, user};

fn job(n: u128, submitted: i64) -> JobRow {
    JobRow {
        id: JobId(nth(n)),
        kind: "count".into(),
        area: county(),
        user: user(),
        post: None,
        state: "queued".into(),
        params: "{}".into(),
        done: 0,
        total: None,
        place: None,
        submitted_at: at(submitted),
        started_at: None,
        finished_at: None,
        result: None,
        error: None,
        cancel_requested: false,
        attempts: 0,
        lease_holder: None,
        lease_until: None,
    }
}

fn lease(holder: &str, now: i64) -> Lease {
    Lease { holder: id(holder), now: at(now), length: Span::from_micros(30_000_000) }
}

async fn put(store: &Store, rows: &[JobRow]) {
    let rows = rows.to_vec();
    store
        .write(Wanted::nothing(), move |work| {
            rows.iter().for_each(|row| work.put_job(row));
            Box::pin(async { Ok(()) })
        })
        .await
        .expect("queued");
}

async fn claim(store: &Store, lease: Lease) -> Option<JobRow> {
    let claimed = store
        .write(Wanted::nothing(), move |work| Box::pin(async move { work.claim_job(lease).await }))
        .await;
    claimed.expect("asked")
}

async fn renew(store: &Store, of: JobId, lease: Lease, done: i64) -> Option<bool> {
    store
        .write(Wanted::nothing(), move |work| {
            Box::pin(async move { work.renew_job(of, lease, done, Some(9), Some("[3]")).await })
        })
        .await
        .expect("renewed")
}

async fn end(store: &Store, of: JobId, holder: &str, state: JobState) -> bool {
    let holder = id(holder);
    store
        .write(Wanted::nothing(), move |work| {
            let end = JobEnd { state, done: 9, total: Some(9), result: Some("{}".into()), error: None };
            Box::pin(async move { work.end_job(of, holder, &end, at(200)).await })
        })
        .await
        .expect("ended")
}

async fn seen(store: &Store, of: JobId) -> JobRow {
    store.job(&Scope::system(), of).await.expect("read").expect("a job")
}

pub async fn a_job_has_one_process_at_a_time(bench: Bench) {
    let store = bench.open().await;
    put(&store, &[job(1, 0), job(2, 1)]).await;
    let first = claim(&store, lease("a", 10)).await.expect("the oldest");
    assert_eq!((first.id, first.attempts, first.started_at), (JobId(nth(1)), 1, Some(at(10))));
    assert_eq!(claim(&store, lease("b", 11)).await.map(|row| row.id), Some(JobId(nth(2))));
    assert_eq!(claim(&store, lease("c", 12)).await, None);
    assert!(!store.has_free_job(at(12)).await.expect("asked"));
    // The second lives, the first falls silent.
    assert_eq!(renew(&store, JobId(nth(2)), lease("b", 35), 4).await, Some(false));
    assert!(store.has_free_job(at(40)).await.expect("asked"));
    let again = claim(&store, lease("c", 40)).await.expect("its process is silent");
    assert_eq!((again.id, again.attempts, again.started_at), (first.id, 2, Some(at(10))));
    // What the dead process says after all does not count.
    assert_eq!(renew(&store, first.id, lease("a", 41), 5).await, None);
    assert!(!end(&store, first.id, "a", JobState::Failed).await);
    assert!(end(&store, first.id, "c", JobState::Done).await);
    let done = seen(&store, first.id).await;
    assert_eq!((done.state.as_str(), done.finished_at, done.lease_holder), ("done", Some(at(200)), None));
    assert_eq!(claim(&store, lease("d", 1000)).await.map(|row| row.place), Some(Some("[3]".to_owned())));
}

pub async fn a_waiting_job_is_cancelled_at_once(bench: Bench) {
    let store = bench.open().await;
    put(&store, &[job(1, 0), job(2, 1)]).await;
    claim(&store, lease("a", 10)).await.expect("the first");
    let cancel = async |n: u128| {
        let of = JobId(nth(n));
        let row = store
            .write(Wanted::nothing(), move |work| Box::pin(async move { work.cancel_job(of, at(20)).await }))
            .await;
        row.expect("asked").map(|row| (row.state, row.finished_at))
    };
    assert_eq!(cancel(2).await, Some(("cancelled".to_owned(), Some(at(20)))));
    assert_eq!(cancel(1).await, Some(("running".to_owned(), None)));
    assert_eq!(cancel(3).await, None);
    assert_eq!(renew(&store, JobId(nth(1)), lease("a", 21), 1).await, Some(true));
    let of = JobId(nth(1));
    store
        .write(Wanted::nothing(), move |work| Box::pin(async move { work.release_job(of, id("a")).await }))
        .await
        .expect("given back");
    assert_eq!(claim(&store, lease("b", 22)).await.map(|row| row.cancel_requested), Some(true));
}

pub async fn jobs_are_seen_by_owner_and_area(bench: Bench) {
    let store = bench.open().await;
    put(&store, &[job(1, 0), job(2, 1), job(3, 2)]).await;
    let mine = Scope::new(user(), Vec::new(), "test");
    let stranger = UserId(id("stranger"));
    let filter = JobFilter::default();
    for (scope, count) in [
        (mine.clone(), 3),
        (Scope::new(stranger, Vec::new(), "test"), 0),
        (Scope::new(stranger, vec![path(&["CN", "14"])], "test"), 3),
        (Scope::new(stranger, vec![path(&["CN", "14", "14010"])], "test"), 0),
    ] {
        let found = store.jobs(&scope, &filter, &PageRequest::default()).await.expect("read").items;
        assert_eq!(found.len(), count, "{scope:?}");
        assert_eq!(store.job(&scope, JobId(nth(2))).await.expect("read").is_some(), count > 0);
    }
    let two = PageRequest { limit: 2, after: None };
    let page = store.jobs(&mine, &filter, &two).await.expect("read");
    let rest = PageRequest { limit: 2, after: page.next };
    assert_eq!(page.items.iter().map(|row| row.id).collect::<Vec<_>>(), [JobId(nth(3)), JobId(nth(2))]);
    assert_eq!(store.jobs(&mine, &filter, &rest).await.expect("read").items.len(), 1);
    let running = JobFilter { state: Some(JobState::Running), ..JobFilter::default() };
    assert!(store.jobs(&mine, &running, &two).await.expect("read").items.is_empty());
}

fn blob(n: u128, of: Option<JobId>, expires: i64) -> NewBlob {
    NewBlob {
        id: FileId(nth(n)),
        user: user(),
        job: of,
        name: Classified::new("list.csv".to_owned()),
        media_type: "text/csv".into(),
        guard: "{}".into(),
        created_at: at(0),
        expires_at: at(expires),
    }
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|n| u8::try_from(n % 251).expect("small")).collect()
}

async fn written(store: &Store, new: NewBlob, content: &[u8]) -> BlobRow {
    let mut file = store.begin_blob(new, [7; 44]).await.expect("begun");
    for part in content.chunks(300_000) {
        file.write(part).await.expect("taken");
    }
    file.finish().await.expect("whole")
}

pub async fn files_come_back_in_chunks(bench: Bench) {
    let store = bench.open().await;
    for (n, length) in [(1, 0), (2, 1), (3, CHUNK), (4, 2 * CHUNK + 5)] {
        let content = bytes(length);
        let row = written(&store, blob(n, None, 100), &content).await;
        assert_eq!(row.length, i64::try_from(length).ok());
        let mine = Scope::new(user(), Vec::new(), "test");
        let found = store.blob(&mine, row.id).await.expect("read").expect("a file");
        assert_eq!(found, row);
        let mut reader = store.read_blob(found).expect("opened");
        let mut back = Vec::new();
        while let Some(part) = reader.next().await.expect("sound") {
            assert!(!part.is_empty() && part.len() <= CHUNK);
            back.extend(part);
        }
        assert!(back == content, "{length} bytes");
        assert_eq!(reader.next().await.expect("still the end"), None);
        let stranger = Scope::new(UserId(id("stranger")), Vec::new(), "test");
        assert_eq!(store.blob(&stranger, row.id).await.expect("read"), None);
    }
}

pub async fn a_file_that_is_not_whole_is_not_given(bench: Bench) {
    let store = bench.open().await;
    let mut begun = store.begin_blob(blob(1, None, 100), [7; 44]).await.expect("begun");
    begun.write(&bytes(CHUNK)).await.expect("taken");
    let row = store.blob(&Scope::system(), FileId(nth(1))).await.expect("read").expect("begun");
    assert_eq!(store.read_blob(row).err().map(|e| e.code()), Some(Code::FileIncomplete));
    let row = written(&store, blob(2, None, 100), &bytes(2 * CHUNK)).await;
    // Under another ring its key does not open.
    let other = KeyRing::new(2, [(2, [2; 32])]).expect("a ring");
    bench.meddle("DELETE FROM blob_chunk WHERE seq = 1").await;
    let mut reader = store.read_blob(row).expect("opened");
    assert!(reader.next().await.expect("the first chunk").is_some());
    assert_eq!(reader.next().await.err().map(|e| e.code()), Some(Code::FileIncomplete));
    bench.meddle("UPDATE blob_chunk SET seq = 1").await;
    let row = store.blob(&Scope::system(), FileId(nth(2))).await.expect("read").expect("a file");
    let moved = store.read_blob(row.clone()).expect("opened");
    assert_eq!(moved.chunk(1).await.err().map(|e| e.code()), Some(Code::KeyRingMissing));
    store.close().await;
    let store = bench.open_with(other).await;
    assert_eq!(store.read_blob(row).err().map(|e| e.code()), Some(Code::KeyRingMissing));
}

pub async fn files_go_when_their_time_is_over(bench: Bench) {
    let store = bench.open().await;
    let of = Some(JobId(nth(9)));
    for (n, made_by, expires) in [(1, None, 50), (2, None, 60), (3, of, 100), (4, of, 100)] {
        written(&store, blob(n, made_by, expires), &bytes(CHUNK + 1)).await;
    }
    let left = async || {
        let mut left = Vec::new();
        for n in 1..=4 {
            if store.blob(&Scope::system(), FileId(nth(n))).await.expect("read").is_some() {
                left.push(n);
            }
        }
        left
    };
    assert_eq!(store.delete_expired_blobs(at(49)).await.expect("swept"), 0);
    assert_eq!(store.delete_expired_blobs(at(50)).await.expect("swept"), 1);
    assert_eq!(left().await, [2, 3, 4]);
    let mine = Scope::new(user(), Vec::new(), "test");
    assert_eq!(store.blobs_of(&mine, JobId(nth(9))).await.expect("read").len(), 2);
    assert_eq!(store.delete_blobs_of(JobId(nth(9))).await.expect("swept"), 2);
    assert_eq!(left().await, [2]);
    let discarded = store.begin_blob(blob(5, None, 100), [7; 44]).await.expect("begun");
    discarded.discard().await.expect("gone");
    assert_eq!(store.blob(&Scope::system(), FileId(nth(5))).await.expect("read"), None);
}

pub async fn rotation_wraps_the_keys_of_files_again(bench: Bench) {
    let store = bench.open_with(ring()).await;
    let row = written(&store, blob(1, None, 100), b"content").await;
    store.close().await;
    let both = KeyRing::new(2, [(1, [1; 32]), (2, [2; 32])]).expect("a ring");
    let store = bench.open_with(both).await;
    // The file, and the key of the search index.
    assert_eq!(store.rewrap("totp", || [3; 12], |_| ()).await.expect("wrapped"), 2);
    assert_eq!(store.rewrap("totp", || [3; 12], |_| ()).await.expect("nothing is left"), 0);
    store.close().await;
    let store = bench.open_with(KeyRing::new(2, [(2, [2; 32])]).expect("a ring")).await;
    let found = store.blob(&Scope::system(), row.id).await.expect("read").expect("a file");
    let mut reader = store.read_blob(found).expect("opened");
    assert_eq!(reader.next().await.expect("sound").as_deref(), Some(&b"content"[..]));
}
