//! Conditions: expressions of the Common Expression Language, checked against
//! the catalogue once at load and evaluated against a fresh set of variables.
//! A rule without a condition never comes here.

mod check;
mod value;

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use cel::{
    Context, Env, ExecutionError, IdedExpr, Value,
    common::{
        types::{CelInt, INT_TYPE},
        value::CowVal,
    },
    parser::Parser,
};
use kernel::{Code, Error, Timestamp};

use crate::{
    fact_view::{FactView, Need, View},
    rule::FactScope,
};
use check::{Checked, Checker};

/// Longest expression, in bytes.
pub const MAX_LENGTH: usize = 4096;
/// Deepest nesting.
pub const MAX_DEPTH: usize = 32;
/// Most nodes after macros are written out.
pub const MAX_NODES: usize = 512;
/// Most elements of a list that an expression spells out.
pub const MAX_LIST: usize = 64;
/// Most elements of a list that an expression is given.
pub const MAX_DATA_LIST: usize = 2_000;
/// Deepest nesting of `all`, `exists`, `map` and `filter`.
pub const MAX_LOOPS: usize = 2;

/// A fault of an expression: an error and the byte inside the expression at
/// which it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Byte offset inside the expression.
    pub offset: usize,
    /// What is wrong, not located yet.
    pub error: Error,
}

/// What a condition is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The fact, where the rule has one.
    pub fact: Option<&'a FactView<'a>>,
    /// What else is known.
    pub view: &'a View,
    /// The moment of the question.
    pub now: Timestamp,
}

/// A checked condition, ready to run.
#[derive(Clone, Debug)]
pub struct Program(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    expression: IdedExpr,
    uses: Checked,
}

impl Program {
    /// Parses and checks an expression: every name and type against the
    /// catalogue, every view against the declared needs, and its size.
    ///
    /// # Errors
    /// Every fault found: `condition.syntax`, `condition.unknown_name`,
    /// `condition.undeclared_need`, `condition.wrong_type`, `condition.too_large`.
    pub fn compile(text: &str, fact: FactScope<'_>, needs: &BTreeSet<Need>) -> Result<Self, Vec<Fault>> {
        let too_large = |limit: &str, max: usize| {
            vec![Fault {
                offset: 0,
                error: Error::new(Code::ConditionTooLarge).arg("limit", limit).arg("max", max),
            }]
        };
        if text.len() > MAX_LENGTH {
            return Err(too_large("length", MAX_LENGTH));
        }
        // The parser's own recursion is bounded by nesting; refusing deep
        // brackets first keeps its stack small whatever the text.
        if nesting(text) > MAX_DEPTH {
            return Err(too_large("depth", MAX_DEPTH));
        }
        let (expression, source) = Parser::new().parse_with_source_info(text).map_err(|errors| {
            errors
                .errors
                .into_iter()
                .map(|e| Fault {
                    offset: offset_of(text, e.pos),
                    error: Error::new(Code::ConditionSyntax).arg("detail", e.msg.trim()),
                })
                .collect::<Vec<_>>()
        })?;
        let uses = Checker::new(text, &source, fact, needs).run(&expression)?;
        Ok(Self(Arc::new(Inner { expression, uses })))
    }

    /// The views it looks at.
    pub fn needs(&self) -> impl Iterator<Item = Need> + '_ {
        self.0.uses.needs.iter().copied()
    }

    /// Whether the condition holds.
    ///
    /// # Errors
    /// `condition.failed` when a value has not the type of the catalogue or the
    /// expression fails while it runs (division by zero, index outside a list).
    pub fn holds(&self, scene: &Scene<'_>, rule: &str) -> Result<bool, Error> {
        let failed = |detail: &dyn std::fmt::Display| {
            Error::new(Code::ConditionFailed).arg("rule", rule).arg("detail", detail)
        };
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        value::bind(&mut context, &self.0.uses, scene).map_err(|detail| failed(&detail))?;
        match context.resolve(&self.0.expression) {
            Ok(Value::Bool(holds)) => Ok(holds),
            Ok(other) => Err(failed(&format!("{:?} is not a truth value", other.type_of()))),
            Err(error) => Err(failed(&error)),
        }
    }
}

/// The standard functions and our two; built once, never changed.
static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::stdlib();
    // Only a second declaration of the same signature fails.
    let declared = env
        .add_overload("hours", "hours_int", vec![INT_TYPE], hours)
        .and_then(|()| env.add_overload("days", "days_int", vec![INT_TYPE], days));
    debug_assert!(declared.is_ok());
    Arc::new(env)
});

fn hours<'b, 'v>(args: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    times("hours", &args, 3_600_000_000)
}

fn days<'b, 'v>(args: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    times("days", &args, 86_400_000_000)
}

fn times<'b, 'v>(name: &str, args: &[CowVal<'_, '_>], micros: i64) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let refuse = || ExecutionError::function_error(name, "needs one whole number in range");
    let [arg] = args else { return Err(refuse()) };
    match Value::try_from(arg.as_ref())? {
        Value::Int(count) => {
            count.checked_mul(micros).map(|m| CowVal::owned(CelInt::from(m))).ok_or_else(refuse)
        }
        _ => Err(refuse()),
    }
}

/// Deepest bracket nesting and longest run of prefix operators, outside quotes only
/// roughly: an upper bound is enough.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest, mut run) = (0usize, 0usize, 0usize);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        run = match byte {
            b'!' | b'-' => run + 1,
            b' ' | b'\t' | b'\n' | b'\r' => run,
            _ => 0,
        };
        deepest = deepest.max(depth + run);
    }
    deepest
}

/// The byte offset of a line and column (both from 1, columns in characters).
fn offset_of(text: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line).unwrap_or(1).max(1);
    let column = usize::try_from(column).unwrap_or(1).max(1);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    text[start..].char_indices().nth(column - 1).map_or(text.len(), |(at, _)| start + at)
}
