//! What a table looks like to us, and rows as plain structs.

use kernel::Error;

use crate::value::{Type, Value};

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in both databases.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// Whether it may be null.
    pub nullable: bool,
}

/// What an insert does when the key is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// It fails: the row must be new.
    Fail,
    /// Nothing: the first row stands.
    Ignore,
    /// The new row replaces the old one.
    Replace,
}

/// One table: the order of `columns` is the order of values everywhere.
#[derive(Debug)]
pub struct TableSpec {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// The names of its primary key's columns.
    pub key: &'static [&'static str],
    /// What an insert does with a known key.
    pub on_conflict: OnConflict,
}

impl TableSpec {
    /// The columns for a `SELECT`, each with the table's name before it.
    pub fn select_list(&self) -> String {
        let mut list = String::with_capacity(self.columns.len() * 24);
        for (i, column) in self.columns.iter().enumerate() {
            if i > 0 {
                list.push_str(", ");
            }
            list.push_str(self.name);
            list.push('.');
            list.push_str(column.name);
        }
        list
    }

    /// The text of an insert whose rows come from `source`.
    pub(crate) fn insert_sql(&self, source: &str) -> String {
        let columns: Vec<&str> = self.columns.iter().map(|c| c.name).collect();
        let mut sql = format!("INSERT INTO {} ({}) {source}", self.name, columns.join(", "));
        match self.on_conflict {
            OnConflict::Fail => {}
            OnConflict::Ignore => sql.push_str(" ON CONFLICT DO NOTHING"),
            OnConflict::Replace => {
                sql.push_str(&format!(" ON CONFLICT ({}) DO UPDATE SET ", self.key.join(", ")));
                let rest = self.columns.iter().filter(|c| !self.key.contains(&c.name));
                let sets: Vec<String> = rest.map(|c| format!("{0} = excluded.{0}", c.name)).collect();
                sql.push_str(&sets.join(", "));
            }
        }
        sql
    }

    /// The bytes of a row's primary key.
    pub(crate) fn key_of(&self, row: &[Value]) -> Vec<u8> {
        let mut key = Vec::with_capacity(48);
        for (column, value) in self.columns.iter().zip(row) {
            if self.key.contains(&column.name) {
                value.key_bytes(&mut key);
            }
        }
        key
    }
}

/// A struct that is one row of one table.
pub trait Record: Sized + Send + Sync {
    /// The table.
    const TABLE: &'static TableSpec;
    /// The values in the order of the columns.
    fn to_values(&self) -> Vec<Value>;
    /// The row from its values.
    ///
    /// # Errors
    /// `store.inconsistent` when a value does not fit.
    fn from_values(values: Vec<Value>) -> Result<Self, Error>;
}

/// A row of a table that keeps every version. The first five columns are
/// `id`, `version`, `recorded_from`, `recorded_to`, `area_path`.
pub trait Versioned: Record {
    /// The id of what this is a version of.
    fn uuid(&self) -> uuid::Uuid;
}

/// Declares a row struct with its table. A column has its field's name unless
/// another is given after `=`.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident in $table:literal key [$($key:literal),+] on $conflict:ident {
            $( $(#[$doc:meta])* $field:ident : $ty:ty $(= $column:literal)? ,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $( $(#[$doc])* pub $field: $ty, )+ }

        impl $crate::table::Record for $name {
            const TABLE: &'static $crate::table::TableSpec = &$crate::table::TableSpec {
                name: $table,
                columns: &[$($crate::table::Column {
                    name: $crate::table::record!(@column $field $($column)?),
                    kind: <$ty as $crate::value::Cell>::TYPE,
                    nullable: <$ty as $crate::value::Cell>::NULLABLE,
                },)+],
                key: &[$($key),+],
                on_conflict: $crate::table::OnConflict::$conflict,
            };
            fn to_values(&self) -> Vec<$crate::value::Value> {
                vec![$($crate::value::Cell::to_value(&self.$field)),+]
            }
            fn from_values(values: Vec<$crate::value::Value>) -> Result<Self, kernel::Error> {
                let mut values = values.into_iter();
                Ok(Self { $($field: $crate::table::next(&mut values)?,)+ })
            }
        }
    };
    (@column $field:ident) => { stringify!($field) };
    (@column $field:ident $column:literal) => { $column };
}
pub(crate) use record;

/// The next value of a row as a field.
pub(crate) fn next<T: crate::value::Cell>(values: &mut std::vec::IntoIter<Value>) -> Result<T, Error> {
    let value = values.next().ok_or_else(|| {
        Error::new(kernel::Code::StoreInconsistent).arg("detail", "a row has fewer columns than its table")
    })?;
    T::from_value(value)
}
