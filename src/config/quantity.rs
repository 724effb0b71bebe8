//! Numbers as typed → laws: plain numbers, `"4 to 9"`, named laws, and who they differ between.
//!
//! Every law that leaves this file has finite parameters inside their bounds and a support inside the key's domain.
//! A scenario's `Family` has parameters that are rows of the table themselves, e.g.
//! `segment.casual.needs_per_year.each.gamma.mean`.

use std::collections::BTreeMap;

use crate::model::{Domain, Evidence, Law, LawKind, Number};

use super::draws::FileDraws;
use super::files::Named;
use super::interval;
use super::keys::{self, Absent, Scopes};
use super::laws::{self, NAMED, Spec, as_list, parameter_spec};
use super::problem::{Kind, Problem};
use super::tree::{At, Node, Table, Texts, Value};
use super::words::did_you_mean;

/// A number as it was meant.
#[derive(Clone, Debug)]
pub(super) enum Quantity {
    /// the same for all in one world
    Same(Law),
    /// one draw per customer
    Each(Spread),
    /// one draw per order
    EachOrder(Spread),
}

/// A law whose parameters are rows of the table of numbers.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    pub kind: LawKind,
    /// paths of the parameters' rows
    pub paths: Vec<String>,
}

/// Reads numbers; rows of families go straight into `rows`.
pub(super) struct NumberReader<'a, 'f> {
    pub texts: &'a Texts,
    pub files: &'a mut Named<'f>,
    pub problems: &'a mut Vec<Problem>,
    pub rows: &'a mut BTreeMap<String, Number>,
    pub draws: &'a mut FileDraws,
}

impl NumberReader<'_, '_> {
    /// The number at a path; `None` if it is wrong, and the problem is noted.
    pub fn read(&mut self, node: &Node, path: &str, spec: Spec) -> Option<Quantity> {
        let (node, evidence) = self.evidence(node, path, spec)?;
        if let Value::Table(table) = &node.value {
            let (word, inner) = self.only_key(table, node.at, path)?;
            if word == "each" || word == "each_order" {
                let allowed =
                    spec.scopes == Scopes::EachOrder || (word == "each" && spec.scopes.each());
                if !allowed {
                    let found = format!("{{ {word} = … }}");
                    self.refuse(Kind::Typ, node.at, path, found, spec.scopes.describe(), None);
                    return None;
                }
                let spread = self.spread(inner, &format!("{path}.{word}"), spec, evidence)?;
                return Some(if word == "each" {
                    Quantity::Each(spread)
                } else {
                    Quantity::EachOrder(spread)
                });
            }
        }
        let law = self.law(node, path, spec)?;
        if spec.scopes.uncertain() {
            self.row(path, spec.unit, spec.domain, law, evidence);
        }
        Some(Quantity::Same(law))
    }

    fn row(
        &mut self,
        path: &str,
        unit: &'static str,
        domain: Domain,
        law: Law,
        evidence: Option<Evidence>,
    ) {
        let number = Number { path: path.to_string(), unit, domain, law, evidence };
        self.rows.insert(path.to_string(), number);
    }

    /// A number or a law of one draw per world.
    fn law(&mut self, node: &Node, path: &str, spec: Spec) -> Option<Law> {
        let certain_only = |this: &mut Self, found: String| {
            let expected = spec.scopes.describe();
            this.refuse(Kind::Typ, node.at, path, found, expected, None);
            None
        };
        match &node.value {
            Value::Integer { .. } | Value::Float(_) => {
                let x = self.literal(node, path)?;
                self.in_domain(node, path, x, spec.domain)?;
                Some(Law::point(x))
            }
            Value::Text(text) => {
                if !spec.scopes.uncertain() && interval::parse(text).is_ok() {
                    return certain_only(self, node.found(self.texts));
                }
                let [low, high] = self.interval(node, text, path, spec.domain)?;
                Some(Law { kind: LawKind::of_interval(spec.domain), params: [low, high, 0.0] })
            }
            Value::Table(table) => {
                let (word, inner) = self.only_key(table, node.at, path)?;
                if word == laws::FROM_CSV && spec.scopes.uncertain() {
                    return self.column_law(inner, path, spec);
                }
                let kind = self.kind(word, inner, path)?;
                if !spec.scopes.uncertain() && kind != LawKind::Point {
                    return certain_only(self, format!("{{ {word} = … }}"));
                }
                let path = format!("{path}.{word}");
                self.suits(kind, inner, &path, spec.domain)?;
                let parts = self.parts(kind, inner, &path)?;
                let mut params = [0.0; 3];
                let mut whole = true;
                for (slot, (name, part)) in params.iter_mut().zip(&parts) {
                    match self.parameter(part, &path, kind, name, spec) {
                        Some((law, None)) if law.is_point() => *slot = law.params[0],
                        Some((_, Some(_))) => {
                            self.refuse(
                                Kind::Typ,
                                part.at,
                                &format!("{path}.{name}"),
                                "a parameter with evidence".into(),
                                "one known number: the evidence is that of the whole law",
                                Some("write { value = { LAW }, source = …, grade = … }".into()),
                            );
                            whole = false;
                        }
                        Some(_) => {
                            let found = part.found(self.texts);
                            self.refuse(
                                Kind::Typ,
                                part.at,
                                &format!("{path}.{name}"),
                                found,
                                "one known number: a law of one draw per world has known parameters",
                                Some("uncertain parameters are for { each = … }".into()),
                            );
                            whole = false;
                        }
                        None => whole = false,
                    }
                }
                (whole && self.rising(kind, &params, inner, &path)).then_some(Law { kind, params })
            }
            Value::Boolean | Value::Date | Value::Array(_) => {
                let found = node.found(self.texts);
                self.refuse(Kind::Typ, node.at, path, found, &describe(spec.domain), None);
                None
            }
        }
    }

