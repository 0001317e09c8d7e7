//! The type checker: walks the tree of an expression and holds every name,
//! field and function against the catalogue.

use std::collections::BTreeSet;

use cel::{
    IdedExpr,
    common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, SelectExpr, SourceInfo, operators as op},
};
use kernel::{Code, Error};

use super::{Fault, MAX_DEPTH, MAX_LIST, MAX_LOOPS, MAX_NODES, value};
use crate::{
    catalogue::{self, Type},
    fact_view::Need,
    rule::FactScope,
};

const ROOTS: [&str; 7] = ["fact", "subject", "index", "place", "area", "order", "now"];
const FUNCTIONS: &str = "size, has, in, all, exists, exists_one, filter, map, startsWith, endsWith, contains, \
                         hours, days";

/// What a sound expression looks at.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// Whether it reads `now`.
    pub now: bool,
    /// Whether it reads anything of `fact`.
    pub fact: bool,
    /// Fields of the fact's body it reads.
    pub fields: Vec<(&'static str, Type)>,
    /// Views it reads, ordered by name so that those of one root stand together.
    pub needs: Vec<Need>,
}

/// The type of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Ty {
    /// Already refused, or the element of an empty list: fits everything.
    Any,
    Bool,
    Int,
    Double,
    Text,
    List(Box<Self>),
    Record(&'static [(&'static str, Type)]),
    /// `fact`, `subject`, …: only good for a field.
    Root(&'static str),
}

impl Ty {
    fn of(ty: Type) -> Self {
        match ty {
            Type::Bool => Self::Bool,
            Type::Int | Type::Instant | Type::Date => Self::Int,
            Type::Double => Self::Double,
            Type::Text => Self::Text,
            Type::Strings => Self::List(Box::new(Self::Text)),
            Type::Tests | Type::Items | Type::Phases => {
                Self::List(Box::new(Self::Record(ty.record().unwrap_or_default())))
            }
        }
    }
    /// The common type of two, if there is one.
    fn join(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Any, ty) | (ty, Self::Any) => Some(ty.clone()),
            (Self::List(a), Self::List(b)) => a.join(b).map(|ty| Self::List(Box::new(ty))),
            (Self::Root(_), _) | (_, Self::Root(_)) => None,
            _ if self == other => Some(self.clone()),
            _ => None,
        }
    }
    fn name(&self) -> String {
        match self {
            Self::Any => "any".into(),
            Self::Bool => "bool".into(),
            Self::Int => "int".into(),
            Self::Double => "double".into(),
            Self::Text => "string".into(),
            Self::List(of) => format!("list<{}>", of.name()),
            Self::Record(fields) => {
                format!("record{{{}}}", fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "))
            }
            Self::Root(name) => (*name).into(),
        }
    }
}

