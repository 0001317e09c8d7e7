//! A whole outbreak, replayed through the commands that a user has, then
//! served on loopback. All of it is a drill: nobody in it exists, or has for
//! a century and a half.

mod acts;
mod cast;
mod drill;
mod hagelloch;
mod orders;
mod script;
mod summary;

use crate::args::{DemoOptions, Place, Scenario};
use crate::config;
use crate::installation::{Folder, unwritable};
use crate::serve;
use crate::voice::{Failure, Outcome, Voice};
use app::App;
use kernel::Code;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Where the demo lies when nobody says otherwise.
const USUAL_FOLDER: &str = "data-demo";
/// Marks a folder that a demo made and may make anew.
const MARK: &str = "demo";

/// Shows the outbreak asked for.
pub async fn run(voice: Voice, place: &Place, options: DemoOptions) -> Outcome {
    let data = place.data.clone().unwrap_or_else(|| PathBuf::from(USUAL_FOLDER));
    let folder = Folder::of(&Place { data: Some(data), database: place.database.clone(), keys: None });
    make_room(voice, &folder).await?;
    let app = folder.create(voice).await?;
    let shown = show(voice, &folder, &app, &options).await;
    app.store().close().await;
    shown
}

async fn show(voice: Voice, folder: &Folder, app: &App, options: &DemoOptions) -> Outcome {
    if !app.directory().areas().is_empty() {
        return Err(not_ours(folder));
    }
    let mark = folder.path().join(MARK);
    std::fs::write(&mark, "fenghuo demo\n").map_err(|error| unwritable(&mark, &error))?;
    let cast = match options.scenario {
        Scenario::Drill => drill::show(voice, app, options.seed).await?,
        Scenario::Hagelloch => hagelloch::show(voice, app).await?,
    };
    cast.print(voice);
    if options.no_serve {
        return Ok(());
    }
    let told = serve::Told {
        around: Some(serve::around(folder.clone(), config::BACKUP_DAYS)),
        ..serve::Told::at(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)))
    };
    serve::serve(voice, app, told).await
}

fn not_ours(folder: &Folder) -> Failure {
    Failure::said("demo-not-ours", &[("path", folder.path().display().to_string())])
}

/// A demo begins with an empty folder. What an earlier demo left is removed;
/// any other installation is refused.
async fn make_room(voice: Voice, folder: &Folder) -> Outcome {
    if !folder.has_database() {
        return Ok(());
    }
    if !folder.path().join(MARK).exists() {
        return Err(not_ours(folder));
    }
    // A server of the earlier demo may still be at work on it.
    match folder.open(voice).await {
        Ok(app) => app.store().close().await,
        Err(Failure::Faults(faults)) if faults.iter().any(|fault| fault.code() == Code::DatabaseLocked) => {
            return Err(faults.into());
        }
        Err(_) => {}
    }
    let entries = std::fs::read_dir(folder.path()).map_err(|error| unwritable(folder.path(), &error))?;
    for path in entries.filter_map(|entry| entry.ok().map(|e| e.path())).filter(|path| is_part(path)) {
        std::fs::remove_file(&path).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(())
}

fn is_part(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.is_file() && (name == MARK || name == "keys" || name.starts_with("fenghuo.db"))
}
