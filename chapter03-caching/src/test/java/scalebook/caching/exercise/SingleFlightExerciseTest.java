package scalebook.caching.exercise;

class SingleFlightExerciseTest extends SingleFlightContract {
  @Override
  Answer answer() {
    return new SingleFlight<String>()::get;
  }
}
