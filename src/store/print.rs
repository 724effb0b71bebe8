//! Speaking to standard output and error without losing a word unnoticed. Start at [`print`].

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::StoreError;

/// Whether somebody still listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printed {
    Whole,
    /// The reader has closed the pipe (`| head -1`): nothing went wrong, and there is no use in going on.
    Closed,
}

/// Writes `text` to standard output, all of it and at once.
///
/// Unlike `println!`, which panics, a full disk is an error, and a closed pipe is [`Printed::Closed`].
pub fn print(text: &str) -> Result<Printed, StoreError> {
    checked(&mut io::stdout().lock(), text)
        .map_err(StoreError::io(Path::new("standard output"), "write"))
}

/// Writes `text` to standard error, like [`print`].
pub fn print_error(text: &str) -> Result<Printed, StoreError> {
    checked(&mut io::stderr().lock(), text)
        .map_err(StoreError::io(Path::new("standard error"), "write"))
}

fn checked(to: &mut impl Write, text: &str) -> io::Result<Printed> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => Ok(Printed::Whole),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Printed::Closed),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_quiet() {
        let (reader, mut writer) = io::pipe().unwrap();
        assert_eq!(checked(&mut writer, "kept\n").unwrap(), Printed::Whole);
        drop(reader);
        assert_eq!(checked(&mut writer, "lost\n").unwrap(), Printed::Closed);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_also_behind_a_buffer() {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let error = checked(&mut io::BufWriter::new(full), "lost\n").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StorageFull);
    }
}
