//! `fenghuo-bench files`: lists taken in and written out at three sizes, with
//! the most memory that it took, and log-ins.
//!
//! Each size is a process of its own, so that its memory is its own, and has a
//! county of its own, so that its export is as long as its import.

use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::export::{ExportFilter, ExportRequest};
use app::imports::{FileInput, ImportRequest, OpenFile, Unwatched};
use app::install::NewUser;
use app::jobs::Runner;
use app::questions::DuplicateQuery;
use authz::Role;
use interop::Mapping;
use kernel::{AreaPath, Classified, Code, Error, Span};
use serde_json::{Value, json};
use testkit::Latencies;
use tokio::sync::watch;

use crate::report::{Report, Target};
use crate::stopwatch::{BenchClock, Stopwatch};
use crate::{Outcome, data_ends, open, start, start_app};

/// Rows of the three lists of history.
const SIZES: [usize; 3] = [10_000, 1_000_000, 5_000_000];
/// Rows of the list that the rule book follows.
const FOLLOWED: usize = 10_000;
/// Searches of each sort.
const SEARCHES: usize = 300;
/// How long log-ins are tried.
const LOG_INS: Duration = Duration::from_secs(6);
/// Who log in at once.
const AT_ONCE: usize = 8;

const MAPPING: &str = "disease = \"covid19\"\ndate_format = \"YYYY-MM-DD\"\n[columns]\nnumber = \"编号\"\n\
    name = \"姓名\"\nid_number = \"身份证号\"\nphone = \"电话\"\nsex = \"性别\"\nonset = \"发病日期\"\n\
    reported = \"报告日期\"\nclassification = \"分类\"\ninfector = \"感染来源\"\n";
const SURNAMES: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "欧阳", "司马"];
const GIVEN: [&str; 16] =
    ["伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明"];

/// Measures every size on one database.
pub async fn measure(quick: bool, most: Option<usize>, url: &str) -> Outcome {
    let store = open(url).await?;
    let report = Report::new(store.engine());
    let began = Stopwatch::start();
    let clock = BenchClock::new(data_ends());
    let app = start_app(store, &clock).await?;
    app.load_areas(&interop::divisions(), &interop::unit_templates(), "Asia/Shanghai").await?;
    log_ins(&app, &report).await?;
    app.store().close().await;
    drop(app);
    let factor = if quick { 100 } else { 1 };
    let most = most.unwrap_or(usize::MAX);
    let histories = SIZES.into_iter().filter(|size| *size <= most).map(|size| (size / factor, true));
    for (county, (rows, history)) in histories.chain([(FOLLOWED / factor, false)]).enumerate() {
        let told = child_of(url, rows, county, history, began.elapsed())?;
        tell(&report, rows, history, &told);
        tell_searches(&report, rows, &told);
        start::settle(url);
    }
    Ok(())
}

fn child_of(url: &str, rows: usize, county: usize, history: bool, since: Duration) -> Outcome<Value> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["take-in", url, "--rows", &rows.to_string(), "--county", &county.to_string()]);
    // The clock of each goes on where that of the one before stood.
    command.args(["--minutes", &(since.as_secs() / 60 + 1).to_string()]);
    if history {
        command.arg("--history");
    }
    let output = command.output()?;
    let line = String::from_utf8_lossy(&output.stdout).into_owned();
    serde_json::from_str(line.trim())
        .map_err(|_| format!("files: {line}{}", String::from_utf8_lossy(&output.stderr)).into())
}

fn tell(report: &Report, rows: usize, history: bool, told: &Value) {
    let number = |name: &str| told[name].as_f64().unwrap_or(f64::NAN);
    let rate = |seconds: f64| rows as f64 / seconds;
    let (what, least) = if history { ("history", 5_000.0) } else { ("the loop", 1_000.0) };
    report.rate(
        &format!("import, {what}"),
        rate(number("import_seconds")),
        None,
        rows,
        Target::PerSecond(least),
        &format!(
            "{:.1} MiB of CSV read twice (tried, then recorded) in {:.1} s; at most {:.0} MiB of memory, the database's server apart",
            number("file_mib"), number("import_seconds"), number("import_peak_mib")
        ),
    );
    report.rate(
        &format!("export of these, identified CSV ({what})"),
        rate(number("export_seconds")),
        None,
        rows,
        Target::None,
        &format!(
            "{:.1} MiB, sealed in the database, every person's look in the audit; at most {:.0} MiB of memory",
            number("export_mib"), number("export_peak_mib")
        ),
    );
}

/// Searches on what the list of a size has left: the persons of all lists so far.
fn tell_searches(report: &Report, rows: usize, told: &Value) {
    for search in told["searches"].as_array().into_iter().flatten() {
        let time = |name: &str| Duration::from_secs_f64(search[name].as_f64().unwrap_or(0.0) / 1e3);
        let what = format!("search for duplicates by {}", search["by"].as_str().unwrap_or_default());
        let note = format!(
            "{rows} persons in the county searched; p50 {:.2?}, p95 {:.2?}",
            time("p50"),
            time("p95")
        );
        report.percentiles(&what, search, Target::P95(100.0), &note);
    }
}

