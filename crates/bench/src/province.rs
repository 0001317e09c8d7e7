//! The province of the loop as an installation that the program itself serves:
//! for whoever measures the console. Made once, kept in a folder.

use std::{io::Write as _, path::Path, sync::Arc};

use app::App;
use app::install::NewUser;
use authz::Role;
use kernel::{AreaPath, Classified, Span};
use serde_json::json;

use crate::plan::{Plan, Size};
use crate::report::Report;
use crate::stopwatch::{BenchClock, Stopwatch};
use crate::{Outcome, data_ends, load, open, ring, server, start_app};

/// Written last: a folder without it was broken off and is made anew.
const DONE: &str = "done";
/// Which data this is; a folder of another kind is made anew.
const KIND: &str = "1";
/// How long after the data the clock of the drill stands: later than its users
/// were made, earlier than what falls due at once.
const STANDS: Span = Span::minutes(30);

/// Makes the installation in `folder` unless it is there, and says how to log in.
#[allow(clippy::print_stdout, reason = "the task runner reads this line")]
pub async fn make(size: Size, folder: &Path) -> Outcome {
    let kind = format!("{KIND} {size:?}\n");
    if std::fs::read_to_string(folder.join(DONE)).is_ok_and(|known| known == kind) {
        println!("the province is there already: {}", folder.display());
    } else {
        // What is half done is nobody's data.
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        private(&folder.join("keys"), ring()?.to_text().as_bytes())?;
        fill(size, &format!("sqlite:{}", folder.join("fenghuo.db").display())).await?;
        std::fs::write(folder.join(DONE), kind)?;
    }
    let logins = json!({"commander": COMMANDER, "epidemiologist": "province"});
    println!("{}", json!({"folder": folder, "logins": logins, "password": server::PASSWORD}));
    Ok(())
}

/// The commander of the province.
const COMMANDER: &str = "commander";

async fn fill(size: Size, url: &str) -> Outcome {
    let clock = BenchClock::new(data_ends());
    let store = open(url).await?;
    let report = Report::new(store.engine());
    let app = start_app(store, &clock).await?;
    // A live one would be served in the year in which it is served: everything overdue, nothing new. Only an
    // installation without facts becomes a drill.
    app.become_drill(data_ends().plus(STANDS), 1, true).await?;
    app.load_areas(&interop::divisions(), &interop::unit_templates(), "Asia/Shanghai").await?;
    let plan = Arc::new(Plan::new(size, data_ends(), &app.directory()));
    let watch = Stopwatch::start();
    let due_from = plan.now.plus(crate::DUE_AFTER);
    let rows = load::load(app.store(), &plan, due_from, |text| report.say(&text)).await?;
    let orders = load::load_orders(app.store(), &plan).await?;
    report.say(&format!("{} rows in {:.0} s", rows + orders, watch.elapsed().as_secs_f64()));
    server::add_users(&app, &plan).await?;
    add_commander(&app, &plan.province()?).await?;
    // What a server would do in its first minute, so that nobody measures it.
    while app.sweep().await?.moved > 0 {}
    app.reindex(|_| ()).await?;
    app.store().close().await;
    Ok(())
}

async fn add_commander(app: &App, province: &AreaPath) -> Outcome {
    let office = app.directory().units_at(province, "command_office").first().copied();
    app.add_user_as_operator(NewUser {
        display_name: COMMANDER.to_owned(),
        login: COMMANDER.to_owned(),
        password: Classified::new(server::PASSWORD.to_owned()),
        post: server::post_of(app, office.ok_or("the province has no command office")?)?,
        role: Role::Commander,
        area: Some(province.clone()),
        diseases: Vec::new(),
        until: None,
        must_change: false,
    })
    .await?;
    Ok(())
}

/// A new file that nobody else may read: the program warns of keys that others may.
fn private(path: &Path, bytes: &[u8]) -> Outcome {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    Ok(options.open(path)?.write_all(bytes)?)
}
