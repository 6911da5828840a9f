//! `escale serve`: migrate, load, listen, work; at the end requests and running jobs finish.

use super::{compose, stripe_account};
use anyhow::Context;
use escale::config::Config;
use escale::fulfilment::{catalogue_sync, schedule, worker};
use escale::web;
use escale::web::assets::Assets;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    let listen = config.listen;
    let services = compose::shop(config).await?;
    services.store.migrate().await?;
    stripe_account::pin(&services).await?;
    catalogue_sync::load_catalogue(&services).await?;
    schedule::schedule(&services).await?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("listen = {listen}"))?;
    tracing::info!(address = %listener.local_addr()?, public_url = %services.config.public_url, "open");

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (stop, stopped) = watch::channel(false);
    let working = tokio::spawn(worker::run(services.clone(), stopped.clone()));
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("closing: open requests and running jobs finish first");
        // Nobody listens any more only when everything has ended already.
        let _ = stop.send(true);
    });

    let router = web::router(services.clone(), Assets::load());
    let mut closing = stopped;
    web::serve(listener, router, async move {
        // An error means that the signal's task is gone: then there is nothing to wait for either.
        let _ = closing.wait_for(|stop| *stop).await;
    })
    .await?;
    working.await.context("the worker")?;
    services.store.close().await;
    tracing::info!("closed");
    Ok(())
}
