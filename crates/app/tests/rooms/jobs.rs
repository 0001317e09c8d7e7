//! Long work: carried out once, stopped when asked, taken up after a crash; and
//! the files that it reads and makes.

use app::audit::AuditFilter;
use app::files::{BlockingFile, FileGuard, NewFile};
use app::jobs::{JobFault, JobFilter, JobKind, JobRow, NewJob, Runner, Running, Working};
use app::{App, Key};
use authz::Role;
use kernel::{AreaCode, Code, JobId, PageRequest, Span};
use serde_json::{Value, json};
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc, watch};

use crate::town::{HOME, NEXT, Town, refused};

/// Counts to its parameter, a step whenever it is let.
struct Count {
    resumable: bool,
    steps: Arc<Semaphore>,
    /// Held while it counts: free again means that its task is gone.
    at_work: Arc<Semaphore>,
    reached: mpsc::UnboundedSender<u64>,
}

impl JobKind for Count {
    fn name(&self) -> &'static str {
        "count"
    }
    fn resumable(&self) -> bool {
        self.resumable
    }
    fn run(&self, _: App, job: Running) -> Working {
        let (steps, reached) = (self.steps.clone(), self.reached.clone());
        let at_work = self.at_work.clone();
        Box::pin(async move {
            let _at_work = at_work.acquire_owned().await.expect("open");
            let to: u64 = job.params()?;
            let from: u64 = job.place()?.unwrap_or(0);
            for n in from..to {
                steps.acquire().await.expect("open").forget();
                job.progress(n + 1, Some(to));
                job.save(&(n + 1)).await?;
                reached.send(n + 1).expect("somebody counts along");
            }
            assert!(to != 13, "an unlucky number");
            Ok(json!({ "counted": to - from }))
        })
    }
}

struct Counting {
    steps: Arc<Semaphore>,
    at_work: Arc<Semaphore>,
    reached: mpsc::UnboundedReceiver<u64>,
    kind: Arc<dyn JobKind>,
    _stop: watch::Sender<bool>,
    stopping: watch::Receiver<bool>,
}

fn counting(resumable: bool, steps: usize) -> Counting {
    let (sender, reached) = mpsc::unbounded_channel();
    let (stop, stopping) = watch::channel(false);
    let steps = Arc::new(Semaphore::new(steps));
    let at_work = Arc::new(Semaphore::new(1));
    let kind = Arc::new(Count { resumable, steps: steps.clone(), at_work: at_work.clone(), reached: sender });
    Counting { steps, at_work, reached, kind, _stop: stop, stopping }
}

impl Counting {
    fn runner(&self, town: &Town) -> Runner {
        Runner::with_kinds(town.app.clone(), vec![self.kind.clone()])
    }
    async fn run(&self, town: &Town) -> bool {
        let mut stopping = self.stopping.clone();
        self.runner(town).run_next(&mut stopping).await.expect("looked")
    }
}

async fn submit(town: &Town, to: u64) -> JobRow {
    let new = NewJob { kind: "count", area: town.path(HOME), params: json!(to) };
    town.app.submit_job(&town.cdc(), None, new).await.expect("queued")
}

async fn seen(town: &Town, id: JobId) -> JobRow {
    town.app.job(&town.cdc(), id).await.expect("read")
}

fn result(row: &JobRow) -> Value {
    serde_json::from_str(row.result.as_deref().expect("a result")).expect("JSON")
}

pub async fn a_job_is_carried_out_once(town: Town) {
    let counting = counting(true, 10);
    let key = |to: u64| Key::new("once", "count", &to).expect("a key");
    let new = |to: u64| NewJob { kind: "count", area: town.path(HOME), params: json!(to) };
    let first = town.app.submit_job(&town.cdc(), Some(&key(3)), new(3)).await.expect("queued");
    let again = town.app.submit_job(&town.cdc(), Some(&key(3)), new(3)).await.expect("known");
    assert_eq!((again.id, again.state.as_str()), (first.id, "queued"));
    assert_eq!(refused(town.app.submit_job(&town.cdc(), Some(&key(4)), new(4)).await), Code::KeyReused);
    assert!(counting.run(&town).await);
    assert!(!counting.run(&town).await);
    let done = seen(&town, first.id).await;
    assert_eq!((done.state.as_str(), done.done, done.total), ("done", 3, Some(3)));
    assert_eq!(result(&done), json!({ "counted": 3 }));
    assert_eq!(refused(town.app.cancel_job(&town.cdc(), first.id).await), Code::JobEnded);
}

