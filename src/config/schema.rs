//! The table of keys as a JSON Schema (draft 7), for editors and other programs.
//!
//! Walks [`KEYS`], so that a new key is in it without a line here. A schema tells names, types, ranges and what is
//! required; what looks at two keys at once, and what is written in no schema (a whole number as `100.0` is one to JSON),
//! is for `headwater check`. Start at [`schema`].

use serde_json::{Map, Value, json};

use crate::model::{Domain, Grade, LawKind};

use super::keys::{self, Absent, KEYS, Key, MAX_CUSTOMERS, MAX_WEEKS, Match, Scopes, What};
use super::laws::{FILE_PARTS, FROM_CSV, NAMED, Spec, alternatives, as_list, parameter_spec};

/// An id: see `words::is_id`.
const ID: &str = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";
/// `"4 to 9"`.
const INTERVAL: &str =
    r"^\s*[+-]?[0-9][0-9_.]*([eE][+-]?[0-9]+)? to [+-]?[0-9][0-9_.]*([eE][+-]?[0-9]+)?\s*$";
/// Most bytes of text for people; characters are no more.
const TEXT_CHARS: usize = 200;

/// The schema as text, ending in a line end.
pub fn schema() -> String {
    let mut writer = Writer { definitions: Vec::new() };
    let file = writer.table(&[]);
    let mut root = Map::new();
    root.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    root.insert("title".into(), json!("a scenario of headwater"));
    root.extend(file);
    // A file that goes on from another says only what differs.
    let all = required(&[], true).map_or(json!({}), Value::Object);
    // Numbers that are assumed stand in a table of their own, under their paths.
    let but_numbers = required(&[], false).map_or(json!({}), Value::Object);
    let rest = json!({ "if": { "required": ["assumptions"] }, "then": but_numbers, "else": all });
    root.insert("if".into(), json!({ "required": ["extends"] }));
    root.insert("then".into(), json!({}));
    root.insert("else".into(), rest);
    let definitions: Map<String, Value> =
        (1..).map(|n: usize| format!("number{n}")).zip(writer.definitions).collect();
    root.insert("definitions".into(), Value::Object(definitions));
    let mut text = serde_json::to_string_pretty(&root).expect("maps of plain values become JSON");
    text.push('\n');
    text
}

/// The keys right below a table, with each word that a key has there; `*` for ids.
fn below(path: &[String]) -> impl Iterator<Item = (&'static Key, &'static str)> + use<'_> {
    KEYS.iter()
        .filter(|key| key.parts().count() == path.len() + 1 && key.matches(path) == Match::Begins)
        .flat_map(|key| key.parts().last().unwrap_or_default().split('|').map(move |w| (key, w)))
}

/// The path of a key below a table; any id stands for all.
fn deeper(path: &[String], word: &str) -> Vec<String> {
    let word = if word == "*" { "id" } else { word };
    path.iter().cloned().chain([word.to_string()]).collect()
}

/// What is required below a path, as a schema that asks for nothing else; nothing where nothing is. Without `numbers` those
/// that the world decides are left out.
fn required(path: &[String], numbers: bool) -> Option<Map<String, Value>> {
    let mut words = Vec::new();
    let mut properties = Map::new();
    let mut schema = Map::new();
    for (key, word) in below(path) {
        let is_assumable = matches!(key.what, What::Number { scopes, .. } if scopes.uncertain());
        if key.absent == Absent::Required && (numbers || !is_assumable) {
            words.push(json!(word));
        }
        let path = deeper(path, word);
        let inner = match key.what {
            What::Rows => required(&deeper(&path, "0"), numbers)
                .map(|items| Map::from_iter([("items".to_string(), Value::Object(items))])),
            // What is below a number holds only where it is written as that table.
            What::Number { .. } => None,
            _ => required(&path, numbers),
        };
        if let Some(inner) = inner {
            if word == "*" {
                schema.insert("additionalProperties".into(), Value::Object(inner));
            } else {
                properties.insert(word.into(), Value::Object(inner));
            }
        }
    }
    if !words.is_empty() {
        schema.insert("required".into(), Value::Array(words));
    }
    if !properties.is_empty() {
        schema.insert("properties".into(), Value::Object(properties));
    }
    if schema.is_empty() {
        return None;
    }
    if below(path).any(|(_, word)| word == "like") {
        // What a table is like gives what it does not say itself.
        let like = json!({ "if": { "required": ["like"] }, "then": {}, "else": schema });
        return like.as_object().cloned();
    }
    Some(schema)
}

struct Writer {
    /// schemas of numbers, each once
    definitions: Vec<Value>,
}

