//! A real `fenghuo serve`, killed while persons are merged and parted.

use kernel::PersonId;
use serde_json::{Value, json};

use crate::server::{Installation, Server};

/// Pairs of records; every other one is parted again.
const PAIRS: usize = 60;
/// Kills, each after so many commands were sent.
const KILLS: [usize; 3] = [17, 41, 73];

/// Kills the server again and again, sends again what was not acknowledged, and counts.
pub fn kill_and_count(installation: &Installation) {
    let mut server = Server::start(installation);
    let mut token = server.log_in();
    let persons: Vec<String> = (0..PAIRS * 2)
        .map(|n| {
            let body = json!({ "area": "140105000000", "name": format!("张{n}") });
            let receipt = send(&server, &token, "/persons", &format!("p{n}"), &body).expect("acknowledged");
            receipt["facts"][0]["subject"]["id"].as_str().expect("an id").to_owned()
        })
        .collect();
    let commands: Vec<(String, String, Value)> = persons
        .chunks(2)
        .enumerate()
        .flat_map(|(n, pair)| {
            let merge = json!({ "into": pair[1], "reason": "the same number" });
            let undo = json!({ "reason": "another one" });
            let mut of_pair = vec![(format!("m{n}"), format!("/persons/{}/merge", pair[0]), merge)];
            if n % 2 == 1 {
                of_pair.push((format!("u{n}"), format!("/persons/{}/undo_merge", pair[0]), undo));
            }
            of_pair
        })
        .collect();
    let (mut sent, mut at) = (0, 0);
    while let Some((key, path, body)) = commands.get(at) {
        sent += 1;
        // The kill falls beside the command, before it or within it.
        let killed = KILLS.contains(&sent);
        let answer = if killed {
            std::thread::scope(|scope| {
                let asked = scope.spawn(|| send(&server, &token, path, key, body));
                server.kill_now();
                asked.join().expect("a client ends")
            })
        } else {
            send(&server, &token, path, key, body)
        };
        if killed {
            server.kill();
            server = Server::start(installation);
            token = server.log_in();
        }
        // What was not acknowledged is sent again, under the same key.
        at += usize::from(answer.is_some() && !killed);
    }
    server.kill();
    installation.with_app(|app| async move {
        app.verify().await.expect("every chain is whole");
        let of = async |kind: &str| {
            let (scope, from) = (store::Scope::system(), kernel::Timestamp::from_micros(i64::MIN));
            let facts = app.store().facts_of_kind(&scope, kind, from, app.as_of(None), u32::MAX).await;
            facts.expect("readable").len()
        };
        assert_eq!((of("persons_merged").await, of("merge_undone").await), (PAIRS, PAIRS / 2), "each once");
        let id = |text: &String| PersonId(text.parse().expect("an id"));
        for (n, pair) in persons.chunks(2).enumerate() {
            let known = app.store().known_as(&[id(&pair[0])]).await.expect("readable");
            let into = known.get(&id(&pair[0])).map(|(kept, _)| *kept);
            assert_eq!(into, (n % 2 == 0).then(|| id(&pair[1])), "pair {n}");
        }
    });
}

fn send(server: &Server, token: &str, path: &str, key: &str, body: &Value) -> Option<Value> {
    let mut answer = ureq::post(format!("{}/api/v1{path}", server.address))
        .header("Authorization", format!("Bearer {token}"))
        .header("Idempotency-Key", key)
        .send_json(body)
        .ok()?;
    answer.body_mut().read_json().ok()
}
