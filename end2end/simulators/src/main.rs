//! `simulators`: the outside world as a program, for `make demo` and for tools in other languages.

use std::io::Write;

use anyhow::Context;
use clap::Parser;
use escale_simulators::{DEMO_PUBLIC_KEY_PEM, Options, World};

/// Serves the suppliers, Stripe, a mail server and the mailbox on 127.0.0.1 until SIGTERM or ctrl-c.
/// One line of JSON on standard output tells the addresses. Port 0 is any free port.
#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 3101)]
    orange_port: u16,
    #[arg(long, default_value_t = 3102)]
    stripe_port: u16,
    #[arg(long, default_value_t = 2525)]
    smtp_port: u16,
    /// The mailbox and the knobs.
    #[arg(long, default_value_t = 3103)]
    mailbox_port: u16,
    #[arg(long, default_value_t = 3104)]
    esim_go_port: u16,
    /// The generic protocol's supplier.
    #[arg(long, default_value_t = 3105)]
    standard_port: u16,
    #[arg(long, default_value_t = 3106)]
    airalo_port: u16,
    /// Where Stripe's webhooks go.
    #[arg(long)]
    webhook_url: Option<String>,
    /// Secrets that sign them; several are a rotation.
    #[arg(long, default_value = "whsec_escale_demo")]
    webhook_secret: Vec<String>,
    #[arg(long, default_value = "sk_test_escale_demo")]
    stripe_secret_key: String,
    #[arg(long, default_value = "demo-client")]
    orange_client_id: String,
    #[arg(long, default_value = "demo-secret")]
    orange_client_secret: String,
    #[arg(long, default_value = "esim-go-demo-key")]
    esim_go_api_key: String,
    /// Where eSIM Go's callbacks go.
    #[arg(long)]
    esim_go_callback_url: Option<String>,
    #[arg(long, default_value = "standard-client")]
    standard_client_id: String,
    #[arg(long, default_value = "standard-secret")]
    standard_client_secret: String,
    #[arg(long, default_value = "airalo-client")]
    airalo_client_id: String,
    #[arg(long, default_value = "airalo-secret")]
    airalo_client_secret: String,
    /// Start with the worthless demo key published at Orange, so that eSIMs can be sold at once.
    #[arg(long)]
    publish_demo_key: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let running = World::start(Options {
        orange_port: arguments.orange_port,
        stripe_port: arguments.stripe_port,
        smtp_port: arguments.smtp_port,
        control_port: arguments.mailbox_port,
        esim_go_port: arguments.esim_go_port,
        standard_port: arguments.standard_port,
        airalo_port: arguments.airalo_port,
        orange_client_id: arguments.orange_client_id,
        orange_client_secret: arguments.orange_client_secret,
        stripe_secret_key: arguments.stripe_secret_key,
        webhook_url: arguments.webhook_url,
        webhook_secrets: arguments.webhook_secret,
        esim_go_api_key: arguments.esim_go_api_key,
        esim_go_callback_url: arguments.esim_go_callback_url,
        standard_client_id: arguments.standard_client_id,
        standard_client_secret: arguments.standard_client_secret,
        airalo_client_id: arguments.airalo_client_id,
        airalo_client_secret: arguments.airalo_client_secret,
        ..Options::default()
    })
    .await
    .context("could not bind the ports on 127.0.0.1")?;
    if arguments.publish_demo_key {
        running.world.set_distributor_key(Some(DEMO_PUBLIC_KEY_PEM));
    }
    let mut output = std::io::stdout().lock();
    writeln!(output, "{}", serde_json::to_string(&running.addresses)?)?;
    output.flush()?;
    drop(output);

    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}
