//! Rotation of the key ring.
//!
//! The new ring is on the disk before anything is closed under its key, and the
//! old keys stay in it: whenever this is broken off, what is closed can be
//! opened, and the next run goes on where this one ended.

use crate::args::Place;
use crate::installation::{Folder, replace_private, unwritable};
use crate::voice::{Failure, Outcome, Voice};
use app::App;
use kernel::{Code, Error};
use serde_json::json;
use std::collections::BTreeMap;
use store::{KeyRing, KeyUses};

/// Makes a new key the current one and closes everything under it, or drops
/// the old keys that nothing needs any more.
pub async fn rotate(voice: Voice, place: &Place, retire: bool) -> Outcome {
    let folder = Folder::of(place);
    let app = folder.open(voice).await?;
    let done = begin(voice, &folder, app, retire).await;
    let (current, changed, dropped) = done?;
    if voice.json {
        voice.print_json(&json!({ "current": current, "rewrapped": changed, "retired": dropped }));
    } else if retire {
        let numbers = dropped.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        let count = dropped.len().to_string();
        let args = [("number", current.to_string()), ("count", count), ("retired", numbers)];
        voice.say("cli-key-retired", &args);
    } else {
        voice.say("cli-key-rotated", &[("number", current.to_string()), ("count", changed.to_string())]);
        voice.tell("cli-key-next", &[]);
    }
    Ok(())
}

/// The current key, how much was closed anew, and the keys that were dropped.
async fn begin(voice: Voice, folder: &Folder, app: App, retire: bool) -> Outcome<(u32, u64, Vec<u32>)> {
    let ring = app.store().keys().clone();
    let uses = match alone(&app, &ring).await {
        Ok(uses) => uses,
        Err(failure) => {
            app.store().close().await;
            return Err(failure);
        }
    };
    // A rotation that was broken off is brought to its end, and no further key is made.
    let broken_off = stale(&uses, &ring) > 0;
    app.store().close().await;
    drop(app);
    if !retire && !broken_off {
        write(folder, &ring.with_new(app::ids::random_bytes::<32>()))?;
    }
    let app = folder.open(voice).await?;
    let done = close_anew(voice, folder, &app, retire).await;
    app.store().close().await;
    done
}

/// Has the database alone, with a ring that opens all of it.
async fn alone(app: &App, ring: &KeyRing) -> Outcome<BTreeMap<u32, KeyUses>> {
    app.store().have_alone().await?;
    let uses = app.store().key_uses().await?;
    match uses.iter().find(|(number, uses)| uses.wrapped() > 0 && ring.numbers().all(|n| n != **number)) {
        Some((number, _)) => Err(missing(*number)),
        None => Ok(uses),
    }
}

async fn close_anew(voice: Voice, folder: &Folder, app: &App, retire: bool) -> Outcome<(u32, u64, Vec<u32>)> {
    let ring = app.store().keys().clone();
    let uses = alone(app, &ring).await?;
    let total: u64 = uses.values().map(KeyUses::wrapped).sum();
    let before = total - stale(&uses, &ring);
    let what = voice.words("cli-key-rotate", &[]);
    let count = |many: u64| usize::try_from(many).unwrap_or(usize::MAX);
    let changed = app.rewrap(|done| voice.progress(&what, count(before + done), count(total))).await?;
    let mut dropped = Vec::new();
    if retire {
        let uses = app.store().key_uses().await?;
        let old: Vec<u32> = ring.numbers().filter(|number| *number != ring.current()).collect();
        if let Some((number, uses)) = old.iter().find_map(|number| Some((number, uses.get(number)?))) {
            let args = [("number", number.to_string()), ("commands", uses.commands.to_string())];
            return Err(Failure::said("cli-key-needed", &args));
        }
        let left = old.iter().fold(ring.clone(), |ring, number| ring.without(*number));
        write(folder, &left)?;
        dropped = old;
    }
    Ok((ring.current(), changed, dropped))
}

/// How much other keys than the current one close.
fn stale(uses: &BTreeMap<u32, KeyUses>, ring: &KeyRing) -> u64 {
    uses.iter().filter(|(number, _)| **number != ring.current()).map(|(_, uses)| uses.wrapped()).sum()
}

fn missing(number: u32) -> Failure {
    Error::new(Code::KeyRingMissing).arg("detail", format!("key {number} is not in the ring")).into()
}

fn write(folder: &Folder, ring: &KeyRing) -> Outcome {
    let path = folder.keys();
    replace_private(&path, ring.to_text().as_bytes()).map_err(|error| unwritable(&path, &error))
}
