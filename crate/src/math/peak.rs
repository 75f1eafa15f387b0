//! Nothing but multiplications and additions in registers: the yardstick for the products.

/// Vectors of four numbers: as many as hide the latency and still fit in registers.
const VECTORS: usize = 10;

/// Does x = x · a + b in ten vectors of four, `rounds` times; returns the number of operations.
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
