use super::*;

fn database_of(url: &str) -> &str {
    url.rsplit('/').nth(url.matches('/').count() - 3).and_then(|tail| tail.split('?').next()).unwrap()
}

#[test]
fn fresh_databases_of_the_shared_server_are_empty_and_apart() {
    let Some(server) = TestPostgres::shared() else { return };
    let (one, two) = (server.fresh_database(), server.fresh_database());
    assert_ne!(one, two);
    server.query(database_of(&one), "CREATE TABLE fact (id int); INSERT INTO fact VALUES (1)");
    assert_eq!(server.query(database_of(&one), "SELECT count(*) FROM fact"), "1");
    assert_eq!(server.query(database_of(&two), "SELECT to_regclass('fact') IS NULL"), "t");
}

#[test]
fn a_url_leads_to_the_server_s_own_socket() {
    let Some(server) = TestPostgres::shared() else { return };
    let url = server.fresh_database();
    let mut psql = clean(server.bin.join("psql"));
    let output = psql.args(["-XqAt", "-c", "SHOW unix_socket_directories", &url]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(Path::new(String::from_utf8_lossy(&output.stdout).trim()), server.folder());
}

#[test]
fn a_killed_server_recovers_what_it_had_committed() {
    let Some(server) = TestPostgres::start() else { return };
    assert_eq!(server.query("postgres", "SHOW fsync"), "on");
    server.query("postgres", "CREATE TABLE fact (id int); INSERT INTO fact SELECT generate_series(1, 1000)");
    let killed = server.pid();
    server.kill9();
    server.restart();
    assert_ne!(server.pid(), killed);
    assert_eq!(server.query("postgres", "SELECT count(*) FROM fact"), "1000");
    server.kill9();
    server.restart();
    assert_eq!(server.query("postgres", "SELECT sum(id) FROM fact"), "500500");
}

#[test]
fn a_dropped_server_leaves_nothing_behind() {
    let Some(server) = TestPostgres::start() else { return };
    let folder = server.folder().to_owned();
    server.query("postgres", "SELECT 1");
    assert!(folder.join("data").is_dir());
    drop(server);
    assert!(!folder.exists());
}
