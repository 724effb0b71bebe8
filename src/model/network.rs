//! Who knows whom (M23): small worlds and networks with hubs, built from draws that somebody else provides.
//!
//! People are first put into an order (places on a ring, or the order of arrival), then linked; acquaintance is mutual.

use super::number::NumberId;

/// Whom people know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Acquaintances {
    /// all customers of the market
    Everybody,
    /// `links` neighbours on a ring, an even number, each link moved to anybody with the probability `rewired_share`
    WattsStrogatz { links: u32, rewired_share: NumberId },
    /// who arrives gets to know `links` earlier people, those who know many more often
    BarabasiAlbert { links: u32 },
}

/// A uniform 32-bit word for a place in the order, a link of it and a try.
pub type Words<'a> = dyn Fn(u32, u32, u32) -> u32 + 'a;

/// Tries to find somebody new for a link.
const TRIES: u32 = 4096;

/// Acquaintances of everybody, mutual and without repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// where the acquaintances of each person begin; one more at the end
    first: Vec<usize>,
    people: Vec<u32>,
}

impl Network {
    /// A small world: on a ring of places each knows the `links`/2 next on either side; then, distance by distance and
    /// place by place, the link to the one d places on is moved, with probability `rewired_share`, to somebody taken at
    /// random whom the person does not know yet. Where nobody is found, it stays.
    ///
    /// - `order`: person at each place, more than `links` of them
    /// - `words(place, d, 0)` decides about the link, `words(place, d, 1…)` are the tries to find somebody
    ///
    /// Source: Watts & Strogatz, Nature 393 (1998).
    pub fn watts_strogatz(
        order: &[u32],
        links: u32,
        rewired_share: f64,
        words: &Words<'_>,
    ) -> Network {
        let n = count(order.len());
        let half = links / 2;
        let mut ends: Vec<u32> =
            (0..n).flat_map(|place| (1..=half).map(move |d| (place + d) % n)).collect();
        let own = |place: u32| place as usize * half as usize..(place as usize + 1) * half as usize;
        for d in 1..=half {
            for place in 0..n {
                if f64::from(words(place, d, 0)) >= rewired_share * 4_294_967_296.0 {
                    continue;
                }
                let stranger = (1..TRIES)
                    .map(|t| count(scaled(words(place, d, t), order.len())))
                    .find(|&other| {
                        other != place
                            && !ends[own(place)].contains(&other)
                            && !ends[own(other)].contains(&place)
                    });
                if let Some(other) = stranger {
                    ends[own(place).start + (d - 1) as usize] = other;
                }
            }
        }
        let pairs = |link: usize| (count(link / half as usize), ends[link]);
        Network::of_pairs(order, ends.len(), &pairs)
    }

    /// A network with hubs: the first `links` + 1 people know each other; who arrives then gets to know `links` of those
    /// before, each taken at random in proportion to how many people they knew when she arrived, nobody twice.
    ///
    /// - `order`: people in order of arrival, more than `links` of them
    /// - `words(place, j, 0…)` are the tries to find the j-th (from 0)
    ///
    /// P(k) tends to `2m(m + 1)/(k(k + 1)(k + 2))` with m = `links`. Source: Barabási & Albert, Science 286 (1999);
    /// Dorogovtsev, Mendes & Samukhin (2000).
    pub fn barabasi_albert(order: &[u32], links: u32, words: &Words<'_>) -> Network {
        let n = count(order.len());
        let m = links as usize;
        let core = m * (m + 1) / 2;
        // Links of the core: place 1 with 0, place 2 with 0 and 1, …; later ones in order of arrival, `links` each.
        let core_from: Vec<u32> =
            (0..=links).flat_map(|place| (0..place).map(move |_| place)).collect();
        let from = |link: usize| match core_from.get(link) {
            Some(&place) => place,
            None => links + 1 + count((link - core) / m),
        };
        let mut ends: Vec<u32> = (0..=links).flat_map(|place| 0..place).collect();
        ends.reserve_exact((n as usize).saturating_sub(m + 1) * m);
        for place in links + 1..n {
            let before = ends.len();
            for j in 0..links {
                let picked = |other: &u32| !ends[before..].contains(other);
                let found = (0..TRIES)
                    .map(|t| {
                        let end = scaled(words(place, j, t), 2 * before);
                        if end.is_multiple_of(2) { from(end / 2) } else { ends[end / 2] }
                    })
                    .find(picked);
                // Nobody in 4096 tries: out of reach for up to 100 links.
                let other = found.or_else(|| (0..place).find(picked)).unwrap_or(0);
                ends.push(other);
            }
        }
        Network::of_pairs(order, ends.len(), &|link| (from(link), ends[link]))
    }

