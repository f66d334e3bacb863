package scalebook.replication.exercise;

import java.util.List;
import java.util.Optional;
import scalebook.lab.exercise.Todo;

/** The primary is lost: which of those that answered becomes the next one? */
public final class PromotionChooser {
  /**
   * What a node says of itself.
   *
   * @param epoch of the newest write that it has received
   * @param received that write's number in its epoch; it need not be applied yet
   * @param applied the number of the newest write that can be read there
   */
  public record Candidate(String name, long epoch, long received, long applied) {}

  /**
   * Every acknowledged write has been received by a majority of all nodes.
   *
   * @param answered who answered, in any order, each once
   * @param nodes how many there are, with those that did not answer
   * @return nobody, when an acknowledged write might be at none of them
   */
  public Optional<String> choose(List<Candidate> answered, int nodes) {
    throw new Todo("who has everything that anybody was promised?");
  }
}
