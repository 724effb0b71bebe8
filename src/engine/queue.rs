//! A waiting line in continuous time, kept from week to week: arrivals, services that begin and end, servers that come and go.
//!
//! Knows neither customers nor money: [`crate::engine`]'s mechanisms with capacity hand in jobs and get back those that were begun.
//! Formulas of what it does on average are in `model::queue`.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Whose job it is: shard and position, which stand in order of segment and number.
pub(super) type Who = (usize, usize);

/// Something to be served; times in weeks, 0 is the start of the study.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Job {
    pub who: Who,
    pub arrives: f64,
    /// how long it takes
    pub service: f64,
    /// higher is served first; then who came first
    pub rank: f64,
}

impl Eq for Job {}

impl Ord for Job {
    /// The greatest is served first.
    fn cmp(&self, other: &Job) -> Ordering {
        (self.rank.total_cmp(&other.rank))
            .then(other.arrives.total_cmp(&self.arrives))
            .then(other.who.cmp(&self.who))
    }
}

impl PartialOrd for Job {
    fn partial_cmp(&self, other: &Job) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A job whose service has begun.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Begun {
    pub who: Who,
    /// weeks from its arrival
    pub waited: f64,
}

/// A moment, ordered.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Moment(f64);

impl Eq for Moment {}

impl Ord for Moment {
    fn cmp(&self, other: &Moment) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Who waits, and when those who are busy will be free.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    waiting: BinaryHeap<Job>,
    busy: BinaryHeap<Reverse<Moment>>,
}

impl Queue {
    /// Jobs that wait.
    pub fn waiting(&self) -> u64 {
        self.waiting.len() as u64
    }

    /// Jobs that will not be served any more go; `gone` in order.
    pub fn leave(&mut self, gone: &[Who]) {
        if !gone.is_empty() {
            self.waiting.retain(|job| gone.binary_search(&job.who).is_err());
        }
    }

    /// Lives from one moment to another with so many servers; gives the jobs whose service began, in that order.
    ///
    /// Whoever is free takes the first of those who wait. Servers above the number finish what they have begun and go. A server
    /// that becomes free at the moment of an arrival is free for it.
    ///
    /// - `arrivals`: all after `from` and up to `until`, in any order
    pub fn run(
        &mut self,
        mut arrivals: Vec<Job>,
        servers: u32,
        from: f64,
        until: f64,
    ) -> Vec<Begun> {
        arrivals.sort_unstable_by(|a, b| {
            a.arrives.total_cmp(&b.arrives).then_with(|| a.who.cmp(&b.who))
        });
        let mut begun = Vec::new();
        self.serve(servers, from, &mut begun);
        let mut arrivals = arrivals.into_iter().peekable();
        loop {
            let free = self.busy.peek().map_or(f64::INFINITY, |&Reverse(Moment(at))| at);
            let next = arrivals.peek().map_or(f64::INFINITY, |job| job.arrives);
            let now = free.min(next);
            if now > until {
                return begun;
            }
            if free <= next {
                self.busy.pop();
            } else {
                self.waiting.extend(arrivals.next());
            }
            self.serve(servers, now, &mut begun);
        }
    }

