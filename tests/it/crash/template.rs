//! Records with the catalogue in them: made once, copied for each trial.

use crate::shop::{Database, Shop};
use std::fs;
use tokio::sync::OnceCell;

/// What is copied.
pub enum Template {
    /// The file's bytes.
    Sqlite(Vec<u8>),
    /// The database's name.
    Postgres(String),
}

static SQLITE: OnceCell<Option<Template>> = OnceCell::const_new();
static POSTGRES: OnceCell<Option<Template>> = OnceCell::const_new();

impl Template {
    /// `None` when there is no such database here.
    pub async fn of(database: Database) -> Option<&'static Self> {
        let made = match database {
            Database::Sqlite => &SQLITE,
            Database::Postgres => &POSTGRES,
        };
        made.get_or_init(|| Self::make(database)).await.as_ref()
    }

    async fn make(database: Database) -> Option<Self> {
        let shop = Shop::open(database).await?;
        shop.services.store.close().await;
        Some(match shop.database_url.strip_prefix("sqlite://") {
            Some(file) => Self::Sqlite(fs::read(file).unwrap()),
            None => Self::Postgres(shop.database_url.rsplit('/').next().unwrap().to_owned()),
        })
    }
}
