//! Long work in small portions, so that a program can respond between them.

/// Work on a subject (a network, a trainer) that can pause after every portion.
///
/// The weights of the subject must not change between two portions.
pub trait Task: Sized {
    /// The type of the subject.
    type Subject;
    /// The result.
    type Output;

    /// Does one portion of the work; returns true while work remains.
    fn advance(&mut self, subject: &Self::Subject) -> bool;

    /// The part of the result that is new since the last call; `None` where a part is of no use.
    fn part(&mut self) -> Option<Self::Output> {
        None
    }

    /// The result, once [`advance`](Self::advance) has returned false.
    fn finish(self, subject: &Self::Subject) -> Self::Output;

    /// Does all of the work at once.
    fn run(mut self, subject: &Self::Subject) -> Self::Output {
        while self.advance(subject) {}
        self.finish(subject)
    }
}