/// One run over one expression.
pub(super) struct Checker<'a> {
    text: &'a str,
    source: &'a SourceInfo,
    fact: FactScope<'a>,
    declared: &'a BTreeSet<Need>,
    /// Variables of `all`, `exists`, `map` and `filter`, innermost last.
    scope: Vec<(String, Ty)>,
    /// Optional fields known to be there at this point.
    present: Vec<String>,
    loops: usize,
    nodes: usize,
    faults: Vec<Fault>,
    uses: Checked,
    needs: BTreeSet<(&'static str, Need)>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        text: &'a str,
        source: &'a SourceInfo,
        fact: FactScope<'a>,
        declared: &'a BTreeSet<Need>,
    ) -> Self {
        Self {
            text,
            source,
            fact,
            declared,
            scope: Vec::new(),
            present: Vec::new(),
            loops: 0,
            nodes: 0,
            faults: Vec::new(),
            uses: Checked::default(),
            needs: BTreeSet::new(),
        }
    }

    /// Checks a whole expression, which must be a truth value.
    pub(super) fn run(mut self, expression: &IdedExpr) -> Result<Checked, Vec<Fault>> {
        let ty = self.check(expression, 1);
        self.want(expression, &ty, &Ty::Bool);
        if self.faults.is_empty() {
            self.uses.needs = self.needs.into_iter().map(|(_, need)| need).collect();
            Ok(self.uses)
        } else {
            self.faults.dedup();
            Err(self.faults)
        }
    }

    fn fault(&mut self, at: &IdedExpr, error: Error) -> Ty {
        let start = self.source.offset_for(at.id).map_or(0, |(start, _)| start as usize);
        let offset = if self.text.is_char_boundary(start) { start } else { self.text.len() };
        self.faults.push(Fault { offset, error });
        Ty::Any
    }

    fn wrong(&mut self, at: &IdedExpr, found: impl ToString, expected: impl ToString) -> Ty {
        self.fault(at, Error::new(Code::ConditionWrongType).arg("found", found).arg("expected", expected))
    }

    fn unknown(&mut self, at: &IdedExpr, name: impl ToString, known: impl ToString) -> Ty {
        self.fault(at, Error::new(Code::ConditionUnknownName).arg("name", name).arg("known", known))
    }

    fn too_large(&mut self, at: &IdedExpr, limit: &str, max: usize) -> Ty {
        self.fault(at, Error::new(Code::ConditionTooLarge).arg("limit", limit).arg("max", max))
    }

    fn want(&mut self, at: &IdedExpr, found: &Ty, expected: &Ty) {
        if found.join(expected).is_none() {
            self.wrong(at, found.name(), expected.name());
        }
    }

    fn check(&mut self, e: &IdedExpr, depth: usize) -> Ty {
        self.nodes += 1;
        if self.nodes == MAX_NODES + 1 {
            return self.too_large(e, "nodes", MAX_NODES);
        }
        if self.nodes > MAX_NODES {
            return Ty::Any;
        }
        if depth > MAX_DEPTH {
            return self.too_large(e, "depth", MAX_DEPTH);
        }
        match &e.expr {
            Expr::Literal(literal) => match literal {
                LiteralValue::Boolean(_) => Ty::Bool,
                LiteralValue::Int(_) => Ty::Int,
                LiteralValue::Double(_) => Ty::Double,
                LiteralValue::String(_) => Ty::Text,
                LiteralValue::Bytes(_) => self.wrong(e, "bytes", "bool, int, double or string"),
                LiteralValue::Null => self.wrong(e, "null", "bool, int, double or string"),
                LiteralValue::UInt(_) => self.wrong(e, "uint", "int"),
            },
            Expr::Ident(name) => self.ident(e, name),
            Expr::Select(select) => self.select(e, select, depth),
            Expr::List(list) => {
                if list.elements.len() > MAX_LIST {
                    return self.too_large(e, "list", MAX_LIST);
                }
                let mut of = Ty::Any;
                for element in &list.elements {
                    let ty = self.check(element, depth + 1);
                    match of.join(&ty) {
                        Some(joined) => of = joined,
                        None => {
                            self.wrong(element, ty.name(), of.name());
                        }
                    }
                }
                Ty::List(Box::new(of))
            }
            Expr::Call(call) => self.call(e, call, depth),
            Expr::Comprehension(loops) => self.comprehension(e, loops, depth),
            Expr::Map(_) | Expr::Struct(_) => self.wrong(e, "map", "bool, int, double, string or list"),
            Expr::Unspecified => {
                self.fault(e, Error::new(Code::ConditionSyntax).arg("detail", "nothing here"))
            }
        }
    }

    fn ident(&mut self, e: &IdedExpr, name: &str) -> Ty {
        if let Some((_, ty)) = self.scope.iter().rev().find(|(n, _)| n == name) {
            return ty.clone();
        }
        match ROOTS.iter().find(|root| **root == name) {
            Some(&"now") => {
                self.uses.now = true;
                Ty::Int
            }
            Some(root) => Ty::Root(root),
            None => self.unknown(e, name, ROOTS.join(", ")),
        }
    }

    fn select(&mut self, e: &IdedExpr, select: &SelectExpr, depth: usize) -> Ty {
        let field = select.field.as_str();
        let operand = self.check(&select.operand, depth + 1);
        let ty = match operand {
            Ty::Any => Ty::Any,
            Ty::Root("fact") => self.fact_field(e, field, select.test),
            Ty::Root(root) => self.view_field(e, root, field),
            Ty::Record(fields) => match fields.iter().find(|(name, _)| *name == field) {
                Some((_, ty)) => Ty::of(*ty),
                None => {
                    let known: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
                    self.unknown(e, field, known.join(", "))
                }
            },
            other => self.wrong(e, format!("{}.{field}", other.name()), "a record before the dot"),
        };
        if select.test { Ty::Bool } else { ty }
    }

    fn fact_field(&mut self, e: &IdedExpr, field: &str, tested: bool) -> Ty {
        if matches!(self.fact, FactScope::None) {
            return self.unknown(e, "fact", "subject, index, place, area, order, now");
        }
        self.uses.fact = true;
        if matches!(field, "occurred_at" | "recorded_at") {
            return Ty::Int;
        }
        let known: &[catalogue::Field] = match self.fact {
            FactScope::Kind(kind) => match catalogue::fact_kind(kind) {
                Some(kind) => kind.fields,
                // The kind itself is refused where it is named.
                None => return Ty::Any,
            },
            _ => &[catalogue::Field { name: "disease", ty: Type::Text, optional: false }],
        };
        let Some(found) = known.iter().find(|f| f.name == field) else {
            let names: Vec<_> = known.iter().map(|f| f.name).chain(["occurred_at", "recorded_at"]).collect();
            return self.unknown(e, format!("fact.{field}"), names.join(", "));
        };
        if found.optional && !tested && !self.present.iter().any(|name| name == field) {
            return self.wrong(
                e,
                format!("fact.{field}, which may be absent"),
                format!("has(fact.{field}) && … before it"),
            );
        }
        let entry = (found.name, found.ty);
        if !self.uses.fields.contains(&entry) {
            self.uses.fields.push(entry);
        }
        Ty::of(found.ty)
    }

    fn view_field(&mut self, e: &IdedExpr, root: &'static str, field: &str) -> Ty {
        let full = format!("{root}.{field}");
        let windowed = matches!(full.as_str(), "place.cases" | "area.cases");
        let Some(ty) = Need::PLAIN
            .iter()
            .find(|need| need.name() == full)
            .map(|need| need.value_type())
            .or(windowed.then_some(Type::Int))
        else {
            let mut known: Vec<_> =
                Need::PLAIN.iter().filter(|n| value::root(**n) == root).map(|n| n.name()).collect();
            if matches!(root, "place" | "area") {
                known.push(if root == "place" { "place.cases" } else { "area.cases" });
            }
            return self.unknown(e, full, known.join(", "));
        };
        let declared: Vec<_> = self.declared.iter().copied().filter(|need| need.name() == full).collect();
        match declared[..] {
            [need] => {
                self.needs.insert((need.name(), need));
                Ty::of(ty)
            }
            [] => self.fault(e, Error::new(Code::ConditionUndeclaredNeed).arg("name", full)),
            _ => self.wrong(e, format!("{full} with several windows"), "one window in needs"),
        }
    }

    fn comprehension(&mut self, e: &IdedExpr, loops: &ComprehensionExpr, depth: usize) -> Ty {
        let range = self.check(&loops.iter_range, depth + 1);
        let element = match range {
            Ty::List(of) => *of,
            Ty::Any => Ty::Any,
            other => self.wrong(&loops.iter_range, other.name(), "a list"),
        };
        if ROOTS.contains(&loops.iter_var.as_str()) {
            return self.unknown(e, &loops.iter_var, "a new name for the element");
        }
        self.loops += 1;
        if self.loops > MAX_LOOPS {
            self.loops -= 1;
            return self.too_large(e, "loops", MAX_LOOPS);
        }
        let init = self.check(&loops.accu_init, depth + 1);
        self.scope.push((loops.accu_var.clone(), init.clone()));
        self.scope.push((loops.iter_var.clone(), element));
        let condition = self.check(&loops.loop_cond, depth + 1);
        self.want(&loops.loop_cond, &condition, &Ty::Bool);
        let step = self.check(&loops.loop_step, depth + 1);
        let accu = init.join(&step).unwrap_or_else(|| self.wrong(e, step.name(), init.name()));
        self.scope.pop();
        if let Some((_, ty)) = self.scope.last_mut() {
            *ty = accu;
        }
        let result = self.check(&loops.result, depth + 1);
        self.scope.pop();
        self.loops -= 1;
        result
    }

    fn call(&mut self, e: &IdedExpr, call: &CallExpr, depth: usize) -> Ty {
        let name = call.func_name.as_str();
        if matches!(name, op::LOGICAL_AND | op::LOGICAL_OR | op::CONDITIONAL) {
            return self.branching(e, call, depth);
        }
        // A method's target is its first argument.
        let arguments: Vec<&IdedExpr> = call.target.as_deref().into_iter().chain(&call.args).collect();
        let types: Vec<Ty> = arguments.iter().map(|argument| self.check(argument, depth + 1)).collect();
        let method = call.target.is_some();
        match (name, method, &types[..]) {
            ("size", _, [Ty::List(_) | Ty::Text | Ty::Any]) => Ty::Int,
            ("size", _, [other]) => self.wrong(e, other.name(), "a list or string"),
            ("startsWith" | "endsWith" | "contains", true, [a, b]) => {
                self.want(arguments[0], a, &Ty::Text);
                self.want(arguments[1], b, &Ty::Text);
                Ty::Bool
            }
            ("hours" | "days", false, [count]) => {
                self.want(arguments[0], count, &Ty::Int);
                Ty::Int
            }
            (op::LOGICAL_NOT | op::NOT_STRICTLY_FALSE, false, [a]) => {
                self.want(arguments[0], a, &Ty::Bool);
                Ty::Bool
            }
            (op::NEGATE, false, [a]) => match a {
                Ty::Int | Ty::Double | Ty::Any => a.clone(),
                other => self.wrong(e, other.name(), "int or double"),
            },
            (op::EQUALS | op::NOT_EQUALS, false, [a, b]) => {
                if a.join(b).is_none() {
                    self.wrong(e, b.name(), a.name());
                }
                Ty::Bool
            }
            (op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS, false, [a, b]) => {
                match a.join(b) {
                    Some(Ty::Int | Ty::Double | Ty::Text | Ty::Any) => Ty::Bool,
                    Some(other) => self.wrong(e, other.name(), "int, double or string"),
                    None => self.wrong(e, b.name(), a.name()),
                }
            }
            (op::ADD, false, [a, b]) => match a.join(b) {
                Some(ty @ (Ty::Int | Ty::Double | Ty::Text | Ty::List(_) | Ty::Any)) => ty,
                Some(other) => self.wrong(e, other.name(), "int, double, string or list"),
                None => self.wrong(e, b.name(), a.name()),
            },
            (op::SUBSTRACT | op::MULTIPLY | op::DIVIDE, false, [a, b]) => match a.join(b) {
                Some(ty @ (Ty::Int | Ty::Double | Ty::Any)) => ty,
                Some(other) => self.wrong(e, other.name(), "int or double"),
                None => self.wrong(e, b.name(), a.name()),
            },
            (op::MODULO, false, [a, b]) => {
                self.want(arguments[0], a, &Ty::Int);
                self.want(arguments[1], b, &Ty::Int);
                Ty::Int
            }
            (op::IN, false, [a, b]) => {
                self.want(arguments[1], b, &Ty::List(Box::new(a.clone())));
                Ty::Bool
            }
            (op::INDEX, false, [list, index]) => {
                self.want(arguments[1], index, &Ty::Int);
                match list {
                    Ty::List(of) => (**of).clone(),
                    Ty::Any => Ty::Any,
                    other => self.wrong(arguments[0], other.name(), "a list"),
                }
            }
            ("size" | "startsWith" | "endsWith" | "contains" | "hours" | "days", ..) => {
                self.wrong(e, format!("{name} with {} arguments", call.args.len()), format!("{name}(…)"))
            }
            _ => self.unknown(e, name, FUNCTIONS),
        }
    }

    /// `&&`, `||` and `?:`: the later parts may rely on what the first tests.
    fn branching(&mut self, e: &IdedExpr, call: &CallExpr, depth: usize) -> Ty {
        let before = self.present.len();
        let mut types = Vec::new();
        for (index, argument) in call.args.iter().enumerate() {
            types.push(self.check(argument, depth + 1));
            let proven = match (call.func_name.as_str(), index) {
                (op::LOGICAL_AND, _) => proven(argument, true),
                (op::LOGICAL_OR, _) => proven(argument, false),
                (op::CONDITIONAL, 0) => proven(argument, true),
                _ => {
                    self.present.truncate(before);
                    call.args.first().map(|first| proven(first, false)).unwrap_or_default()
                }
            };
            self.present.extend(proven);
        }
        self.present.truncate(before);
        match (&call.args[..], &types[..]) {
            ([test, ..], [condition, a, b]) if call.func_name == op::CONDITIONAL => {
                self.want(test, condition, &Ty::Bool);
                match a.join(b) {
                    Some(ty) => ty,
                    None => self.wrong(e, b.name(), a.name()),
                }
            }
            _ => {
                for (argument, ty) in call.args.iter().zip(&types) {
                    self.want(argument, ty, &Ty::Bool);
                }
                Ty::Bool
            }
        }
    }
}

/// The fields of `fact` that are there when the expression has this value.
fn proven(e: &IdedExpr, value: bool) -> Vec<String> {
    match &e.expr {
        Expr::Select(select) if select.test && value => match &select.operand.expr {
            Expr::Ident(root) if root == "fact" => vec![select.field.clone()],
            _ => Vec::new(),
        },
        Expr::Call(call) => match (call.func_name.as_str(), value) {
            (op::LOGICAL_AND, true) | (op::LOGICAL_OR, false) => {
                call.args.iter().flat_map(|argument| proven(argument, value)).collect()
            }
            (op::LOGICAL_NOT, _) => {
                call.args.first().map(|argument| proven(argument, !value)).unwrap_or_default()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