    fn serve(&mut self, servers: u32, now: f64, begun: &mut Vec<Begun>) {
        while self.busy.len() < servers as usize
            && let Some(job) = self.waiting.pop()
        {
            self.busy.push(Reverse(Moment(now + job.service)));
            begun.push(Begun { who: job.who, waited: now - job.arrives });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::queue::{mean_wait, service};
    use crate::random::{Luck, Place, Purpose};

    fn draw(what: &str, number: u32) -> u32 {
        let place = Place { replication: 0, week: 1, attempt: 0, purpose: Purpose::new(what) };
        Luck::new(11, 0).draw(place, number)
    }

    /// `n` jobs, `arrivals` of them a week, each served at rate `served`.
    fn jobs(n: u32, arrivals: f64, served: f64) -> Vec<Job> {
        let mut now = 0.0;
        let job = |i: u32| {
            now += service(draw("arrival", i), arrivals);
            let service = service(draw("service", i), served);
            Job { who: (0, i as usize), arrives: now, service, rank: 0.0 }
        };
        (0..n).map(job).collect()
    }

    /// Runs jobs to their end, week by week, with `servers` of each week; gives each one's wait.
    fn waits(jobs: &[Job], servers: impl Fn(u32) -> u32) -> Vec<f64> {
        let mut waits = vec![f64::NAN; jobs.len()];
        let mut queue = Queue::default();
        let mut left = jobs.len();
        for week in 1.. {
            let (from, until) = (f64::from(week - 1), f64::from(week));
            let by = |moment: f64| jobs.partition_point(|job| job.arrives <= moment);
            let arrivals = jobs[by(from)..by(until)].to_vec();
            for begun in queue.run(arrivals, servers(week), from, until) {
                waits[begun.who.1] = begun.waited;
                left -= 1;
            }
            if left == 0 || week > 100_000 {
                break;
            }
        }
        waits
    }

    /// W_q of V28's two queues, 4 SE of batch means of 100 weeks.
    #[test]
    fn the_mean_wait_is_erlangs() {
        for (arrivals, served, servers) in [(8.0, 1.0, 10), (2.0, 1.5, 2)] {
            let jobs = jobs(200_000, arrivals, served);
            let waits = waits(&jobs, |_| servers);
            let batches: Vec<f64> =
                waits.chunks(2000).map(|b| b.iter().sum::<f64>() / 2000.0).collect();
            let n = 100.0;
            let mean = batches.iter().sum::<f64>() / n;
            let variance = batches.iter().map(|b| (b - mean) * (b - mean)).sum::<f64>() / (n - 1.0);
            let want = mean_wait(servers, arrivals, served).unwrap();
            let z = (mean - want) / (variance / n).sqrt();
            assert!(z.abs() < 4.0, "{mean} for {want}, z {z}");
        }
    }

    /// First come, first served, the same services: whoever is added shortens waits or leaves them, job by job.
    #[test]
    fn more_staff_never_lengthens_a_wait() {
        let jobs = jobs(4000, 20.0, 2.0);
        let few = waits(&jobs, |week| 9 + week % 4);
        let more = waits(&jobs, |week| 10 + week % 4);
        assert!(few.iter().zip(&more).all(|(few, more)| *more <= few + 1e-9));
        assert!(more.iter().sum::<f64>() < few.iter().sum::<f64>());
    }

    #[test]
    fn who_leaves_is_not_served_and_the_best_is_served_first() {
        let job = |i: u8, rank: f64| {
            let arrives = 0.1 + f64::from(i) / 100.0;
            let i = usize::from(i);
            Job { who: (0, i), arrives, service: 0.1, rank }
        };
        let mut queue = Queue::default();
        let arrivals = vec![job(3, 1.0), job(0, 0.0), job(1, 2.0), job(2, 1.0), job(4, 9.0)];
        assert!(queue.run(arrivals, 0, 0.0, 1.0).is_empty(), "no staff, no service");
        assert_eq!(queue.waiting(), 5);
        queue.leave(&[(0, 2), (0, 4)]);
        let order = |begun: Vec<Begun>| begun.iter().map(|b| b.who.1).collect::<Vec<_>>();
        assert_eq!(order(queue.run(Vec::new(), 1, 1.0, 2.0)), [1, 3, 0]);
        assert_eq!(queue.waiting(), 0);
    }

    /// Two begin in the first week and last into the third: while one server is there, nobody else is served before both are done.
    #[test]
    fn staff_that_goes_finishes_what_it_has_begun() {
        let job =
            |i: usize, arrives: f64, service: f64| Job { who: (0, i), arrives, service, rank: 0.0 };
        let mut queue = Queue::default();
        let first = vec![job(0, 0.5, 1.0), job(1, 0.5, 2.0), job(2, 0.75, 1.0)];
        assert_eq!(queue.run(first, 2, 0.0, 1.0).len(), 2);
        assert!(queue.run(Vec::new(), 1, 1.0, 2.0).is_empty());
        assert_eq!(queue.run(Vec::new(), 1, 2.0, 3.0), [Begun { who: (0, 2), waited: 1.75 }]);
    }

    /// Whatever comes, is served, waits or leaves; and nobody is served twice.
    #[test]
    fn nobody_is_lost_from_a_line() {
        for seed in 0..50 {
            let (mut queue, mut came, mut served, mut gone) = (Queue::default(), 0u64, 0u64, 0u64);
            for week in 1..=20u32 {
                let at = |what: &str, k: u32| draw(what, seed * 10_000 + week * 100 + k);
                let from = f64::from(week - 1);
                let before = queue.waiting();
                let leaver = queue.waiting.iter().map(|job| job.who).max();
                queue.leave(&leaver.map_or(Vec::new(), |who| vec![who]));
                gone += before - queue.waiting();
                let n = at("n", 0) % 12;
                let arrivals: Vec<Job> = (0..n)
                    .map(|k| Job {
                        who: (week as usize, k as usize),
                        arrives: from + (f64::from(at("a", k)) + 1.0) / 4_294_967_296.0,
                        service: service(at("s", k), 1.0),
                        rank: f64::from(at("r", k) % 3),
                    })
                    .collect();
                came += u64::from(n);
                served += queue.run(arrivals, at("c", 0) % 6, from, from + 1.0).len() as u64;
                assert_eq!(came, served + gone + queue.waiting());
            }
            assert!(served > 0 && gone > 0);
        }
    }
}
