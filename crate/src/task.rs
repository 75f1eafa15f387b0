//! Long work in small portions, so that a program can answer its user in between.

/// Work on a subject (a network, a trainer) that can pause after every portion.
///
/// The weights of the subject must not change between two portions.
pub trait Task: Sized {
    /// The object that the task reads.
    type Subject;
    /// The result.
    type Output;

    /// Does one portion of the work; true while more is left.
    fn advance(&mut self, subject: &Self::Subject) -> bool;

    /// The result, once [`advance`](Self::advance) has returned false.
    fn finish(self, subject: &Self::Subject) -> Self::Output;

    /// Does all of the work at once.
    fn run(mut self, subject: &Self::Subject) -> Self::Output {
        while self.advance(subject) {}
        self.finish(subject)
    }
}
