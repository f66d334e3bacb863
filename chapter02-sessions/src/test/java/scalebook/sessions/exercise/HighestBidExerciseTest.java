package scalebook.sessions.exercise;

/** Runs the contract on what you write. */
class HighestBidExerciseTest extends HighestBidContract {}
