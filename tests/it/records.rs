//! The rows of a shop's records, read and spoilt beside the shop that uses them.

use escale::domain::ids::OrderId;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::collections::HashSet;
use tokio::sync::Mutex;

/// A connection of the test's own, past every rule of the shop.
pub enum Records {
    Sqlite(Mutex<SqliteConnection>),
    Postgres(Mutex<PgConnection>),
}

/// A job as it stands in the outbox.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Job {
    pub name: String,
    pub run_at: i64,
    pub lease: Option<String>,
    pub leased_until: i64,
    pub dead: bool,
    #[expect(dead_code, reason = "shown by a test that fails")]
    pub last_error: Option<String>,
}

impl Job {
    /// Whether it is ready, or in the hands of a worker that lives. `stale` are the leases of those that do not.
    pub fn is_busy(&self, now: i64, stale: &HashSet<String>) -> bool {
        let held = self.leased_until > now;
        let by_the_dead = self.lease.as_ref().is_some_and(|lease| stale.contains(lease));
        !self.dead && if held { self.lease.is_some() && !by_the_dead } else { self.run_at <= now }
    }

    /// When somebody can run it.
    pub fn ready_at(&self) -> i64 {
        self.run_at.max(self.leased_until)
    }

    /// Whether it is about an order, and not the shop's own routine.
    pub fn is_of_an_order(&self) -> bool {
        ["advance:", "tell_if_late:", "stripe_event:", "mail:"].iter().any(|start| self.name.starts_with(start))
    }
}

/// Runs a query on whichever database it is.
macro_rules! on {
    ($records:expr, $query:expr, $call:ident) => {
        match $records {
            Records::Sqlite(connection) => $query.$call(&mut *connection.lock().await).await,
            Records::Postgres(connection) => $query.$call(&mut *connection.lock().await).await,
        }
    };
}

impl Records {
    pub async fn connect(database_url: &str) -> Self {
        if database_url.starts_with("postgres") {
            Self::Postgres(Mutex::new(PgConnection::connect(database_url).await.unwrap()))
        } else {
            Self::Sqlite(Mutex::new(SqliteConnection::connect(database_url).await.unwrap()))
        }
    }

    /// Runs statements; gives the number of rows changed.
    pub async fn run(&self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(connection) => Ok(sql.execute(&mut *connection.lock().await).await?.rows_affected()),
            Self::Postgres(connection) => Ok(sql.execute(&mut *connection.lock().await).await?.rows_affected()),
        }
    }

    /// Writes what no code of the shop would.
    pub async fn spoil(&self, sql: &str) {
        assert!(self.run(sql).await.unwrap() > 0, "there is nothing to spoil: {sql}");
    }

    /// The first column of a query's rows, which is text.
    pub async fn column(&self, sql: &str) -> Vec<String> {
        on!(self, sqlx::query_scalar(AssertSqlSafe(sql.to_owned())), fetch_all).unwrap()
    }

    /// Every job.
    pub async fn jobs(&self) -> Vec<Job> {
        let sql = "select name, run_at, lease, leased_until, dead, last_error from outbox order by run_at, id";
        on!(self, sqlx::query_as::<_, Job>(sql), fetch_all).unwrap()
    }

    /// Every order, oldest first.
    pub async fn orders(&self) -> Vec<OrderId> {
        let ids = self.column("select id from orders order by created_at, id").await;
        ids.into_iter().map(Into::into).collect()
    }

    /// How many connections programs that call themselves `name` hold to this database. SQLite has none to count: a
    /// program's locks end with it.
    pub async fn connections_of(&self, name: &str) -> usize {
        if matches!(self, Self::Sqlite(_)) {
            return 0;
        }
        let of_name = format!("datname = current_database() and application_name = '{name}'");
        self.column(&format!("select cast(pid as text) from pg_stat_activity where {of_name}")).await.len()
    }
}
