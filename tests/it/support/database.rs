//! A database of its own for each test: SQLite in a scratch folder, or PostgreSQL when
//! `GOPY_TEST_POSTGRES` names a server (`postgres://user:password@host:port`).

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use gopy::config;
use sea_orm::{ConnectionTrait as _, Database};

/// A database that is gone with the value.
pub struct TestDatabase {
    pub settings: config::Database,
    pub folder: PathBuf,
    postgres: Option<(String, String)>,
}

impl TestDatabase {
    pub async fn fresh() -> Self {
        Self::named(false).await
    }

    /// A place of its own; `bare` leaves it to the caller to make the database there.
    async fn named(bare: bool) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("gopy_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let (url, postgres) = match std::env::var("GOPY_TEST_POSTGRES") {
            Ok(server) => {
                let admin = Database::connect(format!("{server}/postgres")).await.unwrap();
                admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
                if !bare {
                    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
                }
                admin.close().await.unwrap();
                (format!("{server}/{name}"), Some((server, name)))
            }
            Err(_) => (format!("sqlite://{}", folder.join("gopy.db").display()), None),
        };
        let settings = config::Database { url, max_connections: 4, log_statements: false };
        Self { settings, folder, postgres }
    }

    /// Another database with everything that this one holds now.
    pub async fn copy(&self) -> Self {
        let other = Self::named(true).await;
        if let (Some((server, from)), Some((_, to))) = (&self.postgres, &other.postgres) {
            let admin = Database::connect(format!("{server}/postgres")).await.unwrap();
            // A database that somebody is connected to cannot be copied.
            let part = format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{from}'"
            );
            admin.execute_unprepared(&part).await.unwrap();
            let copy = format!("CREATE DATABASE {to} TEMPLATE {from}");
            admin.execute_unprepared(&copy).await.unwrap();
            admin.close().await.unwrap();
        } else {
            let from = Database::connect(&self.settings.url).await.unwrap();
            let file = other.folder.join("gopy.db");
            let copy = format!("VACUUM INTO '{}'", file.display());
            from.execute_unprepared(&copy).await.unwrap();
            from.close().await.unwrap();
        }
        other
    }

    /// The server and the name of the database on it; none for SQLite.
    pub fn on_server(&self) -> Option<(&str, &str)> {
        self.postgres.as_ref().map(|(server, name)| (server.as_str(), name.as_str()))
    }

    pub fn is_postgres(&self) -> bool {
        self.postgres.is_some()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.folder);
        let Some((server, name)) = self.postgres.take() else { return };
        // Dropping needs a connection, and this may run inside a runtime: use a thread with its own.
        let dropped = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let admin = Database::connect(format!("{server}/postgres")).await.unwrap();
                let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                admin.execute_unprepared(&sql).await.unwrap();
            });
        });
        let _dropped = dropped.join();
    }
}
