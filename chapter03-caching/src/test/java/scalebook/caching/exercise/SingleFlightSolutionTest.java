package scalebook.caching.exercise;

import scalebook.caching.solution.SingleFlight;

class SingleFlightSolutionTest extends SingleFlightContract {
  @Override
  Answer answer() {
    return new SingleFlight<String>()::get;
  }
}
