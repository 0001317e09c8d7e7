//! Values that travel to and from a column, the same for both databases.

use kernel::{
    AreaCode, AreaLevel, AreaPath, CaseId, Classified, Code, ContactId, Date, DirectiveId, Error, ExposureId,
    FactId, FileId, GlassId, GroupId, HandoverId, ImportId, JobId, LinkKind, ObligationId, OrderId, PersonId,
    PersonalField, PostId, ProblemId, ShiftId, SubjectKind, Timestamp, UnitId, UserId, VisitId,
};
use uuid::Uuid;

/// The type of a column in the portable subset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// 64-bit integer; instants are microseconds UTC.
    Int,
    /// Text, compared byte by byte.
    Text,
    /// Bytes.
    Bytes,
    /// UUID: `uuid` on PostgreSQL, 16 bytes on SQLite.
    Uuid,
    /// `boolean`, or 0 and 1.
    Bool,
    /// `date`, or `YYYY-MM-DD`.
    Date,
    /// 64-bit float.
    Real,
}

/// One value of one column.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// See [`Type::Int`].
    Int(i64),
    /// See [`Type::Text`].
    Text(String),
    /// See [`Type::Bytes`].
    Bytes(Vec<u8>),
    /// See [`Type::Uuid`].
    Uuid(Uuid),
    /// See [`Type::Bool`].
    Bool(bool),
    /// See [`Type::Date`].
    Date(Date),
    /// See [`Type::Real`].
    Real(f64),
    /// Nothing, with the type that PostgreSQL wants to know.
    Null(Type),
}

impl std::fmt::Debug for Value {
    /// Only keys and numbers print: a text may be personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Int(v) => write!(f, "{v}"),
            Self::Uuid(v) => write!(f, "{v}"),
            Self::Bool(v) => write!(f, "{v}"),
            Self::Null(_) => f.write_str("null"),
            Self::Text(_) | Self::Bytes(_) | Self::Date(_) | Self::Real(_) => f.write_str("…"),
        }
    }
}

impl Value {
    /// Its type.
    pub const fn kind(&self) -> Type {
        match self {
            Self::Int(_) => Type::Int,
            Self::Text(_) => Type::Text,
            Self::Bytes(_) => Type::Bytes,
            Self::Uuid(_) => Type::Uuid,
            Self::Bool(_) => Type::Bool,
            Self::Date(_) => Type::Date,
            Self::Real(_) => Type::Real,
            Self::Null(kind) => *kind,
        }
    }
    /// The UUID inside, if it is one.
    pub fn as_uuid(&self) -> Option<Uuid> {
        if let Self::Uuid(id) = self { Some(*id) } else { None }
    }
    /// The integer inside, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        if let Self::Int(v) = self { Some(*v) } else { None }
    }
    /// The bytes that make two keys equal exactly when the values are.
    pub(crate) fn key_bytes(&self, out: &mut Vec<u8>) {
        match self {
            Self::Int(v) => out.extend_from_slice(&v.to_be_bytes()),
            Self::Text(v) => out.extend_from_slice(v.as_bytes()),
            Self::Bytes(v) => out.extend_from_slice(v),
            Self::Uuid(v) => out.extend_from_slice(v.as_bytes()),
            Self::Bool(v) => out.push(u8::from(*v)),
            Self::Date(v) => out.extend_from_slice(v.to_string().as_bytes()),
            Self::Real(v) => out.extend_from_slice(&v.to_be_bytes()),
            Self::Null(_) => {}
        }
        out.push(0xff);
    }
}

/// A Rust type that one column holds.
pub trait Cell: Sized {
    /// The column's type.
    const TYPE: Type;
    /// Whether the column may be null.
    const NULLABLE: bool = false;
    /// To the column.
    fn to_value(&self) -> Value;
    /// From the column.
    ///
    /// # Errors
    /// `store.inconsistent` when the column holds something else.
    fn from_value(value: Value) -> Result<Self, Error>;
}

