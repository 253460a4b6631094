/// A run at a point in time: the run and its age.
struct RunSnapshot: Sendable {
    let run: Run
    let age: Duration

    var progress: Run.Progress { run.progress(at: age) }
}
