//! One row as bytes, the same for both databases.

use uuid::Uuid;

use super::ShapeColumn;
use crate::value::{Type, Value};

/// Appends a row: for each column 0 for nothing, or 1 and the value. Numbers
/// are big-endian, texts and bytes have their length before them.
pub(super) fn encode(row: &[Value], out: &mut Vec<u8>) {
    for value in row {
        out.push(u8::from(!matches!(value, Value::Null(_))));
        match value {
            Value::Null(_) => {}
            Value::Int(v) => out.extend_from_slice(&v.to_be_bytes()),
            Value::Real(v) => out.extend_from_slice(&v.to_bits().to_be_bytes()),
            Value::Bool(v) => out.push(u8::from(*v)),
            Value::Uuid(v) => out.extend_from_slice(v.as_bytes()),
            Value::Date(v) => with_length(v.to_string().as_bytes(), out),
            Value::Text(v) => with_length(v.as_bytes(), out),
            Value::Bytes(v) => with_length(v, out),
        }
    }
}

fn with_length(bytes: &[u8], out: &mut Vec<u8>) {
    // A column's value is far below 4 GiB: both databases end at 1 GiB.
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// Takes a row from the front of `bytes`; none when they are not one.
pub(super) fn decode(columns: &[ShapeColumn], bytes: &mut &[u8]) -> Option<Vec<Value>> {
    columns.iter().map(|column| value(column.kind, bytes)).collect()
}

fn value(kind: Type, bytes: &mut &[u8]) -> Option<Value> {
    match array::<1>(bytes)? {
        [0] => return Some(Value::Null(kind)),
        [1] => {}
        _ => return None,
    }
    Some(match kind {
        Type::Int => Value::Int(i64::from_be_bytes(array(bytes)?)),
        Type::Real => Value::Real(f64::from_bits(u64::from_be_bytes(array(bytes)?))),
        Type::Uuid => Value::Uuid(Uuid::from_bytes(array(bytes)?)),
        Type::Bool => match array::<1>(bytes)? {
            [0] => Value::Bool(false),
            [1] => Value::Bool(true),
            _ => return None,
        },
        Type::Date => Value::Date(kernel::parse_date(&text(bytes)?).ok()?),
        Type::Text => Value::Text(text(bytes)?),
        Type::Bytes => Value::Bytes(slice(bytes)?.to_vec()),
    })
}

fn array<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*first)
}

fn slice<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(u32::from_be_bytes(array(bytes)?)).ok()?;
    let (first, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(first)
}

fn text(bytes: &mut &[u8]) -> Option<String> {
    String::from_utf8(slice(bytes)?.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_and_a_piece_of_one_does_not() {
        let row = vec![
            Value::Int(-1),
            Value::Text("病例 \0".to_owned()),
            Value::Bytes(vec![0, 255]),
            Value::Uuid(Uuid::from_u128(7)),
            Value::Bool(true),
            Value::Date(kernel::parse_date("1861-11-21").expect("a date")),
            Value::Real(-0.5),
            Value::Null(Type::Date),
        ];
        let columns: Vec<_> =
            row.iter().map(|v| ShapeColumn { name: "c".to_owned(), kind: v.kind() }).collect();
        let mut bytes = Vec::new();
        encode(&row, &mut bytes);
        let mut left = bytes.as_slice();
        assert_eq!(decode(&columns, &mut left), Some(row));
        assert!(left.is_empty());
        for length in 0..bytes.len() {
            assert_eq!(decode(&columns, &mut &bytes[..length]), None, "{length}");
        }
        let mut wrong = bytes;
        wrong[0] = 2;
        assert_eq!(decode(&columns, &mut wrong.as_slice()), None);
    }
}
