package scalebook.partitioning.exercise;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import scalebook.lab.exercise.Todo;

/** A page of the rows of all shards that is complete while slots move from shard to shard. */
public final class ConsistentPage {
  /**
   * A shard's answer, true for one moment.
   *
   * @param slots those that it owns
   * @param ids the smallest ids of rows in these slots, in ascending order
   */
  public record Part(Set<Integer> slots, List<Long> ids) {}

  /** One shard. */
  public interface Shard {
    /** Its first {@code size} rows above {@code above}. */
    Part first(int size, long above) throws IOException;
  }

  /**
   * @param slots how many there are, from 0 on; each is owned by one shard, and may be owned by
   *     another one, with all its rows, at the next call
   * @param mostRounds how often all shards are asked, at most
   */
  public ConsistentPage(int slots, int mostRounds) {}

  /**
   * The first {@code size} rows above {@code above}, of all shards, in the order of their ids. When
   * a slot was met twice or not at all, or a shard threw an exception, all are asked again; an
   * exception when no round was good. No shard is asked for more than {@code size} rows.
   */
  public List<Long> page(List<Shard> shards, int size, long above) throws IOException {
    throw new Todo("ask all; did each slot answer exactly once?");
  }
}
