extern crate fenghuo_store as store;
#[path = "conformance/bench.rs"]
#[allow(dead_code)]
mod bench;
use bench::*;
use store::*;
use kernel::*;
async fn run(url: String) {
    let store = Store::open(Options { url, keys: ring(), now: at(0), new_node: id("node") }).await.unwrap();
    let start = std::time::Instant::now();
    let clients = 64; let each = 300;
    let tasks: Vec<_> = (0..clients).map(|c| { let store = store.clone(); tokio::spawn(async move {
        for i in 0..each {
            let n = (c * each + i) as u128;
            let k = format!("key-{n}");
            let person = PersonId(nth(n + (1<<40)));
            let wanted = Wanted::nothing().key(user(), &k).current::<CaseRow>(nth(n)).open_obligations(CaseId(nth(n)).subject())
               .related::<CaseRow>("person_id", person.0).related::<ContactRow>("person_id", person.0);
            store.write(wanted, move |work| { let k = k.clone(); Box::pin(async move {
                if work.command_key(user(), &k).await?.is_some() { return Ok(()) }
                work.case(CaseId(nth(n))).await?;
                work.cases_of_person(person).await?;
                work.contacts_of_person(person).await?;
                let s = CaseId(nth(n)).subject();
                work.open_obligations(&[s]).await?;
                let mut f = fact(&format!("f{n}"), 10, s); f.refs = vec![person.subject()];
                work.append(f)?;
                work.put_case(&CaseRow{person, ..case(nth(n), 1, 1, "open")})?;
                let mut o = obligation(n*2, s, 10, 20); work.put_obligation(&o);
                o.id = ObligationId(nth(n*2+1)); work.put_obligation(&o);
                work.emit(OutboxEntry{topic:"case".into(), subject:s, area: county(), at: at(1)});
                work.put_command_key(&CommandKeyRow{ key: k, ..key("")});
                Ok(())
            })}).await.unwrap();
        }
    })}).collect();
    for t in tasks { t.await.unwrap(); }
    let el = start.elapsed();
    println!("{} {} commands in {:?}: {:.0}/s", store.engine(), clients*each, el, (clients*each) as f64 / el.as_secs_f64());
    store.close().await;
}
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn speed_sqlite() { let b = Bench::sqlite(); run(b.url.clone()).await; }
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn speed_pg() { let pg = testkit::TestPostgres::start().unwrap(); run(pg.fresh_database()).await; }
