package scalebook.replication.exercise;

/** Runs the contract on what you write. */
class QuorumReadExerciseTest extends QuorumReadContract {}
