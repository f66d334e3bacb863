package scalebook.replication.solution;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import scalebook.replication.exercise.PromotionChooser.Candidate;

/** Two majorities have a node in common: among a majority, the newest history has everything. */
public final class PromotionChooser {
  public Optional<String> choose(List<Candidate> answered, int nodes) {
    if (answered.size() <= nodes / 2) {
      return Optional.empty();
    }
    return answered.stream()
        .max(
            Comparator.comparing(Candidate::epoch)
                .thenComparing(Candidate::received)
                .thenComparing(Candidate::applied))
        .map(Candidate::name);
  }
}
