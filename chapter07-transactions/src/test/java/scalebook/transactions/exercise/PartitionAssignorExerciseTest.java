package scalebook.transactions.exercise;

/** Runs the contract on what you write. */
class PartitionAssignorExerciseTest extends PartitionAssignorContract {}
