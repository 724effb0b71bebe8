//! Tests that need processes of their own: kills at every moment, full disks, locks, the umask. A test starts this test
//! program again with a role; see [`role`].

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::survey::Found;
use super::{MANIFEST, OutputFolder, StoreError};

const ROLE: &str = "HEADWATER_STORE_TEST_ROLE";
const FOLDER: &str = "HEADWATER_STORE_TEST_FOLDER";

/// Three small files that carry `text`, and a manifest that lists them.
pub(super) fn files(text: &str) -> Vec<(String, Vec<u8>)> {
    let manifest = format!(
        r#"{{"program": "headwater", "text": "{text}", "files": [{{"name": "roi.csv"}}, {{"name": "charts/roi.svg"}}]}}"#
    );
    vec![
        ("roi.csv".into(), text.into()),
        (MANIFEST.into(), manifest.into()),
        ("charts/roi.svg".into(), text.into()),
    ]
}

/// Every file below `folder` as `path=content` (of a manifest, its text), sorted.
pub(super) fn tree(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, prefix: &str, lines: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().display());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{name}/"), lines);
                continue;
            }
            let mut content = fs::read_to_string(entry.path()).unwrap();
            if entry.file_name() == MANIFEST {
                let manifest: serde_json::Value = serde_json::from_str(&content).unwrap();
                content = manifest["text"].as_str().unwrap().into();
            }
            lines.push(format!("{name}={content}"));
        }
    }
    let mut lines = Vec::new();
    walk(folder, "", &mut lines);
    lines.sort();
    lines
}

/// What a started process does: nothing unless it is told a role.
#[test]
fn role() {
    let (Ok(role), Ok(folder)) = (env::var(ROLE), env::var(FOLDER)) else { return };
    let out = Path::new(&folder).join("out");
    match role.as_str() {
        "once" => OutputFolder::claim(&out, false).unwrap().replace(&files("new")).unwrap(),
        "forever" => {
            for i in 0..u32::MAX {
                OutputFolder::claim(&out, false).unwrap().replace(&files(&i.to_string())).unwrap();
            }
        }
        "claim" => std::process::exit(
            OutputFolder::claim(&out, false).err().map_or(0, |e| e.exit_code().into()),
        ),
        "hold" => {
            let _claim = OutputFolder::claim(&out, false).unwrap();
            fs::write(Path::new(&folder).join("held"), "").unwrap();
            std::thread::sleep(Duration::from_mins(1));
        }
        "disk" => fill_the_disk(Path::new(&folder)),
        role => unreachable!("{role}"),
    }
}

/// `wrap` runs this program in `role`; its own arguments come first.
fn start(wrap: &[&str], role: &str, folder: &Path) -> Command {
    let program = env::current_exe().unwrap();
    let mut words = wrap.iter().map(std::ffi::OsStr::new).chain([program.as_os_str()]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words).args(["--exact", "store::crash::role", "--test-threads=1"]);
    // A backtrace of every injected error would take most of the time.
    command
        .env("RUST_BACKTRACE", "0")
        .env(ROLE, role)
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// After a kill: a new claim finds the folder whole, and leaves nothing else beside it.
fn assert_whole(folder: &Path) -> String {
    drop(OutputFolder::claim(&folder.join("out"), false).unwrap());
    let lines = tree(folder);
    let text = lines.first().expect("a folder").rsplit_once('=').unwrap().1.to_owned();
    let mut whole = vec!["charts/roi.svg", "manifest.json", "roi.csv"];
    if text == "old" {
        whole.insert(1, "extra.csv");
    }
    let whole: Vec<String> = whole.iter().map(|n| format!("out/{n}={text}")).collect();
    assert_eq!(lines, whole);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "nothing beside the folder");
    text
}

