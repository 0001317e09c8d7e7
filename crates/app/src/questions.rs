//! Questions: what is known, as of a moment, inside the caller's areas.
