package scalebook.replication.monitor;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import scalebook.engines.Replication.Position;

/** Who becomes primary: the one that received most. It can apply the rest before it begins. */
public final class PromotionChooser {
  private PromotionChooser() {}

  /**
   * @param voter false for one that is just being copied
   */
  public record Candidate(String name, boolean voter, Position received, Position executed) {
    @Override
    public String toString() {
      return name
          + (voter ? " with " + received : " without a vote")
          + (received.compareTo(executed) > 0 ? ", applied " + executed : "");
    }
  }

  /**
   * Nobody, unless a majority of the nodes has answered: an acknowledged write is at two of three,
   * so of any two one has it. A node that is being copied gave up what it had, but its source was
   * the primary and had all of it; so when every node has answered, whoever is whole is enough. Or
   * two that died during their copy, and then their source, would wait for each other for ever.
   *
   * @param preferred taken among those that received most
   */
  public static Optional<Candidate> choose(List<Candidate> answered, int nodes, String preferred) {
    List<Candidate> voters = answered.stream().filter(Candidate::voter).toList();
    if (voters.size() <= nodes / 2 && answered.size() < nodes) {
      return Optional.empty();
    }
    return voters.stream()
        .max(
            Comparator.comparing(Candidate::received)
                .thenComparing(candidate -> candidate.name().equals(preferred))
                .thenComparing(Candidate::executed)
                .thenComparing(Candidate::name, Comparator.reverseOrder()));
  }
}