impl Writer {
    /// A table: its keys and nothing else.
    fn table(&mut self, path: &[String]) -> Map<String, Value> {
        let mut schema = Map::new();
        schema.insert("type".into(), json!("object"));
        schema.insert("additionalProperties".into(), json!(false));
        let mut properties = Map::new();
        for (key, word) in below(path) {
            let inner = self.key(key, &deeper(path, word));
            if word == "*" {
                schema.insert("additionalProperties".into(), inner);
                if !matches!(key.what, What::Assumption) {
                    schema.insert("propertyNames".into(), json!({ "pattern": ID }));
                }
            } else {
                properties.insert(word.into(), inner);
            }
        }
        if !properties.is_empty() {
            schema.insert("properties".into(), Value::Object(properties));
        }
        schema
    }

    /// A key: what it takes, what it means, and what its absence is the same as.
    fn key(&mut self, key: &Key, path: &[String]) -> Value {
        let mut schema = self.takes(key, path);
        let absent = match key.absent {
            Absent::Required => "required".to_string(),
            Absent::Is(same) => format!("absent: {same}"),
            Absent::Depends(says) => says.to_string(),
        };
        let mut description = key.doc.to_string();
        if let What::Number { unit, domain, .. } = key.what {
            schema.insert("x-unit".into(), json!(unit));
            schema.insert("x-domain".into(), json!(domain.describe()));
            description.push_str(&format!(" [{unit}; {}]", domain.describe()));
        }
        schema.insert("description".into(), json!(format!("{description}; {absent}")));
        if let Absent::Is(same) = key.absent {
            schema.insert("x-absent".into(), json!(same));
            if let Ok(default) = same.parse::<i64>() {
                schema.insert("default".into(), json!(default));
            }
            if let Ok(default) = same.parse::<bool>() {
                schema.insert("default".into(), json!(default));
            }
        }
        Value::Object(schema)
    }

    fn takes(&mut self, key: &Key, path: &[String]) -> Map<String, Value> {
        let schema = match key.what {
            What::Table => return self.table(path),
            What::Ids => {
                let mut schema = self.table(path);
                if key.absent == Absent::Required {
                    schema.insert("minProperties".into(), json!(1));
                }
                return schema;
            }
            What::OneOf => {
                let mut schema = self.table(path);
                schema.insert("minProperties".into(), json!(1));
                schema.insert("maxProperties".into(), json!(1));
                return schema;
            }
            What::Rows => {
                json!({ "type": "array", "items": self.table(&deeper(path, "0")) })
            }
            What::Number { unit, domain, scopes } => {
                let mut number = quantity(Spec { unit, domain, scopes });
                if keys::words_below(path).is_empty() {
                    let reference = self.define(number);
                    json!({ "allOf": [reference] })
                } else {
                    // Written as a table it may hold keys of its own instead of a law.
                    let mut table = self.table(path);
                    table.insert("minProperties".into(), json!(1));
                    table.insert("maxProperties".into(), json!(1));
                    for (key, word) in below(path) {
                        let inner =
                            required(&deeper(path, word), true).map_or(json!({}), Value::Object);
                        let with = json!({ "allOf": [self.key(key, &deeper(path, word)), inner] });
                        table.insert("properties".into(), json!({ word: with }));
                    }
                    number.push(Value::Object(table));
                    json!({ "anyOf": number })
                }
            }
            // Editors of TOML take a day for a text of this format.
            What::Date => json!({ "type": "string", "format": "date" }),
            What::NumberPair => json!({
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": { "type": "string", "pattern": r"\S" },
            }),
            What::Assumption => json!({ "type": ["number", "string", "object"] }),
            What::Integer { low, high, .. } => {
                json!({ "type": "integer", "minimum": low, "maximum": high })
            }
            What::Counts => json!({
                "type": "array",
                "items": { "type": "integer", "minimum": 0, "maximum": MAX_CUSTOMERS },
            }),
            What::Weeks => json!({
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": { "type": "integer", "minimum": 1, "maximum": MAX_WEEKS },
            }),
            What::Text => json!({ "type": "string", "pattern": r"\S", "maxLength": TEXT_CHARS }),
            What::File => json!({ "type": "string", "pattern": r"\S" }),
            What::Switch => json!({ "type": "boolean" }),
            What::Word(words) => json!({ "enum": words }),
            What::Id => json!({ "type": "string", "pattern": ID }),
            What::WordList(words) => json!({
                "type": "array",
                "items": { "enum": words },
                "minItems": 1,
                "uniqueItems": true,
            }),
            What::IdList => {
                json!({ "type": "array", "items": { "type": "string", "pattern": ID } })
            }
        };
        match schema {
            Value::Object(schema) => schema,
            _ => Map::new(),
        }
    }

