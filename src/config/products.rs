//! Presets of products: whole scenarios to begin with, as commented text.
//!
//! Each is a file of `presets/products/`, printed as it is by `headwater new` and the ground of a [draft](super::draft).

use super::presets::{TacticPreset, tactic_preset};

/// A kind of product with a scenario to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductPreset {
    /// what `headwater new` is given
    pub id: &'static str,
    /// name for people
    pub name: &'static str,
    /// the scenario, commented
    pub text: &'static str,
}

/// All of them.
pub const PRODUCTS: [ProductPreset; 5] = [
    ProductPreset {
        id: "hobby",
        name: "Hobby and impulse goods",
        text: include_str!("../../presets/products/hobby.toml"),
    },
    ProductPreset {
        id: "durable",
        name: "A considered durable",
        text: include_str!("../../presets/products/durable.toml"),
    },
    ProductPreset {
        id: "saas",
        name: "A service for firms under contract",
        text: include_str!("../../presets/products/saas.toml"),
    },
    ProductPreset {
        id: "grocery",
        name: "Grocery and goods of every week",
        text: include_str!("../../presets/products/grocery.toml"),
    },
    ProductPreset {
        id: "fashion",
        name: "Fashion sold online",
        text: include_str!("../../presets/products/fashion.toml"),
    },
];

/// The product of a name.
pub fn product_preset(id: &str) -> Option<&'static ProductPreset> {
    PRODUCTS.iter().find(|product| product.id == id)
}

impl ProductPreset {
    /// Presets of tactics that its scenario uses and that [stand alone](TacticPreset::stands_alone), in order.
    pub(super) fn channels(&self) -> Vec<String> {
        let likes = self.text.lines().filter_map(|line| line.strip_prefix("like = \""));
        let presets = likes.filter_map(|rest| tactic_preset(rest.split('"').next()?));
        presets.filter(TacticPreset::stands_alone).map(|preset| preset.id).collect()
    }

    /// What its scenario asks.
    pub fn title(&self) -> &'static str {
        let line = self.text.lines().find_map(|line| line.strip_prefix("title = "));
        line.unwrap_or_default().trim_matches('"')
    }
}
