//! Capacity of a medium for rich content: the same message does less where its medium cannot carry it whole.

use super::number::{NumberId, World};

/// How rich a message a medium carries, and how rich a medium the message needs; absent is 1 each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Richness {
    pub medium: Option<NumberId>,
    pub message: Option<NumberId>,
}

impl Richness {
    /// The share of its force that a contact keeps in a world; see [`carried`].
    pub fn carried(self, world: &World) -> f64 {
        carried(world.get_or(self.medium, 1.0), world.get_or(self.message, 1.0))
    }
}

/// The share of a message that gets through: `min(1, medium/message)`; exactly 1 on a medium that carries all it needs.
///
/// That media differ in how much they carry: Daft & Lengel, "Organizational information requirements, media richness and
/// structural design", 1986. No one has measured it as such a share.
pub fn carried(medium: f64, message: f64) -> f64 {
    (medium / message).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_message_loses_nothing_on_a_poor_medium() {
        assert_eq!(carried(1.0, 0.3).to_bits(), 1f64.to_bits());
        assert_eq!(carried(1.0, 1.0).to_bits(), 1f64.to_bits());
        assert!((carried(0.4, 0.8) - 0.5).abs() < 1e-15 && (carried(0.4, 1.0) - 0.4).abs() < 1e-15);
    }
}
