//! Server functions: what islands and programs may ask of the server, below `/sf/`.
