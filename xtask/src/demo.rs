//! `make demo`: the whole shop on loopback beside simulated suppliers, Stripe and mailbox; nothing real, no account.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitCode, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::command::{program, server};
use crate::steps::{Steps, Tally};
use crate::{site, test};

const SHOP: u16 = 3000;
const ORANGE: u16 = 3101;
const STRIPE: u16 = 3102;
const MAILBOX: u16 = 3103;
const ESIM_GO: u16 = 3104;
const PARTNER: u16 = 3105;
const AIRALO: u16 = 3106;
const SMTP: u16 = 2525;

/// Who signs in to the staff's rooms.
const STAFF: &str = "owner@example.org";

/// How long the shop may take to migrate and read its first catalogue.
const PATIENCE: Duration = Duration::from_secs(60);

/// Builds what is missing, starts a fresh shop and its world, and serves until Ctrl-C.
///
/// # Errors
/// A port is taken, something does not compile, or a program ends by itself.
pub fn run() -> Result<ExitCode> {
    for port in [SHOP, ORANGE, STRIPE, MAILBOX, ESIM_GO, PARTNER, AIRALO, SMTP] {
        TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("port {port} of 127.0.0.1 is taken, perhaps by another demo"))?;
    }
    println!("The first time this compiles everything, which takes some minutes on two cores.");
    let mut steps = Steps::start();
    let built = steps.step("browser half, style, public files", || site::build().map(|()| Tally::ONE))
        && steps.step("shop and simulators", || test::build_programs().map(|()| Tally::ONE));
    if !built {
        return Ok(ExitCode::FAILURE);
    }
    let demo = Demo::lay_out()?;
    let mut world = demo.start_world()?;
    demo.add_staff()?;
    let mut shop = demo.start_shop()?;
    wait(&mut shop, SHOP, "/health/ready").with_context(|| format!("the shop: see {}", demo.log("shop").display()))?;
    demo.tell();
    loop {
        for (name, process) in [("shop", &mut shop), ("simulators", &mut world)] {
            if let Some(status) = process.try_wait()? {
                bail!("the {name} ended with {status}: see {}", demo.log(name).display());
            }
        }
        sleep(Duration::from_millis(200));
    }
}

/// The demo's folder. The simulators forget everything when they end, so each demo begins with an empty shop.
struct Demo {
    folder: PathBuf,
    password: String,
}

impl Demo {
    fn lay_out() -> Result<Self> {
        let folder = crate::root().join("data/demo");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let template = fs::read_to_string(crate::root().join("end2end/shop.toml"))?
            + &fs::read_to_string(crate::root().join("end2end/more_suppliers.toml"))?;
        let url = |port| format!("http://127.0.0.1:{port}");
        let config = [
            ("shop_url", url(SHOP)),
            ("listen", format!("127.0.0.1:{SHOP}")),
            ("database_url", "sqlite://data/demo/escale.db".to_owned()),
            ("vault_key", STANDARD.encode(random()?)),
            ("index_key", STANDARD.encode(random()?)),
            ("stripe_url", url(STRIPE)),
            ("smtp_url", format!("smtp://127.0.0.1:{SMTP}")),
            ("orange_base_url", format!("{}/v1", url(ORANGE))),
            ("orange_token_url", format!("{}/oauth/v3/token", url(ORANGE))),
            ("esim_go_base_url", format!("{}/v2.4", url(ESIM_GO))),
            ("standard_base_url", url(PARTNER)),
            ("standard_token_url", format!("{}/oauth/token", url(PARTNER))),
            ("airalo_base_url", format!("{}/v2", url(AIRALO))),
            ("orange_key_file", "end2end/simulators/keys/demo.pem".to_owned()),
        ]
        .iter()
        .fold(template, |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
        fs::write(folder.join("escale.toml"), config)?;
        let password: String = random()?.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        fs::write(folder.join("staff-password"), &password)?;
        Ok(Self { folder, password })
    }

    fn start_world(&self) -> Result<Child> {
        let port = |face: &str, port: u16| [format!("--{face}-port"), port.to_string()];
        let line = server(crate::target().join("debug/simulators"))
            .args(port("orange", ORANGE))
            .args(port("stripe", STRIPE))
            .args(port("esim-go", ESIM_GO))
            .args(port("standard", PARTNER))
            .args(port("airalo", AIRALO))
            .arg("--esim-go-callback-url")
            .arg(format!("http://127.0.0.1:{SHOP}/webhooks/suppliers/esim-go"))
            .args(port("smtp", SMTP))
            .args(port("mailbox", MAILBOX))
            .arg("--webhook-url")
            .arg(format!("http://127.0.0.1:{SHOP}/webhooks/stripe"))
            .arg("--publish-demo-key");
        let mut world = self.logged(line, "simulators")?;
        wait(&mut world, MAILBOX, "/mailbox.json")
            .with_context(|| format!("the simulators: see {}", self.log("simulators").display()))?;
        Ok(world)
    }

    fn add_staff(&self) -> Result<()> {
        let line = program(crate::target().join("debug/escale")).args(["admin", "create", "--email", STAFF]);
        let line = line.arg("--password-file").arg(self.folder.join("staff-password"));
        line.arg("--config").arg(self.folder.join("escale.toml")).output().map(drop)
    }

    fn start_shop(&self) -> Result<Child> {
        let line = server(crate::target().join("debug/escale")).arg("serve");
        self.logged(line.arg("--config").arg(self.folder.join("escale.toml")), "shop")
    }

    fn logged(&self, line: crate::command::Line, name: &str) -> Result<Child> {
        let log = fs::File::create(self.log(name))?;
        let copy = log.try_clone()?;
        line.with(|command| {
            command.stdout(Stdio::from(log)).stderr(Stdio::from(copy));
        })
        .spawn()
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }

    fn tell(&self) {
        let logs = self.folder.strip_prefix(crate::root()).map_or(self.folder.as_path(), Path::new).display();
        println!(
            "
The shop           http://127.0.0.1:{SHOP}
Its staff's room   http://127.0.0.1:{SHOP}/en/admin
                   {STAFF}, password {password}
The mailbox        http://127.0.0.1:{MAILBOX}/mailbox
Orange and Stripe  http://127.0.0.1:{MAILBOX} (their books, and knobs to make them misbehave)
Logs               {logs}/*.log

What to click: search a country, open a plan, Buy, give any e-mail address, tick both boxes, press the pay
button, then Pay on the simulated Stripe page. The eSIM with its QR code appears within seconds, and its mail
in the mailbox. Then sign in as staff to see the order.

Ctrl-C ends everything; the next demo begins with an empty shop.",
            password = self.password,
        );
    }
}

fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Waits until `path` answers 200 on a port of loopback.
fn wait(process: &mut Child, port: u16, path: &str) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Some(status) = process.try_wait()? {
            bail!("it ended with {status}");
        }
        if answers(port, path).unwrap_or(false) {
            return Ok(());
        }
        sleep(Duration::from_millis(100));
    }
    bail!("it is not ready after {} seconds", PATIENCE.as_secs());
}

fn answers(port: u16, path: &str) -> std::io::Result<bool> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    Ok(&start == b"HTTP/1.1 200")
}
