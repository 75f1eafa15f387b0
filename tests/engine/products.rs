//! Matrix products on panels against nalgebra in f64, for shapes around the tile sizes.

use lstm_playground::math::{Columns, Panels, RightPanels, sum, sum_of_squares};
use lstm_playground_tests::{assert_close, random_numbers};
use nalgebra::DMatrix;
use wasm_bindgen_test::wasm_bindgen_test;

/// Sizes around the tile (16 × 2), the tile of one column (32 × 1) and the block of depth (256).
const ROWS: [usize; 8] = [1, 3, 15, 16, 17, 31, 33, 65];
const COLUMNS: [usize; 7] = [1, 2, 3, 4, 5, 8, 17];
const DEPTHS: [usize; 6] = [1, 3, 8, 255, 256, 515];

fn random_matrix(rows: usize, columns: usize, seed: u32) -> DMatrix<f32> {
    DMatrix::from_vec(rows, columns, random_numbers(rows * columns, seed))
}

fn assert_product(
    what: &str,
    multiply: fn(&DMatrix<f32>, &DMatrix<f32>, &mut DMatrix<f32>),
    shapes: fn(usize, usize, usize) -> [(usize, usize); 2],
    exact: fn(DMatrix<f64>, DMatrix<f64>) -> DMatrix<f64>,
) {
    for rows in ROWS {
        for columns in COLUMNS {
            for depth in DEPTHS {
                let [a, b] = shapes(rows, columns, depth);
                let (a, b) = (random_matrix(a.0, a.1, 1), random_matrix(b.0, b.1, 2));
                let before = random_matrix(rows, columns, 3);
                let mut c = before.clone();
                multiply(&a, &b, &mut c);
                let expected = before.cast::<f64>() + exact(a.cast(), b.cast());
                for (i, (&got, &expected)) in c.iter().zip(&expected).enumerate() {
                    let what = format!("{what}, {rows}x{columns}, depth {depth}, entry {i}");
                    let scale = (depth as f64).sqrt();
                    assert_close(&what, got.into(), expected, 1e-6, scale);
                }
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_product_agrees_with_nalgebra() {
    assert_product(
        "C += A B",
        |a, b, c| {
            let mut panels = Panels::default();
            panels.pack(a.into());
            panels.add_product(b.as_view(), c.as_view_mut());
        },
        |rows, columns, depth| [(rows, depth), (depth, columns)],
        |a, b| a * b,
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn a_product_with_the_left_operand_transposed_agrees_with_nalgebra() {
    assert_product(
        "C += A^T B",
        |a, b, c| {
            let mut panels = Panels::default();
            panels.pack_transposed(a.as_view());
            panels.add_product(b.as_view(), c.as_view_mut());
        },
        |rows, columns, depth| [(depth, rows), (depth, columns)],
        |a, b| a.transpose() * b,
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn a_product_with_the_right_operand_transposed_agrees_with_nalgebra() {
    assert_product(
        "C += A B^T",
        |a, b, c| {
            let mut panels = Panels::default();
            panels.pack(a.into());
            let scratch = &mut RightPanels::default();
            panels.add_product_transposed(b.into(), c.as_view_mut(), scratch);
        },
        |rows, columns, depth| [(rows, depth), (columns, depth)],
        |a, b| a * b.transpose(),
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn a_column_has_the_same_bits_in_a_product_of_one_or_of_many_columns() {
    let (a, b) = (random_matrix(100, 300, 1), random_matrix(300, 9, 2));
    let mut panels = Panels::default();
    panels.pack((&a).into());
    let mut joint = DMatrix::zeros(100, 9);
    panels.add_product(b.as_view(), joint.as_view_mut());
    for column in 0..9 {
        let mut single = DMatrix::zeros(100, 1);
        panels.add_product(b.columns(column, 1), single.as_view_mut());
        assert_eq!(single.column(0), joint.column(column), "column {column}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_product_over_some_columns_agrees_with_nalgebra() {
    // Rows 1 to 5 of two columns out of every three.
    let (a, b) = (random_matrix(7, 51, 1), random_matrix(9, 51, 2));
    let chosen: Vec<usize> = (0..51).filter(|column| column % 3 != 0).collect();
    let exact = a.rows(1, 5).select_columns(&chosen).cast::<f64>()
        * b.select_columns(&chosen).cast::<f64>().transpose();
    let (mut panels, mut c) = (Panels::default(), DMatrix::zeros(5, 9));
    panels.pack(Columns::in_runs(a.as_view(), 1..3, 3).rows(1..6));
    let b = Columns::in_runs(b.as_view(), 1..3, 3);
    panels.add_product_transposed(b, c.as_view_mut(), &mut RightPanels::default());
    for (i, (&got, &expected)) in c.iter().zip(&exact).enumerate() {
        assert_close(&format!("entry {i}"), got.into(), expected, 1e-6, 6.0);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_smaller_product_ignores_the_contents_of_reused_buffers() {
    let (mut panels, mut scratch) = (Panels::default(), RightPanels::default());
    for size in [50, 13, 5] {
        let (a, b) = (random_matrix(size, size, 1), random_matrix(size, size, 2));
        let mut c = DMatrix::zeros(size, size);
        panels.pack((&a).into());
        panels.add_product_transposed((&b).into(), c.as_view_mut(), &mut scratch);
        let expected = a.cast::<f64>() * b.cast::<f64>().transpose();
        for (&got, &expected) in c.iter().zip(&expected) {
            assert_close(&format!("size {size}"), got.into(), expected, 1e-6, 7.0);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn sums_agree_with_sums_in_f64() {
    for len in [0, 1, 15, 16, 17, 4095, 4097, 10_000] {
        let x = random_numbers(len, 4);
        let exact: f64 = x.iter().map(|&x| f64::from(x)).sum();
        let squares: f64 = x.iter().map(|&x| f64::from(x).powi(2)).sum();
        assert_close(&format!("sum of {len}"), sum(&x), exact, 1e-5, 1.0);
        assert_close(&format!("squares of {len}"), sum_of_squares(&x), squares, 1e-5, 1.0);
    }
}

/// The gradient checks use the same kernels in f64.
#[wasm_bindgen_test(unsupported = test)]
fn a_product_in_f64_agrees_with_nalgebra() {
    let matrix = |rows, columns, seed| random_matrix(rows, columns, seed).cast::<f64>();
    let (a, b) = (matrix(13, 300, 1), matrix(300, 7, 2));
    let expected = &a * &b;
    let (mut panels, mut scratch) = (Panels::default(), RightPanels::default());
    let (mut plain, mut transposed) = (DMatrix::zeros(13, 7), DMatrix::zeros(13, 7));
    panels.pack((&a).into());
    panels.add_product(b.as_view(), plain.as_view_mut());
    panels.pack_transposed(a.transpose().as_view());
    let b = b.transpose();
    panels.add_product_transposed((&b).into(), transposed.as_view_mut(), &mut scratch);
    for c in [plain, transposed] {
        for (&got, &expected) in c.iter().zip(&expected) {
            assert_close("entry", got, expected, 1e-13, 17.0);
        }
    }
}
