//! The program as an operator runs it, against the simulated world.

mod orange;
mod reconciling;

use escale_simulators::{DEMO_PRIVATE_KEY_PEM, DEMO_PUBLIC_KEY_PEM, Options, Running, World};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use tempfile::TempDir;

/// A folder with a configuration for this world, in which commands are run.
struct Desk {
    folder: TempDir,
    running: Running,
}

impl Desk {
    async fn new() -> Self {
        let running = World::start(Options::default()).await.unwrap();
        running.world.set_distributor_key(Some(DEMO_PUBLIC_KEY_PEM));
        let folder = tempfile::tempdir().unwrap();
        let at = &running.addresses;
        let mut text = include_str!("../../end2end/shop.toml").to_owned();
        for (word, value) in [
            ("{shop_url}", "http://127.0.0.1:1"),
            ("{listen}", "127.0.0.1:1"),
            ("{database_url}", "sqlite://data/escale.db"),
            ("{vault_key}", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
            ("{index_key}", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
            ("{stripe_url}", &at.stripe_url),
            ("{smtp_url}", &at.smtp_url),
            ("{orange_base_url}", &at.orange_base_url),
            ("{orange_token_url}", &at.orange_token_url),
            ("{orange_key_file}", "demo.pem"),
        ] {
            text = text.replace(word, value);
        }
        fs::write(folder.path().join("escale.toml"), text).unwrap();
        fs::write(folder.path().join("demo.pem"), DEMO_PRIVATE_KEY_PEM).unwrap();
        Self { folder, running }
    }

    fn run(&self, words: &str) -> Output {
        self.run_with(words, &[], "")
    }

    fn run_with(&self, words: &str, env: &[(&str, &str)], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_escale"))
            .args(words.split(' '))
            .envs(env.iter().copied())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may have ended before this.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }
}

/// An address on this machine where nobody listens.
fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// The program, serving. Ends with the test.
struct Serving(Child);

impl Desk {
    /// Serves at that address, ready.
    async fn serve(&self, listen: &str) -> Serving {
        let env = [("ESCALE__LISTEN", listen)];
        let shop = Command::new(env!("CARGO_BIN_EXE_escale"))
            .args(["serve", "--config", "escale.toml"])
            .envs(env)
            .current_dir(self.folder.path())
            .stderr(Stdio::null())
            .spawn();
        let serving = Serving(shop.unwrap());
        for _ in 0..100 {
            if self.run_with("health", &env, "").status.success() {
                return serving;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("it was never ready");
    }
}

impl Serving {
    /// SIGTERM, as service managers and containers send it.
    fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.0.wait().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Where it has ended already there is nothing to kill.
        let _ = self.0.kill();
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn check_names_each_thing_that_does_not_work_and_only_that() {
    let desk = Desk::new().await;
    assert!(desk.run("migrate").status.success());
    let good = desk.run("check");
    assert!(good.status.success(), "{}", said(&good));
    let rows = ["vault keys", "database", "mail", "stripe", "supplier orange"];
    assert!(rows.iter().all(|row| said(&good).contains(&format!("ok      {row}"))), "{}", said(&good));

    let free = free_address();
    let (gone, relay) = (format!("http://{free}"), format!("smtp://{free}"));
    for (row, name, value) in [
        ("database", "ESCALE__DATABASE_URL", "sqlite://data/another.db"),
        ("mail", "ESCALE__MAIL__SMTP_URL", relay.as_str()),
        ("stripe", "ESCALE__STRIPE__SECRET_KEY", "sk_test_of_somebody_else"),
        ("stripe", "ESCALE__STRIPE__API_URL", gone.as_str()),
        ("supplier orange", "ESCALE__SUPPLIERS__ORANGE__CLIENT_SECRET", "wrong"),
    ] {
        let bad = desk.run_with("check", &[(name, value)], "");
        assert!(!bad.status.success(), "{name}={value} was not noticed");
        let failed: Vec<_> = said(&bad).lines().filter(|line| line.starts_with("FAILED")).map(str::to_owned).collect();
        assert!(failed.len() == 1 && failed[0].contains(row), "{name}={value}: {failed:?}");
        assert!(!said(&bad).contains("somebody_else") && !complained(&bad).contains("somebody_else"), "a secret shows");
    }
    desk.running.world.set_distributor_key(None);
    assert!(said(&desk.run("check")).contains("FAILED  supplier orange  its eSIMs are not sold"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_configuration_is_refused_before_anything_happens() {
    let desk = Desk::new().await;
    let env = [("ESCALE__PUBLIC_URL", "https://shop.example.org"), ("ESCALE__STRIPE__COLOUR", "blue")];
    let refused = desk.run_with("serve", &env, "");
    assert_eq!(refused.status.code(), Some(2));
    let lines = complained(&refused);
    assert!(lines.lines().all(|line| line.starts_with("escale: ")), "{lines}");
    assert!(lines.contains("stripe.colour: unknown key"), "{lines}");
    assert!(!desk.folder.path().join("data").exists(), "the database was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_made_once_and_with_a_good_password() {
    let desk = Desk::new().await;
    let create = "admin create --email owner@example.org";
    let short = desk.run_with(create, &[], "short\n");
    assert!(!short.status.success() && complained(&short).contains("a password has"), "{}", complained(&short));
    let made = desk.run_with(create, &[], "correct horse battery\n");
    assert!(made.status.success(), "{}", complained(&made));
    let again = desk.run_with(create, &[], "correct horse battery\n");
    assert!(complained(&again).contains("is on the staff already"), "{}", complained(&again));
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_reads_the_catalogue_now() {
    let desk = Desk::new().await;
    let synced = desk.run("sync");
    assert!(synced.status.success(), "{}", complained(&synced));
    assert!(said(&synced).starts_with("orange: ") && !said(&synced).starts_with("orange: 0 "), "{}", said(&synced));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_published_only_after_the_word_was_typed() {
    let desk = Desk::new().await;
    assert!(desk.run("keys orange show").status.success());
    let made = desk.run("keys orange new --file keys/new.pem");
    assert!(made.status.success(), "{}", complained(&made));
    let fingerprint = said(&made).split(' ').next().unwrap().to_owned();
    let mode = fs::metadata(desk.folder.path().join("keys/new.pem")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner reads a private key");
    assert!(complained(&desk.run("keys orange new --file keys/new.pem")).contains("exists"));

    let env = [("ESCALE__SUPPLIERS__ORANGE__PRIVATE_KEY_FILES", r#"["keys/new.pem", "demo.pem"]"#)];
    let publish = |typed: &str| desk.run_with("keys orange publish", &env, typed);
    assert!(complained(&publish("yes\n")).contains("nothing was sent"));
    assert!(!desk.run_with("keys orange show", &env, "").status.success(), "Orange still has the old key");
    let sent = publish("publish\n");
    assert!(sent.status.success() && said(&sent).contains(&fingerprint), "{}", complained(&sent));
    let shown = desk.run_with("keys orange show", &env, "");
    assert!(shown.status.success());
    assert_eq!(said(&shown).matches(&fingerprint).count(), 2, "here and at Orange: {}", said(&shown));
    assert!(said(&publish("")).contains("holds this key already"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_no_configuration_needs_none() {
    let desk = Desk::new().await;
    fs::remove_file(desk.folder.path().join("escale.toml")).unwrap();
    let key = said(&desk.run("keys vault new"));
    assert_eq!((key.trim_end().len(), key.trim_end().ends_with('=')), (44, true), "32 bytes in base64");
    assert_ne!(key, said(&desk.run("keys vault new")));
    assert!(said(&desk.run("routes --json")).contains("\"/{lang}\""));
    assert!(said(&desk.run("example-config")).contains("[[suppliers]]"));
    assert_eq!(desk.run("migrate").status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_is_asked_to_stop_ends_well_and_says_when_it_is_ready() {
    let desk = Desk::new().await;
    let listen = free_address();
    assert!(!desk.run_with("health", &[("ESCALE__LISTEN", &listen)], "").status.success(), "nobody is there yet");
    let ended = desk.serve(&listen).await.stop();
    assert!(ended.success(), "it ended with {ended}");
}