    /// A law of one draw per customer or order.
    fn spread(
        &mut self,
        node: &Node,
        path: &str,
        spec: Spec,
        evidence: Option<Evidence>,
    ) -> Option<Spread> {
        type Parameter<'p> = (&'p str, Law, Option<Evidence>);
        let (kind, laws, path) = match &node.value {
            Value::Text(text) => {
                let ends = self.interval(node, text, path, spec.domain)?;
                let kind = LawKind::of_interval(spec.domain);
                let names = kind.parameter_names();
                let ends = names.iter().zip(ends).map(|(name, x)| (*name, Law::point(x), None));
                (kind, ends.collect(), path.to_string())
            }
            Value::Table(table) => {
                let (word, inner) = self.only_key(table, node.at, path)?;
                let kind = self.kind(word, inner, path)?;
                if kind == LawKind::Point {
                    return self.nothing_differs(inner, path);
                }
                let path = format!("{path}.{word}");
                self.suits(kind, inner, &path, spec.domain)?;
                let parts = self.parts(kind, inner, &path)?;
                let read: Vec<Option<Parameter<'_>>> = parts
                    .into_iter()
                    .map(|(name, part)| {
                        let (law, own) = self.parameter(part, &path, kind, name, spec)?;
                        Some((name, law, own))
                    })
                    .collect();
                let laws: Vec<Parameter<'_>> = read.into_iter().collect::<Option<_>>()?;
                let mut params = [0.0; 3];
                for (slot, (_, law, _)) in params.iter_mut().zip(&laws) {
                    *slot = law.params[0];
                }
                if !self.rising(kind, &params, inner, &path) {
                    return None;
                }
                (kind, laws, path)
            }
            Value::Integer { .. } | Value::Float(_) => return self.nothing_differs(node, path),
            Value::Boolean | Value::Date | Value::Array(_) => {
                let found = node.found(self.texts);
                self.refuse(Kind::Typ, node.at, path, found, "a law such as { gamma = … }", None);
                return None;
            }
        };
        let mut paths = Vec::new();
        for (name, law, own) in laws {
            let (unit, domain, _) = parameter_spec(kind, name, spec);
            let path = format!("{path}.{name}");
            // The evidence of a parameter is nearer to it than that of the whole law.
            self.row(&path, unit, domain, law, own.or_else(|| evidence.clone()));
            paths.push(path);
        }
        Some(Spread { kind, paths })
    }

    fn nothing_differs(&mut self, node: &Node, path: &str) -> Option<Spread> {
        let found = node.found(self.texts);
        self.refuse(
            Kind::Typ,
            node.at,
            path,
            found,
            "a law: a number is the same for everybody",
            Some("write the number itself, without { each = … }".into()),
        );
        None
    }

    /// The single key of a table that stands for a choice.
    fn only_key<'n>(
        &mut self,
        table: &'n Table,
        at: At,
        path: &str,
    ) -> Option<(&'n str, &'n Node)> {
        let mut keys = table.iter();
        match (keys.next(), keys.next()) {
            (Some((word, entry)), None) => Some((word, &entry.node)),
            (None, _) => {
                self.refuse(
                    Kind::Mis,
                    at,
                    path,
                    "an empty table".into(),
                    "a number or a law",
                    None,
                );
                None
            }
            _ => {
                let words: Vec<&str> = table.keys().take(8).map(String::as_str).collect();
                let found = format!("{{ {} }}", words.join(", "));
                self.refuse(
                    Kind::Con,
                    at,
                    path,
                    found,
                    "exactly one law",
                    Some("keep one of them".into()),
                );
                None
            }
        }
    }

    fn kind(&mut self, word: &str, node: &Node, path: &str) -> Option<LawKind> {
        let kind = NAMED.into_iter().find(|k| k.name() == word);
        if kind.is_none() {
            let names = NAMED.map(LawKind::name);
            self.refuse(
                Kind::Unk,
                node.at,
                &format!("{path}.{word}"),
                format!("key {word}"),
                &format!("one of {}", names.join(", ")),
                Some(did_you_mean(word, &names)),
            );
        }
        kind
    }

    /// The parameters of a named law, in order.
    fn parts<'n>(
        &mut self,
        kind: LawKind,
        node: &'n Node,
        path: &str,
    ) -> Option<Vec<(&'static str, &'n Node)>> {
        let names = kind.parameter_names();
        let wrong_shape = |this: &mut Self, expected: String| {
            let found = node.found(this.texts);
            this.refuse(Kind::Typ, node.at, path, found, &expected, None);
            None
        };
        if kind == LawKind::Point {
            return Some(vec![("x", node)]);
        }
        if as_list(kind) {
            return match &node.value {
                Value::Array(items) if items.len() == names.len() => {
                    Some(names.iter().copied().zip(items).collect())
                }
                _ => wrong_shape(self, format!("a list [{}]", names.join(", "))),
            };
        }
        let Value::Table(table) = &node.value else {
            let names: Vec<String> = names.iter().map(|name| format!("{name} = …")).collect();
            return wrong_shape(self, format!("a table {{ {} }}", names.join(", ")));
        };
        let mut good = true;
        for (word, entry) in table.iter().filter(|(word, _)| !names.contains(&word.as_str())) {
            good = false;
            self.refuse(
                Kind::Unk,
                entry.key_at,
                &format!("{path}.{word}"),
                format!("key {word}"),
                &format!("{} and nothing else", names.join(" and ")),
                Some(did_you_mean(word, names)),
            );
        }
        for name in names.iter().filter(|name| !table.contains_key(**name)) {
            good = false;
            self.refuse(
                Kind::Mis,
                node.at,
                &format!("{path}.{name}"),
                "nothing".into(),
                "this parameter of the law",
                None,
            );
        }
        good.then(|| names.iter().filter_map(|n| Some((*n, &table.get(*n)?.node))).collect())
    }

    /// One parameter of a law, with the evidence it may have of its own: inside its own bounds.
    fn parameter(
        &mut self,
        node: &Node,
        path: &str,
        kind: LawKind,
        name: &str,
        spec: Spec,
    ) -> Option<(Law, Option<Evidence>)> {
        let (unit, domain, least) = parameter_spec(kind, name, spec);
        let path = format!("{path}.{name}");
        let scopes = match kind {
            LawKind::Beta | LawKind::Gamma | LawKind::Normal | LawKind::Lognormal => Scopes::World,
            _ => Scopes::Fixed,
        };
        let spec = Spec { unit, domain, scopes };
        let (node, evidence) = self.evidence(node, &path, spec)?;
        let law = self.law(node, &path, spec)?;
        let lowest = match law.kind {
            LawKind::Point
            | LawKind::LognormalInterval
            | LawKind::Uniform
            | LawKind::Triangular
            | LawKind::FromFile => law.params[0],
            _ => least,
        };
        if lowest < least {
            let found = node.found(self.texts);
            self.refuse(
                Kind::Rng,
                node.at,
                &path,
                found,
                &format!("a number of at least {least}"),
                Some("below, draws would be 0 or 1 nearly always; a uniform or triangular law has clear ends".into()),
            );
            return None;
        }
        Some((law, evidence))
    }

    /// Do bounds rise?
    fn rising(&mut self, kind: LawKind, params: &[f64; 3], node: &Node, path: &str) -> bool {
        let [a, b, c] = *params;
        let good = match kind {
            LawKind::Uniform => a < b,
            LawKind::Triangular => a <= b && b <= c && a < c,
            _ => true,
        };
        if !good {
            let found = self.texts.raw(node.at).to_string();
            let expected = format!("rising bounds: {}", kind.parameter_names().join(" < "));
            self.refuse(
                Kind::Con,
                node.at,
                path,
                found,
                &expected,
                Some("a number that is known is written as it is, without a law".into()),
            );
        }
        good
    }

    /// Can a law of this kind only give values that the key allows? Upper bounds of amounts are bounds on what is
    /// typed, not on what may be drawn: they catch slips, no mechanism needs them.
    fn suits(&mut self, kind: LawKind, node: &Node, path: &str, domain: Domain) -> Option<()> {
        let Some(alternatives) = laws::alternatives(kind, domain) else { return Some(()) };
        self.refuse(
            Kind::Rng,
            node.at,
            path,
            format!("a {} law", kind.name()),
            &format!("a law that only gives {}", domain.describe()),
            Some(format!("use {alternatives}")),
        );
        None
    }

    /// The ends of a 90 % interval for a quantity of this domain.
    fn interval(
        &mut self,
        node: &Node,
        text: &str,
        path: &str,
        domain: Domain,
    ) -> Option<[f64; 2]> {
        let found = node.found(self.texts);
        match interval::parse(text) {
            Err(refusal) => {
                let expected = match refusal.kind {
                    Kind::Typ => format!("{}: {}", refusal.expected, domain.describe()),
                    _ => refusal.expected.to_string(),
                };
                self.refuse(refusal.kind, node.at, path, found, &expected, Some(refusal.hint));
                None
            }
            Ok((low, high)) => {
                let (above, below) = match LawKind::of_interval(domain) {
                    LawKind::LogitNormalInterval => (0.0, 1.0),
                    LawKind::LognormalInterval => (0.0, f64::INFINITY),
                    _ => (f64::NEG_INFINITY, f64::INFINITY),
                };
                if domain.contains(low) && domain.contains(high) && low > above && high < below {
                    return Some([low, high]);
                }
                let expected = if below < 2.0 {
                    "an interval above 0 and below 1".to_string()
                } else {
                    format!("an interval inside {}, above 0", domain.describe())
                };
                let hint = (domain.contains(low) && domain.contains(high)).then(|| {
                    format!("if the end itself is possible: {{ uniform = [{low}, {high}] }}")
                });
                self.refuse(Kind::Rng, node.at, path, found, &expected, hint);
                None
            }
        }
    }

    /// A number as typed, finite; −0 is 0.
    fn literal(&mut self, node: &Node, path: &str) -> Option<f64> {
        let (x, digits) = match &node.value {
            Value::Integer { digits, radix } => {
                let decimal = match radix {
                    10 => digits.clone(),
                    _ => {
                        u128::from_str_radix(digits, *radix).map_or("inf".into(), |i| i.to_string())
                    }
                };
                (decimal.parse::<f64>().unwrap_or(f64::NAN), digits)
            }
            Value::Float(digits) => (digits.parse::<f64>().unwrap_or(f64::NAN), digits),
            _ => return None,
        };
        if x.is_finite() && !interval::underflows(digits, x) {
            return Some(x + 0.0);
        }
        let found = node.found(self.texts);
        let expected = if x.is_finite() {
            "a number a computer can hold; this one would become 0"
        } else {
            "a finite number"
        };
        self.refuse(Kind::Rng, node.at, path, found, expected, None);
        None
    }

    fn in_domain(&mut self, node: &Node, path: &str, x: f64, domain: Domain) -> Option<()> {
        if domain.contains(x) {
            return Some(());
        }
        let share = matches!(domain, Domain::Share | Domain::ShareBelowOne | Domain::PositiveShare);
        let words: Vec<String> = path.split('.').map(String::from).collect();
        let absent = keys::find(&words).map(|(_, key)| key.absent);
        let hint = match (domain, absent) {
            _ if share && x > 1.0 && x <= 100.0 => Some(match path.contains("odds") {
                true => {
                    "it is a factor on the odds: 1 changes nothing, 0.9 makes leaving rarer".into()
                }
                false => format!("shares are written from 0 to 1; {x} % is {}", x / 100.0),
            }),
            _ if x < 0.0 && domain.contains(-x) => Some(format!("write {} without its sign", -x)),
            (Domain::ShareBelowOne, _) if x.to_bits() == 1f64.to_bits() => {
                Some("write what is nearly all as 0.99".into())
            }
            (_, Some(Absent::Is(value))) if x.to_bits() == 0 => {
                Some(format!("leave it out: it is then {value}"))
            }
            _ => None,
        };
        let found = node.found(self.texts);
        self.refuse(Kind::Rng, node.at, path, found, &domain.describe(), hint);
        None
    }

    pub(super) fn refuse(
        &mut self,
        kind: Kind,
        at: At,
        path: &str,
        found: String,
        expected: &str,
        hint: Option<String>,
    ) {
        let mut problem = self.texts.problem(kind, at, path, found, expected);
        problem.hint = hint.filter(|h| !h.is_empty());
        self.problems.push(problem);
    }
}

fn describe(domain: Domain) -> String {
    format!("{}, or a law such as \"4 to 9\"", domain.describe())
}