#[cfg(unix)]
#[test]
fn killed_at_a_random_moment_the_folder_is_whole() {
    let top = tempfile::tempdir().unwrap();
    OutputFolder::claim(&top.path().join("out"), false).unwrap().replace(&files("start")).unwrap();
    // 50 kills without a tear say: under 5.8 % of kills tear (95 %). The exhaustive twin is below.
    for kill in 0..50 {
        let mut child = start(&[], "forever", top.path()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(10_000 + kill * 397));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(top.path());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn killed_or_failing_at_every_single_call_the_folder_is_whole() {
    if !Command::new("strace").arg("-V").output().is_ok_and(|o| o.status.success()) {
        eprintln!("skipped: no strace here");
        return;
    }
    let calls = [
        "openat", "write", "fsync", "rename", "mkdir", "unlink", "unlinkat", "rmdir", "flock",
        "chmod",
    ];
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut n_faults = 0;
    // strace counts each kind of call by itself.
    for (call, fault) in calls.iter().flat_map(|c| [(c, "signal=KILL"), (c, "error=ENOSPC")]) {
        for nth in 1.. {
            let top = tempfile::tempdir().unwrap();
            let out = top.path().join("out");
            let old = with_extra(files("old"));
            OutputFolder::claim(&out, false).unwrap().replace(&old).unwrap();
            let inject = format!("inject={call}:{fault}:when={nth}");
            let wrap = ["strace", "-f", "-o", log.path().to_str().unwrap(), "-e", &inject];
            let status = start(&wrap, "once", top.path()).status().unwrap();
            // An error, unlike a kill, leaves a whole folder also before anybody mends.
            if fault != "signal=KILL" {
                assert!(matches!(Found::at(&out, &out).unwrap(), Found::Ours(_)), "{inject}");
            }
            let text = assert_whole(top.path());
            assert!(text == "old" || text == "new", "{inject}");
            if status.success() {
                assert_eq!(text, "new", "{inject}");
            }
            let trace = fs::read_to_string(log.path()).unwrap();
            if !trace.contains("(INJECTED)") && !trace.contains("killed by SIGKILL") {
                break;
            }
            n_faults += 1;
        }
    }
    println!("{n_faults} faults, none tore the folder");
    assert!(n_faults > 60, "only {n_faults} faults: the calls have other names here");
}

/// One file more, listed: a later run without it must not keep it.
fn with_extra(mut files: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let manifest = String::from_utf8(files[1].1.clone()).unwrap();
    files[1].1 = manifest.replace("[{", r#"[{"name": "extra.csv"}, {"#).into();
    files.push(("extra.csv".into(), files[0].1.clone()));
    files
}

/// Role "disk": in a tiny file system, with room for 0, 1, 2 … more pages, a run is refused and changes nothing,
/// until there is room.
fn fill_the_disk(folder: &Path) {
    let out = folder.join("out");
    let big = |text: &str| {
        let mut files = files(text);
        files[0].1 = text.repeat(3000).into_bytes();
        files
    };
    OutputFolder::claim(&out, false).unwrap().replace(&big("old")).unwrap();
    let before = tree(folder);
    let mut refused = 0;
    for free in 0..40 {
        let ballast = folder.join("ballast");
        let mut size = 0;
        // As much as fits, less the room that this round leaves.
        while fs::write(&ballast, vec![0; size + 4096]).is_ok() {
            size += 4096;
        }
        fs::write(&ballast, vec![0; size.saturating_sub(free * 4096)]).unwrap();
        let result = OutputFolder::claim(&out, false).and_then(|claim| claim.replace(&big("new")));
        fs::remove_file(&ballast).unwrap();
        match result {
            Ok(()) => {
                assert!(tree(folder).contains(&"out/charts/roi.svg=new".into()));
                assert!(refused >= 4, "refused {refused} times only");
                return;
            }
            Err(error) => {
                assert_eq!(error.exit_code(), 5, "{error}");
                assert!(error.to_string().contains("free some space"), "{error}");
                assert_eq!(tree(folder), before);
                assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "nothing beside the folder");
                refused += 1;
            }
        }
    }
    unreachable!("40 pages are enough");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_at_any_page_leaves_the_old_folder() {
    let top = tempfile::tempdir().unwrap();
    let in_a_tiny_disk = |then: &str| {
        let script = format!("mount -t tmpfs -o size=128k tmpfs \"${FOLDER}\" && {then}");
        // A mount of its own, gone with the process; in a user namespace nobody needs to be root for it.
        start(&["unshare", "-rm", "sh", "-c", &script, "sh"], "disk", top.path()).status()
    };
    if !in_a_tiny_disk("true").is_ok_and(|status| status.success()) {
        eprintln!("skipped: no mounts in user namespaces here");
        return;
    }
    assert!(in_a_tiny_disk("exec \"$@\"").unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn a_mount_point_is_written_and_a_read_only_one_refused_before_work() {
    let top = tempfile::tempdir().unwrap();
    fs::create_dir(top.path().join("out")).unwrap();
    let mounted = |options: &str, then: &str| {
        let script = format!("mount -t tmpfs -o {options} tmpfs \"${FOLDER}/out\" && {then}");
        start(&["unshare", "-rm", "sh", "-c", &script, "sh"], "once", top.path()).status()
    };
    if !mounted("size=1m", "true").is_ok_and(|status| status.success()) {
        eprintln!("skipped: no mounts in user namespaces here");
        return;
    }
    // Twice: the second time the folder in the mount is ours.
    let twice = format!(
        "\"$@\" && \"$@\" && test \"$(ls -A \"${FOLDER}/out\" | tr '\\n' ' ')\" = 'charts manifest.json roi.csv '"
    );
    assert!(mounted("size=1m", &twice).unwrap().success());
    let refused = format!("export {ROLE}=claim && {{ \"$@\"; test $? = 5; }}");
    assert!(mounted("ro", &refused).unwrap().success());
    assert_eq!(fs::read_dir(top.path()).unwrap().count(), 1);
}

#[test]
fn a_second_process_is_refused_within_a_second_and_a_dead_one_needs_no_unlocking() {
    let top = tempfile::tempdir().unwrap();
    let out = top.path().join("out");
    let mut first = start(&[], "hold", top.path()).spawn().unwrap();
    while !top.path().join("held").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let begin = Instant::now();
    let error = OutputFolder::claim(&out, false).err().unwrap();
    assert!(matches!(error, StoreError::Locked { owner: Some(pid), .. } if pid == first.id()));
    assert!(begin.elapsed() < Duration::from_secs(1));
    let second = start(&[], "claim", top.path()).status().unwrap();
    assert_eq!(second.code(), Some(7));
    first.kill().unwrap();
    first.wait().unwrap();
    fs::remove_file(top.path().join("held")).unwrap();
    OutputFolder::claim(&out, false).unwrap().replace(&files("mine")).unwrap();
    assert_eq!(assert_whole(top.path()), "mine");
}

#[cfg(unix)]
#[test]
fn modes_follow_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    for (umask, file_mode, folder_mode) in
        [("022", 0o644, 0o755), ("077", 0o600, 0o700), ("000", 0o644, 0o755)]
    {
        let top = tempfile::tempdir().unwrap();
        let script = format!("umask {umask}; exec \"$@\"");
        assert!(
            start(&["sh", "-c", &script, "sh"], "once", top.path()).status().unwrap().success()
        );
        let mode =
            |name: &str| fs::metadata(top.path().join(name)).unwrap().permissions().mode() & 0o7777;
        for name in ["out/roi.csv", "out/charts/roi.svg", "out/manifest.json"] {
            assert_eq!(mode(name), file_mode, "{name} under {umask}");
        }
        assert_eq!((mode("out"), mode("out/charts")), (folder_mode, folder_mode));
    }
}
