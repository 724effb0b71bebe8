//! Progress and signals.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::report::Lang;
use crate::study::Observer;

use super::failure::Failure;

/// The signals that end what is being done.
#[derive(Clone)]
pub struct Signals(Arc<AtomicUsize>);

/// A bar on standard error (silent where that is no terminal), and the signals that end a run.
pub struct Watch {
    bar: ProgressBar,
    signals: Signals,
}

impl Signals {
    /// Starts to listen, once for the whole program. A second signal ends it at once.
    pub fn listen() -> Signals {
        let signal = Arc::new(AtomicUsize::new(0));
        let second = Arc::new(AtomicBool::new(false));
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // Order matters: the shutdown looks at the flag that the first signal sets after it.
            let known = flag::register_conditional_shutdown(number, 128 + number, second.clone())
                .and_then(|_| flag::register(number, second.clone()))
                .and_then(|_| {
                    let value = usize::try_from(number).unwrap_or(2);
                    flag::register_usize(number, signal.clone(), value)
                });
            if known.is_err() {
                super::eprint(
                    "note: signals cannot be caught here; a stopped run may end without a word\n",
                );
            }
        }
        Signals(signal)
    }

    /// The signal that came, as a failure.
    ///
    /// # Errors
    /// [`Failure::Signal`] if there was one.
    pub fn stopped(&self) -> Result<(), Failure> {
        match self.0.load(Ordering::Relaxed) {
            0 => Ok(()),
            number => Err(Failure::Signal(i32::try_from(number).unwrap_or(SIGINT))),
        }
    }
}

impl Watch {
    /// A bar for so many histories, with `prefix` before it.
    pub fn new(signals: &Signals, histories: u64, quiet: bool, lang: Lang, prefix: &str) -> Watch {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(histories) };
        if let Ok(style) = ProgressStyle::with_template(lang.pick(
            "{prefix}{spinner} {wide_bar} {pos}/{len} histories, {eta} left",
            "{prefix}{spinner} {wide_bar} {pos}/{len} lần mô phỏng, còn {eta}",
        )) {
            bar.set_style(style);
        }
        bar.set_prefix(prefix.to_string());
        Watch { bar, signals: signals.clone() }
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// Does work that cannot be interrupted on a thread of its own, and leaves it behind when a signal comes.
    ///
    /// # Errors
    /// [`Failure::Signal`] if one came first.
    ///
    /// # Panics
    /// If the work did.
    pub fn unless_stopped<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (sender, receiver) = mpsc::channel();
        let worker = std::thread::spawn(move || sender.send(work()).is_ok());
        loop {
            match receiver.recv_timeout(Duration::from_millis(50)) {
                Ok(done) => return self.stopped().map(|()| done),
                Err(RecvTimeoutError::Timeout) => self.stopped()?,
                Err(RecvTimeoutError::Disconnected) => {
                    let why = worker.join().err();
                    std::panic::resume_unwind(why.unwrap_or_else(|| Box::new("no report")))
                }
            }
        }
    }

    /// See [`Signals::stopped`].
    ///
    /// # Errors
    /// [`Failure::Signal`] if there was one.
    pub fn stopped(&self) -> Result<(), Failure> {
        self.signals.stopped()
    }
}

impl Observer for Watch {
    fn finished(&self, histories: u64) {
        self.bar.inc(histories);
    }

    fn stop(&self) -> bool {
        self.signals.0.load(Ordering::Relaxed) != 0
    }
}
