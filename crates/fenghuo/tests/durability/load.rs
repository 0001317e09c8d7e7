//! Clients that report fevers as fast as they can and remember every answer.

use kernel::{FactId, ObligationId};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

const CLIENTS: u64 = 8;

/// What the server has acknowledged, and what it has been asked.
pub struct Load {
    seed: AtomicU64,
    next: AtomicU64,
    stop: AtomicBool,
    state: Mutex<State>,
    acknowledged: Condvar,
}

#[derive(Default)]
struct State {
    sent: BTreeSet<String>,
    open: BTreeSet<String>,
    facts: Vec<FactId>,
    obligations: Vec<ObligationId>,
    since_start: u64,
}

/// The part of a receipt that is checked afterwards.
pub struct Acknowledged {
    /// Facts recorded.
    pub facts: Vec<FactId>,
    /// Obligations opened.
    pub opened: Vec<ObligationId>,
}

impl Load {
    /// A load that draws from a seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed: AtomicU64::new(seed),
            next: AtomicU64::new(0),
            stop: AtomicBool::new(false),
            state: Mutex::default(),
            acknowledged: Condvar::new(),
        }
    }
    /// A number below `bound`, from the seed (SplitMix64).
    pub fn draw(&self, bound: u64) -> u64 {
        let mut z =
            self.seed.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
    /// Starts the clients.
    pub fn run(self: &Arc<Self>, address: &str, token: &str) -> Vec<JoinHandle<()>> {
        self.stop.store(false, Ordering::SeqCst);
        self.state.lock().expect("no client panics").since_start = 0;
        (0..CLIENTS)
            .map(|_| {
                let (load, address, token) = (self.clone(), address.to_owned(), token.to_owned());
                std::thread::spawn(move || {
                    while !load.stop.load(Ordering::SeqCst) {
                        let key = load.take_key();
                        if !load.send(&address, &token, &key) {
                            return;
                        }
                    }
                })
            })
            .collect()
    }
    /// A key not yet acknowledged comes first: whoever heard nothing asks again.
    fn take_key(&self) -> String {
        let mut state = self.state.lock().expect("no client panics");
        let key = state
            .open
            .pop_first()
            .unwrap_or_else(|| format!("k{}", self.next.fetch_add(1, Ordering::SeqCst)));
        state.sent.insert(key.clone());
        key
    }
    fn send(&self, address: &str, token: &str, key: &str) -> bool {
        let answer = report_fever(address, token, key);
        let mut state = self.state.lock().expect("no client panics");
        match answer {
            Some(receipt) => {
                state.facts.extend(receipt.facts);
                state.obligations.extend(receipt.opened);
                state.since_start += 1;
                self.acknowledged.notify_all();
                true
            }
            None => {
                state.open.insert(key.to_owned());
                false
            }
        }
    }
    /// Waits for so many acknowledgements, then for a further moment.
    pub fn wait_at_least(&self, count: u64, further: Duration) {
        let state = self.state.lock().expect("no client panics");
        let (state, late) = self
            .acknowledged
            .wait_timeout_while(state, Duration::from_secs(30), |state| state.since_start < count)
            .expect("no client panics");
        assert!(!late.timed_out(), "the server acknowledges nothing");
        let (_state, _) =
            self.acknowledged.wait_timeout_while(state, further, |_| true).expect("no client panics");
    }
    /// Stops the clients; those whose server died have stopped already.
    pub fn stop(&self, clients: Vec<JoinHandle<()>>) {
        self.stop.store(true, Ordering::SeqCst);
        for client in clients {
            client.join().expect("a client ends");
        }
    }
    /// Sends again whatever was never acknowledged.
    pub fn finish(&self, address: &str, token: &str) {
        loop {
            let key = self.state.lock().expect("no client panics").open.pop_first();
            let Some(key) = key else { return };
            assert!(self.send(address, token, &key), "a quiet server answers");
        }
    }
    /// Every acknowledged fact.
    pub fn acknowledged_facts(&self) -> Vec<FactId> {
        self.state.lock().expect("no client panics").facts.clone()
    }
    /// Every acknowledged obligation.
    pub fn acknowledged_obligations(&self) -> Vec<ObligationId> {
        self.state.lock().expect("no client panics").obligations.clone()
    }
    /// How many commands were ever sent, each under its key.
    pub fn keys_sent(&self) -> usize {
        self.state.lock().expect("no client panics").sent.len()
    }
}

fn fever(key: &str) -> serde_json::Value {
    serde_json::json!({
        "new_person": { "area": "140105000000", "name": format!("person {key}") },
        "disease": "covid19",
        "symptoms": ["fever"],
        "temperature_c": 38.2,
        "report": false,
    })
}

/// What a fever reported under a key is answered: the status, and a receipt or a problem.
pub fn answer(address: &str, token: &str, key: &str, language: &str) -> (u16, serde_json::Value) {
    let mut answer = ureq::post(format!("{address}/api/v1/sentinel_reports"))
        .config()
        .http_status_as_error(false)
        .build()
        .header("Authorization", format!("Bearer {token}"))
        .header("Idempotency-Key", key)
        .header("Accept-Language", language)
        .send_json(fever(key))
        .expect("answers");
    (answer.status().as_u16(), answer.body_mut().read_json().expect("a problem"))
}

/// How many visits are on record.
pub fn count_visits(address: &str, token: &str) -> usize {
    let (mut count, mut after) = (0, String::new());
    loop {
        let page: serde_json::Value = ureq::get(format!("{address}/api/v1/visits?limit=500{after}"))
            .header("Authorization", format!("Bearer {token}"))
            .call()
            .expect("answers")
            .body_mut()
            .read_json()
            .expect("a page");
        count += page["items"].as_array().map_or(0, Vec::len);
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return count,
        }
    }
}

/// Registers a fever without reporting it, so that an obligation opens.
/// Nothing when the server does not answer with success.
pub fn report_fever(address: &str, token: &str, key: &str) -> Option<Acknowledged> {
    let mut answer = ureq::post(format!("{address}/api/v1/sentinel_reports"))
        .header("Authorization", format!("Bearer {token}"))
        .header("Idempotency-Key", key)
        .send_json(fever(key))
        .ok()?;
    let receipt: serde_json::Value = answer.body_mut().read_json().ok()?;
    let id = |value: &serde_json::Value| value.as_str().and_then(|text| text.parse::<uuid::Uuid>().ok());
    Some(Acknowledged {
        facts: receipt["facts"].as_array()?.iter().filter_map(|f| id(&f["id"])).map(FactId).collect(),
        opened: receipt["opened"].as_array()?.iter().filter_map(id).map(ObligationId).collect(),
    })
}