pub async fn a_job_stops_at_its_next_step(town: Town) {
    let mut counting = counting(true, 1);
    let (first, second) = (submit(&town, 5).await, submit(&town, 5).await);
    let cancelled = town.app.cancel_job(&town.cdc(), second.id).await.expect("cancelled");
    assert_eq!(cancelled.state, "cancelled");
    let runner = counting.runner(&town);
    let mut stopping = counting.stopping.clone();
    let running = tokio::spawn(async move { runner.run_next(&mut stopping).await });
    assert_eq!(counting.reached.recv().await, Some(1));
    let running_job = seen(&town, first.id).await;
    assert_eq!((running_job.state.as_str(), running_job.done), ("running", 1));
    town.app.cancel_job(&town.cdc(), first.id).await.expect("asked");
    counting.steps.add_permits(5);
    running.await.expect("whole").expect("looked");
    let stopped = seen(&town, first.id).await;
    assert_eq!((stopped.state.as_str(), stopped.result), ("cancelled", None));
    assert!(!counting.run(&town).await);
}

pub async fn what_a_dead_process_left_is_taken_up(town: Town) {
    for resumable in [true, false] {
        let mut counting = counting(resumable, 2);
        let job = submit(&town, 5).await;
        let runner = counting.runner(&town);
        let mut stopping = counting.stopping.clone();
        let running = tokio::spawn(async move { runner.run_next(&mut stopping).await });
        assert_eq!(counting.reached.recv().await, Some(1));
        assert_eq!(counting.reached.recv().await, Some(2));
        // Dead: nobody prolongs its claim any more.
        running.abort();
        assert!(running.await.is_err());
        drop(counting.at_work.acquire().await.expect("open"));
        assert!(!counting.run(&town).await, "its claim still holds");
        counting.steps.add_permits(10);
        // A last prolongation may have been under way when it died.
        let mut taken_up = false;
        for _ in 0..3 {
            town.clock.advance(Span::minutes(1));
            taken_up = taken_up || counting.run(&town).await;
        }
        assert!(taken_up);
        let ended = seen(&town, job.id).await;
        assert_eq!(ended.attempts, 2);
        if resumable {
            assert_eq!((ended.state.as_str(), result(&ended)), ("done", json!({ "counted": 3 })));
        } else {
            let fault = JobFault::in_row(&ended).expect("a fault");
            assert_eq!((ended.state.as_str(), fault.code.as_str()), ("failed", "job.interrupted"));
        }
    }
}

pub async fn a_stopping_server_gives_its_job_back(town: Town) {
    let mut counting = counting(true, 1);
    let job = submit(&town, 3).await;
    let (stop, mut stopping) = watch::channel(false);
    let runner = counting.runner(&town);
    let running = tokio::spawn(async move { runner.run_next(&mut stopping).await });
    assert_eq!(counting.reached.recv().await, Some(1));
    stop.send(true).expect("it listens");
    running.await.expect("whole").expect("looked");
    assert_eq!(seen(&town, job.id).await.state, "queued");
    counting.steps.add_permits(5);
    assert!(counting.run(&town).await);
    assert_eq!(result(&seen(&town, job.id).await), json!({ "counted": 2 }));
}

pub async fn a_panic_fails_its_job_alone(town: Town) {
    let counting = counting(true, 20);
    let (unlucky, other) = (submit(&town, 13).await, submit(&town, 1).await);
    assert!(counting.run(&town).await && counting.run(&town).await);
    let failed = seen(&town, unlucky.id).await;
    let fault = JobFault::in_row(&failed).expect("a fault");
    assert_eq!((failed.state.as_str(), fault.code.as_str(), fault.args.len()), ("failed", "internal", 0));
    assert_eq!(seen(&town, other.id).await.state, "done");
}

