package scalebook.caching.exercise;

/** Runs the contract on what you write. */
class CacheAsideExerciseTest extends CacheAsideContract {}
