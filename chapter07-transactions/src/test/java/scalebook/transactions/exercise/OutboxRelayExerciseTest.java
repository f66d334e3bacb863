package scalebook.transactions.exercise;

/** Runs the contract on what you write. */
class OutboxRelayExerciseTest extends OutboxRelayContract {}
