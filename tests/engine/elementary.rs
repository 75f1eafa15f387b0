//! The crate's exp, tanh and sigmoid against f64, for every exponent and sign.

use lstm_playground::Real;
use wasm_bindgen_test::wasm_bindgen_test;

/// The number of mantissas for every sign and exponent.
const MANTISSAS: u32 = 2000;

fn floats() -> impl Iterator<Item = f32> {
    let high_halves = 0..512_u32; // sign and exponent
    high_halves.flat_map(|high| {
        (0..MANTISSAS).map(move |i| f32::from_bits((high << 23) + i * ((1 << 23) / MANTISSAS)))
    })
}

/// The error in units in the last place of the nearest f32.
fn ulps(got: f32, exact: f64) -> f64 {
    let nearest = exact as f32;
    if got == nearest {
        return 0.0;
    }
    let ulp = f64::from(f32::from_bits(nearest.abs().to_bits() + 1)) - f64::from(nearest.abs());
    (f64::from(got) - exact).abs() / ulp
}

fn exp(x: f32) -> f32 {
    alone(exp_all, x)
}

fn tanh(x: f32) -> f32 {
    alone(Real::tanh, x)
}

fn sigmoid(x: f32) -> f32 {
    alone(Real::sigmoid, x)
}

fn exp_all(numbers: &mut [f32]) {
    Real::exp(numbers, 0.0);
}

/// The function of a single number.
fn alone(function: fn(&mut [f32]), mut x: f32) -> f32 {
    function(std::slice::from_mut(&mut x));
    x
}

fn assert_within(bound: f64, name: &str, f: fn(f32) -> f32, exact: fn(f64) -> f64, tiny: f64) {
    let (mut worst, mut at) = (0.0, 0.0);
    for x in floats().filter(|x| !x.is_nan()) {
        let (got, expected) = (f(x), exact(f64::from(x)));
        let error = ulps(got, expected);
        if expected.abs() < tiny {
            assert!((f64::from(got) - expected).abs() < tiny, "{name}({x:e}) is {got:e}");
        } else if error > worst || error.is_nan() {
            (worst, at) = (error, x);
        }
    }
    assert!(worst < bound, "{name}({at:e}) = {:e} is {worst} ulp off", f(at));
}

#[wasm_bindgen_test(unsupported = test)]
fn exp_is_within_1_1_ulp() {
    assert_within(1.1, "exp", exp, f64::exp, 0.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn tanh_is_within_2_6_ulp() {
    assert_within(2.6, "tanh", tanh, f64::tanh, 0.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn sigmoid_is_within_2_5_ulp_where_it_is_not_subnormal() {
    let smallest_normal = f64::from(f32::MIN_POSITIVE);
    assert_within(2.5, "sigmoid", sigmoid, |x| 1.0 / (1.0 + (-x).exp()), smallest_normal);
}

#[wasm_bindgen_test(unsupported = test)]
fn nan_stays_nan_and_the_limits_are_exact() {
    assert!(exp(f32::NAN).is_nan() && tanh(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan());
    assert_eq!((exp(f32::NEG_INFINITY), exp(f32::INFINITY)), (0.0, f32::INFINITY));
    assert_eq!((tanh(f32::NEG_INFINITY), tanh(f32::INFINITY)), (-1.0, 1.0));
    assert_eq!((sigmoid(f32::NEG_INFINITY), sigmoid(f32::INFINITY)), (0.0, 1.0));
    assert_eq!((exp(0.0), tanh(0.0), sigmoid(0.0)), (1.0, 0.0, 0.5));
}

/// Vectors of numbers and the rest of a slice go through different instructions.
#[wasm_bindgen_test(unsupported = test)]
fn a_number_has_the_same_bits_in_slices_of_every_length() {
    let all: Vec<f32> = floats().filter(|x| !x.is_nan()).step_by(97).collect();
    let functions: [fn(&mut [f32]); 3] = [exp_all, Real::tanh, Real::sigmoid];
    for function in functions {
        let each: Vec<f32> = all.iter().map(|&x| alone(function, x)).collect();
        for len in 1..=40 {
            let mut together = all.clone();
            together.chunks_mut(len).for_each(function);
            assert_eq!(together, each, "in slices of {len} numbers");
        }
    }
}
