package scalebook.partitioning.exercise;

/** Runs the contract on what you write. */
class BatchedJoinExerciseTest extends BatchedJoinContract {}
