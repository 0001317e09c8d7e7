//! Questions: lists, details, boards, chains.

use kernel::Span;
use serde_json::Value;
use testkit::Latencies;

use crate::Outcome;
use crate::client::{Connection, Request};
use crate::plan::{Lot, Plan, below};
use crate::report::{Report, Target};
use crate::server::Server;
use crate::stopwatch::Stopwatch;

/// Requests of each kind that count.
const COUNT: usize = 300;
/// Requests before them.
const WARM_UP: usize = 30;
const READ: Target = Target::P95(50.0);

/// Asks each kind of question, one after the other on one connection.
pub async fn measure(server: &Server, plan: &Plan, report: &Report) -> Outcome {
    let mut asker = Asker { connection: Connection::open(server.port).await?, report };
    let (province, county) = (server.province.as_str(), server.county.as_str());
    let within = |n: usize| plan.counties[below(Lot::Other, n, plan.counties.len())].path.code().to_owned();
    let then = plan.now.plus(Span::days(-30));
    let status = |n: usize| ["", "&status=isolated", "&classification=asymptomatic"][n % 3];

    asker
        .list("case list, province", province, READ, |n| match n % 4 {
            3 => format!("/cases?limit=50&area={}", within(n)),
            n => format!("/cases?limit=50{}", status(n)),
        })
        .await?;
    asker.list("case list, county", county, READ, |n| format!("/cases?limit=50{}", status(n))).await?;
    let any = |n: usize| plan.case_id(below(Lot::Other, n + 7_000, plan.cases.len()));
    asker.ask("case detail", province, READ, |n| format!("/cases/{}", any(n))).await?;
    asker
        .list("obligations board, province", province, READ, |n| match n % 2 {
            0 => "/obligations?limit=50&unclosed=true".to_owned(),
            _ => format!("/obligations?limit=50&unclosed=true&area={}", within(n)),
        })
        .await?;
    let narrowed = |n: usize| ["", "&state=overdue", "&state=open"][n % 3];
    asker
        .list("obligations board, county", county, READ, |n| {
            format!("/obligations?limit=50&unclosed=true{}", narrowed(n))
        })
        .await?;
    let unit = |n: usize| plan.counties[below(Lot::Other, n, plan.counties.len())].cdc;
    asker
        .list("obligations board, unit", province, READ, |n| {
            format!("/obligations?limit=50&unclosed=true&unit={}", unit(n))
        })
        .await?;
    // What is open, as a board shows it above the list; and all that ever was.
    let open = "/obligations/counts?unclosed=true";
    asker
        .some(100, "open obligations counted, unit", province, READ, |n| format!("{open}&unit={}", unit(n)))
        .await?;
    asker.some(100, "open obligations counted, county", county, READ, |_| open.to_owned()).await?;
    asker.some(100, "open obligations counted, province", province, READ, |_| open.to_owned()).await?;
    let all = "/obligations/counts";
    asker
        .some(100, "all obligations counted, unit", province, READ, |n| format!("{all}?unit={}", unit(n)))
        .await?;
    asker.some(100, "all obligations counted, county", county, READ, |_| all.to_owned()).await?;
    asker.some(100, "all obligations counted, province", province, READ, |_| all.to_owned()).await?;
    asker
        .some(100, "obligations counted by unit, county", county, READ, |_| {
            "/obligations/counts_by_unit".to_owned()
        })
        .await?;
    let board = Target::P95(200.0);
    asker
        .some(100, "situation, province", province, board, |_| "/situation?disease=covid19".to_owned())
        .await?;
    asker.some(100, "situation, county", county, board, |_| "/situation?disease=covid19".to_owned()).await?;
    asker
        .some(100, "epi curve, province", province, board, |_| "/epi_curve?disease=covid19".to_owned())
        .await?;
    asker.ask("chain of a case", province, READ, |n| format!("/cases/{}/chain", any(n + 1))).await?;
    let past = Target::P95(200.0);
    asker
        .list("case list, province, as of 30 days back", province, past, |n| {
            format!("/cases?limit=50&as_of={then}{}", status(n))
        })
        .await?;
    asker
        .list("case list, county, as of 30 days back", county, past, |n| {
            format!("/cases?limit=50&as_of={then}{}", status(n))
        })
        .await?;
    asker
        .list("obligations board, county, as of 30 days back", county, past, |n| {
            format!("/obligations?limit=50&unclosed=true&as_of={then}{}", narrowed(n))
        })
        .await
}

struct Asker<'a> {
    connection: Connection,
    report: &'a Report,
}

impl Asker<'_> {
    /// Asks for things one by one.
    async fn ask(
        &mut self,
        what: &str,
        token: &str,
        target: Target,
        path: impl Fn(usize) -> String,
    ) -> Outcome {
        self.some(COUNT, what, token, target, path).await
    }

    async fn some(
        &mut self,
        count: usize,
        what: &str,
        token: &str,
        target: Target,
        path: impl Fn(usize) -> String,
    ) -> Outcome {
        let mut times = Latencies::new();
        let mut bytes = 0;
        let warm_up = WARM_UP.min(count / 5);
        for n in 0..warm_up + count {
            let (took, answer) = self.get(&path(n), token).await?;
            if n >= warm_up {
                times.add(took);
                bytes += answer.len();
            }
        }
        self.say(what, &times, target, bytes / count.max(1));
        Ok(())
    }

    /// Asks for lists: the first page, and of every other the second as well.
    async fn list(
        &mut self,
        what: &str,
        token: &str,
        target: Target,
        path: impl Fn(usize) -> String,
    ) -> Outcome {
        let mut times = Latencies::new();
        let mut bytes = 0;
        let (mut n, mut next) = (0, None);
        while times.len() < COUNT {
            let page = match next.take() {
                Some(after) => format!("{}&after={after}", path(n)),
                None => {
                    n += 1;
                    path(n)
                }
            };
            let (took, answer) = self.get(&page, token).await?;
            if n.is_multiple_of(2) && !page.contains("&after=") {
                let body: Value = serde_json::from_slice(&answer)?;
                next = body["next"].as_str().map(str::to_owned);
            }
            if n > WARM_UP {
                times.add(took);
                bytes += answer.len();
            }
        }
        self.say(what, &times, target, bytes / COUNT);
        Ok(())
    }

    fn say(&self, what: &str, times: &Latencies, target: Target, bytes: usize) {
        let note = format!("{:.1} kB an answer", bytes as f64 / 1e3);
        self.report.times(what, times, target, &note);
    }

    async fn get(&mut self, path: &str, token: &str) -> Outcome<(std::time::Duration, Vec<u8>)> {
        let request = Request::get(format!("/api/v1{path}"), token);
        let watch = Stopwatch::start();
        let answer = self.connection.send(&request).await?;
        let took = watch.elapsed();
        if answer.status == 200 {
            Ok((took, answer.body))
        } else {
            Err(format!("{path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body)).into())
        }
    }
}