fn wrong(wanted: Type, found: &Value) -> Error {
    Error::new(Code::StoreInconsistent).arg("detail", format!("a column holds {found:?}, not {wanted:?}"))
}

macro_rules! plain_cells {
    ($($ty:ty, $variant:ident;)+) => {$(
        impl Cell for $ty {
            const TYPE: Type = Type::$variant;
            fn to_value(&self) -> Value { Value::$variant(self.clone()) }
            fn from_value(value: Value) -> Result<Self, Error> {
                match value { Value::$variant(v) => Ok(v), other => Err(wrong(Type::$variant, &other)) }
            }
        }
        impl From<$ty> for Value { fn from(v: $ty) -> Self { Self::$variant(v) } }
    )+};
}
plain_cells! { i64, Int; String, Text; Vec<u8>, Bytes; Uuid, Uuid; bool, Bool; Date, Date; f64, Real; }

impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}

macro_rules! id_cells {
    ($($ty:ident),+) => {$(
        impl Cell for $ty {
            const TYPE: Type = Type::Uuid;
            fn to_value(&self) -> Value { Value::Uuid(self.0) }
            fn from_value(value: Value) -> Result<Self, Error> { Uuid::from_value(value).map(Self) }
        }
        impl From<$ty> for Value { fn from(v: $ty) -> Self { Self::Uuid(v.0) } }
    )+};
}
id_cells!(
    CaseId,
    ContactId,
    DirectiveId,
    ExposureId,
    FactId,
    FileId,
    GlassId,
    GroupId,
    HandoverId,
    JobId,
    ObligationId,
    OrderId,
    PersonId,
    PostId,
    ProblemId,
    ImportId,
    ShiftId,
    UnitId,
    UserId,
    VisitId
);

/// Types kept as text, with the way there and back.
macro_rules! text_cells {
    ($($ty:ty, $to:expr, $from:expr;)+) => {$(
        impl Cell for $ty {
            const TYPE: Type = Type::Text;
            fn to_value(&self) -> Value {
                let to: fn(&$ty) -> String = $to;
                Value::Text(to(self))
            }
            fn from_value(value: Value) -> Result<Self, Error> {
                let from: fn(String) -> Option<$ty> = $from;
                from(String::from_value(value)?)
                    .ok_or_else(|| Error::new(Code::StoreInconsistent).arg("detail", stringify!($ty)))
            }
        }
        impl From<$ty> for Value { fn from(v: $ty) -> Self { v.to_value() } }
    )+};
}
text_cells! {
    AreaPath, |v| v.as_str().to_owned(), |s| Some(AreaPath::from_stored(s));
    AreaCode, |v| v.as_str().to_owned(), |s| AreaCode::new(s).ok();
    AreaLevel, |v| v.as_str().to_owned(), |s| AreaLevel::parse(&s);
    LinkKind, |v| v.as_str().to_owned(), |s| LinkKind::parse(&s);
    SubjectKind, |v| v.as_str().to_owned(), |s| s.parse().ok();
    PersonalField, |v| v.as_str().to_owned(), |s| PersonalField::ALL.into_iter().find(|f| f.as_str() == s);
    Classified<String>, |v| v.expose().clone(), |s| Some(Classified::new(s));
}

impl Cell for Timestamp {
    const TYPE: Type = Type::Int;
    fn to_value(&self) -> Value {
        Value::Int(self.as_micros())
    }
    fn from_value(value: Value) -> Result<Self, Error> {
        i64::from_value(value).map(Self::from_micros)
    }
}
impl From<Timestamp> for Value {
    fn from(v: Timestamp) -> Self {
        Self::Int(v.as_micros())
    }
}

impl<T: Cell> Cell for Option<T> {
    const TYPE: Type = T::TYPE;
    const NULLABLE: bool = true;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null(T::TYPE), Cell::to_value)
    }
    fn from_value(value: Value) -> Result<Self, Error> {
        if let Value::Null(_) = value { Ok(None) } else { T::from_value(value).map(Some) }
    }
}
impl<T: Cell> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.to_value()
    }
}