pub async fn jobs_are_seen_by_owner_and_administrator(town: Town) {
    let job = submit(&town, 3).await;
    let page = PageRequest::default();
    for (role, area, sees) in [
        (Role::Epidemiologist, HOME, true),
        (Role::Administrator, HOME, true),
        (Role::Administrator, "CN", true),
        (Role::Administrator, NEXT, false),
        (Role::Epidemiologist, NEXT, false),
        (Role::Commander, HOME, false),
    ] {
        let who = town.who(role, area);
        let found = town.app.jobs(&who, &JobFilter::default(), &page).await.expect("read").items;
        assert_eq!(found.len(), usize::from(sees), "{role} {area}");
        if !sees {
            assert_eq!(refused(town.app.job(&who, job.id).await), Code::NotFound);
            assert_eq!(refused(town.app.cancel_job(&who, job.id).await), Code::NotFound);
        }
    }
}

pub async fn files_are_given_to_whom_they_belong(town: Town) {
    let cdc = town.cdc();
    let sentinel = town.who(Role::Sentinel, HOME);
    let refusal = town.app.receive_file(&sentinel, "list.csv", "text/csv").await.map(drop);
    assert_eq!(refused(refusal), Code::Forbidden);
    for (name, code) in [("a/b", Code::InvalidValue), ("a\nb", Code::InvalidValue)] {
        assert_eq!(refused(town.app.receive_file(&cdc, name, "text/csv").await.map(drop)), code);
    }
    let mut file = town.app.receive_file(&cdc, "list.csv", "text/csv").await.expect("begun");
    file.write(b"no,onset\n1,2022-07-01\n").await.expect("taken");
    let row = file.finish().await.expect("whole");
    let mut reader = town.app.open_file(&cdc, row.id).await.expect("opened");
    assert_eq!(reader.next().await.expect("sound").as_deref(), Some(&b"no,onset\n1,2022-07-01\n"[..]));
    let other = town.who(Role::Epidemiologist, NEXT);
    assert_eq!(refused(town.app.file(&other, row.id).await), Code::NotFound);

    // What its maker was allowed then does not count later.
    let needs = vec![("read_personal".to_owned(), vec![AreaCode::new(HOME).expect("sound")])];
    let new = NewFile {
        job: None,
        name: "cases.csv".to_owned(),
        media_type: "text/csv".to_owned(),
        guard: FileGuard { needs },
    };
    let guarded = town.app.begin_file(cdc.user, new).await.expect("begun").finish().await.expect("whole");
    town.app.open_file(&cdc, guarded.id).await.expect("opened");
    let mut without = town.who(Role::Commander, HOME);
    without.user = cdc.user;
    assert_eq!(refused(town.app.file(&without, guarded.id).await), Code::Forbidden);
    let auditor = town.who(Role::Auditor, HOME);
    let taken = AuditFilter { subject: Some(guarded.id.0), ..AuditFilter::default() };
    let looks = town.app.audit(&auditor, taken, &PageRequest::default()).await;
    assert_eq!(looks.expect("read").items.len(), 1);

    town.clock.advance(app::files::KEEP);
    assert_eq!(refused(town.app.file(&cdc, row.id).await), Code::NotFound);
    assert_eq!(town.app.tidy_files().await.expect("swept"), 2);
}

pub async fn a_file_is_read_from_any_place(town: Town) {
    let cdc = town.cdc();
    let content: Vec<u8> = (0..(1 << 20) + 500_u32).map(|n| u8::try_from(n % 251).expect("small")).collect();
    let mut file = town.app.receive_file(&cdc, "list.bin", "application/octet-stream").await.expect("begun");
    file.write(&content).await.expect("taken");
    let row = file.finish().await.expect("whole");
    let reader = town.app.open_file(&cdc, row.id).await.expect("opened");
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let mut file = BlockingFile::new(reader, runtime);
        let mut whole = Vec::new();
        file.read_to_end(&mut whole).expect("read");
        assert!(whole == content);
        for (to, at) in
            [(SeekFrom::Start(1 << 20), 1 << 20), (SeekFrom::End(-500), 1 << 20), (SeekFrom::Start(7), 7)]
        {
            file.seek(to).expect("there");
            let mut some = [0; 9];
            file.read_exact(&mut some).expect("read");
            assert_eq!(some, content[at..at + 9]);
        }
        assert!(file.seek(SeekFrom::Current(-100)).is_err());
    })
    .await
    .expect("whole");
}
