//! Where PostgreSQL's programs lie, and as whom they may run.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The folder that holds all programs a test needs: on the path, else where
/// the packages of the common systems put them, the newest version first.
pub(super) fn programs() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path)
        .filter_map(|folder| folder.join("initdb").canonicalize().ok())
        .filter_map(|program| program.parent().map(Path::to_owned));
    let mut packaged: Vec<PathBuf> = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"]
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    packaged.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    on_path.chain(packaged).chain([PathBuf::from("/usr/pgsql/bin")]).find(|folder| is_complete(folder))
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres", "pg_ctl", "psql"].iter().all(|name| folder.join(name).is_file())
}

/// The number in `…/15/bin` or `…/postgresql@15/bin`.
fn version(bin: &Path) -> u32 {
    let name = bin.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    name.rsplit('@').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// A short folder that another user can reach: the path of a unix socket has
/// room for about a hundred bytes.
pub(super) fn base_folder() -> PathBuf {
    let temporary = PathBuf::from("/tmp");
    if temporary.is_dir() { temporary } else { env::temp_dir() }
}

/// The user and group ids PostgreSQL runs as when the tests run as root.
pub(super) fn other_user() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    pick_user(&users).unwrap_or((65_534, 65_534))
}

/// The ids of `postgres`, else of `nobody`, in a file of the form of `/etc/passwd`.
fn pick_user(users: &str) -> Option<(u32, u32)> {
    ["postgres", "nobody"].iter().find_map(|wanted| {
        users.lines().find_map(|line| {
            let mut fields = line.split(':');
            (fields.next() == Some(wanted)).then_some(())?;
            Some((fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_order_by_number_and_users_by_preference() {
        assert!(version(Path::new("/usr/lib/postgresql/9/bin")) < version(Path::new("/x/16/bin")));
        assert_eq!(version(Path::new("/opt/homebrew/opt/postgresql@15/bin")), 15);
        assert_eq!(version(Path::new("/opt/homebrew/opt/libpq/bin")), 0);
        let users = "root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/x\npostgres:x:101:102::/:/x\n";
        assert_eq!(pick_user(users), Some((101, 102)));
        assert_eq!(pick_user("nobody:x:99:98::/:/x\n"), Some((99, 98)));
        assert_eq!(pick_user("root:x:0:0::/:/bin/sh"), None);
    }
}
