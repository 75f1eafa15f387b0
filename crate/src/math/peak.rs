//! The peak speed of multiplications and additions in registers, to judge the products by.

/// Number of vectors, each a chain of operations that waits only for itself: enough to hide the
/// latency of a multiplication and an addition. With the two constants they fill the 15 registers
/// that a browser uses on x86-64; one more vector, and some of them go through memory.
const VECTORS: usize = 13;

/// Computes x = x · a + b in all vectors of four, `rounds` times; returns the number of operations.
pub fn mul_add(rounds: usize) -> usize {
    let (a, b) = std::hint::black_box(([0.999_f32; 4], [0.001_f32; 4]));
    let mut x = [[0.5_f32; 4]; VECTORS];
    for _ in 0..rounds {
        for x in &mut x {
            *x = std::array::from_fn(|lane| x[lane] * a[lane] + b[lane]);
        }
    }
    std::hint::black_box(x);
    2 * 4 * VECTORS * rounds
}
