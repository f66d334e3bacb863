package scalebook.caching.exercise;

/** Runs the contract on what you write. */
class ClockCacheExerciseTest extends ClockCacheContract {}
