//! Commands: somebody with fever is taken in, seen and reported.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use app::commands::{FeverInput, NewPersonInput, PersonInput};
use app::{App, Key};
use kernel::{AreaCode, Classified, PersonalField};
use serde_json::{Value, json};
use testkit::Latencies;

use crate::Outcome;
use crate::client::{Connection, Request};
use crate::files::somebody;
use crate::report::{Report, Target};
use crate::server::Server;
use crate::stopwatch::Stopwatch;

/// Connections that send at the same time, each waiting for its answer.
const CLIENTS: usize = 64;
/// Time that does not count.
const WARM_UP: Duration = Duration::from_secs(2);

fn report_of(n: usize, area: &str) -> Value {
    json!({
        "new_person": {
            "area": area, "sex": if n.is_multiple_of(2) { "f" } else { "m" },
            "birth_year": 1940 + n % 80, "name": somebody(n).name, "phone": format!("139{:08}", n % 100_000_000),
        },
        "symptoms": ["fever", "cough"],
        "temperature_c": 38.4,
        "report": true,
    })
}

/// Sends commands over HTTP from as many connections as a busy hour has, on a
/// thread of their own.
pub fn measure(server: &Server, report: &Report, seconds: u64) -> Outcome {
    let (port, sentinels) = (server.port, server.sentinels.clone());
    let clients = thread::spawn(move || -> Outcome<(Latencies, Vec<String>, Duration)> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(send_all(port, sentinels, Duration::from_secs(seconds)))
    });
    let (times, refused, time) = clients.join().map_err(|_| "the clients panicked")??;
    if let Some(first) = refused.first() {
        return Err(format!("{} commands refused, the first: {first}", refused.len()).into());
    }
    report.rate(
        "commands over HTTP",
        times.len() as f64 / time.as_secs_f64(),
        Some(&times),
        times.len(),
        Target::PerSecond(2000.0),
        &format!(
            "{CLIENTS} connections, each waiting for its answer; POST /sentinel_reports: a new person with sealed name \
             and telephone, fever seen and reported: 3 facts, 2 obligations opened (one met at once, one stays \
             open), acknowledged after fsync; clients and server share the processor"
        ),
    );
    Ok(())
}

async fn send_all(
    port: u16,
    sentinels: Vec<(String, String)>,
    time: Duration,
) -> Outcome<(Latencies, Vec<String>, Duration)> {
    let next = Arc::new(AtomicUsize::new(0));
    let watch = Arc::new(Stopwatch::start());
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let (next, watch) = (next.clone(), watch.clone());
        let (token, area) = sentinels[client % sentinels.len()].clone();
        clients.push(tokio::spawn(async move {
            let mut connection = Connection::open(port).await?;
            let (mut times, mut refused) = (Latencies::new(), Vec::new());
            while watch.elapsed() < WARM_UP + time {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let request = Request {
                    method: "POST",
                    path: "/api/v1/sentinel_reports".to_owned(),
                    token: token.clone(),
                    key: Some(format!("bench-{n}")),
                    body: report_of(n, &area).to_string(),
                };
                let one = Stopwatch::start();
                let answer = connection.send(&request).await?;
                let took = one.elapsed();
                if !(200..300).contains(&answer.status) {
                    refused.push(format!("{} {}", answer.status, String::from_utf8_lossy(&answer.body)));
                    break;
                }
                let now = watch.elapsed();
                if now > WARM_UP && now <= WARM_UP + time {
                    times.add(took);
                }
            }
            Ok::<_, std::io::Error>((times, refused))
        }));
    }
    let (mut times, mut refused) = (Latencies::new(), Vec::new());
    for client in clients {
        let (of_client, refused_by) = client.await??;
        times.merge(of_client);
        refused.extend(refused_by);
    }
    Ok((times, refused, time))
}

/// The same commands from as many tasks, without HTTP between: what the
/// interface costs is the difference.
pub async fn without_http(app: &App, server: &Server, report: &Report, seconds: u64) -> Outcome {
    let time = Duration::from_secs(seconds);
    let watch = Arc::new(Stopwatch::start());
    let mut tasks = Vec::new();
    for task in 0..CLIENTS {
        let (token, area) = &server.sentinels[task % server.sentinels.len()];
        let caller = app.authenticate(token).await?;
        let area = app.path_of(&AreaCode::new(area.clone())?)?;
        let (app, watch) = (app.clone(), watch.clone());
        tasks.push(tokio::spawn(async move {
            let mut times = Latencies::new();
            let mut n = 0;
            while watch.elapsed() < time {
                n += 1;
                let text = format!("inside-{task}-{n}");
                let key = Key::new(&*text, "bench", &text)?;
                let input = FeverInput {
                    person: PersonInput::New(NewPersonInput {
                        area: area.clone(),
                        sex: Some("f".to_owned()),
                        birth_year: Some(1980),
                        values: vec![
                            (PersonalField::Name, Classified::new(somebody(n).name)),
                            (PersonalField::Phone, Classified::new(format!("139{n:08}"))),
                        ],
                        known_duplicate: false,
                    }),
                    unit: None,
                    disease: None,
                    symptoms: vec!["fever".to_owned(), "cough".to_owned()],
                    temperature_c: Some(38.4),
                    seen_at: None,
                    report: true,
                };
                let one = Stopwatch::start();
                app.report_fever(&caller, Some(&key), input).await?;
                times.add(one.elapsed());
            }
            Ok::<_, kernel::Error>(times)
        }));
    }
    let mut times = Latencies::new();
    for task in tasks {
        times.merge(task.await??);
    }
    report.rate(
        "the same commands without HTTP",
        times.len() as f64 / watch.elapsed().as_secs_f64(),
        Some(&times),
        times.len(),
        Target::None,
        "the use case called by 64 tasks in the server's process",
    );
    Ok(())
}
