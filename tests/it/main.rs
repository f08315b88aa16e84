//! Tests of the whole program, through HTTP where people and programs meet it. One binary: it is linked once.
mod accounts;
mod layers;
mod mail;
mod rights;
mod support;
mod verify;
