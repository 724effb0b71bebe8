//! What a file uses of the table of keys: which mechanisms are on, which are off, what was left at its default.
//!
//! Walks [`KEYS`] below every table that the file holds, so a new key is told without a line here. Knows no values.

use super::keys::{Absent, KEYS, Key, What};
use super::read::{Reading, Typed};

/// A table of keys that a file may leave out: present it is on, absent it is off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mechanism {
    /// dotted path; `ID` stands for an id, `STAGE` for a stage
    pub name: String,
    /// what it means, in one line
    pub doc: &'static str,
    /// what its absence means
    pub absent: &'static str,
    /// paths where it is on
    pub on: Vec<String>,
    /// paths where it could be and is not
    pub off: Vec<String>,
}

/// A key that a file leaves at its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untyped {
    /// dotted path; `ID` stands for an id, `STAGE` for a stage
    pub name: String,
    pub doc: &'static str,
    /// what its absence is the same as
    pub same_as: &'static str,
    pub paths: Vec<String>,
}

/// What a file uses, in the order of the table of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    pub mechanisms: Vec<Mechanism>,
    pub untyped: Vec<Untyped>,
}

/// What a file without problems uses.
pub(super) fn of(reading: &Reading) -> Uses {
    // Every table that is there, the file itself among them.
    let mut tables: Vec<Vec<String>> = vec![Vec::new()];
    for (path, item) in &reading.items {
        if matches!(item.typed, Typed::Table) {
            tables.push(path.split('.').map(String::from).collect());
        }
    }
    let mut uses = Uses::default();
    for key in KEYS {
        let Absent::Is(absent) = key.absent else { continue };
        let is_mechanism = match key.what {
            What::Table | What::OneOf | What::Rows => true,
            // Tactics are told one by one; of rivals it must be told that there are some.
            What::Ids => key.pattern == "rival",
            What::Number { .. } | What::Integer { .. } | What::Switch | What::Word(_) => false,
            _ => continue,
        };
        if is_choice(key) || key.pattern.ends_with('*') {
            continue;
        }
        let (mut on, mut off) = (Vec::new(), Vec::new());
        for path in tables.iter().flat_map(|table| paths_below(key, table)) {
            let list = if reading.items.contains_key(&path) { &mut on } else { &mut off };
            list.push(path);
        }
        let (name, doc) = (name(key), key.doc);
        if is_mechanism {
            uses.mechanisms.push(Mechanism { name, doc, absent, on, off });
        } else if !off.is_empty() {
            uses.untyped.push(Untyped { name, doc, same_as: absent, paths: off });
        }
    }
    uses
}

/// A pattern as people read it. Words that share a line of the table are the stages.
fn name(key: &Key) -> String {
    let words = key.parts().map(|part| match part {
        "*" => "ID",
        part if part.contains('|') => "STAGE",
        part => part,
    });
    words.collect::<Vec<_>>().join(".")
}

/// The paths that a key has right below a table that is there; none if its place is elsewhere.
fn paths_below(key: &Key, table: &[String]) -> Vec<String> {
    let parts: Vec<&str> = key.parts().collect();
    let Some((last, above)) = parts.split_last() else { return Vec::new() };
    let fits = |(part, word): (&&str, &String)| *part == "*" || part.split('|').any(|p| p == word);
    if above.len() != table.len() || !above.iter().zip(table).all(fits) {
        return Vec::new();
    }
    let path = |word: &str| {
        let words = table.iter().map(String::as_str).chain([word]);
        words.collect::<Vec<_>>().join(".")
    };
    last.split('|').map(path).collect()
}

/// Is it one of several of which exactly one is given? Then its absence is no switch.
fn is_choice(key: &Key) -> bool {
    let Some((above, _)) = key.pattern.rsplit_once('.') else { return false };
    KEYS.iter().any(|k| k.pattern == above && matches!(k.what, What::OneOf))
}

#[cfg(test)]
mod tests {
    use super::super::{Source, load};
    use super::*;

    fn uses() -> Uses {
        let text = r#"
            [study]
            weeks = 4
            worlds = 2
            seed = 1
            [market]
            customers = 10
            currency = "USD"
            [segment.all]
            share = 1
            [journey.aware]
            exit_per_week = 0.1
            [tactic.a]
            says = "brand"
            reach = { broadcast = { cost_per_thousand = 8 } }
            saturation = { half_saturation = 5 }
            [tactic.b]
            says = "brand"
            reach = { broadcast = { audience = 0.5, cost_per_thousand = 8 } }
            [strategy.nothing]
        "#;
        load(&Source { name: "uses".into(), text: text.into() }, &[]).expect("valid").uses
    }

    #[test]
    fn a_mechanism_is_on_where_its_table_is_and_off_where_it_could_be() {
        let uses = uses();
        let of = |pattern: &str| {
            uses.mechanisms.iter().find(|m| m.name == pattern).expect("a mechanism")
        };
        let saturation = of("tactic.ID.saturation");
        assert_eq!(saturation.on, ["tactic.a.saturation"]);
        assert_eq!(saturation.off, ["tactic.b.saturation"]);
        assert_eq!((of("offer").on.len(), &of("offer").off[..]), (0, &["offer".to_string()][..]));
        let stages = of("journey.STAGE");
        assert_eq!(stages.on, ["journey.aware"]);
        assert!(stages.off.contains(&"journey.engaged".to_string()));
        assert!(
            uses.mechanisms.iter().all(|m| !m.name.ends_with("reach.broadcast")),
            "a choice is no switch"
        );
    }

    /// Seen to fail when what a missing key depends on stood for a value.
    #[test]
    fn what_was_not_typed_is_told_with_what_it_is_the_same_as() {
        let uses = uses();
        let of = |pattern: &str| uses.untyped.iter().find(|u| u.name == pattern);
        let replications = of("study.replications").expect("not typed");
        assert_eq!(
            (replications.same_as, &replications.paths[..]),
            ("1", &["study.replications".to_string()][..])
        );
        let audience = of("tactic.ID.reach.broadcast.audience").expect("typed once of twice");
        assert_eq!(audience.paths, ["tactic.a.reach.broadcast.audience"]);
        assert!(
            of("segment.ID.lapse_per_week").is_none(),
            "required with needs: the same as nothing"
        );
        assert!(
            of("study.weeks").is_none() && of("offer.unit_cost").is_none(),
            "typed, or not there to type"
        );
    }
}
