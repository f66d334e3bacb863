package scalebook.microservices.exercise;

/** Runs the contract on what you write. */
class SchemaCheckExerciseTest extends SchemaCheckContract {}
