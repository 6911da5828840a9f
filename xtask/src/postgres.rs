//! A throw-away PostgreSQL: its own folder, a free port on loopback, no durability, ended and deleted when dropped.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command::{Line, program, server};
use crate::tools;

/// The name under which tests connect; it may create databases.
const OWNER: &str = "escale";

/// Beginning of the folder's name; the rest is the number of the process that made it.
const FOLDER: &str = "escale-postgres-";

/// Settings of a server whose data nobody will miss.
const SETTINGS: [&str; 6] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
    "log_min_messages=fatal",
];

/// `cargo xtask postgres`: one to work against until Ctrl-C.
///
/// # Errors
/// As [`Postgres::start`].
pub fn serve() -> Result<()> {
    let mut postgres = Postgres::start()?;
    println!("  export ESCALE_TEST_POSTGRES_URL={}", postgres.url());
    postgres.process.wait()?;
    Ok(())
}

/// A running server.
pub struct Postgres {
    process: Child,
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts one, installing PostgreSQL first where it is missing.
    ///
    /// # Errors
    /// It is missing and cannot be installed, or it does not answer within half a minute.
    pub fn start() -> Result<Self> {
        let programs = tools::postgres()?;
        delete_orphans();
        let folder = std::env::temp_dir().join(format!("{FOLDER}{}", std::process::id()));
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        std::fs::create_dir_all(&folder)?;
        let identity = Identity::choose()?;
        identity.own(&folder)?;
        let data = folder.join("data");
        let init = program(programs.join("initdb")).arg("--pgdata").arg(&data);
        let init =
            init.args(["--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]);
        if let Err(error) = identity.apply(init, &folder).output() {
            // What initdb left behind is of no use to anybody.
            let _ = std::fs::remove_dir_all(&folder);
            return Err(error);
        }
        let line = identity.server(&programs.join("postgres")).arg("-D").arg(&data);
        let line = line.arg("-k").arg(&folder).arg("-p").arg(port.to_string());
        let line = line.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        let process = line.folder(&folder).spawn()?;
        let mut postgres = Self { process, programs, folder, port };
        postgres.wait()?;
        println!("  PostgreSQL on 127.0.0.1:{port}");
        Ok(postgres)
    }

    /// Where tests find it; the user may create databases.
    pub fn url(&self) -> String {
        format!("postgres://{OWNER}@127.0.0.1:{}/postgres", self.port)
    }

    /// Makes an empty database; the address under which a program finds it.
    ///
    /// # Errors
    /// There is one of that name.
    pub fn create(&self, name: &str) -> Result<String> {
        let line = program(self.programs.join("createdb")).args(["--host", "127.0.0.1"]);
        let line = line.args(["--port", &self.port.to_string(), "--username", OWNER, name]);
        line.output()?;
        Ok(format!("postgres://{OWNER}@127.0.0.1:{}/{name}", self.port))
    }

    fn wait(&mut self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(30);
        while Instant::now() < deadline {
            if let Some(status) = self.process.try_wait()? {
                bail!("PostgreSQL ended with {status} instead of starting");
            }
            // The lock file's last line says `ready` once it takes connections.
            let lock = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
            if lock.contains("ready") && TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        bail!("PostgreSQL did not start within half a minute");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT ends its sessions and it; a server that does not listen is killed after ten seconds.
        program("kill").args(["-INT", &self.process.id().to_string()]).succeeds();
        let deadline = Instant::now() + Duration::from_secs(10);
        while self.process.try_wait().is_ok_and(|status| status.is_none()) {
            if Instant::now() > deadline {
                let _ = self.process.kill();
                let _ = self.process.wait();
                break;
            }
            sleep(Duration::from_millis(50));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Deletes the folders of runs that were interrupted before they could.
fn delete_orphans() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.strip_prefix(FOLDER));
        if owner.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            // Another user's folder stays, and is no concern of ours.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Who runs the server: PostgreSQL refuses root, so root hands it to the user that Debian's package made.
enum Identity {
    Ourselves,
    Package { user: u32, group: u32 },
}

impl Identity {
    fn choose() -> Result<Self> {
        if program("id").arg("-u").output()? != "0" {
            return Ok(Self::Ourselves);
        }
        let number = |flag| -> Result<u32> {
            let id = program("id").args([flag, "postgres"]).output().context("there is no user `postgres`")?;
            Ok(id.parse()?)
        };
        Ok(Self::Package { user: number("-u")?, group: number("-g")? })
    }

    fn own(&self, folder: &Path) -> Result<()> {
        if let Self::Package { user, group } = self {
            std::os::unix::fs::chown(folder, Some(*user), Some(*group))?;
        }
        Ok(())
    }

    /// Runs a short command as this identity.
    fn apply(&self, line: Line, folder: &Path) -> Line {
        use std::os::unix::process::CommandExt;
        let line = line.folder(folder).with(|command| {
            command.stdout(Stdio::null());
        });
        match *self {
            Self::Ourselves => line,
            Self::Package { user, group } => line.with(|command| {
                command.uid(user).gid(group);
            }),
        }
    }

    /// A server as this identity. `setpriv` sets the signal after the change of user, which would clear it.
    fn server(&self, path: &Path) -> Line {
        match self {
            Self::Ourselves => server(path),
            Self::Package { user, group } => {
                let line = program("setpriv").arg(format!("--reuid={user}")).arg(format!("--regid={group}"));
                line.args(["--clear-groups", "--pdeathsig", "INT", "--"]).arg(path)
            }
        }
    }
}
