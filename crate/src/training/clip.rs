//! Clipping of the gradient's norm (Pascanu et al. 2013).

/// The factor that brings a gradient of norm `norm` down to `grad_clip`; 1 for a smaller norm, or
/// when `grad_clip` is 0. It is PyTorch's `clip_grad_norm_`, whose 10⁻⁶ makes a zero norm
/// harmless.
pub fn clip_scale(norm: f64, grad_clip: f64) -> f64 {
    if grad_clip > 0.0 { (grad_clip / (norm + 1e-6)).min(1.0) } else { 1.0 }
}
