use super::*;

const FILE: &str = "/etc/fenghuo/fenghuo.toml";

struct World {
    files: Vec<(&'static str, &'static str)>,
    variables: Vec<(&'static str, &'static str)>,
}

impl World {
    fn resolve(&self, named: Option<&str>, flags: &[(&'static str, &str)]) -> Result<Config, Vec<Error>> {
        let variable = |name: &str| {
            self.variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let read = |path: &Path| {
            let found = self.files.iter().find(|(known, _)| Path::new(known) == path);
            found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
        };
        let flags: Vec<_> = flags.iter().map(|(key, value)| (*key, Some((*value).to_owned()))).collect();
        Config::resolve(named.map(Path::new), &flags, &Outside { variable: &variable, read: &read })
    }
}

fn codes(faults: &[Error]) -> Vec<(Code, Option<u64>)> {
    faults.iter().map(|fault| (fault.code(), fault.location().and_then(|at| at.line))).collect()
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let world = |variables| World {
        files: vec![(FILE, "data = \"lib\"\n\n[server]\nlisten = \"127.0.0.1:1\"\nstop_seconds = 5\n")],
        variables,
    };
    let from_file = world(vec![]).resolve(Some(FILE), &[]).expect("sound");
    assert_eq!(from_file.listen().port(), 1);
    assert_eq!(from_file.stop_within(), Duration::from_secs(5));
    assert_eq!(from_file.values["server.listen"].origin, Origin::File(FILE.into(), 4));
    assert_eq!(from_file.get("data"), Some("/etc/fenghuo/lib"), "relative to the file");
    let both = world(vec![("FENGHUO_LISTEN", "127.0.0.1:2")]);
    assert_eq!(both.resolve(Some(FILE), &[]).expect("sound").listen().port(), 2);
    let all = both.resolve(Some(FILE), &[("server.listen", "127.0.0.1:3")]).expect("sound");
    assert_eq!((all.listen().port(), &all.values["server.listen"].origin), (3, &Origin::Flag));
    let nothing = World { files: vec![], variables: vec![] }.resolve(None, &[]).expect("sound");
    assert_eq!(nothing.listen().port(), 7140);
    assert_eq!(nothing.place(&Place { data: None, database: None, keys: None }).data, None);
}

#[test]
fn every_fault_is_told_with_its_line_and_the_nearest_name() {
    let text = "databse = \"sqlite:x\"\n[server]\nlisten = \"everywhere\"\nstop_second = 3\nstop_seconds = 0\n[log]\nformat = true\n[cellar]\nwine = 1\n";
    let world = World { files: vec![(FILE, text)], variables: vec![("FENGHUO_BACKUP_DAYS", "soon")] };
    let faults = world.resolve(Some(FILE), &[]).expect_err("faults");
    assert_eq!(
        codes(&faults),
        [
            (Code::ConfigUnknown, Some(1)),
            (Code::ConfigUnknown, Some(4)),
            (Code::InvalidValue, Some(7)),
            (Code::ConfigUnknown, Some(8)),
            (Code::InvalidValue, Some(3)),
            (Code::InvalidValue, Some(5)),
            (Code::InvalidValue, None),
        ]
    );
    assert_eq!(faults[0].argument("nearest"), Some("database"));
    assert_eq!(faults[1].argument("nearest"), Some("server.stop_seconds"));
    let broken = World { files: vec![(FILE, "data = \n")], variables: vec![] };
    assert_eq!(
        codes(&broken.resolve(Some(FILE), &[]).expect_err("no TOML")),
        [(Code::ConfigUnreadable, Some(1))]
    );
    let absent = World { files: vec![], variables: vec![] }.resolve(Some(FILE), &[]).expect_err("no file");
    assert_eq!(absent[0].code(), Code::ConfigUnreadable);
}

#[test]
fn a_secret_comes_from_its_own_file_and_is_never_told() {
    let files = vec![
        (FILE, "database_file = \"secrets/database\"\n"),
        ("/etc/fenghuo/secrets/database", "postgres://fenghuo:secret@host/fenghuo\n"),
        ("/run/other", "mysql://fenghuo:secret@host/fenghuo\n"),
    ];
    let world = World { files: files.clone(), variables: vec![] };
    let config = world.resolve(Some(FILE), &[]).expect("sound");
    assert_eq!(config.get("database"), Some("postgres://fenghuo:secret@host/fenghuo"));
    let wrong = World { files: files.clone(), variables: vec![("FENGHUO_DATABASE_FILE", "/run/other")] };
    let faults = wrong.resolve(Some(FILE), &[]).expect_err("not a database of ours");
    assert_eq!(codes(&faults), [(Code::InvalidValue, None)]);
    assert!(!format!("{faults:?}").contains("secret@"), "{faults:?}");
    let twice = World {
        files,
        variables: vec![("FENGHUO_DATABASE_FILE", "/run/other"), ("FENGHUO_DATABASE", "sqlite:x")],
    };
    assert_eq!(codes(&twice.resolve(Some(FILE), &[]).expect_err("twice")), [(Code::ConfigTwice, None)]);
}

#[test]
fn a_provider_of_log_ins_is_set_up_whole_or_not_at_all() {
    let with = |text: &'static str| World {
        files: vec![(FILE, text), ("/etc/fenghuo/oidc", "of the provider\n")],
        variables: vec![],
    };
    assert!(with("").resolve(Some(FILE), &[]).expect("sound").oidc().expect("read").is_none());
    let half = with("[oidc]\nclient_id = \"fenghuo\"\n").resolve(Some(FILE), &[]).expect_err("half");
    assert_eq!(codes(&half), [(Code::MissingField, None), (Code::MissingField, None)]);
    assert_eq!(half[0].argument("field"), Some("oidc.issuer"));
    let wrong = with(
        "[server]\npublic_url = \"http://fenghuo.example\"\n[oidc]\nissuer = \"http://id.example\"\n\
         login_claim = \"name\"\nlink = \"claims\"\nrequired_claim = \"groups\"\npasswords = \"none\"\n",
    );
    let wrong = wrong.resolve(Some(FILE), &[]).expect_err("wrong");
    let lines: Vec<_> = codes(&wrong).into_iter().filter_map(|(_, line)| line).collect();
    assert_eq!(lines, [2, 4, 5, 6, 7, 8]);
    let whole = with(
        "[server]\npublic_url = \"https://fenghuo.example\"\n[oidc]\nissuer = \"https://id.example\"\n\
         client_id = \"fenghuo\"\nclient_secret_file = \"oidc\"\nsecond_factor = \"mfa otp\"\nlink = \"login\"\n",
    );
    let settings = whole.resolve(Some(FILE), &[]).expect("sound").oidc().expect("read").expect("a provider");
    assert!(settings.link_by_login && !settings.administrators_only && !settings.log_out);
    assert_eq!(settings.client_secret.expect("a secret").expose(), "of the provider");
    assert_eq!((settings.scopes, settings.second_factor.len()), (vec!["profile".to_owned()], 2));
}

#[test]
fn the_file_in_the_data_folder_is_read_and_cannot_name_another() {
    let world = World { files: vec![("lib/fenghuo.toml", "data = \"elsewhere\"\n")], variables: vec![] };
    let faults = world.resolve(None, &[("data", "lib")]).expect_err("misplaced");
    assert_eq!(codes(&faults), [(Code::ConfigMisplaced, Some(1))]);
}

#[test]
fn the_shipped_example_is_sound() {
    let text = include_str!("../../../../packaging/fenghuo.toml");
    let (entries, faults) = read::entries(Path::new(FILE), text);
    assert!(faults.is_empty(), "{faults:?}");
    assert!(!entries.is_empty());
    // What is commented out is sound as well.
    let whole: String =
        text.lines().map(|line| format!("{}\n", line.strip_prefix("#: ").unwrap_or(line))).collect();
    let (entries, faults) = read::entries(Path::new(FILE), &whole);
    assert!(faults.is_empty(), "{faults:?}");
    for setting in SETTINGS {
        let file = format!("{}_file", setting.key);
        assert!(
            entries.contains_key(setting.key) || entries.contains_key(&file),
            "{} is not shown",
            setting.key
        );
    }
}