    /// Links between places become acquaintances of people.
    fn of_pairs(order: &[u32], n_links: usize, pair: &dyn Fn(usize) -> (u32, u32)) -> Network {
        let person = |place: u32| order[place as usize] as usize;
        let mut first = vec![0; order.len() + 1];
        for link in 0..n_links {
            let (a, b) = pair(link);
            first[person(a) + 1] += 1;
            first[person(b) + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut people = vec![0; 2 * n_links];
        for link in 0..n_links {
            let (a, b) = pair(link);
            for (one, other) in [(person(a), person(b)), (person(b), person(a))] {
                people[next[one]] = count(other);
                next[one] += 1;
            }
        }
        Network { first, people }
    }

    /// Whom somebody knows.
    pub fn of(&self, person: usize) -> &[u32] {
        &self.people[self.first[person]..self.first[person + 1]]
    }

    /// How many people there are.
    pub fn n_people(&self) -> usize {
        self.first.len() - 1
    }

    /// Acquaintances of a person on average.
    pub fn mean_degree(&self) -> f64 {
        real(self.people.len()) / real(self.n_people())
    }

    /// Mean over people of the share of pairs of their acquaintances who know each other (0 for fewer than two).
    ///
    /// A ring of k neighbours has `3(k − 2)/(4(k − 1))`. Source: Watts & Strogatz (1998).
    pub fn clustering(&self) -> f64 {
        let mut known_by = vec![u32::MAX; self.n_people()];
        let mut sum = 0.0;
        for i in 0..self.n_people() {
            for &j in self.of(i) {
                known_by[j as usize] = count(i);
            }
            let k = self.of(i).len();
            let closed: usize = (self.of(i).iter())
                .map(|&j| {
                    self.of(j as usize)
                        .iter()
                        .filter(|&&l| known_by[l as usize] == count(i))
                        .count()
                })
                .sum();
            if k > 1 {
                sum += real(closed) / real(k * (k - 1));
            }
        }
        sum / real(self.n_people())
    }
}

/// A word scaled to 0 … n − 1: `⌊word·n/2³²⌋`.
fn scaled(word: u32, n: usize) -> usize {
    usize::try_from((u128::from(word) * n as u128) >> 32).expect("below n")
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("config caps customers below 2^32")
}

fn real(n: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 links are ever held")]
    let x = n as f64;
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SplitMix64 of the three keys: any uniform source does.
    fn words(place: u32, link: u32, attempt: u32) -> u32 {
        let mut x = 0x9e37_79b9_7f4a_7c15u64
            .wrapping_mul(u64::from(place) + 1)
            .wrapping_add(u64::from(link) << 40)
            .wrapping_add(u64::from(attempt) << 52);
        for shift in [30, 27, 31] {
            x = (x ^ (x >> shift)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        }
        (x >> 32) as u32
    }

    fn people(n: u32) -> Vec<u32> {
        // 7919 is prime: some order that is not that of numbers.
        (0..n).map(|i| (i * 7919 + 3) % n).collect()
    }

    fn check_mutual(network: &Network) {
        for i in 0..network.n_people() {
            let mut known = network.of(i).to_vec();
            known.sort_unstable();
            known.dedup();
            assert_eq!(known.len(), network.of(i).len(), "{i} knows somebody twice");
            assert!(!known.contains(&count(i)), "{i} knows herself");
            assert!(known.iter().all(|&j| network.of(j as usize).contains(&count(i))), "{i}");
        }
    }

    /// V13: clustering of a ring of 10 neighbours is 2/3; with a tenth of the links moved, about 2/3·(1 − .1)³ = .486.
    ///
    /// Seen to catch: neighbours from the second on, twice the share moved, none moved, moved to the next 16 places only, and
    /// moved to somebody who is known already.
    #[test]
    fn a_small_world_is_clustered_as_published() {
        for (share, expected, within) in [(0.0, 2.0 / 3.0, 1e-6), (0.1, 0.486, 0.02)] {
            let network = Network::watts_strogatz(&people(20_000), 10, share, &words);
            check_mutual(&network);
            assert!((network.mean_degree() - 10.0).abs() < 1e-12);
            let found = network.clustering();
            println!("V13 clustering at {share}: {found:.6} for {expected:.6}");
            assert!((found - expected).abs() <= within, "{share}: {found} for {expected}");
        }
    }

    /// V13: degrees of a network with hubs. 4 SE of the share of 100 000 people, as if they were independent.
    ///
    /// Seen to catch: somebody taken among people and not among the ends of links, z = -106 (P(2)); among the earlier half of
    /// the links, z = 106, or their later ends only, z = -107; somebody taken twice.
    #[test]
    fn a_network_with_hubs_has_the_published_degrees() {
        let n = 100_000;
        let network = Network::barabasi_albert(&people(n), 2, &words);
        check_mutual(&network);
        assert!((network.mean_degree() - 4.0).abs() < 1e-3);
        for (k, expected) in [(2u32, 0.5), (3, 0.2), (5, 0.057_142_86), (10, 0.009_090_91)] {
            let exact = 12.0 / f64::from(k * (k + 1) * (k + 2));
            assert!((exact - expected).abs() < 1e-7, "{k}: {exact}");
            let having = (0..n as usize).filter(|&i| count(network.of(i).len()) == k).count();
            let found = real(having) / f64::from(n);
            let z = (found - expected) / libm::sqrt(expected * (1.0 - expected) / f64::from(n));
            println!("V13 P({k}): {found:.6} for {expected:.6}, z {z:.2}");
            assert!(z.abs() <= 4.0, "P({k}): {found} for {expected}");
        }
    }

    #[test]
    fn the_smallest_networks_are_whole() {
        for links in [2, 4] {
            let small = Network::watts_strogatz(&people(links + 1), links, 1.0, &words);
            check_mutual(&small);
            assert!((small.clustering() - 1.0).abs() < 1e-12, "everybody knows everybody");
        }
        let pair = Network::barabasi_albert(&people(2), 1, &words);
        assert_eq!((pair.of(0), pair.of(1)), (&[1][..], &[0][..]));
        let tree = Network::barabasi_albert(&people(1000), 1, &words);
        check_mutual(&tree);
        assert!(tree.clustering().abs() < 1e-12, "a tree has no triangles");
    }
}