/// What the process of one size does.
#[allow(clippy::print_stdout, reason = "the parent reads this line")]
pub async fn child(url: &str, rows: usize, county: usize, history: bool, minutes: i64) -> Outcome {
    let clock = BenchClock::new(data_ends().plus(Span::minutes(minutes)));
    let app = start_app(open(url).await?, &clock).await?;
    let folder = testkit::temp_folder();
    let path = folder.path().join("list.csv");
    write_list(&path, rows)?;
    let file_mib = std::fs::metadata(&path)?.len() as f64 / f64::from(1 << 20);
    let area = county_of(&app, county)?;
    let root = app.directory().areas().first().map(|area| area.row.path.clone()).ok_or("no areas")?;
    let operator = app.operator(&root);
    forget_peak();
    let watch = Stopwatch::start();
    let opened = path.clone();
    let open: OpenFile = Arc::new(move || {
        let file = std::fs::File::open(&opened)
            .map_err(|e| Error::new(Code::ImportUnreadable).arg("detail", &e).caused_by(e))?;
        Ok(Box::new(std::io::BufReader::new(file)))
    });
    let mapping = Mapping::parse("mapping", MAPPING).map_err(|faults| format!("{faults:?}"))?;
    let file = FileInput { name: "list.csv".to_owned(), open, mapping };
    let code = kernel::AreaCode::new(area.code())?;
    let request = ImportRequest {
        area: Some(code.clone()),
        history,
        ..ImportRequest::new(&format!("list-{county}"), vec![file])
    };
    let done = app.import(&operator, None, request, Arc::new(Unwatched)).await?;
    let import_seconds = watch.elapsed().as_secs_f64();
    let import_peak = peak_mib();
    if done.counts.new != rows as u64 || !done.faults.is_empty() {
        return Err(format!("{:?} {:?}", done.counts, done.faults.first()).into());
    }
    forget_peak();
    let watch = Stopwatch::start();
    let job = app
        .export(
            &operator,
            None,
            ExportRequest {
                kinds: vec!["cases".to_owned()],
                format: "csv".to_owned(),
                purpose: "measurement".to_owned(),
                identified: true,
                fields: Vec::new(),
                bom: false,
                as_of: None,
                filter: ExportFilter { area: Some(code), ..ExportFilter::default() },
            },
        )
        .await?;
    let (_stop, mut stopping) = watch::channel(false);
    Runner::new(app.clone()).run_next(&mut stopping).await?;
    let export_seconds = watch.elapsed().as_secs_f64();
    let job = app.job(&operator, job.id).await?;
    let files = app.files_of(&operator, job.id).await?;
    let bytes = files.iter().filter_map(|file| file.length).max().ok_or(format!("{:?}", job.error))?;
    let result: Value = serde_json::from_str(job.result.as_deref().unwrap_or("{}"))?;
    if result["rows"].as_u64() != Some(rows as u64) {
        return Err(format!("exported {result}").into());
    }
    let searches = if history { searches(&app, &operator, rows).await? } else { Vec::new() };
    println!(
        "{}",
        json!({
            "searches": searches,
            "file_mib": file_mib, "import_seconds": import_seconds, "import_peak_mib": import_peak,
            "export_seconds": export_seconds, "export_mib": bytes as f64 / f64::from(1 << 20),
            "export_peak_mib": peak_mib(),
        })
    );
    app.store().close().await;
    Ok(())
}

/// What is asked of the search for duplicates, by what somebody says at a desk.
async fn searches(app: &App, caller: &app::Caller, rows: usize) -> Outcome<Vec<Value>> {
    let (mut by_number, mut by_phone, mut by_name) = (Latencies::new(), Latencies::new(), Latencies::new());
    let ask = |name: Option<String>, id_number: Option<String>, phone: Option<String>| {
        let classified = |text: Option<String>| text.map(Classified::new);
        let query = DuplicateQuery {
            name: classified(name),
            id_number: classified(id_number),
            phone: classified(phone),
            purpose: "measurement".to_owned(),
            ..DuplicateQuery::default()
        };
        app.find_duplicates(caller, query)
    };
    for nth in 0..SEARCHES {
        // A prime step visits rows from everywhere.
        let somebody = somebody(nth * 7919 % rows);
        let watch = Stopwatch::start();
        let found = ask(None, Some(somebody.id.clone()), None).await?;
        by_number.add(watch.elapsed());
        if found.items.is_empty() {
            return Err("nobody found by the number of an identity card".into());
        }
        let watch = Stopwatch::start();
        ask(None, None, Some(somebody.phone.to_string())).await?;
        by_phone.add(watch.elapsed());
        let watch = Stopwatch::start();
        ask(Some(somebody.name), None, Some((somebody.phone + 1).to_string())).await?;
        by_name.add(watch.elapsed());
    }
    let millis = |time: Option<Duration>| time.map(|time| time.as_secs_f64() * 1e3);
    let told = [("identity number", by_number), ("phone", by_phone), ("name and another's phone", by_name)];
    let told = told.into_iter().map(|(by, times)| {
        json!({ "by": by, "count": times.len(), "p50": millis(times.p50()), "p95": millis(times.p95()) })
    });
    Ok(told.collect())
}

