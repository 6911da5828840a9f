//! The shop ended at every named point, and at random: the real program, killed and started again, and its books
//! compared with the world's.

mod journey;
mod journeys;
mod notices;
mod place;
mod points;
mod program;
mod stage;
mod steps;
mod template;
mod torture;
mod two_processes;
mod visitor;
