//! Luck: every draw is a pure function of where it is used. The only room that names a generator.
//!
//! `draw = Philox4x32-10(key of (seed, world); counter of (customer, week, attempt, purpose, replication))`. Nothing
//! advances, so nothing depends on threads, order, batches, or on which strategy is living; a new purpose moves no old draw.
//! Start at [`Luck`]; laws are drawn by [`Sampler`] from a [`Stream`] of their own.

mod exact;
mod philox;
mod sampler;

pub use philox::philox4x32;
pub use sampler::{Sampler, Stream};

/// Customers whose draws are computed together; draws of a tile are four lanes of `TILE / 4` generator blocks.
pub const TILE: usize = 256;

/// Largest attempt number of a week, and largest week: they share one word of the counter.
pub const MAX_ATTEMPT: u32 = 0xffff;

/// What a draw is for: a hash of a name such as `"move"` or `"contact:tv"`, with the ids it concerns, never the strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Purpose(u32);

impl Purpose {
    /// The purpose of this name (FNV-1a, 64 bits, folded to 32). Two names of one scenario must not share a hash:
    /// see [`first_collision`].
    pub fn new(name: &str) -> Purpose {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in name.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let folded = mix(hash);
        Purpose(low_word(folded ^ (folded >> 32)))
    }

    /// The word that goes into the counter.
    pub fn word(self) -> u32 {
        self.0
    }
}

/// The first two names that would share their luck, if any.
pub fn first_collision(names: &[String]) -> Option<(String, String)> {
    let mut hashed: Vec<(Purpose, &String)> = names.iter().map(|n| (Purpose::new(n), n)).collect();
    hashed.sort();
    hashed
        .windows(2)
        .find(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
        .map(|pair| (pair[0].1.clone(), pair[1].1.clone()))
}

/// The luck of one world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    key: [u32; 2],
}

/// Where in a history a draw is used, the customer apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub replication: u32,
    /// from 1; 0 for what is drawn once
    pub week: u32,
    /// which of several alike in a week; at most [`MAX_ATTEMPT`]
    pub attempt: u32,
    pub purpose: Purpose,
}

impl Place {
    fn counter(self, first: u32) -> [u32; 4] {
        [first, self.week | (self.attempt << 16), self.purpose.0, self.replication]
    }
}

impl Luck {
    /// The luck of world `world` (from 0) under `seed`.
    pub fn new(seed: u64, world: u32) -> Luck {
        let key = mix(mix(seed).wrapping_add(u64::from(world)));
        Luck { key: [low_word(key), low_word(key >> 32)] }
    }

    /// One draw for customer `number` of a segment, uniform over all 32-bit words.
    pub fn draw(&self, place: Place, number: u32) -> u32 {
        let within = number % TILE_U32;
        let group = number / TILE_U32 * (TILE_U32 / 4) + within % (TILE_U32 / 4);
        let lane = (within / (TILE_U32 / 4)) as usize;
        philox4x32(place.counter(group), self.key)[lane]
    }

    /// The draws of customers `first`, `first + 1`, …; each equal to [`Luck::draw`].
    ///
    /// - `first` and `out.len()`: multiples of [`TILE`]
    #[inline(always)]
    pub fn fill(&self, place: Place, first: u32, out: &mut [u32]) {
        assert!(first.is_multiple_of(TILE_U32) && out.len().is_multiple_of(TILE));
        let mut group = first / 4;
        for tile in out.chunks_exact_mut(TILE) {
            philox::fill_lanes(place.counter(group), self.key, tile);
            group += TILE_U32 / 4;
        }
    }

    /// A stream of its own for what needs more than one word (a law drawn by rejection), for customer `number`.
    pub fn stream(&self, place: Place, number: u32) -> Stream {
        Stream::new(philox4x32(place.counter(number), self.key))
    }
}

const TILE_U32: u32 = 256;

/// The finaliser of SplitMix64 (Steele, Lea & Flood 2014): a bijection that spreads neighbouring seeds apart.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn low_word(x: u64) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "the low word is what is wanted")]
    let word = x as u32;
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(purpose: &str) -> Place {
        Place { replication: 3, week: 7, attempt: 1, purpose: Purpose::new(purpose) }
    }

    #[test]
    fn a_filled_column_holds_each_customers_own_draw() {
        let luck = Luck::new(2026, 5);
        let mut column = vec![0; 4 * TILE];
        luck.fill(place("move"), 512, &mut column);
        for (n, found) in (512u32..).zip(column) {
            assert_eq!(found, luck.draw(place("move"), n));
        }
    }

    #[test]
    fn every_part_of_the_place_matters() {
        let luck = Luck::new(1, 0);
        let here = place("move");
        let others = [
            luck.draw(Place { replication: 4, ..here }, 9),
            luck.draw(Place { week: 8, ..here }, 9),
            luck.draw(Place { attempt: 2, ..here }, 9),
            luck.draw(place("need"), 9),
            luck.draw(here, 10),
            Luck::new(1, 1).draw(here, 9),
            Luck::new(2, 0).draw(here, 9),
        ];
        let mut all = others.to_vec();
        all.push(luck.draw(here, 9));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 8);
    }

    /// Uniform: mean of n draws within 5 SE of 1/2. Would catch a lane used twice or a stuck bit (z ≥ 10 for one of 32
    /// bits stuck at this n).
    #[test]
    fn draws_are_uniform() {
        let luck = Luck::new(77, 0);
        let n = 1 << 18;
        let mut column = vec![0; n];
        luck.fill(place("x"), 0, &mut column);
        for bit in 0..32 {
            let ones: u32 = column.iter().map(|d| (d >> bit) & 1).sum();
            let z = (f64::from(ones) - 131_072.0) / 256.0;
            assert!(z.abs() < 5.0, "bit {bit}: z {z}");
        }
    }

    #[test]
    fn names_that_share_a_hash_are_found() {
        let names: Vec<String> = (0..200_000).map(|i| format!("name{i}")).collect();
        let (a, b) =
            first_collision(&names).expect("200 000 names in 2^32 places collide about 4 times");
        assert_ne!(a, b);
        assert_eq!(Purpose::new(&a), Purpose::new(&b));
        assert_eq!(first_collision(&["a".into(), "b".into(), "a".into()]), None);
    }
}