fn county_of(app: &App, nth: usize) -> Outcome<AreaPath> {
    let directory = app.directory();
    let mut counties: Vec<AreaPath> = directory
        .areas()
        .iter()
        .map(|area| area.row.path.clone())
        .filter(|path| directory.level_at(path) == Some(kernel::AreaLevel::County))
        .collect();
    counties.sort();
    counties.get(nth).cloned().ok_or_else(|| "too few counties".into())
}

/// A line list of so many cases; each seventh names who infected it.
fn write_list(path: &Path, rows: usize) -> Outcome {
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    writeln!(out, "编号,姓名,身份证号,电话,性别,发病日期,报告日期,分类,感染来源")?;
    for n in 0..rows {
        let Somebody { name, id, phone, man } = somebody(n);
        let sex = if man { "男" } else { "女" };
        let onset = 1 + n % 28;
        let infector = if n > 0 && n.is_multiple_of(7) { (n - 1).to_string() } else { String::new() };
        writeln!(
            out,
            "{n},{name},{id},{phone},{sex},2022-07-{onset:02},2022-07-{:02},确诊,{infector}",
            onset + 1
        )?;
    }
    out.flush()?;
    Ok(())
}

/// A person of a list, called as people are.
pub(crate) struct Somebody {
    pub(crate) name: String,
    id: String,
    phone: u64,
    man: bool,
}

pub(crate) fn somebody(n: usize) -> Somebody {
    let name = format!(
        "{}{}{}",
        SURNAMES[n % SURNAMES.len()],
        GIVEN[n / SURNAMES.len() % GIVEN.len()],
        GIVEN[n / 191 % GIVEN.len()]
    );
    let (year, month, day) = (1930 + n % 80, 1 + n % 12, 1 + n % 28);
    // The sex is in the 17th digit: odd for men.
    let id = resident_id(year, month, day, n % 1000);
    Somebody { name, id, phone: 13_000_000_000_u64 + n as u64, man: n % 2 == 1 }
}

/// A number with its check digit (GB 11643).
fn resident_id(year: usize, month: usize, day: usize, serial: usize) -> String {
    let body = format!("140105{year:04}{month:02}{day:02}{serial:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = b"10X98765432"[sum as usize % 11];
    format!("{body}{}", char::from(check))
}

async fn log_ins(app: &App, report: &Report) -> Outcome {
    let directory = app.directory();
    let post = directory.posts().next().ok_or("no posts")?.id;
    let area = directory.areas().first().map(|area| area.row.path.clone());
    // One account each: attempts of one name at once are counted as guesses.
    for nth in 0..AT_ONCE {
        let new = NewUser {
            login: format!("bench{nth}"),
            password: Classified::new("bench-password".to_owned()),
            display_name: "bench".to_owned(),
            post,
            role: Role::Office,
            area: area.clone(),
            diseases: Vec::new(),
            until: None,
            must_change: false,
        };
        app.add_user_as_operator(new).await?;
    }
    let begin = Arc::new(Stopwatch::start());
    let workers = (0..AT_ONCE).map(|nth| {
        let (app, begin, login) = (app.clone(), begin.clone(), format!("bench{nth}"));
        tokio::spawn(async move {
            let mut times = Latencies::new();
            while begin.elapsed() < LOG_INS {
                let watch = Stopwatch::start();
                app.log_in(&login, Classified::new("bench-password".to_owned())).await?;
                times.add(watch.elapsed());
            }
            Ok::<_, Error>(times)
        })
    });
    let mut times = Latencies::new();
    for worker in workers.collect::<Vec<_>>() {
        times.merge(worker.await??);
    }
    let rate = times.len() as f64 / begin.elapsed().as_secs_f64();
    let note = format!("{AT_ONCE} at once, argon2id with its memory; few are hashed at once by design");
    report.rate("log-ins", rate, Some(&times), times.len(), Target::None, &note);
    Ok(())
}

/// The most memory that this process has held since it was last forgotten.
fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_ascii_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

/// Begins the count of [`peak_mib`] anew, where the system lets us.
fn forget_peak() {
    // A system without it tells the peak of the whole process, which is no less.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_number_has_its_check_digit() {
        // The example of GB 11643-1999.
        assert_eq!(super::resident_id(1949, 12, 31, 2).len(), 18);
        assert_eq!(&super::resident_id(1980, 1, 1, 1)[..17], "14010519800101001");
    }
}
