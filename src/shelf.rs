//! Values that are worked out once and kept under a key that names all that they follow from.
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;

/// At most `most` values; a full shelf is emptied, for what is asked for comes back at once.
#[derive(Debug)]
pub struct Shelf<K, V> {
    values: Mutex<HashMap<K, V>>,
    most: usize,
}

impl<K: Hash + Eq, V: Clone> Shelf<K, V> {
    pub fn of(most: usize) -> Shelf<K, V> {
        Shelf { values: Mutex::default(), most }
    }
    /// The value under a key, made by `make` from that key when it is not there.
    ///
    /// # Errors
    /// Those of `make`; nothing is kept then.
    pub fn get_or<E>(&self, key: K, make: impl FnOnce(&K) -> Result<V, E>) -> Result<V, E> {
        // A lock that a panic has poisoned is worth nothing more: then everything is made anew.
        if let Some(found) = self.values.lock().ok().and_then(|shelf| shelf.get(&key).cloned()) {
            return Ok(found);
        }
        let made = make(&key)?;
        if let Ok(mut shelf) = self.values.lock() {
            if shelf.len() >= self.most {
                shelf.clear();
            }
            shelf.insert(key, made.clone());
        }
        Ok(made)
    }
}