    /// A reference to one of these forms, kept once however many keys take them.
    fn define(&mut self, forms: Vec<Value>) -> Value {
        let value = json!({ "anyOf": forms });
        let known = self.definitions.iter().position(|d| *d == value);
        let at = known.unwrap_or_else(|| {
            self.definitions.push(value);
            self.definitions.len() - 1
        });
        json!({ "$ref": format!("#/definitions/number{}", at + 1) })
    }
}

/// The forms that a number may have.
fn quantity(spec: Spec) -> Vec<Value> {
    let mut forms = drawn_once(spec);
    if spec.scopes.each() {
        forms.push(only("each", json!({ "anyOf": drawn_often(spec) })));
    }
    if spec.scopes == Scopes::EachOrder {
        forms.push(only("each_order", json!({ "anyOf": drawn_often(spec) })));
    }
    if spec.scopes.uncertain() {
        forms = with_evidence(forms);
    }
    forms
}

/// A number, or a law of one draw per world.
fn drawn_once(spec: Spec) -> Vec<Value> {
    let number = literal(spec.domain);
    let mut forms = vec![number.clone()];
    if !spec.scopes.uncertain() {
        forms.push(only("point", number));
        return forms;
    }
    forms.push(json!({ "type": "string", "pattern": INTERVAL }));
    let file = json!({
        "type": "object",
        "properties": Map::from_iter(FILE_PARTS.map(|part| {
            (part.to_string(), json!({ "type": "string", "pattern": r"\S" }))
        })),
        "required": FILE_PARTS,
        "additionalProperties": false,
    });
    forms.push(only(FROM_CSV, file));
    forms.extend(laws(spec, |domain, _| literal(domain)));
    forms
}

/// Laws of one draw per customer or order; their own parameters may be uncertain.
fn drawn_often(spec: Spec) -> Vec<Value> {
    let parameter = |domain: Domain, kind: LawKind| {
        let scopes = match kind {
            LawKind::Beta | LawKind::Gamma | LawKind::Normal | LawKind::Lognormal => Scopes::World,
            _ => Scopes::Fixed,
        };
        let inner = Spec { domain, scopes, ..spec };
        let forms = drawn_once(inner);
        let forms = if scopes == Scopes::World { with_evidence(forms) } else { forms };
        json!({ "anyOf": forms })
    };
    let mut forms = vec![json!({ "type": "string", "pattern": INTERVAL })];
    forms.extend(laws(spec, parameter));
    forms
}

/// The laws that suit a quantity.
fn laws(spec: Spec, parameter: impl Fn(Domain, LawKind) -> Value) -> Vec<Value> {
    let suits = NAMED.into_iter().filter(|kind| alternatives(*kind, spec.domain).is_none());
    suits
        .map(|kind| {
            let of = |name: &str| parameter(parameter_spec(kind, name, spec).1, kind);
            let names = kind.parameter_names();
            let body = if kind == LawKind::Point {
                literal(spec.domain)
            } else if as_list(kind) {
                let items: Vec<Value> = names.iter().map(|name| of(name)).collect();
                json!({ "type": "array", "items": items, "minItems": names.len(), "maxItems": names.len() })
            } else {
                let properties: Map<String, Value> =
                    names.iter().map(|name| ((*name).to_string(), of(name))).collect();
                json!({
                    "type": "object",
                    "properties": properties,
                    "required": names,
                    "additionalProperties": false,
                })
            };
            only(kind.name(), body)
        })
        .collect()
}

/// The same forms, bare or with what stands behind them.
fn with_evidence(mut forms: Vec<Value>) -> Vec<Value> {
    let grades: Vec<&str> = Grade::ALL.iter().map(|g| g.name()).collect();
    let value = json!({ "anyOf": forms });
    forms.push(json!({
        "type": "object",
        "properties": {
            "value": value,
            "source": { "type": "string", "pattern": r"\S", "maxLength": TEXT_CHARS },
            "grade": { "enum": grades },
        },
        "required": ["value", "grade"],
        "additionalProperties": false,
        "anyOf": [
            { "required": ["source"] },
            { "properties": { "grade": { "const": Grade::X.name() } } },
        ],
    }));
    forms
}

/// A table with this one key.
fn only(word: &str, body: Value) -> Value {
    json!({
        "type": "object",
        "properties": { word: body },
        "required": [word],
        "additionalProperties": false,
    })
}

/// A known number.
fn literal(domain: Domain) -> Value {
    match domain {
        Domain::Real { low, high } => json!({ "type": "number", "minimum": low, "maximum": high }),
        Domain::Positive { high } => {
            json!({ "type": "number", "exclusiveMinimum": 0, "maximum": high })
        }
        Domain::NonNegative { high } => json!({ "type": "number", "minimum": 0, "maximum": high }),
        Domain::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Domain::ShareBelowOne => json!({ "type": "number", "minimum": 0, "exclusiveMaximum": 1 }),
        Domain::PositiveShare => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 }),
    }
}
